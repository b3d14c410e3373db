package pdf

import (
	"bytes"
	"encoding/json"
	"io"
	"unicode/utf8"

	"github.com/jung-kurt/gofpdf"

	"memsure/internal/fault"
	"memsure/internal/report"
)

// TraceAttachment is the file name of the view attached to a trace.
const TraceAttachment = "memsure-trace.json"

// trace is one drawing of an explanation in progress.
type trace struct {
	document
	view report.Trace
}

// Trace draws the explanation of a score: "Why not 100" on the first page, then
// knock-outs, questions and what stayed outside. It fails only on a failing
// writer; no text can make it fail. The same view always gives the same bytes.
func Trace(w io.Writer, view report.Trace) error {
	doc, digest, err := report.EncodeTrace(view)
	if err != nil {
		return fault.Wrap(err, "encode trace")
	}
	if bytes.ContainsRune(doc, utf8.RuneError) { // the pages show what the data say
		view = report.Trace{}
		if err := json.Unmarshal(doc, &view); err != nil {
			return fault.Wrap(err, "read trace back")
		}
	}
	t := &trace{view: view}
	t.open()
	t.imprint = imprint{kind: "How the score came about", about: view.Subject, id: view.ReportID, digest: digest, marking: view.Marking, draft: view.Status != "final"}
	t.describe("How the score came about: "+view.Subject.Product+" "+view.Subject.Release, view.Buyer.Name, view.GeneratedAt)
	t.pdf.SetAttachments([]gofpdf.Attachment{{Content: doc, Filename: TraceAttachment, Description: "This trace as data, in canonical JSON"}})
	t.whyPage()
	t.pages()
	var out bytes.Buffer
	if err := t.pdf.Output(&out); err != nil {
		return fault.Wrap(err, "draw trace")
	}
	_, err = w.Write(out.Bytes())
	return fault.Wrap(err, "write trace")
}
