package text

import (
	"fmt"
	"io"
	"strings"

	"memsure/internal/report"
)

// Trace writes the explanation of a score. It fails only when the writer does.
func Trace(w io.Writer, view report.Trace) error {
	s := &sheet{}
	s.title("How this score came about: " + view.Subject.Product + " " + view.Subject.Release)
	s.identity(view.Status, view.Marking, view.Subject)
	s.pair("Report", view.ReportID)
	s.pair("Scorecard", view.ScorecardDigest)
	s.chapter("The result in short")
	for _, line := range view.Summary {
		s.para("", line)
	}
	s.whyNot(view.WhyNot)
	s.traceGates(view.Gates)
	for _, section := range view.Sections {
		s.traceSection(section)
	}
	s.outside(view.Outside)
	s.chapter("Rules that did not run")
	s.list(view.NotRun, "Every rule ran.")
	s.chapter("How to read this")
	s.list(view.HowToRead, "")
	if len(view.Weights) > 0 {
		s.chapter("Weights that are not the authored ones")
		s.list(view.Weights, "")
	}
	return s.flush(w)
}

// identity says what was assessed.
func (s *sheet) identity(status, marking string, v report.Subject) {
	if status != "final" {
		s.line("DRAFT, not for decision")
	}
	s.para("", marking)
	s.pair("Vendor", v.Vendor)
	s.pair("Purpose", v.Purpose)
	s.pair("Risk tier", v.Tier)
	s.pair("Questionnaire", v.Questionnaire)
	s.pair("Answers", fmt.Sprintf("%s; revision %d, submitted %s", v.Source, v.Revision, report.Moment(v.SubmittedAt)))
}

func (s *sheet) whyNot(why report.WhyNot) {
	s.chapter("Why not 100")
	s.para("", why.Lead)
	for _, line := range why.Lines {
		s.blank()
		s.ended("", line.Title, line.Points)
		if line.PointsMicro > 0 {
			s.para("  ", line.Explains)
		}
		for _, q := range line.Largest {
			s.ended("    ", q.Title, q.Points)
		}
		s.para("    ", line.More)
	}
	if len(why.Lines) > 0 {
		s.line(strings.Repeat("-", Width))
		s.ended("", "Together", why.Total)
	}
	s.blank()
	s.line("What limits the result besides the points:")
	s.list(why.Limits, "Nothing.")
	s.blank()
	s.line("What would help most (each by itself):")
	s.levers(why.Levers)
}

func (s *sheet) levers(levers []report.Lever) {
	if len(levers) == 0 {
		s.line("Nothing left to gain, or nothing scored.")
	}
	for i, l := range levers {
		s.ended(fmt.Sprintf("%d. ", i+1), l.Question, "+"+l.Gain)
		s.para("   ", l.Advice)
	}
}

func (s *sheet) traceGates(gates []report.TraceGate) {
	s.chapter("Knock-out conditions")
	if len(gates) == 0 {
		s.line("This questionnaire has no knock-out conditions for this tier.")
	}
	for i, g := range gates {
		if i > 0 {
			s.blank()
		}
		s.ended("", g.Title, outcomes[g.Outcome])
		s.para("  ", g.Asks)
		s.parts(g.Parts)
		s.para("  ", g.Why)
		s.para("  ", g.Decision)
	}
}

func (s *sheet) parts(parts []report.ConditionPart) {
	for _, p := range parts {
		indent := strings.Repeat("  ", min(p.Depth, 8)+1)
		text := p.Asks
		if p.Says != "" && p.Known != "" {
			text = fmt.Sprintf("%s: %s. %s", p.Asks, p.Says, p.Known)
		} else if p.Says != "" {
			text = fmt.Sprintf("%s %s", p.Asks, p.Says)
		}
		s.para(indent+"- ", text)
	}
}

func (s *sheet) traceSection(section report.TraceSection) {
	s.chapter(fmt.Sprintf("%s: %s of %s points", section.Title, section.Contribution, section.Most))
	s.para("", fmt.Sprintf("%s, section weight %d, score %s.", section.Dimension, section.Weight, section.Score))
	for _, q := range section.Questions {
		s.blank()
		s.ended("", q.Title, pointsOf(q))
		if q.Text != q.Title {
			s.para("  Asked:      ", q.Text)
		}
		s.para("  Answer:     ", q.Answer)
		s.para("  Quality:    ", q.Rule)
		if q.Proof != "" {
			s.para("  Confidence: ", strings.TrimSpace(q.Rung+". "+q.Proof))
		}
		for _, r := range q.Reviews {
			s.para("  Review:     ", r)
		}
		if q.Arithmetic != "" {
			s.para("  Points:     ", q.Arithmetic)
		}
		if q.Missing != "" {
			s.para("              ", q.Missing)
		}
		if q.Do != "" {
			s.para("  To do:      ", q.Do)
		}
	}
	s.blank()
	for _, sum := range section.Sums {
		s.para("", sum)
	}
}

func pointsOf(q report.TraceQuestion) string {
	if q.Most == q.Points {
		return q.Points
	}
	return q.Points + " of " + q.Most
}

func (s *sheet) outside(questions []report.TraceOutside) {
	s.chapter("Questions that were not asked or do not count")
	if len(questions) == 0 {
		s.line("Every question was asked and counts.")
	}
	for _, q := range questions {
		s.para("- ", q.Title+" ("+q.ID+")")
		s.para("  ", q.Why)
		if len(q.Parts) > 0 {
			s.line("  It is asked where:")
			s.parts(q.Parts)
		}
	}
}

var outcomes = map[string]string{"pass": "PASSED", "conditional": "ON A CONDITION", "undetermined": "OPEN", "fail": "FAILED"}
