package pdf

import "testing"

func TestWithoutAside(t *testing.T) {
	for text, want := range map[string]string{
		"Better answer on “Own code (C, C++)” (up to 3.2 points).": "Better answer on “Own code (C, C++)”.",
		"Better answer on “Own code (C, C++)”.":                    "Better answer on “Own code (C, C++)”.",
	} {
		if got := withoutAside(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func TestWithoutLastSentence(t *testing.T) {
	for text, want := range map[string]string{
		"Proof is at 47.0 of 100. Most is lost at “One. Two” (2.2 points).": "Proof is at 47.0 of 100.",
		"“One. Two. Three” is lost.":                                        "“One. Two. Three” is lost.",
		"":                                                                  "",
	} {
		if got := withoutLast(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func TestStandsFor(t *testing.T) {
	for item, want := range map[string]int{"Settle it.": 1, "3 more: see the findings and knock-outs further on.": 3, "3 more: proofs": 1} {
		if got := standsFor(item); got != want {
			t.Errorf("%q stands for %d, want %d", item, got, want)
		}
	}
}
