package httpapi_test

import (
	"slices"
	"strings"
	"testing"

	"memsure/api"
	"memsure/internal/auth"
	"memsure/internal/testkit/server"
)

// again is a questionnaire with questions of every scope; againLater is its
// next version: some questions are the same, some changed, one has another
// id, one is gone and one is new.
const again = `slug: again
version: 1.0.0
title: Again
language: en
ruleset:
  id: rules
  arithmetic: 1
  roll_up: sections
  confidence: {claimed: 0.5, claimed_proof_required: 0.25, documented: 0.75, verified: 1}
  bands: [{id: A, label: Good, at_least: 70}, {id: B, label: Poor, at_least: 0}]
sections:
  - id: code
    title: Code
    dimension: exposure
    weight: 1
    questions:
      - {id: native, text: Is there native code?, type: boolean, scope: product, weight: 1, scoring: {kind: no_is_good}}
      - id: languages
        text: Which languages?
        type: multi_choice
        scope: product
        weight: 1
        when: {question: native, equals: true}
        options: [{id: rust, label: Rust, score: 1}, {id: c, label: C}, {id: cpp, label: C++}]
        scoring: {kind: options}
      - {id: share, text: Which share is safe?, type: percentage, scope: release, weight: 1, scoring: {kind: anchors, anchors: [{at: 0, score: 0}, {at: 100, score: 1}]}}
      - {id: sbom, text: Provide the SBOM., type: file, scope: release, weight: 1, scoring: {kind: evidence}, evidence: {accepts: [sbom]}}
      - {id: parts, text: How many parts?, type: number, scope: product, role: information, weight: 0, when: {fact: sbom.components.total, at_least: 1}}
      - {id: compilers, text: Which compilers?, type: text, scope: product, role: information, weight: 0}
  - id: process
    title: Process
    dimension: practice
    weight: 1
    questions:
      - {id: policy, text: Is there a policy?, type: boolean, scope: vendor, weight: 1, scoring: {kind: yes_is_good}, evidence: {accepts: [policy]}}
      - {id: team, text: How many people?, type: number, scope: vendor, role: information, weight: 0}
      - id: signing
        text: Are releases signed?
        type: single_choice
        scope: vendor
        weight: 1
        options: [{id: all, label: All, score: 1}, {id: some, label: Some, score: 0.5}]
        scoring: {kind: options}
      - {id: fuzzed, text: What is fuzzed?, type: text, scope: product, role: information, weight: 0}
`

// againLater is version 2.0.0.
func againLater() string {
	return strings.NewReplacer(
		"version: 1.0.0", "version: 2.0.0",
		", {id: cpp, label: C++}]", "]", // an option is gone: the answer means something else
		"Is there a policy?", "Is there a written policy?",
		"{id: some, label: Some, score: 0.5}]", "{id: some, label: Some, score: 0.5}, {id: none, label: None}]",
		"{id: fuzzed, text: What is fuzzed?", "{id: fuzzing, replaces: [fuzzed], text: What is fuzzed?",
		"{id: compilers, text: Which compilers?, type: text, scope: product", "{id: allocators, text: Which allocators?, type: text, scope: product",
	).Replace(again)
}

// asksAgain asks a version of the questionnaire above.
func asksAgain(version string) func(*api.AssessmentInput) {
	return func(in *api.AssessmentInput) {
		in.Questionnaire = api.QuestionnaireRef{Slug: "again", Version: version}
	}
}

// product adds a product with one release to a vendor.
func (b buyer) product(vendorID, name, version string) api.Release {
	b.t.Helper()
	p := got(b.CreateProductWithResponse(b.t.Context(), vendorID, nil, api.ProductInput{Name: name})).is(b.t, 201).JSON201
	return b.next(p.ID, version)
}

// next adds a release to a product.
func (b buyer) next(productID, version string) api.Release {
	b.t.Helper()
	return *got(b.CreateReleaseWithResponse(b.t.Context(), productID, nil,
		api.ReleaseInput{Kind: api.ReleaseInputKindFixed, Version: &version})).is(b.t, 201).JSON201
}

// at is the same person at another assessment, which leads in this vendor.
func (v vendorContact) at(b buyer, assessmentID string) vendorContact {
	b.t.Helper()
	b.invite(assessmentID, "another@northwind.example") // now the vendor sees it
	v.asm = assessmentID
	return v
}

