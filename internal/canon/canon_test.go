package canon_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"memsure/internal/canon"
)

func TestEncodeRefusesWhatLibrariesDisagreeOn(t *testing.T) {
	for name, v := range map[string]any{
		"a fraction":         map[string]any{"share": 0.5},
		"an exponent":        []any{1e21},
		"beyond 2^53":        map[string]int64{"n": 1<<53 + 1},
		"below -2^53":        map[string]int64{"n": -1<<53 - 1},
		"not even marshaled": func() {},
	} {
		if _, err := canon.Encode(v); err == nil {
			t.Errorf("%s was encoded", name)
		}
	}
}

func TestEncodeOrdersKeysAndKeepsLists(t *testing.T) {
	got, err := canon.Encode(map[string]any{"b": []int{2, 1}, "a": "é\n", "ä": nil})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"a":"é\n","b":[2,1],"ä":null}`; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Equal bytes in two domains must not be taken for one another.
func TestDigestsAreSeparatedByDomain(t *testing.T) {
	doc := []byte("{}")
	seen := map[string]string{}
	for _, domain := range []string{canon.DomainQuestionnaire, canon.DomainSource, canon.DomainDraft, canon.DomainAnswer,
		canon.DomainReview, canon.DomainRecord, canon.DomainRevision, canon.DomainScorecard, canon.DomainRuleset,
		canon.DomainFacts, canon.DomainReviews, canon.DomainReport, canon.DomainAudit, canon.DomainCheckpoint, canon.DomainRequest} {
		digest := canon.Digest(domain, doc)
		if other, ok := seen[digest]; ok {
			t.Errorf("%s and %s give one digest", domain, other)
		}
		seen[digest] = domain
		if !strings.HasPrefix(digest, "sha256:") || len(digest) != len("sha256:")+64 {
			t.Errorf("%s: odd digest %s", domain, digest)
		}
	}
}

// The form is a fixed point: what was canonical stays as it is.
func TestEncodeIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.MapOf(rapid.String(), rapid.Int64Range(-1<<53, 1<<53)).Draw(t, "document")
		first, err := canon.Encode(v)
		if err != nil {
			t.Fatal(err)
		}
		second, err := canon.Encode(rawJSON(first))
		if err != nil {
			t.Fatal(err)
		}
		if string(first) != string(second) {
			t.Fatalf("%s became %s", first, second)
		}
	})
}

type rawJSON []byte

func (r rawJSON) MarshalJSON() ([]byte, error) { return r, nil }

func ExampleDigest() {
	doc, _ := canon.Encode(map[string]any{"b": true, "a": 1})
	fmt.Println(string(doc))
	fmt.Println(canon.Digest("example/v1", doc)[:14])
	// Output:
	// {"a":1,"b":true}
	// sha256:96521a3
}
