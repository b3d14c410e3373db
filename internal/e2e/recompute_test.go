package e2e

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/assessment"
	"memsure/internal/auth"
	"memsure/internal/bundle"
	"memsure/internal/canon"
	"memsure/internal/evidence"
	"memsure/internal/evidence/read"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// recompute scores again from nothing but what the API hands out: the
// questionnaire's file, the frozen revisions, the files' own bytes and the
// reviews. Every input must have the digest that the scorecard names, and the
// result must be the stored one.
func (st *story) recompute(c card) {
	t := st.t
	t.Helper()
	var frozen struct {
		ScoredAt int64           `json:"scored_at"`
		Tier     string          `json:"tier"`
		Panel    []string        `json:"panel"`
		Source   string          `json:"source"`
		Result   json.RawMessage `json:"result"`
		Inputs   []struct{ Name, Digest string }
	}
	must(t, json.Unmarshal(c.document, &frozen))
	version := st.version()
	counted, err := bundle.Counted(version.Definition, frozen.Tier, questionnaire.Weights{})
	must(t, err)
	revisions := st.revisions(version, c.summary.Revision)
	in := scoring.Input{Version: counted, Panel: frozen.Panel, Revision: revisions[len(revisions)-1], Unchanged: assessment.UnchangedSince(revisions),
		Tier: frozen.Tier, Source: assessment.Source(frozen.Source), At: frozen.ScoredAt, Reviews: st.reviews(frozen.ScoredAt)}
	in.Facts = st.facts(in.Revision)
	for name, input := range map[string]struct {
		domain string
		value  any
	}{"facts": {canon.DomainFacts, in.Facts}, "reviews": {canon.DomainReviews, in.Reviews}, "revision": {canon.DomainRevision, in.Revision}} {
		_, digest, err := canon.EncodeDigest(input.domain, input.value)
		must(t, err)
		if at := slices.IndexFunc(frozen.Inputs, func(d struct{ Name, Digest string }) bool { return d.Name == name }); frozen.Inputs[at].Digest != digest {
			t.Errorf("%s: the export gives %s, the scorecard names %s", name, digest, frozen.Inputs[at].Digest)
		}
	}
	result, err := scoring.Score(in)
	must(t, err)
	again, err := canon.Encode(result)
	must(t, err)
	if stored, err := canon.Encode(frozen.Result); err != nil || !bytes.Equal(again, stored) {
		t.Errorf("scorecard %d: scored again it is another result (%v)", c.summary.Number, err)
	}
}

// bundled takes the scorecard's bundle and computes it again from there alone:
// the very scorecard and the very report.
func (st *story) bundled(c card) {
	t := st.t
	t.Helper()
	file := got(st.buyer.GetScorecardBundleWithResponse(t.Context(), st.assessment, c.summary.Number)).want(t, http.StatusOK).Body
	b, err := bundle.Read(file)
	must(t, err)
	found, err := b.Recompute()
	must(t, err)
	if !found.Identical || found.Number != c.summary.Number || !bytes.Equal(b.Scorecard, c.document) {
		t.Errorf("the bundle of scorecard %d: %+v", c.summary.Number, found)
	}
	again := got(st.judge.GetScorecardBundleWithResponse(t.Context(), st.assessment, c.summary.Number)).want(t, http.StatusOK).Body
	if !bytes.Equal(file, again) {
		t.Errorf("the bundle of scorecard %d is another the second time", c.summary.Number)
	}
	got(st.buyer.GetScorecardBundleWithResponse(t.Context(), st.assessment, 99)).want(t, http.StatusNotFound)
}

// all computes every scorecard of the installation again.
func (st *story) all(want int) {
	t := st.t
	t.Helper()
	n := 0
	must(t, app.RecomputeAll(t.Context(), st.s.Store, 2, func(r app.Recomputed, done, total int64) {
		n++
		if r.Err != nil || !r.Identical || total != int64(want) || done != int64(n) {
			t.Errorf("%d of %d: %+v", done, total, r)
		}
	}))
	if n != want {
		t.Errorf("%d scorecards were computed again, want %d", n, want)
	}
}

// version compiles the questionnaire file, held to the digest on record.
func (st *story) version() *questionnaire.Compiled {
	ctx, t := st.t.Context(), st.t
	file := got(st.buyer.GetQuestionnaireFileWithResponse(ctx, st.sample.Slug, st.sample.Version, nil)).want(t, http.StatusOK)
	record := got(st.buyer.GetQuestionnaireVersionWithResponse(ctx, st.sample.Slug, st.sample.Version)).want(t, http.StatusOK).JSON200
	definition, err := questionnaire.Load(file.Body)
	must(t, err)
	if _, digest, err := questionnaire.Canonical(definition); err != nil || digest != record.Questionnaire.Digest {
		t.Errorf("the questionnaire file gives %s (%v), on record is %s", digest, err, record.Questionnaire.Digest)
	}
	compiled, err := questionnaire.Compile(definition)
	must(t, err)
	return compiled
}

