package text

import (
	"fmt"
	"io"

	"memsure/internal/report"
)

// Scorecard writes the vendor scorecard: the decision first, then what it rests
// on. It fails only when the writer does.
func Scorecard(w io.Writer, view report.Scorecard) error {
	_, digest, err := report.Encode(view)
	if err != nil {
		return err
	}
	s := &sheet{}
	s.title("Memory-safety scorecard: " + view.Subject.Product + " " + view.Subject.Release)
	s.identity(view.Status, view.Marking, view.Subject)
	s.pair("Report", view.ReportID)
	s.pair("Digest", digest)
	s.decision(view)
	s.results(view)
	s.gates(view.Gates)
	s.findings(view.Findings)
	s.chapter("What would help most")
	s.levers(view.Levers)
	s.answers(view.Sections)
	s.chapter("What is not in the numbers")
	s.list(view.Annex.Excluded, "Every question counted.")
	s.blank()
	s.list(view.Annex.NotRun, "Every rule ran.")
	s.more("Weights that are not the published ones", view.Annex.Weights)
	s.more("Grades of the panel", view.Annex.Grading)
	s.chapter("What this rests on")
	for _, d := range view.Annex.Digests {
		s.para("", d.Name+":")
		s.para("  ", d.Digest)
	}
	return s.flush(w)
}

// more is a chapter that only some reports have.
func (s *sheet) more(title string, lines []string) {
	if len(lines) > 0 {
		s.chapter(title)
		s.list(lines, "")
	}
}

func (s *sheet) decision(view report.Scorecard) {
	d := view.Decision
	s.chapter("The decision")
	s.para("", d.Question)
	s.blank()
	s.para("> ", d.Recommendation)
	s.blank()
	if d.Band != "" {
		s.pair("Rating", d.Band)
	}
	s.pair("Limit", d.CapNote)
	s.pair("Knock-outs", d.GateSummary)
	s.pair("Main unknown", d.MainUnknown)
	s.pair("Decide by", report.Day(d.DecideBy))
	s.blank()
	s.line("Reasons:")
	s.numbered(d.Reasons)
	s.blank()
	s.line(d.ConditionsTitle() + ":")
	s.list(d.Conditions, view.NoConditions())
}

func (s *sheet) results(view report.Scorecard) {
	s.chapter("Results")
	row := "%-34s %6s %8s %11s %14s"
	s.line(fmt.Sprintf(row, "", "Score", "Quality", "Confidence", "Range"))
	each := func(r report.ResultLine) {
		title := wrap(visible(r.Title), 34)
		for i, part := range title {
			if i < len(title)-1 {
				s.line(part)
				continue
			}
			s.line(padRight(part, 34) + fmt.Sprintf(row, "", r.Score, r.Quality, r.Confidence, r.Lower+" to "+r.Upper)[34:])
		}
	}
	for _, r := range view.Results {
		each(r)
	}
	s.blank()
	for _, section := range view.Sections {
		each(section.Result)
	}
}

func (s *sheet) gates(gates []report.Gate) {
	s.chapter("Knock-out conditions")
	if len(gates) == 0 {
		s.line("This questionnaire has no knock-out conditions for this tier.")
	}
	for _, g := range gates {
		s.ended("", g.Title, outcomes[g.Outcome])
		s.para("  ", g.Why)
		if g.Remedy != "" {
			s.para("  Remedy: ", g.Remedy+" (due "+report.Day(g.RemedyBy)+")")
		}
	}
}

func (s *sheet) findings(findings []report.Finding) {
	s.chapter("Findings")
	if len(findings) == 0 {
		s.line("No finding was raised.")
	}
	for _, f := range findings {
		s.para("- ", fmt.Sprintf("%s, %s, %s: %s", f.Severity, f.Kind, f.State, f.Message))
		for _, m := range f.Alike {
			s.para("    ", m.Question)
		}
		if f.Resolve != "" {
			s.para("  To resolve: ", f.Resolve)
		}
	}
}

func (s *sheet) answers(sections []report.Section) {
	s.chapter("Every question and answer")
	for _, section := range sections {
		s.blank()
		s.ended("", section.Title, section.Contribution+" points")
		for _, q := range section.Questions {
			s.ended("  ", q.Heading()+" ("+q.ID+")", q.Contribution)
			s.para("    ", q.Answer)
			s.para("    ", fmt.Sprintf("%s. Weight %d, quality %s, confidence %s.", q.Status, q.Weight, q.Quality, q.Confidence))
		}
	}
}
