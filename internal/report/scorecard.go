// Package report builds the view models that every rendering of a report is
// drawn from: one model feeds PDF, HTML and JSON, so they cannot disagree. It
// is pure; renderers live below it.
package report

import "strings"

// Scorecard is everything the vendor scorecard report shows, already decided,
// worded and formatted: renderers lay out and never judge. Numbers are printed
// strings ("62.4", half-even, one decimal unless said otherwise); *_micro
// members carry the exact value for drawing. Its canonical JSON is attached to
// the PDF and its digest is the report's digest.
type Scorecard struct {
	Schema      string       `json:"schema"` // "memsure/report/scorecard/v1"
	ReportID    string       `json:"report_id"`
	Status      string       `json:"status"`       // "draft" or "final"
	GeneratedAt string       `json:"generated_at"` // RFC 3339 UTC
	DataCutOff  string       `json:"data_cut_off"`
	Buyer       Buyer        `json:"buyer"`
	Marking     string       `json:"marking"` // confidentiality marking
	Subject     Subject      `json:"subject"`
	Decision    Decision     `json:"decision"`
	Results     []ResultLine `json:"results"` // overall, exposure, practice
	Gates       []Gate       `json:"gates"`
	Sections    []Section    `json:"sections"`
	PointsTotal string       `json:"points_total"` // what the sections' contributions add up to, as printed
	Findings    []Finding    `json:"findings"`
	Strengths   []Strength   `json:"strengths"` // what earned most on more than the vendor's word
	Levers      []Lever      `json:"levers"`
	Facts       []FactLine   `json:"facts"`
	Composition *Composition `json:"composition,omitempty"` // component classes, where an SBOM was read
	Annex       Annex        `json:"annex"`
	Glossary    []Term       `json:"glossary"`
}

// Buyer is who the report is for; the logo itself is renderer configuration.
// LogoSHA256 ties that logo to the report's digest ("" = no logo).
type Buyer struct {
	Name       string `json:"name"`
	LogoSHA256 string `json:"logo_sha256,omitempty"`
}

// Subject is what was assessed.
type Subject struct {
	Vendor        string `json:"vendor"`
	Product       string `json:"product"`
	Release       string `json:"release"` // version, or "as of DATE" for hosted services
	AssessmentID  string `json:"assessment_id"`
	Purpose       string `json:"purpose"` // in words
	Tier          string `json:"tier"`    // in words; may be empty; see TierName
	Source        string `json:"source"`  // in words: who answered
	Revision      int    `json:"revision"`
	SubmittedAt   string `json:"submitted_at"`
	Questionnaire string `json:"questionnaire"` // title and version
}

// TierName is the part of the tier's words that names it: what stands before the
// first colon, or all of it.
func (s Subject) TierName() string {
	name, _, _ := strings.Cut(s.Tier, ":")
	return strings.TrimSpace(name)
}

// Decision is the first page: it must stand alone for someone who is no
// engineer. No unexplained acronym.
type Decision struct {
	Question       string   `json:"question"`       // the question being decided
	Recommendation string   `json:"recommendation"` // one sentence
	Outcome        string   `json:"outcome"`        // "proceed", "proceed_with_conditions", "decide_by_person", "do_not_proceed"
	Band           string   `json:"band"`           // label; empty when nothing was scorable
	CapNote        string   `json:"cap_note,omitempty"`
	Reasons        []string `json:"reasons"`      // three, in plain words
	MainUnknown    string   `json:"main_unknown"` // the one thing that would most change the picture
	Conditions     []string `json:"conditions"`
	DecideBy       string   `json:"decide_by,omitempty"` // date, where one is set
	Decider        string   `json:"decider,omitempty"`   // role that decides
	GateSummary    string   `json:"gate_summary"`        // one sentence on the knock-outs
}

// ConditionsTitle heads the conditions: what to agree on, or, where the answer is
// no, what would have to change before it could be another.
func (d Decision) ConditionsTitle() string {
	if d.Outcome == DoNotProceed {
		return "What would have to change first"
	}
	return "Conditions to agree on"
}

