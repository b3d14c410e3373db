package httpapi_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"memsure/api"
	"memsure/internal/auth"
	"memsure/internal/testkit/server"
)

func TestVendorsAreKept(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, ctx := newBuyer(t, s), t.Context()
		in := api.VendorInput{Name: "Nørthwind Ltd", ExternalRef: new("V-1"), Country: new("DE"), Website: new("https://n.example"), Owner: new("Team B"), Notes: new("since 2019")}
		made := got(b.CreateVendorWithResponse(ctx, nil, in)).is(t, 201)
		v, etag := made.JSON201, made.HTTPResponse.Header.Get("ETag")
		if v.Name != in.Name || *v.ExternalRef != "V-1" || *v.Country != "DE" || *v.Notes != "since 2019" || v.Etag != etag {
			t.Errorf("made %s with ETag %s", made.Body, etag)
		}
		taken := got(b.CreateVendorWithResponse(ctx, nil, api.VendorInput{Name: "Other", ExternalRef: new("V-1")})).fails(t, 409, "external_ref_taken")
		if places := placesIn(taken); !slices.Equal(places, []string{"/external_ref taken"}) {
			t.Errorf("placed %v", places)
		}
		got(b.CreateVendorWithResponse(ctx, nil, api.VendorInput{Name: " \u2003"})).fails(t, 422, "validation")
		update := func(etag *string, in api.VendorInput) result[*api.UpdateVendorResponse] {
			return got(b.UpdateVendorWithResponse(ctx, v.ID, &api.UpdateVendorParams{IfMatch: etag}, in))
		}
		update(nil, in).fails(t, 428, "if_match_required")
		changed := update(&etag, api.VendorInput{Name: "Northwind"}).is(t, 200)
		if changed.JSON200.ExternalRef != nil || changed.JSON200.Notes != nil || changed.JSON200.Name != "Northwind" {
			t.Errorf("a replacement keeps nothing: %s", changed.Body)
		}
		stale := update(&etag, in).fails(t, 412, "stale")
		if now := got(b.GetVendorWithResponse(ctx, v.ID)).is(t, 200); *stale.CurrentEtag != now.JSON200.Etag || now.JSON200.Name != "Northwind" {
			t.Errorf("current %q, fetched %s", *stale.CurrentEtag, now.Body)
		}
		got(b.GetVendorWithResponse(ctx, "ven_unknown")).fails(t, 404, "not_found")
		got(b.UpdateVendorWithResponse(ctx, "ven_unknown", &api.UpdateVendorParams{IfMatch: &etag}, in)).fails(t, 404, "not_found")
		if contacts := got(b.ListVendorContactsWithResponse(ctx, v.ID)).is(t, 200).JSON200; len(contacts.Items) != 0 {
			t.Errorf("contacts of a new vendor: %+v", contacts)
		}
		got(b.RemoveVendorContactWithResponse(ctx, v.ID, "con_unknown")).fails(t, 404, "not_found")
		productsAndReleases(t, b, v.ID)
	})
}

