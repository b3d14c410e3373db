package httpapi_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"memsure/api"
	"memsure/internal/testkit/db"
	"memsure/internal/testkit/server"
)

// problemIn reads the problem of an answer.
func problemIn(t testing.TB, res *http.Response) api.Problem {
	t.Helper()
	var p api.Problem
	if err := json.NewDecoder(res.Body).Decode(&p); err != nil {
		t.Fatal(err)
	}
	return p
}

// Bodies that do not fit the contract: 400 with the place, nothing saved.
func TestAnswersOfTheWrongShapeAreRefused(t *testing.T) {
	_, _, v := asked(t, serverOnSQLite(t))
	for name, c := range map[string]struct{ body, place string }{
		"not JSON":             {`{"value":`, ""},
		"a key twice":          {`{"comment":"a","comment":"b"}`, "/comment duplicate_member"},
		"a key twice within":   {`{"value":{"kind":"boolean","boolean":true,"boolean":false}}`, "/value/boolean duplicate_member"},
		"an unknown key":       {`{"remark":"a"}`, "/remark unknown_member"},
		"an unknown key below": {`{"value":{"kind":"boolean","bool":true}}`, "/value/bool unknown_member"},
		"another letter case":  {`{"Comment":"a"}`, "/Comment unknown_member"},
		"a number for text":    {`{"comment":3}`, "/comment type"},
		"text for a boolean":   {`{"value":{"kind":"boolean","boolean":"yes"}}`, "/value/boolean type"},
		"a bare number":        {`{"value":{"kind":"percentage","number":62.5}}`, "/value/number type"},
		"an exponent":          {`{"value":{"kind":"percentage","number":"1e2"}}`, "/value/number pattern"},
		"seven decimals":       {`{"value":{"kind":"percentage","number":"0.1234567"}}`, "/value/number pattern"},
		"an unknown kind":      {`{"value":{"kind":"money"}}`, "/value/kind enum"},
		"no kind":              {`{"value":{"boolean":true}}`, "/value/kind required"},
		"a day that is none":   {`{"value":{"kind":"date","date":"2026-02-30"}}`, "/value/date format"},
		"null":                 {`{"value":null}`, "/value type"},
		"NUL":                  {`{"comment":"a\u0000b"}`, "/comment text"},
		"too long a comment":   {`{"comment":"` + strings.Repeat("x", 10_001) + `"}`, "/comment max_length"},
		"a second document":    {`{} {}`, " syntax"},
		"an array":             {`[]`, " type"},
	} {
		t.Run(name, func(t *testing.T) {
			res := v.raw("PUT", "/answers/native", c.body, "If-None-Match", "*")
			p := problemIn(t, res)
			places := placesIn(p)
			if res.StatusCode != 400 || p.Code != "contract" || c.place != "" && !slices.Contains(places, strings.TrimSpace(c.place)) {
				t.Errorf("%d %s %v, want %s", res.StatusCode, p.Code, places, c.place)
			}
		})
	}
	if left := got(v.ListAnswersWithResponse(t.Context(), v.asm)).is(t, 200).JSON200.Items; len(left) != 0 {
		t.Errorf("something was saved: %+v", left)
	}
}

