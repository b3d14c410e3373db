package assessment

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"memsure/internal/questionnaire"
)

func TestCheckPlacesWhatIsWrong(t *testing.T) {
	version := compiled(t)
	na := func(reason string) *NotApplicable { return &NotApplicable{Reason: reason} }
	cited := &Citation{URL: "https://example.com", Title: "Notes", RetrievedOn: "2024-02-29"}
	badDay := &Citation{URL: "https://example.com", Title: "Notes", RetrievedOn: "2026-02-29"}
	file := &questionnaire.Value{Kind: questionnaire.TypeFile}
	link := EvidenceLink{EvidenceID: "evd_1", Place: "page 4"}
	links := func(n int) (many []EvidenceLink) {
		for i := range n {
			many = append(many, EvidenceLink{EvidenceID: "evd_1", Place: "page " + strconv.Itoa(i)})
		}
		return many
	}
	for name, c := range map[string]struct {
		question string
		from     Source
		answer   Answer
		want     []string
	}{
		"a value":                     {"native", SourceVendor, Answer{Value: boolean(false)}, nil},
		"a comment alone":             {"native", SourceVendor, Answer{Comment: "Later."}, nil},
		"nothing":                     {"native", SourceVendor, Answer{}, []string{" empty"}},
		"evidence alone":              {"sbom", SourceVendor, Answer{Evidence: []EvidenceLink{link}}, nil},
		"a file":                      {"sbom", SourceVendor, Answer{Value: file, Evidence: []EvidenceLink{link}}, nil},
		"a file without bytes":        {"sbom", SourceVendor, Answer{Value: file}, []string{"/evidence required"}},
		"a link twice":                {"native", SourceVendor, Answer{Value: boolean(true), Evidence: []EvidenceLink{link, link}}, []string{"/evidence/1 duplicate"}},
		"two places of a file":        {"native", SourceVendor, Answer{Value: boolean(true), Evidence: []EvidenceLink{link, {EvidenceID: "evd_1"}}}, nil},
		"another kind":                {"native", SourceVendor, Answer{Value: percent(1)}, []string{"/value/kind wrong_kind"}},
		"not applicable":              {"share", SourceVendor, Answer{NotApplicable: na("No code.")}, nil},
		"without its reason":          {"share", SourceVendor, Answer{NotApplicable: na(" ")}, []string{"/not_applicable/reason required"}},
		"with a value":                {"share", SourceVendor, Answer{NotApplicable: na("No."), Value: percent(1)}, []string{"/value conflict"}},
		"never not applicable":        {"native", SourceVendor, Answer{NotApplicable: na("No.")}, []string{"/not_applicable not_allowed"}},
		"a vendor's citation":         {"native", SourceVendor, Answer{Value: boolean(true), Citation: cited}, []string{"/citation not_allowed"}},
		"a public answer":             {"native", SourcePublic, Answer{Value: boolean(true), Citation: cited}, nil},
		"one without its source":      {"native", SourcePublic, Answer{Value: boolean(true)}, []string{"/citation required"}},
		"one from a day that is none": {"native", SourcePublic, Answer{Value: boolean(true), Citation: badDay}, []string{"/citation/retrieved_on date"}},
		"text that is none":           {"native", SourceVendor, Answer{Value: boolean(true), Comment: "a\xff"}, []string{"/comment text"}},
		"NUL in a place":              {"native", SourceVendor, Answer{Value: boolean(true), Evidence: []EvidenceLink{{EvidenceID: "e", Place: "\x00"}}}, []string{"/evidence/0/place text"}},
		"a comment too long":          {"native", SourceVendor, Answer{Comment: strings.Repeat("é", LongestComment+1)}, []string{"/comment too_long"}},
		"the longest comment":         {"native", SourceVendor, Answer{Comment: strings.Repeat("é", LongestComment)}, nil},
		"a reason too long":           {"share", SourceVendor, Answer{NotApplicable: na(strings.Repeat("a", LongestReason+1))}, []string{"/not_applicable/reason too_long"}},
		"a place too long":            {"native", SourceVendor, Answer{Value: boolean(true), Evidence: []EvidenceLink{link, {EvidenceID: "e", Place: strings.Repeat("a", LongestPlace+1)}}}, []string{"/evidence/1/place too_long"}},
		"a link too many":             {"native", SourceVendor, Answer{Value: boolean(true), Evidence: links(MostLinks + 1)}, []string{"/evidence too_many"}},
		"the most links":              {"native", SourceVendor, Answer{Value: boolean(true), Evidence: links(MostLinks)}, nil},
		"a title too long":            {"native", SourcePublic, Answer{Value: boolean(true), Citation: &Citation{URL: "https://example.com", Title: strings.Repeat("a", LongestTitle+1), RetrievedOn: "2024-02-29"}}, []string{"/citation/title too_long"}},
		"an address too long":         {"native", SourcePublic, Answer{Value: boolean(true), Citation: &Citation{URL: "https://" + strings.Repeat("a", LongestURL), Title: "a", RetrievedOn: "2024-02-29"}}, []string{"/citation/url too_long"}},
		"NUL in a reason":             {"share", SourceVendor, Answer{NotApplicable: na("\x00")}, []string{"/not_applicable/reason text"}},
	} {
		t.Run(name, func(t *testing.T) {
			q, ok := version.Index(c.question)
			if !ok {
				t.Fatal("no such question")
			}
			c.answer.QuestionID = c.question
			var got []string
			for _, f := range Check(version, q, c.answer, c.from) {
				got = append(got, f.Pointer+" "+f.Code)
				if f.Message == "" {
					t.Errorf("%s says nothing", f.Pointer)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestGivenIsAValueOrAnAllowedClaim(t *testing.T) {
	allowed := questionnaire.NARule{Allowed: true}
	for name, c := range map[string]struct {
		answer Answer
		rule   questionnaire.NARule
		want   bool
	}{
		"value":       {Answer{Value: boolean(false)}, questionnaire.NARule{}, true},
		"comment":     {Answer{Comment: "Later."}, allowed, false},
		"claim":       {Answer{NotApplicable: &NotApplicable{}}, allowed, true},
		"not allowed": {Answer{NotApplicable: &NotApplicable{}}, questionnaire.NARule{}, false},
	} {
		if Given(c.answer, c.rule) != c.want {
			t.Errorf("%s: %v", name, !c.want)
		}
	}
}
