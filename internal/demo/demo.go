// Package demo plays two assessments of one vendor through memsure's own HTTP
// API with the generated client, as a buyer, a vendor's contact and evaluators
// would: the vendor answers the first questionnaire, is asked the full one later
// and starts from what it said before. Nothing here reaches behind the API. All
// names are invented.
package demo

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"memsure/api"
	"memsure/internal/bundle/response"
	"memsure/questionnaires"
)

// Config says where the demo plays and who watches.
type Config struct {
	BaseURL  string    // of the running service, without a trailing slash
	AdminKey string    // API key of an administrator
	DataDir  string    // the report is written below it
	Out      io.Writer // one line a step
}

// Play runs both assessments and ends with the line "report: PATH". It
// stops at the first step that fails and says which. Play it once on a data
// folder: a second time would meet its own records.
func Play(ctx context.Context, cfg Config) error {
	earlier, err := response.Sample(questionnaires.SampleAverage)
	if err != nil {
		return err
	}
	full, err := response.Sample(questionnaires.SampleFullAverage)
	if err != nil {
		return err
	}
	full.Tier = "critical" // the gateway stands in front of everything this buyer runs
	p := &play{cfg: cfg, earlier: earlier, sample: full}
	if p.admin, err = p.client(cfg.AdminKey); err != nil {
		return err
	}
	for _, s := range p.steps() {
		line, err := s.run(ctx)
		if err != nil {
			return fmt.Errorf("demo step %q: %w", s.name, err)
		}
		if _, err := fmt.Fprintf(cfg.Out, "  %-13s %s\n", s.name, line); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintln(cfg.Out, "report:", p.report)
	return err
}

// play is what the steps learn from one another.
type play struct {
	cfg     Config
	earlier response.Response // to the first questionnaire
	sample  response.Response // to the one that is asked at the moment

	admin, evaluator, second, purchaser, contact *api.ClientWithResponses
	panel                                        []string // persons who grade together

	vendorID, productID, releaseID, assessmentID string
	token                                        string            // of the invitation
	evidence                                     map[string]string // symbolic id → stored id
	etags                                        map[string]string // question → of today's answer
	report                                       string            // path
}

type step struct {
	name string
	run  func(context.Context) (string, error)
}

func (p *play) steps() []step {
	return []step{
		{"vendor", p.addVendor}, {"release", p.addRelease}, {"people", p.addPeople}, {"first time", p.playFirst},
		{"assessment", p.prepare}, {"invitation", p.invite}, {"answer once", p.confirm},
		{"evidence", p.upload}, {"answers", p.answer}, {"progress", p.lookAtProgress},
		{"submission", p.submit}, {"first score", p.score}, {"evaluation", p.evaluate},
		{"knock-outs", p.settleGates}, {"final score", p.score}, {"report", p.download},
	}
}

// playFirst has the vendor answer the first questionnaire; nobody evaluates it
// here.
func (p *play) playFirst(ctx context.Context) (string, error) {
	full := p.sample
	p.sample = p.earlier
	defer func() { p.sample = full }()
	for _, run := range []func(context.Context) (string, error){p.prepare, p.invite, p.redeem, p.upload, p.answer, p.submit} {
		if _, err := run(ctx); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("Dana Okafor signs in and answers %s %s: %d answers, %d files", p.earlier.Slug, p.earlier.Version,
		len(p.earlier.Answers), len(p.evidence)), nil
}

// client speaks for one key or session.
func (p *play) client(token string) (*api.ClientWithResponses, error) {
	bearer := func(_ context.Context, r *http.Request) error {
		r.Header.Set("Authorization", "Bearer "+token)
		return nil
	}
	return api.NewClientWithResponses(p.cfg.BaseURL, api.WithRequestEditorFn(bearer),
		api.WithHTTPClient(&http.Client{Timeout: time.Minute}))
}

// answered turns an answer that is not the hoped-for one into an error.
func answered(r *http.Response, body []byte, want int) error {
	if r.StatusCode == want {
		return nil
	}
	return fmt.Errorf("the service answered %s: %s", r.Status, body)
}

func (p *play) addVendor(ctx context.Context) (string, error) {
	ref, country := "V-1042", "DE"
	got, err := p.admin.CreateVendorWithResponse(ctx, nil, api.VendorInput{Name: p.sample.Vendor, ExternalRef: &ref, Country: &country})
	if err != nil {
		return "", err
	}
	if err := answered(got.HTTPResponse, got.Body, http.StatusCreated); err != nil {
		return "", err
	}
	p.vendorID = got.JSON201.ID
	return p.sample.Vendor + " is added", nil
}

func (p *play) addRelease(ctx context.Context) (string, error) {
	product, err := p.admin.CreateProductWithResponse(ctx, p.vendorID, nil, api.ProductInput{Name: p.sample.Product})
	if err != nil {
		return "", err
	}
	if err := answered(product.HTTPResponse, product.Body, http.StatusCreated); err != nil {
		return "", err
	}
	version := p.sample.Release
	release, err := p.admin.CreateReleaseWithResponse(ctx, product.JSON201.ID, nil, api.ReleaseInput{Kind: api.ReleaseInputKindFixed, Version: &version})
	if err != nil {
		return "", err
	}
	if err := answered(release.HTTPResponse, release.Body, http.StatusCreated); err != nil {
		return "", err
	}
	p.productID, p.releaseID = product.JSON201.ID, release.JSON201.ID
	return p.sample.Product + " " + version, nil
}

func (p *play) prepare(ctx context.Context) (string, error) {
	due := time.Now().UTC().AddDate(0, 0, 21)
	tier := p.sample.Tier
	got, err := p.admin.CreateAssessmentWithResponse(ctx, nil, api.AssessmentInput{
		ReleaseID: p.releaseID, Purpose: api.AssessmentPurposeOnboarding, Tier: &tier, DueOn: date(due), Panel: &p.panel,
		Questionnaire: api.QuestionnaireRef{Slug: p.sample.Slug, Version: p.sample.Version},
	})
	if err != nil {
		return "", err
	}
	if err := answered(got.HTTPResponse, got.Body, http.StatusCreated); err != nil {
		return "", err
	}
	p.assessmentID, p.evidence, p.etags = got.JSON201.ID, map[string]string{}, map[string]string{}
	return fmt.Sprintf("%s %s, due %s", p.sample.Slug, p.sample.Version, due.Format("2 January 2006")), nil
}

func (p *play) download(ctx context.Context) (string, error) {
	got, err := p.admin.GetReportPDFWithResponse(ctx, p.assessmentID, nil)
	if err != nil {
		return "", err
	}
	if err := answered(got.HTTPResponse, got.Body, http.StatusOK); err != nil {
		return "", err
	}
	dir := filepath.Join(p.cfg.DataDir, "demo")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	p.report = filepath.Join(dir, "aurora-gateway-4.2.0-scorecard.pdf")
	if err := os.WriteFile(p.report, got.Body, 0o600); err != nil {
		return "", err
	}
	return fmt.Sprintf("%d KB, for the procurement file", len(got.Body)>>10), nil
}