// past is a vendor that has answered version 1.0.0 for one release.
type past struct {
	b       buyer
	v       vendorContact
	first   api.Assessment
	release api.Release
	sbom    api.Evidence
	policy  api.Evidence
}

func newPast(t *testing.T, s *server.Server) past {
	t.Helper()
	b := newBuyer(t, s)
	b.publish(again)
	b.publish(againLater())
	release := b.release("Northwind")
	a := b.assessment(release.ID, asksAgain("1.0.0"))
	v := redeemed(t, s, b.invite(a.ID, "dana@northwind.example").Token, "Dana Okafor", a.ID)
	p := past{b: b, v: v, first: a, release: release, sbom: v.upload("aurora.cdx.json", "sbom", bom), policy: v.upload("policy.txt", "policy", "Memory safety first.")}
	v.first("native", boolean(true)).is(t, 200)
	v.first("languages", choices("rust", "c")).is(t, 200)
	v.first("share", number("percentage", "62.5")).is(t, 200)
	v.first("sbom", linked(api.AnswerValueKindFile, p.sbom.ID)).is(t, 200)
	v.first("parts", number("number", "2")).is(t, 200)
	v.first("compilers", text("Clang and rustc.")).is(t, 200)
	yes := boolean(true)
	yes.Comment, yes.Evidence = new("Since 2024."), &[]api.EvidenceLink{{EvidenceID: p.policy.ID, Place: new("line 1")}}
	v.first("policy", yes).is(t, 200)
	v.first("team", number("number", "12")).is(t, 200)
	v.first("signing", choice("all")).is(t, 200)
	v.first("fuzzed", text("All parsers.")).is(t, 200)
	v.submit().is(t, 201)
	return p
}

func (v vendorContact) earlier() api.EarlierAnswers {
	v.t.Helper()
	return *got(v.ListEarlierAnswersWithResponse(v.t.Context(), v.asm)).is(v.t, 200).JSON200
}

func (v vendorContact) confirm(in api.ConfirmationInput) result[*api.ConfirmEarlierAnswersResponse] {
	return got(v.ConfirmEarlierAnswersWithResponse(v.t.Context(), v.asm, nil, in))
}

// everythingThatWaits confirms by both verdicts.
func everythingThatWaits() api.ConfirmationInput {
	return api.ConfirmationInput{Verdicts: &[]api.ConfirmationInputVerdicts{"same", "confirm"}}
}

// named confirms offers as they were listed.
func named(listed api.EarlierAnswers, ids ...string) api.ConfirmationInput {
	var in []api.ConfirmedOfferInput
	for _, item := range listed.Items {
		if slices.Contains(ids, item.QuestionID) {
			in = append(in, api.ConfirmedOfferInput{QuestionID: item.QuestionID, RevisionDigest: item.From.RevisionDigest, IfMatch: item.IfMatch})
		}
	}
	return api.ConfirmationInput{Offers: &in}
}

// told writes offers as "question verdict state", one a line.
func told(offers api.EarlierAnswers) (lines []string) {
	for _, o := range offers.Items {
		lines = append(lines, o.QuestionID+" "+string(o.Verdict)+" "+string(o.State))
	}
	for _, o := range offers.Archive {
		lines = append(lines, o.QuestionID+" gone")
	}
	return lines
}

