package scoring_test

import (
	"fmt"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// exampleScore scores a response to one section of questions.
func exampleScore(questions string, facts []fact.Fact, reviews []assessment.Review, answers ...assessment.Answer) scoring.Result {
	def, err := questionnaire.Load([]byte(section(questions)))
	if err != nil {
		panic(err)
	}
	version, err := questionnaire.Compile(def)
	if err != nil {
		panic(err)
	}
	result, err := scoring.Score(scoring.Input{
		Version: version, Facts: facts, Reviews: reviews, At: today.UnixMicro(),
		Revision: assessment.Revision{Number: 1, Answers: answers, Evidence: []assessment.Evidence{
			{ID: "sbom", DatedOn: "2026-10-01"}, {ID: "brochure", DatedOn: "2026-10-01"},
		}},
	})
	if err != nil {
		panic(err)
	}
	return result
}

// The same answer, "no native code", on each rung of the ladder. A brochure
// proves nothing; a fact that a reader found in the SBOM documents it; one
// recomputed against the delivered artifact verifies it.
func Example_ladder() {
	const questions = `
      - {id: native, text: Native code?, type: boolean, weight: 1, scoring: {kind: no_is_good}, evidence: {facts: [sbom.components.native]}}
`
	none := fact.Fact{Name: fact.SBOMNative, Kind: fact.Number, EvidenceID: "sbom", Assurance: fact.Documented}
	recomputed := none
	recomputed.Assurance = fact.Verified
	contradicted := assessment.Review{ID: "r", Revision: 1, Kind: assessment.ReviewVerdict, QuestionID: "native", Confidence: "contradicted"}

	for _, result := range []scoring.Result{
		exampleScore(questions, nil, nil, answer("native", no(), "brochure")),
		exampleScore(questions, []fact.Fact{none}, nil, answer("native", no(), "sbom")),
		exampleScore(questions, []fact.Fact{recomputed}, nil, answer("native", no(), "sbom")),
		exampleScore(questions, nil, []assessment.Review{contradicted}, answer("native", no(), "brochure")),
	} {
		q := result.Sections[0].Questions[0]
		fmt.Printf("%-12s quality %s × confidence %s = %s %%\n", q.Rung,
			scoring.FormatUnit(q.Quality, 2), scoring.FormatUnit(q.Confidence, 2), scoring.FormatPercent(result.Overall.Score, 1))
	}
	// Output:
	// claimed      quality 1.00 × confidence 0.50 = 50.0 %
	// documented   quality 1.00 × confidence 0.75 = 75.0 %
	// verified     quality 1.00 × confidence 1.00 = 100.0 %
	// contradicted quality 1.00 × confidence 0.00 = 0.0 %
}

// "No native code" hides the questions about handling it. Their weight stays
// and takes over how good and how well proven the hiding answer is: hiding
// questions never pays.
func Example_inheritedWeight() {
	result := exampleScore(`
      - {id: native, text: Native code?, type: boolean, weight: 1, scoring: {kind: no_is_good}}
      - {id: sandbox, text: Sandboxed?, type: boolean, weight: 9, scoring: {kind: yes_is_good}, when: {question: native, equals: "true"}}
`, nil, nil, answer("native", no()))

	for _, q := range result.Sections[0].Questions {
		fmt.Println(q.ID, q.Status, scoring.FormatPercent(q.Contribution, 1), q.InheritedFrom)
	}
	fmt.Println(result.Levers[0].QuestionID, "could gain", scoring.FormatPercent(result.Levers[0].Gain, 1))
	// Output:
	// native scored 5.0 []
	// sandbox inherited 45.0 [native]
	// native could gain 50.0
}

// A gate fails closed: without an answer it is undetermined and goes to a
// person, who can settle it; a remedy with a date counts once another person
// approved it.
func Example_gate() {
	const questions = `
      - {id: sbom, text: SBOM?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, gate: {title: SBOM delivered, pass: {question: sbom, equals: "true"}}}
`
	remedy := assessment.Review{ID: "r", Revision: 1, Kind: assessment.ReviewGate, GateID: "sbom", Remedy: "deliver it", RemedyBy: "2026-12-31", By: "evaluator"}
	approval := assessment.Review{ID: "s", Revision: 1, Kind: assessment.ReviewApproval, Approves: "r", Accepted: true, By: "purchaser"}

	for _, result := range []scoring.Result{
		exampleScore(questions, nil, nil, answer("sbom", yes())),
		exampleScore(questions, nil, nil),
		exampleScore(questions, nil, nil, answer("sbom", no())),
		exampleScore(questions, nil, []assessment.Review{remedy}, answer("sbom", no())),
		exampleScore(questions, nil, []assessment.Review{remedy, approval}, answer("sbom", no())),
	} {
		fmt.Println(result.Gates[0].Outcome, "–", result.Gates[0].Why)
	}
	// Output:
	// pass – The condition holds, judged by sbom.
	// undetermined – It cannot be decided: sbom is not known.
	// fail – The condition does not hold, judged by sbom.
	// fail – The condition does not hold, judged by sbom. A person proposes a remedy until 2026-12-31; that waits for another person's approval.
	// conditional – The condition does not hold, judged by sbom. A person proposed a remedy until 2026-12-31, and another approved it.
}
