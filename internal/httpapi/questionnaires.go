package httpapi

import (
	"bytes"
	"context"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/store"
)

type questionnaireHandlers struct{ use app.Questionnaires }

// ListQuestionnaires lists versions, newest first.
func (h questionnaireHandlers) ListQuestionnaires(ctx context.Context, r api.ListQuestionnairesRequestObject) (api.ListQuestionnairesResponseObject, error) {
	slug, state := given(r.Params.Slug), string(given(r.Params.State))
	list := listName("questionnaires", slug, state)
	page, err := pageOf(list, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	rows, err := h.use.List(ctx, page, slug, state)
	rows, next := cut(rows, page, list, func(q store.Questionnaire) cursor { return cursor{Time: q.CreatedUS, ID: q.ID} })
	return api.ListQuestionnaires200JSONResponse{Items: each(rows, questionnaireVersion), NextCursor: next}, err
}

// CreateQuestionnaireDraft keeps a file as a new draft.
func (h questionnaireHandlers) CreateQuestionnaireDraft(ctx context.Context, r api.CreateQuestionnaireDraftRequestObject) (api.CreateQuestionnaireDraftResponseObject, error) {
	source, err := readFile(r.Body)
	if err != nil {
		return nil, err
	}
	saved, err := h.use.Create(ctx, source)
	return api.CreateQuestionnaireDraft201JSONResponse{Body: savedDraft(saved),
		Headers: api.CreateQuestionnaireDraft201ResponseHeaders{ETag: etag(saved.RowVersion)}}, err
}

// LintQuestionnaire checks a file without keeping it.
func (h questionnaireHandlers) LintQuestionnaire(_ context.Context, r api.LintQuestionnaireRequestObject) (api.LintQuestionnaireResponseObject, error) {
	source, err := readFile(r.Body)
	if err != nil {
		return nil, err
	}
	faults, remarks, err := h.use.Lint(source)
	return api.LintQuestionnaire200JSONResponse{Valid: len(faults) == 0,
		Errors: each(faults, problemField), Remarks: each(remarks, lintRemark)}, err
}

// DiffQuestionnaires compares two versions of one questionnaire.
func (h questionnaireHandlers) DiffQuestionnaires(ctx context.Context, r api.DiffQuestionnairesRequestObject) (api.DiffQuestionnairesResponseObject, error) {
	found, err := h.use.Diff(ctx, r.Slug, r.Params.From, r.Params.To)
	return api.DiffQuestionnaires200JSONResponse{From: found.From, To: found.To,
		Changes: each(found.Changes, questionnaireChange), CarryForward: each(found.CarryForward, carryForward)}, err
}

// GetQuestionnaireVersion gives a version with its definition.
func (h questionnaireHandlers) GetQuestionnaireVersion(ctx context.Context, r api.GetQuestionnaireVersionRequestObject) (api.GetQuestionnaireVersionResponseObject, error) {
	row, err := h.use.Get(ctx, r.Slug, r.Version)
	if err != nil {
		return nil, err
	}
	definition, err := definitionDocument(row.Canonical)
	return api.GetQuestionnaireVersion200JSONResponse{
		Body:    api.QuestionnaireDocument{Questionnaire: questionnaireVersion(row), Definition: definition},
		Headers: api.GetQuestionnaireVersion200ResponseHeaders{ETag: etag(row.RowVersion)}}, err
}

// ReplaceQuestionnaireDraft stores a file over its draft.
func (h questionnaireHandlers) ReplaceQuestionnaireDraft(ctx context.Context, r api.ReplaceQuestionnaireDraftRequestObject) (api.ReplaceQuestionnaireDraftResponseObject, error) {
	source, err := readFile(r.Body)
	if err != nil {
		return nil, err
	}
	saved, err := h.use.Replace(ctx, r.Slug, r.Version, given(r.Params.IfMatch), source)
	return api.ReplaceQuestionnaireDraft200JSONResponse{Body: savedDraft(saved),
		Headers: api.ReplaceQuestionnaireDraft200ResponseHeaders{ETag: etag(saved.RowVersion)}}, err
}

// DeleteQuestionnaireDraft discards a draft.
func (h questionnaireHandlers) DeleteQuestionnaireDraft(ctx context.Context, r api.DeleteQuestionnaireDraftRequestObject) (api.DeleteQuestionnaireDraftResponseObject, error) {
	return api.DeleteQuestionnaireDraft204Response{}, h.use.Discard(ctx, r.Slug, r.Version, given(r.Params.IfMatch))
}

// GetQuestionnaireFile gives a version as a file to save.
func (h questionnaireHandlers) GetQuestionnaireFile(ctx context.Context, r api.GetQuestionnaireFileRequestObject) (api.GetQuestionnaireFileResponseObject, error) {
	file, err := h.use.File(ctx, r.Slug, r.Version, given(r.Params.Original))
	name := attachment(r.Slug + "-" + r.Version + ".yaml")
	return api.GetQuestionnaireFile200ApplicationYamlResponse{Body: bytes.NewReader(file), ContentLength: int64(len(file)),
		Headers: api.GetQuestionnaireFile200ResponseHeaders{ContentDisposition: &name}}, err
}

// GetQuestionnairePDF draws a version as a sheet.
func (h questionnaireHandlers) GetQuestionnairePDF(ctx context.Context, r api.GetQuestionnairePDFRequestObject) (api.GetQuestionnairePDFResponseObject, error) {
	file, err := h.use.PDF(ctx, r.Slug, r.Version, given(r.Params.Scoring))
	name := attachment(r.Slug + "-" + r.Version + ".pdf")
	return api.GetQuestionnairePDF200ApplicationPdfResponse{Body: bytes.NewReader(file), ContentLength: int64(len(file)),
		Headers: api.GetQuestionnairePDF200ResponseHeaders{ContentDisposition: &name}}, err
}

// GetQuestionnaireHTML writes a version as a page to try out.
func (h questionnaireHandlers) GetQuestionnaireHTML(ctx context.Context, r api.GetQuestionnaireHTMLRequestObject) (api.GetQuestionnaireHTMLResponseObject, error) {
	page, err := h.use.HTML(ctx, r.Slug, r.Version, given(r.Params.Scoring))
	return api.GetQuestionnaireHTML200TextHTMLResponse{Body: bytes.NewReader(page), ContentLength: int64(len(page))}, err
}

// PublishQuestionnaire freezes a draft.
func (h questionnaireHandlers) PublishQuestionnaire(ctx context.Context, r api.PublishQuestionnaireRequestObject) (api.PublishQuestionnaireResponseObject, error) {
	saved, err := h.use.Publish(ctx, r.Slug, r.Version, given(r.Params.IfMatch))
	return api.PublishQuestionnaire200JSONResponse{Body: questionnaireVersion(saved.Questionnaire),
		Headers: api.PublishQuestionnaire200ResponseHeaders{ETag: etag(saved.RowVersion)}}, err
}

// RetireQuestionnaire ends new use of a version.
func (h questionnaireHandlers) RetireQuestionnaire(ctx context.Context, r api.RetireQuestionnaireRequestObject) (api.RetireQuestionnaireResponseObject, error) {
	saved, err := h.use.Retire(ctx, r.Slug, r.Version, given(r.Params.IfMatch))
	return api.RetireQuestionnaire200JSONResponse{Body: questionnaireVersion(saved.Questionnaire),
		Headers: api.RetireQuestionnaire200ResponseHeaders{ETag: etag(saved.RowVersion)}}, err
}
