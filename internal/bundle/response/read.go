package response

import (
	"encoding/hex"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"memsure/internal/assessment"
	"memsure/internal/fault"
)

// reader turns shapes into a Response and collects what is wrong.
type reader struct{ wrong []fault.Field }

func (r *reader) refuse(pointer, code, message string) {
	r.wrong = append(r.wrong, fault.Field{Pointer: pointer, Code: code, Message: message})
}

func (r *reader) need(pointer, text string) {
	if text == "" {
		r.refuse(pointer, "missing", "A text belongs here.")
	}
}

func item(list string, i int) string { return "/" + list + "/" + strconv.Itoa(i) }

func (r *reader) response(in *shape) Response {
	out := Response{Schema: in.Schema, Slug: in.Questionnaire.Slug, Version: in.Questionnaire.Version, Digest: in.QuestionnaireDigest,
		Vendor: in.VendorName, Product: in.ProductName, Release: in.ReleaseLabel, Tier: in.Tier}
	if in.Schema != Schema && in.Schema != AnswersSchema {
		r.refuse("/schema", "not_one_of", "One of these belongs here: "+Schema+", "+AnswersSchema+".")
	}
	r.need("/questionnaire/slug", in.Questionnaire.Slug)
	r.need("/questionnaire/version", in.Questionnaire.Version)
	out.Purpose = r.purpose(in.Purpose)
	out.Source = r.source(in.Source)
	out.AsOf = r.moment("/as_of", in.AsOf)
	r.moment("/exported_at", in.ExportedAt)
	out.Evidence = r.evidence(in.Evidence)
	out.Answers = r.answers(in.Answers)
	if in.Schema == Schema || len(out.Evidence) > 0 {
		r.links(out)
	}
	out.Reviews = r.reviews(in.Reviews, out)
	out.Weights, out.Panel = in.Weights, in.Panel
	return out
}

func (r *reader) purpose(text string) assessment.Purpose {
	switch p := assessment.Purpose(text); p {
	case "":
		return assessment.PurposeOnboarding
	case assessment.PurposeRFP, assessment.PurposeOnboarding, assessment.PurposeRenewal, assessment.PurposeOutOfCycle:
		return p
	}
	r.refuse("/purpose", "not_one_of", "One of these belongs here: rfp, onboarding, renewal, out_of_cycle.")
	return ""
}

func (r *reader) source(text string) assessment.Source {
	switch s := assessment.Source(text); s {
	case "":
		return assessment.SourceVendor
	case assessment.SourceVendor, assessment.SourcePublic:
		return s
	}
	r.refuse("/source", "not_one_of", "One of these belongs here: vendor, public_sources.")
	return ""
}

// moment reads a day or an RFC 3339 time; 0 for none.
func (r *reader) moment(pointer, text string) int64 {
	if text == "" {
		return 0
	}
	if at, ok := Moment(text); ok {
		return at
	}
	r.refuse(pointer, "date", "Write a day as YYYY-MM-DD, or a time as 2026-11-22T09:30:00Z.")
	return 0
}

// Moment reads a day, which means its first moment UTC, or an RFC 3339 time
// between the years 1 and 9999, as microseconds UTC.
func Moment(text string) (at int64, ok bool) {
	parsed, err := time.Parse(time.RFC3339, text)
	if err != nil {
		parsed, err = time.Parse(time.DateOnly, text)
	}
	return parsed.UnixMicro(), err == nil && parsed.Year() > 0
}

func (r *reader) date(pointer, text string) {
	if text == "" {
		return
	}
	if _, err := time.Parse(assessment.DateLayout, text); err != nil {
		r.refuse(pointer, "date", "Write the date as YYYY-MM-DD.")
	}
}

func (r *reader) evidence(in []evidenceShape) (out []Evidence) {
	seen := map[string]bool{}
	for i, e := range in {
		at := item("evidence", i)
		r.need(at+"/id", e.ID)
		if seen[e.ID] {
			r.refuse(at+"/id", "duplicate_id", "Another file of this response has this id already.")
		}
		seen[e.ID] = true
		r.date(at+"/dated_on", e.DatedOn)
		out = append(out, Evidence{ID: e.ID, Name: r.fileName(at, e), There: e.File != "", SHA256: r.digest(at, e.SHA256),
			Kind: e.Kind, DatedOn: e.DatedOn, Facts: r.facts(at, e)})
	}
	return out
}

// fileName wants a path below the response's own folder, or a bare name.
func (r *reader) fileName(at string, e evidenceShape) string {
	switch {
	case e.File != "" && e.FileName != "":
		r.refuse(at+"/file_name", "conflict", "Give file where the file lies beside the response, or file_name where it is only named; not both.")
	case e.File != "":
		if !fs.ValidPath(e.File) || e.File == "." || strings.ContainsAny(e.File, `\:`) {
			r.refuse(at+"/file", "bad_path", "A path from the response's own folder belongs here, with slashes and without . or .. in it.")
		}
		return e.File
	case e.FileName == "":
		r.refuse(at+"/file", "missing", "Name the file: file where it lies beside the response, else file_name.")
	}
	return e.FileName
}

func (r *reader) digest(at, text string) string {
	if sum, err := hex.DecodeString(text); text != "" && (err != nil || len(sum) != 32) {
		r.refuse(at+"/sha256", "digest", "A SHA-256 in 64 hexadecimal digits belongs here.")
	}
	return strings.ToLower(text)
}

func (r *reader) answers(in []answerShape) (out []assessment.Answer) {
	seen := map[string]bool{}
	for i := range in {
		at := item("answers", i)
		id := in[i].QuestionID
		r.need(at+"/question_id", id)
		if seen[id] {
			r.refuse(at+"/question_id", "duplicate_answer", "This question is answered already; keep one answer a question.")
		}
		seen[id] = true
		out = append(out, r.answer(at, &in[i]))
	}
	return out
}

func (r *reader) answer(at string, in *answerShape) assessment.Answer {
	a := assessment.Answer{QuestionID: in.QuestionID, Comment: in.Comment}
	if in.NotApplicable != nil {
		a.NotApplicable = &assessment.NotApplicable{Reason: in.NotApplicable.Reason}
	}
	if in.Citation != nil {
		a.Citation = &assessment.Citation{URL: in.Citation.URL, Title: in.Citation.Title, RetrievedOn: in.Citation.RetrievedOn}
	}
	for _, link := range in.Evidence {
		a.Evidence = append(a.Evidence, assessment.EvidenceLink{EvidenceID: link.EvidenceID, Place: link.Place})
	}
	if in.Value != nil {
		value := r.value(at+"/value", in.Value)
		a.Value = &value
	}
	return a
}

// links wants every linked file to be declared.
func (r *reader) links(out Response) {
	for i, a := range out.Answers {
		for j, link := range a.Evidence {
			if _, ok := out.evidence(link.EvidenceID); !ok {
				r.refuse(item("answers", i)+item("evidence", j)+"/evidence_id", "unknown_id", "No file of this response has this id.")
			}
		}
	}
}

// evidence finds a declared file by its id.
func (r *Response) evidence(id string) (Evidence, bool) {
	for _, e := range r.Evidence {
		if e.ID == id {
			return e, true
		}
	}
	return Evidence{}, false
}
