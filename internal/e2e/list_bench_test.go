package e2e

import (
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"memsure/internal/app"
	"memsure/internal/auth"
	"memsure/internal/blob"
	"memsure/internal/store"
	"memsure/internal/testkit/db"
	"memsure/internal/testkit/server"
)

// crowd fills a data folder with n assessments, copies of one, and gives its
// configuration with the store closed.
func crowd(b *testing.B, n int) store.Config {
	b.Helper()
	cfg := db.SQLiteConfig(b)
	st := db.Open(b, cfg)
	desks(b, server.Start(b, st).App, 1)
	must(b, st.Close())
	hand := stranger(b, cfg)
	hand.must(fmt.Sprintf(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
		INSERT INTO assessments SELECT a.id || '-' || n.i, a.vendor_id, a.product_id, a.release_id, a.questionnaire_id, a.questionnaire_digest,
		a.purpose, a.source, a.tier, CASE n.i %% 7 WHEN 0 THEN 'submitted' ELSE a.state END, a.due_on, a.time_zone, a.disclose_weights,
		a.require_second_factor, a.require_approval, a.owner, a.revision, a.end_reason, a.outcome, a.row_version, a.draft_version,
		a.created_us + n.i, a.submitted_us FROM n, (SELECT * FROM assessments LIMIT 1) a`, n-1))
	must(b, hand.Close())
	return cfg
}

var crowds = []int{100, 10_000, 100_000}

// BenchmarkListPage is a page of fifty of the buyer's list: the newest, one
// from the middle, and one by state. of_100 compares each with the same page of
// a hundred assessments: flat is about 1.
func BenchmarkListPage(b *testing.B) {
	small := map[string]time.Duration{}
	for _, n := range crowds {
		u := app.New(&app.Core{Store: db.Open(b, crowd(b, n))}).Assessments
		all, err := u.List(b.Context(), store.Page{Limit: n / 2}, store.AssessmentFilter{})
		must(b, err)
		middle := all[len(all)-1]
		for _, page := range []struct {
			name   string
			page   store.Page
			filter store.AssessmentFilter
		}{
			{"newest", store.Page{Limit: 50}, store.AssessmentFilter{}},
			{"middle", store.Page{Limit: 50, AfterTime: middle.CreatedUS, AfterID: middle.ID}, store.AssessmentFilter{}},
			{"submitted", store.Page{Limit: 10}, store.AssessmentFilter{State: "submitted"}},
		} {
			b.Run(fmt.Sprintf("%s/of=%d", page.name, n), func(b *testing.B) {
				var took []time.Duration
				for b.Loop() {
					took = append(took, timed(func() {
						found, err := u.List(b.Context(), page.page, page.filter)
						if err != nil || len(found) == 0 {
							b.Fatalf("%d found: %v", len(found), err)
						}
					}))
				}
				slices.Sort(took)
				median := took[len(took)/2]
				if n == crowds[0] {
					small[page.name] = median
				}
				if small[page.name] > 0 {
					b.ReportMetric(float64(median)/float64(small[page.name]), "of_100")
				}
			})
		}
	}
}

// BenchmarkStart brings a data folder with so many assessments to where it
// answers: open, migrate, publish what is shipped, be ready.
func BenchmarkStart(b *testing.B) {
	for _, n := range crowds {
		cfg := crowd(b, n)
		b.Run(fmt.Sprintf("of=%d", n), func(b *testing.B) {
			for b.Loop() {
				start(b, cfg)
			}
		})
	}
}

func start(b *testing.B, cfg store.Config) {
	st, err := store.Open(b.Context(), cfg)
	must(b, err)
	defer st.Close()
	must(b, st.Migrate(b.Context()))
	blobs, err := blob.OpenFolder(b.TempDir())
	must(b, err)
	defer blobs.Close()
	a := app.New(&app.Core{Store: st, Blobs: blobs, Passphrases: auth.NewPassphrases(),
		Throttle: auth.NewThrottle(auth.DefaultThrottleLimits()), Log: slog.New(slog.DiscardHandler)})
	must(b, a.Questionnaires.Ship(b.Context()))
	must(b, st.Ready(b.Context()))
}
