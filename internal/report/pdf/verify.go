package pdf

import (
	"bytes"
	"encoding/json"

	"memsure/internal/canon"
	"memsure/internal/report"
)

// Verification is what a report file says about itself. It proves that pages
// and attached data agree; that the two are what the buyer recorded is shown by
// comparing Digest with the record of ReportID.
type Verification struct {
	Digest      string `json:"digest"` // of the attached view
	ReportID    string `json:"report_id"`
	Status      string `json:"status"`       // draft or final, as the view says
	GeneratedAt string `json:"generated_at"` // as the view says
	ViewMatches bool   `json:"view_matches"` // the view drawn again is this file
	Identical   bool   `json:"identical"`    // byte for byte; false with ViewMatches: only packed differently
	Note        string `json:"note"`         // one sentence for people
}

// Verify draws the attached view again and compares the result with the file.
// Byte-identical files match. So do files whose objects are all the same after
// unpacking and whose cross-reference table is right: another version of the
// compressor packs the same pages into other bytes. Nothing may follow, precede
// or differ otherwise. Errors are those of Extract.
func Verify(pdf []byte) (Verification, error) {
	doc, logo, err := attachments(pdf)
	if err != nil {
		return Verification{}, err
	}
	v := Verification{Digest: canon.Digest(canon.DomainReport, doc)}
	view, ok := decode(doc)
	v.ReportID, v.Status, v.GeneratedAt = view.ReportID, view.Status, view.GeneratedAt
	if !ok {
		v.Note = "The attached data are not in the form this version of memsure writes; the pages cannot be compared."
		return v, nil
	}
	var again bytes.Buffer
	if err := Scorecard(&again, view, Style{Logo: logo}); err != nil {
		v.Note = "The attached data or logo cannot be drawn; the file was changed."
		return v, nil //nolint:nilerr // that it cannot be drawn is the finding
	}
	v.Identical = bytes.Equal(pdf, again.Bytes())
	v.ViewMatches = v.Identical || sameUnpacked(pdf, again.Bytes())
	v.Note = noteFor(v, pdf)
	return v, nil
}

func noteFor(v Verification, pdf []byte) string {
	switch {
	case v.ViewMatches:
		return "The pages are exactly what the attached data give."
	case !bytes.Contains(pdf, utf16(producer)):
		return "The file was drawn by another version of memsure; check it with that version."
	default:
		return "The pages are not what the attached data give: the file was changed after it was made."
	}
}

// decode reads the attached view and makes sure that it is in canonical form
// and holds nothing this version does not know.
func decode(doc []byte) (report.Scorecard, bool) {
	var view report.Scorecard
	dec := json.NewDecoder(bytes.NewReader(doc))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&view); err != nil {
		return view, false
	}
	again, _, err := report.Encode(view)
	return view, err == nil && bytes.Equal(again, doc)
}

// utf16 writes ASCII as a PDF text string does.
func utf16(s string) []byte {
	var out []byte
	for i := range len(s) {
		out = append(out, 0, s[i])
	}
	return out
}
