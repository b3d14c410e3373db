package response

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"memsure/internal/assessment"
	"memsure/internal/bundle"
	"memsure/internal/evidence"
	"memsure/internal/evidence/read"
	"memsure/internal/questionnaire"
	"memsure/internal/report"
	"memsure/internal/scoring"
	"memsure/questionnaires"
)

// average is the average sample with the files that lie beside it.
func average(t *testing.T) (*questionnaire.Definition, Response, map[string]File) {
	t.Helper()
	version, _ := shipped(t)
	r, err := Sample(questionnaires.SampleAverage)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]File{}
	for _, e := range r.Evidence {
		content, err := questionnaires.Sample(e.Name)
		if err != nil {
			t.Fatal(err)
		}
		found, err := read.Read(bytes.NewReader(content), evidence.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(content)
		files[e.ID] = e.Looked(found, hex.EncodeToString(sum[:]), int64(len(content)))
	}
	return version.Definition, r, files
}

func try(t *testing.T, def *questionnaire.Definition, r Response, files map[string]File) Trial {
	t.Helper()
	trial, err := r.Try(def, files, r.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	return trial
}

// The shipped average after an evaluator looked into its files: the sum is
// made by hand beside the same response in the questionnaire's own tests.
func TestTryByHand(t *testing.T) {
	def, r, files := average(t)
	for i, answer := range r.Answers {
		if len(answer.Evidence) > 0 {
			r.Reviews = append(r.Reviews, assessment.Review{ID: "v-" + answer.QuestionID, Kind: assessment.ReviewVerdict, QuestionID: answer.QuestionID,
				Confidence: "documented", EvidenceID: answer.Evidence[0].EvidenceID, Place: "page 1", Reason: "Read.", By: "evaluator"})
		}
		if r.Answers[i].QuestionID == "vk-class-eliminated" {
			r.Reviews = append(r.Reviews, assessment.Review{ID: "grade", Kind: assessment.ReviewGrade, QuestionID: answer.QuestionID, Grade: 2, Reason: "Read.", By: "evaluator"})
		}
	}
	trial := try(t, def, r, files)
	if got := trial.Case.Result; got.Overall.Score != 45_432_311 || got.Exposure.Score != 41_462_526 || got.Practice.Score != 54_695_145 || got.Band != "D" {
		t.Errorf("overall %d, exposure %d, practice %d, band %s", got.Overall.Score, got.Exposure.Score, got.Practice.Score, got.Band)
	}
	// Nothing waits for an evaluator, and still it is nothing to decide on.
	if !bundle.Settled(&trial.Case.Result) || trial.Scorecard().Status != "draft" || trial.Trace().Status != "draft" {
		t.Errorf("a trial calls itself %s", trial.Scorecard().Status)
	}
}

// A response may leave the names out; the sentences stay whole.
func TestTryWithoutNames(t *testing.T) {
	def, r, files := average(t)
	r.Vendor, r.Product, r.Release = "", "", ""
	trial := try(t, def, r, files)
	if view := trial.Scorecard(); view.Subject.Vendor != "Unnamed vendor" || view.Subject.Product != "Unnamed product" {
		t.Errorf("the report is about %+v", view.Subject)
	}
}

// Nothing but the input decides: the same trial gives the same bytes, in
// whatever order the answers and files are written.
func TestTryIsReproducible(t *testing.T) {
	def, r, files := average(t)
	first, second := try(t, def, r, files), try(t, def, r, files)
	if first.Digest != second.Digest || first.Case.Occasion.ReportID != second.Case.Occasion.ReportID {
		t.Error("tried again it is another scorecard")
	}
	shuffled := r
	shuffled.Answers, shuffled.Evidence = slices.Clone(r.Answers), slices.Clone(r.Evidence)
	slices.Reverse(shuffled.Answers)
	slices.Reverse(shuffled.Evidence)
	if diff := cmp.Diff(first.Case.Result, try(t, def, shuffled, files).Case.Result); diff != "" {
		t.Errorf("the order of the file matters:\n%s", diff)
	}
	view := first.Scorecard()
	if view.Subject.Vendor != "Northwind Systems" || view.ReportID != first.Case.Occasion.ReportID || first.Trace().ScorecardDigest != first.Digest {
		t.Errorf("the report is about %+v", view.Subject)
	}
	if _, _, err := report.Encode(view); err != nil {
		t.Error(err)
	}
}

func TestTryUsesTheWeightsOfTheTier(t *testing.T) {
	def, r, files := average(t)
	plain := try(t, def, r, files)
	heavy := *def
	heavy.Tiers = slices.Clone(def.Tiers)
	for i := range heavy.Tiers {
		if heavy.Tiers[i].ID == r.Tier {
			heavy.Tiers[i].Weights = &questionnaire.Weights{Questions: []questionnaire.Weight{{ID: "ms-native-code", Weight: 1000}}}
		}
	}
	weighed := try(t, &heavy, r, files)
	if plain.Case.Result.Overall.Score == weighed.Case.Result.Overall.Score {
		t.Error("the tier's weights change nothing")
	}
	named, err := bundle.Identify(&heavy)
	if err != nil || weighed.Document.Input("questionnaire") != named.Digest {
		t.Errorf("the scorecard names another questionnaire: %v", err)
	}
}

func TestRemarks(t *testing.T) {
	def, r, files := average(t)
	delete(files, "sbom")
	r.Reviews = []assessment.Review{{ID: "a", Kind: assessment.ReviewFinding, FindingID: "nothing", Reason: "a", By: "b"}}
	r.Answers[0].Evidence = append(r.Answers[0].Evidence, assessment.EvidenceLink{EvidenceID: "stray"})
	got := strings.Join(try(t, def, r, files).Remarks, "|")
	for _, want := range []string{"1 file is only named here", "1 link leads to files", "Review 1 has no effect"} {
		if !strings.Contains(got, want) {
			t.Errorf("nothing says %q: %s", want, got)
		}
	}
}

func TestTryRefusesWhatCannotBeScored(t *testing.T) {
	def, r, files := average(t)
	odd := *def
	odd.Ruleset.Arithmetic = scoring.Arithmetic + 1
	if _, err := r.Try(&odd, files, r.AsOf); err == nil || !strings.Contains(err.Error(), "ruleset_unusable") {
		t.Errorf("another arithmetic: %v", err)
	}
}
