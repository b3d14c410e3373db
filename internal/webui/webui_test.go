package webui_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html"
	"regexp"
	"strings"
	"testing"

	"memsure/internal/questionnaire/browser"
	"memsure/internal/webui"
)

func TestPageNamesItsPartsByDigest(t *testing.T) {
	p, err := webui.Portal()
	if err != nil {
		t.Fatal(err)
	}
	page := html.UnescapeString(string(p.Page))
	for name, asset := range map[string]webui.Asset{"/portal/app.js": p.Script, "/portal/app.css": p.Style} {
		sum := sha256.Sum256(asset.Body)
		if want := "sha256-" + base64.StdEncoding.EncodeToString(sum[:]); asset.Integrity != want {
			t.Errorf("%s: %s, want %s", name, asset.Integrity, want)
		}
		if !strings.Contains(page, name+"?v="+asset.Hash+`" integrity="`+asset.Integrity+`"`) {
			t.Errorf("the page does not name %s by its content", name)
		}
	}
	if !bytes.HasPrefix(p.Script.Body, browser.Conditions()) {
		t.Error("conditions are evaluated by another script")
	}
}

// Questionnaires, file names and answers come from strangers: nothing in the
// script can turn text into markup, code or a request to somewhere else.
func TestScriptWritesNoMarkup(t *testing.T) {
	p, err := webui.Portal()
	if err != nil {
		t.Fatal(err)
	}
	for _, sink := range []string{`innerHTML`, `outerHTML`, `insertAdjacentHTML`, `document\.write`, `\beval\(`, `new Function`, `setTimeout\(['"]`,
		`createContextualFragment`, `DOMParser`, `\.srcdoc`, `localStorage`, `document\.cookie`, `https?://`, `\.style\b`, `javascript:`} {
		if at := regexp.MustCompile(sink).FindIndex(p.Script.Body); at != nil {
			t.Errorf("the script has %s: …%s…", sink, p.Script.Body[max(0, at[0]-40):min(len(p.Script.Body), at[1]+40)])
		}
	}
	if at := regexp.MustCompile(`url\(|@import|https?:`).Find(p.Style.Body); at != nil {
		t.Errorf("the style sheet loads something: %s", at)
	}
}
