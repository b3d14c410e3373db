package e2e

import (
	"bytes"
	"net/http"
	"slices"
	"testing"
	"time"

	"memsure/api"
	"memsure/internal/assessment"
	"memsure/internal/auth"
	"memsure/internal/bundle/response"
	"memsure/internal/questionnaire"
	"memsure/internal/testkit/server"
	"memsure/questionnaires"
)

// The questions that the story turns on.
const (
	waived   = "rd-milestones"        // claimed not applicable, which the evaluator rejects
	doubted  = "ug-approval"          // overridden, returned and answered again
	inProse  = "vk-class-eliminated"  // graded by a panel of two
	promised = "vk-disclosure-policy" // denied first, and with it a gate failed
	verdicts = "sc-provenance"        // shown by a place in a file
)

// story is one assessment as it is played through the generated client.
type story struct {
	t       *testing.T
	s       *server.Server
	sample  response.Response
	buyer   *api.ClientWithResponses
	judge   *api.ClientWithResponses
	second  *api.ClientWithResponses // another evaluator
	contact *api.ClientWithResponses

	assessment string
	panel      []string          // persons
	evidence   map[string]string // symbolic id → id
	etags      map[string]string // by question
	traces     map[string][]byte // by digest of the scorecard, as first read
}

// begin sends an assessment and has the invited contact enrol.
func begin(t *testing.T, s *server.Server) *story {
	t.Helper()
	sample, err := response.Sample(questionnaires.SampleAverage)
	must(t, err)
	st := &story{t: t, s: s, sample: sample, buyer: s.Client(auth.Procurement),
		evidence: map[string]string{}, etags: map[string]string{}}
	st.panel = []string{st.evaluator(&st.judge), st.evaluator(&st.second)}
	st.order()
	st.enrol()
	return st
}

// evaluator adds an evaluator with a key of their own.
func (st *story) evaluator(desk **api.ClientWithResponses) (person string) {
	ctx, t, admin := st.t.Context(), st.t, st.s.Client(auth.Admin)
	user := got(admin.CreateUserWithResponse(ctx, nil, api.UserInput{Name: "Evaluator"})).want(t, http.StatusCreated).JSON201
	key := got(admin.CreateAPIKeyWithResponse(ctx, nil, api.APIKeyInput{UserID: user.ID, Role: api.APIKeyInputRoleEvaluator, Label: "own"})).want(t, http.StatusCreated).JSON201
	*desk = st.s.As(key.Token)
	return user.ID
}

// order creates what is asked about, and asks.
func (st *story) order() {
	ctx, t := st.t.Context(), st.t
	vendor := got(st.buyer.CreateVendorWithResponse(ctx, nil, api.VendorInput{Name: st.sample.Vendor})).want(t, http.StatusCreated).JSON201
	product := got(st.buyer.CreateProductWithResponse(ctx, vendor.ID, nil, api.ProductInput{Name: st.sample.Product})).want(t, http.StatusCreated).JSON201
	release := got(st.buyer.CreateReleaseWithResponse(ctx, product.ID, nil,
		api.ReleaseInput{Kind: api.ReleaseInputKindFixed, Version: &st.sample.Release})).want(t, http.StatusCreated).JSON201
	version := got(st.buyer.GetQuestionnaireVersionWithResponse(ctx, st.sample.Slug, st.sample.Version)).want(t, http.StatusOK).JSON200
	if version.Questionnaire.State != "published" {
		t.Fatalf("the shipped questionnaire is %s", version.Questionnaire.State)
	}
	made := got(st.buyer.CreateAssessmentWithResponse(ctx, nil, api.AssessmentInput{ReleaseID: release.ID, Tier: &st.sample.Tier, Panel: &st.panel,
		Purpose: api.AssessmentPurposeOnboarding, DueOn: day(time.Now().AddDate(0, 1, 0).Format(time.DateOnly)),
		Questionnaire: api.QuestionnaireRef{Slug: st.sample.Slug, Version: st.sample.Version}})).want(t, http.StatusCreated).JSON201
	st.assessment = made.ID
}

