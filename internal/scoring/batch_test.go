package scoring_test

import (
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// batchInputs are responses that differ: each leaves another answer out.
func batchInputs(t testing.TB, n int) (*scoring.Plan, []scoring.Input) {
	t.Helper()
	version, err := questionnaire.Compile(benchDefinition())
	if err != nil {
		t.Fatal(err)
	}
	plan, err := scoring.Prepare(version)
	if err != nil {
		t.Fatal(err)
	}
	inputs := make([]scoring.Input, n)
	for i := range inputs {
		inputs[i] = benchInputOf(version)
		answers := inputs[i].Revision.Answers
		left := i % len(answers)
		inputs[i].Revision.Answers = append(answers[:left:left], answers[left+1:]...)
	}
	return plan, inputs
}

// A batch gives each response the score it gets alone, once.
func TestBatchScoresEachAsAlone(t *testing.T) {
	plan, inputs := batchInputs(t, 300)
	for _, workers := range []int{0, 1, 4} {
		results, times := make([]scoring.Result, len(inputs)), make([]atomic.Int32, len(inputs))
		plan.Batch(len(inputs), workers, func(i int) *scoring.Input { return &inputs[i] }, func(i int, result scoring.Result, err error) {
			if err != nil {
				t.Error(err)
			}
			results[i] = result
			times[i].Add(1)
		})
		for i := range inputs {
			alone, err := plan.ScoreFast(inputs[i])
			if diff := cmp.Diff(alone, results[i]); err != nil || diff != "" || times[i].Load() != 1 {
				t.Fatalf("%d workers, response %d, taken %d times: %v\n%s", workers, i, times[i].Load(), err, diff)
			}
		}
	}
}

// BenchmarkBatch re-scores 100,000 responses of 80 questions on all processors
// and, on as many, runs the floor over as much.
func BenchmarkBatch(b *testing.B) {
	const responses = 100_000
	plan, inputs := batchInputs(b, 128)
	workers := runtime.GOMAXPROCS(0)
	var total atomic.Int64
	for b.Loop() {
		start := time.Now()
		plan.Batch(responses, workers, func(i int) *scoring.Input { return &inputs[i%len(inputs)] },
			func(_ int, result scoring.Result, err error) {
				if err != nil {
					b.Error(err)
				}
				total.Add(result.Overall.Score)
			})
		ours := time.Since(start)
		start = time.Now()
		floorBatch(responses, workers)
		floor := time.Since(start)
		b.ReportMetric(float64(ours)/float64(floor), "of_floor")
		b.ReportMetric(float64(responses)/ours.Seconds(), "responses/s")
	}
}

// floorBatch is the compact floor, run as often on as many processors.
func floorBatch(n, workers int) {
	done := make(chan [3]int64)
	for range workers {
		go func() {
			questions, answers := floorOf()
			var sum [3]int64
			for range n / workers {
				for k, v := range floorScore(&questions, &answers) {
					sum[k] += v
				}
			}
			done <- sum
		}()
	}
	for range workers {
		<-done
	}
}
