package httpapi_test

import (
	"strings"
	"testing"

	"memsure/internal/app"
	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
	"memsure/internal/testkit/server"
)

// submitAs answers the tiny questionnaire as a vendor's lead and submits it.
func submitAs(t testing.TB, s *server.Server, token, assessmentID string) app.Receipt {
	t.Helper()
	ctx := s.Acting(token)
	answer := assessment.Answer{QuestionID: "native", Value: &questionnaire.Value{Kind: questionnaire.TypeBoolean, Boolean: false}}
	if _, err := s.App.Answering.Save(ctx, assessmentID, answer, app.Follows{First: true}); err != nil {
		t.Fatalf("save: %v", err)
	}
	receipt, err := s.App.Submissions.Submit(ctx, assessmentID, true)
	if err != nil {
		t.Fatalf("submit: %v", err)
	}
	return receipt
}

// uploadAs uploads a file and links it to the answer that submitAs gives.
func uploadAs(t testing.TB, s *server.Server, token, assessmentID, name, content string) string {
	t.Helper()
	file, err := s.App.Proof.Upload(s.Acting(token), assessmentID,
		app.NewEvidence{FileName: name, Kind: "policy", Content: strings.NewReader(content)})
	if err != nil {
		t.Fatalf("upload: %v", err)
	}
	return file.ID
}

// linkAs links a file to the answer of a question that submitAs leaves alone.
func linkAs(t testing.TB, s *server.Server, token, assessmentID, file string) {
	t.Helper()
	answer := assessment.Answer{QuestionID: "parts", Comment: "See the file.", Evidence: []assessment.EvidenceLink{{EvidenceID: file, Place: "page 1"}}}
	if _, err := s.App.Answering.Save(s.Acting(token), assessmentID, answer, app.Follows{First: true}); err != nil {
		t.Fatalf("link: %v", err)
	}
}
