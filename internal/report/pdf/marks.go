package pdf

import "github.com/jung-kurt/gofpdf"

// mark is a sign whose shape alone tells its meaning; colour only helps.
type mark struct {
	color rgb
	draw  func(c *canvas, x, y, r float64) // white sign in a shape of radius r around (x, y)
	word  string
}

var marks = map[string]mark{
	"pass":         {green, check, "Passed"},
	"conditional":  {amber, exclaim, "Conditional"},
	"undetermined": {blue, question, "Undetermined"},
	"fail":         {red, cross, "Failed"},

	"proceed":                 {green, check, "Proceed"},
	"proceed_with_conditions": {amber, exclaim, "Proceed with conditions"},
	"decide_by_person":        {blue, question, "A person must decide"},
	"do_not_proceed":          {red, cross, "Do not proceed"},

	"critical": {red, cross, "Critical"},
	"high":     {amber, exclaim, "High"},
	"medium":   {blue, question, "Medium"},
	"low":      {muted, dot, "Low"},
}

// markFor gives the sign of an id; unknown ids get a neutral dot.
func markFor(id string) mark {
	if m, ok := marks[id]; ok {
		return m
	}
	return mark{muted, dot, id}
}

func (c *canvas) mark(id string, x, y, r float64) {
	m := markFor(id)
	c.fill(m.color)
	m.draw(c, x, y, r)
}

func (c *canvas) sign(r float64) {
	c.stroke(white, r*0.26)
	c.pdf.SetLineCapStyle("round")
	c.pdf.SetLineJoinStyle("round")
}

func (c *canvas) signDone() {
	c.pdf.SetLineCapStyle("butt")
	c.pdf.SetLineJoinStyle("miter")
}

// check is a tick in a circle.
func check(c *canvas, x, y, r float64) {
	c.pdf.Circle(x, y, r, "F")
	c.sign(r)
	c.pdf.MoveTo(x-0.45*r, y+0.02*r)
	c.pdf.LineTo(x-0.12*r, y+0.36*r)
	c.pdf.LineTo(x+0.48*r, y-0.34*r)
	c.pdf.DrawPath("D")
	c.signDone()
}

// exclaim is an exclamation mark in a triangle.
func exclaim(c *canvas, x, y, r float64) {
	c.pdf.Polygon([]gofpdf.PointType{{X: x, Y: y - 1.05*r}, {X: x + 1.12*r, Y: y + 0.9*r}, {X: x - 1.12*r, Y: y + 0.9*r}}, "F")
	c.sign(r)
	c.pdf.Line(x, y-0.35*r, x, y+0.22*r)
	c.fill(white)
	c.pdf.Circle(x, y+0.6*r, 0.15*r, "F")
	c.signDone()
}

// question is a question mark in a diamond.
func question(c *canvas, x, y, r float64) {
	d := 1.15 * r
	c.pdf.Polygon([]gofpdf.PointType{{X: x, Y: y - d}, {X: x + d, Y: y}, {X: x, Y: y + d}, {X: x - d, Y: y}}, "F")
	l := look{bold, r / point * 1.25, white}
	c.textCenter(x, y-l.height()*0.5, l, "?")
}

// cross is an × in a square.
func cross(c *canvas, x, y, r float64) {
	s := 0.92 * r
	c.pdf.Rect(x-s, y-s, 2*s, 2*s, "F")
	c.sign(r)
	c.pdf.Line(x-0.4*r, y-0.4*r, x+0.4*r, y+0.4*r)
	c.pdf.Line(x-0.4*r, y+0.4*r, x+0.4*r, y-0.4*r)
	c.signDone()
}

func dot(c *canvas, x, y, r float64) { c.pdf.Circle(x, y, r*0.6, "F") }
