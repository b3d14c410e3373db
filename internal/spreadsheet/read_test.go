package spreadsheet_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"memsure/internal/fault"
	"memsure/internal/spreadsheet"
)

// pack makes a workbook of one sheet out of the XML of its rows.
func pack(t testing.TB, rows string, more map[string]string) []byte {
	t.Helper()
	parts := map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="urn:r"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="urn:x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`,
	}
	for name, text := range more {
		parts[name] = text
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestCellsAreReadAsTheyStand(t *testing.T) {
	file := pack(t, `<row r="3"><c r="C3" t="inlineStr"><is><r><t>a</t></r><r><t>_x000A_b</t></r></is></c>`+
		`<c r="A3" s="1"><v>0.5</v></c><c r="D3" t="b"><v>1</v></c><c r="E3"><f>1+1</f></c><c r="F3" t="e"><v>#N/A</v></c><c r="G3"/></row>`+
		`<row r="2"><c t="s"><v>0</v></c></row>`, map[string]string{
		"xl/sharedStrings.xml": `<sst><si><t>shared</t><rPh><t>spoken</t></rPh></si></sst>`,
		"xl/styles.xml":        `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="0.0%"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>`})
	book, err := spreadsheet.Read(file, spreadsheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	rows := book.Sheets[0].Rows
	if len(rows) != 2 || rows[0].Number != 2 || rows[0].Cells[0].Text != "shared" || len(rows[1].Cells) != 5 {
		t.Fatalf("%+v", rows)
	}
	row := rows[1]
	a, _ := row.At(1)
	c, _ := row.At(3)
	d, _ := row.At(4)
	e, _ := row.At(5)
	f, _ := row.At(6)
	if a.Kind != spreadsheet.Number || !a.Percent || c.Text != "a\nb" || d.Kind != spreadsheet.Boolean || !e.Formula || f.Kind != spreadsheet.Failure {
		t.Errorf("%+v", row.Cells)
	}
	if _, ok := row.At(7); ok {
		t.Error("an empty cell was read")
	}
}

func TestWhatIsNoWorkbookIsRefusedWithASentence(t *testing.T) {
	small := spreadsheet.Limits{Bytes: 20_000, Cells: 10, Sheets: 2, Text: 100}
	for name, c := range map[string]struct {
		file []byte
		code string
	}{
		"text":          {[]byte("a,b"), "workbook_format"},
		"old or locked": {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest"), "workbook_format"},
		"cut short":     {pack(t, "", nil)[:100], "workbook_damaged"},
		"no workbook":   {pack(t, "", map[string]string{"xl/workbook.xml": "<broken"}), "workbook_damaged"},
		"macros":        {pack(t, "", map[string]string{"xl/vbaProject.bin": "x"}), "workbook_macros"},
		"wrong string":  {pack(t, `<row><c t="s"><v>7</v></c></row>`, nil), "workbook_damaged"},
		"many cells":    {pack(t, "<row>"+strings.Repeat("<c><v>1</v></c>", 11)+"</row>", nil), "workbook_too_large"},
		"much text":     {pack(t, `<row><c t="inlineStr"><is><t>`+strings.Repeat("x", 101)+`</t></is></c></row>`, nil), "workbook_too_large"},
		"a bomb":        {pack(t, strings.Repeat(" ", 1<<20), nil), "workbook_too_large"},
		"many sheets": {pack(t, "", map[string]string{"xl/workbook.xml": "<workbook>" + strings.Repeat("<sheet/>", 3) + "</workbook>"}),
			"workbook_too_large"},
	} {
		book, err := spreadsheet.Read(c.file, small)
		if fault.Code(err) != c.code || book != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A row that claims a cell far to the right costs one cell.
func TestFarCellsCostNothing(t *testing.T) {
	file := pack(t, strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 1000), nil)
	if _, err := spreadsheet.Read(file, spreadsheet.Limits{Bytes: 1 << 20, Cells: 1000, Sheets: 1, Text: 10}); err != nil {
		t.Error(err)
	}
}

func TestFitIsSettled(t *testing.T) {
	for _, text := range []string{"", "a\x01b", strings.Repeat("𝄞", 40_000), "\xff" + strings.Repeat("x", 32_766), "a\ttab\n"} {
		once := spreadsheet.Fit(text)
		if spreadsheet.Fit(once) != once {
			t.Errorf("fitting %d bytes again changes them", len(text))
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(pack(f, `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`, map[string]string{"xl/sharedStrings.xml": "<sst><si><t>x</t></si></sst>"}))
	f.Add(pack(f, `<row><c r="B1" t="inlineStr"><is><t>x</t></is></c></row>`, nil))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, file []byte) {
		limits := spreadsheet.Limits{Bytes: 1 << 20, Cells: 1000, Sheets: 5, Text: 1000}
		book, err := spreadsheet.Read(file, limits)
		if (book == nil) == (err == nil) {
			t.Fatalf("%v and %v", book, err)
		}
		if kind := fault.KindOf(err); err != nil && kind != fault.Invalid && kind != fault.TooLarge {
			t.Fatal(err)
		}
	})
}