func wantLines(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n  %s\nwant:\n  %s", what, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// A later version for a later release starts from what was submitted: the vendor
// confirms what still holds, and what is confirmed says where it comes from.
func TestANewAssessmentStartsFromTheLastRevision(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		p := newPast(t, s)
		if none := p.v.earlier(); len(none.Items)+len(none.Archive)+none.Waiting != 0 {
			t.Errorf("an assessment offers something to itself: %+v", none)
		}
		a := p.b.assessment(p.b.next(p.release.ProductID, "4.3.0").ID, asksAgain("2.0.0"))
		v := p.v.at(p.b, a.ID)
		offers := v.earlier()
		wantLines(t, "offers", told(offers), []string{
			"native same waiting", "languages show_old open", "share confirm waiting", "sbom invalid open", "parts same hidden",
			"policy confirm waiting", "team same waiting", "signing confirm waiting", "fuzzing confirm waiting", "compilers gone"})
		if offers.Waiting != 6 || len(got(v.ListAnswersWithResponse(t.Context(), v.asm)).is(t, 200).JSON200.Items) != 0 {
			t.Errorf("%d wait, and the draft must be empty", offers.Waiting)
		}
		assignment := got(v.GetAssignmentWithResponse(t.Context(), v.asm)).is(t, 200).JSON200
		if n := v.progress().OffersWaiting; given(n) != 6 || given(assignment.Progress.OffersWaiting) != 6 {
			t.Errorf("progress tells of %v and %v offers", given(n), given(assignment.Progress.OffersWaiting))
		}
		policy, share := offers.Items[5], offers.Items[2]
		if given(policy.EarlierText) != "Is there a policy?" || given(policy.Answer.Comment) != "Since 2024." || !policy.Files[0].Carried ||
			policy.Source != "your answer of 22 November 2026 for Aurora 4.2.0" && !strings.HasPrefix(policy.Source, "your answer of ") {
			t.Errorf("policy: %+v", policy)
		}
		if share.Reason != "The answer was about another release." || share.Relation != api.EarlierAnswerRelationSameProduct {
			t.Errorf("share: %+v", share)
		}
		if file := offers.Items[3].Files[0]; file.Carried || given(file.Reason) == "" || file.FileName != "aurora.cdx.json" {
			t.Errorf("a file about another release: %+v", file)
		}

		done := v.confirm(everythingThatWaits()).is(t, 200).JSON200
		if len(done.Items) != 6 || len(done.Skipped) != 1 || done.Skipped[0].Code != api.SkippedOfferCodeHidden || given(done.Progress.OffersWaiting) != 0 {
			t.Fatalf("confirmed: %+v", done)
		}
		repeated := v.confirm(everythingThatWaits()).is(t, 200).JSON200
		if len(repeated.Items) != 6 || repeated.Items[0].Etag != done.Items[0].Etag {
			t.Errorf("confirmed again: %+v", repeated)
		}
		wantCarried(t, p, v, done)
		v.first("allocators", text("None of our own.")).is(t, 200)
		v.submit().is(t, 201)
		wantSeenByTheBuyer(t, p, a)
	})
}

// wantCarried looks at the answer that brought its file along.
func wantCarried(t *testing.T, p past, v vendorContact, done *api.Confirmation) {
	t.Helper()
	policy := done.Items[2]
	if policy.QuestionID != "policy" || policy.Carried == nil || policy.Carried.AssessmentID != p.first.ID || policy.Carried.Revision != 1 || given(policy.Comment) != "Since 2024." {
		t.Fatalf("policy: %+v", policy)
	}
	link := given(policy.Evidence)[0]
	if link.EvidenceID == p.policy.ID || given(link.Place) != "line 1" {
		t.Errorf("link: %+v", link)
	}
	files := got(v.ListOwnEvidenceWithResponse(t.Context(), v.asm)).is(t, 200).JSON200.Items
	if len(files) != 1 || files[0].ID != link.EvidenceID || files[0].Sha256 != p.policy.Sha256 || !files[0].ReceivedAt.Equal(p.policy.ReceivedAt) {
		t.Errorf("files: %+v", files)
	}
	if body := got(v.GetOwnEvidenceContentWithResponse(t.Context(), v.asm, link.EvidenceID)).is(t, 200).Body; string(body) != "Memory safety first." {
		t.Errorf("content: %q", body)
	}
	fuzzing := done.Items[5]
	if fuzzing.QuestionID != "fuzzing" || fuzzing.Carried.QuestionID != "fuzzed" {
		t.Errorf("fuzzing: %+v", fuzzing)
	}
}

// wantSeenByTheBuyer looks at the frozen revision and the report.
func wantSeenByTheBuyer(t *testing.T, p past, a api.Assessment) {
	t.Helper()
	frozen := got(p.b.GetRevisionWithResponse(t.Context(), a.ID, 1)).is(t, 200).JSON200
	at := findAnswer(frozen.Answers, "team")
	if from := frozen.Answers[at].Carried; from == nil || from.AssessmentID != p.first.ID || from.Of != "Aurora 4.2.0" || !strings.Contains(frozen.Canonical, from.RevisionDigest) {
		t.Errorf("team: %+v", frozen.Answers[at])
	}
	if own := frozen.Answers[findAnswer(frozen.Answers, "allocators")]; own.Carried != nil {
		t.Errorf("an answer given here: %+v", own)
	}
	evaluator := p.b.s.Client(auth.Evaluator)
	got(evaluator.CreateScorecardWithResponse(t.Context(), a.ID, nil)).is(t, 201)
	report := got(evaluator.GetReportWithResponse(t.Context(), a.ID, nil)).is(t, 200).Body
	if n := strings.Count(string(report), " for Aurora 4.2.0 (revision 1 of "+p.first.ID); n != 6 {
		t.Errorf("the report tells of %d confirmed answers", n)
	}
}

