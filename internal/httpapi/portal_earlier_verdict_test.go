package httpapi_test

import (
	"strings"
	"testing"

	"memsure/api"
	"memsure/internal/testkit/server"
)

// Confirming all offers of one verdict goes through although one of them is to
// a question that only another offer, of the other verdict, would open: that
// one is left, and said, and confirmed once its question shows.
func TestAnOfferWaitsForTheOneItRestsOn(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		p := newPast(t, s)
		p.b.publish(strings.NewReplacer("version: 1.0.0", "version: 1.1.0", "Is there native code?", "Does it contain native code?").Replace(again))
		v := p.v.at(p.b, p.b.assessment(p.release.ID, asksAgain("1.1.0")).ID)
		same := api.ConfirmationInput{Verdicts: &[]api.ConfirmationInputVerdicts{"same"}}
		confirm := api.ConfirmationInput{Verdicts: &[]api.ConfirmationInputVerdicts{"confirm"}}

		done := v.confirm(same).is(t, 200).JSON200
		if len(done.Items) != 8 || len(done.Skipped) != 1 || done.Skipped[0].QuestionID != "languages" ||
			done.Skipped[0].Code != api.SkippedOfferCodeWaiting || !strings.Contains(done.Skipped[0].Reason, "another one") {
			t.Fatalf("the same: %d confirmed, skipped %+v", len(done.Items), done.Skipped)
		}
		v.confirm(named(v.earlier(), "languages")).is(t, 409) // by name it is all or none, and says why
		if done := v.confirm(confirm).is(t, 200).JSON200; len(done.Items) != 1 || done.Items[0].QuestionID != "native" {
			t.Errorf("what changed: %+v", done.Items)
		}
		if done := v.confirm(same).is(t, 200).JSON200; len(done.Items) != 9 || len(done.Skipped) != 0 {
			t.Errorf("the same, once more: %d confirmed, skipped %+v", len(done.Items), done.Skipped)
		}
	})
}
