package report

import (
	"memsure/internal/canon"
	"memsure/internal/scoring"
)

// TraceSchema names the form of the trace; a changed form gets a new number.
const TraceSchema = "memsure/report/trace/v1"

// Trace explains a score so that an evaluator can read it aloud: where all of
// 100 went on one page, then every knock-out with what was known, every
// question from the answer to its points, and what stayed outside and why. Like
// the scorecard's view it is already decided, worded and formatted; it is built
// from what the scorecard froze, so that it is the same for ever.
type Trace struct {
	Schema          string         `json:"schema"`           // "memsure/report/trace/v1"
	ReportID        string         `json:"report_id"`        // of the scorecard's report
	ScorecardDigest string         `json:"scorecard_digest"` // of the scoring result that is explained
	Status          string         `json:"status"`           // "draft" or "final"
	GeneratedAt     string         `json:"generated_at"`     // RFC 3339 UTC: when the score was made
	Buyer           Buyer          `json:"buyer"`
	Marking         string         `json:"marking"`
	Subject         Subject        `json:"subject"`
	Summary         []string       `json:"summary"` // the result in sentences, to begin with
	Results         []ResultLine   `json:"results"` // overall, exposure, practice
	WhyNot          WhyNot         `json:"why_not_100"`
	Gates           []TraceGate    `json:"gates"`
	Sections        []TraceSection `json:"sections"`
	Outside         []TraceOutside `json:"outside"` // questions that earn nothing of their own, and why
	NotRun          []string       `json:"not_run"`
	HowToRead       []string       `json:"how_to_read"`
	Weights         []string       `json:"weights,omitempty"` // those that are not the authored ones, and by which profile
	Glossary        []Term         `json:"glossary"`
}

// WhyNot is the page "Why not 100": an account that adds up to 100.00 as
// printed, then what limits the result whatever the points, then what would help
// most.
type WhyNot struct {
	Lead   string       `json:"lead"`
	Lines  []LedgerLine `json:"lines"` // what was earned, then each reason; empty where nothing was scorable
	Total  string       `json:"total"` // "100.00"
	Limits []string     `json:"limits"`
	Levers []Lever      `json:"levers"` // at most five
}

// LedgerLine is one entry of the account.
type LedgerLine struct {
	ID          string        `json:"id"` // earned, quality, confidence, silence, not_applicable, contradiction, ungraded
	Title       string        `json:"title"`
	Explains    string        `json:"explains"`
	Points      string        `json:"points"` // of 100, two decimals
	PointsMicro int64         `json:"points_micro"`
	Largest     []LedgerShare `json:"largest"`        // the three questions with most of it
	More        string        `json:"more,omitempty"` // "9 other questions: 4.10"
}

// LedgerShare is one question's part of a line.
type LedgerShare struct {
	QuestionID string `json:"question_id"`
	Title      string `json:"title"`
	Points     string `json:"points"`
}

// TraceGate is one knock-out, sentence by sentence.
type TraceGate struct {
	ID       string          `json:"id"`
	Title    string          `json:"title"`
	Outcome  string          `json:"outcome"` // pass, conditional, undetermined, fail
	Asks     string          `json:"asks"`    // why the knock-out exists, as its author put it; may be empty
	Parts    []ConditionPart `json:"parts"`   // its condition; empty where it is not made of conditions
	Why      string          `json:"why"`     // what decided it
	Decision string          `json:"decision,omitempty"`
}

// ConditionPart is one part of a condition: what must hold, what is known, and
// what it comes to.
type ConditionPart struct {
	Depth int    `json:"depth"` // 0 for the whole; parts of a group stand one deeper
	Asks  string `json:"asks"`
	Known string `json:"known,omitempty"` // "the vendor states: no"; empty for groups
	Truth string `json:"truth"`           // "true", "false", "unknown"; empty where an older scorecard did not keep it
	Says  string `json:"says"`            // "holds", "does not hold", "not known"
}

// TraceSection is one section with the sum of its questions.
type TraceSection struct {
	ID           string          `json:"id"`
	Title        string          `json:"title"`
	Dimension    string          `json:"dimension"`
	Weight       int             `json:"weight"`
	Score        string          `json:"score"`
	Contribution string          `json:"contribution"` // to the overall score; the sections add up to it as printed
	Most         string          `json:"most"`         // what the section would add if everything were perfect
	Sums         []string        `json:"sums"`         // the arithmetic in sentences
	Questions    []TraceQuestion `json:"questions"`
}

// TraceQuestion is one question from what was asked to the points it earned.
type TraceQuestion struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	Text       string   `json:"text"`
	Status     string   `json:"status"` // in words
	StatusID   string   `json:"status_id"`
	Answer     string   `json:"answer"`         // with its verb
	Rule       string   `json:"rule"`           // answer → quality, with the numbers
	Proof      string   `json:"proof"`          // confidence, with its reason; empty where there is no answer
	Reviews    []string `json:"reviews"`        // what people decided
	Arithmetic string   `json:"arithmetic"`     // weight × quality × confidence, to the printed decimals; empty where it counts nothing
	Points     string   `json:"points"`         // added to the overall score; "–" outside it
	Most       string   `json:"most"`           // what a perfect, proven answer would add
	Missing    string   `json:"missing"`        // where the difference went, in words; empty where there is none
	Do         string   `json:"do,omitempty"`   // what would raise it
	Weight     int      `json:"weight"`         //
	Quality    string   `json:"quality"`        // "0.745" or "–"
	Confidence string   `json:"confidence"`     // "0.5" or "–"
	Rung       string   `json:"rung,omitempty"` // in words
}

// TraceOutside is a question that was not asked or is not counted, and why.
type TraceOutside struct {
	ID     string          `json:"id"`
	Title  string          `json:"title"`
	Status string          `json:"status"`
	Why    string          `json:"why"`
	Parts  []ConditionPart `json:"parts"` // the condition that decides whether it is asked, of a question that was not
}

// mostLevers bounds the levers on the page "Why not 100".
const mostLevers = 5

// BuildTrace explains a scoring result. It takes what BuildScorecard takes and
// computes nothing anew: it splits and words what the result holds. It is pure
// and total, as that is.
func BuildTrace(in Input) Trace {
	b := newBuilder(in)
	t := &tracer{builder: b, ledger: scoring.Account(b.in.Definition, b.in.Result)}
	t.print()
	view := Trace{
		Schema: TraceSchema, ReportID: in.ReportID, ScorecardDigest: in.ResultDigest,
		Status:      map[bool]string{true: "final", false: "draft"}[in.Final],
		GeneratedAt: timestamp(in.GeneratedAt), Buyer: in.Buyer, Marking: in.Marking,
		Subject: b.subject(), Summary: t.summary(), Results: b.resultLines(),
		WhyNot: t.whyNot(), Gates: t.gates(), Outside: t.outside(), NotRun: t.notRun(),
		HowToRead: b.howToRead(), Weights: b.weights(), Glossary: glossary,
	}
	view.Sections = t.sections()
	return view
}

// EncodeTrace gives the canonical JSON of the view and the digest over it.
func EncodeTrace(view Trace) (doc []byte, digest string, err error) {
	return canon.EncodeDigest(canon.DomainTrace, view)
}
