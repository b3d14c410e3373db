package httpapi_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"memsure/api"
	"memsure/internal/testkit/server"
	"memsure/internal/workbook"
)

// sheetBook is a workbook as its reader sees it: cells are found by the words
// beside them.
type sheetBook struct {
	t *testing.T
	*excelize.File
}

func (v vendorContact) workbook(t *testing.T) sheetBook {
	t.Helper()
	res := got(v.ExportWorkbookWithResponse(t.Context(), v.asm)).is(t, 200)
	return opened(t, res.Body)
}

func opened(t *testing.T, file []byte) sheetBook {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return sheetBook{t, f}
}

// beside gives the cell of a column, by its heading, in the row that holds words.
func (b sheetBook) beside(words, heading string) (sheet, cell string) {
	b.t.Helper()
	for _, sheet := range b.GetSheetList() {
		rows, err := b.GetRows(sheet)
		if err != nil {
			b.t.Fatal(err)
		}
		column := -1
		for r, row := range rows {
			if at := slices.Index(row, heading); at >= 0 {
				column = at
			}
			if column >= 0 && slices.Contains(row, words) {
				name, _ := excelize.CoordinatesToCellName(column+1, r+1)
				return sheet, name
			}
		}
	}
	b.t.Fatalf("no row with %q under %q", words, heading)
	return "", ""
}

func (b sheetBook) write(words, heading string, value any) sheetBook {
	b.t.Helper()
	sheet, cell := b.beside(words, heading)
	if err := b.SetCellValue(sheet, cell, value); err != nil {
		b.t.Fatal(err)
	}
	return b
}

func (v vendorContact) sendWorkbook(b sheetBook, dryRun bool) result[*api.ImportWorkbookResponse] {
	b.t.Helper()
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		b.t.Fatal(err)
	}
	return got(v.ImportWorkbookWithBodyWithResponse(b.t.Context(), v.asm, &api.ImportWorkbookParams{DryRun: &dryRun}, workbook.MediaType, &out))
}

const yourAnswer = "Your answer"

func noteCodes(in *api.WorkbookImport) (codes []string) {
	for _, n := range in.Notes {
		codes = append(codes, n.Code)
	}
	return codes
}

// A vendor fills the workbook in, offline, and sends it: everything is there.
func TestAWorkbookFilledInOfflineBecomesTheDraft(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		_, _, v := asked(t, s)
		v.upload("aurora.cdx.json", "sbom", bom)
		b := v.workbook(t)
		b.write("Is there native code?", yourAnswer, "Yes").write("Rust", yourAnswer, "Yes").write("C", yourAnswer, "x")
		b.write("Which share is safe?", yourAnswer, "62,5 %").write("How many people?", yourAnswer, 12).write("How many people?", "Comment", "=1+1")
		b.write("Are releases signed?", yourAnswer, "all").write("When was the last audit?", yourAnswer, "2026-03-01")
		b.write("What did you learn?", yourAnswer, "Much.").write("Provide the SBOM.", "Files", "aurora.cdx.json | line 3")
		table := "Table A5 List the parts."
		for cell, value := range map[string]any{"B5": "zlib", "C5": 0.5, "D5": 3, "E5": 46000, "F5": "open source", "G5": "No"} {
			if err := b.SetCellValue(table, cell, value); err != nil {
				t.Fatal(err)
			}
		}

		tried := v.sendWorkbook(b, true).is(t, 200).JSON200
		if !tried.DryRun || len(tried.Saved) != 9 || !tried.Progress.Ready || v.progress().Answered != 0 {
			t.Fatalf("a dry run: %+v, then %+v", tried, v.progress())
		}
		done := v.sendWorkbook(b, false).is(t, 200).JSON200
		if len(done.Saved) != 9 || !done.Progress.Ready || !slices.Equal(noteCodes(done), []string{"below_one_percent"}) {
			t.Fatalf("saved %v, notes %+v, progress %+v", done.Saved, done.Notes, done.Progress)
		}
		answers := got(v.ListAnswersWithResponse(t.Context(), v.asm)).is(t, 200).JSON200.Items
		for _, a := range answers {
			switch a.QuestionID {
			case "share":
				if *a.Value.Number != "62.5" {
					t.Errorf("share: %s", *a.Value.Number)
				}
			case "team":
				if *a.Comment != "=1+1" {
					t.Errorf("comment: %q", *a.Comment)
				}
			case "sbom":
				if a.Evidence == nil || *(*a.Evidence)[0].Place != "line 3" {
					t.Errorf("evidence: %+v", a.Evidence)
				}
			case "parts":
				if row := (*a.Value.Rows)[0]; len(row.Cells) != 6 || row.Cells[4].Date == nil && row.Cells[5].Date == nil {
					t.Errorf("row: %+v", row.Cells)
				}
			}
		}

		again := v.sendWorkbook(b, false).is(t, 200).JSON200
		if len(again.Saved) != 0 || again.Unchanged != 9 {
			t.Errorf("sent again: %+v", again)
		}
		v.submit().is(t, 201)
		v.sendWorkbook(b, false).is(t, 409)
	})
}

