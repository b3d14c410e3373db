package scoring_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// A plan is used for one response after the other and keeps nothing of them.
func TestPlansForget(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		plan, err := scoring.Prepare(in.Version)
		if err != nil {
			t.Fatal(err)
		}
		fresh := mustScore(t, in)
		other := drawInputTo(t, in.Version.Definition)
		for range 2 {
			for _, use := range []func(scoring.Input) (scoring.Result, error){plan.Score, plan.ScoreFast} {
				if _, err := use(other); err != nil {
					t.Fatal(err)
				}
				again, err := plan.Score(in)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(fresh, again); diff != "" {
					t.Fatal(diff)
				}
				if fast, err := plan.ScoreFast(in); err != nil || !cmp.Equal(totals(fast), totals(fresh)) || len(fast.Sections)+len(fast.Findings)+len(fast.Levers)+len(fast.NotRun) > 0 {
					t.Fatalf("fast: %v, %+v", err, fast)
				}
			}
		}
	})
}

// A refused input gives no numbers at all.
func TestRefusedInputGivesNothing(t *testing.T) {
	twice := input(t, section(ladderQuestions), answer("own", yes()), answer("own", no()))
	spoilt := input(t, section(ladderQuestions), answer("own", yes()))
	spoilt.Version.Definition.Ruleset.Arithmetic = 7
	for name, in := range map[string]scoring.Input{"no version": {}, "two answers": twice, "another arithmetic": spoilt} {
		for _, use := range []engine{scoring.Score, scoring.ScoreFast} {
			if result, err := use(in); !fault.Is(err, fault.Invalid) || !cmp.Equal(result, scoring.Result{}) {
				t.Errorf("%s: %v, %+v", name, err, result)
			}
		}
	}
}

// The numbers of a ruleset may stand at the ends of their ranges and not
// beyond.
func TestRulesetRanges(t *testing.T) {
	ladder := func(set func(*questionnaire.Ladder, questionnaire.Decimal)) func(*questionnaire.Definition, questionnaire.Decimal) {
		return func(def *questionnaire.Definition, d questionnaire.Decimal) { set(&def.Ruleset.Confidence, d) }
	}
	first := func(def *questionnaire.Definition) *questionnaire.Question { return &def.Sections[0].Questions[0] }
	for name, test := range map[string]struct {
		set   func(*questionnaire.Definition, questionnaire.Decimal)
		whole int
	}{
		"claimed": {ladder(func(l *questionnaire.Ladder, d questionnaire.Decimal) {
			*l = questionnaire.Ladder{Claimed: d, ClaimedProofRequired: "0", Documented: "1", Verified: "1"}
		}), 1},
		"claimed, proof required": {ladder(func(l *questionnaire.Ladder, d questionnaire.Decimal) {
			*l = questionnaire.Ladder{Claimed: "1", ClaimedProofRequired: d, Documented: "1", Verified: "1"}
		}), 1},
		"documented": {ladder(func(l *questionnaire.Ladder, d questionnaire.Decimal) {
			*l = questionnaire.Ladder{Claimed: "0", ClaimedProofRequired: "0", Documented: d, Verified: "1"}
		}), 1},
		"verified": {ladder(func(l *questionnaire.Ladder, d questionnaire.Decimal) {
			*l = questionnaire.Ladder{Claimed: "0", ClaimedProofRequired: "0", Documented: "0", Verified: d}
		}), 1},
		"band":   {func(def *questionnaire.Definition, d questionnaire.Decimal) { def.Ruleset.Bands[0].AtLeast = d }, 100},
		"cap":    {func(def *questionnaire.Definition, d questionnaire.Decimal) { def.Ruleset.ExposureCaps[0].Below = d }, 100},
		"anchor": {func(def *questionnaire.Definition, d questionnaire.Decimal) { first(def).Scoring.Anchors[1].Score = d }, 1},
		"option": {func(def *questionnaire.Definition, d questionnaire.Decimal) {
			first(def).Options = []questionnaire.Option{{ID: "x", Score: d}}
		}, 1},
		"grade": {func(def *questionnaire.Definition, d questionnaire.Decimal) {
			first(def).Scoring.Rubric = []questionnaire.Grade{{Score: d}}
		}, 1},
	} {
		for d, ok := range map[string]bool{"-0.000001": false, "0": true, fmt.Sprint(test.whole): true, fmt.Sprint(test.whole) + ".000001": false} {
			version := compile(t, section(ladderQuestions))
			test.set(version.Definition, questionnaire.Decimal(d))
			if _, err := scoring.Prepare(version); (err == nil) != ok {
				t.Errorf("%s %q: %v", name, d, err)
			}
		}
	}
	for _, band := range []string{"A", "B", "C"} {
		version := compile(t, section(ladderQuestions))
		version.Definition.Ruleset.ExposureCaps[0].Band = band
		if _, err := scoring.Prepare(version); err != nil {
			t.Errorf("a cap at band %s: %v", band, err)
		}
	}
}

