package workbook_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
	"memsure/internal/questionnaire/questionnairetest"
	"memsure/internal/workbook"
)

const digest = "sha256:0000"

// What is written is read back: every answer as a workbook can say it, nothing
// changed, nothing refused, and no note at all.
func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		version := compiled(t, questionnairetest.Definition(t))
		answers, files := drawnAnswers(t, version)
		meta := workbook.Meta{Digest: digest, AssessmentID: "asm_1", ETags: map[string]string{}, Files: files}
		for id := range answers {
			meta.ETags[id] = `"7"`
		}
		filled := reread(t, version, answers, meta)
		if len(filled.Notes) > 0 {
			t.Fatalf("notes on our own workbook: %+v", filled.Notes)
		}
		if len(filled.Questions) != len(version.Questions()) {
			t.Fatalf("%d questions of %d", len(filled.Questions), len(version.Questions()))
		}
		for _, q := range filled.Questions {
			i, _ := version.Index(q.QuestionID)
			want := workbook.Entry{QuestionID: q.QuestionID}
			if a, ok := answers[q.QuestionID]; ok {
				want = workbook.EntryOf(version.Questions()[i].Question, a, files)
			}
			if diff := cmp.Diff(want, q.Entry); diff != "" {
				t.Fatalf("%s: %s", q.QuestionID, diff)
			}
			if q.Changed || q.Refused || q.Absent {
				t.Fatalf("%s: %+v", q.QuestionID, q)
			}
		}
	})
}

// drawnAnswers draws answers with everything that can stand beside a value.
func drawnAnswers(t *rapid.T, version *questionnaire.Compiled) (map[string]assessment.Answer, map[string]string) {
	files := workbook.FileNames([]assessment.Evidence{{ID: "ev_1", FileName: "a.pdf"}, {ID: "ev_2", FileName: "a.pdf"}, {ID: "ev_3", FileName: "b | c.json"}})
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"=1+1", "'x", "_x0041_", "a\r\nb", " y ", "\x01", "@cmd", strings.Repeat("ü", 40_000)}))
	answers := map[string]assessment.Answer{}
	for id, value := range questionnairetest.Answers(t, version.Definition) {
		a := assessment.Answer{QuestionID: id, Value: &value}
		switch rapid.IntRange(0, 5).Draw(t, "beside") {
		case 0:
			a.Comment = text.Draw(t, "comment")
		case 1:
			a.Value, a.NotApplicable = nil, &assessment.NotApplicable{Reason: text.Draw(t, "reason")}
		case 2:
			a.Evidence = []assessment.EvidenceLink{{EvidenceID: "ev_1", Place: "page 4"}, {EvidenceID: "ev_3"}}
		case 3:
			if value.Kind == questionnaire.TypeText {
				value.Text = "x" + text.Draw(t, "text")
			}
		}
		answers[id] = a
	}
	return answers, files
}

// The same content is the same file.
func TestTheSameAnswersGiveTheSameBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		version := compiled(t, questionnairetest.Definition(t))
		answers, files := drawnAnswers(t, version)
		meta := workbook.Meta{Digest: digest, Files: files}
		if !bytes.Equal(written(t, version, answers, meta), written(t, version, answers, meta)) {
			t.Fatal("the same answers gave two files")
		}
	})
}

type failer interface {
	Helper()
	Fatal(args ...any)
}

func compiled(t failer, def *questionnaire.Definition) *questionnaire.Compiled {
	t.Helper()
	version, err := questionnaire.Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	return version
}

func written(t failer, version *questionnaire.Compiled, answers map[string]assessment.Answer, meta workbook.Meta) []byte {
	t.Helper()
	file, err := workbook.Write(version, answers, meta)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func reread(t failer, version *questionnaire.Compiled, answers map[string]assessment.Answer, meta workbook.Meta) *workbook.Filled {
	t.Helper()
	filled, err := workbook.Read(written(t, version, answers, meta), version, meta.Digest)
	if err != nil {
		t.Fatal(err)
	}
	return filled
}
