package pdf

import (
	"math"

	"github.com/jung-kurt/gofpdf"

	"memsure/internal/report"
)

// hundred is 100 in millionths, the end of every scale.
const hundred = 100_000_000

func along(w float64, micro int64) float64 {
	return w * math.Max(0, math.Min(1, float64(micro)/hundred))
}

// bar draws a value on a scale of 0–100, with its range as a bracket below.
func (c *canvas) bar(x, y, w, h float64, r report.ResultLine) {
	c.box(x, y, w, h, soft)
	if !r.Scored {
		return
	}
	c.box(x, y, along(w, r.ScoreMicro), h, accent)
	lo, hi, under := x+along(w, r.LowerMicro), x+along(w, r.UpperMicro), y+h+1.1
	c.stroke(muted, 0.35)
	c.pdf.Line(lo, under, hi, under)
	c.pdf.Line(lo, under-0.6, lo, under+0.6)
	c.pdf.Line(hi, under-0.6, hi, under+0.6)
}

// gauge is a thin bar without a range.
func (c *canvas) gauge(x, y, w, h float64, micro int64, col rgb) {
	c.box(x, y, w, h, line)
	c.box(x, y, along(w, micro), h, col)
}

// scale draws the ticks of a 0–100 axis under a chart.
func (c *canvas) scale(x, y, w float64) {
	for i := 0; i <= 4; i++ {
		at := x + w*float64(i)/4
		c.rule(at, at, y, line, 0.2)
		c.textCenter(at, y, tiny, []string{"0", "25", "50", "75", "100"}[i])
	}
}

// plane draws quality (across) against confidence (up), one lettered point a
// section. Curves join equal scores.
func (c *canvas) plane(x, y, size float64, sections []report.Section) {
	c.box(x, y, size, size, tint)
	c.isoScores(x, y, size)
	c.stroke(line, 0.25)
	for i := 0; i <= 4; i++ {
		d := size * float64(i) / 4
		c.pdf.Line(x+d, y, x+d, y+size)
		c.pdf.Line(x, y+d, x+size, y+d)
	}
	c.corners(x, y, size)
	c.points(x, y, size, sections)
	c.axes(x, y, size)
}

func (c *canvas) corners(x, y, size float64) {
	l := tiny.in(faint)
	c.text(x+1.5, y+1, l, "weak, but proven")
	c.textRight(x+size-1.5, y+1, l, "good and proven")
	c.text(x+1.5, y+size-4.4, l, "weak, unproven")
	c.textRight(x+size-1.5, y+size-4.4, l, "good if true")
}

func (c *canvas) axes(x, y, size float64) {
	for i := 0; i <= 4; i++ {
		d := size * float64(i) / 4
		n := []string{"0", "25", "50", "75", "100"}[i]
		c.textCenter(x+d, y+size+0.6, tiny, n)
		c.textRight(x-1.2, y+size-d-tiny.height()/2, tiny, n)
	}
	c.textCenter(x+size/2, y+size+4, label, "Quality: how good, taken as true")
	c.pdf.TransformBegin()
	c.pdf.TransformRotate(90, x-8.2, y+size/2)
	c.textCenter(x-8.2, y+size/2-label.height()/2, label, "Confidence: how well proven")
	c.pdf.TransformEnd()
}

// isoScores draws where quality × confidence is 25, 50 and 75.
func (c *canvas) isoScores(x, y, size float64) {
	c.stroke(rgb{176, 200, 206}, 0.3)
	c.pdf.SetDashPattern([]float64{1, 1}, 0)
	for _, score := range []float64{0.25, 0.5, 0.75} {
		const steps = 24
		for i := 0; i <= steps; i++ {
			q := score + (1-score)*float64(i)/steps
			px, py := x+size*q, y+size-size*score/q
			if i == 0 {
				c.pdf.MoveTo(px, py)
			} else {
				c.pdf.LineTo(px, py)
			}
		}
		c.pdf.DrawPath("D")
	}
	c.pdf.SetDashPattern(nil, 0)
}

