package questionnaires_test

import (
	"testing"

	"memsure/internal/assessment"
	"memsure/internal/bundle/response"
	"memsure/internal/questionnaire"
	"memsure/questionnaires"
)

var sampleNames = []string{questionnaires.SampleAverage, questionnaires.SampleEvasive, questionnaires.SampleAllCPP}

func sample(t *testing.T, name string) response.Response {
	t.Helper()
	response, err := response.Sample(name)
	if err != nil {
		t.Fatal(err)
	}
	return response
}

// compiled is the first version of the full questionnaire.
func compiled(t *testing.T) *questionnaire.Compiled {
	t.Helper()
	return compiledAs(t, "supplier-memory-safety", "1.0.0")
}

// visible says which questions the sample's own answers show.
func visible(version *questionnaire.Compiled, answers []assessment.Answer) []questionnaire.Truth {
	env := version.NewEnv()
	for _, answer := range answers {
		if at, ok := version.Index(answer.QuestionID); ok {
			env.Answers[at] = answer.Value
		}
	}
	return version.Visible(env)
}

func TestSampleAnswersAreMeaningful(t *testing.T) {
	version := compiled(t)
	for _, name := range sampleNames {
		t.Run(name, func(t *testing.T) {
			response := sample(t, name)
			if response.Slug != version.Definition.Slug || response.Version != version.Definition.Version {
				t.Fatalf("answers %s %s", response.Slug, response.Version)
			}
			shown := visible(version, response.Answers)
			seen := map[string]bool{}
			for _, answer := range response.Answers {
				at, ok := version.Index(answer.QuestionID)
				if !ok || seen[answer.QuestionID] {
					t.Fatalf("%s: unknown or answered twice", answer.QuestionID)
				}
				seen[answer.QuestionID] = true
				if shown[at] != questionnaire.True {
					t.Errorf("%s: answered although it is not shown", answer.QuestionID)
				}
				for _, wrong := range assessment.Check(version, at, answer, assessment.SourceVendor) {
					t.Errorf("%s%s: %s", answer.QuestionID, wrong.Pointer, wrong.Message)
				}
			}
		})
	}
}

func TestHonestSamplesAnswerEverythingAsked(t *testing.T) {
	version := compiled(t)
	for _, name := range []string{questionnaires.SampleAverage, questionnaires.SampleAllCPP} {
		response := sample(t, name)
		given := map[string]bool{}
		for _, answer := range response.Answers {
			given[answer.QuestionID] = true
		}
		shown := visible(version, response.Answers)
		for at, question := range version.Questions() {
			if shown[at] == questionnaire.True && question.Required && !given[question.ID] {
				t.Errorf("%s leaves %s open", name, question.ID)
			}
		}
	}
}

func TestSampleEvidenceIsDeclaredAndThere(t *testing.T) {
	for _, name := range sampleNames {
		response := sample(t, name)
		declared := map[string]bool{}
		for _, evidence := range response.Evidence {
			declared[evidence.ID] = true
		}
		for _, answer := range response.Answers {
			for _, link := range answer.Evidence {
				if !declared[link.EvidenceID] {
					t.Errorf("%s: %s links %q, which is not declared", name, answer.QuestionID, link.EvidenceID)
				}
			}
		}
	}
	for _, evidence := range sample(t, questionnaires.SampleAverage).Evidence {
		if evidence.ID == "sbom" {
			continue // the demo's own, which the scoring tests read
		}
		if content, err := questionnaires.Sample(evidence.Name); err != nil || len(content) == 0 {
			t.Errorf("%s: %v", evidence.Name, err)
		}
	}
}

// The demo shows every type of answer.
func TestAverageSampleUsesEveryType(t *testing.T) {
	used := map[questionnaire.Type]bool{}
	for _, answer := range sample(t, questionnaires.SampleAverage).Answers {
		if answer.Value != nil {
			used[answer.Value.Kind] = true
		}
	}
	for _, want := range []questionnaire.Type{
		questionnaire.TypeBoolean, questionnaire.TypeSingleChoice, questionnaire.TypeMultiChoice,
		questionnaire.TypePercentage, questionnaire.TypeNumber, questionnaire.TypeDate,
		questionnaire.TypeText, questionnaire.TypeFile, questionnaire.TypeTable,
	} {
		if !used[want] {
			t.Errorf("no answer of type %s", want)
		}
	}
}
