package questionnaires_test

import (
	"testing"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

const embedded = "embedded-and-legacy"

// Whoever answered the full bank can go on with the answers in the shorter
// questionnaires, and the other way round: a shared id is the same question.
func TestSharedQuestionsCarry(t *testing.T) {
	full := shippedDefinition(t, "supplier-memory-safety", "2.0.0")
	asked := map[string]bool{}
	eachQuestion(full, func(_ questionnaire.Section, q questionnaire.Question) { asked[q.ID] = true })
	for _, other := range shippedDefinitions(t) {
		if other.Slug == full.Slug {
			continue
		}
		shared := 0
		for _, pair := range [][2]*questionnaire.Definition{{full, other}, {other, full}} {
			for _, carried := range questionnaire.CarryForward(pair[0], pair[1]) {
				if carried.FromQuestionID == "" || carried.Verdict == questionnaire.CarryGone {
					continue
				}
				shared++
				if carried.FromQuestionID != carried.QuestionID || carried.Verdict == questionnaire.CarryShowOld {
					t.Errorf("%s to %s: an answer to %s is lost: %s", pair[0].Slug, pair[1].Slug, carried.QuestionID, carried.Reason)
				}
			}
		}
		if shared < 20 {
			t.Errorf("%s shares %d questions with the full bank, want at least ten each way", other.Slug, shared/2)
		}
	}
}

// The device's own questions have names of their own, so that a later full bank
// cannot ask something else under them.
func TestEmbeddedQuestionsAreSharedOrItsOwn(t *testing.T) {
	asked := map[string]bool{}
	eachQuestion(shippedDefinition(t, "supplier-memory-safety", "2.0.0"), func(_ questionnaire.Section, q questionnaire.Question) { asked[q.ID] = true })
	own, all := 0, 0
	eachQuestion(shippedDefinition(t, embedded, "1.0.0"), func(_ questionnaire.Section, q questionnaire.Question) {
		all++
		if prefixed := q.ID[:3] == "el-"; prefixed == asked[q.ID] {
			t.Errorf("%s is neither one of the full bank nor of this questionnaire alone", q.ID)
		} else if prefixed {
			own++
		}
	})
	if all < 25 || all > 35 || own < 10 {
		t.Errorf("%d questions, %d of them for devices alone", all, own)
	}
}

// The place where old code may stay: everything the vendor does about a device
// that is all C, without any safe parser.
func allCDevice(t *testing.T) spoiled {
	return spoiled{definition: shippedDefinition(t, embedded, "1.0.0"), tier: "critical", others: map[string]questionnaire.Value{
		"ms-native-code":     boolean(true),
		"ms-entry-points":    choices("parser", "unsafe", "unsafe", "unsafe"),
		"ms-components":      sized("language-class", map[string]int64{"unsafe": 400}),
		"ms-native-deps":     option("native-product"),
		"el-protocol-stacks": choices("front", "nothing", "native-filter"),
	}}
}

// sized is a table of sizes by kind of language.
func sized(column string, sizes map[string]int64) questionnaire.Value {
	table := questionnaire.Value{Kind: questionnaire.TypeTable}
	for class, size := range sizes {
		table.Rows = append(table.Rows, questionnaire.Row{column: option(class),
			"size": {Kind: questionnaire.TypeNumber, Number: size * fact.Million}})
	}
	return table
}

// All C with everything else perfect and verified, by hand: what the device is
// made of earns nothing; shielding and record are full, (16 + 9)/72 = 34.722222
// percent of exposure; with the 28 of practice the overall score is 53. No
// paperwork lifts it above D.
func TestAllCDeviceStaysAtD(t *testing.T) {
	result := allCDevice(t).score(t)
	want(t, "exposure", result.Exposure, 34_722_222)
	want(t, "practice", result.Practice, 100*fact.Million)
	want(t, "overall", result.Overall, 53*fact.Million)
	if result.Band != "D" {
		t.Errorf("band %s, want D", result.Band)
	}
}

// The same device, nine tenths C, with a memory-safe parser in front of every
// way in: nobody asks for more purity than that. By hand: 40 of 400 thousand
// lines are 10 percent and 0.08 of the mark; (34 + 22·0.08 + 24 + 10·0.3)/100 =
// 62.76 percent, exposure (47·0.6276 + 25)/72 = 75.690556 percent.
func TestSafeFrontInFrontOfOldCodeEarns(t *testing.T) {
	fronted := allCDevice(t).but(map[string]questionnaire.Value{
		"ms-entry-points":    choices("parser", "safe", "safe-with-escape", "safe"),
		"ms-components":      sized("language-class", map[string]int64{"unsafe": 360, "safe": 40}),
		"ms-native-deps":     option("named-exposed"),
		"el-protocol-stacks": choices("front", "safe-parser", "switched-off"),
	})
	result := fronted.score(t)
	want(t, "exposure", result.Exposure, 75_690_556)
	if result.Band != "B" {
		t.Errorf("band %s, want B", result.Band)
	}
}

// Native code that is contained on the device and read by safe parsers is no
// obstacle to the best band.
func TestContainedNativeCodeReachesTheTop(t *testing.T) {
	native := spoiled{definition: shippedDefinition(t, embedded, "1.0.0"), tier: "critical",
		others: map[string]questionnaire.Value{"ms-native-code": boolean(true)}}
	if result := native.score(t); result.Band != "A" || result.Overall.Score >= 100*fact.Million {
		t.Errorf("band %s, %s", result.Band, fact.FormatMicro(result.Overall.Score))
	}
}

// Limits of certification are heard: a limit with a plan earns in full, the
// excuse alone earns nothing.
func TestCertificationLimitNeedsAPlan(t *testing.T) {
	quality := func(plan string) int64 {
		device := allCDevice(t).but(map[string]questionnaire.Value{"el-certification-limits": choices("plan", plan)})
		return questionOf(t, device.score(t), "el-certification-limits").Quality
	}
	for plan, want := range map[string]int64{"contain": fact.Million, "end": fact.Million, "none": 0} {
		if got := quality(plan); got != want {
			t.Errorf("%s earns %s, want %s", plan, fact.FormatMicro(got), fact.FormatMicro(want))
		}
	}
}

func TestEmbeddedGates(t *testing.T) {
	device := allCDevice(t)
	for _, tc := range []struct {
		name, gate string
		others     map[string]questionnaire.Value
		want       scoring.Outcome
	}{
		{"as it is", "gate-field-update", nil, scoring.Pass},
		{"a technician comes", "gate-field-update", map[string]questionnaire.Value{"el-update-way": option("service")}, scoring.Pass},
		{"only by exchange", "gate-field-update", map[string]questionnaire.Value{"el-update-way": option("factory")}, scoring.Fail},
		{"signature checked", "gate-update-signature", map[string]questionnaire.Value{"el-update-check": options("signature")}, scoring.Pass},
		{"checksum", "gate-update-signature", map[string]questionnaire.Value{"el-update-check": options("none")}, scoring.Fail},
		{"roadmap", "gate-roadmap", nil, scoring.Pass},
		{"exempt with a date", "gate-roadmap", map[string]questionnaire.Value{"rd-roadmap": option("exempt")}, scoring.Pass},
		{"no roadmap", "gate-roadmap", map[string]questionnaire.Value{"rd-roadmap": option("none")}, scoring.Fail},
		{"no disclosure policy", "gate-disclosure", map[string]questionnaire.Value{"vk-disclosure-policy": boolean(false)}, scoring.Fail},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := outcomeOf(t, device.but(tc.others).score(t), tc.gate); got != tc.want {
				t.Errorf("%s: %s, want %s", tc.gate, got, tc.want)
			}
		})
	}
}