// points draws a lettered disc a section; one that would cover another moves
// aside and keeps a line to its place.
func (c *canvas) points(x, y, size float64, sections []report.Section) {
	var taken [][2]float64
	var names []string
	for i, s := range sections {
		if !s.Result.Scored {
			continue
		}
		px, py := x+along(size, s.Result.QualityMicro), y+size-along(size, s.Result.ConfidenceMicro)
		at := free(px, py, taken)
		if at != [2]float64{px, py} {
			c.stroke(accent, 0.3)
			c.pdf.Line(px, py, at[0], at[1])
			c.fill(accent)
			c.pdf.Circle(px, py, 0.7, "F")
		}
		taken, names = append(taken, at), append(names, letter(i))
	}
	for i, at := range taken {
		c.point(at[0], at[1], names[i])
	}
}

// free finds the nearest place for a disc that touches no other.
func free(px, py float64, taken [][2]float64) [2]float64 {
	for ring := range 4 {
		for _, way := range [][2]float64{{1, 0}, {-1, 0}, {0, -1}, {0, 1}, {0.7, -0.7}, {-0.7, 0.7}} {
			at := [2]float64{px + way[0]*5.2*float64(ring), py + way[1]*5.2*float64(ring)}
			if !touches(at, taken) {
				return at
			}
		}
	}
	return [2]float64{px, py}
}

func touches(at [2]float64, taken [][2]float64) bool {
	for _, t := range taken {
		if math.Hypot(at[0]-t[0], at[1]-t[1]) < 4.8 {
			return true
		}
	}
	return false
}

func (c *canvas) point(x, y float64, name string) {
	c.fill(accent)
	c.stroke(white, 0.4)
	c.pdf.Circle(x, y, 2.3, "FD")
	l := look{bold, 7, white}
	c.textCenter(x, y-l.height()*0.52, l, name)
}

func letter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return "+"
}

// pattern fills one class of the composition bar: shape and colour both differ.
type pattern struct {
	color rgb
	hatch string // "", "/", "\\", "x", "."
}

var patterns = map[string]pattern{
	"safe":             {rgb{38, 112, 84}, ""},
	"safe_with_escape": {rgb{122, 170, 148}, "/"},
	"mixed":            {rgb{214, 178, 110}, "\\"},
	"unsafe":           {rgb{158, 44, 44}, "x"},
	"unknown":          {rgb{226, 230, 234}, "."},
}

func (c *canvas) patterned(x, y, w, h float64, id string) {
	p := patterns[id]
	c.box(x, y, w, h, p.color)
	c.pdf.ClipRect(x, y, w, h, false)
	c.stroke(white, 0.25)
	switch p.hatch {
	case "/":
		c.slant(x, y, w, h, 1)
	case "\\":
		c.slant(x, y, w, h, -1)
	case "x":
		c.slant(x, y, w, h, 1)
		c.slant(x, y, w, h, -1)
	case ".":
		c.dots(x, y, w, h)
	}
	c.pdf.ClipEnd()
	c.stroke(muted, 0.15)
	c.pdf.Rect(x, y, w, h, "D")
}

func (c *canvas) slant(x, y, w, h, way float64) {
	for d := -h; d < w; d += 2 {
		if way > 0 {
			c.pdf.Line(x+d, y+h, x+d+h, y)
		} else {
			c.pdf.Line(x+d, y, x+d+h, y+h)
		}
	}
}

func (c *canvas) dots(x, y, w, h float64) {
	c.stroke(faint, 0.45)
	c.pdf.SetDashPattern([]float64{0.45, 1.55}, 0)
	for dy := 1.0; dy < h; dy += 2 {
		c.pdf.Line(x+0.8, y+dy, x+w, y+dy)
	}
	c.pdf.SetDashPattern(nil, 0)
}

// composition draws the classes as one bar with its labels; an unknown share
// is drawn like any other.
func (c *canvas) composition(x, y, w, h float64, comp *report.Composition) {
	at := x
	for _, cl := range comp.Classes {
		part := along(w, cl.ShareMicro)
		if cl.Count == 0 {
			continue
		}
		c.patterned(at, y, part, h, cl.ID)
		at += part
	}
}

// flag is a small filled pentagon for lists.
func (c *canvas) flag(x, y, s float64, col rgb) {
	c.fill(col)
	c.pdf.Polygon([]gofpdf.PointType{{X: x, Y: y}, {X: x + s, Y: y + s/2}, {X: x, Y: y + s}}, "F")
}
