// Package xlsx writes reports as Excel workbooks to read, sort and count in: a
// sheet for each part of the report, with the numbers as printed. There is no
// formula and no link in them: texts are written as texts whatever they look
// like. The same view gives the same bytes.
package xlsx

import (
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"memsure/internal/fault"
	"memsure/internal/report"
	"memsure/internal/spreadsheet"
)

// Scorecard writes the report of a scorecard.
func Scorecard(w io.Writer, view report.Scorecard) error {
	return write(w, view.Subject.Vendor+" "+view.Subject.Product, view.Grids())
}

// Response writes a frozen revision.
func Response(w io.Writer, view report.Response) error {
	return write(w, view.Subject.Vendor+" "+view.Subject.Product, view.Grids())
}

// writer is one workbook in the making; the first failure is kept.
type writer struct {
	*excelize.File
	head, body int
	figures    map[int]int // style by decimals
	err        error
}

func write(out io.Writer, title string, grids []report.Grid) error {
	w := &writer{File: excelize.NewFile(), figures: map[int]int{}}
	defer w.Close() //nolint:errcheck // nothing is left open: no temporary files while writing
	w.head = w.style(excelize.Style{Font: &excelize.Font{Family: "Calibri", Size: 11, Bold: true, Color: "FFFFFF"},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F3A5F"}}, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}})
	w.body = w.style(excelize.Style{Font: font(), Alignment: top()})
	for i, grid := range grids {
		w.sheet(i, grid)
	}
	if w.err != nil {
		return fault.Wrap(w.err, "draw workbook")
	}
	w.SetActiveSheet(0)
	file, err := spreadsheet.Pack(w.File, title)
	if err != nil {
		return err //nolint:wrapcheck // a fault already
	}
	_, err = out.Write(file)
	return err //nolint:wrapcheck // the writer's own failure
}

func font() *excelize.Font { return &excelize.Font{Family: "Calibri", Size: 10, Color: "1B2733"} }

func top() *excelize.Alignment { return &excelize.Alignment{Vertical: "top", WrapText: true} }

func (w *writer) style(s excelize.Style) int {
	id, err := w.NewStyle(&s)
	w.do(err)
	return id
}

func (w *writer) do(err error) {
	if w.err == nil {
		w.err = err
	}
}

// sheet draws one grid under its heading, which stays in sight.
func (w *writer) sheet(i int, grid report.Grid) {
	name := grid.Name
	if i == 0 {
		w.do(w.SetSheetName("Sheet1", name))
	} else {
		_, err := w.NewSheet(name)
		w.do(err)
	}
	widths := make([]float64, len(grid.Head))
	for c, head := range grid.Head {
		column := spreadsheet.ColumnName(c + 1)
		widths[c] = widthOf(head, grid.Rows, c)
		w.do(w.SetColWidth(name, column, column, widths[c]))
		w.text(name, 1, c+1, head, w.head)
	}
	for r, row := range grid.Rows {
		w.do(w.SetRowHeight(name, r+2, heightOf(row, widths)))
		for c, cell := range row {
			w.cell(name, r+2, c+1, cell, grid.Figures[c])
		}
	}
	w.do(w.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	w.do(w.SetPageLayout(name, &excelize.PageLayoutOptions{Size: new(9), Orientation: new("landscape"), FitToWidth: new(1), FitToHeight: new(0)}))
	w.do(w.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: new(true)}))
	if last := len(grid.Head); last > 0 && len(grid.Rows) > 0 {
		w.do(w.AutoFilter(name, "A1:"+spreadsheet.Name(len(grid.Rows)+1, last), nil))
	}
}

// widthOf gives a column room for its longest text, within reason.
func widthOf(head string, rows [][]string, column int) float64 {
	longest := utf8.RuneCountInString(head)
	for _, row := range rows {
		for line := range strings.SplitSeq(row[column], "\n") {
			longest = max(longest, utf8.RuneCountInString(line))
		}
	}
	return float64(min(60, max(10, longest+2)))
}

// Points of height: of a line of text, and the most a row may have.
const lineHeight, highest = 13.5, 400

// heightOf gives a row room for its longest cell as it wraps: not every program
// finds that out by itself.
func heightOf(row []string, widths []float64) float64 {
	most := 1
	for c, text := range row {
		lines := 0
		for line := range strings.SplitSeq(text, "\n") {
			lines += 1 + utf8.RuneCountInString(line)/int(widths[c])
		}
		most = max(most, lines)
	}
	return min(highest, float64(most)*lineHeight+2)
}

// figure is a decimal that a cell can hold exactly.
var figure = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,8})(\.([0-9]{1,6}))?$`)

// cell writes a number as a number, with the decimals it is printed with, and
// everything else as text.
func (w *writer) cell(sheet string, row, column int, text string, isFigure bool) {
	parts := figure.FindStringSubmatch(text)
	if !isFigure || parts == nil {
		w.text(sheet, row, column, text, w.body)
		return
	}
	number, err := strconv.ParseFloat(text, 64)
	w.do(err)
	name := spreadsheet.Name(row, column)
	w.do(w.SetCellFloat(sheet, name, number, -1, 64))
	w.do(w.SetCellStyle(sheet, name, name, w.decimals(len(parts[3]))))
}

// decimals is the style of numbers printed with n decimals.
func (w *writer) decimals(n int) int {
	if id, ok := w.figures[n]; ok {
		return id
	}
	format := strings.TrimSuffix("0."+strings.Repeat("0", n), ".")
	w.figures[n] = w.style(excelize.Style{Font: font(), Alignment: &excelize.Alignment{Vertical: "top"}, CustomNumFmt: &format})
	return w.figures[n]
}

func (w *writer) text(sheet string, row, column int, text string, style int) {
	name := spreadsheet.Name(row, column)
	if text != "" {
		w.do(spreadsheet.SetText(w.File, sheet, name, text))
	}
	w.do(w.SetCellStyle(sheet, name, name, style))
}
