package questionnaire_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"memsure/internal/questionnaire"
	"memsure/internal/questionnaire/questionnairetest"
)

func digestOf(t interface{ Fatal(args ...any) }, def *questionnaire.Definition) (doc []byte, digest string) {
	doc, digest, err := questionnaire.Canonical(def)
	if err != nil {
		t.Fatal(err)
	}
	return doc, digest
}

// A version survives being written as YAML, as canonical JSON, and both again.
func TestWrittenFormsKeepTheDigest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		def := questionnairetest.Definition(t)
		doc, digest := digestOf(t, def)
		text, err := questionnaire.ToYAML(def)
		if err != nil {
			t.Fatal(err)
		}
		src := rapid.SampledFrom([][]byte{text, doc}).Draw(t, "form")
		loaded, err := questionnaire.Load(src)
		if err != nil {
			t.Fatalf("%v\n%s", err, src)
		}
		if _, other := digestOf(t, loaded); other != digest {
			t.Fatalf("changed (-want +got):\n%s\n%s", cmp.Diff(def, loaded), src)
		}
		if again, err := questionnaire.FromCanonical(doc); err != nil || !cmp.Equal(def, again) {
			t.Fatalf("%v: %s", err, cmp.Diff(def, again))
		}
	})
}

func TestShippedQuestionnairesRoundTrip(t *testing.T) {
	const path = "../../questionnaires/supplier-memory-safety-1.0.0.yaml"
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	def, err := questionnaire.Load(src)
	if err != nil {
		t.Fatal(err)
	}
	_, digest := digestOf(t, def)
	text, err := questionnaire.ToYAML(def)
	if err != nil {
		t.Fatal(err)
	}
	again, err := questionnaire.Load(text)
	if err != nil {
		t.Fatal(err)
	}
	if _, other := digestOf(t, again); other != digest {
		t.Error(cmp.Diff(def, again))
	}
}