// revisions reads the frozen revisions up to one of them.
func (st *story) revisions(version *questionnaire.Compiled, last int) (found []assessment.Revision) {
	ctx, t := st.t.Context(), st.t
	files := map[string]api.Evidence{}
	for _, file := range got(st.buyer.ListEvidenceWithResponse(ctx, st.assessment)).want(t, http.StatusOK).JSON200.Items {
		files[file.ID] = file
	}
	_, versionDigest, err := questionnaire.Canonical(version.Definition)
	must(t, err)
	for number := 1; number <= last; number++ {
		sent := got(st.buyer.GetRevisionWithResponse(ctx, st.assessment, number)).want(t, http.StatusOK).JSON200
		r := assessment.Revision{AssessmentID: st.assessment, Number: number, QuestionnaireDigest: versionDigest, SubmittedAt: sent.SubmittedAt.UnixMicro(),
			SubmittedBy: sent.SubmittedBy, ApprovedBy: given(sent.ApprovedBy), Attestation: given(sent.Attestation)}
		for _, a := range sent.Answers {
			r.Answers = append(r.Answers, received(t, version, a))
		}
		for _, e := range sent.Evidence {
			file := files[e.ID]
			r.Evidence = append(r.Evidence, assessment.Evidence{ID: e.ID, FileName: e.FileName, SHA256: e.Sha256, Size: e.Size, Kind: given(e.Kind),
				Format: given(e.Format), Status: string(file.Status), DatedOn: file.DatedOn.Format(time.DateOnly), ReceivedAt: file.ReceivedAt.UnixMicro()})
		}
		found = append(found, st.frozen(r, *sent))
	}
	return found
}

// frozen holds a revision's canonical bytes to its digest and to the members
// that were sent beside them.
func (st *story) frozen(sent assessment.Revision, as api.Revision) assessment.Revision {
	t := st.t
	t.Helper()
	if digest := canon.Digest(canon.DomainRevision, []byte(as.Canonical)); digest != as.Digest {
		t.Errorf("revision %d: its bytes give %s, on record is %s", as.Number, digest, as.Digest)
	}
	frozen, err := assessment.Thaw([]byte(as.Canonical))
	must(t, err)
	for i := range sent.Evidence {
		sent.Evidence[i].FactsDigest = frozen.Evidence[i].FactsDigest // which only the document tells
	}
	again, _, _, err := assessment.Freeze(sent)
	must(t, err)
	if diff := cmp.Diff(frozen, again, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("revision %d: document and members differ: %s", as.Number, diff)
	}
	return frozen
}

// facts reads the files of a revision again.
func (st *story) facts(revision assessment.Revision) (facts []fact.Fact) {
	t := st.t
	auditor := st.s.Client(auth.Auditor)
	for _, file := range revision.Evidence {
		content := got(auditor.GetEvidenceContentWithResponse(t.Context(), st.assessment, file.ID)).want(t, http.StatusOK).Body
		report, err := read.Read(bytes.NewReader(content), evidence.DefaultLimits())
		must(t, err)
		report.Stamp(file.ID, file.SHA256)
		facts = append(facts, report.Facts...)
	}
	return facts
}

// reviews reads the decisions made until then, oldest first.
func (st *story) reviews(until int64) (found []assessment.Review) {
	t := st.t
	for _, r := range got(st.judge.ListReviewsWithResponse(t.Context(), st.assessment)).want(t, http.StatusOK).JSON200.Items {
		review := assessment.Review{ID: r.ID, Revision: r.Revision, Kind: assessment.ReviewKind(r.Kind), QuestionID: given(r.QuestionID), GateID: given(r.GateID), Approves: given(r.Approves),
			FindingID: given(r.FindingID), Grade: given(r.Grade), Confidence: given(r.Confidence), EvidenceID: given(r.EvidenceID), Place: given(r.Place),
			Accepted: given(r.Accepted), Remedy: given(r.Remedy), RemedyBy: given(r.RemedyBy), Reason: r.Reason, By: r.By, At: r.At.UnixMicro()}
		for text, into := range map[*string]*int64{r.Quality: &review.Quality, r.Before: &review.Before} {
			if text != nil {
				micro, err := questionnaire.Decimal(*text).Micro()
				must(t, err)
				*into = micro
			}
		}
		if review.At <= until {
			found = append(found, review)
		}
	}
	slices.Reverse(found)
	for i := range found {
		found[i].Number = i + 1
	}
	return found
}
