package response

import (
	"slices"
	"strconv"
	"strings"

	"memsure/internal/assessment"
	"memsure/internal/evidence"
	"memsure/internal/fact"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// Fit holds the response to a version of its questionnaire, whose digest is
// given, and brings its values into the form that answers are kept in. What
// the version does not ask, or what means nothing there, is refused with
// fault.Invalid and its place; answers to questions that turn out hidden are
// kept, and not used.
func (r *Response) Fit(version *questionnaire.Compiled, digest string) error {
	var wrong []fault.Field
	refuse := func(pointer, code, message string) {
		wrong = append(wrong, fault.Field{Pointer: pointer, Code: code, Message: message})
	}
	def := version.Definition
	if r.Slug != def.Slug {
		refuse("/questionnaire/slug", "other_questionnaire", "The response is to another questionnaire.")
	}
	if r.Version != def.Version {
		refuse("/questionnaire/version", "other_version", "The response is to another version; write the version here to try it all the same.")
	}
	if r.Digest != "" && r.Digest != digest {
		refuse("/questionnaire_digest", "other_content", "The response was made for other content of this version; leave the digest out to try it all the same.")
	}
	if r.Tier != "" && !slices.ContainsFunc(def.Tiers, func(t questionnaire.Tier) bool { return t.ID == r.Tier }) {
		refuse("/tier", "unknown_id", "The questionnaire has no such tier; its tiers are: "+tierNames(def)+".")
	}
	for i := range r.Answers {
		wrong = append(wrong, r.fitAnswer(version, i)...)
	}
	for i, review := range r.Reviews {
		if _, ok := version.Index(review.QuestionID); review.QuestionID != "" && !ok {
			refuse(item("reviews", i)+"/question_id", "unknown_id", "The questionnaire has no such question.")
		}
	}
	for _, field := range questionnaire.CheckWeights(def, r.Weights) {
		refuse("/weights"+field.Pointer, field.Code, field.Message)
	}
	return r.refuse(wrong)
}

func tierNames(def *questionnaire.Definition) string {
	names := make([]string, len(def.Tiers))
	for i, tier := range def.Tiers {
		names[i] = tier.ID
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

func (r *Response) fitAnswer(version *questionnaire.Compiled, i int) []fault.Field {
	answer, at := &r.Answers[i], item("answers", i)
	q, ok := version.Index(answer.QuestionID)
	if !ok {
		return []fault.Field{{Pointer: at + "/question_id", Code: "unknown_id", Message: "The questionnaire has no such question."}}
	}
	assessment.Settle(version.Questions()[q].Question, answer.Value)
	wrong := assessment.Check(version, q, *answer, r.Source)
	for i := range wrong {
		wrong[i].Pointer = at + wrong[i].Pointer
	}
	return wrong
}

// File is a file of a response as it was found: what scoring needs to know of
// it, and the facts in it.
type File struct {
	assessment.Evidence
	Facts []fact.Fact
}

// Looked is a file whose bytes were there and went through the readers, with
// the lower-case hexadecimal SHA-256 and the size of its bytes.
func (e Evidence) Looked(report evidence.Report, sha256 string, size int64) File {
	report.Stamp(e.ID, sha256)
	f := e.named()
	f.SHA256, f.Size, f.Format, f.Status, f.Facts = sha256, size, report.FormatName(), string(report.Status), report.Facts
	if date := report.AsOf(); date != "" {
		f.DatedOn = date
	}
	return f
}

// named is a file that was only named: nobody looked into it, and it shows what
// it is said to show.
func (e Evidence) named() File {
	status := evidence.Stored
	if len(e.Facts) > 0 {
		status = evidence.Read
	}
	return File{Evidence: assessment.Evidence{ID: e.ID, FileName: e.Name, SHA256: e.SHA256, Kind: e.Kind,
		Status: string(status), DatedOn: e.DatedOn}, Facts: e.Facts}
}

// Input is what scores the response at a moment (microseconds UTC), as the
// first revision of an assessment. Files are by the id of their evidence;
// those that are not among them count as named only. The version, with its
// digest, is one the
// response fits.
func (r *Response) Input(version *questionnaire.Compiled, digest string, files map[string]File, at int64) (scoring.Input, error) {
	revision := assessment.Revision{Number: 1, QuestionnaireDigest: digest, Answers: r.Answers, SubmittedAt: at}
	in := scoring.Input{Version: version, Tier: r.Tier, Source: r.Source, Panel: r.Panel, At: at}
	for _, e := range r.Evidence {
		f, ok := files[e.ID]
		if !ok {
			f = e.named()
		}
		_, digest, err := assessment.DigestFacts(f.Facts)
		if err != nil {
			return in, fault.Wrap(err, "digest facts")
		}
		f.FactsDigest, f.ReceivedAt = digest, at
		revision.Evidence = append(revision.Evidence, f.Evidence)
		in.Facts = append(in.Facts, f.Facts...)
	}
	frozen, _, _, err := assessment.Freeze(revision)
	if err != nil {
		return in, fault.Wrap(err, "freeze the response")
	}
	in.Revision, in.Unchanged = frozen, assessment.UnchangedSince([]assessment.Revision{frozen})
	for i, review := range r.Reviews {
		review.Number, review.Revision, review.At = i+1, 1, at
		in.Reviews = append(in.Reviews, review)
	}
	return in, nil
}

// Remarks says in sentences what a person should know about a score made from
// the response: files nobody looked into, and decisions without effect.
func (r *Response) Remarks(result *scoring.Result, files map[string]File) (remarks []string) {
	unseen, told := 0, 0
	for _, e := range r.Evidence {
		if _, ok := files[e.ID]; !ok && len(e.Facts) == 0 {
			unseen++
		} else if !ok {
			told++
		}
	}
	if unseen > 0 {
		remarks = append(remarks, count(unseen, "file is", "files are")+" only named here; what they would show is not counted.")
	}
	if told > 0 {
		remarks = append(remarks, count(told, "file is", "files are")+" not looked into: what the response says is taken for what is there to be seen.")
	}
	if strays := r.strays(); strays > 0 {
		remarks = append(remarks, count(strays, "link leads", "links lead")+" to files that the response does not declare; they prove nothing here.")
	}
	inForce := result.InForce()
	for i, review := range r.Reviews {
		if !inForce[review.ID] {
			remarks = append(remarks, "Review "+strconv.Itoa(i+1)+" has no effect: there is nothing for it to decide, or a later one took its place.")
		}
	}
	return remarks
}

// strays counts links to files that are not declared.
func (r *Response) strays() (n int) {
	for _, a := range r.Answers {
		for _, link := range a.Evidence {
			if _, ok := r.evidence(link.EvidenceID); !ok {
				n++
			}
		}
	}
	return n
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