// Facts of every kind score the questions they fit, whatever was claimed; a
// fact of another kind scores nothing, which is said.
func TestFactsOfEveryKindScore(t *testing.T) {
	source := section(`
      - {id: good, text: Good?, type: boolean, weight: 1, scoring: {kind: yes_is_good, fact: sbom.has_dependencies}}
      - {id: bad, text: Bad?, type: boolean, weight: 1, scoring: {kind: no_is_good, fact: sbom.has_dependencies}}
      - {id: made, text: Made?, type: date, weight: 1, scoring: {kind: freshness, fact: sbom.made_on, anchors: [{at: "0", score: "1"}, {at: "10", score: "0"}]}}
      - {id: share, text: Share?, type: percentage, weight: 1, scoring: {kind: anchors, fact: sbom.share.memory_safe, ` + scale + `}}
`)
	in := input(t, source, answer("good", no()), answer("bad", no()), answer("made", date("2026-11-22")), answer("share", percent(100*fact.Million)))
	flag := func(evidence string, yes bool) fact.Fact {
		return fact.Fact{Name: fact.SBOMHasDependencies, Kind: fact.Boolean, Flag: yes, EvidenceID: evidence, Assurance: fact.Documented}
	}
	day := func(evidence, text string) fact.Fact {
		return fact.Fact{Name: fact.SBOMMadeOn, Kind: fact.Date, Text: text, EvidenceID: evidence, Assurance: fact.Documented}
	}
	for name, test := range map[string]struct {
		facts                  []fact.Fact
		good, bad, made, share int64
		notes                  string // questions of which something is said
	}{
		"claims":                   {nil, 0, 1_000_000, 1_000_000, 1_000_000, ""},
		"the file says yes":        {[]fact.Fact{flag("a", true)}, 1_000_000, 0, 1_000_000, 1_000_000, ""},
		"the file says no":         {[]fact.Fact{flag("a", false)}, 0, 1_000_000, 1_000_000, 1_000_000, ""},
		"the files disagree":       {[]fact.Fact{flag("a", true), flag("b", false)}, 0, 0, 1_000_000, 1_000_000, ""},
		"made five days ago":       {[]fact.Fact{day("a", "2026-11-17")}, 0, 1_000_000, 500_000, 1_000_000, ""},
		"the older of two":         {[]fact.Fact{day("a", "2026-11-21"), day("b", "2026-11-14")}, 0, 1_000_000, 200_000, 1_000_000, ""},
		"made tomorrow":            {[]fact.Fact{day("a", "2026-11-23")}, 0, 1_000_000, 0, 1_000_000, "made"},
		"made on no day":           {[]fact.Fact{day("a", "soon")}, 0, 1_000_000, 0, 1_000_000, "made"},
		"no day beside a good one": {[]fact.Fact{day("a", "soon"), day("b", "2026-11-21")}, 0, 1_000_000, 0, 1_000_000, "made"},
		"a fact of another kind":   {[]fact.Fact{{Name: fact.SBOMSafeShare, Kind: fact.Text, Text: "half", EvidenceID: "a"}}, 0, 1_000_000, 1_000_000, 1_000_000, "share"},
		"another kind beside a good one": {[]fact.Fact{share(fact.SBOMSafeShare, "b", 50*fact.Million, fact.Documented),
			{Name: fact.SBOMSafeShare, Kind: fact.Text, Text: "half", EvidenceID: "a"}}, 0, 1_000_000, 1_000_000, 400_000, ""},
	} {
		in.Facts = test.facts
		result := score(t, in)
		for id, want := range map[string]int64{"good": test.good, "bad": test.bad, "made": test.made, "share": test.share} {
			if got := question(t, result, id).Quality; got != want {
				t.Errorf("%s: %s has quality %d, want %d", name, id, got, want)
			}
			if said := noted(result, id) != ""; said != (id == test.notes) {
				t.Errorf("%s: of %s is said %q", name, id, noted(result, id))
			}
		}
	}
}

