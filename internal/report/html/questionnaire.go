package html

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // template and scripts
	"encoding/base64"
	"html/template"
	"io"
	"strings"

	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/questionnaire/browser"
	"memsure/internal/report"
)

//go:embed questionnaire.gohtml
var sheetText string

//go:embed preview.js
var previewScript string

//go:embed sheet.css
var sheetStyle string

var sheetPage = template.Must(template.New("questionnaire").Funcs(template.FuncMap{
	"shown":   visible,
	"join":    func(items []string) string { return visible(strings.Join(items, ", ")) },
	"choice":  func(t questionnaire.Type) bool { return t == questionnaire.TypeSingleChoice },
	"choices": func(t questionnaire.Type) bool { return t == questionnaire.TypeMultiChoice },
	"input":   inputType,
}).Parse(sheetText))

// inputType is the kind of field an answer of a single value is typed into.
func inputType(t questionnaire.Type) string {
	if t == questionnaire.TypeDate {
		return "date"
	}
	return "text"
}

// sheetScript is everything the page runs: the condition language, and what
// shows and hides questions by it.
func sheetScript() string { return string(browser.Conditions()) + "\n" + previewScript }

// SheetScriptHash is the source expression for script-src that allows the
// script of Questionnaire's page, SheetStyleHash the one for style-src.
func SheetScriptHash() string { return hashOf(sheetScript()) }

// SheetStyleHash is the source expression for style-src of that page.
func SheetStyleHash() string { return hashOf(styleText + sheetStyle) }

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

type sheetContent struct {
	report.Questionnaire
	Style, Script, Data template.HTML
}

// Questionnaire writes a questionnaire version as one page that prints well.
// With scripts on it can be tried: what is answered shows and hides questions
// as in the portal. Nothing leaves the page. Nothing is written before all of
// it is rendered.
func Questionnaire(w io.Writer, view report.Questionnaire) error {
	definition, kinds, err := browser.Version(view.Definition)
	if err != nil {
		return err
	}
	content := sheetContent{
		Questionnaire: view,
		Style:         template.HTML("<style>" + styleText + sheetStyle + "</style>"),                                                                                 //nolint:gosec // our own embedded stylesheets
		Script:        template.HTML("<script>" + sheetScript() + "</script>"),                                                                                        //nolint:gosec // our own embedded scripts
		Data:          template.HTML(`<script type="application/json" id="version">{"definition":` + string(definition) + `,"facts":` + string(kinds) + `}</script>`), //nolint:gosec // escaped, see browser.Version
	}
	var out bytes.Buffer
	if err := sheetPage.Execute(&out, content); err != nil {
		return fault.Wrap(err, "render questionnaire")
	}
	_, err = w.Write(out.Bytes())
	return fault.Wrap(err, "write questionnaire")
}
