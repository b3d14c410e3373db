package app

import (
	"strings"
	"time"

	"memsure/internal/assessment"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// checkReview refuses decisions that mean nothing for this revision or could
// change nothing, and notes what an override replaces.
func checkReview(j judged, r *assessment.Review) error {
	if r.Kind == assessment.ReviewApproval {
		return checkApproval(j, r)
	}
	if err := j.checkGrading(r); err != nil {
		return err
	}
	bad := fault.New(fault.Invalid, "validation", "The decision cannot be recorded as it is.")
	if strings.TrimSpace(r.Reason) == "" {
		bad.At("/reason", "required", "Say why.")
	}
	reviewChecks[r.Kind](j, r, bad)
	if len(bad.Fields) > 0 {
		return bad
	}
	if reason, ok := scoring.Reviewable(&j.result, j.input.Version, r); !ok {
		return bad.At(reviewPointers[r.Kind], "no_effect", reason)
	}
	return nil
}

// reviewPointers place what a review is about.
var reviewPointers = map[assessment.ReviewKind]string{
	assessment.ReviewGrade: "/question_id", assessment.ReviewConsensus: "/question_id", assessment.ReviewOverride: "/question_id", assessment.ReviewVerdict: "/question_id",
	assessment.ReviewNotApplicable: "/question_id", assessment.ReviewGate: "/gate_id", assessment.ReviewFinding: "/finding_id",
}

var reviewChecks = map[assessment.ReviewKind]func(judged, *assessment.Review, *fault.Error){
	assessment.ReviewGrade:         checkGrade,
	assessment.ReviewConsensus:     checkGrade,
	assessment.ReviewOverride:      checkOverride,
	assessment.ReviewVerdict:       checkVerdict,
	assessment.ReviewNotApplicable: checkNotApplicable,
	assessment.ReviewGate:          checkGate,
	assessment.ReviewFinding:       checkFinding,
}

// reviewed finds the question a review is about and how it stands now.
func reviewed(j judged, r *assessment.Review, bad *fault.Error) (*questionnaire.Question, scoring.QuestionResult, bool) {
	q, ok := j.input.Version.Index(r.QuestionID)
	if !ok {
		bad.At("/question_id", "unknown", "This questionnaire version has no such question.")
		return nil, scoring.QuestionResult{}, false
	}
	result, _ := j.questionResult(r.QuestionID)
	return j.input.Version.Questions()[q].Question, result, true
}

func (j judged) questionResult(id string) (scoring.QuestionResult, bool) {
	for _, section := range j.result.Sections {
		for _, result := range section.Questions {
			if result.ID == id {
				return result, true
			}
		}
	}
	return scoring.QuestionResult{}, false
}

// gradable tells whether there is an answer to a question that can be graded.
func (j judged) gradable(id string) bool {
	result, _ := j.questionResult(id)
	switch result.Status {
	case scoring.StatusScored, scoring.StatusUngraded, scoring.StatusNotScored:
		return true
	}
	return false
}

func checkGrade(j judged, r *assessment.Review, bad *fault.Error) {
	q, _, ok := reviewed(j, r, bad)
	if !ok {
		return
	}
	for _, g := range q.Scoring.Rubric {
		if g.Grade == r.Grade {
			if _, answered := j.input.Revision.Answer(q.ID); !answered {
				bad.At("/question_id", "unanswered", "There is no answer to grade.")
			}
			return
		}
	}
	bad.At("/grade", "unknown", "This is not a step of the question's published rubric.")
}

func checkOverride(j judged, r *assessment.Review, bad *fault.Error) {
	if _, result, ok := reviewed(j, r, bad); ok {
		r.Before = result.Quality
	}
}

func checkVerdict(j judged, r *assessment.Review, bad *fault.Error) {
	if _, _, ok := reviewed(j, r, bad); !ok {
		return
	}
	if r.Confidence == "" {
		bad.At("/confidence", "required", "Say what the proof is worth: claimed, documented, verified or contradicted.")
	}
	needsPlace := r.Confidence == string(scoring.Documented) || r.Confidence == string(scoring.Verified)
	if !needsPlace && r.EvidenceID == "" {
		return
	}
	known := false
	for _, file := range j.input.Revision.Evidence {
		known = known || file.ID == r.EvidenceID
	}
	if !known {
		bad.At("/evidence_id", "unknown", "Name a file of the submitted revision.")
	}
	if needsPlace && strings.TrimSpace(r.Place) == "" {
		bad.At("/place", "required", "Name the place in the file that shows it, such as a page.")
	}
}

func checkNotApplicable(j judged, r *assessment.Review, bad *fault.Error) {
	if _, _, ok := reviewed(j, r, bad); !ok {
		return
	}
	if answer, ok := j.input.Revision.Answer(r.QuestionID); !ok || answer.NotApplicable == nil {
		bad.At("/question_id", "not_claimed", "The vendor did not say that this question does not apply.")
	}
}

func checkGate(j judged, r *assessment.Review, bad *fault.Error) {
	known := false
	for _, g := range j.result.Gates {
		known = known || g.ID == r.GateID
	}
	if !known {
		bad.At("/gate_id", "unknown", "This assessment has no such gate.")
	}
	if r.Remedy == "" && r.RemedyBy == "" {
		return
	}
	if r.Remedy == "" || r.RemedyBy == "" || r.Accepted {
		bad.At("/remedy", "incomplete", "A condition needs a remedy and its date, and leaves accepted out.")
	}
	by, err := time.Parse(assessment.DateLayout, r.RemedyBy)
	if r.RemedyBy != "" && (err != nil || by.Before(time.UnixMicro(j.input.At).UTC().Truncate(24*time.Hour))) {
		bad.At("/remedy_by", "date", "Give a date that is not over, as YYYY-MM-DD.")
	}
}

func checkFinding(j judged, r *assessment.Review, bad *fault.Error) {
	for _, f := range j.result.Findings {
		if f.RuleID == r.FindingID {
			return
		}
	}
	bad.At("/finding_id", "unknown", "There is no such finding now.")
}
