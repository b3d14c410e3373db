package pdf

import "strconv"

// column of a printed table.
type column struct {
	title string
	w     float64 // millimetres; the gap to the next column is inside
	right bool    // numbers end at the column's edge
}

// cell is one text of a row, with a sign in front where mark names one.
type cell struct {
	text string
	look look
	mark string
	most int // lines; 0: no bound
}

const gap = 3.0 // between columns

func plainCell(s string) cell  { return cell{text: s, look: small} }
func strongCell(s string) cell { return cell{text: s, look: smallB} }
func codeCell(s string) cell   { return cell{text: s, look: code} }

// table draws rows under a head that repeats on every page. A row moves to the
// next page whole where it fits there, and is split where it never would.
func (c *canvas) table(cols []column, rows [][]cell) {
	c.need(14)
	c.head(cols)
	for _, row := range rows {
		set := c.setRow(cols, row)
		if h := set.height(); c.y+h > bottom && h < (bottom-top)/2 {
			c.newPage()
			c.head(cols)
		}
		for !c.drawRow(cols, &set) {
			c.newPage()
			c.head(cols)
		}
		c.rule(left, right, c.y, line, 0.15)
		c.y += 0.9
	}
}

func (c *canvas) head(cols []column) {
	x := left
	for _, col := range cols {
		if col.right {
			c.textRight(x+col.w-gap, c.y, label, col.title)
		} else {
			c.fit(x, c.y, col.w-gap, label, col.title)
		}
		x += col.w
	}
	c.y += label.height() + 0.6
	c.rule(left, right, c.y, muted, 0.3)
	c.y += 0.9
}

// row is a wrapped row, drawn as far as pages allow.
type row struct {
	cells []cell
	lines [][][]glyph
	first bool
}

func (c *canvas) setRow(cols []column, cells []cell) row {
	r := row{cells: cells, first: true}
	for i, cl := range cells {
		r.lines = append(r.lines, c.lines(cl.text, cl.look, cols[i].w-gap-indent(cl), cl.most))
	}
	return r
}

func indent(cl cell) float64 {
	if cl.mark != "" {
		return 4.6
	}
	return 0
}

func (r row) height() float64 {
	h := 0.0
	for i, lines := range r.lines {
		h = max(h, float64(len(lines))*r.cells[i].look.height())
	}
	return h + 1
}

// drawRow draws what fits and reports whether the row is complete.
func (c *canvas) drawRow(cols []column, r *row) bool {
	x, used, done := left, 0.0, true
	for i := range r.cells {
		l, lines := r.cells[i].look, r.lines[i]
		n := min(len(lines), max(0, int((bottom-c.y)/l.height())))
		if r.first && r.cells[i].mark != "" {
			c.mark(r.cells[i].mark, x+1.6, c.y+l.height()*0.5, 1.55)
		}
		for j, g := range lines[:n] {
			at := x + indent(r.cells[i])
			if cols[i].right {
				at = x + cols[i].w - gap - l.mm(width(g))
			}
			c.glyphs(at, c.y+float64(j)*l.height(), l, g)
		}
		used = max(used, float64(n)*l.height())
		r.lines[i] = lines[n:]
		done = done && n == len(lines)
		x += cols[i].w
	}
	r.first = false
	c.y += used + 0.8
	return done
}

// mostRows bounds a vendor's table in the PDF; the attached data keep the rest.
const mostRows = 60

// dataTable draws a table of texts with columns shared out by content.
func (c *canvas) dataTable(head []string, rows [][]string) {
	if len(head) == 0 {
		return
	}
	shown := min(len(head), 8)
	cols := shareOut(head[:shown], rows)
	var out [][]cell
	for i, r := range rows {
		if i == mostRows {
			out = append(out, []cell{{text: "… and " + strconv.Itoa(len(rows)-mostRows) + " more rows in the attached data", look: note}})
			break
		}
		var cells []cell
		for j := 0; j < shown && j < len(r); j++ {
			cells = append(cells, plainCell(shortened(r[j], 160)))
		}
		out = append(out, cells)
	}
	c.table(cols, out)
	if shown < len(head) {
		c.paragraph(note, "… and "+strconv.Itoa(len(head)-shown)+" more columns in the attached data")
	}
}

// shareOut gives every column at least a fair minimum and the rest by the
// length of what it holds.
func shareOut(head []string, rows [][]string) []column {
	need := make([]float64, len(head))
	sum := 0.0
	for i, h := range head {
		need[i] = float64(min(len(h), 18))
		for _, r := range rows[:min(len(rows), mostRows)] {
			if i < len(r) {
				need[i] = max(need[i], float64(min(len(r[i]), 60)))
			}
		}
		need[i] += 3
		sum += need[i]
	}
	least := full / float64(len(head)) * 0.45
	cols := make([]column, len(head))
	for i, h := range head {
		cols[i] = column{title: h, w: least + (full-least*float64(len(head)))*need[i]/sum}
	}
	return cols
}
