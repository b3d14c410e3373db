package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/report"
	"memsure/internal/report/html"
	"memsure/internal/report/pdf"
	"memsure/internal/workbook"
	"memsure/questionnaires"
)

// source loads a questionnaire by file name, or a shipped one by its name and
// version: supplier-memory-safety@2.0.0.
func (w *world) source(name string) (*questionnaire.Source, error) {
	slug, version, shipped := strings.Cut(name, "@")
	switch {
	case strings.ContainsAny(name, `/\`), !shipped && !shippedSlug(name):
		return w.loadSource(name)
	case !shipped:
		return nil, fault.New(fault.NotFound, "version_missing", "A shipped questionnaire is named with its version.").
			WithRemedy("Shipped are: " + shippedNames() + ".")
	}
	file, err := questionnaires.Named(slug, version)
	if err != nil {
		return nil, fault.New(fault.NotFound, "questionnaire_unknown", "No such questionnaire is shipped.").
			WithRemedy("Shipped are: " + shippedNames() + ". Or name a file.")
	}
	return questionnaire.LoadSource(file.Source)
}

// shippedSlug tells whether a name is that of a shipped questionnaire, its
// version left out. A file of such a name is reached as ./NAME.
func shippedSlug(name string) bool {
	return slices.ContainsFunc(strings.Split(shippedNames(), ", "),
		func(shipped string) bool { return strings.HasPrefix(shipped, name+"@") })
}

func shippedNames() string {
	var names []string
	for _, file := range questionnaires.Shipped() {
		if def, err := questionnaire.Load(file.Source); err == nil {
			names = append(names, def.Slug+"@"+def.Version)
		}
	}
	return strings.Join(names, ", ")
}

type renderCommand struct {
	Questionnaire string `arg:"" help:"Questionnaire file, or the name of a shipped one such as supplier-memory-safety@2.0.0."`
	Format        string `enum:"auto,pdf,html,xlsx" default:"auto" help:"pdf to print, html to read and try out, xlsx to fill in offline; auto follows the name of the output file."`
	Scoring       bool   `help:"Show weights, marks, knock-outs and checks as well."`
	Out           string `short:"o" placeholder:"FILE" help:"Output file; - is standard output. Without it: the questionnaire's name and version."`
}

// Run draws the questionnaire for people.
func (c *renderCommand) Run(w *world) error {
	source, err := w.source(c.Questionnaire)
	if err != nil {
		w.tellUnusable(spoken(c.Questionnaire), err)
		return errTold
	}
	def := source.Definition
	_, digest, err := questionnaire.Canonical(def)
	if err != nil {
		return err
	}
	format, err := c.format()
	if err != nil {
		return err
	}
	content, err := drawn(def, digest, format, c.Scoring)
	if err != nil {
		return err
	}
	name := c.Out
	if name == "" {
		name = def.Slug + "-" + def.Version + "." + format
	}
	return w.deliver(name, content, shared)
}

// drawn gives the questionnaire in one of the formats. A workbook never holds
// weights or marks: it is for vendors.
func drawn(def *questionnaire.Definition, digest, format string, scoring bool) ([]byte, error) {
	if format == "xlsx" {
		version, err := questionnaire.Compile(def)
		if err != nil {
			return nil, err
		}
		return workbook.Write(version, nil, workbook.Meta{Digest: digest})
	}
	view := report.BuildQuestionnaire(def, digest, scoring)
	var out bytes.Buffer
	if format == "html" {
		err := html.Questionnaire(&out, view)
		return out.Bytes(), err
	}
	err := pdf.Questionnaire(&out, view)
	return out.Bytes(), err
}

// format follows the name of the output file where none is given. A name that
// promises something else than can be drawn is refused.
func (c *renderCommand) format() (string, error) {
	if c.Format != "auto" {
		return c.Format, nil
	}
	switch strings.ToLower(filepath.Ext(c.Out)) {
	case ".html", ".htm":
		return "html", nil
	case ".xlsx":
		return "xlsx", nil
	case "", ".", ".pdf":
		return "pdf", nil
	}
	return "", fault.New(fault.Invalid, "format_unknown", "The name of the output file ends in none of the formats that can be drawn.").
		WithRemedy("Let it end in .pdf, .html or .xlsx, or say --format.")
}

type newCommand struct {
	Slug  string `arg:"" help:"Name of the new questionnaire: lower-case letters, digits and hyphens."`
	Title string `help:"Title that people read. Without it the slug stands in."`
	From  string `placeholder:"QUESTIONNAIRE" help:"Begin with a copy of this file or shipped questionnaire instead of a small example."`
	Out   string `short:"o" placeholder:"FILE" help:"Output file; - is standard output. Without it: SLUG-0.1.0.yaml. An existing file is never overwritten."`
}

// firstVersion is what a new questionnaire begins with.
const firstVersion = "0.1.0"

// Run writes a questionnaire that can be published as it is and is meant to be
// changed.
func (c *newCommand) Run(w *world) error {
	text, err := c.text(w)
	if err != nil {
		return err
	}
	if _, err := questionnaire.Load(text); err != nil { // the only thing that can be wrong is the name
		return fault.New(fault.Invalid, "bad_name", "The name or the title cannot be used.").
			WithRemedy("Use a slug of lower-case letters, digits and hyphens, and a title of at most 200 characters.")
	}
	name := c.Out
	if name == "" {
		name = c.Slug + "-" + firstVersion + ".yaml"
	}
	return w.deliver(name, text, firstOnly)
}

func (c *newCommand) text(w *world) ([]byte, error) {
	title := c.Title
	if title == "" {
		title = c.Slug
	}
	from := questionnaires.Example()
	if c.From != "" {
		source, err := w.source(c.From)
		if err != nil {
			w.tellUnusable(spoken(c.From), err)
			return nil, errTold
		}
		def := *source.Definition
		def.Slug, def.Version, def.Title = c.Slug, firstVersion, title
		text, err := questionnaire.ToYAML(&def)
		return append([]byte(schemaComment), text...), err
	}
	source, err := questionnaire.LoadSource(from)
	if err != nil {
		return nil, err
	}
	def := source.Definition
	replaced := strings.NewReplacer("\nslug: "+def.Slug+"\n", "\nslug: "+quoted(c.Slug)+"\n", "\ntitle: "+def.Title+"\n", "\ntitle: "+quoted(title)+"\n")
	return []byte(replaced.Replace(string(from))), nil
}

// schemaComment tells editors with a YAML language server where the schema is.
const schemaComment = "# yaml-language-server: $schema=questionnaire.schema.json\n"

// quoted writes a text as YAML that is nothing but text.
func quoted(text string) string { return fmt.Sprintf("%q", text) }

type schemaCommand struct {
	Out string `short:"o" placeholder:"FILE" default:"questionnaire.schema.json" help:"Output file, written over; - is standard output. Without it: questionnaire.schema.json."`
}

// Run writes the schema beside the questionnaires an author works on.
func (c *schemaCommand) Run(w *world) error { return w.deliver(c.Out, questionnaires.Schema(), shared) }