// enrol invites a contact, who redeems: once.
func (st *story) enrol() {
	ctx, t := st.t.Context(), st.t
	issued := got(st.buyer.CreateInvitationWithResponse(ctx, st.assessment, nil,
		api.InvitationInput{Email: "dana.okafor@northwind.example", Name: "Dana Okafor"})).want(t, http.StatusCreated).JSON201
	redemption := api.RedemptionInput{Token: issued.Token, Name: "Dana Okafor", Passphrase: "seven lighthouses in the fog"}
	nobody := st.s.Client(auth.Anonymous)
	session := got(nobody.RedeemInvitationWithResponse(ctx, redemption)).want(t, http.StatusCreated).JSON201
	st.contact = st.s.As(session.Token)
	got(nobody.RedeemInvitationWithResponse(ctx, redemption)).want(t, http.StatusGone)
}

// upload sends every file of the sample, the SBOM among them.
func (st *story) upload() {
	st.t.Helper()
	for _, file := range st.sample.Evidence {
		params := &api.UploadEvidenceParams{FileName: file.Name, Kind: file.Kind, DatedOn: day(file.DatedOn)}
		kept := got(st.contact.UploadEvidenceWithBodyWithResponse(st.t.Context(), st.assessment, params,
			"application/octet-stream", bytes.NewReader(contentOf(st.t, file.Name)))).want(st.t, http.StatusCreated).JSON201
		st.evidence[file.ID] = kept.ID
		if file.ID == "sbom" && (kept.Status != "read" || len(kept.Facts) == 0) {
			st.t.Errorf("the SBOM was %s with %d facts", kept.Status, len(kept.Facts))
		}
	}
}

func contentOf(t testing.TB, name string) []byte {
	t.Helper()
	content, err := questionnaires.Sample(name)
	must(t, err)
	return content
}

// answer saves the whole sample, each answer by itself, one of them as not
// applicable.
func (st *story) answer() {
	st.t.Helper()
	types := map[questionnaire.Type]bool{}
	for _, a := range st.sample.Answers {
		switch a.QuestionID {
		case waived:
			a = assessment.Answer{QuestionID: waived, NotApplicable: &assessment.NotApplicable{Reason: "The vendor states that support ends before a roadmap could."}}
		case promised:
			a = assessment.Answer{QuestionID: promised, Value: &questionnaire.Value{Kind: questionnaire.TypeBoolean}}
		default:
			types[a.Value.Kind] = true
		}
		st.save(a)
	}
	for _, kind := range []questionnaire.Type{questionnaire.TypeBoolean, questionnaire.TypeSingleChoice, questionnaire.TypeMultiChoice,
		questionnaire.TypePercentage, questionnaire.TypeNumber, questionnaire.TypeDate, questionnaire.TypeText, questionnaire.TypeFile, questionnaire.TypeTable} {
		if !types[kind] {
			st.t.Errorf("the sample answers no question of type %s", kind)
		}
	}
}

func (st *story) save(a assessment.Answer) {
	st.t.Helper()
	params := &api.PutAnswerParams{IfNoneMatch: new(api.PutAnswerParamsIfNoneMatch("*"))}
	if etag, changed := st.etags[a.QuestionID]; changed {
		params = &api.PutAnswerParams{IfMatch: &etag}
	}
	saved := got(st.contact.PutAnswerWithResponse(st.t.Context(), st.assessment, a.QuestionID, params, sent(a, st.evidence))).want(st.t, http.StatusOK)
	st.etags[a.QuestionID] = saved.HTTPResponse.Header.Get("ETag")
}

// submit attests and gives the receipt, which the vendor can fetch again.
func (st *story) submit() api.Receipt {
	ctx, t := st.t.Context(), st.t
	t.Helper()
	receipt := got(st.contact.SubmitAnswersWithResponse(ctx, st.assessment, nil, api.SubmissionInput{Attest: true})).want(t, http.StatusCreated).JSON201
	again := got(st.contact.GetReceiptWithResponse(ctx, st.assessment)).want(t, http.StatusOK).JSON200
	if again.Digest != receipt.Digest || again.Revision != receipt.Revision {
		t.Errorf("receipt %+v was fetched as %+v", receipt, again)
	}
	return *receipt
}

func (st *story) review(in api.ReviewInput) {
	st.t.Helper()
	got(st.judge.CreateReviewWithResponse(st.t.Context(), st.assessment, nil, in)).want(st.t, http.StatusCreated)
}

