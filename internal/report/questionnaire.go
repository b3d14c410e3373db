package report

import (
	"fmt"
	"strconv"
	"strings"

	"memsure/internal/questionnaire"
)

// Questionnaire is a questionnaire version as a sheet: to read, to discuss and
// to prepare answers on. Everything is worded; renderers lay out.
type Questionnaire struct {
	Slug        string
	Version     string
	Title       string
	Description string
	Digest      string
	Counts      string   // "34 questions in 5 sections; 27 must be answered"
	Scoring     bool     // weights, marks, knock-outs and checks are shown
	Bands       []string // with Scoring
	Tiers       []string
	Sections    []AskedSection
	KnockOuts   []AskedRule // with Scoring
	Checks      []AskedRule // with Scoring

	Definition *questionnaire.Definition
}

// AskedSection is one section of the sheet.
type AskedSection struct {
	Letter    string
	Title     string
	Help      string
	Weight    string // with Scoring: "55 of 100, exposure"
	Questions []AskedQuestion
}

// AskedQuestion is one question of the sheet.
type AskedQuestion struct {
	Number    string // "A3"
	ID        string
	Title     string
	Text      string
	Help      string
	Type      questionnaire.Type
	Kind      string // the type in words, with unit and limits
	Required  bool
	Scope     string // whose answer it is
	Condition string // "Only if …"; empty: always asked
	Options   []AskedOption
	Columns   []AskedColumn
	Proof     string
	NA        string
	Good, Bad string
	Weight    string // with Scoring
	Marks     string // with Scoring: how an answer becomes quality
	MapsTo    []string
}

// AskedOption is one choice.
type AskedOption struct {
	ID, Label, Help string
	Score           string // with Scoring
	Alone           bool   // excludes the others
}

// AskedColumn is one column of a table to fill in.
type AskedColumn struct {
	ID, Label, Kind string
	Options         []AskedOption
	Type            questionnaire.Type
	Required        bool
}

// AskedRule is a knock-out or a check in words.
type AskedRule struct {
	ID, Title, Why, Condition string
}

// BuildQuestionnaire words a definition; scoring adds what vendors see only
// where an assessment discloses it.
func BuildQuestionnaire(def *questionnaire.Definition, digest string, scoring bool) Questionnaire {
	view := Questionnaire{
		Slug: def.Slug, Version: def.Version, Title: def.Title, Description: def.Description, Digest: digest,
		Scoring: scoring, Definition: def,
	}
	total, required := 0, 0
	name := numbers(def)
	weights := 0
	for s := range def.Sections {
		weights += def.Sections[s].Weight
	}
	for s := range def.Sections {
		section := &def.Sections[s]
		asked := AskedSection{Letter: questionnaire.SectionLetter(s), Title: section.Title, Help: section.Help}
		if scoring {
			asked.Weight = sectionWeight(def, section, weights)
		}
		for q := range section.Questions {
			question := &section.Questions[q]
			total++
			if question.Required {
				required++
			}
			asked.Questions = append(asked.Questions, askedOf(def, question, name, scoring))
		}
		view.Sections = append(view.Sections, asked)
	}
	view.Counts = fmt.Sprintf("%d questions in %d sections; %d must be answered where they are asked", total, len(def.Sections), required)
	view.rules(def, name)
	return view
}

// numbers gives each question's number on the sheet, by which conditions refer
// to it.
func numbers(def *questionnaire.Definition) func(*questionnaire.Question) string {
	number := map[string]string{}
	for s := range def.Sections {
		for q := range def.Sections[s].Questions {
			number[def.Sections[s].Questions[q].ID] = questionnaire.SectionLetter(s) + strconv.Itoa(q+1)
		}
	}
	return func(q *questionnaire.Question) string {
		if q.Title == "" {
			return number[q.ID]
		}
		return number[q.ID] + " (" + q.Title + ")"
	}
}

func sectionWeight(def *questionnaire.Definition, s *questionnaire.Section, all int) string {
	words := strings.ToLower(dimensionWords[s.Dimension])
	if def.Ruleset.RollUp == questionnaire.RollUpFlat {
		return words
	}
	return fmt.Sprintf("weight %d of %d, %s", s.Weight, all, words)
}

