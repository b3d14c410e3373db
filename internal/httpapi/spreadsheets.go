package httpapi

import (
	"bytes"
	"context"
	"fmt"

	"memsure/api"
	"memsure/internal/app"
)

// spreadsheetHandlers serves responses and scorecards for spreadsheet programs.
type spreadsheetHandlers struct{ use app.Reports }

// GetResponseXLSX gives a frozen revision as a workbook.
func (h spreadsheetHandlers) GetResponseXLSX(ctx context.Context, r api.GetResponseXLSXRequestObject) (api.GetResponseXLSXResponseObject, error) {
	file, err := h.use.ResponseXLSX(ctx, r.AssessmentID, r.Number)
	name := attachment(fmt.Sprintf("memsure-%s-revision-%d.xlsx", r.AssessmentID, r.Number))
	return api.GetResponseXLSX200ApplicationVndOpenxmlformatsOfficedocumentSpreadsheetmlSheetResponse{
		Body: bytes.NewReader(file), ContentLength: int64(len(file)),
		Headers: api.GetResponseXLSX200ResponseHeaders{ContentDisposition: &name}}, err
}

// GetResponseCSV gives a frozen revision, one row a question.
func (h spreadsheetHandlers) GetResponseCSV(ctx context.Context, r api.GetResponseCSVRequestObject) (api.GetResponseCSVResponseObject, error) {
	file, err := h.use.ResponseCSV(ctx, r.AssessmentID, r.Number)
	name := attachment(fmt.Sprintf("memsure-%s-revision-%d.csv", r.AssessmentID, r.Number))
	return api.GetResponseCSV200TextCsvResponse{Body: bytes.NewReader(file), ContentLength: int64(len(file)),
		Headers: api.GetResponseCSV200ResponseHeaders{ContentDisposition: &name}}, err
}

// GetReportXLSX gives a scorecard's report as a workbook.
func (h spreadsheetHandlers) GetReportXLSX(ctx context.Context, r api.GetReportXLSXRequestObject) (api.GetReportXLSXResponseObject, error) {
	id, file, err := h.use.XLSX(ctx, r.AssessmentID, given(r.Params.Scorecard))
	name := attachment("memsure-" + id + ".xlsx")
	return api.GetReportXLSX200ApplicationVndOpenxmlformatsOfficedocumentSpreadsheetmlSheetResponse{
		Body: bytes.NewReader(file), ContentLength: int64(len(file)),
		Headers: api.GetReportXLSX200ResponseHeaders{ContentDisposition: &name}}, err
}

// GetReportCSV gives a scorecard's questions, one row a question.
func (h spreadsheetHandlers) GetReportCSV(ctx context.Context, r api.GetReportCSVRequestObject) (api.GetReportCSVResponseObject, error) {
	id, file, err := h.use.CSV(ctx, r.AssessmentID, given(r.Params.Scorecard))
	name := attachment("memsure-" + id + ".csv")
	return api.GetReportCSV200TextCsvResponse{Body: bytes.NewReader(file), ContentLength: int64(len(file)),
		Headers: api.GetReportCSV200ResponseHeaders{ContentDisposition: &name}}, err
}
