package questionnaires_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"testing"
	"time"

	"memsure/internal/assessment"
	"memsure/internal/bundle/response"
	"memsure/internal/evidence"
	"memsure/internal/evidence/read"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
	"memsure/questionnaires"
)

// The day all of these scores are for.
var scoredAt = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

// An evaluator's work on a response in a test.
type evaluation struct {
	verdict string         // on every answer that links evidence; empty: none given
	grades  map[string]int // of texts
}

func inputOf(t *testing.T, response response.Response, facts []fact.Fact, work evaluation) scoring.Input {
	t.Helper()
	revision := assessment.Revision{Number: 1, Answers: response.Answers, SubmittedAt: scoredAt.UnixMicro()}
	for _, file := range response.Evidence {
		revision.Evidence = append(revision.Evidence, assessment.Evidence{
			ID: file.ID, FileName: file.Name, Kind: file.Kind, DatedOn: file.DatedOn, Status: statusOf(file.ID, facts),
		})
	}
	var reviews []assessment.Review
	for _, answer := range response.Answers {
		if work.verdict != "" && len(answer.Evidence) > 0 {
			reviews = append(reviews, assessment.Review{
				ID: "verdict-" + answer.QuestionID, Revision: 1, Kind: assessment.ReviewVerdict, QuestionID: answer.QuestionID,
				Confidence: work.verdict, EvidenceID: answer.Evidence[0].EvidenceID, Place: "page 1", Reason: "read", By: "evaluator",
			})
		}
		if grade, ok := work.grades[answer.QuestionID]; ok {
			reviews = append(reviews, assessment.Review{
				ID: "grade-" + answer.QuestionID, Revision: 1, Kind: assessment.ReviewGrade, QuestionID: answer.QuestionID,
				Grade: grade, Reason: "read", By: "evaluator",
			})
		}
	}
	return scoring.Input{
		Version: compiled(t), Revision: revision, Facts: facts, Reviews: reviews,
		Tier: response.Tier, Source: assessment.SourceVendor, At: scoredAt.UnixMicro(),
	}
}

// statusOf is read for a file that facts come from, stored for the others.
func statusOf(evidenceID string, facts []fact.Fact) string {
	if slices.ContainsFunc(facts, func(f fact.Fact) bool { return f.EvidenceID == evidenceID }) {
		return string(evidence.Read)
	}
	return string(evidence.Stored)
}

