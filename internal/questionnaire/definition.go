// Package questionnaire is the language memsure asks in: definitions of
// questions, their scoring, the conditions that show them and the gates they
// feed. It loads and lints authored files, compiles a version once for fast
// evaluation, compares versions and gives each published version its digest.
// It is pure: no clock, no files, no database.
package questionnaire

// Schema names the form of a definition, inside its canonical document: who
// finds one without its record knows how to read it.
const Schema = "memsure/questionnaire/v1"

// Definition is one version of a questionnaire as authored. Published
// definitions never change; their digest is over the canonical form.
type Definition struct {
	Schema      string    `json:"schema,omitempty" yaml:"schema,omitempty" validate:"omitempty,eq=memsure/questionnaire/v1"` // authors may leave it out; Load fills it in
	Slug        string    `json:"slug" yaml:"slug" validate:"id"`
	Version     string    `json:"version" yaml:"version" validate:"semver"` // semver
	Title       string    `json:"title" yaml:"title" validate:"required,max=200"`
	Description string    `json:"description,omitempty" yaml:"description,omitempty" validate:"max=5000"`
	Language    string    `json:"language" yaml:"language" validate:"bcp47_language_tag"` // BCP 47
	Ruleset     Ruleset   `json:"ruleset" yaml:"ruleset"`
	Tiers       []Tier    `json:"tiers,omitempty" yaml:"tiers,omitempty" validate:"max=20,dive"`
	Sections    []Section `json:"sections" yaml:"sections" validate:"min=1,max=100,dive"`
	Gates       []Gate    `json:"gates,omitempty" yaml:"gates,omitempty" validate:"max=200,dive"`
	Checks      []Check   `json:"checks,omitempty" yaml:"checks,omitempty" validate:"max=500,dive"`
}

// Ruleset is everything numeric a score follows, versioned with the questions.
type Ruleset struct {
	ID               string        `json:"id" yaml:"id" validate:"id"`
	Arithmetic       int           `json:"arithmetic" yaml:"arithmetic" validate:"eq=1"` // 1 is the only one today
	RollUp           RollUp        `json:"roll_up" yaml:"roll_up" validate:"oneof=sections flat"`
	Confidence       Ladder        `json:"confidence" yaml:"confidence"`
	Bands            []Band        `json:"bands" yaml:"bands" validate:"min=1,max=20,dive"` // best first
	ExposureCaps     []ExposureCap `json:"exposure_caps,omitempty" yaml:"exposure_caps,omitempty" validate:"max=20,dive"`
	IntegrityFailsAt int           `json:"integrity_fails_at,omitempty" yaml:"integrity_fails_at,omitempty" validate:"min=0,max=1000"` // settled contradictions that fail the integrity gate; 0 = no such gate
}

// RollUp names how questions become a total.
type RollUp string

// Sections weighs sections of weighted questions; Flat weighs all questions
// against one total.
const (
	RollUpSections RollUp = "sections"
	RollUpFlat     RollUp = "flat"
)

// Ladder gives each rung of confidence its factor, in decimal strings 0–1.
type Ladder struct {
	Claimed              Decimal `json:"claimed" yaml:"claimed" validate:"unit"`
	ClaimedProofRequired Decimal `json:"claimed_proof_required" yaml:"claimed_proof_required" validate:"unit"`
	Documented           Decimal `json:"documented" yaml:"documented" validate:"unit"`
	Verified             Decimal `json:"verified" yaml:"verified" validate:"unit"`
}

// Band is a rating for overall scores of at least AtLeast (0–100).
type Band struct {
	ID      string  `json:"id" yaml:"id" validate:"band"`
	Label   string  `json:"label" yaml:"label" validate:"required,max=200"`
	AtLeast Decimal `json:"at_least" yaml:"at_least" validate:"percent"`
}

// ExposureCap limits the band while the exposure score (0–100) is below Below.
type ExposureCap struct {
	Below Decimal `json:"below" yaml:"below" validate:"percent"`
	Band  string  `json:"band" yaml:"band"` // id of the best band still possible
}