// What an evaluator points to ages as what a reader reads.
func TestVerdictsAge(t *testing.T) {
	for dated, want := range map[string]int64{"2026-11-01": 1_000_000, "2026-08-13": 750_000, "2020-01-01": 500_000, "": 750_000} {
		in := input(t, section(ladderQuestions), answer("plain", percent(100*fact.Million)))
		in.Revision.Evidence = []assessment.Evidence{{ID: "a", DatedOn: dated}}
		in.Reviews = []assessment.Review{verdict("plain", "verified")}
		if got := question(t, score(t, in), "plain"); got.Confidence != want || got.Expired != (dated == "2026-08-13" || dated == "2020-01-01") {
			t.Errorf("dated %q: %d, expired %v; want %d", dated, got.Confidence, got.Expired, want)
		}
	}
}

// Of several facts that document an answer the one that proves most counts,
// whichever the questionnaire names first.
func TestTheBestOfSeveralFactsProves(t *testing.T) {
	facts := []fact.Fact{count(fact.SBOMComponents, "a", 3, fact.Documented), count(fact.SBOMNative, "b", 0, fact.Verified)}
	for _, named := range []string{"sbom.components.total, sbom.components.native", "sbom.components.native, sbom.components.total"} {
		in := input(t, section(`
      - {id: q, text: Q?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, evidence: {facts: [`+named+`]}}
`), answer("q", yes(), "a", "b"))
		in.Facts = facts
		if q := question(t, score(t, in), "q"); q.Rung != scoring.Verified || join(q.FactNames) != fact.SBOMNative {
			t.Errorf("named %s: %s by %v", named, q.Rung, q.FactNames)
		}
	}
}

// Files are found among few and among many, and those of one response are
// forgotten in the next.
func TestManyFiles(t *testing.T) {
	for _, many := range []int{1, 15, 16, 17, 40} {
		in := input(t, section(ladderQuestions), answer("plain", percent(100*fact.Million)))
		plan, err := scoring.Prepare(in.Version)
		if err != nil {
			t.Fatal(err)
		}
		files := func(prefix string) (all []assessment.Evidence) {
			for i := range many {
				all = append(all, assessment.Evidence{ID: fmt.Sprint(prefix, i), DatedOn: "2026-11-01"})
			}
			return all
		}
		try := func(prefix, wanted string) scoring.Confidence {
			in.Revision.Evidence = files(prefix)
			review := verdict("plain", "verified")
			review.EvidenceID = wanted
			in.Reviews = []assessment.Review{review}
			result, err := plan.Score(in)
			if err != nil {
				t.Fatal(err)
			}
			return question(t, result, "plain").Rung
		}
		for i := range many {
			if got := try("x", fmt.Sprint("x", i)); got != scoring.Verified {
				t.Errorf("file %d of %d: %s", i, many, got)
			}
		}
		if got := try("x", "missing"); got != scoring.Claimed {
			t.Errorf("a missing one of %d: %s", many, got)
		}
		if got := try("y", "x0"); got != scoring.Claimed {
			t.Errorf("one of the response before: %s", got)
		}
	}
}

