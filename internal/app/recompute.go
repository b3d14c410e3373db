package app

import (
	"context"
	"sync"

	"memsure/internal/bundle"
	"memsure/internal/fault"
	"memsure/internal/store"
)

// Recomputed is what came of computing one stored scorecard again. Err is set
// where it could not be computed at all.
type Recomputed struct {
	bundle.Recomputation
	ScorecardID string
	Err         error
}

// recomputePage is how many scorecards are held in memory at a time.
const recomputePage = 64

// RecomputeAll computes every stored scorecard of an installation again from
// its stored inputs, with several workers, and hands over each outcome, one at
// a time and in no particular order, with how many are through of how many.
// Versions are prepared once. The error is only that of the database or of ctx.
func RecomputeAll(ctx context.Context, st *store.Store, workers int, take func(r Recomputed, done, total int64)) error {
	var total, done int64
	err := st.Read(ctx, func(tx *store.ReadTx) (err error) {
		total, err = tx.Buyer().CountScorecards()
		return err
	})
	plans, hand := &plans{known: map[string]*bundle.Prepared{}}, sync.Mutex{}
	for after := ""; err == nil; {
		var page []gathered
		if page, err = gather(ctx, st, after); err != nil || len(page) == 0 {
			break
		}
		after = page[len(page)-1].id
		each(page, workers, func(g gathered) {
			r := plans.recompute(g)
			hand.Lock()
			defer hand.Unlock()
			done++
			take(r, done, max(total, done))
		})
	}
	return err
}

// gathered is one scorecard with what it rests on, or why that is damaged.
type gathered struct {
	id         string
	assessment string
	number     int
	bundle     *bundle.Bundle
	err        error
}

func gather(ctx context.Context, st *store.Store, after string) (page []gathered, err error) {
	err = st.Read(ctx, func(tx *store.ReadTx) error {
		page = nil
		rows, err := tx.Buyer().ScorecardsAfter(after, recomputePage)
		for _, row := range rows {
			g := gathered{id: row.ID, assessment: row.AssessmentID, number: row.Number}
			g.bundle, g.err = bundleOf(tx, row)
			if g.err != nil && fault.Code(g.err) != "record_damaged" {
				return g.err
			}
			page = append(page, g)
		}
		return err
	})
	return page, err
}

// each does work on all items of a list, with several workers.
func each(page []gathered, workers int, work func(gathered)) {
	items := make(chan gathered)
	var group sync.WaitGroup
	for range max(workers, 1) {
		group.Go(func() {
			for g := range items {
				work(g)
			}
		})
	}
	for _, g := range page {
		items <- g
	}
	close(items)
	group.Wait()
}

// plans keeps versions that were prepared, by everything they depend on.
type plans struct {
	sync.Mutex
	known map[string]*bundle.Prepared
}

func (p *plans) recompute(g gathered) Recomputed {
	r := Recomputed{ScorecardID: g.id, Err: g.err}
	if g.err == nil {
		prepared, err := p.prepared(g.bundle)
		if err == nil {
			r.Recomputation, err = g.bundle.RecomputeWith(prepared)
		}
		r.Err = err
	}
	r.AssessmentID, r.Number = g.assessment, g.number
	return r
}

// mostPlans bounds the versions kept: own weights can make one an assessment.
const mostPlans = 256

func (p *plans) prepared(b *bundle.Bundle) (*bundle.Prepared, error) {
	p.Lock()
	defer p.Unlock()
	key := b.PlanKey()
	if known, ok := p.known[key]; ok {
		return known, nil
	}
	made, err := bundle.Prepare(b.Questionnaire, b.Weights, b.Facts.Tier)
	if err != nil {
		return nil, err
	}
	if len(p.known) >= mostPlans {
		clear(p.known)
	}
	p.known[key] = made
	return made, nil
}