func score(t *testing.T, in scoring.Input) scoring.Result {
	t.Helper()
	result, err := scoring.Score(in)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// sampleFacts reads the sample vendor's SBOM, the demo's, with the shipped reader.
func sampleFacts(t *testing.T) []fact.Fact {
	t.Helper()
	source, err := questionnaires.Sample("aurora-gateway-4.2.0.cdx.json")
	if err != nil {
		t.Fatal(err)
	}
	report, err := read.Read(bytes.NewReader(source), evidence.DefaultLimits())
	if err != nil || report.Status != evidence.Read {
		t.Fatalf("status %v, %v", report.Status, err)
	}
	digest := sha256.Sum256(source)
	report.Stamp("sbom", hex.EncodeToString(digest[:]))
	return report.Facts
}

func want(t *testing.T, what string, got *scoring.Summary, micro int64) {
	t.Helper()
	if got == nil {
		t.Errorf("%s: nothing was scored", what)
	} else if got.Score != micro {
		t.Errorf("%s = %s %%, want %s %%", what, fact.FormatMicro(got.Score), fact.FormatMicro(micro))
	}
}

// The honest average by hand. Every answer that links a file was found there by
// an evaluator (0.75), the text was graded 2 of 4, the rest is claimed (0.5);
// no proof: required answer is without a file. w·a·e:
//
//	composition  24·0.5875 + 24·0.542712 + 12·0.662125 + 14·0.724519 + 6·0.3 + 6·0.7, each ·0.75,
//	             + 4·0.6·0.5, of 100                                              39.610391 %
//	record       (50·0.486765 + 25·1 + 25·0.6)·0.75, of 100                       48.253688 %
//	governance   (12·0.784 + 16·0.49 + 24·1 + 10·1)·0.75 + (22·0.5 + 10·0.6)·0.5  46.936000 %
//	supply       (24 + 8·0.8 + 10 + 20·0.6 + 14·0.4 + 16·0.75)·0.75, of 92        57.065217 %
//	commitment   (14·0.882 + 14·0.5 + 20 + 16·0.738356 + 20·0.6)·0.75 + 16        63.371272 %
//
//	exposure = (55·39.610391 + 15·48.253688) / 70 = 41.462526
//	practice = (12·46.936 + 10·57.065217 + 8·63.371272) / 30 = 54.695145
//	overall  = (70·41.462526 + 30·54.695145) / 100 = 45.432311
//
// The qualities: 6 of 9 entry points are 66.67 %, and 0.4 + 16.67/40·0.45 =
// 0.5875; 870.2 of 1,388.2 thousand lines; 73.3 % of own code; 41 of 52
// components, as the file shows; 18 of 34 vulnerabilities were of another kind.
func TestAverageSampleByHand(t *testing.T) {
	result := score(t, inputOf(t, sample(t, questionnaires.SampleAverage), sampleFacts(t),
		evaluation{"documented", map[string]int{"vk-class-eliminated": 2}}))
	want(t, "exposure", result.Exposure, 41_462_526)
	want(t, "practice", result.Practice, 54_695_145)
	want(t, "overall", result.Overall, 45_432_311)
	if result.Band != "D" || result.GateOutcome != scoring.Pass {
		t.Errorf("band %s, gates %s; want D and pass", result.Band, result.GateOutcome)
	}
	for _, finding := range result.Findings {
		if finding.Kind == scoring.FindingContradiction {
			t.Errorf("an honest response is contradicted: %s", finding.RuleID)
		}
	}
}

// All C++ with perfect paperwork, all of it verified (1), by hand:
//
//	composition  only containment 6·1 and mitigations 4·1 of 100                 10 %
//	record       50·0.29375 + 25·0.3 + 25·0.3 of 100                             29.6875 %
//	governance   all but the 6 for having no unsafe code                         94 %
//	supply, commitment                                                          100 %
//
//	exposure = (55·10 + 15·29.6875) / 70 = 14.21875, below 20: band E at best
//	overall  = 5.5 + 4.453125 + 11.28 + 10 + 8 = 39.233125
//
// 15 of 40 vulnerabilities were of another kind: 0.2 + 7.5/40·0.5 = 0.29375.
func TestAllCPPWithPerfectPaperworkByHand(t *testing.T) {
	result := score(t, inputOf(t, sample(t, questionnaires.SampleAllCPP), nil,
		evaluation{"verified", map[string]int{"vk-class-eliminated": 4}}))
	want(t, "exposure", result.Exposure, 14_218_750)
	want(t, "practice", result.Practice, 97_600_000)
	want(t, "overall", result.Overall, 39_233_125)
	if result.Band != "E" {
		t.Errorf("band %s, want E", result.Band)
	}
}

// Even with a spotless record, which 40 years of C++ have not shown, and no
// dependency at all, the exposure score is (55·16 + 15·100)/70 = 34: the cap
// is D, and no paperwork lifts it.
func TestNoPaperworkLiftsAllCPPAboveD(t *testing.T) {
	response := sample(t, questionnaires.SampleAllCPP)
	best := bestTicks(t, memorySafety(t), map[string]questionnaire.Value{"sc-delivery": {Kind: questionnaire.TypeSingleChoice, Option: "delivered"}})
	for i, answer := range response.Answers {
		switch answer.QuestionID {
		case "ms-native-deps", "vk-record", "vk-trend", "vk-incidents":
			response.Answers[i].Value = best[answer.QuestionID]
		}
	}
	result := score(t, inputOf(t, response, nil, evaluation{"verified", map[string]int{"vk-class-eliminated": 4}}))
	want(t, "exposure", result.Exposure, 34_000_000)
	if result.Band != "D" {
		t.Errorf("band %s, want D", result.Band)
	}
}

// However one ticks without proof, the honest average is ahead: clearly once
// its files were read by an evaluator, and already before anybody looked.
func TestHonestAverageBeatsTicksWithoutProof(t *testing.T) {
	average := sample(t, questionnaires.SampleAverage)
	unseen := score(t, inputOf(t, average, sampleFacts(t), evaluation{}))
	seen := score(t, inputOf(t, average, sampleFacts(t), evaluation{"documented", map[string]int{"vk-class-eliminated": 2}}))
	ticks := []response.Response{sample(t, questionnaires.SampleEvasive)}
	for _, native := range []bool{false, true} {
		for _, unsafe := range []bool{false, true} {
			for _, delivery := range []string{"delivered", "hosted", "both"} {
				ticks = append(ticks, tickAll(t, native, unsafe, delivery))
			}
		}
	}
	for _, response := range ticks {
		result := score(t, inputOf(t, response, nil, evaluation{}))
		if result.Overall.Score >= unseen.Overall.Score {
			t.Errorf("%s: ticks earn %s, the honest average unseen %s", response.Product,
				fact.FormatMicro(result.Overall.Score), fact.FormatMicro(unseen.Overall.Score))
		}
		if result.Overall.Score+15*fact.Million >= seen.Overall.Score {
			t.Errorf("%s: ticks earn %s, the honest average %s: not clearly less", response.Product,
				fact.FormatMicro(result.Overall.Score), fact.FormatMicro(seen.Overall.Score))
		}
		if result.GateOutcome != scoring.Fail {
			t.Errorf("%s: gates %s without an SBOM, want fail", response.Product, result.GateOutcome)
		}
	}
}

// The scale is not out of reach: no native code, all of it verified, is 100.
func TestVerifiedMemorySafeProductReachesTheTop(t *testing.T) {
	given := tickAll(t, false, false, "both")
	given.Evidence = []response.Evidence{
		{ID: "dossier", Name: "dossier.pdf", Kind: "audit_report", DatedOn: "2026-11-01"},
		{ID: "sbom", Name: "sbom.spdx", Kind: "sbom", DatedOn: "2026-11-01"},
	}
	for i := range given.Answers {
		given.Answers[i].Evidence = []assessment.EvidenceLink{{EvidenceID: "dossier"}}
	}
	given.Answers = append(given.Answers, assessment.Answer{QuestionID: "sc-sbom",
		Value: &questionnaire.Value{Kind: questionnaire.TypeFile}, Evidence: []assessment.EvidenceLink{{EvidenceID: "sbom"}}})
	result := score(t, inputOf(t, given, nil, evaluation{"verified", map[string]int{"vk-class-eliminated": 4}}))
	want(t, "overall", result.Overall, 100*fact.Million)
	if result.Band != "A" {
		t.Errorf("band %s, want A", result.Band)
	}
}

// An SBOM that shows C contradicts those who say that there is none.
func TestEvasiveSampleIsContradictedByAnSBOM(t *testing.T) {
	result := score(t, inputOf(t, sample(t, questionnaires.SampleEvasive), sampleFacts(t), evaluation{}))
	var found []string
	for _, finding := range result.Findings {
		if finding.Kind == scoring.FindingContradiction {
			found = append(found, finding.RuleID)
		}
	}
	for _, rule := range []string{"check-no-native", "check-sbom-share"} {
		if !slices.Contains(found, rule) {
			t.Errorf("%s found nothing; contradictions: %v", rule, found)
		}
	}
}

func tickAll(t *testing.T, native, unsafe bool, delivery string) response.Response {
	values := bestTicks(t, memorySafety(t), map[string]questionnaire.Value{
		"ms-native-code": {Kind: questionnaire.TypeBoolean, Boolean: native},
		"ug-unsafe-used": {Kind: questionnaire.TypeBoolean, Boolean: unsafe},
		"sc-delivery":    {Kind: questionnaire.TypeSingleChoice, Option: delivery},
	})
	name := delivery + map[bool]string{true: ", native code"}[native] + map[bool]string{true: ", unsafe code"}[unsafe]
	given := response.Response{Product: name, Tier: "high"}
	for id, value := range values {
		given.Answers = append(given.Answers, assessment.Answer{QuestionID: id, Value: value})
	}
	return given
}