// Tier is a level of inherent risk an assessment may have, most critical first.
type Tier struct {
	ID      string   `json:"id" yaml:"id" validate:"id"`
	Label   string   `json:"label" yaml:"label" validate:"required,max=200"`
	Weights *Weights `json:"weights,omitempty" yaml:"weights,omitempty"` // take the place of the authored weights in assessments of this tier
}

// Weights are weights that take the place of authored ones; what is not named
// keeps its own. See Reweigh.
type Weights struct {
	Sections  []Weight `json:"sections,omitempty" yaml:"sections,omitempty" validate:"max=100,dive"`
	Questions []Weight `json:"questions,omitempty" yaml:"questions,omitempty" validate:"max=10000,dive"`
}

// Weight is the weight of one section or question.
type Weight struct {
	ID     string `json:"id" yaml:"id" validate:"id"`
	Weight int    `json:"weight" yaml:"weight" validate:"min=0,max=1000000"` // 0–1,000,000
}

// Dimension is the published result a section belongs to.
type Dimension string

// How much unsafe code meets untrusted input, and how well it is governed.
const (
	Exposure Dimension = "exposure"
	Practice Dimension = "practice"
)

// Section groups questions and carries a weight in the total.
type Section struct {
	ID        string     `json:"id" yaml:"id" validate:"id"`
	Title     string     `json:"title" yaml:"title" validate:"required,max=200"`
	Help      string     `json:"help,omitempty" yaml:"help,omitempty" validate:"max=5000"`
	Dimension Dimension  `json:"dimension" yaml:"dimension" validate:"oneof=exposure practice"`
	Weight    int        `json:"weight" yaml:"weight" validate:"min=0,max=1000000"` // 0–1,000,000
	Questions []Question `json:"questions" yaml:"questions" validate:"min=1,max=1000,dive"`
}

// Type is the type of a question's answer.
type Type string

// The types of answer.
const (
	TypeBoolean      Type = "boolean"
	TypeSingleChoice Type = "single_choice"
	TypeMultiChoice  Type = "multi_choice"
	TypePercentage   Type = "percentage"
	TypeNumber       Type = "number"
	TypeDate         Type = "date"
	TypeText         Type = "text"
	TypeFile         Type = "file"
	TypeTable        Type = "table"
)

// Scope says whose answer it is.
type Scope string

// Scopes, widest first.
const (
	ScopeVendor  Scope = "vendor"
	ScopeProduct Scope = "product"
	ScopeRelease Scope = "release"
)

// Role says what an answer is for.
type Role string

// Award is scored, selection is pass or fail only, information is neither.
const (
	RoleAward       Role = "award"
	RoleSelection   Role = "selection"
	RoleInformation Role = "information"
)

// HiddenRule says what happens to the weight of a question its condition hides.
type HiddenRule string

// Exclude removes it from the denominator (pure routing); inherit gives it the
// quality and confidence of the answer that hid it.
const (
	HiddenExclude HiddenRule = "exclude"
	HiddenInherit HiddenRule = "inherit"
)

