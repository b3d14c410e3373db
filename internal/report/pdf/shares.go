package pdf

import (
	"strconv"
	"strings"
)

// mostRows and mostColumns bound a vendor's table in the PDF; the attached data
// keep the rest.
const (
	mostRows    = 60
	mostColumns = 8
)

// captionHeight is what dataTable leaves for its caption.
const captionHeight = 4.0

// dataTable draws a table of texts with columns shared out by content, below a
// caption that stays with its first row.
func (c *canvas) dataTable(head []string, rows [][]string, caption func()) {
	if len(head) == 0 || len(rows) == 0 {
		return
	}
	shown := min(len(head), mostColumns)
	cols := shareOut(head[:shown], rows)
	var cells [][]cell
	for _, r := range rows[:min(len(rows), mostRows)] {
		cells = append(cells, dataCells(r[:min(len(r), shown)]))
	}
	c.need(captionHeight + c.startHeight(cols, c.setRow(cols, cells[0])))
	caption()
	c.y += captionHeight
	c.table(cols, cells)
	if more := len(rows) - mostRows; more > 0 {
		c.paragraph(note, "… and "+strconv.Itoa(more)+" more rows in the attached data")
	}
	if more := len(head) - shown; more > 0 {
		c.paragraph(note, "… and "+strconv.Itoa(more)+" more columns in the attached data")
	}
}

func dataCells(texts []string) []cell {
	var out []cell
	for _, text := range texts {
		out = append(out, cell{parts: []part{{shortened(text, 160), data}}})
	}
	return out
}

// shareOut gives every column room for its longest word, as far as that is
// reasonable, and shares out the rest by how much text the columns still have
// to wrap. Columns that need less keep less; the last one takes what is left.
func shareOut(head []string, rows [][]string) []column {
	least, whole := make([]float64, len(head)), make([]float64, len(head))
	for i, h := range head {
		word, text := wants(h, label)
		least[i] = max(word, text/(mostHeadLines-0.5)) // heads wrap
		whole[i] = least[i]
		for _, r := range rows[:min(len(rows), mostRows)] {
			if i < len(r) {
				word, text := wants(shortened(r[i], 160), data)
				least[i], whole[i] = max(least[i], word), max(whole[i], text)
			}
		}
	}
	widths := fill(least, whole)
	cols := make([]column, len(head))
	for i, h := range head {
		cols[i] = column{title: h, w: widths[i]}
	}
	return cols
}

// wants gives the widths of the longest word and of the whole text, with the gap
// to the next column, bounded so that no cell takes a row for itself.
func wants(s string, l look) (word, text float64) {
	for w := range strings.FieldsSeq(visible(s)) {
		word = max(word, l.mm(width(shape(w, l.face))))
	}
	text = l.mm(width(shape(visible(s), l.face)))
	return min(word, full/5) + gap + 0.4, min(text, full/2) + gap + 0.4
}

// fill shares out the full width between least and whole.
func fill(least, whole []float64) []float64 {
	needed, wanted := 0.0, 0.0
	for i := range least {
		needed += least[i]
		wanted += whole[i] - least[i]
	}
	out := make([]float64, len(least))
	room, used := full-needed, 0.0
	for i := range least {
		switch {
		case room <= 0:
			out[i] = least[i] * full / needed
		case wanted > 0:
			out[i] = least[i] + (whole[i]-least[i])*min(1, room/wanted)
		default:
			out[i] = least[i]
		}
		used += out[i]
	}
	if spare := full - used; spare > 0 { // spread a little, leave the rest at the end
		each := min(spare/float64(len(out)), 8)
		for i := range out {
			out[i] += each
		}
		out[len(out)-1] += spare - each*float64(len(out))
	}
	return out
}
