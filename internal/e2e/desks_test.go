package e2e

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"memsure/internal/app"
	"memsure/internal/assessment"
	"memsure/internal/auth"
	"memsure/internal/bundle/response"
	"memsure/internal/questionnaire"
	"memsure/internal/store"
	"memsure/questionnaires"
)

// desk is where one vendor's contact answers one assessment.
type desk struct {
	assessmentID string
	token        string              // of the contact's session
	answers      []assessment.Answer // what there is to save, without evidence
	saves        int
	etags        map[string]string // by question id
}

// desks opens so many assessments, each of a vendor of its own, with a contact
// signed in to each.
func desks(t testing.TB, a *app.App, n int) []*desk {
	t.Helper()
	ctx := auth.WithPrincipal(t.Context(), auth.SystemPrincipal())
	sample := plainSample(t)
	opened := make([]*desk, n)
	for i := range n {
		v, err := a.Vendors.Create(ctx, app.VendorContent{Name: fmt.Sprint("Vendor ", i)})
		must(t, err)
		p, err := a.Vendors.CreateProduct(ctx, v.ID, store.Product{Name: "Gateway"})
		must(t, err)
		r, err := a.Vendors.CreateRelease(ctx, p.ID, store.Release{Kind: "fixed", Version: "1.0"})
		must(t, err)
		as, err := a.Assessments.Create(ctx, app.NewAssessment{ReleaseID: r.ID, Slug: sample.Slug, Version: sample.Version,
			Purpose: assessment.PurposeOnboarding, Source: assessment.SourceVendor, TimeZone: "UTC"})
		must(t, err)
		in, err := a.Invitations.Create(ctx, as.ID, app.Invitee{Email: fmt.Sprintf("contact%d@vendor.example", i), Name: "Contact"})
		must(t, err)
		who, err := a.Identity.Redeem(ctx, in.Token, app.Newcomer{Name: "Contact", Passphrase: "a long passphrase for a contact"})
		must(t, err)
		opened[i] = &desk{assessmentID: as.ID, token: who.Token, answers: sample.Answers, etags: map[string]string{}}
	}
	return opened
}

// plainSample is the average vendor's response without its files, so that every
// answer can be saved again and again.
func plainSample(t testing.TB) response.Response {
	t.Helper()
	sample, err := response.Sample(questionnaires.SampleAverage)
	must(t, err)
	for i := range sample.Answers {
		sample.Answers[i].Evidence = nil
	}
	sample.Answers = slices.DeleteFunc(sample.Answers, func(a assessment.Answer) bool {
		return a.NotApplicable == nil && (a.Value == nil || a.Value.Kind == questionnaire.TypeFile)
	})
	return sample
}

// next is the desk's next edit: the questions in turn, each time with a comment
// it did not have before.
func (d *desk) next() assessment.Answer {
	a := d.answers[d.saves%len(d.answers)]
	d.saves++
	a.Comment = strings.TrimSpace(fmt.Sprintf("%s (edit %d)", a.Comment, d.saves))
	if a.Value != nil {
		v := *a.Value
		v.Rows = slices.Clone(v.Rows)
		for i := range v.Rows {
			v.Rows[i] = maps.Clone(v.Rows[i])
		}
		v.Options = slices.Clone(v.Options)
		a.Value = &v
	}
	return a
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