// Answers that fit the contract and not their question: 422 with the place.
func TestAnswersThatMeanNothingAreRefused(t *testing.T) {
	_, _, v := asked(t, serverOnSQLite(t))
	two := boolean(true)
	two.Value.Text = new("yes")
	na := api.AnswerInput{NotApplicable: &api.NotApplicable{Reason: " "}}
	both := number("percentage", "1")
	both.NotApplicable = &api.NotApplicable{Reason: "There is no code."}
	cited := boolean(true)
	cited.Citation = &api.Citation{URL: "https://northwind.example", Title: "Site", RetrievedOn: *onDay("2026-01-01")}
	cell := func(c api.TableCell) api.AnswerInput {
		return table([]api.TableCell{{Column: "name", Text: new("Parser")}}, []api.TableCell{{Column: "name", Text: new("Core")}, c})
	}
	for name, c := range map[string]struct {
		question string
		in       api.AnswerInput
		place    string
	}{
		"empty":                   {"native", api.AnswerInput{}, "empty"},
		"another kind":            {"native", number("number", "1"), "/value/kind wrong_kind"},
		"two members":             {"native", two, "/value/text wrong_member"},
		"no member":               {"native", answer(api.AnswerValue{Kind: "boolean"}), "/value/boolean required"},
		"a member of a file":      {"sbom", answer(api.AnswerValue{Kind: "file", Boolean: new(true)}), "/value/boolean wrong_member"},
		"a file without bytes":    {"sbom", answer(api.AnswerValue{Kind: "file"}), "/evidence required"},
		"an unknown file":         {"sbom", linked("file", "evd_unknown0000"), "/evidence/0/evidence_id unknown"},
		"unknown option":          {"signing", choice("sometimes"), "/value/option unknown_option"},
		"above the range":         {"share", number("percentage", "100.000001"), "/value/number out_of_range"},
		"below the range":         {"team", number("number", "-1"), "/value/number out_of_range"},
		"too large a number":      {"team", number("number", "9999999999"), "/value/number decimal"},
		"blank text":              {"lessons", text(" \n"), "/value/text missing"},
		"not allowed to be N/A":   {"native", na, "/not_applicable not_allowed"},
		"N/A without a reason":    {"share", na, "/not_applicable/reason required"},
		"N/A and a value":         {"share", both, "/value conflict"},
		"a citation by a vendor":  {"native", cited, "/citation not_allowed"},
		"no rows":                 {"parts", table(), "/value/rows too_few"},
		"an empty required cell":  {"parts", table([]api.TableCell{{Column: "count", Number: new("1")}}), "/value/rows/0/cells missing"},
		"an unknown column":       {"parts", cell(api.TableCell{Column: "colour", Text: new("red")}), "/value/rows/1 unknown_column"},
		"a column twice":          {"parts", cell(api.TableCell{Column: "name", Text: new("red")}), "/value/rows/1/cells/1/column duplicate"},
		"an empty cell":           {"parts", cell(api.TableCell{Column: "count"}), "/value/rows/1/cells/1 one_member"},
		"a cell with two members": {"parts", cell(api.TableCell{Column: "count", Number: new("1"), Text: new("1")}), "/value/rows/1/cells/1 one_member"},
		"a cell of another kind":  {"parts", cell(api.TableCell{Column: "count", Text: new("1")}), "/value/rows/1/cells/1 wrong_kind"},
		"a cell out of range":     {"parts", cell(api.TableCell{Column: "share", Number: new("101")}), "/value/rows/1/cells/1 out_of_range"},
		"a cell's unknown option": {"parts", cell(api.TableCell{Column: "kind", Option: new("free")}), "/value/rows/1/cells/1 unknown_option"},
	} {
		t.Run(name, func(t *testing.T) {
			if places := placesIn(v.first(c.question, c.in).fails(t, 422, "validation")); !slices.Contains(places, c.place) {
				t.Errorf("places %v, want %s", places, c.place)
			}
		})
	}
	v.first("native", boolean(true)).is(t, 200)
	for place, in := range map[string]api.AnswerInput{
		"/value/options/1 unknown_option": choices("rust", "ada"), "/value/options/1 duplicate_value": choices("rust", "rust"),
		"/value/options/1 exclusive": choices("rust", "none"), "/value/options missing": choices(),
	} {
		if places := placesIn(v.first("languages", in).fails(t, 422, "validation")); !slices.Contains(places, place) {
			t.Errorf("places %v, want %s", places, place)
		}
	}
	v.first("unheard", boolean(true)).fails(t, 404, "question_unknown")
}

func TestSavesSayWhatTheyFollow(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		_, _, v := asked(t, s)
		got(v.PutAnswerWithResponse(t.Context(), v.asm, "native", nil, boolean(true))).fails(t, 428, "if_match_required")
		v.change("native", `"1"`, boolean(true)).fails(t, 412, "stale") // there is nothing to change
		v.first("native", boolean(true)).is(t, 200)
		v.first("native", boolean(true)).is(t, 200) // the same again
		if p := v.first("native", boolean(false)).fails(t, 412, "stale"); given(p.CurrentEtag) != `"1"` {
			t.Errorf("current: %v", p.CurrentEtag)
		}
		v.change("native", `"1"`, boolean(false)).is(t, 200)
		stale := v.change("native", `"1"`, boolean(true))
		if p := stale.fails(t, 412, "stale"); given(p.CurrentEtag) != `"2"` || stale.response.HTTPResponse.Header.Get("ETag") != `"2"` {
			t.Errorf("current: %v", p.CurrentEtag)
		}
		if res := v.change("native", `"1"`, boolean(false)).is(t, 200); res.JSON200.Etag != `"2"` {
			t.Errorf("a repeated save moved the version to %s", res.JSON200.Etag)
		}
		got(v.DeleteAnswerWithResponse(t.Context(), v.asm, "native", nil)).fails(t, 428, "if_match_required")
		got(v.DeleteAnswerWithResponse(t.Context(), v.asm, "native", &api.DeleteAnswerParams{IfMatch: new(`"1"`)})).fails(t, 412, "stale")
		got(v.DeleteAnswerWithResponse(t.Context(), v.asm, "native", &api.DeleteAnswerParams{IfMatch: new(`"2"`)})).is(t, 204)
		got(v.DeleteAnswerWithResponse(t.Context(), v.asm, "native", &api.DeleteAnswerParams{IfMatch: new(`"2"`)})).is(t, 404)
		if res := v.raw("PUT", "/answers/native", `{"value":{"kind":"boolean","boolean":true}}`, "If-None-Match", `"3"`); res.StatusCode != 400 {
			t.Errorf("If-None-Match with an ETag: %d", res.StatusCode)
		}
	})
}

