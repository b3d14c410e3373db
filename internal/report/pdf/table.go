package pdf

// column of a printed table.
type column struct {
	title string
	w     float64 // millimetres; the gap to the next column is inside
	right bool    // numbers end at the column's edge
}

// cell is the texts of one column in a row, one below the other, with a sign in
// front of the first where mark names one.
type cell struct {
	parts []part
	mark  string
}

type part struct {
	text string
	look look
}

// setLine is a wrapped line with its look.
type setLine struct {
	g    []glyph
	look look
}

const gap = 3.0 // between columns

func plainCell(s string) cell  { return cell{parts: []part{{s, small}}} }
func strongCell(s string) cell { return cell{parts: []part{{s, smallB}}} }
func questionCell(text, name string) cell {
	return cell{parts: []part{{text, small}, {name, id}}}
}
func codeCell(s string) cell { return cell{parts: []part{{s, code}}} }

func markedCell(id string) cell {
	return cell{parts: []part{{markFor(id).word, smallB}}, mark: id}
}

// stacked puts a main text above a quieter one.
func stacked(main, below string) cell {
	return cell{parts: []part{{main, small}, {below, note}}}
}

// table draws rows under a head that repeats on every page. A row moves to the
// next page whole where it fits there, and is split where it never would.
func (c *canvas) table(cols []column, rows [][]cell) {
	for i, cells := range rows {
		r := c.setRow(cols, cells)
		if i == 0 { // a head never stands alone
			c.need(c.startHeight(cols, r))
			c.head(cols)
		}
		if h := r.height(); c.y+h > bottom && h < (bottom-top)/2 {
			c.newPage()
			c.head(cols)
		}
		for !c.drawRow(cols, r) {
			c.newPage()
			c.head(cols)
		}
		c.rule(left, right, c.y, line, 0.15)
		c.y += 0.9
	}
}

func (c *canvas) head(cols []column) {
	x, used := left, 0.0
	for i, col := range cols {
		room := inner(cols, i)
		lines := c.lines(col.title, label, room, mostHeadLines)
		for j, g := range lines {
			at := x
			if col.right {
				at += room - label.mm(width(g))
			}
			c.glyphs(at, c.y+float64(j)*label.height(), label, g)
		}
		used = max(used, float64(len(lines))*label.height())
		x += col.w
	}
	c.y += used + 0.6
	c.rule(left, right, c.y, muted, 0.3)
	c.y += 0.9
}

// mostHeadLines bounds the height of a table's head.
const mostHeadLines = 3

// startHeight is what a table's head and first row take.
func (c *canvas) startHeight(cols []column, first *row) float64 {
	return c.headHeight(cols) + min(first.height(), (bottom-top)/2)
}

func (c *canvas) headHeight(cols []column) float64 {
	most := 0
	for i, col := range cols {
		most = max(most, len(c.lines(col.title, label, inner(cols, i), mostHeadLines)))
	}
	return float64(most)*label.height() + 1.5
}

// inner is the width text may take in column i; the last one has no gap.
func inner(cols []column, i int) float64 {
	if i == len(cols)-1 {
		return cols[i].w
	}
	return cols[i].w - gap
}

// row is a wrapped row; drawing takes lines away until none is left.
type row struct {
	marks []string
	lines [][]setLine
}

func (c *canvas) setRow(cols []column, cells []cell) *row {
	r := &row{}
	for i, cl := range cells {
		var lines []setLine
		for _, p := range cl.parts {
			for _, g := range c.lines(p.text, p.look, inner(cols, i)-indent(cl.mark), 0) {
				lines = append(lines, setLine{g, p.look})
			}
		}
		r.marks, r.lines = append(r.marks, cl.mark), append(r.lines, lines)
	}
	return r
}

func indent(mark string) float64 {
	if mark != "" {
		return 4.6
	}
	return 0
}

func (r *row) height() float64 {
	most := 0.0
	for _, lines := range r.lines {
		h := 1.0
		for _, l := range lines {
			h += l.look.height()
		}
		most = max(most, h)
	}
	return most
}

// drawRow draws what fits and reports whether the row is complete.
func (c *canvas) drawRow(cols []column, r *row) bool {
	x, used, done := left, 0.0, true
	for i := range r.lines {
		if r.marks[i] != "" {
			c.mark(r.marks[i], x+1.6, c.y+small.height()*0.5, 1.55)
		}
		h := c.drawCell(x+indent(r.marks[i]), inner(cols, i), cols[i].right, &r.lines[i])
		used, done = max(used, h), done && len(r.lines[i]) == 0
		r.marks[i] = ""
		x += cols[i].w
	}
	c.y += used + 0.8
	return done
}

// drawCell draws the lines that fit on the page and keeps the others.
func (c *canvas) drawCell(x, w float64, right bool, lines *[]setLine) float64 {
	h := 0.0
	for len(*lines) > 0 {
		l := (*lines)[0]
		if c.y+h+l.look.height() > bottom+2 {
			break
		}
		at := x
		if right {
			at += w - l.look.mm(width(l.g))
		}
		c.glyphs(at, c.y+h, l.look, l.g)
		h += l.look.height()
		*lines = (*lines)[1:]
	}
	return h
}
