package walk

import (
	"bufio"
	"errors"
	"io"

	"memsure/internal/evidence"
)

var (
	errBytes = errors.New("file over the byte limit")
	errLong  = errors.New("value over the length limit")
)

// guard stands between the source and the token reader. The token reader
// buffers whatever it has not finished, a string or a run of white space, and
// would grow without bound; the guard stops feeding it when that gets too
// long, so that a file costs no more memory than the limits.
type guard struct {
	from      *bufio.Reader
	given     int64        // bytes handed on
	walked    func() int64 // bytes the token reader has finished with
	maxBytes  int64
	maxUnread int64
}

// readAhead is more than the token reader buffers beyond the value at hand.
const readAhead = 8 << 10

func newGuard(r io.Reader, limits evidence.Limits) *guard {
	return &guard{
		from:      bufio.NewReaderSize(r, 64<<10),
		maxBytes:  limits.Bytes,
		maxUnread: int64(limits.StringLen) + readAhead,
	}
}

// skipMark passes over a UTF-8 byte-order mark and returns its length.
func (g *guard) skipMark() int64 {
	if start, _ := g.from.Peek(3); string(start) != "\xef\xbb\xbf" {
		return 0
	}
	g.given = 3
	n, _ := g.from.Discard(3)
	g.maxUnread += 3
	return int64(n)
}

// Read hands on what the limits leave, and fails where the file goes on
// beyond them.
func (g *guard) Read(p []byte) (int, error) {
	if g.given-g.walked() > g.maxUnread {
		return 0, errLong
	}
	if g.given >= g.maxBytes {
		if _, err := g.from.Peek(1); err != nil {
			return 0, err
		}
		return 0, errBytes
	}
	n, err := g.from.Read(p[:min(int64(len(p)), g.maxBytes-g.given)])
	g.given += int64(n)
	return n, err
}