// What a colleague saved meanwhile is not overwritten, and nothing else is lost.
func TestAWorkbookOverwritesNothingThatChangedSince(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		_, _, v := asked(t, s)
		saved := v.first("team", number("number", "3")).is(t, 200)
		v.first("lessons", text("Old.")).is(t, 200)
		b := v.workbook(t)
		v.change("team", saved.HTTPResponse.Header.Get("ETag"), number("number", "4")).is(t, 200)
		v.first("signing", choice("some")).is(t, 200)
		b.write("How many people?", yourAnswer, 5).write("What did you learn?", yourAnswer, "New.").write("Are releases signed?", yourAnswer, "All")

		done := v.sendWorkbook(b, false).is(t, 200).JSON200
		if !slices.Equal(done.Saved, []string{"lessons"}) || !slices.Equal(noteCodes(done), []string{"changed_since", "changed_since"}) {
			t.Fatalf("saved %v, notes %+v", done.Saved, done.Notes)
		}
		if n := done.Notes[0]; n.Cell == nil || n.Sheet == nil || !strings.HasPrefix(*n.Cell, "G") || *n.QuestionID != "team" || n.Taken {
			t.Errorf("the note: %+v", n)
		}
		for _, a := range got(v.ListAnswersWithResponse(t.Context(), v.asm)).is(t, 200).JSON200.Items {
			if a.QuestionID == "team" && *a.Value.Number != "4" || a.QuestionID == "lessons" && *a.Value.Text != "New." ||
				a.QuestionID == "signing" && *a.Value.Option != "some" {
				t.Errorf("%s: %+v", a.QuestionID, a.Value)
			}
		}
	})
}

// Each cell that cannot be taken in is told, with its place; the rest is saved.
func TestAWorkbookTellsOfEveryCell(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		_, _, v := asked(t, s)
		b := v.workbook(t)
		b.write("Is there native code?", yourAnswer, "No").write("Rust", yourAnswer, "Yes").write("How many people?", yourAnswer, 501)
		b.write("Are releases signed?", yourAnswer, "perhaps").write("When was the last audit?", yourAnswer, "03/04/2026")
		b.write("Provide the SBOM.", "Files", "missing.json").write("What did you learn?", "Does not apply because", "It does not.")
		sheet, cell := b.beside("Which share is safe?", yourAnswer)
		if err := b.SetCellFormula(sheet, cell, "1+1"); err != nil {
			t.Fatal(err)
		}
		done := v.sendWorkbook(b, false).is(t, 200).JSON200
		want := []string{"formula", "not_a_date", "not_in_list", "out_of_range", "file_unknown", "question_hidden"}
		codes := noteCodes(done)
		for _, code := range want {
			if !slices.Contains(codes, code) {
				t.Errorf("no note %s in %v", code, codes)
			}
		}
		if !slices.Equal(done.Saved, []string{"native"}) {
			t.Errorf("saved %v", done.Saved)
		}
		for _, n := range done.Notes {
			if strings.Contains(n.Message+*n.Remedy, "missing.json") || strings.Contains(n.Message+*n.Remedy, "perhaps") {
				t.Errorf("a note repeats what the cell holds: %+v", n)
			}
			if n.Cell == nil {
				t.Errorf("a note without its cell: %+v", n)
			}
		}
	})
}