// Flags without an id of their own are told apart, findings stand in the order
// of their weight and name what they are about.
func TestFindingsInFull(t *testing.T) {
	in := input(t, section(`
      - {id: first, text: First?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, evidence: {proof: required},
         red_flag: [{id: "one", when: {question: first, equals: "true"}, message: One., severity: low},
                    {id: "two", when: {fact: sbom.components.native, at_least: "1"}, message: Two., severity: high}]}
      - {id: second, text: Second?, type: boolean, weight: 3, scoring: {kind: yes_is_good}, evidence: {proof: required},
         red_flag: [{id: "three", when: {question: second, equals: "true"}, message: Three., severity: medium}]}
gates:
  - {id: both, title: Both, pass: {all: [{question: first, equals: "false"}, {fact: sbom.components.native, at_most: "0"}]}}
`), answer("first", yes()), answer("second", yes()))
	for q := range in.Version.RedFlags() {
		in.Version.RedFlags()[q].RedFlag.ID = ""
	}
	in.Facts = []fact.Fact{count(fact.SBOMNative, "a", 2, fact.Documented)}
	in.Reviews = []assessment.Review{verdict("second", "contradicted")}
	result := score(t, in)
	var got []string
	for _, f := range result.Findings {
		got = append(got, strings.Join([]string{string(f.Severity), f.RuleID, string(f.State), join(f.Questions), join(f.Facts), f.ReviewID}, "|"))
	}
	want := []string{
		"critical|gate:both|open|first|sbom.components.native|",
		"high|flag:first:+|open|first|sbom.components.native|",
		"high|verdict:second|upheld|second||r-verdict-second",
		"medium|flag:second:|open|second||",
		"low|flag:first:|open|first||",
		"low|proof:first|open|first||",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Proof that misses for the weightier half of the questions is medium, for the
// rest low; a question of exactly the mean weight is of the weightier half.
func TestMissingProofByWeight(t *testing.T) {
	in := input(t, section(`
      - {id: light, text: Light?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, evidence: {proof: required}}
      - {id: mean, text: Mean?, type: boolean, weight: 2, scoring: {kind: yes_is_good}, evidence: {proof: required}}
      - {id: heavy, text: Heavy?, type: boolean, weight: 3, scoring: {kind: yes_is_good}, evidence: {proof: required}}
      - {id: told, text: Told?, type: boolean, weight: 0, role: information}
`), answer("light", yes()), answer("mean", yes()), answer("heavy", yes()), answer("told", yes()))
	got := map[string]questionnaire.Severity{}
	for _, f := range score(t, in).Findings {
		got[f.RuleID] = f.Severity
	}
	want := map[string]questionnaire.Severity{"proof:light": questionnaire.Low, "proof:mean": questionnaire.Medium, "proof:heavy": questionnaire.Medium}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Without a limit there is no integrity gate, and without any gate none fails.
func TestNoGates(t *testing.T) {
	in := input(t, section(ladderQuestions), answer("own", yes()))
	in.Version.Definition.Ruleset.IntegrityFailsAt = 0
	if result := score(t, in); result.Gates == nil || len(result.Gates) > 0 || result.GateOutcome != scoring.Pass {
		t.Errorf("%+v, outcome %s", result.Gates, result.GateOutcome)
	}
}

// A cap is worded with the label of its band, or its id where it has none, and
// where nothing of exposure counts the caps cannot run, which is said.
func TestCapsInWords(t *testing.T) {
	source := strings.Replace(head, "{id: C, label: Weak,", "{id: C, label: C,", 1) + `
sections:
  - {id: x, title: X, dimension: exposure, weight: 1, questions: [{id: exposed, text: X?, type: boolean, weight: 1, na: {allowed: true}, evidence: {assurance: none}, scoring: {kind: yes_is_good}}]}
  - {id: p, title: P, dimension: practice, weight: 9, questions: [{id: practised, text: P?, type: boolean, weight: 1, evidence: {assurance: none}, scoring: {kind: yes_is_good}}]}
`
	in := input(t, source, answer("exposed", no()), answer("practised", yes()))
	in.Version.Definition.Ruleset.Bands[2].Label = ""
	result := score(t, in)
	if want := "Exposure scores 0.0, below 20.0; the band can then be no better than C."; result.CapReason != want || result.Band != "C" || result.BandBeforeCap != "A" {
		t.Errorf("%s before %s: %q, want %q", result.Band, result.BandBeforeCap, result.CapReason, want)
	}
	in.Version.Definition.Ruleset.ExposureCaps = in.Version.Definition.Ruleset.ExposureCaps[:1]
	if result := score(t, in); !strings.HasSuffix(result.CapReason, "below 40.0; the band can then be no better than Fair.") {
		t.Errorf("%q", result.CapReason)
	}
	in.Revision.Answers[0] = assessment.Answer{QuestionID: "exposed", NotApplicable: &assessment.NotApplicable{Reason: "none"}}
	in.Revision.Answers[1] = answer("practised", no())
	accepted := review(assessment.ReviewNotApplicable, "exposed")
	accepted.Accepted = true
	in.Reviews = []assessment.Review{accepted}
	result = score(t, in)
	if result.Band != "C" || result.CapReason != "" || noted(result, "exposure_caps") == "" {
		t.Errorf("no exposure: band %s, %q, noted %q", result.Band, result.CapReason, noted(result, "exposure_caps"))
	}
	in.Version.Definition.Ruleset.Bands = in.Version.Definition.Ruleset.Bands[:1] // a last band that starts above 0
	in.Version.Definition.Ruleset.ExposureCaps = nil
	if result := score(t, in); result.Band != "A" {
		t.Errorf("below every band: %q", result.Band)
	}
}

// The message on files that disagree names each value once, by its first place,
// four values at most, and the questions that checks hold against the fact.
func TestDisagreementInWords(t *testing.T) {
	in := input(t, section(`
      - {id: native, text: Native?, type: boolean, weight: 1, scoring: {kind: no_is_good}}
checks:
  - {id: c, questions: [native], claim: none, severity: high, message: Some., resolve: Correct it.,
     contradicted: {all: [{question: native, equals: "false"}, {fact: sbom.components.native, at_least: "100"}]}}
`), answer("native", no()))
	native := func(evidence, place string, n int64) fact.Fact {
		f := count(fact.SBOMNative, evidence, n, fact.Documented)
		f.Place = place
		return f
	}
	for _, test := range []struct {
		facts []fact.Fact
		says  string
	}{
		{[]fact.Fact{native("b", "/2", 1), native("a", "/9", 1), native("a", "/1", 1), native("c", "", 2)}, "the file a at /1 shows 1 and the file c shows 2."},
		{[]fact.Fact{native("a", "", 1), native("b", "", 2), native("c", "", 3), native("d", "", 4)},
			"the file a shows 1, the file b shows 2, the file c shows 3 and the file d shows 4."},
		{[]fact.Fact{native("f", "", 6), native("a", "", 1), native("b", "", 2), native("c", "", 3), native("d", "", 4), native("e", "", 5)},
			"the file a shows 1, the file b shows 2, the file c shows 3, the file d shows 4 and 2 more show other values."},
	} {
		in.Facts = test.facts
		for range 2 {
			findings := score(t, in).Findings
			if len(findings) != 1 || !strings.Contains(findings[0].Message, ": "+test.says) || join(findings[0].Questions) != "native" {
				t.Fatalf("%+v, want one that says %q", findings, test.says)
			}
			slices.Reverse(in.Facts)
		}
	}
}

// What was decided about the integrity of the answers ends with the set of
// contradictions it was decided for: one more, or one that was dismissed then
// and is upheld now, opens the gate again; upholding the same again does not.
func TestIntegrityEndsWithItsContradictions(t *testing.T) {
	finding := func(id string, at int64, upheld bool) assessment.Review {
		return assessment.Review{ID: fmt.Sprint(id, at), Revision: 1, Kind: assessment.ReviewFinding, FindingID: id, Accepted: upheld, At: at}
	}
	read := func(at int64) assessment.Review {
		r := verdict("third", "contradicted")
		r.ID, r.At = fmt.Sprint("third", at), at
		return r
	}
	decision := approved(assessment.Review{ID: "settled", Revision: 1, Kind: assessment.ReviewGate, GateID: scoring.IntegrityGate, Accepted: true, At: 5})
	for name, test := range map[string]struct {
		reviews []assessment.Review
		want    scoring.Outcome
	}{
		"as it was":                     {[]assessment.Review{finding("check-native", 1, true), read(1), finding("check-unsafe", 1, false)}, scoring.Pass},
		"one more upheld":               {[]assessment.Review{finding("check-native", 1, true), read(1), finding("check-unsafe", 6, true)}, scoring.Fail},
		"dismissed then, upheld now":    {[]assessment.Review{finding("check-native", 1, true), read(1), finding("check-unsafe", 1, false), finding("check-unsafe", 6, true)}, scoring.Fail},
		"upheld then and again":         {[]assessment.Review{finding("check-native", 1, true), finding("check-native", 6, true), read(1), finding("check-unsafe", 1, true)}, scoring.Pass},
		"dismissed, upheld, decided":    {[]assessment.Review{finding("check-native", 1, false), finding("check-native", 2, true), read(1), finding("check-unsafe", 1, true)}, scoring.Pass},
		"upheld, dismissed, decided":    {[]assessment.Review{finding("check-native", 1, true), finding("check-native", 2, false), finding("check-native", 6, true), read(1), finding("check-unsafe", 1, true)}, scoring.Fail},
		"read as contradicted only now": {[]assessment.Review{finding("check-native", 1, true), finding("check-unsafe", 1, true), read(6)}, scoring.Fail},
	} {
		in := input(t, section(checkedAndMore), answer("native", no(), "a"), answer("unsafe", no(), "a"), answer("third", yes()))
		in.Facts = []fact.Fact{count(fact.SBOMNative, "a", 3, fact.Documented), count(fact.SBOMUnsafe, "a", 3, fact.Documented)}
		for range 2 {
			in.Reviews = slices.Concat(test.reviews, decision)
			if got := gate(t, score(t, in), scoring.IntegrityGate); got.Outcome != test.want {
				t.Errorf("%s: %s (%s), want %s", name, got.Outcome, got.Why, test.want)
			}
			slices.Reverse(test.reviews)
		}
	}
}

// Of several words of others on a proposal the last one counts, none from
// before it was made and none about another revision still to come; who spoke
// is named.
func TestTheLastApprovalCounts(t *testing.T) {
	proposal := assessment.Review{ID: "p", Number: 5, Revision: 1, Kind: assessment.ReviewGate, GateID: "half", By: "first", Remedy: "a fix", RemedyBy: "2027-01-01"}
	word := func(number, revision int, by string, accepted bool) assessment.Review {
		return assessment.Review{ID: fmt.Sprint(by, number), Number: number, Revision: revision, Kind: assessment.ReviewApproval, Approves: "p", By: by, Accepted: accepted}
	}
	for name, test := range map[string]struct {
		words    []assessment.Review
		want     scoring.Outcome
		approved string
		by       string
		says     string
	}{
		"none":                {nil, scoring.Fail, "", "", "waits for another person's approval"},
		"yes":                 {[]assessment.Review{word(6, 1, "second", true)}, scoring.Conditional, "second6", "second", "and another approved it"},
		"no":                  {[]assessment.Review{word(6, 1, "second", false)}, scoring.Fail, "second6", "", "another person refused that"},
		"yes, then no":        {[]assessment.Review{word(6, 1, "second", true), word(7, 1, "third", false)}, scoring.Fail, "third7", "", "refused"},
		"no, then yes":        {[]assessment.Review{word(6, 1, "second", false), word(7, 1, "third", true)}, scoring.Conditional, "third7", "third", "approved"},
		"before the proposal": {[]assessment.Review{word(4, 1, "second", true)}, scoring.Fail, "", "", "waits"},
		"of a later revision": {[]assessment.Review{word(6, 2, "second", true)}, scoring.Fail, "", "", "waits"},
		"the proposer's own":  {[]assessment.Review{word(6, 1, "first", true)}, scoring.Fail, "", "", "waits"},
	} {
		in := input(t, section(gated), answer("level", percent(0)))
		for range 2 {
			in.Reviews = append([]assessment.Review{proposal}, test.words...)
			got := gate(t, score(t, in), "half")
			if got.Outcome != test.want || got.ApprovalID != test.approved || got.ApprovedBy != test.by || got.ProposedBy != "first" || !strings.Contains(got.Why, test.says) {
				t.Errorf("%s: %+v", name, got)
			}
			slices.Reverse(test.words)
		}
	}
	proposal.Remedy, proposal.RemedyBy, proposal.Accepted = "", "", true
	in := input(t, section(gated), answer("level", percent(0)))
	in.Reviews = []assessment.Review{proposal, word(6, 1, "second", true)}
	if got := gate(t, score(t, in), "half"); got.Outcome != scoring.Pass || got.ApprovedBy != "second" {
		t.Errorf("settled as passed: %+v", got)
	}
}

// A question names the grades and the consensus that count, while there is an
// answer they can be about.
func TestGradesInForce(t *testing.T) {
	in := input(t, section(worded+`
      - {id: plain, text: Plain?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}
`), answer("words", text("we do")), answer("plain", yes()))
	in.Panel = []string{"anna", "ben"}
	agreed := consensus("words", 3)
	onPlain := given("anna", 0, 1)
	onPlain.ID, onPlain.QuestionID = "on plain", "plain"
	in.Reviews = []assessment.Review{given("anna", 2, 1), given("ben", 5, 2), agreed, onPlain}
	result := score(t, in)
	if got := question(t, result, "words").ReviewIDs; join(got) != "anna1 ben2 consensus" {
		t.Errorf("in force: %v", got)
	}
	if got := question(t, result, "plain").ReviewIDs; len(got) > 0 {
		t.Errorf("a grade of no text is in force: %v", got)
	}
	in.Revision.Answers = in.Revision.Answers[1:]
	if got := question(t, score(t, in), "words").ReviewIDs; len(got) > 0 {
		t.Errorf("nothing was answered, and in force are %v", got)
	}
}
