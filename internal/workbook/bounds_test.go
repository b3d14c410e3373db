package workbook_test

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
	"memsure/internal/workbook"
)

const tabled = `      - {id: parts, text: Parts?, type: table, role: information, weight: 0, max_rows: 30, columns: [{id: name, label: Name, type: text}]}
`

// What is not understood thousands of times is told often enough to be
// understood, and then that there is more; a table is not read beyond its rows.
func TestNotesAndRowsAreBounded(t *testing.T) {
	def, err := questionnaire.Load([]byte(small + tabled))
	if err != nil {
		t.Fatal(err)
	}
	version := compiled(t, def)
	const table = "Table A6 Parts"
	for name, tc := range map[string]struct {
		fill  func(f *excelize.File, row string) error
		notes int
		code  string
	}{
		"rows of no question": {func(f *excelize.File, row string) error { return f.SetCellValue(sheet, "G1"+row, "x") }, 2_001, "more_notes"},
		"formulas":            {func(f *excelize.File, row string) error { return f.SetCellFormula(table, "B1"+row, "1+1") }, 2_001, "more_notes"},
		"rows of a table": {func(f *excelize.File, row string) error {
			return f.SetCellValue(table, "B1"+row, strings.Repeat("x", 30_000))
		}, 1, "too_many_rows"},
	} {
		f, err := excelize.OpenReader(bytes.NewReader(written(t, version, nil, workbook.Meta{Digest: digest})))
		if err != nil {
			t.Fatal(err)
		}
		for row := range 4_000 {
			if err := tc.fill(f, strconv.Itoa(1000+row)); err != nil {
				t.Fatal(err)
			}
			if tc.notes == 1 && row > 100 {
				break
			}
		}
		var out bytes.Buffer
		if err := f.Write(&out); err != nil {
			t.Fatal(err)
		}
		read, err := workbook.Read(out.Bytes(), version, digest)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(read.Notes); n != tc.notes || !slices.Contains(codes(read), tc.code) {
			t.Errorf("%s: %d notes", name, n)
		}
		if last := read.Questions[len(read.Questions)-1]; last.Value != nil {
			t.Errorf("%s: the table holds %d rows", name, len(last.Value.Rows))
		}
	}
}

// Names that become alike in a workbook are told apart by their ids.
func TestFileNamesStayApart(t *testing.T) {
	names := workbook.FileNames([]assessment.Evidence{{ID: "evd_1", FileName: "a|b.pdf"}, {ID: "evd_2", FileName: "A/b.pdf"}, {ID: "evd_3", FileName: "c.pdf"}})
	if strings.EqualFold(names["evd_1"], names["evd_2"]) || names["evd_3"] != "c.pdf" {
		t.Errorf("%v", names)
	}
}
