package assessment

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

// asking compiles a questionnaire from questions in flow form, and one of its
// own that scores.
func asking(t testing.TB, slug, version string, questions ...string) *questionnaire.Compiled {
	t.Helper()
	head, _, _ := strings.Cut(asked, "      - {id: native")
	head = strings.Replace(strings.Replace(head, "slug: asked", "slug: "+slug, 1), "version: 1.0.0", "version: "+version, 1)
	questions = append(questions, "{id: counts-"+slug+", text: Counts?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}")
	def, err := questionnaire.Load([]byte(head + "      - " + strings.Join(questions, "\n      - ") + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	compiled, err := questionnaire.Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// yesNo is a question that counts for nothing.
func yesNo(id, text, scope, more string) string {
	return fmt.Sprintf("{id: %s, text: %s, type: boolean, scope: %s, role: information, weight: 0%s}", id, text, scope, more)
}

// submitted is an earlier revision, on a day of March 2026.
func submitted(version *questionnaire.Compiled, r Relation, day int, given ...Answer) Earlier {
	at := time.Date(2026, time.March, day, 23, 59, 0, 0, time.UTC).UnixMicro()
	e := Earlier{Version: version, Relation: r, Digest: fmt.Sprintf("sha256:%02d", day), Of: "Aurora 4.1", Status: map[string]string{},
		Revision: Revision{AssessmentID: fmt.Sprintf("asm_%02d", day), Number: 1, Answers: given, SubmittedAt: at}}
	slices.SortFunc(e.Revision.Answers, func(a, b Answer) int { return strings.Compare(a.QuestionID, b.QuestionID) })
	return e
}

func says(question string, is bool) Answer { return Answer{QuestionID: question, Value: boolean(is)} }

// lines writes offers as "question verdict assessment".
func lines(offers []Offer) []string {
	out := []string{}
	for _, o := range offers {
		out = append(out, o.QuestionID+" "+string(o.Verdict)+" "+o.From.Revision.AssessmentID)
	}
	return out
}

func TestTheScopeDecidesWhichAnswerIsOffered(t *testing.T) {
	version := asking(t, "s", "1.0.0", yesNo("v", "Vendor?", "vendor", ""), yesNo("p", "Product?", "product", ""), yesNo("r", "Release?", "release", ""))
	all := []Answer{says("v", true), says("p", true), says("r", true)}
	cases := map[string]struct {
		earlier []Earlier
		want    []string
	}{
		"nothing submitted": {nil, []string{}},
		"another product":   {[]Earlier{submitted(version, SameVendor, 1, all...)}, []string{"v same asm_01"}},
		"another release":   {[]Earlier{submitted(version, SameProduct, 1, all...)}, []string{"v same asm_01", "p same asm_01", "r confirm asm_01"}},
		"the same release":  {[]Earlier{submitted(version, SameRelease, 1, all...)}, []string{"v same asm_01", "p same asm_01", "r same asm_01"}},
		"the newest wins, the own release before others": {[]Earlier{submitted(version, SameRelease, 1, all...), submitted(version, SameProduct, 2, all...), submitted(version, SameVendor, 3, all...)},
			[]string{"v same asm_03", "p same asm_02", "r same asm_01"}},
		"what the newest leaves open comes from before": {[]Earlier{submitted(version, SameProduct, 1, all...), submitted(version, SameProduct, 2, says("p", false))},
			[]string{"v same asm_01", "p same asm_02", "r confirm asm_01"}},
		"a comment alone is no answer": {[]Earlier{submitted(version, SameRelease, 1, Answer{QuestionID: "v", Comment: "We shall see."})}, []string{}},
	}
	for name, c := range cases {
		offers, archive := Reuse(version, c.earlier)
		if diff := cmp.Diff(c.want, lines(offers)); diff != "" || len(archive) > 0 {
			t.Errorf("%s: archive %v, offers:\n%s", name, lines(archive), diff)
		}
	}
}

func TestAScopeThatBecameWiderLetsNothingIn(t *testing.T) {
	before := asking(t, "s", "1.0.0", yesNo("q", "Q?", "product", ""))
	after := asking(t, "s", "2.0.0", yesNo("q", "Q?", "vendor", ""))
	if offers, _ := Reuse(after, []Earlier{submitted(before, SameVendor, 1, says("q", true))}); len(offers) > 0 {
		t.Errorf("an answer about another product speaks for the vendor: %v", lines(offers))
	}
	offers, _ := Reuse(after, []Earlier{submitted(before, SameProduct, 1, says("q", true))})
	if diff := cmp.Diff([]string{"q show_old asm_01"}, lines(offers)); diff != "" {
		t.Error(diff)
	}
}

func TestVersionsAndOtherQuestionnaires(t *testing.T) {
	old := asking(t, "full", "1.0.0", yesNo("same", "Same?", "product", ""), yesNo("words", "Before?", "product", ""),
		yesNo("moved", "Moved?", "product", ""), yesNo("gone", "Gone?", "product", ""), "{id: kind, text: Kind?, type: text, scope: product, role: information, weight: 0}",
		yesNo("hidden", "Hidden?", "product", ", when: {question: same, equals: false}"))
	questions := []string{yesNo("same", "Same?", "product", ""), yesNo("words", "After?", "product", ""), yesNo("renamed", "Moved?", "product", ", replaces: [moved]"),
		yesNo("kind", "Of a kind?", "product", ""), yesNo("hidden", "Hidden?", "product", ""), yesNo("fresh", "Fresh?", "product", "")}
	earlier := []Earlier{submitted(old, SameProduct, 3, says("same", true), says("words", true), says("moved", true), says("gone", true), says("hidden", true),
		Answer{QuestionID: "kind", Value: &questionnaire.Value{Kind: questionnaire.TypeText, Text: "Embedded."}})}
	want := []string{"same same asm_03", "words confirm asm_03", "renamed confirm asm_03", "kind show_old asm_03"}

	offers, archive := Reuse(asking(t, "full", "2.0.0", questions...), earlier)
	if diff := cmp.Diff(want, lines(offers)); diff != "" {
		t.Errorf("the next version:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"gone gone asm_03"}, lines(archive)); diff != "" {
		t.Errorf("archive:\n%s", diff)
	}
	words, renamed := offers[1], offers[2]
	if words.EarlierText != "Before?" || words.ByName || renamed.EarlierText != "" || words.Told() != "your answer of 3 March 2026 for Aurora 4.1" {
		t.Errorf("%+v\n%+v", words, renamed)
	}
	origin := Carried{AssessmentID: "asm_03", Revision: 1, RevisionDigest: "sha256:03", QuestionID: "moved", SubmittedAt: earlier[0].Revision.SubmittedAt, Of: "Aurora 4.1"}
	if diff := cmp.Diff(Answer{QuestionID: "renamed", Value: boolean(true), Carried: &origin}, renamed.Answer); diff != "" || renamed.Origin() != origin {
		t.Errorf("what confirming saves:\n%s", diff)
	}

	offers, _ = Reuse(asking(t, "renewal", "1.0.0", questions...), earlier)
	if diff := cmp.Diff(want, lines(offers)); diff != "" {
		t.Errorf("another questionnaire:\n%s", diff)
	}
	if !offers[1].ByName || offers[0].ByName || offers[3].ByName {
		t.Error("what another questionnaire asked in other words, and only that, is confirmed by name")
	}

	_, archive = Reuse(asking(t, "privacy", "1.0.0", yesNo("other", "Other?", "product", "")), earlier)
	if len(archive) > 0 {
		t.Errorf("a questionnaire about something else archives %v", lines(archive))
	}
}

func TestAnAnswerThatNoLongerFitsIsNotConfirmed(t *testing.T) {
	question := func(na string) string {
		return "{id: q, text: Q?, type: percentage, scope: product, role: information, weight: 0" + na + "}"
	}
	before := asking(t, "s", "1.0.0", question(", na: {allowed: true}"))
	earlier := []Earlier{submitted(before, SameProduct, 1, Answer{QuestionID: "q", NotApplicable: &NotApplicable{}})}
	for na, want := range map[string]questionnaire.Verdict{"": OfferInvalid, ", na: {allowed: true, reason_required: true}": OfferInvalid, ", na: {allowed: true}": questionnaire.CarrySame} {
		offers, _ := Reuse(asking(t, "s", "2.0.0", question(na)), earlier)
		if len(offers) != 1 || offers[0].Verdict != want || offers[0].Confirmable() != (want != OfferInvalid) {
			t.Errorf("%q: %v", na, lines(offers))
		}
	}
}

// files is a question that takes a file, or rests on one.
func files(scope, kind string) string {
	scoring := ", role: information"
	if kind == "file" {
		scoring = ", scoring: {kind: evidence}, evidence: {accepts: [sbom]}"
	}
	return fmt.Sprintf("{id: q, text: Q?, type: %s, scope: %s, weight: 0%s}", kind, scope, scoring)
}

func TestWhichFilesAreCarried(t *testing.T) {
	cases := []struct {
		scope, kind, status string
		relation            Relation
		carried             bool
		verdict             questionnaire.Verdict
	}{
		{"product", "boolean", "read", SameProduct, true, questionnaire.CarrySame},
		{"product", "boolean", "stored", SameProduct, true, questionnaire.CarrySame},
		{"product", "boolean", "unreadable", SameProduct, false, questionnaire.CarrySame},
		{"product", "boolean", "erased", SameProduct, false, questionnaire.CarrySame},
		{"product", "boolean", "", SameProduct, false, questionnaire.CarrySame},
		{"vendor", "file", "read", SameVendor, true, questionnaire.CarrySame},
		{"vendor", "file", "erased", SameVendor, false, OfferInvalid},
		{"release", "file", "read", SameRelease, true, questionnaire.CarrySame},
		{"release", "file", "read", SameProduct, false, OfferInvalid},
		{"release", "boolean", "read", SameProduct, false, questionnaire.CarryConfirm},
	}
	for _, c := range cases {
		version := asking(t, "s", "1.0.0", files(c.scope, c.kind))
		value := boolean(true)
		if c.kind == "file" {
			value = &questionnaire.Value{Kind: questionnaire.TypeFile}
		}
		link := EvidenceLink{EvidenceID: "evd_1", Place: "page 4"}
		e := submitted(version, c.relation, 1, Answer{QuestionID: "q", Value: value, Evidence: []EvidenceLink{link}})
		e.Revision.Evidence = []Evidence{{ID: "evd_1", FileName: "a.json", Status: "read"}}
		e.Status["evd_1"] = c.status
		named := map[string]string{"erased": "erased", "unreadable": "could not be read", "": "not there any more"}[c.status]
		offers, _ := Reuse(version, []Earlier{e})
		if len(offers) != 1 || offers[0].Verdict != c.verdict || len(offers[0].Files) != 1 || (offers[0].Files[0].Problem == "") != c.carried ||
			!strings.Contains(offers[0].Files[0].Problem, named) ||
			slices.Contains(offers[0].Answer.Evidence, link) != c.carried || !slices.Contains(offers[0].Given.Evidence, link) {
			t.Errorf("%+v: %+v", c, offers)
		}
	}
}

// What a file showed may have opened a question then.
func TestFactsDecideWhatWasHidden(t *testing.T) {
	version := asking(t, "s", "1.0.0", yesNo("q", "Q?", "product", ", when: {fact: sbom.components.total, at_least: 1}"))
	e := submitted(version, SameProduct, 1, says("q", true))
	if offers, _ := Reuse(version, []Earlier{e}); len(offers) > 0 {
		t.Errorf("a hidden answer is offered: %v", lines(offers))
	}
	e.Facts = []fact.Fact{{Name: "sbom.components.total", Kind: fact.Number, Micro: fact.Million, EvidenceID: "evd_1"}}
	if offers, _ := Reuse(version, []Earlier{e}); len(offers) != 1 {
		t.Errorf("a shown answer is not offered: %v", lines(offers))
	}
}

func TestWhereAnAnswerComesFromIsNoPartOfIt(t *testing.T) {
	a := says("q", true)
	b := a
	b.Carried = &Carried{AssessmentID: "asm_1", Revision: 1}
	if !Same(a, b) || b.Carried == nil {
		t.Error("two answers that say the same differ by where they come from")
	}
	first, second := Revision{Number: 1, Answers: []Answer{a}}, Revision{Number: 2, Answers: []Answer{b}}
	if since := UnchangedSince([]Revision{first, second}); since["q"] != 1 {
		t.Errorf("unchanged since %v", since)
	}
	payload, err := EncodeAnswer(b)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := DecodeAnswer(payload); err != nil || !cmp.Equal(b, back) {
		t.Errorf("%+v, %v", back, err)
	}
	if words := (Carried{AssessmentID: "asm_1", Revision: 2, QuestionID: "q", SubmittedAt: 0}).Words("q"); words != "The vendor confirmed its answer of 1 January 1970 (revision 2 of asm_1)." {
		t.Error(words)
	}
	if words := (Carried{AssessmentID: "asm_1", Revision: 2, QuestionID: "p", Of: "Aurora Inc."}).Words("q"); words != "The vendor confirmed its answer of 1 January 1970 for Aurora Inc (revision 2 of asm_1, asked there as p)." {
		t.Error(words)
	}
}
