package httpapi

import (
	"bytes"
	"context"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/workbook"
)

// workbookHandlers serves questionnaires as files to fill in offline.
type workbookHandlers struct{ use app.Workbooks }

// GetQuestionnaireWorkbook gives a version as an empty workbook.
func (h workbookHandlers) GetQuestionnaireWorkbook(ctx context.Context, r api.GetQuestionnaireWorkbookRequestObject) (api.GetQuestionnaireWorkbookResponseObject, error) {
	file, err := h.use.Blank(ctx, r.Slug, r.Version)
	name := attachment(r.Slug + "-" + r.Version + ".xlsx")
	return api.GetQuestionnaireWorkbook200ApplicationVndOpenxmlformatsOfficedocumentSpreadsheetmlSheetResponse{
		Body: bytes.NewReader(file), ContentLength: int64(len(file)),
		Headers: api.GetQuestionnaireWorkbook200ResponseHeaders{ContentDisposition: &name}}, err
}

// ExportWorkbook gives the caller's assessment as a workbook.
func (h workbookHandlers) ExportWorkbook(ctx context.Context, r api.ExportWorkbookRequestObject) (api.ExportWorkbookResponseObject, error) {
	file, err := h.use.Export(ctx, r.AssessmentID)
	name := attachment("memsure-" + r.AssessmentID + ".xlsx")
	return api.ExportWorkbook200ApplicationVndOpenxmlformatsOfficedocumentSpreadsheetmlSheetResponse{
		Body: bytes.NewReader(file), ContentLength: int64(len(file)),
		Headers: api.ExportWorkbook200ResponseHeaders{ContentDisposition: &name}}, err
}

// ImportWorkbook takes in a workbook that was filled in.
func (h workbookHandlers) ImportWorkbook(ctx context.Context, r api.ImportWorkbookRequestObject) (api.ImportWorkbookResponseObject, error) {
	file, err := readFile(uploadBody{r.Body})
	if err != nil {
		return nil, err
	}
	done, err := h.use.Import(ctx, r.AssessmentID, file, given(r.Params.DryRun))
	if err != nil {
		return nil, err
	}
	return api.ImportWorkbook200JSONResponse{DryRun: done.DryRun, Saved: done.Saved, Unchanged: done.Unchanged,
		Notes: each(done.Notes, workbookNote), Progress: progressOut(done.Progress)}, nil
}

func workbookNote(n workbook.Note) api.WorkbookNote {
	return api.WorkbookNote{Sheet: some(n.Sheet), Cell: some(n.Cell), QuestionID: some(n.QuestionID), Title: some(n.Title),
		Code: n.Code, Message: n.Expected, Remedy: some(n.Remedy), Taken: n.Taken}
}
