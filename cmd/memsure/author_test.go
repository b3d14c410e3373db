package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An author begins with what can be published as it is, and never writes over
// somebody's work.
func TestNewQuestionnaire(t *testing.T) {
	t.Chdir(t.TempDir())
	command(t, "questionnaire", "new", "my-bank", "--title", "My bank: 2026").want(t, 0, "", "Written: my-bank-0.1.0.yaml")
	command(t, "questionnaire", "lint", "my-bank-0.1.0.yaml").want(t, 0, "my-bank 0.1.0 can be published: 4 questions, 0 remarks.", "")
	command(t, "questionnaire", "lint", "my-bank-0.1.0.yaml", "supplier-memory-safety@1.0.0").want(t, 0, "supplier-memory-safety 1.0.0 can be published", "")
	command(t, "questionnaire", "new", "my-bank").want(t, 1, "", "There is a file of that name already.")
	command(t, "questionnaire", "new", "My Bank").want(t, 1, "", "The name or the title cannot be used.")
	command(t, "questionnaire", "new", "copy", "--from", "supplier-memory-safety@1.0.0").want(t, 0, "", "Written: copy-0.1.0.yaml")
	command(t, "questionnaire", "lint", "copy-0.1.0.yaml").want(t, 0, "copy 0.1.0 can be published: 34 questions, 0 remarks.", "")
	command(t, "questionnaire", "new", "copy2", "--from", "absent@1.0.0").want(t, 1, "", "Shipped are: ")
	text, err := os.ReadFile("copy-0.1.0.yaml")
	if err != nil || !strings.HasPrefix(string(text), "# yaml-language-server: $schema=") {
		t.Errorf("the copy does not name its schema: %v", err)
	}
}

func TestRenderQuestionnaire(t *testing.T) {
	t.Chdir(t.TempDir())
	command(t, "questionnaire", "render", "supplier-memory-safety@1.0.0").want(t, 0, "", "Written: supplier-memory-safety-1.0.0.pdf")
	command(t, "questionnaire", "render", "supplier-memory-safety@1.0.0", "-o", "page.html").want(t, 0, "", "Written: page.html")
	command(t, "questionnaire", "render", "supplier-memory-safety@1.0.0", "--format", "html", "-o", "-").want(t, 0, "What the product is made of", "")
	command(t, "questionnaire", "render", "supplier-memory-safety@1.0.0", "-o", "book.xlsx").want(t, 0, "", "Written: book.xlsx")
	command(t, "questionnaire", "render", "absent.yaml").want(t, 1, "", "absent.yaml")
	command(t, "questionnaire", "render", "supplier-memory-safety").want(t, 1, "", "A shipped questionnaire is named with its version.\nShipped are: ")
	command(t, "questionnaire", "render", "supplier-memory-safety@1.0.0", "-o", "book.docx").want(t, 1, "", "Let it end in .pdf, .html or .xlsx")
	if _, err := os.Stat("book.docx"); err == nil {
		t.Error("a PDF was written under the name of something else")
	}
	for name, begins := range map[string]string{"supplier-memory-safety-1.0.0.pdf": "%PDF-", "page.html": "<!DOCTYPE html>", "book.xlsx": "PK"} {
		content, err := os.ReadFile(name)
		if err != nil || !bytes.HasPrefix(content, []byte(begins)) {
			t.Errorf("%s does not begin with %s: %v", name, begins, err)
		}
	}
}

func TestSchemaForEditors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.json")
	command(t, "questionnaire", "schema", "-o", path).want(t, 0, "", "Written: ")
	toFile, err := os.ReadFile(path)
	if shown := command(t, "questionnaire", "schema", "-o", "-"); err != nil || shown.stdout != string(toFile) {
		t.Errorf("the file and the terminal differ: %v", err)
	}
}
