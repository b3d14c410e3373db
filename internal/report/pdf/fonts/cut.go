//go:build ignore

// Command cut makes the small faces in this folder from the full fonts: it
// keeps the wanted characters, drops hinting (no PDF viewer needs it) and pads
// every table to four bytes, which keeps readers from writing past one.
//
//	go run cut.go IN.ttf OUT.ttf RANGES [MINUS [NAME]]
//
// RANGES and MINUS are comma-separated hexadecimal ranges ("20-7e,a0-17f").
// NAME renames the face, where a licence reserves the name of the original.
package main

import (
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"sort"
	"strconv"
	"strings"
)

var be = binary.BigEndian

type font struct {
	tables map[string][]byte
	loca   []uint32
	cmap   map[int]int
	name   string // new family name; "" keeps the old one
}

func main() {
	log.SetFlags(0)
	if len(os.Args) < 4 {
		log.Fatal("usage: cut IN OUT RANGES [MINUS]")
	}
	raw, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	minus := ""
	if len(os.Args) > 4 {
		minus = os.Args[4]
	}
	name := ""
	if len(os.Args) > 5 {
		name = os.Args[5]
	}
	in := read(raw)
	in.name = name
	out := cut(in, wanted(in.cmap, os.Args[3], minus))
	if err := os.WriteFile(os.Args[2], out, 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s: %d bytes\n", os.Args[2], len(out))
}

func wanted(cmap map[int]int, plus, minus string) []int {
	yes, no := ranges(plus), ranges(minus)
	var runes []int
	for r, g := range cmap {
		if g != 0 && inside(r, yes) && !inside(r, no) {
			runes = append(runes, r)
		}
	}
	sort.Ints(runes)
	return runes
}

func ranges(text string) (out [][2]int) {
	for _, part := range strings.Split(text, ",") {
		if part == "" {
			continue
		}
		lo, hi, two := strings.Cut(part, "-")
		a, err := strconv.ParseInt(lo, 16, 32)
		if err != nil {
			log.Fatal(err)
		}
		b := a
		if two {
			if b, err = strconv.ParseInt(hi, 16, 32); err != nil {
				log.Fatal(err)
			}
		}
		out = append(out, [2]int{int(a), int(b)})
	}
	return out
}

func inside(r int, in [][2]int) bool {
	for _, p := range in {
		if r >= p[0] && r <= p[1] {
			return true
		}
	}
	return false
}

func read(raw []byte) font {
	f := font{tables: map[string][]byte{}}
	for i := 0; i < int(be.Uint16(raw[4:])); i++ {
		rec := raw[12+16*i:]
		at, n := be.Uint32(rec[8:]), be.Uint32(rec[12:])
		f.tables[string(rec[:4])] = raw[at : at+n]
	}
	glyphs := int(be.Uint16(f.tables["maxp"][4:]))
	long := be.Uint16(f.tables["head"][50:]) == 1
	for i := 0; i <= glyphs; i++ {
		if long {
			f.loca = append(f.loca, be.Uint32(f.tables["loca"][4*i:]))
		} else {
			f.loca = append(f.loca, 2*uint32(be.Uint16(f.tables["loca"][2*i:])))
		}
	}
	f.cmap = readCmap(f.tables["cmap"])
	return f
}

func readCmap(t []byte) map[int]int {
	out := map[int]int{}
	for i := 0; i < int(be.Uint16(t[2:])); i++ {
		rec := t[4+8*i:]
		sub := t[be.Uint32(rec[4:]):]
		if be.Uint16(sub) != 4 {
			continue
		}
		n := int(be.Uint16(sub[6:])) / 2
		ends, starts, deltas, offs := sub[14:], sub[16+2*n:], sub[16+4*n:], sub[16+6*n:]
		for s := 0; s < n; s++ {
			lo, hi := int(be.Uint16(starts[2*s:])), int(be.Uint16(ends[2*s:]))
			delta, off := int(be.Uint16(deltas[2*s:])), int(be.Uint16(offs[2*s:]))
			for c := lo; c <= hi && c != 0xFFFF; c++ {
				g := (c + delta) & 0xFFFF
				if off != 0 {
					if g = int(be.Uint16(offs[2*s+off+2*(c-lo):])); g != 0 {
						g = (g + delta) & 0xFFFF
					}
				}
				out[c] = g
			}
		}
		return out
	}
	log.Fatal("no format 4 character map")
	return nil
}

func (f font) glyph(g int) []byte { return f.tables["glyf"][f.loca[g]:f.loca[g+1]] }

// parts gives the offsets of component glyph numbers in a composite glyph and
// where its instructions start.
func parts(data []byte) (at []int, end int) {
	pos := 10
	for {
		flags := be.Uint16(data[pos:])
		at = append(at, pos+2)
		pos += 4
		if flags&1 != 0 {
			pos += 4
		} else {
			pos += 2
		}
		switch {
		case flags&8 != 0:
			pos += 2
		case flags&0x40 != 0:
			pos += 4
		case flags&0x80 != 0:
			pos += 8
		}
		if flags&0x20 == 0 {
			return at, pos
		}
	}
}

func composite(data []byte) bool { return len(data) > 0 && int16(be.Uint16(data)) < 0 }

func unhinted(data []byte) []byte {
	if len(data) == 0 {
		return nil
	}
	if composite(data) {
		at, end := parts(data)
		out := append([]byte(nil), data[:end]...)
		for _, p := range at {
			be.PutUint16(out[p-2:], be.Uint16(out[p-2:])&^0x100)
		}
		return out
	}
	head := 10 + 2*int(be.Uint16(data))
	n := int(be.Uint16(data[head:]))
	out := append([]byte(nil), data[:head]...)
	out = append(out, 0, 0)
	return append(out, data[head+2+n:]...)
}

func cut(f font, runes []int) []byte {
	order, number := []int{0}, map[int]int{0: 0}
	add := func(g int) {
		if _, known := number[g]; !known {
			number[g] = len(order)
			order = append(order, g)
		}
	}
	for _, r := range runes {
		add(f.cmap[r])
	}
	for i := 0; i < len(order); i++ {
		if data := f.glyph(order[i]); composite(data) {
			at, _ := parts(data)
			for _, p := range at {
				add(int(be.Uint16(data[p:])))
			}
		}
	}
	var glyf, loca, hmtx []byte
	metrics := int(be.Uint16(f.tables["hhea"][34:]))
	for _, g := range order {
		loca = be.AppendUint32(loca, uint32(len(glyf)))
		data := unhinted(f.glyph(g))
		if composite(data) {
			at, _ := parts(data)
			for _, p := range at {
				be.PutUint16(data[p:], uint16(number[int(be.Uint16(data[p:]))]))
			}
		}
		glyf = pad(append(glyf, data...))
		m := min(g, metrics-1)
		hmtx = append(hmtx, f.tables["hmtx"][4*m:4*m+2]...)
		if g < metrics {
			hmtx = append(hmtx, f.tables["hmtx"][4*g+2:4*g+4]...)
		} else {
			at := 4*metrics + 2*(g-metrics)
			hmtx = append(hmtx, f.tables["hmtx"][at:at+2]...)
		}
	}
	loca = be.AppendUint32(loca, uint32(len(glyf)))
	head := append([]byte(nil), f.tables["head"]...)
	be.PutUint16(head[50:], 1)
	be.PutUint32(head[8:], 0)
	hhea := append([]byte(nil), f.tables["hhea"]...)
	be.PutUint16(hhea[34:], uint16(len(order)))
	maxp := append([]byte(nil), f.tables["maxp"]...)
	be.PutUint16(maxp[4:], uint16(len(order)))
	post := append([]byte{0, 3, 0, 0}, f.tables["post"][4:16]...)
	post = append(post, make([]byte, 16)...)
	return assemble(map[string][]byte{"head": head, "hhea": hhea, "maxp": maxp, "post": post,
		"OS/2": f.tables["OS/2"], "name": shortName(f.tables["name"], f.name), "hmtx": hmtx, "glyf": glyf, "loca": loca,
		"cmap": writeCmap(runes, func(r int) int { return number[f.cmap[r]] })})
}

// shortName keeps copyright, family, style, full and PostScript names and the
// licence link; a new name replaces the family, full and PostScript names.
func shortName(t []byte, name string) []byte {
	n, base := int(be.Uint16(t[2:])), int(be.Uint16(t[4:]))
	var recs, text []byte
	count := 0
	for i := 0; i < n; i++ {
		r := t[6+12*i:]
		id := be.Uint16(r[6:])
		if be.Uint16(r) != 3 || be.Uint16(r[2:]) != 1 || be.Uint16(r[4:]) != 0x409 || (id > 6 && id != 14) {
			continue
		}
		size, at := int(be.Uint16(r[8:])), int(be.Uint16(r[10:]))
		value := t[base+at : base+at+size]
		if name != "" && (id == 1 || id == 3 || id == 4 || id == 6) {
			value = wide(name)
		}
		recs = append(recs, r[:8]...)
		recs = be.AppendUint16(recs, uint16(len(value)))
		recs = be.AppendUint16(recs, uint16(len(text)))
		text = append(text, value...)
		count++
	}
	out := be.AppendUint16(nil, 0)
	out = be.AppendUint16(out, uint16(count))
	out = be.AppendUint16(out, uint16(6+len(recs)))
	return append(append(out, recs...), text...)
}

// wide writes ASCII as UTF-16.
func wide(s string) (out []byte) {
	for i := range len(s) {
		out = append(out, 0, s[i])
	}
	return out
}

func writeCmap(runes []int, gid func(int) int) []byte {
	type seg struct{ lo, hi, delta int }
	var segs []seg
	for _, r := range runes {
		g := gid(r)
		if n := len(segs); n > 0 && segs[n-1].hi == r-1 && (r+segs[n-1].delta)&0xFFFF == g {
			segs[n-1].hi = r
			continue
		}
		segs = append(segs, seg{r, r, (g - r) & 0xFFFF})
	}
	segs = append(segs, seg{0xFFFF, 0xFFFF, 1})
	n := len(segs)
	search, sel := 2, 0
	for search <= n {
		search, sel = search*2, sel+1
	}
	sub := []byte{}
	for _, v := range []int{4, 16 + 8*n, 0, 2 * n, search, sel, 2*n - search} {
		sub = be.AppendUint16(sub, uint16(v))
	}
	for _, s := range segs {
		sub = be.AppendUint16(sub, uint16(s.hi))
	}
	sub = be.AppendUint16(sub, 0)
	for _, s := range segs {
		sub = be.AppendUint16(sub, uint16(s.lo))
	}
	for _, s := range segs {
		sub = be.AppendUint16(sub, uint16(s.delta))
	}
	sub = append(sub, make([]byte, 2*n)...)
	if len(sub) > 0xFFFF {
		log.Fatal("character map too large")
	}
	return append([]byte{0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12}, sub...)
}

func pad(b []byte) []byte {
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

func sum(b []byte) (s uint32) {
	for i := 0; i+4 <= len(b); i += 4 {
		s += be.Uint32(b[i:])
	}
	return s
}

func assemble(tables map[string][]byte) []byte {
	var names []string
	for n := range tables {
		names = append(names, n)
	}
	sort.Strings(names)
	search, sel := 16, 0
	for search*2 <= 16*len(names) {
		search, sel = search*2, sel+1
	}
	out := []byte{0, 1, 0, 0}
	for _, v := range []int{len(names), search, sel, 16*len(names) - search} {
		out = be.AppendUint16(out, uint16(v))
	}
	at := uint32(12 + 16*len(names))
	var body []byte
	headAt := 0
	for _, n := range names {
		data := pad(append([]byte(nil), tables[n]...))
		if n == "head" {
			headAt = int(at)
		}
		out = append(out, n...)
		out = be.AppendUint32(out, sum(data))
		out = be.AppendUint32(out, at)
		out = be.AppendUint32(out, uint32(len(data)))
		body = append(body, data...)
		at += uint32(len(data))
	}
	out = append(out, body...)
	be.PutUint32(out[headAt+8:], 0xB1B0AFBA-sum(out))
	return out
}
