package app

import (
	"context"
	"encoding/json"

	"memsure/internal/assessment"
	"memsure/internal/audit"
	"memsure/internal/canon"
	"memsure/internal/fault"
	"memsure/internal/id"
	"memsure/internal/report"
	"memsure/internal/scoring"
	"memsure/internal/store"
)

// ScorecardSchema names the form of the frozen document.
const ScorecardSchema = "memsure/scorecard/v1"

// ScorecardDocument is a scorecard as frozen: the result, and the digests of
// everything that went in.
type ScorecardDocument struct {
	Schema       string         `json:"schema"`
	AssessmentID string         `json:"assessment_id"`
	Number       int            `json:"number"`
	Revision     int            `json:"revision"`
	Revisions    []RevisionRef  `json:"revisions"` // all up to that one, oldest first: which answers stayed the same follows from them
	Reviews      []ReviewRef    `json:"reviews"`   // all that were considered, in their order
	Tier         string         `json:"tier"`
	Source       string         `json:"source"`
	ScoredAt     int64          `json:"scored_at"` // microseconds UTC
	ScoredBy     string         `json:"scored_by"` // person's reference
	Inputs       []NamedDigest  `json:"inputs"`
	Result       scoring.Result `json:"result"`
}

// RevisionRef names a frozen revision.
type RevisionRef struct {
	Number int    `json:"number"`
	Digest string `json:"digest"`
}

// ReviewRef names a review.
type ReviewRef struct {
	Number int    `json:"number"`
	ID     string `json:"id"`
}

// NamedDigest is one input by name.
type NamedDigest struct {
	Name   string `json:"name"`
	Digest string `json:"digest"`
}

// Scorecard is a frozen scorecard with its report.
type Scorecard struct {
	store.Scorecard
	Content ScorecardDocument
	Report  store.Report
}

// inputDigests names everything a score rests on.
func (j judged) inputDigests(rulesetDigest string) ([]NamedDigest, error) {
	_, facts, err := assessment.DigestFacts(j.input.Facts)
	if err != nil {
		return nil, fault.Wrap(err, "digest facts")
	}
	reviews, err := assessment.DigestReviews(j.input.Reviews)
	if err != nil {
		return nil, fault.Wrap(err, "digest reviews")
	}
	return []NamedDigest{
		{"questionnaire", j.row.QuestionnaireDigest}, {"ruleset", rulesetDigest},
		{"revision", j.revisions[len(j.revisions)-1].Digest}, {"facts", facts}, {"reviews", reviews},
	}, nil
}

// considered names the revisions and the reviews that were looked at.
func (j judged) considered() ([]RevisionRef, []ReviewRef) {
	revisions, reviews := []RevisionRef{}, []ReviewRef{}
	for _, r := range j.revisions {
		revisions = append(revisions, RevisionRef{r.Number, r.Digest})
	}
	for _, r := range j.input.Reviews {
		reviews = append(reviews, ReviewRef{r.Number, r.ID})
	}
	return revisions, reviews
}

// Score freezes the score of the last revision as of now, with its report.
// Earlier scorecards stay as they are.
func (u Evaluation) Score(ctx context.Context, assessmentID string) (Scorecard, error) {
	ref, _, err := u.write(ctx, store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (string, audit.Events, error) {
		j, err := u.judge(&tx.ReadTx, assessmentID)
		if err != nil {
			return "", nil, err
		}
		if _, err := assessment.Next(assessment.State(j.row.State), assessment.ActScore); err != nil {
			return "", nil, err
		}
		card, made, err := u.freezeScore(tx, j)
		if err != nil {
			return "", nil, err
		}
		if err := u.keepLogo(tx); err != nil {
			return "", nil, err
		}
		events := append(told("scorecard.create", card.ID, "", card.Digest), told("report.create", made.ID, "", made.Digest)...)
		return card.ID, events, tx.Buyer().AddScorecard(card, made)
	})
	if err != nil {
		return Scorecard{}, err
	}
	return u.find(ctx, assessmentID, func(c store.Scorecard) bool { return c.ID == ref })
}

