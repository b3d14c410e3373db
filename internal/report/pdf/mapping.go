package pdf

import (
	"strings"

	"memsure/internal/report"
)

// mapping draws what the result says about the controls of other frameworks,
// one table a framework.
func (s *scorecard) mapping() {
	if len(s.view.Annex.Coverage) == 0 {
		return
	}
	s.chapter("Mapping to external frameworks", "Which controls of other frameworks these questions map to, and what the answers came to. A question maps to a control; it does not show that the control is met.", 40)
	for _, f := range s.view.Annex.Coverage {
		s.framework(f)
	}
}

func (s *scorecard) framework(f report.Framework) {
	s.subtitle(f.Name, 24)
	facts := []string{}
	if f.Known {
		facts = append(facts, f.Publisher, "edition "+f.Edited())
	}
	s.paragraph(note, strings.Join(append(facts, f.Status), "  ·  "))
	s.y += 1.2
	var rows [][]cell
	for _, c := range f.Controls {
		rows = append(rows, []cell{{parts: []part{{c.Place, smallB}, {c.Title, note}}}, controlQuestions(c), plainCell(c.Answered), plainCell(c.Score), plainCell(c.Quality), plainCell(c.Confidence)})
	}
	s.table([]column{{title: "Control", w: 48}, {title: "Questions that map to it", w: full - 110}, {title: "Answered", w: 18, right: true},
		{title: "Score", w: 13, right: true}, {title: "Quality", w: 14, right: true}, {title: "Confidence", w: 17, right: true}}, rows)
	s.y += 1.5
}

func controlQuestions(c report.ControlLine) cell {
	parts := []part{{strings.Join(c.Questions, "; "), small}}
	for _, n := range c.Notes() {
		parts = append(parts, part{n, smallB})
	}
	return cell{parts: parts}
}
