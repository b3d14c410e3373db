package workbook_test

import (
	"bytes"
	"slices"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"memsure/internal/fact"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/workbook"
)

const small = `slug: small
version: 1.0.0
title: Small
language: en
ruleset:
  id: rules
  arithmetic: 1
  roll_up: flat
  confidence: {claimed: 0.5, claimed_proof_required: 0.25, documented: 0.75, verified: 1}
  bands: [{id: A, label: Good, at_least: 70}, {id: B, label: Poor, at_least: 0}]
sections:
  - id: only
    title: "Only: one/section"
    dimension: practice
    weight: 1
    questions:
      - {id: native, text: Native?, type: boolean, weight: 1, scoring: {kind: no_is_good}}
      - {id: share, text: Share?, type: percentage, weight: 1, scoring: {kind: anchors, anchors: [{at: 0, score: 0}, {at: 100, score: 1}]}}
      - {id: team, text: Team?, type: number, unit: people, role: information, weight: 0}
      - {id: day, text: Day?, type: date, role: information, weight: 0}
      - {id: words, text: Words?, type: text, role: information, weight: 0}
`

func smallVersion(t testing.TB) *questionnaire.Compiled {
	t.Helper()
	def, err := questionnaire.Load([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	return compiled(t, def)
}

// Where the answers of the questions above stand.
const (
	sheet = "A Only one section"
	first = 4
)

func cellOf(question int) string { return "G" + strconv.Itoa(first+question) }

// filled changes the small workbook as somebody with a spreadsheet program
// would, and reads it.
func filled(t testing.TB, change func(f *excelize.File) error) (*workbook.Filled, error) {
	t.Helper()
	version := smallVersion(t)
	f, err := excelize.OpenReader(bytes.NewReader(written(t, version, nil, workbook.Meta{Digest: digest})))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := change(f); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return workbook.Read(out.Bytes(), version, digest)
}

func codes(f *workbook.Filled) (out []string) {
	for _, n := range f.Notes {
		out = append(out, n.Code)
	}
	return out
}

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	percent := func(f *excelize.File, style int) error { return f.SetCellStyle(sheet, cellOf(1), cellOf(1), style) }
	for _, c := range []struct {
		value any
		shown bool // as a percentage
		want  string
		code  string
	}{
		{62.5, false, "62.5", ""}, {"62.5", false, "62.5", ""}, {"62,5", false, "62.5", ""}, {"62.5%", false, "62.5", ""}, {" 62,5 % ", false, "62.5", ""},
		{0.573, true, "57.3", ""}, {1, true, "100", ""}, {0.5, false, "0.5", "below_one_percent"}, {"007", false, "7", ""}, {"0,125", false, "0.125", ""},
		{"1,234", false, "", "not_a_number"}, {"1.234,5", false, "", "not_a_number"}, {"about 60", false, "", "not_a_number"}, {true, false, "", "not_a_number"},
		{1e300, false, "", "not_a_number"}, {"60-70", false, "", "not_a_number"}, {0.12345678, false, "", "not_a_number"}, {"--", false, "", "not_a_number"},
	} {
		got, err := filled(t, func(f *excelize.File) error {
			style, err := f.NewStyle(&excelize.Style{NumFmt: 10})
			if err == nil && c.shown {
				err = percent(f, style)
			}
			if err != nil {
				return err
			}
			return f.SetCellValue(sheet, cellOf(1), c.value)
		})
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		if v := got.Questions[1].Value; v != nil {
			text = fact.FormatMicro(v.Number)
		}
		if text != c.want || c.code == "" && len(got.Notes) > 0 || c.code != "" && !slices.Equal(codes(got), []string{c.code}) {
			t.Errorf("%v: %q with %v", c.value, text, codes(got))
		}
	}
}

func TestDatesAsPeopleWriteThem(t *testing.T) {
	for value, want := range map[any]string{
		46000: "2025-12-09", "2026-11-22": "2026-11-22", "22.11.2026": "2026-11-22", "22 November 2026": "2026-11-22", "Nov 2, 2026": "2026-11-02",
		"1975-01-01": "1975-01-01", 2024: "", 46000.5: "", "03/04/2026": "", "2026-02-30": "", "soon": "", 20261122: "",
	} {
		got, err := filled(t, func(f *excelize.File) error { return f.SetCellValue(sheet, cellOf(3), value) })
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		if v := got.Questions[3].Value; v != nil {
			text = v.Date
		}
		if text != want || (want == "") != slices.Contains(codes(got), "not_a_date") {
			t.Errorf("%v: %q with %v", value, text, codes(got))
		}
	}
}

// Rows and columns may move, sheets may be renamed: hidden marks tell what is
// what.
func TestPositionsMeanNothing(t *testing.T) {
	got, err := filled(t, func(f *excelize.File) error {
		for _, err := range []error{f.SetCellValue(sheet, cellOf(2), 7), f.SetCellValue(sheet, cellOf(4), "Last."),
			f.DuplicateRowTo(sheet, first+4, first), f.RemoveRow(sheet, first+5), f.RemoveRow(sheet, first+1), f.InsertRows(sheet, first+1, 2), f.InsertCols(sheet, "D", 2),
			f.SetSheetName(sheet, "Renamed")} {
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]workbook.Question{}
	for _, q := range got.Questions {
		byID[q.QuestionID] = q
	}
	if v := byID["team"].Value; v == nil || v.Number != 7_000_000 {
		t.Errorf("team: %+v, notes %+v", byID["team"], got.Notes)
	}
	if v := byID["words"].Value; v == nil || v.Text != "Last." || byID["words"].Place.Sheet != "Renamed" {
		t.Errorf("words: %+v, notes %+v", byID["words"], got.Notes)
	}
	if !byID["native"].Absent || byID["native"].Refused {
		t.Errorf("native: %+v", byID["native"])
	}
}

func TestWhatIsNotUnderstoodIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		change func(f *excelize.File) error
		code   string
	}{
		"formula":    {func(f *excelize.File) error { return f.SetCellFormula(sheet, cellOf(2), "1+1") }, "formula"},
		"merge":      {func(f *excelize.File) error { return f.MergeCell(sheet, cellOf(1), cellOf(2)) }, "merged"},
		"copied row": {func(f *excelize.File) error { return f.DuplicateRow(sheet, first+2) }, "row_twice"},
		"own row":    {func(f *excelize.File) error { return f.SetCellValue(sheet, "G40", "And this.") }, "row_unknown"},
		"maybe":      {func(f *excelize.File) error { return f.SetCellValue(sheet, cellOf(0), "Maybe") }, "not_yes_or_no"},
	} {
		got, err := filled(t, c.change)
		if err != nil || !slices.Contains(codes(got), c.code) {
			t.Errorf("%s: %v, %v", name, codes(got), err)
			continue
		}
		for _, n := range got.Notes {
			if n.Code == c.code && (n.Cell == "" || n.Sheet != sheet || n.Remedy == "" || n.Taken) {
				t.Errorf("%s: %+v", name, n)
			}
		}
	}
}

func TestLinksAreReadAsTheirText(t *testing.T) {
	got, err := filled(t, func(f *excelize.File) error {
		if err := f.SetCellHyperLink(sheet, cellOf(4), "https://evil.example", "External"); err != nil {
			return err
		}
		return f.SetCellStr(sheet, cellOf(4), "see our site")
	})
	if err != nil || got.Questions[4].Value == nil || got.Questions[4].Value.Text != "see our site" || len(got.Notes) > 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestOtherVersionsAndOtherWorkbooksAreRefused(t *testing.T) {
	version := smallVersion(t)
	file := written(t, version, nil, workbook.Meta{Digest: "sha256:other"})
	if _, err := workbook.Read(file, version, digest); fault.Code(err) != "workbook_other_version" {
		t.Error(err)
	}
	_, err := filled(t, func(f *excelize.File) error { return f.DeleteSheet("memsure") })
	if fault.Code(err) != "workbook_unknown" {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	version := smallVersion(f)
	f.Add(written(f, version, nil, workbook.Meta{Digest: digest}))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, file []byte) {
		got, err := workbook.Read(file, version, digest)
		if err == nil && len(got.Questions) != len(version.Questions()) {
			t.Fatal("a question is missing")
		}
	})
}