// Question is one thing asked. Its id stays the same across versions for as
// long as its meaning does.
type Question struct {
	ID         string       `json:"id" yaml:"id" validate:"id"`
	Title      string       `json:"title,omitempty" yaml:"title,omitempty" validate:"max=80"` // a few words that stand for the question where space is short
	Text       string       `json:"text" yaml:"text" validate:"required,max=2000"`
	Help       string       `json:"help,omitempty" yaml:"help,omitempty" validate:"max=5000"`
	Type       Type         `json:"type" yaml:"type" validate:"oneof=boolean single_choice multi_choice percentage number date text file table"`
	Scope      Scope        `json:"scope" yaml:"scope" validate:"oneof=vendor product release"`
	Required   bool         `json:"required" yaml:"required"`
	Weight     int          `json:"weight" yaml:"weight" validate:"min=0,max=1000000"` // 0–1,000,000
	Role       Role         `json:"role" yaml:"role" validate:"oneof=award selection information"`
	When       *Condition   `json:"when,omitempty" yaml:"when,omitempty"`
	WhenHidden HiddenRule   `json:"when_hidden,omitempty" yaml:"when_hidden,omitempty" validate:"omitempty,oneof=exclude inherit"`
	Options    []Option     `json:"options,omitempty" yaml:"options,omitempty" validate:"max=200,dive"`
	Unit       string       `json:"unit,omitempty" yaml:"unit,omitempty" validate:"max=80"`
	Min        *Decimal     `json:"min,omitempty" yaml:"min,omitempty"`
	Max        *Decimal     `json:"max,omitempty" yaml:"max,omitempty"`
	Columns    []Column     `json:"columns,omitempty" yaml:"columns,omitempty" validate:"max=50,dive"`
	MinRows    int          `json:"min_rows,omitempty" yaml:"min_rows,omitempty" validate:"min=0,max=10000"`
	MaxRows    int          `json:"max_rows,omitempty" yaml:"max_rows,omitempty" validate:"min=0,max=10000"`
	MaxLength  int          `json:"max_length,omitempty" yaml:"max_length,omitempty" validate:"min=0,max=100000"` // text, in characters
	Scoring    Scoring      `json:"scoring,omitzero" yaml:"scoring,omitempty"`
	Evidence   EvidenceRule `json:"evidence,omitzero" yaml:"evidence,omitempty"`
	NA         NARule       `json:"na,omitzero" yaml:"na,omitempty"`
	Gate       *Gate        `json:"gate,omitempty" yaml:"gate,omitempty"` // short form; Gate.ID defaults to the question's id
	RedFlags   []RedFlag    `json:"red_flag,omitempty" yaml:"red_flag,omitempty" validate:"max=20,dive"`
	GoodAnswer string       `json:"good_answer,omitempty" yaml:"good_answer,omitempty" validate:"max=2000"` // example for help texts
	BadAnswer  string       `json:"bad_answer,omitempty" yaml:"bad_answer,omitempty" validate:"max=2000"`
	MapsTo     []string     `json:"maps_to,omitempty" yaml:"maps_to,omitempty" validate:"max=100,dive,required,max=200"` // "SSDF-1.1 PW.5.1"
	Since      string       `json:"since,omitempty" yaml:"since,omitempty" validate:"omitempty,semver"`
	Replaces   []string     `json:"replaces,omitempty" yaml:"replaces,omitempty" validate:"max=20,dive,id"`
}

// Option is one choice. Score is 0–1.
type Option struct {
	ID        string  `json:"id" yaml:"id" validate:"id"`
	Label     string  `json:"label" yaml:"label" validate:"required,max=500"`
	Help      string  `json:"help,omitempty" yaml:"help,omitempty" validate:"max=2000"`
	Score     Decimal `json:"score,omitempty" yaml:"score,omitempty" validate:"omitempty,unit"`
	Exclusive bool    `json:"exclusive,omitempty" yaml:"exclusive,omitempty"` // multi_choice: chosen alone
}

// Column is one typed column of a table. Its type is boolean, single_choice,
// percentage, number, date or text.
type Column struct {
	ID       string   `json:"id" yaml:"id" validate:"id"`
	Label    string   `json:"label" yaml:"label" validate:"required,max=200"`
	Type     Type     `json:"type" yaml:"type" validate:"oneof=boolean single_choice percentage number date text"`
	Required bool     `json:"required,omitempty" yaml:"required,omitempty"`
	Options  []Option `json:"options,omitempty" yaml:"options,omitempty" validate:"max=200,dive"`
	Unit     string   `json:"unit,omitempty" yaml:"unit,omitempty" validate:"max=80"`
	Min      *Decimal `json:"min,omitempty" yaml:"min,omitempty"`
	Max      *Decimal `json:"max,omitempty" yaml:"max,omitempty"`
}

// ScoringKind names how an answer becomes quality.
type ScoringKind string

// The kinds, by answer type.
const (
	ScoreYesIsGood ScoringKind = "yes_is_good" // boolean
	ScoreNoIsGood  ScoringKind = "no_is_good"  // boolean
	ScoreOptions   ScoringKind = "options"     // choices: the option's score
	ScoreAnchors   ScoringKind = "anchors"     // numbers, percentages: piecewise linear
	ScoreFreshness ScoringKind = "freshness"   // dates: anchors over days since the date
	ScoreLeadTime  ScoringKind = "lead_time"   // dates: anchors over days until the date; past dates count as 0 days
	ScoreMeasure   ScoringKind = "measure"     // tables: anchors over a computed measure
	ScoreRubric    ScoringKind = "rubric"      // text: an evaluator's grade
	ScoreEvidence  ScoringKind = "evidence"    // files: the state of the evidence
	ScoreNone      ScoringKind = "none"        // not scored
)

