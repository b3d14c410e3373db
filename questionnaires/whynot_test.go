package questionnaires_test

import (
	"slices"
	"strings"
	"testing"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/report"
	"memsure/internal/scoring"
	"memsure/questionnaires"
)

// lost gives one line of the account of a trace.
func lost(t *testing.T, trace report.Trace, kind scoring.LossKind) report.LedgerLine {
	t.Helper()
	for _, line := range trace.WhyNot.Lines {
		if line.ID == string(kind) {
			return line
		}
	}
	t.Fatalf("the account has no line %s", kind)
	return report.LedgerLine{}
}

// The trace says why each strategy does not pay: the page "Why not 100" names
// the reason with most of the loss, the question that lost most by it, and the
// knock-outs that failed.
func TestTheTraceSaysWhyDishonestyDoesNotPay(t *testing.T) {
	for _, test := range []struct {
		name     string
		kind     scoring.LossKind
		points   int64  // lost by this reason, at least
		first    string // the question that lost most by it
		failed   []string
		limitsBy string // what else the limits name
	}{
		{questionnaires.SampleBestTicks, scoring.LostConfidence, 70, "ms-entry-points", []string{"gate-sbom"}, ""},
		{questionnaires.SampleOneBrochure, scoring.LostConfidence, 70, "ms-entry-points", []string{"gate-sbom"}, ""},
		{questionnaires.SampleNoNativeCode, scoring.LostContradiction, 30, "ms-components", []string{"integrity"}, ""},
		{questionnaires.SampleAllNotApplicable, scoring.LostNotApplicable, 30, "ms-entry-points", []string{"gate-sbom"}, ""},
		{questionnaires.SampleNoCVEs, scoring.LostNotApplicable, 10, "vk-record", []string{"gate-sbom"}, ""},
		{questionnaires.SampleFullAllCPP, scoring.LostQuality, 50, "ms-entry-points", nil, "exposure"},
	} {
		t.Run(short(test.name), func(t *testing.T) {
			trial := tried(t, test.name, "high", true)
			trace := trial.Trace()
			line := lost(t, trace, test.kind)
			if line.PointsMicro < test.points*fact.Million {
				t.Errorf("%s points are lost to %s, want at least %d", line.Points, test.kind, test.points)
			}
			if len(line.Largest) == 0 || line.Largest[0].QuestionID != test.first {
				t.Errorf("%s: most of it at %+v, want %s", test.kind, line.Largest, test.first)
			}
			for _, id := range gatesOf(trial.Case.Result, scoring.Fail) {
				if !slices.Contains(test.failed, id) {
					t.Errorf("knock-out %s failed", id)
				}
			}
			limits := strings.Join(trace.WhyNot.Limits, "\n")
			for _, id := range test.failed {
				at := slices.IndexFunc(trace.Gates, func(g report.TraceGate) bool { return g.ID == id })
				if at < 0 || trace.Gates[at].Outcome != string(scoring.Fail) || !strings.Contains(limits, trace.Gates[at].Title) {
					t.Errorf("the limits do not name the failed knock-out %s:\n%s", id, limits)
				}
			}
			if test.limitsBy != "" && !strings.Contains(strings.ToLower(limits), test.limitsBy) {
				t.Errorf("the limits do not name %s:\n%s", test.limitsBy, limits)
			}
		})
	}
}

// An honest account as well: the average vendor loses most to what its product
// is, not to its proof, and nothing to contradiction.
func TestTheTraceOfAnHonestVendor(t *testing.T) {
	trial := tried(t, questionnaires.SampleFullAverage, "high", true)
	trace := trial.Trace()
	answers, proof := lost(t, trace, scoring.LostQuality), lost(t, trace, scoring.LostConfidence)
	if answers.PointsMicro <= proof.PointsMicro {
		t.Errorf("lost to answers %s, to proof %s", answers.Points, proof.Points)
	}
	for _, kind := range []scoring.LossKind{scoring.LostContradiction, scoring.LostNotApplicable, scoring.LostUngraded} {
		if line := lost(t, trace, kind); line.PointsMicro != 0 {
			t.Errorf("%s points are lost to %s", line.Points, kind)
		}
	}
}

// Keeping quiet about vulnerabilities does not pay for the same product either:
// the honest vendor would lose by claiming that its record does not apply, even
// if every evaluator accepted it.
func TestHidingTheRecordDoesNotPay(t *testing.T) {
	open := judged(t, questionnaires.SampleFullAverage, "high", true)
	given := sample(t, questionnaires.SampleFullAverage)
	for i := range given.Answers {
		switch answer := &given.Answers[i]; answer.QuestionID {
		case "vk-record", "vk-record-components", "vk-days-to-fix", "vk-cwe-share":
			*answer = assessment.Answer{QuestionID: answer.QuestionID, NotApplicable: &assessment.NotApplicable{Reason: "Nothing was published."}}
			given.Reviews = append(given.Reviews, assessment.Review{ID: "na-" + answer.QuestionID, Kind: assessment.ReviewNotApplicable,
				QuestionID: answer.QuestionID, Accepted: true, Reason: "Nothing was published.", By: "evaluator"})
		case "vk-trend":
			answer.Value.Option, answer.Evidence = "none-published", nil
		case "vk-incidents":
			answer.Value.Number, answer.Evidence = 0, nil
		}
	}
	given.Reviews = slices.DeleteFunc(given.Reviews, func(r assessment.Review) bool {
		return r.Kind == assessment.ReviewVerdict && slices.Contains([]string{"vk-trend", "vk-incidents"}, r.QuestionID)
	})
	hidden := judge(t, given, files(t, given))
	ahead(t, "the open record", open, hidden, false)
}

// Who reads a scorecard need not know the ids of questions: knock-outs and
// findings name questions by their titles.
func TestScorecardsNameQuestionsByTheirTitles(t *testing.T) {
	version := compiledAs(t, "supplier-memory-safety", "2.0.0")
	for _, name := range []string{questionnaires.SampleFullRoadmap, questionnaires.SampleFullAverage, questionnaires.SampleFullEvasive} {
		trial := tried(t, name, "critical", true)
		card := trial.Scorecard()
		said := []string{}
		for _, gate := range card.Gates {
			said = append(said, gate.Why)
		}
		for _, finding := range card.Findings {
			said = append(said, finding.Message)
		}
		for _, text := range said {
			for _, q := range version.Questions() {
				if strings.Contains(text, q.ID) {
					t.Errorf("%s: %q names %s", short(name), text, q.ID)
				}
			}
		}
	}
}