// NoConditions stands where no condition is to be agreed on; it does not hide
// that findings remain.
func (s Scorecard) NoConditions() string {
	if len(s.Findings) > 0 {
		return "None. What is still open stands under Findings."
	}
	return "None."
}

// ResultLine is one published result.
type ResultLine struct {
	ID              string `json:"id"` // overall, exposure, practice
	Title           string `json:"title"`
	Explains        string `json:"explains"` // one plain sentence
	Scored          bool   `json:"scored"`   // false: nothing scorable, numbers are "–"
	Score           string `json:"score"`
	Quality         string `json:"quality"`
	Confidence      string `json:"confidence"`
	Answered        string `json:"answered"`
	NotApplicable   string `json:"not_applicable"`
	Lower           string `json:"lower"`
	Upper           string `json:"upper"`
	ScoreMicro      int64  `json:"score_micro"`
	QualityMicro    int64  `json:"quality_micro"`
	ConfidenceMicro int64  `json:"confidence_micro"`
	LowerMicro      int64  `json:"lower_micro"`
	UpperMicro      int64  `json:"upper_micro"`
}

// Gate is one knock-out with what decided it.
type Gate struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Outcome  string   `json:"outcome"` // pass, conditional, undetermined, fail
	Why      string   `json:"why"`
	Because  []string `json:"because"`
	Remedy   string   `json:"remedy,omitempty"`
	RemedyBy string   `json:"remedy_by,omitempty"`

	ProposedBy string `json:"proposed_by,omitempty"` // reference of the person
	ApprovedBy string `json:"approved_by,omitempty"` // of another one; empty while it waits
}

// Section is one section with its questions.
type Section struct {
	ID           string     `json:"id"`
	Title        string     `json:"title"`
	Dimension    string     `json:"dimension"`
	Weight       int        `json:"weight"`
	Result       ResultLine `json:"result"`
	Contribution string     `json:"contribution"` // to the overall score; sections add up to it as printed
	Questions    []Question `json:"questions"`
}

// Question is one question, its answer and how it was judged.
type Question struct {
	ID           string   `json:"id"`
	Title        string   `json:"title"` // a few words that stand for the question
	Text         string   `json:"text"`
	Answer       string   `json:"answer"` // in words; "no answer"
	AnswerTable  *Table   `json:"answer_table,omitempty"`
	Comment      string   `json:"comment,omitempty"`
	NAReason     string   `json:"na_reason,omitempty"`
	Status       string   `json:"status"` // in words
	StatusID     string   `json:"status_id"`
	Weight       int      `json:"weight"`
	Type         string   `json:"type"`       // of the answer, in words
	Quality      string   `json:"quality"`    // "0.75" or "–"
	Confidence   string   `json:"confidence"` // "0.50" or "–"
	Rung         string   `json:"rung"`       // "documented", in words
	RungID       string   `json:"rung_id"`
	Contribution string   `json:"contribution"`
	Rule         string   `json:"rule"`
	Why          string   `json:"why"`
	Evidence     []string `json:"evidence"` // register numbers, "E2"
	Reviews      []string `json:"reviews"`  // what reviewers decided, with reason
	Citation     string   `json:"citation,omitempty"`
	Carried      string   `json:"carried,omitempty"` // which earlier answer the vendor confirmed, a sentence
	MapsTo       []string `json:"maps_to,omitempty"`
}

// Heading is the question's short title, or its text where it has none.
func (q Question) Heading() string {
	if q.Title != "" {
		return q.Title
	}
	return q.Text
}

// Table is a printed table.
type Table struct {
	Head []string   `json:"head"`
	Rows [][]string `json:"rows"`
}

// Finding is something a person should look at.
type Finding struct {
	RuleID    string   `json:"rule_id"` // the first one's, where Alike lists several
	Kind      string   `json:"kind"`    // in words
	Severity  string   `json:"severity"`
	State     string   `json:"state"`
	Questions []string `json:"questions"`
	Message   string   `json:"message"`
	Resolve   string   `json:"resolve"`

	Alike []FindingMember `json:"alike,omitempty"` // the findings this entry stands for, where they differ in the question only
}

