package httpapi

import (
	"encoding/json"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
)

// assignmentOut writes what a contact needs to answer. Weights, gates and the
// formulas by which answers are scored go out only where the assessment
// discloses them; red flags and checks against evidence never do.
func assignmentOut(a app.Assignment) (api.Assignment, error) {
	version := a.Draft.Version
	disclosed := bool(a.Assessment.DiscloseWeights)
	out := api.Assignment{
		Sections: each(version.Definition.Sections, func(s questionnaire.Section) api.AssignmentSection { return sectionOut(s, disclosed) }),
		Progress: progressWith(a.Draft.Progress, a.OffersWaiting), Returned: []api.ReturnedQuestion{}, ReturnMessage: some(a.ReturnMessage),
		RequireApproval: bool(a.Assessment.RequireApproval),
	}
	if out.RequireApproval {
		out.Approved = &a.Draft.Approved
	}
	if disclosed {
		if err := disclose(&out, version); err != nil {
			return out, err
		}
	}
	for q, asked := range version.Questions() {
		if feedback, ok := a.Draft.Returned[asked.ID]; ok {
			out.Returned = append(out.Returned, api.ReturnedQuestion{QuestionID: asked.ID, Feedback: feedback})
		}
		question, err := questionOut(version.Definition, asked.Question, disclosed)
		if err != nil {
			return out, err
		}
		question.Visible, question.Editable = a.Draft.Visible[q] == questionnaire.True, a.MayAnswer(q)
		in := &out.Sections[asked.Section]
		in.Questions = append(in.Questions, question)
	}
	return out, nil
}

// disclose adds the ruleset and the gates with their conditions.
func disclose(out *api.Assignment, version *questionnaire.Compiled) error {
	gates := make([]api.AssignmentGate, len(version.Gates()))
	for i, g := range version.Gates() {
		pass, err := treeOut(g.Gate.Pass)
		if err != nil {
			return err
		}
		gates[i] = api.AssignmentGate{ID: g.ID, Title: g.Title, Why: some(g.Why), Pass: pass}
		if len(g.Tiers) > 0 {
			gates[i].Tiers = &g.Tiers
		}
	}
	ruleset, err := treeOut(version.Definition.Ruleset)
	out.Gates, out.Ruleset = &gates, ruleset
	return err
}

func sectionOut(s questionnaire.Section, disclosed bool) api.AssignmentSection {
	out := api.AssignmentSection{ID: s.ID, Title: s.Title, Help: some(s.Help), Questions: make([]api.AssignmentQuestion, 0, len(s.Questions))}
	if disclosed {
		out.Weight = &s.Weight
	}
	return out
}

func questionOut(def *questionnaire.Definition, q *questionnaire.Question, disclosed bool) (api.AssignmentQuestion, error) {
	out := api.AssignmentQuestion{
		ID: q.ID, Title: some(q.Title), Text: q.Text, Help: some(q.Help), Type: api.AssignmentQuestionType(q.Type), Scope: api.AssignmentQuestionScope(q.Scope),
		Required: q.Required, Unit: some(q.Unit), Min: decimalOut(q.Min), Max: decimalOut(q.Max), MaxLength: some(q.MaxLength),
		MinRows: some(q.MinRows), MaxRows: some(q.MaxRows), NaAllowed: some(q.NA.Allowed), NaReasonRequired: some(q.NA.ReasonRequired),
		GoodAnswer: some(q.GoodAnswer), BadAnswer: some(q.BadAnswer), Options: optionsOut(q.Options, disclosed), Columns: columnsOut(q.Columns),
	}
	if len(q.Evidence.Accepts) > 0 {
		out.EvidenceAccepts = &q.Evidence.Accepts
	}
	proof := api.AssignmentQuestionProof(q.Evidence.Proof)
	if proof == "" {
		proof = api.AssignmentQuestionProofNone
	}
	out.Proof = &proof
	if disclosed {
		scoring, err := treeOut(q.Scoring)
		if err != nil {
			return out, err
		}
		out.Weight, out.Rubric, out.Scoring = &q.Weight, rubricOut(q.Scoring.Rubric), scoring
	}
	if q.When == nil {
		return out, nil
	}
	var err error
	out.WhenInWords = some(questionnaire.InWords(def, q.When, nil))
	out.When, err = treeOut(q.When)
	return out, err
}

// treeOut writes a part of a definition as its JSON tree: conditions in it are
// what a browser evaluates by the same truth table.
func treeOut(part any) (*map[string]any, error) {
	doc, err := json.Marshal(part)
	if err != nil {
		return nil, fault.Wrap(err, "encode part of a definition")
	}
	tree, err := documentOut(doc)
	return &tree, err
}

func decimalOut(d *questionnaire.Decimal) *string {
	if d == nil {
		return nil
	}
	text := string(*d)
	return &text
}

func optionsOut(options []questionnaire.Option, disclosed bool) *[]api.AssignmentOption {
	if len(options) == 0 {
		return nil
	}
	out := each(options, func(o questionnaire.Option) api.AssignmentOption {
		out := api.AssignmentOption{ID: o.ID, Label: o.Label, Help: some(o.Help), Exclusive: some(o.Exclusive)}
		if disclosed {
			out.Score = some(string(o.Score))
		}
		return out
	})
	return &out
}

func columnsOut(columns []questionnaire.Column) *[]api.AssignmentColumn {
	if len(columns) == 0 {
		return nil
	}
	out := each(columns, func(c questionnaire.Column) api.AssignmentColumn {
		return api.AssignmentColumn{ID: c.ID, Label: c.Label, Type: string(c.Type), Required: c.Required, Unit: some(c.Unit),
			Min: decimalOut(c.Min), Max: decimalOut(c.Max), Options: optionsOut(c.Options, false)}
	})
	return &out
}

func rubricOut(grades []questionnaire.Grade) *[]string {
	if len(grades) == 0 {
		return nil
	}
	out := each(grades, func(g questionnaire.Grade) string { return g.Text })
	return &out
}