// Scoring says how an answer becomes quality (0–1).
type Scoring struct {
	Kind    ScoringKind `json:"kind" yaml:"kind" validate:"oneof=yes_is_good no_is_good options anchors freshness lead_time measure rubric evidence none"`
	Combine string      `json:"combine,omitempty" yaml:"combine,omitempty" validate:"omitempty,oneof=sum min max average"` // multi_choice: "sum" (capped at 1, default), "min", "max", "average"
	Anchors []Anchor    `json:"anchors,omitempty" yaml:"anchors,omitempty" validate:"max=100,dive"`                        // ascending in At
	Measure *Measure    `json:"measure,omitempty" yaml:"measure,omitempty"`
	Rubric  []Grade     `json:"rubric,omitempty" yaml:"rubric,omitempty" validate:"max=20,dive"`
	Fact    string      `json:"fact,omitempty" yaml:"fact,omitempty"` // scored from this fact where a reader gave it, else from the claim
}

// Anchor is one corner of a piecewise-linear scale; outside, the ends hold.
type Anchor struct {
	At    Decimal `json:"at" yaml:"at" validate:"decimal"`
	Score Decimal `json:"score" yaml:"score" validate:"unit"`
}

// Measure computes one number from a table: "count" is the number of rows that
// meet Where; "share" is their percentage of all rows, weighted by a numeric
// column when Weight names one; "sum" adds the column Weight over them. Rows
// with an empty Weight cell count at the unfavourable end (they are part of
// the total and never of the numerator).
//
// Over the same rows "ratio" is the sum of the column Weight in percent of the
// sum of the column Over; "average" is the mean of the column Weight, each row
// counted as often as the column Over says where it names one (a mean of means
// weighted by their numbers); "max" is the largest cell of the column Weight.
// The columns of these three must be required, so that no cell is empty.
type Measure struct {
	Of     string          `json:"of" yaml:"of" validate:"oneof=count share sum ratio average max"`
	Where  []CellCondition `json:"where,omitempty" yaml:"where,omitempty"` // all must hold
	Weight string          `json:"weight,omitempty" yaml:"weight,omitempty"`
	Over   string          `json:"over,omitempty" yaml:"over,omitempty"`   // ratio, average: the column that divides
	Among  []CellCondition `json:"among,omitempty" yaml:"among,omitempty"` // share: only rows meeting these form the total
}

// CellCondition tests one column of a row.
type CellCondition struct {
	Column  string   `json:"column" yaml:"column"`
	Equals  *Literal `json:"equals,omitempty" yaml:"equals,omitempty"`
	In      []string `json:"in,omitempty" yaml:"in,omitempty"`
	AtLeast *Decimal `json:"at_least,omitempty" yaml:"at_least,omitempty"`
	AtMost  *Decimal `json:"at_most,omitempty" yaml:"at_most,omitempty"`
}

// Grade is one step of a published rubric.
type Grade struct {
	Grade int     `json:"grade" yaml:"grade" validate:"min=0,max=100"`
	Score Decimal `json:"score" yaml:"score" validate:"unit"`
	Text  string  `json:"text" yaml:"text" validate:"required,max=2000"`
}

// EvidenceRule says what proof a question takes.
type EvidenceRule struct {
	Accepts   []string `json:"accepts,omitempty" yaml:"accepts,omitempty" validate:"max=50,dive,id"`                // kinds: sbom, line_counts, audit_report, policy, …
	Proof     string   `json:"proof,omitempty" yaml:"proof,omitempty" validate:"omitempty,oneof=expected required"` // "", "expected" or "required"
	Assurance string   `json:"assurance,omitempty" yaml:"assurance,omitempty" validate:"omitempty,oneof=none"`      // "none": the answer is its own proof
	MaxAge    int      `json:"max_age_days,omitempty" yaml:"max_age_days,omitempty" validate:"min=0,max=36500"`
	Facts     []string `json:"facts,omitempty" yaml:"facts,omitempty"` // facts from linked evidence that document this answer
}

