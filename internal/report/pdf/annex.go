package pdf

import (
	"strings"
)

// annexPages draws the auditor's part: what the report rests on and how to
// check it.
func (s *scorecard) annexPages() {
	s.glossary()
	s.newPage()
	s.identity()
	s.arithmetic()
	s.register()
	s.factsChapter()
	s.reviewsChapter()
	s.remainders()
	s.mapping()
	s.verifying()
}

func (s *scorecard) glossary() {
	s.chapter("Words used in this report", "", 30)
	var rows [][]cell
	for _, t := range s.view.Glossary {
		rows = append(rows, []cell{strongCell(t.Term), plainCell(t.Meaning)})
	}
	s.table([]column{{title: "Word", w: 44}, {title: "Meaning", w: full - 44}}, rows)
}

func (s *scorecard) identity() {
	s.chapter("For the auditor: what this report rests on", "Every input is named by its SHA-256 digest. The same inputs give the same report, byte for byte.", 30)
	rows := [][]cell{{strongCell("This report (" + s.view.ReportID + ")"), codeCell(s.digest)}}
	for _, d := range s.view.Annex.Digests {
		rows = append(rows, []cell{plainCell(d.Name), codeCell(d.Digest)})
	}
	s.table([]column{{title: "Input", w: 62}, {title: "Digest", w: full - 62}}, rows)
	if len(s.view.Annex.Changes) > 0 {
		s.subtitle("Changed since the previous scorecard", 10)
		s.bullets(s.view.Annex.Changes)
	}
}

func (s *scorecard) arithmetic() {
	s.chapter("How the numbers are made", "", 30)
	s.bullets(s.view.Annex.Formulas)
	s.subtitle("Ruleset", 12)
	s.bullets(s.view.Annex.Ruleset)
	s.subtitle("Worked example, to the printed decimals", 16)
	s.example(s.view.Annex.WorkedExample)
}

// example draws the worked steps in a tinted box, line by line.
func (s *scorecard) example(steps []string) {
	for _, step := range steps {
		lines := s.lines(step, small, full-12, 0)
		for i, g := range lines {
			s.need(small.height() + 1)
			h := small.height()
			if i == len(lines)-1 {
				h += 1
			}
			s.box(left, s.y, full, h+0.1, tint)
			s.box(left, s.y, 1, h+0.1, accent)
			s.glyphs(left+6, s.y+0.3, small, g)
			s.y += h
		}
	}
	s.y += 2
}

func (s *scorecard) register() {
	s.chapter("Evidence register", "Files are kept byte for byte; the hash is SHA-256 of the file.", 24)
	if len(s.view.Annex.Evidence) == 0 {
		s.none("No evidence supplied.")
		return
	}
	var rows [][]cell
	for _, e := range s.view.Annex.Evidence {
		dated := e.DatedOn
		if dated == "" {
			dated = "no date"
		}
		rows = append(rows, []cell{strongCell(e.Number), stacked(shortened(e.FileName, 160), e.Format+", "+e.Size+"\nFor "+orDash(strings.Join(e.Questions, ", "))),
			codeCell(e.SHA256 + "\n" + e.ID), stacked(dated, "received "+day(e.ReceivedAt)), plainCell(e.Result)})
	}
	s.table([]column{{title: "No.", w: 11}, {title: "File", w: 56}, {title: "Hash and id", w: 52}, {title: "Dated", w: 30}, {title: "Result", w: full - 149}}, rows)
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func (s *scorecard) factsChapter() {
	s.chapter("What the files show", "Facts our readers took out of the evidence, with the place in the file.", 24)
	if len(s.view.Facts) == 0 {
		s.none("No file could be read by machine.")
		return
	}
	var rows [][]cell
	for _, f := range s.view.Facts {
		rows = append(rows, []cell{plainCell(f.Name), strongCell(shortened(f.Value, 200)), plainCell(f.Verb), plainCell(f.Evidence), codeCell(shortened(f.Place, 160)), codeCell(f.Reader)})
	}
	s.table([]column{{title: "Fact", w: 60}, {title: "Value", w: 26}, {title: "How known", w: 24}, {title: "File", w: 10}, {title: "Place", w: 28}, {title: "Reader", w: full - 148}}, rows)
}

func (s *scorecard) reviewsChapter() {
	s.chapter("Reviews and overrides", "People are named by reference; the buyer's server knows who they are.", 24)
	if len(s.view.Annex.Reviews) == 0 {
		s.none("No evaluator decision was recorded.")
	} else {
		var rows [][]cell
		for _, r := range s.view.Annex.Reviews {
			what := r.After
			if r.Before != "" {
				what = r.Before + " → " + r.After
			}
			force := ""
			if !r.InForce {
				force = "superseded"
			}
			rows = append(rows, []cell{stacked(day(r.At), clock(r.At)), plainCell(r.By), strongCell(r.Subject),
				plainCell(r.What), stacked(shortened(what, 240), force), plainCell(shortened(r.Reason, 400))})
		}
		s.table([]column{{title: "When (UTC)", w: 21}, {title: "Who", w: 21}, {title: "About", w: 26}, {title: "What", w: 30}, {title: "Decision", w: 36}, {title: "Reason", w: full - 134}}, rows)
	}
	var people []string
	for _, p := range s.view.Annex.People {
		people = append(people, p.Ref+": "+p.Role)
	}
	if len(people) > 0 {
		s.subtitle("People", 8)
		s.bullets(people)
	}
}

// clock is the time of day of an RFC 3339 stamp.
func clock(stamp string) string {
	if len(stamp) < 19 {
		return ""
	}
	return stamp[11:19]
}

// remainders lists what stayed outside, and the method's limits.
func (s *scorecard) remainders() {
	s.chapter("What is not in the numbers", "", 24)
	s.list("Questions outside the score", s.view.Annex.Excluded, "Every question counted.")
	s.list("Rules that did not run", s.view.Annex.NotRun, "Every rule ran.")
	s.list("Limits of the method", s.view.Annex.Limits, "None stated.")
}

func (s *scorecard) list(title string, items []string, empty string) {
	s.subtitle(title, 8)
	if len(items) == 0 {
		s.none(empty)
		return
	}
	s.bullets(items)
}

func (s *scorecard) mapping() {
	if len(s.view.Annex.Mapping) == 0 {
		return
	}
	s.chapter("Mapping to external frameworks", "A question maps to a control; it does not show that the control is met.", 20)
	var rows [][]cell
	for _, m := range s.view.Annex.Mapping {
		rows = append(rows, []cell{plainCell(m.Control), plainCell(strings.Join(m.Questions, ", "))})
	}
	s.table([]column{{title: "Framework and control", w: 80}, {title: "Questions", w: full - 80}}, rows)
}

func (s *scorecard) verifying() {
	s.chapter("How to check this report", "", 24)
	s.bullets(s.view.Annex.HowToVerify)
	s.y += 1
	s.text(left, s.y, label, "Report digest")
	s.y += 4
	s.text(left, s.y, code.sized(7.5), s.digest)
	s.y += 5
}