func productsAndReleases(t *testing.T, b buyer, vendorID string) {
	ctx := t.Context()
	p := got(b.CreateProductWithResponse(ctx, vendorID, nil, api.ProductInput{Name: "Aurora", Description: new("A gateway"), Owner: new("Ops")})).is(t, 201).JSON201
	if p.VendorID != vendorID || *p.Description != "A gateway" {
		t.Errorf("product %+v", p)
	}
	got(b.CreateProductWithResponse(ctx, vendorID, nil, api.ProductInput{Name: "Aurora"})).fails(t, 409, "product_exists")
	got(b.CreateProductWithResponse(ctx, "ven_unknown", nil, api.ProductInput{Name: "Aurora"})).fails(t, 404, "not_found")
	if list := got(b.ListProductsWithResponse(ctx, vendorID)).is(t, 200).JSON200; len(list.Items) != 1 || list.Items[0].ID != p.ID {
		t.Errorf("products %+v", list)
	}

	fixed := api.ReleaseInput{Kind: api.ReleaseInputKindFixed, Version: new("4.2.0"), ArtifactSha256: new(strings.Repeat("0a", 32))}
	made := got(b.CreateReleaseWithResponse(ctx, p.ID, nil, fixed)).is(t, 201).JSON201
	if made.Label != "4.2.0" || made.VendorID != vendorID || *made.ArtifactSha256 != *fixed.ArtifactSha256 {
		t.Errorf("release %+v", made)
	}
	got(b.CreateReleaseWithResponse(ctx, p.ID, nil, fixed)).fails(t, 409, "release_exists")
	hosted := api.ReleaseInput{Kind: api.ReleaseInputKindContinuous, AsOf: date(t, "2026-11-01")}
	if made := got(b.CreateReleaseWithResponse(ctx, p.ID, nil, hosted)).is(t, 201).JSON201; made.Label != "as of 2026-11-01" {
		t.Errorf("hosted service %+v", made)
	}
	for place, in := range map[string]api.ReleaseInput{
		"/version required": {Kind: api.ReleaseInputKindFixed, AsOf: hosted.AsOf},
		"/as_of required":   {Kind: api.ReleaseInputKindContinuous, Version: new("1")},
	} {
		if places := placesIn(got(b.CreateReleaseWithResponse(ctx, p.ID, nil, in)).fails(t, 422, "validation")); !slices.Equal(places, []string{place}) {
			t.Errorf("placed %v, want %s", places, place)
		}
	}
	got(b.CreateReleaseWithResponse(ctx, "prd_unknown", nil, fixed)).fails(t, 404, "not_found")
	if list := got(b.ListReleasesWithResponse(ctx, p.ID)).is(t, 200).JSON200; len(list.Items) != 2 {
		t.Errorf("releases %+v", list)
	}
	got(b.ListReleasesWithResponse(ctx, "prd_unknown")).fails(t, 404, "not_found")
}

