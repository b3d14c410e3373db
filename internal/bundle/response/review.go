package response

import (
	"strconv"
	"strings"

	"memsure/internal/assessment"
	"memsure/internal/fact"
)

// aboutOf names the field that says what a kind of review is about.
var aboutOf = map[assessment.ReviewKind]string{
	assessment.ReviewGrade: "question_id", assessment.ReviewOverride: "question_id", assessment.ReviewVerdict: "question_id",
	assessment.ReviewNotApplicable: "question_id", assessment.ReviewConsensus: "question_id",
	assessment.ReviewGate: "gate_id", assessment.ReviewFinding: "finding_id", assessment.ReviewApproval: "approves",
}

// reviews reads decisions to try. Each gets an id where it has none, and a
// person's reference, for approvals and panels tell people apart.
func (r *reader) reviews(in []reviewShape, of Response) (out []assessment.Review) {
	seen := map[string]bool{}
	for i := range in {
		at, w := item("reviews", i), &in[i]
		review := assessment.Review{ID: w.ID, Kind: assessment.ReviewKind(w.Kind), QuestionID: w.QuestionID, GateID: w.GateID,
			FindingID: w.FindingID, Approves: w.Approves, Grade: given(w.Grade), Confidence: w.Confidence, EvidenceID: w.EvidenceID,
			Place: w.Place, Accepted: w.Accepted, Remedy: w.Remedy, RemedyBy: w.RemedyBy, Reason: w.Reason, By: w.By}
		review.Quality, _ = given(w.Quality).Micro() // a Decimal was checked when it was read
		if review.ID == "" {
			review.ID = "review-" + strconv.Itoa(i+1)
		}
		if review.By == "" {
			review.By = "evaluator"
		}
		if seen[review.ID] {
			r.refuse(at+"/id", "duplicate_id", "Another review of this response has this id already.")
		}
		seen[review.ID] = true
		r.review(at, w, review, of)
		out = append(out, review)
	}
	return out
}

// review wants what a decision of its kind cannot do without.
func (r *reader) review(at string, w *reviewShape, review assessment.Review, of Response) {
	about, known := aboutOf[review.Kind]
	if !known {
		r.refuse(at+"/kind", "not_one_of", "One of these belongs here: grade, override, verdict, not_applicable, gate, finding, consensus, approval.")
		return
	}
	subject := map[string]string{"question_id": w.QuestionID, "gate_id": w.GateID, "finding_id": w.FindingID, "approves": w.Approves}
	r.need(at+"/"+about, subject[about])
	if strings.TrimSpace(w.Reason) == "" {
		r.refuse(at+"/reason", "required", "Say why.")
	}
	r.date(at+"/remedy_by", w.RemedyBy)
	switch review.Kind {
	case assessment.ReviewGrade, assessment.ReviewConsensus:
		if w.Grade == nil {
			r.refuse(at+"/grade", "required", "Give a step of the question's rubric.")
		}
	case assessment.ReviewOverride:
		if w.Quality == nil || review.Quality < 0 || review.Quality > fact.Million {
			r.refuse(at+"/quality", "out_of_range", "A decimal number from 0 to 1 belongs here.")
		}
	case assessment.ReviewVerdict:
		r.verdict(at, w, of)
	}
}

func (r *reader) verdict(at string, w *reviewShape, of Response) {
	switch w.Confidence {
	case "claimed", "contradicted":
		if w.EvidenceID == "" {
			return
		}
	case "documented", "verified":
		if strings.TrimSpace(w.Place) == "" {
			r.refuse(at+"/place", "required", "Name the place in the file that shows it, such as a page.")
		}
	default:
		r.refuse(at+"/confidence", "not_one_of", "One of these belongs here: claimed, documented, verified, contradicted.")
		return
	}
	if _, ok := of.evidence(w.EvidenceID); !ok {
		r.refuse(at+"/evidence_id", "unknown_id", "No file of this response has this id.")
	}
}
