// Package spreadsheet reads Office Open XML workbooks (.xlsx) as plain cells
// and packs written ones into the same bytes every time. Reading is our own:
// it streams, evaluates nothing, follows no link, writes no temporary file and
// stays within Limits whatever the file claims of itself. (The library we
// write with fills every gap of a row while reading, so that forty bytes can
// ask for sixteen thousand cells, and it can panic on cells out of order.)
package spreadsheet

import (
	"slices"
	"strconv"
)

// Limits bounds what one workbook may take.
type Limits struct {
	Bytes  int64 // unpacked, all parts that are read together; and of all cells' texts together
	Cells  int   // cells that hold something, in all sheets together
	Sheets int
	Text   int // bytes of one cell's text
}

// DefaultLimits leave room for a questionnaire with full tables.
func DefaultLimits() Limits {
	return Limits{Bytes: 48 << 20, Cells: 400_000, Sheets: 250, Text: 256 << 10}
}

// Book is a workbook as read, sheets in the order of their tabs.
type Book struct {
	Sheets   []Sheet
	Date1904 bool // days are counted from 1904-01-01 and not from 1900
}

// Sheet holds the cells that hold something, row by row.
type Sheet struct {
	Name   string
	Hidden bool
	Rows   []Row // ascending by number
	Merged []Range
}

// Row is one row; its number is counted from 1.
type Row struct {
	Number int
	Cells  []Cell // ascending by column
}

// Kind says what a cell holds.
type Kind uint8

// The kinds of cell.
const (
	Text Kind = iota
	Number
	Boolean // Text is "1" or "0"
	Failure // the program that wrote the file put an error there, such as #N/A
)

// Cell is one cell. Text is its text, or its number as the file writes it.
type Cell struct {
	Column  int // from 1
	Kind    Kind
	Text    string
	Percent bool // shown as a percentage: the number is a hundredth of what is shown
	Formula bool // Text is what some program computed once; never to be taken
}

// Range is a rectangle of cells, both ends included.
type Range struct{ FromRow, FromColumn, ToRow, ToColumn int }

// Holds tells whether a cell lies in the range.
func (r Range) Holds(row, column int) bool {
	return r.FromRow <= row && row <= r.ToRow && r.FromColumn <= column && column <= r.ToColumn
}

// At gives the cell in a column of the row; ok is false for an empty one.
func (r *Row) At(column int) (c Cell, ok bool) {
	i, ok := slices.BinarySearchFunc(r.Cells, column, func(c Cell, column int) int { return c.Column - column })
	if !ok {
		return Cell{Column: column}, false
	}
	return r.Cells[i], true
}

// Last rows and columns a sheet can have.
const (
	maxRow    = 1 << 20
	maxColumn = 1 << 14
)

// Name writes a place as people know it: "C12".
func Name(row, column int) string { return ColumnName(column) + strconv.Itoa(row) }

// ColumnName writes a column as people know it: "A", "Z", "AA".
func ColumnName(column int) (name string) {
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

// parseName reads "C12"; ok is false for anything that is no place in a sheet.
func parseName(name string) (row, column int, ok bool) {
	i := 0
	for ; i < len(name) && i < 3 && name[i] >= 'A' && name[i] <= 'Z'; i++ {
		column = column*26 + int(name[i]-'A') + 1
	}
	row, err := strconv.Atoi(name[i:])
	return row, column, err == nil && name[i] != '+' && row > 0 && row <= maxRow && column > 0 && column <= maxColumn
}