// Another questionnaire that shares questions starts from the same answers;
// what it asks in other words is confirmed singly.
func TestAnotherQuestionnaireStartsFromTheSameAnswers(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		p := newPast(t, s)
		p.b.publish(strings.NewReplacer("slug: again", "slug: renewal", "Is there a policy?", "Is the policy kept?").Replace(again))
		a := p.b.assessment(p.release.ID, func(in *api.AssessmentInput) {
			in.Questionnaire = api.QuestionnaireRef{Slug: "renewal", Version: "1.0.0"}
		})
		v := p.v.at(p.b, a.ID)
		listed := v.earlier()
		done := v.confirm(everythingThatWaits()).is(t, 200).JSON200
		if len(done.Items) != 9 || len(done.Skipped) != 1 || done.Skipped[0].QuestionID != "policy" || done.Skipped[0].Code != api.SkippedOfferCodeByName {
			t.Fatalf("confirmed %d, skipped %+v", len(done.Items), done.Skipped)
		}
		if done := v.confirm(named(listed, "policy")).is(t, 200).JSON200; len(done.Items) != 1 || done.Items[0].Carried == nil {
			t.Errorf("by name: %+v", done)
		}
	})
}

// What is answered about the vendor is offered for every product; what is
// answered about a product is offered for no other.
func TestVendorScopeReachesOtherProducts(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		p := newPast(t, s)
		other := p.b.product(p.first.VendorID, "Borealis", "1.0")
		v := p.v.at(p.b, p.b.assessment(other.ID, asksAgain("1.0.0")).ID)
		offers := v.earlier()
		wantLines(t, "offers", told(offers), []string{"policy same waiting", "team same waiting", "signing same waiting"})
		if offers.Items[0].Relation != api.EarlierAnswerRelationSameVendor || !strings.HasSuffix(offers.Items[0].Source, " for Aurora 4.2.0") {
			t.Errorf("source: %+v", offers.Items[0])
		}
		v.confirm(everythingThatWaits()).is(t, 200)
		v.first("native", boolean(false)).is(t, 200)
		v.submit().is(t, 201)

		again := p.v.at(p.b, p.b.assessment(p.release.ID, asksAgain("1.0.0")).ID)
		byQuestion := map[string]api.EarlierAnswer{}
		for _, o := range again.earlier().Items {
			byQuestion[o.QuestionID] = o
		}
		if o := byQuestion["team"]; o.From.AssessmentID != v.asm {
			t.Errorf("the newest answer about the vendor is not offered: %+v", o)
		}
		if o := byQuestion["native"]; o.From.AssessmentID != p.first.ID || o.Answer.Value.Boolean == nil || !*o.Answer.Value.Boolean {
			t.Errorf("an answer about another product is offered: %+v", o)
		}
		if o := byQuestion["sbom"]; o.Verdict != api.EarlierAnswerVerdictSame || !o.Files[0].Carried {
			t.Errorf("the file of the same release: %+v", o)
		}
	})
}

// Two tabs that confirm at once do no harm, and an answer given meanwhile is
// not overwritten.
func TestConfirmingBesideOthers(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		p := newPast(t, s)
		v := p.v.at(p.b, p.b.assessment(p.release.ID, asksAgain("1.0.0")).ID)
		offers := v.earlier()
		seen := statuses(8, func(i int) (int, error) {
			in := everythingThatWaits()
			if i%2 == 0 {
				in = named(offers, "policy", "sbom", "native")
			}
			res, err := v.ConfirmEarlierAnswersWithResponse(t.Context(), v.asm, nil, in)
			return res.StatusCode(), err
		})
		if seen[200] != 8 {
			t.Errorf("answers: %v", seen)
		}
		for _, a := range got(v.ListAnswersWithResponse(t.Context(), v.asm)).is(t, 200).JSON200.Items {
			if a.Etag != `"1"` || a.Carried == nil {
				t.Errorf("%s was saved more than once: %+v", a.QuestionID, a)
			}
		}
		if files := got(v.ListOwnEvidenceWithResponse(t.Context(), v.asm)).is(t, 200).JSON200.Items; len(files) != 2 {
			t.Errorf("%d files", len(files))
		}
		if p := v.progress(); !p.Ready || p.Answered != 10 {
			t.Errorf("progress: %+v", p)
		}
	})
}
