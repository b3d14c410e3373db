package evidence_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"memsure/internal/evidence"
	"memsure/internal/fact"
)

func tallied(list []evidence.Component) evidence.Composition {
	tally := evidence.NewTally()
	for _, c := range list {
		tally.Add(c)
	}
	return tally.Composition()
}

// components draws few names, so that entries repeat and disagree.
func components(t *rapid.T) []evidence.Component {
	one := rapid.Custom(func(t *rapid.T) evidence.Component {
		name := rapid.SampledFrom([]string{"a", "b-sys", "c", ""}).Draw(t, "name")
		kind := rapid.SampledFrom([]string{"cargo", "conan", "pypi", "deb", ""}).Draw(t, "kind")
		c := evidence.Component{
			Name: name, Version: rapid.SampledFrom([]string{"", "1", "2"}).Draw(t, "version"),
			Hashes: rapid.Bool().Draw(t, "hashes"), Licence: rapid.Bool().Draw(t, "licence"),
			Supplier: rapid.Bool().Draw(t, "supplier"), Excluded: rapid.IntRange(0, 9).Draw(t, "excluded") == 0,
			Type: rapid.SampledFrom([]string{"library", "data"}).Draw(t, "type"),
		}
		if kind != "" {
			c.PURL = "pkg:" + kind + "/" + rapid.SampledFrom([]string{"a", "b-sys", "c"}).Draw(t, "label")
		}
		c.Resolve(func() string { return "/components/0" }, &evidence.Warnings{})
		return c
	})
	return rapid.SliceOfN(one, 0, 60).Draw(t, "components")
}

func TestCompositionDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := components(t)
		shuffled := rapid.Permutation(list).Draw(t, "shuffled")
		if diff := cmp.Diff(tallied(list), tallied(shuffled)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestEveryEntryIsAccountedFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := components(t)
		c := tallied(list)
		if c.Safe+c.SafeWithEscape+c.Mixed+c.Unsafe+c.Unknown != c.Total {
			t.Fatalf("classes do not add up: %+v", c)
		}
		if c.Total+c.Repeated+c.Excluded+c.NotSoftware != len(list) {
			t.Fatalf("%d entries, counted as %+v", len(list), c)
		}
		for _, n := range []int{c.Native, c.WithName, c.WithVersion, c.WithIdentifier, c.WithHash, c.WithLicence, c.WithSupplier} {
			if n < 0 || n > c.Total {
				t.Fatalf("a count is out of range: %+v", c)
			}
		}
	})
}

// Listing a safe package a hundred times must not help, nor listing an unsafe
// one once more in better clothes.
func TestRepeatsDoNotPay(t *testing.T) {
	safe := evidence.Component{Name: "a", Version: "1", PURL: "pkg:cargo/a@1", Hashes: true}
	bare := safe
	bare.Hashes = false
	unsafe := evidence.Component{Name: "z", PURL: "pkg:conan/z@1"}
	list := []evidence.Component{unsafe, bare}
	for range 100 {
		list = append(list, safe)
	}
	for i := range list {
		list[i].Resolve(func() string { return "" }, &evidence.Warnings{})
	}
	c := tallied(list)
	if c.Total != 2 || c.SafeWithEscape != 1 || c.Unsafe != 1 || c.Repeated != 100 || c.WithHash != 0 {
		t.Errorf("%+v", c)
	}
}

func TestExamplesAreBoundedAndFirst(t *testing.T) {
	tally := evidence.NewTally()
	for i := 999; i >= 0; i-- {
		name := "lib" + string(rune('0'+i/100)) + string(rune('0'+i/10%10)) + string(rune('0'+i%10))
		c := evidence.Component{Name: name, PURL: "pkg:conan/" + name + "@1"}
		c.Resolve(func() string { return "/components" }, &evidence.Warnings{})
		tally.Add(c)
	}
	got := tally.Composition()
	if got.Unsafe != 1000 || len(got.Examples) != evidence.MaxExamples {
		t.Fatalf("%d unsafe, %d examples", got.Unsafe, len(got.Examples))
	}
	if got.Examples[0].Name != "lib000" || got.Examples[evidence.MaxExamples-1].Name != "lib199" {
		t.Errorf("examples run from %s to %s", got.Examples[0].Name, got.Examples[evidence.MaxExamples-1].Name)
	}
}

func TestMinimumElements(t *testing.T) {
	full := evidence.SBOM{Author: true, MadeAt: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
		Dependencies: evidence.Dependencies{Entries: 2, Edges: 1}}
	whole := evidence.Composition{Total: 3, WithName: 3, WithVersion: 3, WithIdentifier: 3, WithSupplier: 3}
	lacking := func(change func(*evidence.SBOM, *evidence.Composition)) int {
		s, c := full, whole
		change(&s, &c)
		met, _ := s.MinimumElements(c)
		return met
	}
	for name, test := range map[string]struct {
		change func(*evidence.SBOM, *evidence.Composition)
		want   int
	}{
		"whole":        {func(*evidence.SBOM, *evidence.Composition) {}, 7},
		"supplier":     {func(_ *evidence.SBOM, c *evidence.Composition) { c.WithSupplier = 2 }, 6},
		"name":         {func(_ *evidence.SBOM, c *evidence.Composition) { c.WithName = 2 }, 6},
		"version":      {func(_ *evidence.SBOM, c *evidence.Composition) { c.WithVersion = 0 }, 6},
		"identifier":   {func(_ *evidence.SBOM, c *evidence.Composition) { c.WithIdentifier = 2 }, 6},
		"dependencies": {func(s *evidence.SBOM, _ *evidence.Composition) { s.Dependencies.Edges = 0 }, 6},
		"author":       {func(s *evidence.SBOM, _ *evidence.Composition) { s.Author = false }, 6},
		"timestamp":    {func(s *evidence.SBOM, _ *evidence.Composition) { s.MadeAt = time.Time{} }, 6},
		"empty":        {func(_ *evidence.SBOM, c *evidence.Composition) { *c = evidence.Composition{} }, 3},
	} {
		if got := lacking(test.change); got != test.want {
			t.Errorf("%s: %d met, want %d", name, got, test.want)
		}
	}
}

// A file that lists nothing has counts of zero and no shares at all.
func TestNoComponentsGiveNoShares(t *testing.T) {
	for _, f := range (evidence.SBOM{}).Facts(evidence.Composition{}, "test/1") {
		if f.Kind == fact.Share && f.Name != fact.SBOMMinimumNTIA {
			t.Errorf("%s is given as %s", f.Name, f.Shown())
		}
		if f.Assurance != fact.Documented || f.Reader != "test/1" {
			t.Errorf("%s: assurance %q, reader %q", f.Name, f.Assurance, f.Reader)
		}
	}
}