// evaluate is the evaluator's side of the disagreement.
func (st *story) evaluate() {
	question, no, confidence := func(id string) *string { return &id }, false, api.ReviewInputConfidenceDocumented
	st.review(api.ReviewInput{Kind: api.ReviewInputKindNotApplicable, QuestionID: question(waived), Accepted: &no,
		Reason: "Support lasts until 2031; milestones can be given."})
	st.grade(question(inProse))
	st.letThrough()
	st.review(api.ReviewInput{Kind: api.ReviewInputKindOverride, QuestionID: question(doubted), Quality: new("0.25"),
		Reason: "The approval is informal, as the vendor told us in a call.", Note: new("call of 12 November")})
	st.review(api.ReviewInput{Kind: api.ReviewInputKindVerdict, QuestionID: question(verdicts), Confidence: &confidence,
		EvidenceID: question(st.evidence["build-record"]), Place: new("section 1"), Reason: "The file shows the attestation."})
}

// grade has both evaluators grade a text apart, and then agree.
func (st *story) grade(question *string) {
	ctx, t := st.t.Context(), st.t
	t.Helper()
	st.review(api.ReviewInput{Kind: api.ReviewInputKindGrade, QuestionID: question, Grade: new(3), Reason: "Names the rule and the parsers it covers."})
	got(st.judge.CreateScorecardWithResponse(ctx, st.assessment, nil)).want(t, http.StatusConflict)
	if seen := got(st.second.ListReviewsWithResponse(ctx, st.assessment)).want(t, http.StatusOK); bytes.Contains(seen.Body, []byte("Names the rule")) {
		t.Errorf("the second evaluator sees the first one's grade: %s", seen.Body)
	}
	got(st.second.CreateReviewWithResponse(ctx, st.assessment, nil, api.ReviewInput{Kind: api.ReviewInputKindGrade, QuestionID: question, Grade: new(1),
		Reason: "The proof covers new code only."})).want(t, http.StatusCreated)
	st.review(api.ReviewInput{Kind: api.ReviewInputKindConsensus, QuestionID: question, Grade: new(2), Reason: "The rule is named; its proof covers new code only."})
}

// letThrough proposes a remedy for the gate that fails; another person approves.
func (st *story) letThrough() {
	ctx, t := st.t.Context(), st.t
	t.Helper()
	proposal := got(st.judge.CreateReviewWithResponse(ctx, st.assessment, nil, api.ReviewInput{Kind: api.ReviewInputKindGate, GateID: new("gate-disclosure"),
		Remedy: new("Publish a disclosure policy."), RemedyBy: day(time.Now().AddDate(0, 2, 0).Format(time.DateOnly)), Reason: "The vendor has a draft."})).
		want(t, http.StatusCreated).JSON201
	got(st.judge.ApproveReviewWithResponse(ctx, st.assessment, proposal.ID, nil, api.ApprovalInput{Approved: true, Reason: "Mine."})).want(t, http.StatusForbidden)
	got(st.buyer.ApproveReviewWithResponse(ctx, st.assessment, proposal.ID, nil, api.ApprovalInput{Approved: true, Reason: "The contract names the day."})).
		want(t, http.StatusCreated)
}

// sendBack returns three questions; only those can be edited then.
func (st *story) sendBack() {
	ctx, t := st.t.Context(), st.t
	t.Helper()
	got(st.buyer.ReturnAssessmentWithResponse(ctx, st.assessment, nil, api.ReturnInput{Questions: []api.ReturnedQuestion{
		{QuestionID: waived, Feedback: "Please give the milestones."},
		{QuestionID: doubted, Feedback: "Please say who approves."},
		{QuestionID: promised, Feedback: "Please publish the policy."},
	}})).want(t, http.StatusOK)
	other := st.sample.Answers[slices.IndexFunc(st.sample.Answers, func(a assessment.Answer) bool { return a.QuestionID == "vk-trend" })]
	other.Comment = "changed although nobody asked"
	etag := st.etags[other.QuestionID]
	got(st.contact.PutAnswerWithResponse(ctx, st.assessment, other.QuestionID, &api.PutAnswerParams{IfMatch: &etag}, sent(other, st.evidence))).
		want(t, http.StatusConflict)
}

// answerAgain gives the returned answers.
func (st *story) answerAgain() {
	for _, a := range st.sample.Answers {
		if a.QuestionID == waived || a.QuestionID == doubted || a.QuestionID == promised {
			a.Comment = "Answered after the return."
			st.save(a)
		}
	}
}
