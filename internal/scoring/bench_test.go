package scoring_test

import (
	"fmt"
	"testing"
	"time"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// The work to be compared: 80 questions in 8 sections, every fourth one hidden
// behind the one before, yes/no, choices and scales in turn, all answered, one
// file with facts, a third of the answers documented by it, two gates.
const benchQuestions, benchSections = 80, 8

func benchDefinition() *questionnaire.Definition {
	def := &questionnaire.Definition{
		Slug: "bench", Version: "1.0.0", Language: "en",
		Ruleset: questionnaire.Ruleset{
			ID: "r", Arithmetic: 1, RollUp: questionnaire.RollUpSections,
			Confidence: questionnaire.Ladder{Claimed: "0.5", ClaimedProofRequired: "0.25", Documented: "0.75", Verified: "1"},
			Bands:      []questionnaire.Band{{ID: "A", AtLeast: "80"}, {ID: "B", AtLeast: "50"}, {ID: "C", AtLeast: "0"}},
		},
	}
	for s := range benchSections {
		dimension := questionnaire.Exposure
		if s >= 3 {
			dimension = questionnaire.Practice
		}
		def.Sections = append(def.Sections, questionnaire.Section{ID: fmt.Sprintf("s%d", s), Title: "Section", Dimension: dimension, Weight: 10 + s})
	}
	for q := range benchQuestions {
		section := &def.Sections[q*benchSections/benchQuestions]
		section.Questions = append(section.Questions, benchQuestion(q))
	}
	literal := questionnaire.Literal("true")
	for _, q := range []int{0, 4} {
		def.Gates = append(def.Gates, questionnaire.Gate{
			ID: fmt.Sprintf("g%d", q), Title: "Gate", Pass: &questionnaire.Condition{Question: benchID(q), Equals: &literal},
		})
	}
	return def
}

func benchID(q int) string { return fmt.Sprintf("q-%02d", q) }

func benchQuestion(q int) questionnaire.Question {
	out := questionnaire.Question{ID: benchID(q), Text: "Is it?", Role: questionnaire.RoleAward, Weight: 1 + q%5}
	switch q % 4 {
	case 0:
		out.Type, out.Scoring.Kind = questionnaire.TypeBoolean, questionnaire.ScoreYesIsGood
		out.Evidence.Facts = []string{fact.SBOMComponents}
	case 1:
		out.Type, out.Scoring.Kind = questionnaire.TypeSingleChoice, questionnaire.ScoreOptions
		out.Options = []questionnaire.Option{{ID: "none", Score: "0"}, {ID: "some", Score: "0.5"}, {ID: "full", Score: "1"}}
		literal := questionnaire.Literal("true")
		out.When = &questionnaire.Condition{Question: benchID(q - 1), Equals: &literal}
		out.WhenHidden = questionnaire.HiddenInherit
	default:
		out.Type, out.Scoring.Kind = questionnaire.TypePercentage, questionnaire.ScoreAnchors
		out.Scoring.Anchors = []questionnaire.Anchor{{At: "0", Score: "0"}, {At: "50", Score: "0.4"}, {At: "100", Score: "1"}}
	}
	return out
}

func benchAnswer(q int) assessment.Answer {
	switch q % 4 {
	case 0:
		value := no()
		if q%8 == 0 {
			value = yes()
		}
		return answer(benchID(q), value, "sbom")
	case 1:
		return answer(benchID(q), choice("some"))
	default:
		return answer(benchID(q), percent(int64(q)*fact.Million))
	}
}

func benchInput(b *testing.B) scoring.Input {
	version, err := questionnaire.Compile(benchDefinition())
	if err != nil {
		b.Fatal(err)
	}
	return benchInputOf(version)
}

func benchInputOf(version *questionnaire.Compiled) scoring.Input {
	in := scoring.Input{Version: version, At: today.UnixMicro(), Revision: assessment.Revision{
		Number: 1, Evidence: []assessment.Evidence{{ID: "sbom", DatedOn: "2026-11-01"}},
	}}
	for q := range benchQuestions {
		in.Revision.Answers = append(in.Revision.Answers, benchAnswer(q))
	}
	in.Facts = []fact.Fact{
		count(fact.SBOMComponents, "sbom", 40, fact.Documented), count(fact.SBOMUnsafe, "sbom", 4, fact.Documented),
		share(fact.SBOMSafeShare, "sbom", 90*fact.Million, fact.Documented),
	}
	return in
}

// The floor: the same questionnaire and response as arrays of integers with
// every id resolved beforehand, and nothing computed but visibility, quality,
// confidence and the weighted score of each section and dimension.
type floorQuestion struct {
	kind, section, parent int
	weight                int64
	scores                [3]int64
	at, score             [3]int64
	documented            bool
}

type floorAnswer struct {
	yes    bool
	option int
	number int64
}

func floorOf() (questions [benchQuestions]floorQuestion, answers [benchQuestions]floorAnswer) {
	for q := range benchQuestions {
		questions[q] = floorQuestion{
			kind: q % 4, section: q * benchSections / benchQuestions, parent: -1, weight: int64(1 + q%5),
			scores: [3]int64{0, 500_000, 1_000_000}, at: [3]int64{0, 50_000_000, 100_000_000}, score: [3]int64{0, 400_000, 1_000_000},
			documented: q%4 == 0,
		}
		if q%4 == 1 {
			questions[q].parent = q - 1
		}
		answers[q] = floorAnswer{yes: q%8 == 0, option: 1, number: int64(q) * fact.Million}
	}
	return questions, answers
}

func floorScore(questions *[benchQuestions]floorQuestion, answers *[benchQuestions]floorAnswer) (total [3]int64) {
	var quality, confidence [benchQuestions]int64
	var points, weights [benchSections]int64
	for q := range questions {
		ask, said := &questions[q], &answers[q]
		confidence[q] = 500_000
		if ask.documented {
			confidence[q] = 750_000
		}
		switch {
		case ask.parent >= 0 && !answers[ask.parent].yes:
			quality[q], confidence[q] = quality[ask.parent], confidence[ask.parent]
		case ask.kind == 0 && said.yes:
			quality[q] = 1_000_000
		case ask.kind == 1:
			quality[q] = ask.scores[said.option]
		case ask.kind > 1:
			i := 1
			for i < 2 && said.number > ask.at[i] {
				i++
			}
			quality[q] = ask.score[i-1] + (ask.score[i]-ask.score[i-1])*(said.number-ask.at[i-1])/(ask.at[i]-ask.at[i-1])
		}
		points[ask.section] += ask.weight * quality[q] * confidence[q]
		weights[ask.section] += ask.weight
	}
	var sum, all [3]int64
	for s := range points {
		dimension := 1
		if s >= 3 {
			dimension = 2
		}
		part := int64(10+s) * (points[s] / weights[s])
		sum[0], sum[dimension] = sum[0]+part, sum[dimension]+part
		all[0], all[dimension] = all[0]+int64(10+s), all[dimension]+int64(10+s)
	}
	for i := range total {
		total[i] = sum[i] / all[i] / 10_000
	}
	return total
}

var sink int64

// ratio runs short blocks of the floor and of the work in turn and compares
// the fastest block of each, so that other load on the machine weighs on both
// alike and mostly on neither.
func ratio(b *testing.B, work func()) {
	const floors, works = 1_000, 25
	questions, answers := floorOf()
	floor, each := time.Hour, time.Hour
	b.ReportAllocs()
	for done := 0; b.Loop(); done++ {
		if done%works == 0 {
			b.StopTimer()
			floor = min(floor, timed(floors, func() { sink += floorScore(&questions, &answers)[0] }))
			each = min(each, timed(works, work))
			b.StartTimer()
		}
		work()
	}
	b.ReportMetric(float64(floor)/floors, "floor-ns")
	b.ReportMetric(float64(each)/works, "best-ns")
	b.ReportMetric(float64(each)*floors/works/float64(floor), "×floor")
}

func timed(times int, work func()) time.Duration {
	start := time.Now()
	for range times {
		work()
	}
	return time.Since(start)
}

func BenchmarkScoreFast(b *testing.B) {
	in := benchInput(b)
	plan, err := scoring.Prepare(in.Version)
	if err != nil {
		b.Fatal(err)
	}
	ratio(b, func() {
		result, _ := plan.ScoreFast(in)
		sink += result.Overall.Score
	})
}

func BenchmarkScoreExplained(b *testing.B) {
	in := benchInput(b)
	plan, err := scoring.Prepare(in.Version)
	if err != nil {
		b.Fatal(err)
	}
	ratio(b, func() {
		result, _ := plan.Score(in)
		sink += result.Overall.Score
	})
}

func BenchmarkPrepare(b *testing.B) {
	in := benchInput(b)
	for b.Loop() {
		if _, err := scoring.Prepare(in.Version); err != nil {
			b.Fatal(err)
		}
	}
}

// The floor does the same sums: its score is the engine's, cut instead of
// rounded in between.
func TestFloorDoesTheSameWork(t *testing.T) {
	version, err := questionnaire.Compile(benchDefinition())
	if err != nil {
		t.Fatal(err)
	}
	in := scoring.Input{Version: version, At: today.UnixMicro(), Revision: assessment.Revision{Number: 1, Evidence: []assessment.Evidence{{ID: "sbom"}}}}
	for q := range benchQuestions {
		in.Revision.Answers = append(in.Revision.Answers, benchAnswer(q))
	}
	in.Facts = []fact.Fact{count(fact.SBOMComponents, "sbom", 40, fact.Documented)}
	questions, answers := floorOf()
	floor := floorScore(&questions, &answers)
	result := score(t, in)
	for i, s := range []*scoring.Summary{result.Overall, result.Exposure, result.Practice} {
		if d := s.Score - floor[i]; d < 0 || d > 2 {
			t.Errorf("result %d: engine %d, floor %d", i, s.Score, floor[i])
		}
	}
}
