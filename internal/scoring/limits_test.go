package scoring_test

import (
	"fmt"
	"strings"
	"testing"

	"memsure/internal/assessment"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// largest has sections × questions, all of the largest weight but for one
// question a section, so that the denominators share no factor.
func largest(sections, questions int) *questionnaire.Definition {
	def := &questionnaire.Definition{
		Slug: "largest", Version: "1.0.0", Language: "en",
		Ruleset: questionnaire.Ruleset{
			ID: "r", Arithmetic: 1, RollUp: questionnaire.RollUpSections,
			Confidence: questionnaire.Ladder{Claimed: "0.5", ClaimedProofRequired: "0.25", Documented: "0.75", Verified: "1"},
		},
	}
	for s := range sections {
		section := questionnaire.Section{ID: fmt.Sprintf("s%d", s), Dimension: questionnaire.Exposure, Weight: 1_000_000 - s}
		for q := range questions {
			section.Questions = append(section.Questions, questionnaire.Question{
				ID: fmt.Sprintf("q%d-%d", s, q), Type: questionnaire.TypeBoolean, Role: questionnaire.RoleAward, Weight: 1_000_000,
				Scoring: questionnaire.Scoring{Kind: questionnaire.ScoreYesIsGood},
			})
		}
		section.Questions[0].Weight = 999_983 - s
		def.Sections = append(def.Sections, section)
	}
	return def
}

// Ten thousand questions of the largest weight, all answered "yes": exactly
// half, however the sections' denominators combine.
func TestLargestQuestionnaire(t *testing.T) {
	for _, shape := range [][2]int{{1, 10_000}, {100, 100}, {2_000, 5}} {
		def := largest(shape[0], shape[1])
		version, err := questionnaire.Compile(def)
		if err != nil {
			t.Fatal(err)
		}
		in := scoring.Input{Version: version, Revision: assessment.Revision{Number: 1}}
		for _, q := range version.Questions() {
			in.Revision.Answers = append(in.Revision.Answers, answer(q.ID, yes()))
		}
		result, err := scoring.ScoreFast(in)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, fmt.Sprint(shape), result.Overall, 50_000_000)
		if result.Overall.Upper != 100_000_000 || result.Overall.Lower != 0 {
			t.Errorf("%v: from %d to %d", shape, result.Overall.Lower, result.Overall.Upper)
		}
	}
}

// What a plan cannot follow to the letter it refuses, saying where.
func TestPrepareRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		spoil   func(*questionnaire.Definition)
		pointer string
	}{
		"another arithmetic":   {func(d *questionnaire.Definition) { d.Ruleset.Arithmetic = 2 }, "/ruleset/arithmetic"},
		"an unknown roll-up":   {func(d *questionnaire.Definition) { d.Ruleset.RollUp = "mean" }, "/ruleset/roll_up"},
		"a falling ladder":     {func(d *questionnaire.Definition) { d.Ruleset.Confidence.Documented = "0.1" }, "/ruleset/confidence"},
		"a factor above one":   {func(d *questionnaire.Definition) { d.Ruleset.Confidence.Verified = "1.1" }, "/ruleset/confidence/verified"},
		"no number":            {func(d *questionnaire.Definition) { d.Ruleset.Confidence.Claimed = "half" }, "/ruleset/confidence/claimed"},
		"a cap on no band":     {func(d *questionnaire.Definition) { d.Ruleset.ExposureCaps[0].Band = "Z" }, "/ruleset/exposure_caps"},
		"a weight too large":   {func(d *questionnaire.Definition) { d.Sections[0].Questions[0].Weight = 1_000_001 }, "/sections/questions"},
		"a weight below zero":  {func(d *questionnaire.Definition) { d.Sections[0].Weight = -1 }, "/sections"},
		"anchors out of order": {func(d *questionnaire.Definition) { d.Sections[0].Questions[0].Scoring.Anchors[1].At = "0" }, "/sections/questions/scoring/anchors"},
	} {
		t.Run(name, func(t *testing.T) {
			version := compile(t, section(ladderQuestions))
			test.spoil(version.Definition)
			_, err := scoring.Prepare(version)
			if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), test.pointer+":") {
				t.Errorf("error %v, want one at %s", err, test.pointer)
			}
		})
	}
}

func TestScoreRefuses(t *testing.T) {
	if _, err := scoring.Score(scoring.Input{}); !fault.Is(err, fault.Invalid) {
		t.Errorf("no version: %v", err)
	}
	in := input(t, section(ladderQuestions), answer("own", yes()), answer("own", no()))
	if _, err := scoring.Score(in); !fault.Is(err, fault.Invalid) {
		t.Errorf("two answers to one question: %v", err)
	}
}

// Answers the version cannot use are said, not dropped in silence.
func TestUnusableAnswersAreSaid(t *testing.T) {
	in := input(t, section(ladderQuestions), answer("stranger", yes()), answer("own", percent(1)))
	result := score(t, in)
	if noted(result, "answers") == "" || noted(result, "own") == "" {
		t.Errorf("not run: %+v", result.NotRun)
	}
	if got := question(t, result, "own").Status; got != scoring.StatusUnanswered {
		t.Errorf("an answer of the wrong type is %s, want unanswered", got)
	}
}