// FindingMember is one of several findings of the same kind about one question
// each.
type FindingMember struct {
	RuleID     string `json:"rule_id"`
	QuestionID string `json:"question_id"`
	Question   string `json:"question"`
}

// Lever is what a question could still gain.
type Lever struct {
	QuestionID string `json:"question_id"`
	Question   string `json:"question"`
	Gain       string `json:"gain"`
	Advice     string `json:"advice"`
}

// Strength is an answer that earned much and rests on more than a claim.
type Strength struct {
	QuestionID   string `json:"question_id"`
	Question     string `json:"question"`
	Contribution string `json:"contribution"`
	Why          string `json:"why"`
}

// FactLine is one thing a file shows.
type FactLine struct {
	Name     string `json:"name"` // in words
	Value    string `json:"value"`
	Evidence string `json:"evidence"` // register number
	Place    string `json:"place"`
	Reader   string `json:"reader"`
	Verb     string `json:"verb"` // "the file shows" or "we verified"
}

// Composition is the component picture by memory-safety class.
type Composition struct {
	Evidence string      `json:"evidence"`
	Total    int64       `json:"total"`
	Classes  []ClassLine `json:"classes"` // safe … unknown; unknown never hidden
}

// ClassLine is one class's count and share.
type ClassLine struct {
	ID         string `json:"id"`
	Label      string `json:"label"`
	Count      int64  `json:"count"`
	Share      string `json:"share"`
	ShareMicro int64  `json:"share_micro"`
}

// Annex is the auditor's part.
type Annex struct {
	Digests       []Digest       `json:"digests"`           // every input, by name
	Formulas      []string       `json:"formulas"`          // the arithmetic in words
	WorkedExample []string       `json:"worked_example"`    // one question to the printed decimals, then the total
	Ruleset       []string       `json:"ruleset"`           // ladder, bands, caps in words
	Weights       []string       `json:"weights,omitempty"` // those that are not the authored ones, and by which profile
	Grading       []string       `json:"grading,omitempty"` // what each member of a panel gave, and the consensus with its reason
	Evidence      []EvidenceLine `json:"evidence"`
	Reviews       []ReviewLine   `json:"reviews"`
	People        []PersonLine   `json:"people"`   // by reference and role; no names
	NotRun        []string       `json:"not_run"`  // rules that did not run and why
	Excluded      []string       `json:"excluded"` // questions outside the score and why
	Limits        []string       `json:"limits"`   // known limits of the method
	Mapping       []MappingLine  `json:"mapping"`
	Coverage      []Framework    `json:"coverage"` // the same by framework, with what the result says about each control
	Changes       []string       `json:"changes"`  // since the previous scorecard of this assessment
	HowToVerify   []string       `json:"how_to_verify"`
}

// Digest names one input by hash.
type Digest struct {
	Name   string `json:"name"`
	Digest string `json:"digest"`
}

// EvidenceLine is one row of the evidence register.
type EvidenceLine struct {
	Number     string   `json:"number"` // "E1"
	ID         string   `json:"id"`
	FileName   string   `json:"file_name"`
	SHA256     string   `json:"sha256"`
	Size       string   `json:"size"`
	Format     string   `json:"format"`
	ReceivedAt string   `json:"received_at"`
	DatedOn    string   `json:"dated_on"`
	Result     string   `json:"result"`
	Questions  []string `json:"questions"`
}

// ReviewLine is one decision of an evaluator.
type ReviewLine struct {
	At      string `json:"at"`
	By      string `json:"by"` // person reference
	What    string `json:"what"`
	Subject string `json:"subject"`
	Before  string `json:"before,omitempty"`
	After   string `json:"after,omitempty"`
	Reason  string `json:"reason"`
	InForce bool   `json:"in_force"`
}

// PersonLine is one person by reference and role.
type PersonLine struct {
	Ref  string `json:"ref"`
	Role string `json:"role"`
}

// MappingLine is one external control the questions map to.
type MappingLine struct {
	Control   string   `json:"control"`
	Questions []string `json:"questions"`
}

// Term is one glossary entry.
type Term struct {
	Term    string `json:"term"`
	Meaning string `json:"meaning"`
}
