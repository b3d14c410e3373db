package sample

import (
	"flag"
	"testing"
)

// The runner hands these to every test binary.
var (
	_ = flag.Int("rapid.checks", 0, "")
	_ = flag.Int("rapid.seed", 0, "")
	_ = flag.Bool("rapid.nofailfile", false, "")
	_ = flag.Duration("rapid.shrinktime", 0, "")
)

// No test looks at the limit itself.
func TestOver(t *testing.T) {
	if count, sum := Over(2, []int{1, 3, 4}); count != 2 || sum != 7 {
		t.Error(count, sum)
	}
}

func TestEither(t *testing.T) {
	if !Either(true, false, "x") || !Either(false, true, "x") || Either(false, false, "x") || Either(true, true, "") {
		t.Error("either")
	}
}
