// Package html renders report view models as one accessible page: headings in
// order, captioned tables with scopes, charts as SVG with the same numbers in a
// table, no script, no outside resource. The stylesheet is inline and always
// the same, so that a strict content security policy can allow it by hash.
package html

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // template and stylesheet
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strings"
	"unicode"

	"memsure/internal/fault"
	"memsure/internal/report"
)

//go:embed scorecard.gohtml
var pageText string

//go:embed style.css
var styleText string

var page = template.Must(template.New("scorecard").Funcs(template.FuncMap{
	"shown":  visible,
	"mark":   markFor,
	"letter": letter,
	"x":      along,
	"discs":  discs,
	"stack":  stack,
	"day":    func(s string) string { return s[:min(10, len(s))] },
	"date":   report.Day,
	"moment": report.Moment,
	"join":   func(items []string) string { return visible(strings.Join(items, ", ")) },
	"iso":    isoScores,
	"ref":    shortRef,
	"stamp":  func(s string) string { return strings.TrimSuffix(strings.Replace(s, "T", " ", 1), "Z") },
}).Parse(pageText))

// StyleHash is the source expression for style-src that allows the page's
// stylesheet: 'sha256-…' with its quotes.
func StyleHash() string {
	sum := sha256.Sum256([]byte(styleText))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

type content struct {
	report.Scorecard
	Digest string
	Style  template.HTML
}

// Scorecard writes the page. Nothing is written before all of it is rendered;
// it fails only when the writer does.
func Scorecard(w io.Writer, view report.Scorecard) error {
	_, digest, err := report.Encode(view)
	if err != nil {
		return fault.Wrap(err, "encode report")
	}
	var out bytes.Buffer
	style := template.HTML("<style>" + styleText + "</style>") //nolint:gosec // our own embedded stylesheet
	if err := page.Execute(&out, content{view, digest, style}); err != nil {
		return fault.Wrap(err, "render report")
	}
	_, err = w.Write(out.Bytes())
	return fault.Wrap(err, "write report")
}

// visible writes out characters that would hide or reorder text: controls,
// zero-width and direction characters, broken bytes.
func visible(s string) string { return report.WrittenOut(s, hidden) }

// shortRef shortens a reference to a person; the list of people has it in full.
func shortRef(ref string) string {
	if len(ref) <= 13 {
		return visible(ref)
	}
	return visible(strings.ToValidUTF8(ref[:12], "")) + "…"
}

// joiner and variation selectors make emoji and some scripts; HTML shows those.
func hidden(r rune) bool {
	switch r {
	case '\n', '\t', '\r', '\u200c', '\u200d':
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// sign is what stands for an outcome or a severity: a shape, a word, a class.
type sign struct{ Shape, Word, Class string }

var signs = map[string]sign{
	"pass":         {"✓", "Passed", "good"},
	"conditional":  {"!", "Conditional", "warn"},
	"undetermined": {"?", "Undetermined", "open"},
	"fail":         {"✕", "Failed", "bad"},

	"proceed":                 {"✓", "Proceed", "good"},
	"proceed_with_conditions": {"!", "Proceed with conditions", "warn"},
	"decide_by_person":        {"?", "A person must decide", "open"},
	"do_not_proceed":          {"✕", "Do not proceed", "bad"},

	"critical": {"✕", "Critical", "bad"},
	"high":     {"!", "High", "warn"},
	"medium":   {"?", "Medium", "open"},
	"low":      {"•", "Low", "mild"},
}

func markFor(id string) sign {
	if s, ok := signs[id]; ok {
		return s
	}
	return sign{"•", id, "mild"}
}

func letter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return "+"
}

// position places a percentage (millionths of a percent) on a length.
func position(micro int64, length float64) float64 {
	return length * min(1, max(0, float64(micro)/100_000_000))
}

func along(micro int64, length float64) string {
	return decimals(position(micro, length))
}

// isoScores is the path on which quality × confidence is 25, 50 and 75.
func isoScores(size float64) string {
	const steps = 20
	var b strings.Builder
	for _, score := range []float64{0.25, 0.5, 0.75} {
		for i := range steps + 1 {
			q := score + (1-score)*float64(i)/steps
			fmt.Fprintf(&b, "%s%.1f %.1f", map[bool]string{true: "M", false: "L"}[i == 0], size*q, size-size*score/q)
		}
	}
	return b.String()
}

// disc is one section in the picture: its true place and where its letter goes.
type disc struct{ Letter, X, Y, AtX, AtY string }

// discs places the letters; one that would cover another moves to the right.
func discs(sections []report.Section, size float64) []disc {
	var out []disc
	var taken [][2]float64
	for i, s := range sections {
		if !s.Result.Scored {
			continue
		}
		x, y := position(s.Result.QualityMicro, size), size-position(s.Result.ConfidenceMicro, size)
		atX := x
		for slices.ContainsFunc(taken, func(t [2]float64) bool { return math.Hypot(t[0]-atX, t[1]-y) < 21 }) {
			atX += 3
		}
		taken = append(taken, [2]float64{atX, y})
		out = append(out, disc{letter(i), decimals(x), decimals(y), decimals(atX), decimals(y)})
	}
	return out
}

func decimals(v float64) string { return fmt.Sprintf("%.2f", v) }

// slice is one class of the composition bar.
type slice struct {
	X, Width string
	ID       string
}

func stack(c *report.Composition, length float64) []slice {
	var out []slice
	at := 0.0
	for _, cl := range c.Classes {
		w := position(cl.ShareMicro, length)
		if cl.Count > 0 {
			out = append(out, slice{decimals(at), decimals(w), cl.ID})
		}
		at += w
	}
	return out
}
