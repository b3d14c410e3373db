package pdf

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

var (
	lengthOf    = regexp.MustCompile(`/Length ([0-9]{1,9})`)
	objectStart = regexp.MustCompile(`(?m)^([0-9]{1,6}) 0 obj\n`)
)

// place is where an object starts in a file.
type place struct{ number, offset int }

// sameUnpacked reports whether file and ours, which this package has just
// drawn, are the same once their streams are unpacked: equal text outside
// streams but for stream lengths, equal streams with nothing behind their end,
// and a cross-reference table in file that points at exactly these objects. It
// never unpacks more than ours holds.
func sameUnpacked(file, ours []byte) bool {
	var places []place
	p, q := 0, 0
	for {
		f, more := nextStream(file, p)
		o, moreOurs := nextStream(ours, q)
		if more != moreOurs {
			return false
		}
		places = append(places, objectsIn(file[p:f.at], p)...)
		if !more {
			return sameTail(file[p:], ours[q:], p, places)
		}
		if !bytes.Equal(withoutLength(file[p:f.at]), withoutLength(ours[q:o.at])) || !sameStream(f.data, o.data) {
			return false
		}
		p, q = f.next, o.next
	}
}

// stream is one stream of a file: where its keyword stands, its packed bytes,
// and where the text goes on.
type stream struct {
	at   int
	data []byte
	next int
}

// nextStream finds the first stream from p on; without one, at is the end.
func nextStream(pdf []byte, p int) (stream, bool) {
	const keyword, end = "\nstream\n", "\nendstream\n"
	none := stream{at: len(pdf)}
	i := bytes.Index(pdf[p:], []byte(keyword))
	if i < 0 {
		return none, false
	}
	lengths := lengthOf.FindAllSubmatch(pdf[p:p+i], -1)
	if len(lengths) == 0 {
		return none, false
	}
	n, err := strconv.Atoi(string(lengths[len(lengths)-1][1]))
	start := p + i + len(keyword)
	if err != nil || n > len(pdf)-start || !bytes.HasPrefix(pdf[start+n:], []byte(end)) {
		return none, false
	}
	return stream{p + i, pdf[start : start+n], start + n}, true
}

func withoutLength(text []byte) []byte { return lengthOf.ReplaceAll(text, []byte("/Length")) }

func sameStream(file, ours []byte) bool {
	if bytes.Equal(file, ours) {
		return true
	}
	want, ok := inflate(ours, MaxView)
	if !ok {
		return false
	}
	got, ok := inflate(file, len(want))
	return ok && bytes.Equal(got, want)
}

func objectsIn(text []byte, at int) []place {
	var out []place
	for _, m := range objectStart.FindAllSubmatchIndex(text, -1) {
		out = append(out, place{number(text[m[2]:m[3]]), at + m[0]})
	}
	return out
}

// sameTail compares what follows the last stream. The tables differ where
// streams are packed differently; file's must be the one its objects give.
func sameTail(file, ours []byte, at int, places []place) bool {
	const xref = "\nxref\n"
	i, j := bytes.Index(file, []byte(xref)), bytes.Index(ours, []byte(xref))
	if i < 0 || j < 0 || !bytes.Equal(file[:i], ours[:j]) {
		return false
	}
	_, trailer, ok := bytes.Cut(ours[j:], []byte("trailer\n"))
	trailer, _, ok2 := bytes.Cut(trailer, []byte("startxref\n"))
	if !ok || !ok2 {
		return false
	}
	return bytes.Equal(file[i+1:], fmt.Appendf(nil, "%strailer\n%sstartxref\n%d\n%%%%EOF\n", table(places), trailer, at+i+1))
}

// table writes the cross-reference table of these objects.
func table(places []place) []byte {
	sorted := slices.Clone(places)
	slices.SortFunc(sorted, func(a, b place) int { return a.number - b.number })
	out := fmt.Appendf(nil, "xref\n0 %d\n0000000000 65535 f \n", len(sorted)+1)
	for _, p := range sorted {
		out = fmt.Appendf(out, "%010d 00000 n \n", p.offset)
	}
	return out
}
