package main

import (
	"fmt"
	"runtime"
	"slices"

	"memsure/internal/app"
	"memsure/internal/bundle"
)

type recomputeCommand struct {
	JSON bool `name:"json" help:"Print JSON."`
	recordFlags
}

// recomputedAll is what came of a whole installation.
type recomputedAll struct {
	Scorecards int                    `json:"scorecards"`
	Identical  int                    `json:"identical"`
	Reworded   []bundle.Recomputation `json:"reworded"`  // only sentences or reports differ
	Different  []bundle.Recomputation `json:"different"` // an input or a result differs
	Damaged    []damagedCard          `json:"damaged"`
}

// damagedCard is a scorecard that could not be computed at all.
type damagedCard struct {
	AssessmentID string   `json:"assessment_id"`
	Number       int      `json:"scorecard"`
	Problem      *problem `json:"problem"`
}

// Run computes every scorecard on record again and fails where one differs in
// more than words.
func (c *recomputeCommand) Run(w *world) error {
	return w.withRecords(c.recordFlags, func(r *records) error {
		if err := r.store.Ready(w.ctx); err != nil {
			return err
		}
		found := recomputedAll{Reworded: []bundle.Recomputation{}, Different: []bundle.Recomputation{}, Damaged: []damagedCard{}}
		progress := w.newBar(false)
		err := app.RecomputeAll(w.ctx, r.store, runtime.GOMAXPROCS(0), func(one app.Recomputed, done, total int64) {
			found.add(one)
			progress.step("scorecards", done, total)
		})
		progress.finish()
		if err != nil {
			return err
		}
		if err := w.tellAll(c.JSON, found); err != nil {
			return err
		}
		if len(found.Different)+len(found.Damaged) > 0 {
			return errTold
		}
		return nil
	})
}

func (a *recomputedAll) add(r app.Recomputed) {
	a.Scorecards++
	switch {
	case r.Err != nil:
		a.Damaged = append(a.Damaged, damagedCard{r.AssessmentID, r.Number, problemOf(r.Err)})
	case r.Identical:
		a.Identical++
	case onlyWords(r.Recomputation):
		a.Reworded = append(a.Reworded, r.Recomputation)
	default:
		a.Different = append(a.Different, r.Recomputation)
	}
}

func onlyWords(r bundle.Recomputation) bool {
	return r.LeftOut == 0 && !slices.ContainsFunc(r.Differences, func(d bundle.Difference) bool {
		return d.Kind == bundle.KindInput || d.Kind == bundle.KindResult
	})
}

func (w *world) tellAll(asJSON bool, a recomputedAll) error {
	if asJSON {
		return w.writeJSON(a)
	}
	fmt.Fprintf(w.stdout, "%s computed again: %d identical, %d differ in words only, %d differ, %d could not be computed.\n",
		count(a.Scorecards, "scorecard"), a.Identical, len(a.Reworded), len(a.Different), len(a.Damaged))
	for _, r := range slices.Concat(a.Different, a.Reworded) {
		fmt.Fprintln(w.stdout)
		w.tellRecomputed(recomputed{Recomputation: r})
	}
	for _, d := range a.Damaged {
		message := "It could not be computed."
		if d.Problem != nil {
			message = d.Problem.Message
		}
		fmt.Fprintf(w.stdout, "\nScorecard %d of %s: %s\n", d.Number, d.AssessmentID, message)
	}
	return nil
}
