package scoring

import (
	"sync"
	"sync/atomic"
)

// batchStep is how many responses a worker takes at a time.
const batchStep = 64

// Batch scores n responses to one version with several workers, totals only,
// as ScoreFast does. input gives each response by its number, 0 to n−1, and
// take gets its result or error; both are called from all workers at once, each
// number exactly once, in no particular order. An Input that input hands out is
// not kept after take has returned. Fewer than one worker means one.
func (p *Plan) Batch(n, workers int, input func(i int) *Input, take func(i int, result Result, err error)) {
	var next atomic.Int64
	work := func() {
		for {
			first := int(next.Add(batchStep)) - batchStep
			if first >= n {
				return
			}
			for i := first; i < min(first+batchStep, n); i++ {
				result, err := p.score(input(i), false)
				take(i, result, err)
			}
		}
	}
	var group sync.WaitGroup
	for range max(workers, 1) - 1 {
		group.Go(work)
	}
	work()
	group.Wait()
}
