package workbook

import "github.com/xuri/excelize/v2"

// styles are the looks of cells, by what they are for. Colour helps the eye and
// never says anything that words do not say too.
type styles struct {
	title, lead, plain, strong, head, body, option int
	answer, answerText, answerDate, closed, mark   int
}

const (
	ink    = "1B2733"
	deep   = "1F3A5F"
	line   = "C5CED8"
	paper  = "FFFFFF"
	filled = "FFF9E3" // to be filled in
	quiet  = "EEF1F4" // not to be filled in
	accent = "8A6D00"
)

func newStyles(w *writer) styles {
	frame := func(color string) []excelize.Border {
		return []excelize.Border{{Type: "left", Color: color, Style: 1}, {Type: "right", Color: color, Style: 1},
			{Type: "top", Color: color, Style: 1}, {Type: "bottom", Color: color, Style: 1}}
	}
	font := func(size float64, bold bool, color string) *excelize.Font {
		return &excelize.Font{Family: "Calibri", Size: size, Bold: bold, Color: color}
	}
	fill := func(color string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	indented := &excelize.Alignment{Vertical: "top", WrapText: true, Indent: 2}
	open := &excelize.Protection{Locked: false}
	style := func(s excelize.Style) int {
		id, err := w.NewStyle(&s)
		w.do(err)
		return id
	}
	day := "yyyy-mm-dd"
	return styles{
		title:      style(excelize.Style{Font: font(16, true, deep), Alignment: &excelize.Alignment{Vertical: "center"}}),
		lead:       style(excelize.Style{Font: font(11, false, ink), Alignment: top}),
		plain:      style(excelize.Style{Font: font(11, false, ink), Alignment: top}),
		strong:     style(excelize.Style{Font: font(11, true, ink), Alignment: top}),
		head:       style(excelize.Style{Font: font(11, true, paper), Fill: fill(deep), Border: frame(deep), Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}),
		body:       style(excelize.Style{Font: font(10, false, ink), Border: frame(line), Alignment: top}),
		option:     style(excelize.Style{Font: font(10, false, ink), Border: frame(line), Alignment: indented}),
		answer:     style(excelize.Style{Font: font(11, false, ink), Fill: fill(filled), Border: frame(accent), Alignment: top, Protection: open}),
		answerText: style(excelize.Style{Font: font(11, false, ink), Fill: fill(filled), Border: frame(accent), Alignment: top, Protection: open, NumFmt: 49}),
		answerDate: style(excelize.Style{Font: font(11, false, ink), Fill: fill(filled), Border: frame(accent), Alignment: top, Protection: open, CustomNumFmt: &day}),
		closed:     style(excelize.Style{Font: font(10, false, ink), Fill: fill(quiet), Border: frame(line), Alignment: top}),
		mark:       style(excelize.Style{Font: font(8, false, "808080")}),
	}
}
