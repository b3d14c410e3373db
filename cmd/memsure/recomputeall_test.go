package main

import (
	"bytes"
	"testing"

	"memsure/internal/app"
	"memsure/internal/bundle"
	"memsure/internal/fault"
)

// Other words are told of and are no failure; inputs and results are.
func TestWhatOfARecomputationIsAFailure(t *testing.T) {
	differing := func(kinds ...bundle.Kind) app.Recomputed {
		r := app.Recomputed{Recomputation: bundle.Recomputation{AssessmentID: "asm_1", Number: 1}}
		for _, k := range kinds {
			r.Differences = append(r.Differences, bundle.Difference{Part: "scorecard.json", Kind: k, Message: "It differs."})
		}
		return r
	}
	same := app.Recomputed{Recomputation: bundle.Recomputation{Identical: true}}
	broken := app.Recomputed{Err: fault.New(fault.Internal, "record_damaged", "It is damaged.")}
	var found recomputedAll
	for _, r := range []app.Recomputed{same, differing(bundle.KindWords, bundle.KindReport), differing(bundle.KindWords, bundle.KindResult), differing(bundle.KindInput), broken} {
		found.add(r)
	}
	if found.Scorecards != 5 || found.Identical != 1 || len(found.Reworded) != 1 || len(found.Different) != 2 || len(found.Damaged) != 1 {
		t.Errorf("%+v", found)
	}
	if found.Reworded[0].Differences[0].Kind != bundle.KindWords || found.Different[0].Differences[1].Kind != bundle.KindResult {
		t.Errorf("%+v", found)
	}
	var out bytes.Buffer
	w := &world{stdout: &out}
	if err := w.tellAll(false, found); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"5 scorecards computed again: 1 identical, 1 differ in words only, 2 differ, 1 could not be computed.", "It is damaged.", "It differs."} {
		if !bytes.Contains(out.Bytes(), []byte(want)) {
			t.Errorf("nothing says %q:\n%s", want, out.String())
		}
	}
}
