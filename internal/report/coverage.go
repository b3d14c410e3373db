package report

import (
	"fmt"

	"memsure/internal/control"
	"memsure/internal/scoring"
)

// Framework is one external framework that the questions map to: which edition
// is meant, what standing it has, and its controls that were spoken to.
type Framework struct {
	ID        string        `json:"id"`
	Name      string        `json:"name"` // in full; the id where the framework is not a known one
	Publisher string        `json:"publisher"`
	Edition   string        `json:"edition"`
	Dated     string        `json:"dated"` // empty where not established
	Status    string        `json:"status"`
	Known     bool          `json:"known"` // false: the author's own framework, printed as written
	Controls  []ControlLine `json:"controls"`
}

// ControlLine is what the questions that map to one control came to.
type ControlLine struct {
	ID           string   `json:"id"`
	Place        string   `json:"place"` // the id as people cite it
	Title        string   `json:"title"` // empty where not known
	QuestionIDs  []string `json:"question_ids"`
	Questions    []string `json:"questions"`     // by their short titles
	Standing     string   `json:"standing"`      // scored, not_asked, not_scored, undetermined
	Why          string   `json:"why,omitempty"` // why it is undetermined
	Asked        int      `json:"asked"`         // how many of the questions were shown
	Counted      int      `json:"counted"`       // how many count
	Replied      int      `json:"replied"`       // how many of those have an answer
	Answered     string   `json:"answered"`      // "2 of 3", or why there are no numbers
	Score        string   `json:"score"`         // "–" where there is none
	Quality      string   `json:"quality"`
	Confidence   string   `json:"confidence"`
	WorstGate    string   `json:"worst_gate,omitempty"`
	WorstFinding string   `json:"worst_finding,omitempty"`

	ScoreMicro      int64 `json:"score_micro"` // millionths of a percent
	QualityMicro    int64 `json:"quality_micro"`
	ConfidenceMicro int64 `json:"confidence_micro"`
}

// Edited names the edition and its date: "1.1, 2022-02".
func (f Framework) Edited() string {
	switch {
	case f.Dated == "" || f.Dated == f.Edition:
		return f.Edition
	case f.Edition == "":
		return f.Dated
	}
	return f.Edition + ", " + f.Dated
}

// Notes says what stands against a control besides its numbers: a knock-out
// that did not pass, the worst finding, and why there are no numbers.
func (c ControlLine) Notes() []string {
	var out []string
	if text := gateNotes[c.WorstGate]; text != "" {
		out = append(out, text)
	}
	if c.WorstFinding != "" {
		out = append(out, "Finding: "+c.WorstFinding)
	}
	if c.Why != "" {
		out = append(out, c.Why)
	}
	return out
}

var gateNotes = map[string]string{
	"fail": "Knock-out failed", "undetermined": "Knock-out open", "conditional": "Knock-out on a condition",
}

var standingWords = map[scoring.CoverageStanding]string{
	scoring.CoverageNotAsked: "not asked", scoring.CoverageNotScored: "not scored", scoring.CoverageUndetermined: "undetermined",
}

// BuildCoverage gathers a result by the external controls that its questions
// map to. It is pure and total, as BuildScorecard is.
func BuildCoverage(in Input) []Framework { return newBuilder(in).coverage() }

func (b *builder) coverage() []Framework {
	out := []Framework{}
	for _, f := range scoring.Coverage(b.in.Definition, b.in.Result) {
		line := Framework{ID: f.Framework, Name: f.Framework, Status: "A framework of the questionnaire's author; nothing is known of it here.", Controls: []ControlLine{}}
		if known, ok := control.Find(f.Framework); ok {
			line = Framework{ID: known.ID, Name: known.Name, Publisher: known.Publisher, Edition: known.Edition, Dated: known.Dated,
				Status: known.Status, Known: true, Controls: []ControlLine{}}
		}
		for _, c := range f.Controls {
			line.Controls = append(line.Controls, b.controlLine(f.Framework, c))
		}
		out = append(out, line)
	}
	return out
}

func (b *builder) controlLine(framework string, c scoring.ControlCoverage) ControlLine {
	line := ControlLine{ID: c.Control, Place: control.Place(c.Control), Title: control.Ref{Framework: framework, Control: c.Control}.Title(),
		QuestionIDs: c.Questions, Questions: make([]string, len(c.Questions)), Standing: string(c.Standing), Why: c.Why,
		Asked: c.Asked, Counted: c.Counted, Replied: c.Answered, Answered: standingWords[c.Standing], Score: dash, Quality: dash, Confidence: dash,
		WorstGate: string(c.WorstGate), WorstFinding: string(c.WorstFinding)}
	if c.Control == "" {
		line.Place = "As a whole"
	}
	for i, id := range c.Questions {
		line.Questions[i] = b.shortText(id, longestLead)
	}
	if c.Standing == scoring.CoverageScored {
		line.Answered = fmt.Sprintf("%d of %d", c.Answered, c.Counted)
		line.Score, line.ScoreMicro = percent(c.Score), c.Score
		if c.Answered > 0 {
			line.Quality, line.QualityMicro = percent(c.Quality), c.Quality
			line.Confidence, line.ConfidenceMicro = percent(c.Confidence), c.Confidence
		}
	}
	return line
}