func (u Evaluation) keepLogo(tx *store.Tx) error {
	if len(u.Settings.Logo) == 0 {
		return nil
	}
	return tx.Buyer().KeepLogo(report.LogoDigest(u.Settings.Logo), u.Settings.Logo)
}

func (u Evaluation) freezeScore(tx *store.Tx, j judged) (card store.Scorecard, made store.Report, err error) {
	earlier, err := tx.Buyer().Scorecards(j.row.ID)
	if err != nil {
		return card, made, err
	}
	q, err := tx.QuestionnaireByID(j.row.QuestionnaireID)
	if err != nil {
		return card, made, err
	}
	doc := ScorecardDocument{Schema: ScorecardSchema, AssessmentID: j.row.ID, Number: len(earlier) + 1, Revision: j.row.Revision,
		Tier: j.row.Tier, Source: j.row.Source, ScoredAt: tx.Now(), ScoredBy: tx.Actor().ID, Result: j.result}
	doc.Revisions, doc.Reviews = j.considered()
	if doc.Inputs, err = j.inputDigests(q.RulesetDigest); err != nil {
		return card, made, err
	}
	bytes, digest, err := canon.EncodeDigest(canon.DomainScorecard, doc)
	if err != nil {
		return card, made, fault.Wrap(err, "freeze scorecard")
	}
	card = store.Scorecard{ID: id.New(id.Scorecard), VendorID: j.row.VendorID, AssessmentID: j.row.ID, Number: doc.Number, Revision: doc.Revision,
		Digest: digest, Document: bytes, Arithmetic: j.result.Arithmetic, RulesetDigest: q.RulesetDigest, Band: j.result.Band,
		GateOutcome: string(j.result.GateOutcome), Overall: score(j.result.Overall), Exposure: score(j.result.Exposure),
		Practice: score(j.result.Practice), ScoredUS: tx.Now(), ScoredBy: tx.Actor().ID}
	made, err = u.writeReport(j, doc, card, earlier)
	return card, made, err
}

func score(s *scoring.Summary) *int64 {
	if s == nil {
		return nil
	}
	return &s.Score
}

// writeReport builds the report of a scorecard once; every rendering is drawn
// from what is kept here.
func (u Evaluation) writeReport(j judged, doc ScorecardDocument, card store.Scorecard, earlier []store.Scorecard) (store.Report, error) {
	previous, err := u.previous(j, earlier)
	if err != nil {
		return store.Report{}, err
	}
	made := store.Report{ID: id.New(id.Report), VendorID: card.VendorID, AssessmentID: card.AssessmentID, ScorecardID: card.ID, CreatedUS: card.ScoredUS}
	view := report.BuildScorecard(report.Input{
		ReportID: made.ID, Final: settled(j.result), GeneratedAt: card.ScoredUS, DataCutOff: card.ScoredUS,
		Buyer:   report.Buyer{Name: u.Settings.BuyerName, LogoSHA256: report.LogoDigest(u.Settings.Logo)},
		Decider: j.row.Owner,
		Marking: u.Settings.Marking, Vendor: j.row.VendorName, Product: j.row.ProductName, Release: j.row.ReleaseLabel,
		Purpose: assessment.Purpose(j.row.Purpose), Tier: j.row.Tier, Source: j.input.Source,
		Definition: j.input.Version.Definition, DefinitionDigest: doc.Inputs[0].Digest, RulesetDigest: doc.Inputs[1].Digest,
		Revision: j.input.Revision, RevisionDigest: doc.Inputs[2].Digest, Facts: j.input.Facts, FactsDigest: doc.Inputs[3].Digest,
		Reviews: j.input.Reviews, ReviewsDigest: doc.Inputs[4].Digest, Result: &j.result, ResultDigest: card.Digest,
		Previous: previous, People: j.people(card.ScoredBy),
	})
	made.Document, made.Digest, err = report.Encode(view)
	return made, fault.Wrap(err, "encode report")
}

// settled tells whether people have judged everything that waits for them,
// gates that no rule could decide included: a report is a draft before.
func settled(r scoring.Result) bool {
	if r.GateOutcome == scoring.Undetermined {
		return false
	}
	for _, section := range r.Sections {
		for _, q := range section.Questions {
			if q.Status == scoring.StatusUngraded || q.Status == scoring.StatusNAPending {
				return false
			}
		}
	}
	for _, f := range r.Findings {
		if f.Kind == scoring.FindingContradiction && f.State == scoring.FindingOpen {
			return false
		}
	}
	return true
}