// A workbook serves its own vendor and version only, and only as itself.
func TestWorkbooksOfOthersAreRefused(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		bu, a, v := asked(t, s)
		other := bu.assessment(bu.release("Acme").ID, asks())
		stranger := redeemed(t, s, bu.invite(other.ID, "bo@acme.example").Token, "Bo", other.ID)
		book := v.workbook(t)
		foreign := stranger
		foreign.asm = a.ID
		got(foreign.ExportWorkbookWithResponse(t.Context(), a.ID)).is(t, 404)
		foreign.sendWorkbook(book, false).is(t, 404)
		foreign.sendWorkbook(book, true).is(t, 404)

		// A workbook of another assessment of the same version is read as a blank one.
		book.write("How many people?", yourAnswer, 5)
		done := stranger.sendWorkbook(book, false).is(t, 200).JSON200
		if !slices.Equal(done.Saved, []string{"team"}) {
			t.Errorf("saved %v", done.Saved)
		}

		blank := got(bu.GetQuestionnaireWorkbookWithResponse(t.Context(), eachType, "1.0.0")).is(t, 200)
		filled := opened(t, blank.Body).write("What did you learn?", yourAnswer, "That blank ones work.")
		if done := v.sendWorkbook(filled, false).is(t, 200).JSON200; !slices.Equal(done.Saved, []string{"lessons"}) {
			t.Errorf("a blank workbook: %+v", done)
		}

		bu.publish(strings.Replace(every, "version: 1.0.0", "version: 1.1.0", 1))
		next := got(bu.GetQuestionnaireWorkbookWithResponse(t.Context(), eachType, "1.1.0")).is(t, 200)
		v.sendWorkbook(opened(t, next.Body), false).fails(t, 422, "workbook_other_version")
		for body, code := range map[string]string{"no workbook": "workbook_format", "PK\x03\x04 broken": "workbook_damaged",
			"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old": "workbook_format"} {
			got(v.ImportWorkbookWithBodyWithResponse(t.Context(), v.asm, nil, workbook.MediaType, strings.NewReader(body))).fails(t, 422, code)
		}
		if res := raw(t, s, v.token, http.MethodPost, v.path("/workbook"), "application/octet-stream", "x"); res.StatusCode != 415 {
			t.Errorf("another media type: %d", res.StatusCode)
		}
	})
}

// A collaborator saves answers to the own sections only.
func TestAWorkbookKeepsToOnesOwnSections(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		_, _, v := asked(t, s)
		kim := v.collaborator("kim@northwind.example", api.CollaboratorInputRoleCollaborator, "process")
		b := kim.workbook(t)
		b.write("How many people?", yourAnswer, 5).write("What did you learn?", yourAnswer, "Much.")
		done := kim.sendWorkbook(b, false).is(t, 200).JSON200
		if !slices.Equal(done.Saved, []string{"lessons"}) || !slices.Equal(noteCodes(done), []string{"not_your_section"}) {
			t.Errorf("saved %v, notes %+v", done.Saved, done.Notes)
		}
	})
}

// Responses and scorecards as workbooks and as CSV say what the report says.
func TestResponsesAndScorecardsForSpreadsheets(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		bu, a, v := asked(t, s)
		v.complete()
		hostile := text("=HYPERLINK(\"http://evil.example\")")
		v.first("lessons", hostile).is(t, 200)
		v.submit().is(t, 201)
		got(bu.CreateScorecardWithResponse(t.Context(), a.ID, nil)).is(t, 201)
		response := got(bu.GetResponseXLSXWithResponse(t.Context(), a.ID, 1)).is(t, 200)
		scorecard := got(bu.GetReportXLSXWithResponse(t.Context(), a.ID, &api.GetReportXLSXParams{})).is(t, 200)
		for name, file := range map[string][]byte{"response": response.Body, "scorecard": scorecard.Body} {
			b := opened(t, file)
			for _, sheet := range b.GetSheetList() {
				rows, err := b.GetRows(sheet)
				if err != nil || len(rows) == 0 {
					t.Errorf("%s, sheet %s: %d rows, %v", name, sheet, len(rows), err)
				}
			}
		}
		for name, file := range map[string][]byte{
			"response":  got(bu.GetResponseCSVWithResponse(t.Context(), a.ID, 1)).is(t, 200).Body,
			"scorecard": got(bu.GetReportCSVWithResponse(t.Context(), a.ID, &api.GetReportCSVParams{Scorecard: new(1)})).is(t, 200).Body,
		} {
			if !bytes.HasPrefix(file, []byte("\xef\xbb\xbfAssessment,")) || !bytes.Contains(file, []byte(`'=HYPERLINK`)) || bytes.Contains(file, []byte(`"=`)) {
				t.Errorf("%s:\n%s", name, file)
			}
		}
		got(bu.GetResponseCSVWithResponse(t.Context(), a.ID, 2)).is(t, 404)
		got(bu.GetReportXLSXWithResponse(t.Context(), a.ID, &api.GetReportXLSXParams{Scorecard: new(2)})).is(t, 404)
	})
}
