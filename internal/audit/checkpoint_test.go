package audit_test

import (
	"crypto/ed25519"
	"fmt"
	"slices"
	"testing"

	"memsure/internal/audit"
)

// key makes a fixed key pair from a seed letter.
func key(seed byte) (ed25519.PublicKey, ed25519.PrivateKey) {
	private := ed25519.NewKeyFromSeed(slices.Repeat([]byte{seed}, ed25519.SeedSize))
	return private.Public().(ed25519.PublicKey), private
}

// line makes checkpoints over the given groups of heads.
func line(t *testing.T, private ed25519.PrivateKey, groups ...[]audit.Head) []audit.Signed {
	t.Helper()
	var out []audit.Signed
	previous := ""
	for i, heads := range groups {
		signed, err := audit.Checkpoint{Number: int64(i + 1), At: int64(100 + i), Previous: previous, Heads: heads}.Sign(private)
		if err != nil {
			t.Fatal(err)
		}
		out, previous = append(out, signed), signed.Digest()
	}
	return out
}

func TestCheckpointsCoverTheNewestHeads(t *testing.T) {
	public, private := key('a')
	signed := line(t, private,
		[]audit.Head{{Stream: "b", Seq: 1, Hash: "b1"}, {Stream: "a", Seq: 1, Hash: "a1"}},
		[]audit.Head{{Stream: "a", Seq: 4, Hash: "a4"}})
	heads, report := audit.Covered(signed, public)
	if !report.OK() || report.Checkpoints != 2 || report.SignedUntil != 101 {
		t.Fatalf("report %+v", report)
	}
	if heads["a"].Seq != 4 || heads["b"].Hash != "b1" {
		t.Errorf("heads %v", heads)
	}
}

func TestForgedCheckpoints(t *testing.T) {
	public, private := key('a')
	_, stranger := key('b')
	heads := [][]audit.Head{{{Stream: "a", Seq: 1, Hash: "1"}}, {{Stream: "a", Seq: 2, Hash: "2"}}, {{Stream: "a", Seq: 3, Hash: "3"}}}
	cases := map[string]func([]audit.Signed) []audit.Signed{
		"edited": func(l []audit.Signed) []audit.Signed {
			l[1].Document[len(l[1].Document)-2] ^= 1
			return l
		},
		"removed":      func(l []audit.Signed) []audit.Signed { return slices.Delete(l, 1, 2) },
		"first gone":   func(l []audit.Signed) []audit.Signed { return l[1:] },
		"swapped":      func(l []audit.Signed) []audit.Signed { l[1], l[2] = l[2], l[1]; return l },
		"stranger's":   func([]audit.Signed) []audit.Signed { return line(t, stranger, heads...) },
		"no signature": func(l []audit.Signed) []audit.Signed { l[2].Signature = nil; return l },
	}
	for name, tamper := range cases {
		t.Run(name, func(t *testing.T) {
			if _, report := audit.Covered(tamper(line(t, private, heads...)), public); report.OK() {
				t.Error("not noticed")
			}
		})
	}
}

func TestAnchorsShowMissingCheckpoints(t *testing.T) {
	public, private := key('a')
	signed := line(t, private, []audit.Head{{Stream: "a", Seq: 1}}, []audit.Head{{Stream: "a", Seq: 2}})
	trust := audit.Trust{Keys: []ed25519.PublicKey{public}, Anchors: signed[1:]}
	if breaks := trust.CheckAnchors(signed); len(breaks) != 0 {
		t.Errorf("whole line: %v", breaks)
	}
	if breaks := trust.CheckAnchors(signed[:1]); len(breaks) != 1 {
		t.Errorf("line cut short: %v", breaks)
	}
}

// TestVerifierSeesWhatRowsAloneCannot cuts, drops and rewrites streams.
func TestVerifierSeesWhatRowsAloneCannot(t *testing.T) {
	first, second := chain(t, "a", 4), chain(t, "b", 3)
	heads := func(rows ...[]audit.Row) map[string]audit.Head {
		out := map[string]audit.Head{}
		for _, stream := range rows {
			last := stream[len(stream)-1]
			out[last.Stream] = last.Head()
		}
		return out
	}
	rewritten := chain(t, "c", 4) // a consistent chain with other content
	for i := range rewritten {
		rewritten[i].Stream = "a"
		if i > 0 {
			rewritten[i].Prev = rewritten[i-1].Hash
		}
		rewritten[i].Subject = "rewritten"
		rewritten[i].Hash = audit.Hash(rewritten[i])
	}
	cases := map[string]struct {
		rows           []audit.Row
		stored, signed map[string]audit.Head
		want           audit.BreakKind // "" for none
	}{
		"whole":                       {slices.Concat(first, second), heads(first, second), heads(first[:2], second), ""},
		"cut":                         {slices.Concat(first[:3], second), heads(first, second), nil, audit.BreakHead},
		"cut, heads corrected":        {slices.Concat(first[:3], second), heads(first[:3], second), heads(first), audit.BreakTruncated},
		"stream gone":                 {second, heads(first, second), nil, audit.BreakTruncated},
		"stream gone, heads too":      {second, heads(second), heads(first), audit.BreakTruncated},
		"last stream gone, heads too": {first, heads(first), heads(second), audit.BreakTruncated},
		"everything gone":             {nil, nil, heads(first), audit.BreakTruncated},
		"rewritten, heads corrected":  {slices.Concat(rewritten, second), heads(rewritten, second), heads(first), audit.BreakRewritten},
		"rows without a head":         {slices.Concat(first, second), heads(second), nil, audit.BreakHead},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			verifier := audit.NewVerifier(c.stored, c.signed)
			for _, row := range c.rows {
				verifier.Add(row)
			}
			report := verifier.Finish()
			if c.want == "" && !report.OK() || c.want != "" && (len(report.Breaks) == 0 || report.Breaks[0].Kind != c.want) {
				t.Errorf("got %+v, want %q", report.Breaks, c.want)
			}
		})
	}
}

func ExampleVerifyChain() {
	head := audit.Head{Stream: "assessment:1"}
	by := audit.Actor{Kind: audit.ActorContact, ID: "con_7"}
	var rows []audit.Row
	for i, action := range []string{"invitation.redeem", "answer.save", "response.submit"} {
		row, _ := audit.Append(head, audit.Event{Action: action, Subject: "asm_1"}, by, fmt.Sprint(i), int64(i))
		rows, head = append(rows, row), row.Head()
	}
	rows[1].Action = "answer.clear"
	_, found := audit.VerifyChain("assessment:1", slices.Values(rows))
	fmt.Println(found.Kind, found.Seq, found.Text)
	// Output: edited 2 the content does not give the recorded hash
}
