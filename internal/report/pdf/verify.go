package pdf

import (
	"bytes"
	"encoding/json"
	"io"

	"memsure/internal/canon"
	"memsure/internal/report"
)

// Verification is what a report file says about itself. It proves that pages
// and attached data agree; that the two are what the buyer recorded is shown by
// comparing Digest with the record of ReportID.
type Verification struct {
	Kind        Kind   `json:"kind"`
	Digest      string `json:"digest"`                     // of the attached view
	Scorecard   string `json:"scorecard_digest,omitempty"` // traces: of the scoring result that is explained
	ReportID    string `json:"report_id"`
	Status      string `json:"status"`       // draft or final, as the view says
	GeneratedAt string `json:"generated_at"` // as the view says
	Comparable  bool   `json:"comparable"`   // false: another layout or form of the view, so that nothing can be said about the pages
	ViewMatches bool   `json:"view_matches"` // the view drawn again is this file; never without Comparable
	Identical   bool   `json:"identical"`    // byte for byte; false with ViewMatches: only packed differently
	Note        string `json:"note"`         // one sentence for people
}

// Kind says what a file is: a scorecard's report, or the trace that explains it.
type Kind string

// The kinds of file.
const (
	KindScorecard Kind = "scorecard"
	KindTrace     Kind = "trace"
)

// attached is a view taken out of a file.
type attached struct {
	kind       Kind
	digest     string
	scorecard  string
	id, status string
	made       string
	form       form
	draw       func(io.Writer) error
}

// Verify draws the attached view again and compares the result with the file.
// It has three outcomes: ViewMatches; not so, where the file was changed; and
// undetermined (not Comparable) where another layout of this program drew the
// file or its view has a form that this version does not write.
// Byte-identical files match. So do files whose objects are all the same after
// unpacking and whose cross-reference table is right: another version of the
// compressor packs the same pages into other bytes. Nothing may follow, precede
// or differ otherwise. Errors are those of Extract.
func Verify(pdf []byte) (Verification, error) {
	doc, logo, err := attachments(pdf)
	if err != nil {
		return Verification{}, err
	}
	view := decode(doc, logo)
	v := Verification{Kind: view.kind, Digest: view.digest, Scorecard: view.scorecard, ReportID: view.id, Status: view.status, GeneratedAt: view.made}
	v.Comparable = view.form != otherForm && bytes.Contains(pdf, utf16(producer))
	switch {
	case !v.Comparable:
		v.Note = "Undetermined: another version of memsure made this file, so the pages cannot be drawn again here. Check it with that version."
		return v, nil
	case view.form == notCanonical:
		v.Note = "The attached data are not as memsure writes them; the file was changed."
		return v, nil
	}
	var again bytes.Buffer
	if err := view.draw(&again); err != nil {
		v.Note = "The attached data or logo cannot be drawn; the file was changed."
		return v, nil //nolint:nilerr // that it cannot be drawn is the finding
	}
	v.Identical = bytes.Equal(pdf, again.Bytes())
	v.ViewMatches = v.Identical || sameUnpacked(pdf, again.Bytes())
	v.Note = "The pages are not what the attached data give: the file was changed after it was made."
	if v.ViewMatches {
		v.Note = "The pages are exactly what the attached data give."
	}
	return v, nil
}

// form says how an attached view relates to what this version writes.
type form uint8

const (
	ourForm      form = iota // exactly what this version writes
	otherForm                // canonical, with members this version does not have or without some it has
	notCanonical             // no version writes this
)

// decode reads the attached view as far as this version knows it.
func decode(doc, logo []byte) attached {
	var named struct {
		Schema string `json:"schema"`
	}
	if json.Unmarshal(doc, &named) == nil && named.Schema == report.TraceSchema {
		var view report.Trace
		err := json.Unmarshal(doc, &view)
		again, _, encodeErr := report.EncodeTrace(view)
		return attached{kind: KindTrace, digest: canon.Digest(canon.DomainTrace, doc), scorecard: view.ScorecardDigest,
			id: view.ReportID, status: view.Status, made: view.GeneratedAt,
			form: formOf(doc, again, err == nil && encodeErr == nil), draw: func(w io.Writer) error { return Trace(w, view) }}
	}
	var view report.Scorecard
	err := json.Unmarshal(doc, &view)
	again, _, encodeErr := report.Encode(view)
	return attached{kind: KindScorecard, digest: canon.Digest(canon.DomainReport, doc),
		id: view.ReportID, status: view.Status, made: view.GeneratedAt,
		form: formOf(doc, again, err == nil && encodeErr == nil), draw: func(w io.Writer) error { return Scorecard(w, view, Style{Logo: logo}) }}
}

// formOf compares a document with what this version would write for it.
func formOf(doc, again []byte, readable bool) form {
	switch {
	case readable && bytes.Equal(again, doc):
		return ourForm
	case !canonical(doc):
		return notCanonical
	}
	return otherForm
}

// canonical tells whether a document is the canonical form of what it holds.
func canonical(doc []byte) bool {
	dec := json.NewDecoder(bytes.NewReader(doc))
	dec.UseNumber()
	var any map[string]any
	if dec.Decode(&any) != nil {
		return false
	}
	again, err := canon.Encode(any)
	return err == nil && bytes.Equal(again, doc)
}

// utf16 writes ASCII as a PDF text string does.
func utf16(s string) []byte {
	var out []byte
	for i := range len(s) {
		out = append(out, 0, s[i])
	}
	return out
}
