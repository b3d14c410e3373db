package pdf

import (
	_ "embed" // the faces
	"encoding/binary"
	"sync"
)

//go:embed fonts/sans.ttf
var sansTTF []byte

//go:embed fonts/sans-bold.ttf
var boldTTF []byte

//go:embed fonts/mono.ttf
var monoTTF []byte

//go:embed fonts/wide.ttf
var wideTTF []byte

//go:embed fonts/wide-bold.ttf
var wideBoldTTF []byte

//go:embed fonts/cjk.ttf
var cjkTTF []byte

//go:embed fonts/hangul.ttf
var hangulTTF []byte

// face is one of the embedded fonts.
type face uint8

const (
	sans face = iota
	bold
	mono
	wide
	wideBold
	cjk
	hangul
	faces
)

// missing marks a character a face does not have.
const missing = 0xFFFF

// typeface is a face parsed once per process: what layout needs of it.
type typeface struct {
	family string
	ttf    []byte
	widths func() *[65536]uint16 // thousandths of the size; missing where absent
}

var typefaces = [faces]typeface{
	sans:     load("sans", sansTTF),
	bold:     load("bold", boldTTF),
	mono:     load("mono", monoTTF),
	wide:     load("wide", wideTTF),
	wideBold: load("wide-bold", wideBoldTTF),
	cjk:      load("cjk", cjkTTF),
	hangul:   load("hangul", hangulTTF),
}

// fallback is the order in which faces are tried after the wanted one.
var (
	fallback     = []face{sans, wide, cjk, hangul}
	boldFallback = []face{wideBold, sans, wide, cjk, hangul}
)

func load(family string, ttf []byte) typeface {
	return typeface{family: family, ttf: ttf, widths: sync.OnceValue(func() *[65536]uint16 { return measure(ttf) })}
}

// measure reads the advance of every character from a face made by fonts/cut.go,
// rounded as the PDF's own width table rounds it, so that what is measured is
// what is drawn.
func measure(ttf []byte) *[65536]uint16 {
	out := new([65536]uint16)
	for i := range out {
		out[i] = missing
	}
	t := tables(ttf)
	em, metrics := int(be.Uint16(t["head"][18:])), int(be.Uint16(t["hhea"][34:]))
	sub := t["cmap"][be.Uint32(t["cmap"][8:]):] // the one subtable cut.go writes, format 4
	n := int(be.Uint16(sub[6:])) / 2
	for s := range n {
		last, first, delta := be.Uint16(sub[14+2*s:]), be.Uint16(sub[16+2*n+2*s:]), be.Uint16(sub[16+4*n+2*s:])
		for r := int(first); r <= int(last) && r != 0xFFFF; r++ {
			g := min(int(uint16(r)+delta), metrics-1)
			out[r] = uint16((int(be.Uint16(t["hmtx"][4*g:]))*2000 + em) / (2 * em))
		}
	}
	return out
}

var be = binary.BigEndian

// tables gives the tables of a TrueType file by name.
func tables(ttf []byte) map[string][]byte {
	out := map[string][]byte{}
	for i := range int(be.Uint16(ttf[4:])) {
		rec := ttf[12+16*i:]
		at := be.Uint32(rec[8:])
		out[string(rec[:4])] = ttf[at : at+be.Uint32(rec[12:])]
	}
	return out
}

// faceFor gives the face that draws r when want is asked for, and its width.
func faceFor(r rune, want face) (face, uint16, bool) {
	if r > 0xFFFF {
		return want, 0, false
	}
	if w := typefaces[want].widths()[r]; w != missing {
		return want, w, true
	}
	others := fallback
	if want == bold {
		others = boldFallback
	}
	for _, f := range others {
		if w := typefaces[f].widths()[r]; w != missing {
			return f, w, true
		}
	}
	return want, 0, false
}