func TestListsCoverEverythingOnceInPages(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, ctx := newBuyer(t, s), t.Context()
		var want []string
		for i := range 7 {
			name := fmt.Sprintf("vendor %d", i)
			if i == 3 {
				name = "vendor 3 " + strings.Repeat("樹", 290) // the longest name still has a cursor
			}
			want = append(want, name)
			got(b.CreateVendorWithResponse(ctx, nil, api.VendorInput{Name: name})).is(t, 201)
		}
		for _, limit := range []int{1, 2, 3, 7, 50} {
			var names []string
			params := &api.ListVendorsParams{Limit: &limit}
			for {
				page := got(b.ListVendorsWithResponse(ctx, params)).is(t, 200).JSON200
				if len(page.Items) > limit {
					t.Fatalf("%d items on a page of %d", len(page.Items), limit)
				}
				for _, v := range page.Items {
					names = append(names, v.Name)
				}
				if page.NextCursor.IsNull() {
					break
				}
				params.Cursor = new(page.NextCursor.MustGet())
			}
			if !slices.Equal(names, want) {
				t.Errorf("pages of %d: %q", limit, names)
			}
		}
		found := got(b.ListVendorsWithResponse(ctx, &api.ListVendorsParams{Search: new("DOR 5")})).is(t, 200).JSON200
		if len(found.Items) != 1 || found.Items[0].Name != "vendor 5" {
			t.Errorf("found %+v", found.Items)
		}
		for _, trick := range []string{"%", "_", `\`, "' OR 1=1 --"} {
			if found := got(b.ListVendorsWithResponse(ctx, &api.ListVendorsParams{Search: &trick})).is(t, 200).JSON200; len(found.Items) != 0 {
				t.Errorf("search for %q found %d", trick, len(found.Items))
			}
		}
		foreignCursors(t, b)
	})
}

func foreignCursors(t *testing.T, b buyer) {
	ctx := t.Context()
	page := got(b.ListVendorsWithResponse(ctx, &api.ListVendorsParams{Limit: new(2)})).is(t, 200).JSON200
	cursor := page.NextCursor.MustGet()
	for name, bad := range map[string]string{
		"cut": cursor[:len(cursor)-2], "longer": cursor + "AA", "another alphabet": strings.Replace(cursor, cursor[:1], "+", 1),
		"no base64": "not a cursor", "no JSON": "bm8", "empty document": "e30", "another version": "eyJ2IjoyfQ", "padded": cursor + "=",
	} {
		p := got(b.ListVendorsWithResponse(ctx, &api.ListVendorsParams{Cursor: &bad})).fails(t, 422, "cursor_invalid")
		if places := placesIn(p); !slices.Equal(places, []string{"/query/cursor cursor"}) {
			t.Errorf("%s: placed %v", name, places)
		}
	}
	got(b.ListAssessmentsWithResponse(ctx, &api.ListAssessmentsParams{Cursor: &cursor})).fails(t, 422, "cursor_invalid")
	got(b.ListVendorsWithResponse(ctx, &api.ListVendorsParams{Cursor: &cursor, Search: new("vendor")})).fails(t, 422, "cursor_invalid")
}

func TestImportTakesAllRowsOrNone(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, ctx := newBuyer(t, s), t.Context()
		send := func(file string) result[*api.ImportVendorsResponse] {
			return got(b.ImportVendorsWithBodyWithResponse(ctx, nil, "text/csv", strings.NewReader(file)))
		}
		const good = "\ufeffVendor,external_ref,country,owner,product,product_owner\r\n" +
			"Northwind,V-1,de,Team B,Aurora,Ops\r\n\"Acme, Inc.\",,US,,,\r\nNorthwind,V-1,DE,,Borealis,\r\n"
		done := *send(good).is(t, 200).JSON200
		if want := (api.ImportResult{Rows: 3, VendorsCreated: 2, VendorsUnchanged: 1, ProductsCreated: 2}); done != want {
			t.Errorf("imported %+v, want %+v", done, want)
		}
		if again := *send(good).is(t, 200).JSON200; again.VendorsCreated != 0 || again.ProductsCreated != 0 || again.VendorsUnchanged != 3 {
			t.Errorf("the second import: %+v", again)
		}
		bad := send("vendor,country\nFine,DE\n,DE\n\"Two\nlines\",Germany\n").fails(t, 422, "import_invalid")
		var at []string
		for _, f := range *bad.Errors {
			at = append(at, fmt.Sprintf("%d:%d", *f.Line, *f.Column))
		}
		if !slices.Equal(at, []string{"3:1", "5:8"}) {
			t.Errorf("placed %v", at)
		}
		for name, file := range map[string]string{
			"no header": "\n", "no vendor": "name\nx\n", "unknown column": "vendor,colour\nx,red\n", "a column twice": "vendor,vendor\na,b\n",
			"too few cells": "vendor,owner\nx\n", "an open quote": "vendor\n\"x\n", "no UTF-8": "vendor\n\xff\n",
		} {
			p := send(file).fails(t, 422, "import_invalid")
			if p.Errors == nil || (*p.Errors)[0].Line == nil || (*p.Errors)[0].Column == nil || p.Remedy == nil {
				t.Errorf("%s: no place: %+v", name, p)
			}
		}
		if all := got(b.ListVendorsWithResponse(ctx, nil)).is(t, 200).JSON200; len(all.Items) != 2 {
			t.Errorf("%d vendors after refused imports", len(all.Items))
		}
	})
}

func TestBodiesThatDoNotFitTheContract(t *testing.T) {
	s := serverOnSQLite(t)
	key := s.Key(auth.Procurement)
	for name, c := range map[string]struct{ body, place string }{
		"a member twice":        {`{"name":"a","name":"b"}`, "/name"},
		"an unknown member":     {`{"name":"a","colour":"red"}`, "/colour unknown_member"},
		"a number for a text":   {`{"name":1}`, "/name type"},
		"null":                  {`{"name":null}`, "/name type"},
		"nothing":               {`{}`, "/name required"},
		"a list":                {`[]`, " type"},
		"no JSON":               {`name=a`, ""},
		"two values":            {`{"name":"a"}{}`, ""},
		"NUL":                   {`{"name":"a\u0000"}`, "/name"},
		"an impossible country": {`{"name":"a","country":"Germany"}`, "/country pattern"},
		"a name too long":       {`{"name":"` + strings.Repeat("x", 301) + `"}`, "/name max_length"},
	} {
		res := raw(t, s, key, http.MethodPost, "/api/v1/vendors", "application/json", c.body)
		if res.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d", name, res.StatusCode)
		}
		var p api.Problem
		decode(t, res, &p)
		if places := placesIn(p); c.place != "" && (len(places) == 0 || !strings.HasPrefix(places[0], strings.TrimSpace(c.place))) {
			t.Errorf("%s: placed %q, want %q", name, places, c.place)
		}
	}
	if all := got(s.As(key).ListVendorsWithResponse(t.Context(), nil)).is(t, 200).JSON200; len(all.Items) != 0 {
		t.Errorf("something was saved: %+v", all.Items)
	}
}
