package e2e

import (
	"crypto/ed25519"
	"flag"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"memsure/internal/audit"
	"memsure/internal/datadir"
	"memsure/internal/store"
)

var crashSeed = flag.Uint64("crash.seed", 0, "seed of the moments at which TestCrash kills; 0 takes a new one")

// TestCrash kills the real server, SIGKILL, at a random moment of a burst of
// answer saves and submissions, starts it again and looks: every write that was
// acknowledged is there, what was in flight happened whole or not at all, the
// file is sound, and log and frozen documents hold. MEMSURE_KILLS sets how
// often.
func TestCrash(t *testing.T) {
	kills := rounds(t)
	seed := *crashSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("%d kills, -crash.seed=%d", kills, seed)
	random := rand.New(rand.NewPCG(seed, 0))
	site := newSite(t)
	begun := time.Now()
	for range kills {
		site.burst(time.Duration(10+random.IntN(250)) * time.Millisecond)
		if random.IntN(8) == 0 { // again, while it starts
			site.launch()
			time.Sleep(time.Duration(random.IntN(150)) * time.Millisecond)
			site.kill()
		}
		site.start()
		site.check()
	}
	t.Logf("%d kills in %s: %d answers and %d submissions acknowledged, %d writes in flight (%d of them had happened), 0 lost",
		kills, time.Since(begun).Round(time.Second), site.saves.Load(), site.submissions.Load(), site.inFlight, site.happened)
	if site.saves.Load() == 0 || site.submissions.Load() == 0 {
		t.Error("nothing was acknowledged: this proves nothing")
	}
}

// rounds is how often to kill.
func rounds(t *testing.T) int {
	if text := os.Getenv("MEMSURE_KILLS"); text != "" {
		n, err := strconv.Atoi(text)
		must(t, err)
		return n
	}
	if testing.Short() {
		return 3
	}
	return 10
}

// burst has everybody write at once for so long, then kills the server.
func (s *site) burst(lasts time.Duration) {
	s.t.Helper()
	var all sync.WaitGroup
	for _, w := range s.writers {
		all.Go(w.write)
	}
	for _, w := range s.submitters {
		all.Go(w.write)
	}
	time.Sleep(lasts)
	s.kill()
	all.Wait()
	if s.t.Failed() {
		s.t.FailNow()
	}
}

// check compares what the server has with what it acknowledged, and examines
// the folder from a process of its own.
func (s *site) check() {
	s.t.Helper()
	for _, w := range s.writers {
		w.checkAnswers()
	}
	for _, w := range s.submitters {
		w.checkAnswers()
		w.checkRevisions()
	}
	s.examine()
	if s.t.Failed() {
		s.t.FailNow()
	}
}

func (s *site) examine() {
	s.t.Helper()
	ctx := s.t.Context()
	records, err := store.Open(ctx, store.Config{Driver: store.SQLite, Dir: s.dir})
	must(s.t, err)
	defer records.Close()
	if unsound, err := records.Integrity(ctx); err != nil || len(unsound) > 0 {
		s.t.Errorf("the file is not sound: %v %v", unsound, err)
	}
	key, err := datadir.ReadSigningKey(s.dir)
	must(s.t, err)
	public, _ := key.Public().(ed25519.PublicKey)
	report, err := records.VerifyAudit(ctx, audit.Trust{Keys: []ed25519.PublicKey{public}})
	must(s.t, err)
	if !report.OK() || report.Events == 0 {
		s.t.Errorf("the log does not hold: %+v", report)
	}
	if _, damaged, err := records.VerifyFrozen(ctx); err != nil || len(damaged) > 0 {
		s.t.Errorf("frozen documents do not hold: %v %v", damaged, err)
	}
}
