package httpapi_test

import (
	"strings"
	"sync"
	"testing"

	"memsure/api"
	"memsure/internal/auth"
	"memsure/internal/testkit/server"
)

func TestRepeatedRequestsDoNothingTwice(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, ctx := newBuyer(t, s), t.Context()
		key := &api.CreateVendorParams{IdempotencyKey: new("order-1")}
		first := got(b.CreateVendorWithResponse(ctx, key, api.VendorInput{Name: "Northwind"})).is(t, 201)
		again := got(b.CreateVendorWithResponse(ctx, key, api.VendorInput{Name: "Northwind"})).is(t, 201)
		if again.JSON201.ID != first.JSON201.ID {
			t.Error("a repeated request made another vendor")
		}
		got(b.CreateVendorWithResponse(ctx, key, api.VendorInput{Name: "Other"})).fails(t, 422, "idempotency_mismatch")
		colleague := s.As(newToken(s, auth.Procurement))
		if theirs := got(colleague.CreateVendorWithResponse(ctx, key, api.VendorInput{Name: "Northwind"})).is(t, 201); theirs.JSON201.ID == first.JSON201.ID {
			t.Error("another caller's key was taken for ours")
		}
		product := &api.CreateProductParams{IdempotencyKey: new("order-1")}
		one := got(b.CreateProductWithResponse(ctx, first.JSON201.ID, product, api.ProductInput{Name: "Aurora"})).is(t, 201)
		two := got(b.CreateProductWithResponse(ctx, first.JSON201.ID, product, api.ProductInput{Name: "Aurora"})).is(t, 201)
		if one.JSON201.ID != two.JSON201.ID {
			t.Error("a repeated request made another product")
		}
		got(b.CreateProductWithResponse(ctx, again.JSON201.ID+"x", product, api.ProductInput{Name: "Aurora"})).fails(t, 422, "idempotency_mismatch")
		failedRequestsMayBeCorrected(t, b)
		filesAreRequestsToo(t, b)
	})
}

// A request that failed did nothing, so its key is free for the corrected one.
func failedRequestsMayBeCorrected(t *testing.T, b buyer) {
	key := &api.CreateVendorParams{IdempotencyKey: new("order-2")}
	got(b.CreateVendorWithResponse(t.Context(), nil, api.VendorInput{Name: "Taken", ExternalRef: new("V-7")})).is(t, 201)
	got(b.CreateVendorWithResponse(t.Context(), key, api.VendorInput{Name: "New", ExternalRef: new("V-7")})).fails(t, 409, "external_ref_taken")
	got(b.CreateVendorWithResponse(t.Context(), key, api.VendorInput{Name: "New", ExternalRef: new("V-8")})).is(t, 201)
}

func filesAreRequestsToo(t *testing.T, b buyer) {
	ctx := t.Context()
	send := func(file string) result[*api.ImportVendorsResponse] {
		return got(b.ImportVendorsWithBodyWithResponse(ctx, &api.ImportVendorsParams{IdempotencyKey: new("file-1")}, "text/csv", strings.NewReader(file)))
	}
	if done := send("vendor\nFrom a file\n").is(t, 200).JSON200; done.VendorsCreated != 1 {
		t.Errorf("imported %+v", done)
	}
	if again := send("vendor\nFrom a file\n").is(t, 200).JSON200; again.VendorsCreated != 1 {
		t.Errorf("the repeat tells %+v", again)
	}
	send("vendor\nFrom another file\n").fails(t, 422, "idempotency_mismatch")
	draft := &api.CreateQuestionnaireDraftParams{IdempotencyKey: new("file-1")}
	one := got(b.CreateQuestionnaireDraftWithBodyWithResponse(ctx, draft, yamlType, strings.NewReader(tiny))).is(t, 201)
	two := got(b.CreateQuestionnaireDraftWithBodyWithResponse(ctx, draft, yamlType, strings.NewReader(tiny))).is(t, 201)
	if one.JSON201.Digest != two.JSON201.Digest {
		t.Error("a repeated draft is another one")
	}
}

func TestSecretsAreShownOnce(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, ctx := newBuyer(t, s), t.Context()
		b.publish(tiny)
		a := b.assessment(b.release("Northwind").ID)
		invite := func() *api.IssuedInvitation {
			return got(b.CreateInvitationWithResponse(ctx, a.ID, &api.CreateInvitationParams{IdempotencyKey: new("i-1")},
				api.InvitationInput{Email: "dana@northwind.example", Name: "Dana"})).is(t, 201).JSON201
		}
		one, two := invite(), invite()
		if one.Token == "" || !strings.HasSuffix(one.Link, "#invitation="+one.Token) || two.Token != "" || two.Link != "" || one.Invitation.ID != two.Invitation.ID {
			t.Errorf("first %+v, repeated %+v", one, two)
		}
		if state := two.Invitation.State; state != api.InvitationStateOpen {
			t.Errorf("the repeat made the invitation %s", state)
		}
		admin := s.Client(auth.Admin)
		person := got(admin.CreateUserWithResponse(ctx, nil, api.UserInput{Name: "Ann"})).is(t, 201).JSON201
		issue := func() *api.IssuedAPIKey {
			return got(admin.CreateAPIKeyWithResponse(ctx, &api.CreateAPIKeyParams{IdempotencyKey: new("k-1")},
				api.APIKeyInput{UserID: person.ID, Role: api.APIKeyInputRoleAuditor, Label: "laptop"})).is(t, 201).JSON201
		}
		first, second := issue(), issue()
		if first.Token == "" || second.Token != "" || first.Key.ID != second.Key.ID {
			t.Errorf("first %+v, repeated %+v", first, second)
		}
	})
}

func TestParallelRepeatsAgree(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b := newBuyer(t, s)
		ids := make([]string, 8)
		var all sync.WaitGroup
		for i := range ids {
			all.Go(func() {
				made, err := b.CreateVendorWithResponse(t.Context(), &api.CreateVendorParams{IdempotencyKey: new("burst")}, api.VendorInput{Name: "Northwind"})
				switch {
				case err != nil:
					t.Error(err)
				case made.StatusCode() == 201:
					ids[i] = made.JSON201.ID
				case made.StatusCode() != 409 || made.ApplicationProblemJSONDefault.Code != "idempotency_in_progress":
					t.Errorf("%d %s", made.StatusCode(), made.Body)
				}
			})
		}
		all.Wait()
		if page := got(b.ListVendorsWithResponse(t.Context(), nil)).is(t, 200).JSON200; len(page.Items) != 1 {
			t.Fatalf("%d vendors", len(page.Items))
		} else {
			for _, id := range ids {
				if id != "" && id != page.Items[0].ID {
					t.Errorf("told of vendor %s, kept %s", id, page.Items[0].ID)
				}
			}
		}
	})
}

func newToken(s *server.Server, role auth.Role) string {
	_, token := s.NewKey(role)
	return token
}
