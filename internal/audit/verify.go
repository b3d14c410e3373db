package audit

import (
	"fmt"
	"iter"
)

// BreakKind says how a chain was found broken.
type BreakKind string

// The kinds of break. Which of them an attack shows as depends on how it was
// done; that it shows is what counts.
const (
	BreakEdited     BreakKind = "edited"     // a row's content does not give its hash
	BreakMissing    BreakKind = "missing"    // numbers are left out
	BreakOrder      BreakKind = "order"      // a number is repeated or goes back
	BreakLink       BreakKind = "link"       // a row does not continue the one before it
	BreakTruncated  BreakKind = "truncated"  // a stream ends before a recorded head
	BreakRewritten  BreakKind = "rewritten"  // the row at a recorded head has another hash
	BreakHead       BreakKind = "head"       // the stored head is not the last row
	BreakCheckpoint BreakKind = "checkpoint" // a checkpoint is forged, missing or out of order
	BreakDocument   BreakKind = "document"   // a document is not the one the log tells of
)

// Break is one place where the record does not hold together.
type Break struct {
	Kind   BreakKind `json:"kind"`
	Stream string    `json:"stream,omitempty"`
	Seq    int64     `json:"seq,omitempty"`
	Text   string    `json:"text"`
}

// maxBreaks bounds a report; one break already says that the record fails.
const maxBreaks = 100

// Report is what a verification found.
type Report struct {
	Streams     int64   `json:"streams"`
	Events      int64   `json:"events"`
	Checkpoints int64   `json:"checkpoints"`
	SignedUntil int64   `json:"signed_until_us,omitempty"` // time of the newest checkpoint that verified
	Breaks      []Break `json:"breaks,omitempty"`          // at most the first hundred
}

// OK reports whether nothing broken was found.
func (r *Report) OK() bool { return len(r.Breaks) == 0 }

func (r *Report) add(b Break) {
	if len(r.Breaks) < maxBreaks {
		r.Breaks = append(r.Breaks, b)
	}
}

// VerifyChain walks the rows of one stream in order and gives its last head and
// the first break, nil when the chain holds. An empty stream holds.
func VerifyChain(stream string, rows iter.Seq[Row]) (Head, *Break) {
	head := Head{Stream: stream}
	for row := range rows {
		if found := follow(head, row); found != nil {
			return head, found
		}
		head = row.Head()
	}
	return head, nil
}

// follow checks that row continues head.
func follow(head Head, row Row) *Break {
	fail := func(kind BreakKind, text string) *Break {
		return &Break{Kind: kind, Stream: head.Stream, Seq: row.Seq, Text: text}
	}
	switch {
	case row.Stream != head.Stream:
		return fail(BreakLink, "the row belongs to another stream")
	case row.Seq > head.Seq+1:
		return fail(BreakMissing, fmt.Sprintf("rows %d to %d are missing", head.Seq+1, row.Seq-1))
	case row.Seq <= head.Seq:
		return fail(BreakOrder, "the number is repeated or goes back")
	case row.Prev != head.Hash:
		return fail(BreakLink, "the row does not continue the row before it")
	case Hash(row) != row.Hash:
		return fail(BreakEdited, "the content does not give the recorded hash")
	}
	return nil
}

// Verifier checks a whole record as a stream of rows, in bounded memory but
// for one head per stream. Feed rows ordered by stream and number, then call
// Finish once.
type Verifier struct {
	report   Report
	head     Head
	broken   bool            // the current stream already has a break
	expected map[string]Head // by stream: what stored heads or checkpoints say
	signed   map[string]Head
}

// NewVerifier starts a verification. stored are the heads kept beside the rows;
// signed are the newest heads that checkpoints vouch for, by stream. The maps
// are used up.
func NewVerifier(stored, signed map[string]Head) *Verifier {
	return &Verifier{expected: stored, signed: signed}
}

// Add takes the next row.
func (v *Verifier) Add(row Row) {
	if row.Stream != v.head.Stream {
		v.endStream()
		v.head, v.broken = Head{Stream: row.Stream}, false
		v.report.Streams++
	}
	v.report.Events++
	if !v.broken {
		if found := follow(v.head, row); found != nil {
			v.report.add(*found)
			v.broken = true
		}
	}
	v.head = row.Head()
	if want, ok := v.signed[row.Stream]; ok && want.Seq == row.Seq && want.Hash != row.Hash {
		v.report.add(Break{BreakRewritten, row.Stream, row.Seq, "the row differs from what a signed checkpoint vouches for"})
	}
}

// Finish ends the walk and gives the report.
func (v *Verifier) Finish() Report {
	v.endStream()
	for stream, want := range v.expected {
		if want.Seq > 0 {
			v.report.add(Break{BreakTruncated, stream, want.Seq, "the stream has a head but no rows"})
		}
	}
	for stream, want := range v.signed {
		v.report.add(Break{BreakTruncated, stream, want.Seq, "a signed checkpoint vouches for rows that are gone"})
	}
	return v.report
}

// endStream compares the stream that just ended with what is expected of it.
func (v *Verifier) endStream() {
	stream := v.head.Stream
	if stream == "" {
		return
	}
	if want := v.expected[stream]; want.Seq != v.head.Seq || want.Hash != v.head.Hash {
		v.report.add(Break{BreakHead, stream, v.head.Seq, "the last row is not the stored head of its stream"})
	}
	if want, ok := v.signed[stream]; ok && want.Seq > v.head.Seq {
		v.report.add(Break{BreakTruncated, stream, want.Seq, "a signed checkpoint vouches for rows that are gone"})
	}
	delete(v.expected, stream)
	delete(v.signed, stream)
}
