package assessment

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"memsure/internal/questionnaire"
)

// offer words what was found for question q of the target.
func (f found) offer(target *questionnaire.Compiled, q int) Offer {
	today := target.Questions()[q].Question
	o := Offer{QuestionID: today.ID, Verdict: f.verdict.Verdict, Reason: f.verdict.Reason, Given: f.answer, From: f.Earlier,
		Files: f.files(today.Scope)}
	if today.Text != f.asked.Text {
		o.EarlierText = f.asked.Text
		o.ByName = o.Confirmable() && f.Version.Definition.Slug != target.Definition.Slug
	}
	if o.Verdict == questionnaire.CarrySame && today.Scope == questionnaire.ScopeRelease && f.Relation != SameRelease {
		o.Verdict, o.Reason = questionnaire.CarryConfirm, "The answer was about another release."
	}
	o.Answer = f.carriedAnswer(today.ID, o.Files)
	if o.Confirmable() {
		o.checkFit(target, q)
	}
	return o
}

// checkFit lowers the verdict of an answer that could not be saved here.
func (o *Offer) checkFit(target *questionnaire.Compiled, q int) {
	wrong := Check(target, q, o.Answer, SourceVendor)
	switch {
	case len(wrong) == 0:
	case wrong[0].Pointer == "/evidence":
		o.Verdict, o.Reason = OfferInvalid, "The file of the earlier answer cannot be carried along: upload one here."
	default:
		o.Verdict, o.Reason = OfferInvalid, "The earlier answer does not fit the question as it is asked here."
	}
}

// carriedAnswer is the earlier answer as confirming would save it.
func (f found) carriedAnswer(questionID string, files []OfferedFile) Answer {
	a := f.answer
	a.QuestionID, a.Citation, a.Evidence = questionID, nil, nil
	for i, file := range files {
		if file.Problem == "" {
			a.Evidence = append(a.Evidence, f.answer.Evidence[i])
		}
	}
	a.Carried = f.origin(f.answer.QuestionID)
	return a
}

func (e *Earlier) origin(questionID string) *Carried {
	return &Carried{AssessmentID: e.Revision.AssessmentID, Revision: e.Revision.Number, RevisionDigest: e.Digest,
		QuestionID: questionID, SubmittedAt: e.Revision.SubmittedAt, Of: e.Of}
}

// files says of each file that the answer links whether it can be carried.
func (f found) files(scope questionnaire.Scope) []OfferedFile {
	var files []OfferedFile
	for _, link := range f.answer.Evidence {
		file := OfferedFile{Problem: fileProblem(f.Status[link.EvidenceID], narrower(scope, f.asked.Scope), f.Relation)}
		at := slices.IndexFunc(f.Revision.Evidence, func(e Evidence) bool { return e.ID == link.EvidenceID })
		if at < 0 {
			file.Evidence.ID, file.Problem = link.EvidenceID, "The file is not there any more."
		} else {
			file.Evidence = f.Revision.Evidence[at]
		}
		files = append(files, file)
	}
	return files
}

// fileProblem says why a file stays behind: what nobody could read, what is
// gone, and what is about another release than the one that is asked about.
func fileProblem(status string, scope questionnaire.Scope, r Relation) string {
	switch {
	case status == "erased":
		return "The file was erased; upload one here if it still matters."
	case status == "unreadable":
		return "The file could not be read; upload a readable one here."
	case status != "read" && status != "stored":
		return "The file is not there any more."
	case scope == questionnaire.ScopeRelease && r != SameRelease:
		return "The file is about another release; upload this release's own."
	}
	return ""
}

// archived lists what was answered about the product and is asked no more,
// each question once, from revisions that have anything in common with today's
// version.
func archived(sources []source) (archive []Offer) {
	seen := map[string]bool{}
	for _, s := range sources {
		if s.Relation == SameVendor || len(s.carried) == 0 {
			continue
		}
		for _, gone := range s.gone {
			answer, asked, ok := s.given(gone.FromQuestionID)
			if !ok || seen[gone.FromQuestionID] {
				continue
			}
			seen[gone.FromQuestionID] = true
			f := found{source: s, answer: answer, asked: asked}
			archive = append(archive, Offer{QuestionID: asked.ID, Verdict: questionnaire.CarryGone, Reason: gone.Reason, Given: answer,
				EarlierText: asked.Text, From: s.Earlier, Files: f.named()})
		}
	}
	return archive
}

// named names the files that an archived answer links.
func (f found) named() (files []OfferedFile) {
	for _, file := range f.files(questionnaire.ScopeVendor) {
		file.Problem = "Archived answers bring no files along."
		files = append(files, file)
	}
	return files
}

// Origin names the submitted answer that an offer comes from.
func (o Offer) Origin() Carried { return *o.From.origin(o.Given.QuestionID) }

// Told says where an offer comes from, to the vendor: "your answer of 3 March
// 2026 for Aurora Gateway 4.1". The date is that of UTC.
func (o Offer) Told() string {
	return fmt.Sprintf("your answer of %s for %s", dayInWords(o.From.Revision.SubmittedAt), o.From.Of)
}

// Carried names the submitted answer that an answer was confirmed from. It is
// the vendor's word that the earlier answer still holds, given anew.
type Carried struct {
	AssessmentID   string `json:"assessment_id"`
	Revision       int    `json:"revision"`
	RevisionDigest string `json:"revision_digest"`
	QuestionID     string `json:"question_id"`  // as asked then
	SubmittedAt    int64  `json:"submitted_at"` // microseconds UTC
	Of             string `json:"of"`           // what it was about, in words
}

// Words says it to the buyer: "The vendor confirmed its answer of 3 March 2026
// for Aurora Gateway 4.1 (revision 2 of asm_…)." Another id of the question
// then is named when today's is given.
func (c Carried) Words(questionID string) string {
	then := ""
	if c.QuestionID != questionID {
		then = ", asked there as " + c.QuestionID
	}
	of := ""
	if c.Of != "" {
		of = " for " + strings.TrimSuffix(c.Of, ".")
	}
	return fmt.Sprintf("The vendor confirmed its answer of %s%s (revision %d of %s%s).", dayInWords(c.SubmittedAt), of, c.Revision, c.AssessmentID, then)
}

func dayInWords(us int64) string { return time.UnixMicro(us).UTC().Format("2 January 2006") }
