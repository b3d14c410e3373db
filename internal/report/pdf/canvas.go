package pdf

import (
	"strings"

	"github.com/jung-kurt/gofpdf"
)

// Geometry of the page in millimetres (A4).
const (
	pageWidth  = 210.0
	pageHeight = 297.0
	left       = 18.0
	right      = pageWidth - left
	full       = right - left
	top        = 24.0
	bottom     = 276.0
	point      = 25.4 / 72 // millimetres in a point
)

type rgb struct{ r, g, b int }

// The palette: ink on white, one accent, four signal colours that never stand
// alone (each has a shape and a word beside it).
var (
	ink    = rgb{24, 34, 45}
	muted  = rgb{92, 104, 117}
	faint  = rgb{150, 160, 170}
	line   = rgb{212, 218, 224}
	tint   = rgb{244, 246, 248}
	accent = rgb{15, 76, 92}
	soft   = rgb{207, 225, 230}
	white  = rgb{255, 255, 255}
	green  = rgb{38, 112, 84}
	amber  = rgb{178, 116, 20}
	blue   = rgb{58, 90, 140}
	red    = rgb{158, 44, 44}
)

// look is how a text is set: face, size in points, colour.
type look struct {
	face  face
	size  float64
	color rgb
}

// The type scale.
var (
	display = look{bold, 24, ink}
	heading = look{bold, 15, ink}
	subhead = look{bold, 10.5, accent}
	label   = look{bold, 7.5, muted}
	body    = look{sans, 9, ink}
	small   = look{sans, 7.8, ink}
	smallB  = look{bold, 7.8, ink}
	note    = look{sans, 7.8, muted}
	tiny    = look{sans, 6.8, muted}
	code    = look{mono, 6.6, ink}
	id      = look{mono, 6, muted} // ids below what they name
	data    = look{sans, 7.2, ink} // tables that vendors fill
)

func (l look) in(c rgb) look        { l.color = c; return l }
func (l look) sized(s float64) look { l.size = s; return l }
func (l look) height() float64      { return l.size * point * 1.38 }
func (l look) most(w float64) int   { return int(w / (l.size * point) * 1000) }
func (l look) mm(thousandths int) float64 {
	return float64(thousandths) / 1000 * l.size * point
}

// canvas draws on one document; y is where the next thing goes.
type canvas struct {
	pdf    *gofpdf.Fpdf
	loaded [faces]bool
	y      float64
	onPage func() // draws what every new page carries
}

// blankPaper begins an empty document on A4; onPage draws what every page
// carries.
func (c *canvas) blankPaper(onPage func()) {
	c.pdf = gofpdf.New("P", "mm", "A4", "")
	c.pdf.SetMargins(left, top, left)
	c.pdf.SetAutoPageBreak(false, 0)
	c.pdf.SetCatalogSort(true)
	c.pdf.AliasNbPages(pageCount)
	c.onPage = onPage
}

// load makes a face known to the document, once.
func (c *canvas) load(f face) {
	if !c.loaded[f] {
		c.pdf.AddUTF8FontFromBytes(typefaces[f].family, "", typefaces[f].ttf)
		c.loaded[f] = true
	}
}

func (c *canvas) font(f face, size float64) {
	c.load(f)
	c.pdf.SetFont(typefaces[f].family, "", size)
}

func (c *canvas) ink(col rgb)  { c.pdf.SetTextColor(col.r, col.g, col.b) }
func (c *canvas) fill(col rgb) { c.pdf.SetFillColor(col.r, col.g, col.b) }
func (c *canvas) stroke(col rgb, w float64) {
	c.pdf.SetDrawColor(col.r, col.g, col.b)
	c.pdf.SetLineWidth(w)
}

func (c *canvas) box(x, y, w, h float64, col rgb) {
	c.fill(col)
	c.pdf.Rect(x, y, w, h, "F")
}

func (c *canvas) rule(x1, x2, y float64, col rgb, w float64) {
	c.stroke(col, w)
	c.pdf.Line(x1, y, x2, y)
}

// glyphs draws one line of characters with its top at y, run by run.
func (c *canvas) glyphs(x, y float64, l look, g []glyph) {
	c.ink(l.color)
	g = reorder(g)
	base := y + l.height()*0.74
	for start := 0; start < len(g); {
		end := start
		var b strings.Builder
		for end < len(g) && g[end].face == g[start].face {
			b.WriteRune(g[end].r)
			end++
		}
		c.font(g[start].face, l.size)
		c.pdf.Text(x, base, b.String())
		x += l.mm(width(g[start:end]))
		start = end
	}
}

// text draws one line as it is, without shortening; for our own words.
func (c *canvas) text(x, y float64, l look, s string) float64 {
	g := shape(visible(s), l.face)
	c.glyphs(x, y, l, g)
	return l.mm(width(g))
}

// textRight draws one line ending at x.
func (c *canvas) textRight(x, y float64, l look, s string) {
	g := shape(visible(s), l.face)
	c.glyphs(x-l.mm(width(g)), y, l, g)
}

func (c *canvas) textCenter(x, y float64, l look, s string) {
	g := shape(visible(s), l.face)
	c.glyphs(x-l.mm(width(g))/2, y, l, g)
}

// fit draws one line, ended by "…" where it is wider than w.
func (c *canvas) fit(x, y, w float64, l look, s string) {
	lines := c.lines(strings.ReplaceAll(s, "\n", " "), l, w, 1)
	if len(lines) > 0 {
		c.glyphs(x, y, l, lines[0])
	}
}

// lines wraps s to w millimetres, at most most lines (0: no bound); the last
// one ends in "…" where text is left over.
func (c *canvas) lines(s string, l look, w float64, most int) [][]glyph {
	if s == "" {
		return nil
	}
	room := l.most(w)
	out := wrap(printable(s), l.face, room)
	if most > 0 && len(out) > most {
		out = out[:most]
		out[most-1] = ellipsis(out[most-1], l.face, room)
	}
	return out
}

func ellipsis(g []glyph, want face, room int) []glyph {
	end := shape(" …", want)
	for len(g) > 0 && width(g)+width(end) > room {
		g = g[:len(g)-1]
	}
	return append(g[:len(g):len(g)], end...)
}

// draw sets wrapped lines from (x, y) and gives the height used.
func (c *canvas) draw(x, y float64, l look, lines [][]glyph) float64 {
	for i, g := range lines {
		c.glyphs(x, y+float64(i)*l.height(), l, g)
	}
	return float64(len(lines)) * l.height()
}

// block wraps and draws in one go.
func (c *canvas) block(x, y, w float64, l look, s string, most int) float64 {
	return c.draw(x, y, l, c.lines(s, l, w, most))
}

// need starts a new page where h millimetres are not left on this one.
func (c *canvas) need(h float64) {
	if c.y+h > bottom {
		c.newPage()
	}
}

func (c *canvas) newPage() {
	c.pdf.AddPage()
	c.y = top
	c.onPage()
}

// paragraph draws s at the current place over the full width, page by page.
func (c *canvas) paragraph(l look, s string) { c.paragraphAt(left, full, l, s) }

func (c *canvas) paragraphAt(x, w float64, l look, s string) {
	for _, g := range c.lines(s, l, w, 0) {
		c.need(l.height())
		c.glyphs(x, c.y, l, g)
		c.y += l.height()
	}
}
