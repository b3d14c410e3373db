package httpapi

import (
	"bytes"
	"encoding/json"

	"github.com/oapi-codegen/nullable"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// reviewIn reads a decision; which members a kind needs is the use case's to
// check, but for the two that could not be told from their zero values.
func reviewIn(in api.ReviewInput) (assessment.Review, error) {
	r := assessment.Review{Kind: assessment.ReviewKind(in.Kind), QuestionID: given(in.QuestionID), GateID: given(in.GateID),
		FindingID: given(in.FindingID), Grade: given(in.Grade), Confidence: string(given(in.Confidence)), EvidenceID: given(in.EvidenceID),
		Place: given(in.Place), Accepted: given(in.Accepted), Remedy: given(in.Remedy), Reason: in.Reason, Note: given(in.Note)}
	if in.RemedyBy != nil {
		r.RemedyBy = in.RemedyBy.Format(assessment.DateLayout)
	}
	if in.Quality != nil {
		quality, err := questionnaire.Decimal(*in.Quality).Micro()
		if err != nil {
			return r, fault.New(fault.Invalid, "validation", "The quality is not a decimal between 0 and 1.").At("/quality", "decimal", err.Error())
		}
		r.Quality = quality
	}
	return r, missingMember(in)
}

// missingMember refuses decisions whose decisive member is left out: its zero
// value would be a decision too.
func missingMember(in api.ReviewInput) error {
	bad := fault.New(fault.Invalid, "validation", "The decision cannot be recorded as it is.")
	switch {
	case (in.Kind == api.ReviewInputKindGrade || in.Kind == api.ReviewInputKindConsensus) && in.Grade == nil:
		bad.At("/grade", "required", "Give the grade.")
	case in.Kind == api.ReviewInputKindOverride && in.Quality == nil:
		bad.At("/quality", "required", "Give the quality, 0 to 1.")
	case (in.Kind == api.ReviewInputKindNotApplicable || in.Kind == api.ReviewInputKindFinding) && in.Accepted == nil,
		in.Kind == api.ReviewInputKindGate && in.Accepted == nil && in.Remedy == nil:
		bad.At("/accepted", "required", "Say whether it is accepted.")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

func reviewOut(r app.Review) api.Review {
	out := api.Review{ID: r.ID, Revision: r.Revision, Kind: api.ReviewKind(r.Kind), QuestionID: some(r.QuestionID), GateID: some(r.GateID),
		FindingID: some(r.FindingID), Confidence: some(r.Confidence), EvidenceID: some(r.EvidenceID), Place: some(r.Place),
		Remedy: some(r.Remedy), RemedyBy: some(r.RemedyBy), Reason: r.Reason, Note: some(r.Note), By: r.By, At: moment(r.At), InForce: r.InForce,
		Approves: some(r.Approves), WaitingForOthers: some(r.Waiting)}
	switch r.Kind {
	case assessment.ReviewGrade, assessment.ReviewConsensus:
		out.Grade = &r.Grade
	case assessment.ReviewOverride:
		quality, before := fact.FormatMicro(r.Quality), fact.FormatMicro(r.Before)
		out.Quality, out.Before = &quality, &before
	case assessment.ReviewNotApplicable, assessment.ReviewFinding, assessment.ReviewGate, assessment.ReviewApproval:
		out.Accepted = &r.Accepted
	}
	return out
}

func findingOut(f scoring.Finding) api.Finding {
	out := api.Finding{RuleID: f.RuleID, Kind: api.FindingKind(f.Kind), Severity: api.FindingSeverity(f.Severity), State: api.FindingState(f.State),
		Questions: append([]string{}, f.Questions...), Message: f.Message, Resolve: f.Resolve, ReviewID: some(f.ReviewID)}
	if len(f.Facts) > 0 {
		out.Facts = &f.Facts
	}
	return out
}

func scorecardOut(card app.Scorecard) (api.Scorecard, error) {
	out := api.Scorecard{Summary: scorecardSummaryOut(card)}
	for _, in := range card.Content.Inputs {
		out.Inputs = append(out.Inputs, api.NamedDigest{Name: in.Name, Digest: in.Digest})
	}
	document, err := documentOut(card.Document)
	out.Document, out.Canonical = document, string(card.Scorecard.Document)
	return out, err
}

func scorecardSummaryOut(card app.Scorecard) api.ScorecardSummary {
	result := card.Content.Result
	return api.ScorecardSummary{ID: card.ID, Number: card.Number, Revision: card.Revision, Digest: card.Digest,
		RulesetDigest: card.RulesetDigest, Arithmetic: card.Arithmetic, Band: some(card.Band),
		GateOutcome: api.ScorecardSummaryGateOutcome(card.GateOutcome), Overall: summaryOut(result.Overall),
		Exposure: summaryOut(result.Exposure), Practice: summaryOut(result.Practice), ScoredAt: moment(card.ScoredUS),
		ReportID: card.Report.ID, ReportDigest: card.Report.Digest}
}

// summaryOut prints a result with one decimal, half-even, as the report does.
func summaryOut(s *scoring.Summary) nullable.Nullable[api.ScoreSummary] {
	if s == nil {
		return nullable.NewNullNullable[api.ScoreSummary]()
	}
	return nullable.NewNullableWithValue(api.ScoreSummary{
		Score: scoring.FormatPercent(s.Score, 1), Quality: scoring.FormatPercent(s.Quality, 1), Confidence: scoring.FormatPercent(s.Confidence, 1),
		AnsweredShare: scoring.FormatPercent(s.AnsweredShare, 1), NaShare: scoring.FormatPercent(s.NAShare, 1),
		Lower: scoring.FormatPercent(s.Lower, 1), Upper: scoring.FormatPercent(s.Upper, 1)})
}

// documentOut gives a frozen document with its integers untouched.
func documentOut(document []byte) (map[string]any, error) {
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.UseNumber()
	out := map[string]any{}
	if err := decoder.Decode(&out); err != nil {
		return nil, fault.Wrap(err, "decode frozen document")
	}
	return out, nil
}
