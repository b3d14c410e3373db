package questionnaires_test

import (
	"errors"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"memsure/internal/bundle/response"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/questionnaires"
)

func memorySafety(t *testing.T) *questionnaire.Definition {
	t.Helper()
	return compiled(t).Definition
}

func eachQuestion(d *questionnaire.Definition, visit func(questionnaire.Section, questionnaire.Question)) {
	for _, section := range d.Sections {
		for _, question := range section.Questions {
			visit(section, question)
		}
	}
}

func TestShippedFilesLoad(t *testing.T) {
	files := questionnaires.Shipped()
	if len(files) == 0 {
		t.Fatal("nothing is shipped")
	}
	for _, file := range files {
		t.Run(file.Name, func(t *testing.T) {
			definition, err := questionnaire.Load(file.Source)
			if err != nil {
				t.Fatal(err)
			}
			if want := definition.Slug + "-" + definition.Version + ".yaml"; file.Name != want {
				t.Errorf("file name %q, want %q", file.Name, want)
			}
		})
	}
}

func TestQuestionnaireUsesTheWholeLanguage(t *testing.T) {
	definition := memorySafety(t)
	used := map[string]int{}
	questions := 0
	eachQuestion(definition, func(_ questionnaire.Section, q questionnaire.Question) {
		questions++
		used["type "+string(q.Type)]++
		used["scoring "+string(q.Scoring.Kind)]++
		used["scope "+string(q.Scope)]++
		used["role "+string(q.Role)]++
		used["proof "+q.Evidence.Proof]++
		if q.When != nil {
			used["hidden "+string(q.WhenHidden)]++
		}
		for _, option := range q.Options {
			if option.Exclusive {
				used["exclusive option"]++
			}
		}
		if q.Scoring.Fact != "" {
			used["scored by fact"]++
		}
		if q.Evidence.Assurance == "none" {
			used["own proof"]++
		}
		if q.NA.Allowed && q.NA.ReasonRequired {
			used["not applicable"]++
		}
	})
	if questions < 25 {
		t.Errorf("%d questions, want at least 25", questions)
	}
	for _, want := range []string{
		"type boolean", "type single_choice", "type multi_choice", "type percentage", "type number",
		"type date", "type text", "type file", "type table",
		"scoring yes_is_good", "scoring no_is_good", "scoring options", "scoring anchors", "scoring freshness",
		"scoring lead_time", "scoring measure", "scoring rubric", "scoring evidence", "scoring none",
		"scope vendor", "scope product", "scope release", "role award", "role selection", "role information",
		"proof expected", "proof required", "hidden inherit", "hidden exclude",
		"exclusive option", "scored by fact", "own proof", "not applicable",
	} {
		if used[want] == 0 {
			t.Errorf("no question uses %s", want)
		}
	}
}

func TestEveryQuestionHelpsThePersonAnswering(t *testing.T) {
	edition := regexp.MustCompile(`^[A-Za-z0-9]+-[0-9][0-9./-]* \S`)
	eachQuestion(memorySafety(t), func(_ questionnaire.Section, q questionnaire.Question) {
		if q.Help == "" || q.GoodAnswer == "" || q.BadAnswer == "" {
			t.Errorf("%s: help text and both example answers are wanted", q.ID)
		}
		if len(q.MapsTo) == 0 && q.Weight > 0 {
			t.Errorf("%s: a scored question names where it comes from", q.ID)
		}
		for _, entry := range q.MapsTo {
			if !edition.MatchString(entry) {
				t.Errorf("%s: mapping %q names no edition", q.ID, entry)
			}
		}
	})
}

func TestExposureDecides(t *testing.T) {
	weight := map[questionnaire.Dimension]int{}
	for _, section := range memorySafety(t).Sections {
		weight[section.Dimension] += section.Weight
	}
	total := weight[questionnaire.Exposure] + weight[questionnaire.Practice]
	if 100*weight[questionnaire.Exposure] < 55*total {
		t.Errorf("exposure has %d of %d, want at least 55 percent", weight[questionnaire.Exposure], total)
	}
}

// Words that promise what nobody can, or law where there is advice.
func TestWording(t *testing.T) {
	forbidden := regexp.MustCompile(`(?i)\b(compliant|compliance|certified|required by law|mandated|legally required|M-22-18|is secure)\b`)
	for _, file := range questionnaires.Shipped() {
		for n, line := range strings.Split(string(file.Source), "\n") {
			if word := forbidden.FindString(line); word != "" {
				t.Errorf("%s:%d says %q", file.Name, n+1, word)
			}
		}
	}
}

func TestNamedFindsWhatIsShipped(t *testing.T) {
	for _, file := range questionnaires.Shipped() {
		definition, err := questionnaire.Load(file.Source)
		if err != nil {
			t.Fatal(err)
		}
		if named, err := questionnaires.Named(definition.Slug, definition.Version); err != nil || named.Name != file.Name || string(named.Source) != string(file.Source) {
			t.Errorf("Named(%s, %s) gave %s, %v", definition.Slug, definition.Version, named.Name, err)
		}
	}
	for _, slug := range []string{"", "..", "../questionnaires/supplier-memory-safety", "samples/x"} {
		if _, err := questionnaires.Named(slug, "1.0.0"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Named(%q) gave %v, want fs.ErrNotExist", slug, err)
		}
	}
}

func TestSampleRefusesOtherPlaces(t *testing.T) {
	for _, name := range []string{"", ".", "..", "nothing.json", "../embed.go", "samples/" + questionnaires.SampleAverage} {
		if _, err := questionnaires.Sample(name); err == nil {
			t.Errorf("Sample(%q) gave a file", name)
		}
	}
	if _, err := response.Sample("nothing.json"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Response of an unknown name gave %v, want fs.ErrNotExist", err)
	}
}

// The format reference shows a whole questionnaire; what authors copy must load.
func TestFormatReferenceExampleLoads(t *testing.T) {
	if _, err := questionnaire.Load(formatExample(t)); err != nil {
		t.Fatal(err)
	}
}

func formatExample(t *testing.T) []byte {
	t.Helper()
	_, after, found := strings.Cut(formatReference(t), "```yaml\nslug:")
	example, _, closed := strings.Cut(after, "```")
	if !found || !closed {
		t.Fatal("the reference holds no complete example")
	}
	return []byte("slug:" + example)
}

func TestFormatReferenceListsEveryFact(t *testing.T) {
	reference := formatReference(t)
	for name, kind := range fact.Kinds {
		if !strings.Contains(reference, "| `"+name+"` | "+string(kind)+" |") {
			t.Errorf("docs/questionnaire-format.md has no row for the fact %s of kind %s", name, kind)
		}
	}
}

func formatReference(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../docs/questionnaire-format.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
