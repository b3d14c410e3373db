package pdf

import (
	"strings"

	"memsure/internal/report"
)

// annexPages draws the auditor's part: what the report rests on and how to
// check it.
func (s *scorecard) annexPages() {
	s.glossary()
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
	s.terms(s.view.Glossary)
}

// terms draws words and what they mean in two columns.
func (s *document) terms(words []report.Term) {
	const between = 8.0
	w := (full - between) / 2
	for i := 0; i < len(words); i += 2 {
		pair := words[i:min(i+2, len(words))]
		var meanings [2][][]glyph
		h := 0.0
		for j, t := range pair {
			meanings[j] = s.lines(t.Meaning, small, w, 0)
			h = max(h, smallB.height()+float64(len(meanings[j]))*small.height())
		}
		s.need(h)
		for j, t := range pair {
			x := left + float64(j)*(w+between)
			s.fit(x, s.y, w, smallB.in(accent), t.Term)
			s.draw(x, s.y+smallB.height(), small, meanings[j])
		}
		s.y += h + 2.2
	}
}

func (s *scorecard) identity() {
	s.chapter("For the auditor: what this report rests on", "Every input is named by its SHA-256 digest. The same inputs give the same report, byte for byte.", 30)
	rows := [][]cell{{{parts: []part{{"This report", smallB}, {s.view.ReportID, id}}}, codeCell(s.imprint.digest)}}
	for _, d := range s.view.Annex.Digests {
		rows = append(rows, []cell{plainCell(d.Name), codeCell(d.Digest)})
	}
	s.table([]column{{title: "Input", w: 62}, {title: "Digest", w: full - 62}}, rows)
	s.bullets([]string{s.view.ExactTimes()})
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
	if len(s.view.Annex.Weights) > 0 {
		s.subtitle("Weights that are not the published ones", 12)
		s.bullets(s.view.Annex.Weights)
	}
	s.subtitle("Worked example, to the printed decimals", 40)
	s.example(s.view.Annex.WorkedExample)
}

// example draws the worked steps in a tinted box, line by line.
func (s *document) example(steps []string) {
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
		rows = append(rows, []cell{strongCell(e.Number), {parts: []part{{shortened(e.FileName, 160), small}, {e.Format + ", " + e.Size, note}, {"for " + orDash(strings.Join(e.Questions, ", ")), id}}},
			codeCell(e.SHA256 + "\n" + e.ID), stacked(dated, "received "+day(e.ReceivedAt)), plainCell(e.Result)})
	}
	s.table([]column{{title: "No.", w: 11}, {title: "File", w: 62}, {title: "Hash and id", w: 50}, {title: "Dated", w: 29}, {title: "Result", w: full - 152}}, rows)
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
		rows = append(rows, []cell{plainCell(f.Name), strongCell(shortened(f.Value, 200)), plainCell(f.Verb + " (" + f.Evidence + ")"), codeCell(shortened(f.Place, 160)), codeCell(f.Reader)})
	}
	s.table([]column{{title: "Fact", w: 58}, {title: "Value", w: 29}, {title: "How known", w: 27}, {title: "Place", w: 37}, {title: "Reader", w: full - 151}}, rows)
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
			rows = append(rows, []cell{stacked(day(r.At), clock(r.At)), codeCell(shortRef(r.By)), codeCell(r.Subject),
				plainCell(r.What), stacked(shortened(what, 240), force), plainCell(shortened(r.Reason, 400))})
		}
		s.table([]column{{title: "When (UTC)", w: 21}, {title: "Who", w: 23}, {title: "About", w: 33}, {title: "What", w: 27}, {title: "Decision", w: 33}, {title: "Reason", w: full - 137}}, rows)
	}
	if len(s.view.Annex.Grading) > 0 {
		s.subtitle("Grades of the panel", 10)
		s.bullets(s.view.Annex.Grading)
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

// shortRef shortens a reference to a person; the list of people has it in full.
func shortRef(ref string) string {
	if len(ref) <= 13 {
		return ref
	}
	return strings.ToValidUTF8(ref[:12], "") + "…"
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
	s.listed(items, empty)
}

// listed draws a list, or says in words that it is empty.
func (s *document) listed(items []string, empty string) {
	if len(items) == 0 {
		s.none(empty)
		return
	}
	s.bullets(items)
}

func (s *scorecard) verifying() {
	s.chapter("How to check this report", "", 24)
	s.bullets(s.view.Annex.HowToVerify)
	s.y += 1
	s.text(left, s.y, label, "Report digest")
	s.y += 4
	s.text(left, s.y, code.sized(7.5), s.imprint.digest)
	s.y += 5
}
