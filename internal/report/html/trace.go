package html

import (
	"bytes"
	_ "embed" // template
	"html/template"
	"io"
	"strings"

	"memsure/internal/fault"
	"memsure/internal/report"
)

//go:embed trace.gohtml
var tracePageText string

var tracePage = template.Must(template.New("trace").Funcs(template.FuncMap{
	"shown": visible,
	"mark":  markFor,
	"date":  report.Day,
	"depth": func(n int) int { return min(n, mostDepth) },
}).Parse(strings.TrimSpace(tracePageText)))

// mostDepth is how deep parts of a condition are still indented.
const mostDepth = 4

type traceContent struct {
	report.Trace
	Digest string
	Style  template.HTML
}

// Trace writes the explanation of a score as a page, with the stylesheet of the
// scorecard's. Nothing is written before all of it is rendered; it fails only
// when the writer does.
func Trace(w io.Writer, view report.Trace) error {
	_, digest, err := report.EncodeTrace(view)
	if err != nil {
		return fault.Wrap(err, "encode trace")
	}
	var out bytes.Buffer
	style := template.HTML("<style>" + styleText + "</style>") //nolint:gosec // our own embedded stylesheet
	if err := tracePage.Execute(&out, traceContent{view, digest, style}); err != nil {
		return fault.Wrap(err, "render trace")
	}
	_, err = w.Write(out.Bytes())
	return fault.Wrap(err, "write trace")
}
