package httpapi

import (
	"encoding/json"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
)

// assignmentOut writes what a contact needs to answer. Weights, gates and
// rubrics go out only where the assessment discloses them; how options, flags
// and checks are scored never does.
func assignmentOut(a app.Assignment) (api.Assignment, error) {
	version := a.Draft.Version
	disclosed := bool(a.Assessment.DiscloseWeights)
	out := api.Assignment{
		Sections: each(version.Definition.Sections, func(s questionnaire.Section) api.AssignmentSection { return sectionOut(s, disclosed) }),
		Progress: progressOut(a.Draft.Progress), Returned: []api.ReturnedQuestion{}, ReturnMessage: some(a.ReturnMessage),
		RequireApproval: bool(a.Assessment.RequireApproval),
	}
	if out.RequireApproval {
		out.Approved = &a.Draft.Approved
	}
	if disclosed {
		gates := each(version.Gates(), gateOut)
		out.Gates = &gates
	}
	for q, asked := range version.Questions() {
		if feedback, ok := a.Draft.Returned[asked.ID]; ok {
			out.Returned = append(out.Returned, api.ReturnedQuestion{QuestionID: asked.ID, Feedback: feedback})
		}
		question, err := questionOut(asked.Question, disclosed)
		if err != nil {
			return out, err
		}
		question.Visible, question.Editable = a.Draft.Visible[q] == questionnaire.True, a.MayAnswer(q)
		in := &out.Sections[asked.Section]
		in.Questions = append(in.Questions, question)
	}
	return out, nil
}

func gateOut(g questionnaire.CompiledGate) api.AssignmentGate {
	return api.AssignmentGate{ID: g.ID, Title: g.Title, Why: some(g.Why)}
}

func sectionOut(s questionnaire.Section, disclosed bool) api.AssignmentSection {
	out := api.AssignmentSection{ID: s.ID, Title: s.Title, Help: some(s.Help), Questions: make([]api.AssignmentQuestion, 0, len(s.Questions))}
	if disclosed {
		out.Weight = &s.Weight
	}
	return out
}

func questionOut(q *questionnaire.Question, disclosed bool) (api.AssignmentQuestion, error) {
	out := api.AssignmentQuestion{
		ID: q.ID, Text: q.Text, Help: some(q.Help), Type: api.AssignmentQuestionType(q.Type), Scope: api.AssignmentQuestionScope(q.Scope),
		Required: q.Required, Unit: some(q.Unit), Min: decimalOut(q.Min), Max: decimalOut(q.Max), MaxLength: some(q.MaxLength),
		MinRows: some(q.MinRows), MaxRows: some(q.MaxRows), NaAllowed: some(q.NA.Allowed), NaReasonRequired: some(q.NA.ReasonRequired),
		GoodAnswer: some(q.GoodAnswer), BadAnswer: some(q.BadAnswer), Options: optionsOut(q.Options), Columns: columnsOut(q.Columns),
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
		out.Weight, out.Rubric = &q.Weight, rubricOut(q.Scoring.Rubric)
	}
	var err error
	out.When, err = conditionOut(q.When)
	return out, err
}

// conditionOut writes a condition as its JSON tree, which the browser
// evaluates by the same truth table.
func conditionOut(c *questionnaire.Condition) (*map[string]any, error) {
	if c == nil {
		return nil, nil
	}
	doc, err := json.Marshal(c)
	if err != nil {
		return nil, fault.Wrap(err, "encode condition")
	}
	var tree map[string]any
	err = json.Unmarshal(doc, &tree)
	return &tree, fault.Wrap(err, "encode condition")
}

func decimalOut(d *questionnaire.Decimal) *string {
	if d == nil {
		return nil
	}
	text := string(*d)
	return &text
}

func optionsOut(options []questionnaire.Option) *[]api.AssignmentOption {
	if len(options) == 0 {
		return nil
	}
	out := each(options, func(o questionnaire.Option) api.AssignmentOption {
		return api.AssignmentOption{ID: o.ID, Label: o.Label, Help: some(o.Help), Exclusive: some(o.Exclusive)}
	})
	return &out
}

func columnsOut(columns []questionnaire.Column) *[]api.AssignmentColumn {
	if len(columns) == 0 {
		return nil
	}
	out := each(columns, func(c questionnaire.Column) api.AssignmentColumn {
		return api.AssignmentColumn{ID: c.ID, Label: c.Label, Type: string(c.Type), Required: c.Required, Unit: some(c.Unit),
			Min: decimalOut(c.Min), Max: decimalOut(c.Max), Options: optionsOut(c.Options)}
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