// NARule says whether "not applicable" may be claimed.
type NARule struct {
	Allowed        bool `json:"allowed,omitempty" yaml:"allowed,omitempty"`
	ReasonRequired bool `json:"reason_required,omitempty" yaml:"reason_required,omitempty"`
}

// Gate is a knock-out. It passes where Pass is true, fails where it is false
// and is undetermined where it is unknown; points never compensate.
type Gate struct {
	ID    string     `json:"id,omitempty" yaml:"id,omitempty" validate:"id"`
	Title string     `json:"title" yaml:"title" validate:"required,max=200"`
	Why   string     `json:"why,omitempty" yaml:"why,omitempty" validate:"max=2000"`
	Pass  *Condition `json:"pass" yaml:"pass"`
	Tiers []string   `json:"tiers,omitempty" yaml:"tiers,omitempty"` // empty: every tier
}

// RedFlag warns where When is true.
type RedFlag struct {
	ID       string     `json:"id" yaml:"id" validate:"id"`
	When     *Condition `json:"when" yaml:"when"`
	Message  string     `json:"message" yaml:"message" validate:"required,max=1000"`
	Severity Severity   `json:"severity" yaml:"severity" validate:"oneof=critical high medium low"`
}

// Severity orders findings.
type Severity string

// Severities, worst first.
const (
	Critical Severity = "critical"
	High     Severity = "high"
	Medium   Severity = "medium"
	Low      Severity = "low"
)

// Check compares a claim with facts. It is contradicted where Contradicted is
// true, supported where Supported is true, not verifiable where a fact it needs
// is unknown.
type Check struct {
	ID           string     `json:"id" yaml:"id" validate:"id"`
	Questions    []string   `json:"questions" yaml:"questions" validate:"min=1,max=50"` // whose answers it speaks about
	Claim        string     `json:"claim" yaml:"claim" validate:"required,max=1000"`    // the claim in words
	Contradicted *Condition `json:"contradicted" yaml:"contradicted"`
	Supported    *Condition `json:"supported,omitempty" yaml:"supported,omitempty"`
	Message      string     `json:"message" yaml:"message" validate:"required,max=1000"`
	Resolve      string     `json:"resolve" yaml:"resolve" validate:"required,max=1000"` // what would resolve it
	Severity     Severity   `json:"severity" yaml:"severity" validate:"oneof=critical high medium low"`
}

// Condition is a node of the condition language: exactly one of All, Any, Not,
// or a leaf on a Question or a Fact with exactly one test. Conditions have
// three values: true, false and unknown.
type Condition struct {
	All      []Condition `json:"all,omitempty" yaml:"all,omitempty"`
	Any      []Condition `json:"any,omitempty" yaml:"any,omitempty"`
	Not      *Condition  `json:"not,omitempty" yaml:"not,omitempty"`
	Question string      `json:"question,omitempty" yaml:"question,omitempty"`
	Fact     string      `json:"fact,omitempty" yaml:"fact,omitempty"`
	Equals   *Literal    `json:"equals,omitempty" yaml:"equals,omitempty"`
	In       []string    `json:"in,omitempty" yaml:"in,omitempty"` // option ids; multi_choice: any chosen
	AtLeast  *Decimal    `json:"at_least,omitempty" yaml:"at_least,omitempty"`
	AtMost   *Decimal    `json:"at_most,omitempty" yaml:"at_most,omitempty"`
	Answered *bool       `json:"answered,omitempty" yaml:"answered,omitempty"` // the one test that is never unknown on a visible question
	Differs  *Difference `json:"differs,omitempty" yaml:"differs,omitempty"`   // question against fact
}

// Difference holds where a numeric answer and a fact are further apart than a
// tolerance, in the unit of the question.
type Difference struct {
	Fact   string  `json:"fact" yaml:"fact"`
	ByMore Decimal `json:"by_more_than" yaml:"by_more_than"`
}
