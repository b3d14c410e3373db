// Package questionnairetest makes random questionnaires and answers for
// property tests. What it makes is always valid: questionnaire.Load accepts
// it, and every answer fits its question.
package questionnairetest

import (
	"fmt"

	"pgregory.net/rapid"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

// Definition draws a complete definition with every type of question, ways of
// scoring, conditions without cycles, gates, red flags and checks.
func Definition(t *rapid.T) *questionnaire.Definition {
	d := &drawer{t: t}
	def := &questionnaire.Definition{
		Schema: questionnaire.Schema, Slug: "drawn", Version: d.version(), Title: d.words("title"), Description: d.maybe("description"),
		Language: rapid.SampledFrom([]string{"en", "de-CH", "ja"}).Draw(t, "language"),
		Ruleset:  d.ruleset(),
		Tiers:    []questionnaire.Tier{{ID: "critical", Label: "Critical"}, {ID: "low", Label: "Low"}},
	}
	for s := range rapid.IntRange(1, 4).Draw(t, "sections") {
		def.Sections = append(def.Sections, d.section(s))
	}
	// a questionnaire in which nothing can be earned is refused
	def.Sections[0].Weight = max(1, def.Sections[0].Weight)
	for g := range rapid.IntRange(0, 3).Draw(t, "gates") {
		def.Gates = append(def.Gates, *d.gate(fmt.Sprintf("gate-%d", g)))
	}
	for c := range rapid.IntRange(0, 3).Draw(t, "checks") {
		def.Checks = append(def.Checks, d.check(fmt.Sprintf("check-%d", c)))
	}
	if d.chance("weights by tier") {
		def.Tiers[0].Weights = d.weights(def)
	}
	return def
}

// Weights draws weights of one's own for some sections and questions of a
// drawn definition, with which something can still be earned.
func Weights(t *rapid.T, def *questionnaire.Definition) questionnaire.Weights {
	return *(&drawer{t: t}).weights(def)
}

func (d *drawer) weights(def *questionnaire.Definition) *questionnaire.Weights {
	w := &questionnaire.Weights{}
	for s := range def.Sections {
		if d.chance("section's own weight") {
			w.Sections = append(w.Sections, questionnaire.Weight{ID: def.Sections[s].ID, Weight: d.int(least(s), 100, "weight")})
		}
		for q := range def.Sections[s].Questions {
			question := &def.Sections[s].Questions[q]
			if question.Role == questionnaire.RoleAward && question.Scoring.Kind != questionnaire.ScoreNone && d.chance("own weight") {
				w.Questions = append(w.Questions, questionnaire.Weight{ID: question.ID, Weight: d.int(least(s+q), 50, "weight")})
			}
		}
	}
	return w
}

// least is the least weight of what stands at a place: the first section and
// its first question keep one.
func least(place int) int {
	if place == 0 {
		return 1
	}
	return 0
}

// drawer draws parts and remembers the questions drawn so far: conditions
// refer to those only, so there are no cycles.
type drawer struct {
	t         *rapid.T
	questions []questionnaire.Question
}

func (d *drawer) int(low, high int, label string) int {
	return rapid.IntRange(low, high).Draw(d.t, label)
}

func (d *drawer) chance(label string) bool { return rapid.Bool().Draw(d.t, label) }

// words draws text with what breaks careless writers of YAML and JSON.
func (d *drawer) words(label string) string {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"Does it?", "yes", "null", "1.0", "- a", "a: b", "# no comment", "*x", "&x", "!x", "{", "\"", "'",
			"two\nlines", "trailing \n", " leading", "tab\there", "é ü 漢字 🦀", "line\u2028separator", "<<", "@", "`", "%", "~", "0x1F", "\\n", "a\r\nb", "…",
			"\u00a0", "\u0085", "\ufeff", "\u007f", "\u0001", "key: |", "|", ">", "?", "? a", ": ", "a #b", "[a, b]", "true", "1e3", "-", "--- a", "\n", "\n\n x", "x\n\n"}),
		rapid.StringMatching(`[A-Za-z][A-Za-z ,.:#'"-]{0,30}\?`),
	).Draw(d.t, label)
}