// people lists who stands behind the report, by reference and role.
func (j judged) people(scoredBy string) []report.Person {
	found := []report.Person{{Ref: j.input.Revision.SubmittedBy, Role: "submitted the answers"}}
	if by := j.input.Revision.ApprovedBy; by != "" {
		found = append(found, report.Person{Ref: by, Role: "approved the answers for the vendor"})
	}
	seen := map[string]bool{}
	for _, r := range j.input.Reviews {
		if !seen[r.By] {
			found = append(found, report.Person{Ref: r.By, Role: "evaluator"})
		}
		seen[r.By] = true
	}
	return append(found, report.Person{Ref: scoredBy, Role: "had the score computed"})
}

func (u Evaluation) previous(j judged, earlier []store.Scorecard) (*report.Previous, error) {
	if len(earlier) == 0 {
		return nil, nil
	}
	last, err := opened(earlier[0])
	if err != nil {
		return nil, err
	}
	for _, row := range j.revisions {
		if row.Number == last.Content.Revision {
			revision, err := thawed(row)
			return &report.Previous{ReportID: last.ID, Revision: revision, Result: &last.Content.Result}, err
		}
	}
	return nil, damaged("scorecard")
}

// opened decodes a scorecard and holds it to its digest.
func opened(row store.Scorecard) (Scorecard, error) {
	card := Scorecard{Scorecard: row}
	if canon.Digest(canon.DomainScorecard, row.Document) != row.Digest {
		return card, damaged("scorecard")
	}
	if err := json.Unmarshal(row.Document, &card.Content); err != nil || !indexed(row, card.Content) {
		return card, damaged("scorecard")
	}
	return card, nil
}

// indexed tells whether the columns beside a scorecard's document say what the
// document says: lists and reports are built from them.
func indexed(row store.Scorecard, doc ScorecardDocument) bool {
	same := func(a *int64, b *scoring.Summary) bool {
		return a == nil && b == nil || a != nil && b != nil && *a == b.Score
	}
	r := doc.Result
	return row.AssessmentID == doc.AssessmentID && row.Number == doc.Number && row.Revision == doc.Revision &&
		row.Arithmetic == r.Arithmetic && row.Band == r.Band && row.GateOutcome == string(r.GateOutcome) &&
		same(row.Overall, r.Overall) && same(row.Exposure, r.Exposure) && same(row.Practice, r.Practice) &&
		row.ScoredUS == doc.ScoredAt && row.ScoredBy == doc.ScoredBy
}

// Scorecards lists an assessment's scorecards, newest first.
func (u Evaluation) Scorecards(ctx context.Context, assessmentID string) (found []Scorecard, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		if _, err := tx.Buyer().Assessment(assessmentID); err != nil {
			return err
		}
		rows, err := tx.Buyer().Scorecards(assessmentID)
		if err != nil {
			return err
		}
		for _, row := range rows {
			card, err := withReport(tx, row)
			if err != nil {
				return err
			}
			found = append(found, card)
		}
		return nil
	})
	return found, err
}

func withReport(tx *store.ReadTx, row store.Scorecard) (Scorecard, error) {
	card, err := opened(row)
	if err != nil {
		return card, err
	}
	card.Report, err = tx.Buyer().Report(row.ID)
	return card, err
}

// Scorecard gives one scorecard by number; 0 means the newest.
func (u Evaluation) Scorecard(ctx context.Context, assessmentID string, number int) (card Scorecard, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		row, err := tx.Buyer().Scorecard(assessmentID, number)
		if err != nil {
			return err
		}
		card, err = withReport(tx, row)
		return err
	})
	return card, err
}

func (u Evaluation) find(ctx context.Context, assessmentID string, is func(store.Scorecard) bool) (Scorecard, error) {
	all, err := u.Scorecards(ctx, assessmentID)
	if err != nil {
		return Scorecard{}, err
	}
	for _, card := range all {
		if is(card.Scorecard) {
			return card, nil
		}
	}
	return Scorecard{}, absent(nil)
}