func TestBulkSavesAreAllOrNothing(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		_, _, v := asked(t, s)
		save := func(items ...api.BulkAnswerInput) result[*api.PutAnswersResponse] {
			return got(v.PutAnswersWithResponse(t.Context(), v.asm, api.BulkAnswersInput{Answers: items}))
		}
		good := api.BulkAnswerInput{QuestionID: "native", Answer: boolean(true)}
		wrongCell := api.BulkAnswerInput{QuestionID: "parts", Answer: table([]api.TableCell{{Column: "name", Text: new("x")}, {Column: "share", Number: new("101")}})}
		for _, c := range []struct {
			item   api.BulkAnswerInput
			status int
			place  string
		}{
			{api.BulkAnswerInput{QuestionID: "share", Answer: number("percentage", "101")}, 422, "/answers/1/answer/value/number out_of_range"},
			{api.BulkAnswerInput{QuestionID: "share", Answer: answer(api.AnswerValue{Kind: "percentage"})}, 422, "/answers/1/answer/value/number required"},
			{wrongCell, 422, "/answers/1/answer/value/rows/0/cells/1 out_of_range"},
			{api.BulkAnswerInput{QuestionID: "native", Answer: boolean(false)}, 422, "/answers/1/question_id duplicate"},
			{api.BulkAnswerInput{QuestionID: "unheard", Answer: boolean(false)}, 404, "/answers/1 question_unknown"},
			{api.BulkAnswerInput{QuestionID: "share", IfMatch: new(`"4"`), Answer: number("percentage", "1")}, 412, "/answers/1 stale"},
		} {
			res := save(good, c.item)
			res.is(t, c.status)
			var p api.Problem
			if err := json.Unmarshal(res.body(), &p); err != nil || !slices.Contains(placesIn(p), c.place) {
				t.Errorf("places %v, want %s", placesIn(p), c.place)
			}
		}
		if left := got(v.ListAnswersWithResponse(t.Context(), v.asm)).is(t, 200).JSON200.Items; len(left) != 0 {
			t.Fatalf("a failed bulk save kept %+v", left)
		}
		// A question may be shown by an answer of the same request.
		done := save(api.BulkAnswerInput{QuestionID: "languages", Answer: choices("c", "rust")}, good).is(t, 200).JSON200
		if len(done.Items) != 2 || done.Items[0].QuestionID != "languages" || !slices.Equal(*done.Items[0].Value.Options, []string{"rust", "c"}) {
			t.Errorf("saved: %+v", done.Items)
		}
		again := save(api.BulkAnswerInput{QuestionID: "languages", Answer: choices("rust", "c")}, good).is(t, 200).JSON200
		if again.Items[0].Etag != `"1"` || again.Items[1].Etag != `"1"` {
			t.Errorf("a repeated bulk save moved versions: %+v", again.Items)
		}
	})
}

// A save is a first or a later one: what says both is refused, whatever is
// stored.
func TestASaveFollowsOneStateOnly(t *testing.T) {
	s := server.Start(t, db.SQLite(t))
	_, _, v := asked(t, s)
	v.first("native", boolean(true)).is(t, 200)
	star, etag := api.PutAnswerParamsIfNoneMatch("*"), `"1"`
	both := &api.PutAnswerParams{IfNoneMatch: &star, IfMatch: &etag}
	for _, question := range []string{"native", "team"} {
		got(v.PutAnswerWithResponse(t.Context(), v.asm, question, both, boolean(true))).fails(t, 400, "contract")
	}
}
