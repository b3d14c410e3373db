package audit

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"memsure/internal/canon"
	"memsure/internal/fault"
)

// Checkpoint vouches for the heads of all streams at one moment. It lists the
// heads that moved since the checkpoint before it and names that one by
// digest, so the newest checkpoint covers every stream through its line of
// predecessors and stays small however many streams there are.
type Checkpoint struct {
	Number   int64  `json:"number"` // 1, 2, … without gaps
	At       int64  `json:"at_us"`  // microseconds UTC
	KeyID    string `json:"key_id"`
	Previous string `json:"previous"` // digest of the checkpoint before; "" for the first
	Heads    []Head `json:"heads"`    // by stream
}

// Signed is a checkpoint as stored: its canonical bytes and the Ed25519
// signature over them.
type Signed struct {
	Document  []byte
	Signature []byte
}

// KeyID names a public key: the first half of its SHA-256.
func KeyID(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return "ed25519:" + hex.EncodeToString(sum[:16])
}

// Sign completes the checkpoint (key id, order of heads) and signs it.
func (c Checkpoint) Sign(key ed25519.PrivateKey) (Signed, error) {
	c.KeyID = KeyID(key.Public().(ed25519.PublicKey))
	c.Heads = slices.Clone(c.Heads)
	slices.SortFunc(c.Heads, func(a, b Head) int { return strings.Compare(a.Stream, b.Stream) })
	document, err := canon.Encode(c)
	if err != nil {
		return Signed{}, fault.Wrap(err, "encode checkpoint")
	}
	return Signed{Document: document, Signature: ed25519.Sign(key, signedBytes(document))}, nil
}

// Digest names the checkpoint in its successor.
func (s Signed) Digest() string { return canon.Digest(canon.DomainCheckpoint, s.Document) }

// Open checks the signature against the trusted keys and gives the checkpoint.
// It fails with Invalid when no trusted key made the signature.
func (s Signed) Open(trusted ...ed25519.PublicKey) (Checkpoint, error) {
	for _, key := range trusted {
		if len(key) != ed25519.PublicKeySize || !ed25519.Verify(key, signedBytes(s.Document), s.Signature) {
			continue
		}
		var c Checkpoint
		if err := json.Unmarshal(s.Document, &c); err != nil || c.KeyID != KeyID(key) {
			break
		}
		return c, nil
	}
	return Checkpoint{}, fault.New(fault.Invalid, "checkpoint_signature", "The checkpoint is not signed by a trusted key.")
}

func signedBytes(document []byte) []byte {
	return append([]byte(canon.DomainCheckpoint+"\n"), document...)
}

// Covered walks signed checkpoints in order and gives the newest vouched head
// of each stream. Forged, missing or reordered checkpoints become breaks; a
// checkpoint that fails vouches for nothing.
func Covered(line []Signed, trusted ...ed25519.PublicKey) (heads map[string]Head, report Report) {
	heads = map[string]Head{}
	previous, number := "", int64(0)
	for _, signed := range line {
		number++
		c, err := signed.Open(trusted...)
		switch {
		case err != nil:
			report.add(Break{BreakCheckpoint, "", number, "a checkpoint is not signed by a trusted key"})
		case c.Number != number || c.Previous != previous:
			report.add(Break{BreakCheckpoint, "", number, "a checkpoint does not continue the one before it"})
			number = c.Number
			fallthrough
		default:
			for _, head := range c.Heads {
				heads[head.Stream] = head
			}
			report.SignedUntil = c.At
		}
		report.Checkpoints++
		previous = signed.Digest()
	}
	return heads, report
}

// Trust is what a verification believes: the keys that may sign checkpoints,
// and checkpoints kept elsewhere, which also show when stored ones are gone.
type Trust struct {
	Keys    []ed25519.PublicKey
	Anchors []Signed
}

// CheckAnchors reports anchors that the stored line does not contain.
func (t Trust) CheckAnchors(line []Signed) []Break {
	known := map[string]bool{}
	for _, signed := range line {
		known[signed.Digest()] = true
	}
	var breaks []Break
	for _, anchor := range t.Anchors {
		c, err := anchor.Open(t.Keys...)
		switch {
		case err != nil:
			breaks = append(breaks, Break{BreakCheckpoint, "", c.Number, "a checkpoint kept elsewhere is not signed by a trusted key"})
		case !known[anchor.Digest()]:
			breaks = append(breaks, Break{BreakCheckpoint, "", c.Number, "a checkpoint kept elsewhere is missing from the record"})
		}
	}
	return breaks
}

// Merge adds what another part of the verification found.
func (r *Report) Merge(other Report) {
	r.Streams += other.Streams
	r.Events += other.Events
	r.Checkpoints += other.Checkpoints
	r.SignedUntil = max(r.SignedUntil, other.SignedUntil)
	for _, b := range other.Breaks {
		r.add(b)
	}
}
