package e2e

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"memsure/api"
	"memsure/internal/bundle/response"
	"memsure/questionnaires"
)

const (
	crashWriters    = 8
	crashSubmitters = 2
)

// site is a data folder, the server process on it, and those who write.
type site struct {
	t       *testing.T
	program string
	dir     string
	address string // the same after every start
	admin   string // key
	log     *os.File

	server *exec.Cmd
	stdout io.ReadCloser

	writers    []*writer
	submitters []*submitter

	saves, submissions atomic.Int64
	inFlight, happened int
}

// newSite builds the program, starts it and lets everybody in.
func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, dir: filepath.Join(t.TempDir(), "data"), program: filepath.Join(t.TempDir(), "memsure"), address: "127.0.0.1:0"}
	if built, err := exec.Command("go", "build", "-o", s.program, "memsure/cmd/memsure").CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v\n%s", err, built)
	}
	var err error
	s.log, err = os.Create(filepath.Join(t.TempDir(), "log"))
	must(t, err)
	t.Cleanup(func() {
		s.kill()
		if t.Failed() {
			text, _ := os.ReadFile(s.log.Name())
			t.Logf("the end of the server's log:\n%s", text[max(0, len(text)-8<<10):])
		}
		_ = s.log.Close()
	})
	s.start()
	s.settle()
	return s
}

// launch starts the process without waiting for it.
func (s *site) launch() {
	s.t.Helper()
	s.server = exec.Command(s.program, "serve", "--addr", s.address, "--data", s.dir, "--rate-limit", "0", "--log-level", "warn")
	s.server.Stderr = s.log
	var err error
	s.stdout, err = s.server.StdoutPipe()
	must(s.t, err)
	must(s.t, s.server.Start())
}

// start starts the process and waits until it listens.
func (s *site) start() {
	s.t.Helper()
	s.launch()
	late := time.AfterFunc(time.Minute, func() { _ = s.server.Process.Kill() })
	defer late.Stop()
	lines := bufio.NewScanner(s.stdout)
	for lines.Scan() {
		if _, key, found := strings.Cut(lines.Text(), "admin key (shown only this once): "); found {
			s.admin = key
		}
		if _, address, found := strings.Cut(lines.Text(), "listening on http://"); found {
			s.address = address
			return
		}
	}
	s.t.Fatal("the server did not come up")
}

// kill ends the process at once, as the machine's power would.
func (s *site) kill() {
	if s.server == nil {
		return
	}
	_ = s.server.Process.Kill()
	_ = s.server.Wait() // it was killed
	s.server = nil
}

// client speaks for a key or a session. Connections are its own, so that a
// killed server shows to each client by itself.
func (s *site) client(token string) *api.ClientWithResponses {
	s.t.Helper()
	c, err := api.NewClientWithResponses("http://"+s.address, bearer(token),
		api.WithHTTPClient(&http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 2}}))
	must(s.t, err)
	return c
}

// settle makes the assessments and signs the contacts in.
func (s *site) settle() {
	s.t.Helper()
	for range crashWriters {
		w := s.newWriter(plainSample(s.t))
		w.answerAll()
		s.writers = append(s.writers, w)
	}
	for range crashSubmitters {
		sample, err := response.Sample(questionnaires.SampleAverage)
		must(s.t, err)
		w := &submitter{writer: s.newWriter(sample), buyer: s.client(s.admin)}
		w.fillIn(sample)
		s.submitters = append(s.submitters, w)
	}
}

func (s *site) newWriter(sample response.Response) *writer {
	ctx, t, admin := s.t.Context(), s.t, s.client(s.admin)
	n := len(s.writers) + len(s.submitters)
	name := "Vendor " + string(rune('A'+n))
	vendor := got(admin.CreateVendorWithResponse(ctx, nil, api.VendorInput{Name: name})).want(t, http.StatusCreated).JSON201
	product := got(admin.CreateProductWithResponse(ctx, vendor.ID, nil, api.ProductInput{Name: "Gateway"})).want(t, http.StatusCreated).JSON201
	release := got(admin.CreateReleaseWithResponse(ctx, product.ID, nil,
		api.ReleaseInput{Kind: api.ReleaseInputKindFixed, Version: new("1.0")})).want(t, http.StatusCreated).JSON201
	made := got(admin.CreateAssessmentWithResponse(ctx, nil, api.AssessmentInput{ReleaseID: release.ID, Purpose: api.AssessmentPurposeOnboarding,
		Questionnaire: api.QuestionnaireRef{Slug: sample.Slug, Version: sample.Version}})).want(t, http.StatusCreated).JSON201
	issued := got(admin.CreateInvitationWithResponse(ctx, made.ID, nil,
		api.InvitationInput{Email: strings.ToLower(name[:1]) + string(rune('a'+n)) + "@vendor.example", Name: name})).want(t, http.StatusCreated).JSON201
	session := got(admin.RedeemInvitationWithResponse(ctx,
		api.RedemptionInput{Token: issued.Token, Name: name, Passphrase: "seven lighthouses in the fog"})).want(t, http.StatusCreated).JSON201
	return &writer{site: s, desk: &desk{assessmentID: made.ID, answers: sample.Answers, etags: map[string]string{}},
		contact: s.client(session.Token), comments: map[string]string{}}
}
