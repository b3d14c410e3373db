package app

import (
	"context"
	"strconv"

	"memsure/internal/assessment"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
)

// AnswersFile is a vendor's own answers as a file: what they were given to,
// and the answers. Evidence is named and not included.
type AnswersFile struct {
	Slug, Version, Digest string
	Product, Release      string
	ExportedUS            int64
	Answers               []assessment.Answer   // by question, in the definition's order
	Evidence              []assessment.Evidence // the files they link, in the order received
}

// Offer is what a file offers to one question of an assessment. Match is same,
// confirm, show_old, gone or invalid; IfMatch is the ETag of today's answer,
// empty where there is none.
type Offer struct {
	QuestionID string
	Match      string
	Reason     string
	Answer     assessment.Answer
	IfMatch    string
}

// Export gives the caller's draft as a file.
func (u Answering) Export(ctx context.Context, assessmentID string) (file AnswersFile, err error) {
	err = u.enter(ctx, assessmentID, func(p portal) error {
		row, err := p.vendor().Assessment(assessmentID)
		if err != nil {
			return err
		}
		d, err := u.draft(p.vendor(), row.Assessment, p.version)
		if err != nil {
			return err
		}
		file = AnswersFile{Slug: row.QuestionnaireSlug, Version: row.QuestionnaireVersion, Digest: row.QuestionnaireDigest,
			Product: row.ProductName, Release: row.ReleaseLabel, ExportedUS: p.tx.Now()}
		for _, asked := range p.version.Questions() {
			if answer, ok := d.Answers[asked.ID]; ok {
				file.Answers = append(file.Answers, answer)
			}
		}
		file.Evidence, err = linkedFiles(p, file.Answers)
		return err
	})
	return file, err
}

// linkedFiles names the files that answers link.
func linkedFiles(p portal, answers []assessment.Answer) (files []assessment.Evidence, err error) {
	linked := map[string]bool{}
	for _, a := range answers {
		for _, link := range a.Evidence {
			linked[link.EvidenceID] = true
		}
	}
	rows, err := p.vendor().Evidence(p.seat.assessment.ID)
	for _, row := range rows {
		if linked[row.ID] {
			files = append(files, assessment.Evidence{ID: row.ID, FileName: row.FileName, SHA256: row.SHA256, Kind: row.Kind, DatedOn: row.DatedOn})
		}
	}
	return files, err
}

// Offer says what a file of earlier answers offers to this assessment,
// question by question in the definition's order. Nothing is saved: the
// vendor looks at each and saves what still holds.
func (u Answering) Offer(ctx context.Context, assessmentID string, file AnswersFile) (offers []Offer, err error) {
	err = u.enter(ctx, assessmentID, func(p portal) error {
		d, err := u.draft(p.vendor(), p.seat.assessment, p.version)
		if err != nil {
			return err
		}
		verdicts, err := u.verdicts(p, file)
		if err != nil {
			return err
		}
		offers, err = offered(p, d, file, verdicts)
		return err
	})
	return offers, err
}

// verdicts says what becomes of answers to the file's version: all the same
// where it is this very version, by comparison where it is known here, and
// otherwise by question id, to be confirmed.
func (u Answering) verdicts(p portal, file AnswersFile) ([]questionnaire.Carried, error) {
	if file.Digest == p.seat.assessment.QuestionnaireDigest {
		return questionnaire.CarryForward(p.version.Definition, p.version.Definition), nil
	}
	row, err := p.tx.Buyer().Questionnaire(file.Slug, file.Version)
	if err == nil && row.State != "draft" && row.Digest == file.Digest {
		earlier, err := compileStored(row)
		if err != nil {
			return nil, err
		}
		return questionnaire.CarryForward(earlier.Definition, p.version.Definition), nil
	}
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	return byID(p, file), nil
}

func byID(p portal, file AnswersFile) (verdicts []questionnaire.Carried) {
	for _, a := range file.Answers {
		v := questionnaire.Carried{QuestionID: a.QuestionID, FromQuestionID: a.QuestionID, Verdict: questionnaire.CarryConfirm,
			Reason: "The file was made with a version that is not known here; check that the question still means the same."}
		if _, ok := p.version.Index(a.QuestionID); !ok {
			v.Verdict, v.Reason = questionnaire.CarryGone, "This questionnaire version does not ask this."
		}
		verdicts = append(verdicts, v)
	}
	return verdicts
}

func offered(p portal, d Draft, file AnswersFile, verdicts []questionnaire.Carried) ([]Offer, error) {
	answers := map[string]assessment.Answer{}
	for i, a := range file.Answers {
		if _, twice := answers[a.QuestionID]; twice {
			return nil, inside(fault.New(fault.Invalid, "validation", "The file answers one question twice."), pointerOf(i))
		}
		answers[a.QuestionID] = a
	}
	var offers []Offer
	for _, v := range verdicts {
		answer, ok := answers[v.FromQuestionID]
		if !ok || v.FromQuestionID == "" { // asked here for the first time
			continue
		}
		offers = append(offers, offerOf(p, d, v, answer))
	}
	return offers, nil
}

func offerOf(p portal, d Draft, v questionnaire.Carried, answer assessment.Answer) Offer {
	o := Offer{QuestionID: v.QuestionID, Match: string(v.Verdict), Reason: v.Reason, Answer: answer}
	if v.Verdict == questionnaire.CarryGone {
		return o
	}
	o.Answer.QuestionID, o.Answer.Citation = v.QuestionID, nil
	if len(answer.Evidence) > 0 {
		o.Answer.Evidence = nil
		o.Reason += " Its evidence belongs to the earlier assessment: upload the file here and link it again."
	}
	q, _ := p.version.Index(v.QuestionID)
	assessment.Settle(p.version.Questions()[q].Question, o.Answer.Value)
	if asked := p.version.Questions()[q]; o.Answer.Value != nil && len(questionnaire.CheckValue(asked.Question, *o.Answer.Value)) > 0 {
		o.Match, o.Reason = "invalid", "The earlier answer does not fit the question as it is asked here."
	}
	if row, ok := d.Rows[v.QuestionID]; ok {
		o.IfMatch = ETag(row.Version)
	}
	return o
}

func pointerOf(i int) string { return "/answers/" + strconv.Itoa(i) }
