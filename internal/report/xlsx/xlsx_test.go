package xlsx_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"memsure/internal/report"
	"memsure/internal/report/reporttest"
	"memsure/internal/report/xlsx"
	"memsure/internal/spreadsheet"
)

func texts() *rapid.Generator[string] {
	return rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"=1+1", "+1", "-1", "@SUM(1)", "\t=1", "http://evil.example", "_x0041_",
		"<script>", "62.4", "TRUE", "2026-11-22", strings.Repeat("x", 40_000)}))
}

// Texts are texts: no formula, no link, and what was put in is read back.
func TestTextsStayTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := "x" + texts().Draw(t, "text")
		raw := texts().Draw(t, "raw")
		view := report.Response{Subject: report.Subject{Vendor: raw, Product: raw}, Sections: []report.ResponseSection{{Title: text,
			Questions: []report.ResponseQuestion{{ID: "q", Number: "1.1", Text: text, Answer: raw, Comment: raw, Figure: "-62.40"}}}}}
		var out, again bytes.Buffer
		for _, err := range []error{xlsx.Response(&out, view), xlsx.Response(&again, view)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(out.Bytes(), again.Bytes()) {
			t.Fatal("the same view gave two files")
		}
		book, err := spreadsheet.Read(out.Bytes(), spreadsheet.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		row := book.Sheets[1].Rows[1]
		for column, want := range map[int]string{1: text, 5: text, 9: raw, 12: raw} {
			c, _ := row.At(column)
			if c.Text != spreadsheet.Fit(want) || c.Text != "" && c.Kind != spreadsheet.Text {
				t.Fatalf("column %d: %+v, want %q", column, c, want)
			}
		}
		if c, _ := row.At(10); c.Kind != spreadsheet.Number || c.Text != "-62.4" {
			t.Fatalf("figure: %+v", c)
		}
		for _, sheet := range book.Sheets {
			for _, row := range sheet.Rows {
				for _, c := range row.Cells {
					if c.Formula {
						t.Fatal("a formula")
					}
				}
			}
		}
		noLinks(t, out.Bytes())
	})
}

func noLinks(t *rapid.T, file []byte) {
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil || bytes.Contains(content, []byte("<hyperlink")) || bytes.Contains(content, []byte(`TargetMode="External"`)) {
			t.Fatalf("%s: %v, or a link", part.Name, err)
		}
	}
}

// A scorecard's workbook has the parts of the printed report, and prints its
// numbers as the report does.
func TestAScorecardAsAWorkbook(t *testing.T) {
	view := report.BuildScorecard(reporttest.Input())
	var out bytes.Buffer
	if err := xlsx.Scorecard(&out, view); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := strings.Join(f.GetSheetList(), ","); got != "Decision,Results,Sections,Questions,Knock-outs,Findings,Facts,Files,Mapping,Digests" {
		t.Errorf("sheets: %s", got)
	}
	for i, r := range view.Results {
		cell, _ := excelize.CoordinatesToCellName(2, i+2)
		if shown, err := f.GetCellValue("Results", cell); err != nil || shown != r.Score {
			t.Errorf("%s is shown as %q, printed as %q (%v)", r.Title, shown, r.Score, err)
		}
	}
}
