package app_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"memsure/internal/app"
	"memsure/internal/assessment"
	"memsure/internal/auth"
	"memsure/internal/bundle/response"
	"memsure/internal/fault"
	"memsure/internal/store"
	"memsure/internal/testkit/server"
	"memsure/questionnaires"
)

// scene is one invited contact with an assessment, saving answers.
type scene struct {
	*server.Server
	assessment, contact, token string
	saved                      app.SavedAnswer
	n                          int
}

func newScene(t *testing.T, s *server.Server) *scene {
	t.Helper()
	ctx := s.Acting(s.AdminKey)
	v := done(s.App.Vendors.Create(ctx, app.VendorContent{Name: "Vendor"}))(t)
	p := done(s.App.Vendors.CreateProduct(ctx, v.ID, store.Product{Name: "Gateway"}))(t)
	r := done(s.App.Vendors.CreateRelease(ctx, p.ID, store.Release{Kind: "fixed", Version: "1"}))(t)
	sample := done(response.Sample(questionnaires.SampleAverage))(t)
	a := done(s.App.Assessments.Create(ctx, app.NewAssessment{ReleaseID: r.ID, Slug: sample.Slug, Version: sample.Version,
		Purpose: assessment.PurposeOnboarding, Source: assessment.SourceVendor, TimeZone: "UTC"}))(t)
	in := done(s.App.Invitations.Create(ctx, a.ID, app.Invitee{Email: "c@vendor.example", Name: "Contact"}))(t)
	who := done(s.App.Identity.Redeem(t.Context(), in.Token, app.Newcomer{Name: "Contact", Passphrase: "seven lighthouses in the fog"}))(t)
	return &scene{Server: s, assessment: a.ID, contact: who.Contact.ID, token: who.Token}
}

// done fails the test when a call failed, and gives what it gave.
func done[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// save signs in with the token and saves a changed answer.
func (s *scene) save(ctx context.Context) error {
	who, err := s.App.Access.Authenticate(ctx, s.token)
	if err != nil {
		return err
	}
	s.n++
	follows := app.Follows{First: s.saved.Version == 0, IfMatch: app.ETag(s.saved.Version)}
	answer := assessment.Answer{QuestionID: "ms-native-code", NotApplicable: nil, Comment: time.Now().String()}
	saved, err := s.App.Answering.Save(auth.WithPrincipal(ctx, who), s.assessment, answer, follows)
	if err == nil {
		s.saved = saved
	}
	return err
}

// What is remembered between writes is forgotten before a write is answered:
// nobody is let in after they were told that the door is shut.
func TestMemoryNeverOutlivesAWrite(t *testing.T) {
	ends := []struct {
		name string
		end  func(ctx context.Context, s *scene) error
		want fault.Kind
	}{
		{"signed out", func(_ context.Context, s *scene) error { return s.App.Identity.SignOut(s.Acting(s.token)) }, fault.Unauthenticated},
		{"withdrawn", func(ctx context.Context, s *scene) error {
			_, err := s.App.Assessments.Withdraw(ctx, s.assessment, "no longer needed")
			return err
		}, fault.Conflict},
	}
	for _, c := range ends {
		t.Run(c.name, func(t *testing.T) {
			server.Each(t, func(t *testing.T, srv *server.Server) {
				s := newScene(t, srv)
				for range 3 {
					if err := s.save(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				if err := c.end(s.Acting(s.AdminKey), s); err != nil {
					t.Fatal(err)
				}
				var refused *fault.Error
				if err := s.save(t.Context()); !errors.As(err, &refused) || refused.Kind != c.want {
					t.Errorf("afterwards: %v, want %v", err, c.want)
				}
			})
		})
	}
}

// The same with a contact who saves without pause: after the write is answered
// nothing more gets through.
func TestMemoryIsForgottenUnderLoad(t *testing.T) {
	server.Each(t, func(t *testing.T, srv *server.Server) {
		s := newScene(t, srv)
		started, over := make(chan struct{}, 1), make(chan struct{})
		var late error
		var all sync.WaitGroup
		all.Go(func() {
			for {
				answered := false
				select {
				case <-over:
					answered = true
				default:
				}
				err := s.save(t.Context())
				if answered {
					late = err
					return
				}
				select {
				case started <- struct{}{}:
				default:
				}
			}
		})
		<-started
		if err := s.App.Identity.SignOut(s.Acting(s.token)); err != nil {
			t.Fatal(err)
		}
		close(over)
		all.Wait()
		if !fault.Is(late, fault.Unauthenticated) {
			t.Errorf("a save after the sign-out was answered: %v", late)
		}
	})
}

// A colleague who saves without pause is removed: in the log nothing of theirs
// follows their removal.
func TestNothingIsSavedAfterAPartEnds(t *testing.T) {
	server.Each(t, func(t *testing.T, srv *server.Server) {
		lead := newScene(t, srv)
		in := done(srv.App.Invitations.Collaborate(lead.Acting(lead.token), lead.assessment,
			app.Invitee{Email: "h@vendor.example", Name: "Helper"}, "collaborator", nil))(t)
		who := done(srv.App.Identity.Redeem(t.Context(), in.Token, app.Newcomer{Name: "Helper", Passphrase: "nine umbrellas on the pier"}))(t)
		helper := &scene{Server: srv, assessment: lead.assessment, contact: who.Contact.ID, token: who.Token}
		if err := helper.save(t.Context()); err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		all.Go(func() {
			for helper.save(t.Context()) == nil {
			}
		})
		for _, c := range done(srv.App.Invitations.Collaborators(lead.Acting(lead.token), lead.assessment))(t) {
			if c.Email == "h@vendor.example" {
				if err := srv.App.Invitations.Uninvite(lead.Acting(lead.token), lead.assessment, c.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
		all.Wait()
		newest := done(srv.App.Audit.Events(srv.Acting(srv.AdminKey), store.Page{Limit: 1}, "assessment:"+lead.assessment))(t)
		if newest[0].Action != "collaborator.remove" {
			t.Errorf("%s by %s follows the removal", newest[0].Action, newest[0].Actor.ID)
		}
	})
}