func (view *Questionnaire) rules(def *questionnaire.Definition, name func(*questionnaire.Question) string) {
	for _, t := range def.Tiers {
		view.Tiers = append(view.Tiers, t.Label)
	}
	if !view.Scoring {
		return
	}
	for _, b := range def.Ruleset.Bands {
		view.Bands = append(view.Bands, b.Label+", from "+string(b.AtLeast))
	}
	gate := func(g *questionnaire.Gate) {
		rule := AskedRule{ID: g.ID, Title: g.Title, Why: g.Why, Condition: questionnaire.InWords(def, g.Pass, name)}
		if len(g.Tiers) > 0 {
			rule.Title += " (tier: " + strings.Join(g.Tiers, ", ") + ")"
		}
		view.KnockOuts = append(view.KnockOuts, rule)
	}
	for s := range def.Sections {
		for q := range def.Sections[s].Questions {
			if g := def.Sections[s].Questions[q].Gate; g != nil {
				gate(g)
			}
		}
	}
	for i := range def.Gates {
		gate(&def.Gates[i])
	}
	for _, c := range def.Checks {
		view.Checks = append(view.Checks, AskedRule{ID: c.ID, Title: c.Claim, Why: c.Resolve, Condition: questionnaire.InWords(def, c.Contradicted, name)})
	}
}

func askedOf(def *questionnaire.Definition, q *questionnaire.Question, name func(*questionnaire.Question) string, scoring bool) AskedQuestion {
	number, _, _ := strings.Cut(name(q), " ")
	asked := AskedQuestion{
		Number: number, ID: q.ID, Title: q.Title, Text: q.Text, Help: q.Help, Type: q.Type, Kind: kindOf(q.Type, q.Unit, q.Min, q.Max),
		Required: q.Required, Scope: scopeSentence[q.Scope], Proof: proofWords(q.Evidence), NA: naWords(q.NA),
		Good: q.GoodAnswer, Bad: q.BadAnswer, MapsTo: q.MapsTo, Options: optionsOf(q.Options, scoring && q.Scored()),
	}
	if when := questionnaire.InWords(def, q.When, name); when != "" {
		asked.Condition = "Only if " + when + "."
	}
	for _, c := range q.Columns {
		asked.Columns = append(asked.Columns, AskedColumn{ID: c.ID, Label: c.Label, Kind: kindOf(c.Type, c.Unit, c.Min, c.Max),
			Options: optionsOf(c.Options, false), Type: c.Type, Required: c.Required})
	}
	if scoring {
		asked.Weight, asked.Marks = weightOf(q), marksOf(q)
	}
	return asked
}

func optionsOf(options []questionnaire.Option, scored bool) (asked []AskedOption) {
	for _, o := range options {
		a := AskedOption{ID: o.ID, Label: o.Label, Help: o.Help, Alone: o.Exclusive}
		if scored {
			a.Score = string(o.Score)
		}
		asked = append(asked, a)
	}
	return asked
}

var scopeSentence = map[questionnaire.Scope]string{
	questionnaire.ScopeVendor:  "Given once for the vendor, offered again for every product",
	questionnaire.ScopeProduct: "Given once for the product, offered again for every release",
	questionnaire.ScopeRelease: "For this release",
}

// kindOf words a type with its unit and limits.
func kindOf(t questionnaire.Type, unit string, low, high *questionnaire.Decimal) string {
	words := typeWords[t]
	if unit != "" {
		words += " of " + unit
	}
	switch {
	case low != nil && high != nil:
		words += fmt.Sprintf(", %s to %s", *low, *high)
	case low != nil:
		words += ", at least " + string(*low)
	case high != nil:
		words += ", at most " + string(*high)
	case t == questionnaire.TypePercentage:
		words += ", 0 to 100"
	}
	return words
}

func proofWords(rule questionnaire.EvidenceRule) string {
	if rule.Assurance == "none" {
		return "The answer is its own proof."
	}
	if len(rule.Accepts) == 0 {
		return ""
	}
	words := "Proof: " + strings.ReplaceAll(strings.Join(rule.Accepts, ", "), "_", " ")
	switch rule.Proof {
	case "required":
		words += "; without it the answer counts little"
	case "expected":
		words += "; with it the answer counts more"
	}
	if rule.MaxAge > 0 {
		words += fmt.Sprintf("; not older than %d days", rule.MaxAge)
	}
	return words + "."
}

func naWords(rule questionnaire.NARule) string {
	switch {
	case rule.Allowed && rule.ReasonRequired:
		return "May be claimed not to apply, with a reason."
	case rule.Allowed:
		return "May be claimed not to apply."
	}
	return ""
}

func weightOf(q *questionnaire.Question) string {
	switch {
	case q.Role == questionnaire.RoleSelection:
		return "pass or fail only"
	case !q.Scored():
		return "not scored"
	}
	return "weight " + strconv.Itoa(q.Weight)
}