func (d *drawer) maybe(label string) string {
	if d.chance(label + "?") {
		return d.words(label)
	}
	return ""
}

func (d *drawer) version() string {
	return fmt.Sprintf("%d.%d.%d", d.int(0, 20, "major"), d.int(0, 20, "minor"), d.int(0, 20, "patch"))
}

// decimal draws an exact number between two bounds given in millionths.
func (d *drawer) decimal(low, high int64, label string) questionnaire.Decimal {
	return questionnaire.DecimalOf(rapid.OneOf(
		rapid.Int64Range(low, high),
		rapid.SampledFrom([]int64{low, high, (low + high) / 2}),
	).Draw(d.t, label))
}

func (d *drawer) unit(label string) questionnaire.Decimal { return d.decimal(0, fact.Million, label) }

func (d *drawer) ruleset() questionnaire.Ruleset {
	rules := questionnaire.Ruleset{
		ID: "rules", Arithmetic: 1,
		RollUp: rapid.SampledFrom([]questionnaire.RollUp{questionnaire.RollUpSections, questionnaire.RollUpFlat}).Draw(d.t, "roll-up"),
		Confidence: rapid.SampledFrom([]questionnaire.Ladder{
			{Claimed: "0.5", ClaimedProofRequired: "0.25", Documented: "0.75", Verified: "1"},
			{Claimed: "0", ClaimedProofRequired: "0", Documented: "0.333333", Verified: "1"},
			{Claimed: "1", ClaimedProofRequired: "1", Documented: "1", Verified: "1"},
		}).Draw(d.t, "ladder"),
		Bands: []questionnaire.Band{
			{ID: "A", Label: "Strong", AtLeast: "80.5"}, {ID: "B", Label: "Fair", AtLeast: "40"}, {ID: "C", Label: "Poor", AtLeast: "0"},
		},
		IntegrityFailsAt: d.int(0, 3, "integrity"),
	}
	if d.chance("caps") {
		rules.ExposureCaps = []questionnaire.ExposureCap{{Below: "20", Band: "C"}, {Below: d.decimal(20_000_001, 100_000_000, "cap"), Band: "B"}}
	}
	return rules
}

func (d *drawer) section(s int) questionnaire.Section {
	section := questionnaire.Section{
		ID: fmt.Sprintf("section-%d", s), Title: d.words("title"), Help: d.maybe("help"), Weight: d.int(0, 100, "weight"),
		Dimension: rapid.SampledFrom([]questionnaire.Dimension{questionnaire.Exposure, questionnaire.Practice}).Draw(d.t, "dimension"),
	}
	for q := range d.int(1, 6, "questions") {
		section.Questions = append(section.Questions, d.question(fmt.Sprintf("q-%d-%d", s, q)))
	}
	return section
}

func (d *drawer) check(id string) questionnaire.Check {
	check := questionnaire.Check{
		ID: id, Claim: d.words("claim"), Message: d.words("message"), Resolve: d.words("resolve"), Severity: d.severity(),
		Contradicted: d.condition(2),
	}
	for i := range d.questions {
		if i == 0 || d.chance("speaks about") {
			check.Questions = append(check.Questions, d.questions[i].ID)
		}
	}
	check.Questions = check.Questions[:min(50, len(check.Questions))]
	if d.chance("supported") {
		check.Supported = d.condition(2)
	}
	return check
}

func (d *drawer) severity() questionnaire.Severity {
	return rapid.SampledFrom([]questionnaire.Severity{
		questionnaire.Critical, questionnaire.High, questionnaire.Medium, questionnaire.Low,
	}).Draw(d.t, "severity")
}

func (d *drawer) gate(id string) *questionnaire.Gate {
	gate := &questionnaire.Gate{ID: id, Title: d.words("title"), Why: d.maybe("why"), Pass: d.condition(2)}
	if d.chance("tiers") {
		gate.Tiers = []string{"critical"}
	}
	return gate
}
