package pdf

import (
	"fmt"
	"strings"

	"memsure/internal/report"
)

// bodyPages draws what a decision maker may want to look into.
func (s *scorecard) bodyPages() {
	s.newPage()
	s.scope()
	s.results()
	s.gatesChapter()
	s.compositionChapter()
	s.findingsChapter()
	s.leversChapter()
	s.questionsChapter()
}

func (s *scorecard) scope() {
	s.chapter("Scope", "", 30)
	v := s.view.Subject
	s.pairs([][2]string{
		{"Vendor", v.Vendor}, {"Product and release", v.Product + " " + v.Release},
		{"Purpose", v.Purpose}, {"Risk tier", v.Tier},
		{"Questionnaire", v.Questionnaire}, {"Source of answers", v.Source},
		{"Response", fmt.Sprintf("revision %d, submitted %s", v.Revision, report.Moment(v.SubmittedAt))},
		{"Report", s.view.Status + ", generated " + report.Moment(s.view.GeneratedAt) + ", data up to " + report.Moment(s.view.DataCutOff)},
	})
}

// pairs draws names and values in two columns.
func (s *document) pairs(items [][2]string) {
	const w = full / 2
	for i := 0; i < len(items); i += 2 {
		h := 0.0
		for j := 0; j < 2 && i+j < len(items); j++ {
			x := left + float64(j)*w
			s.text(x, s.y, label, items[i+j][0])
			value := items[i+j][1]
			if value == "" {
				value = "–"
			}
			h = max(h, s.block(x, s.y+3.8, w-6, body, value, 3))
		}
		s.y += 3.8 + h + 2
	}
}

func (s *scorecard) results() {
	s.chapter("Results by section", "Score = quality × confidence. The bracket on a bar is the range the score could have: every open claim taken as false, and as true.", 40)
	s.need(20)
	s.head(resultColumns)
	for i, sec := range s.view.Sections {
		s.sectionRow(i, sec)
	}
	s.totalRow()
	if anyScored(s.view.Sections) {
		s.planeWithLegend()
	}
}

var resultColumns = []column{{title: "", w: 8}, {title: "Section", w: 53}, {title: "Weight", w: 14, right: true}, {title: "Score and range", w: 41},
	{title: "Score", w: 13, right: true}, {title: "Quality", w: 15, right: true}, {title: "Confidence", w: 19, right: true}, {title: "Points", w: 11, right: true}}

// resultEnds are the right edges of the number columns.
var resultEnds = [4]float64{left + 126, left + 141, left + 160, right}

func (s *scorecard) sectionRow(i int, sec report.Section) {
	title := s.lines(sec.Title, smallB, 50, 2)
	h := float64(len(title))*smallB.height() + tiny.height() + 1.6
	s.need(h)
	s.text(left, s.y, smallB.in(accent), letter(i))
	used := s.draw(left+8, s.y, smallB, title)
	s.text(left+8, s.y+used, tiny, sec.Dimension+answered(sec.Result))
	s.textRight(left+72, s.y, small, fmt.Sprint(sec.Weight))
	s.bar(left+75, s.y+0.8, 38, 2.6, sec.Result)
	for j, v := range []string{scoreShort(sec.Result), sec.Result.Quality, sec.Result.Confidence, sec.Contribution} {
		s.textRight(resultEnds[j], s.y, small, v)
	}
	s.y += h
	s.rule(left, right, s.y-0.8, line, 0.15)
}

func answered(r report.ResultLine) string {
	if !r.Scored {
		return ", nothing to score"
	}
	return ", " + r.Answered + " % answered"
}

func (s *scorecard) totalRow() {
	if len(s.view.Results) == 0 {
		return
	}
	r := s.view.Results[0]
	s.need(7)
	s.text(left+8, s.y, smallB, "Overall")
	s.bar(left+75, s.y+0.8, 38, 2.6, r)
	for j, v := range []string{scoreShort(r), r.Quality, r.Confidence, s.view.PointsTotal} {
		s.textRight(resultEnds[j], s.y, smallB, v)
	}
	s.y += 5.4
	s.scale(left+75, s.y, 38)
	s.text(left+8, s.y, tiny, "Points are what a section adds to the overall score.")
	s.y += 6
}

func anyScored(sections []report.Section) bool {
	for _, s := range sections {
		if s.Result.Scored {
			return true
		}
	}
	return false
}

// planeWithLegend draws the quality/confidence picture and says what it shows.
func (s *scorecard) planeWithLegend() {
	const size = 62.0
	s.subtitle("Good, or only said to be good?", size+12)
	y := s.y + 1
	s.plane(left+12, y, size, s.view.Sections)
	x := left + 12 + size + 10
	used := s.block(x, y, right-x, small, "Each letter is a section. Further right: better answers. Further up: better proof. Dashed curves join equal scores (25, 50, 75). A point low on the right would be good if it were proven.", 6)
	at := y + used + 5
	for i, sec := range s.view.Sections {
		if i == 8 || at > y+size-4 {
			break
		}
		s.fill(accent)
		s.pdf.Circle(x+2, at+2, 2, "F")
		l := look{bold, 6.5, white}
		s.textCenter(x+2, at+2-l.height()*0.52, l, letter(i))
		s.fit(x+6, at, right-x-6, small, sec.Title)
		at += 5.2
	}
	s.y = y + size + 11
}

func (s *scorecard) gatesChapter() {
	s.chapter("Knock-out conditions", "These must hold whatever the score. Where the data do not decide one, a person does.", 24)
	if len(s.view.Gates) == 0 {
		s.none("This questionnaire has no knock-out conditions for this tier.")
		return
	}
	var rows [][]cell
	for _, g := range s.view.Gates {
		rows = append(rows, []cell{markedCell(g.Outcome), {parts: []part{{g.Title, smallB}, {g.ID, id}}}, {parts: gateParts(g)}})
	}
	s.table([]column{{title: "Outcome", w: 32}, {title: "Condition", w: 54}, {title: "What decided it", w: full - 86}}, rows)
}

func gateParts(g report.Gate) []part {
	parts := []part{{g.Why, small}}
	if len(g.Because) > 0 {
		parts = append(parts, part{"Rests on " + strings.Join(g.Because, "; "), note})
	}
	if g.Remedy != "" {
		text := "Remedy: " + g.Remedy
		if g.RemedyBy != "" {
			text += ", due " + g.RemedyBy
		}
		parts = append(parts, part{text, small})
	}
	return parts
}

func (s *scorecard) compositionChapter() {
	comp := s.view.Composition
	if comp == nil {
		return
	}
	s.chapter("What the product is made of", fmt.Sprintf("%s in the bill of materials %s, by how their language treats memory. The file shows it; nobody inspected the code.", comp.Count(), comp.Evidence), 46)
	s.composition(left, s.y, full, 10, comp)
	s.y += 13.5
	x, y := left, s.y
	for i, cl := range comp.Classes {
		if i == 3 {
			x, y = left, s.y+11
		}
		s.patterned(x, y+0.6, 6, 6, cl.ID)
		s.text(x+8, y-0.4, smallB, fmt.Sprintf("%s %%  (%d)", cl.Share, cl.Count))
		s.fit(x+8, y+3.4, full/3-10, note, cl.Label)
		x += full / 3
	}
	s.y += 21
}

func (s *scorecard) findingsChapter() {
	s.chapter("Findings", "What a person should look at: contradictions, red flags, failed knock-outs, missing proof. Worst first.", 24)
	if len(s.view.Findings) == 0 {
		s.none("No finding was raised. Rules that could not run are listed in the annex.")
		return
	}
	var rows [][]cell
	for _, f := range s.view.Findings {
		rows = append(rows, []cell{markedCell(f.Severity), stacked(f.Kind, f.State), {parts: findingParts(f)}})
	}
	s.table([]column{{title: "Severity", w: 26}, {title: "Kind, state", w: 30}, {title: "Finding", w: full - 56}}, rows)
}

// findingParts is the text of a finding, the questions it stands for, and last
// the ids by which people and machines refer to it.
func findingParts(f report.Finding) []part {
	parts := []part{{f.Message, smallB}}
	for _, m := range f.Alike {
		parts = append(parts, part{"– " + shortened(m.Question, 160), small}, part{m.RuleID, id})
	}
	if f.Resolve != "" {
		parts = append(parts, part{"To resolve: " + f.Resolve, note})
	}
	if len(f.Alike) == 0 {
		parts = append(parts, part{f.RuleID, id})
		if len(f.Questions) > 0 {
			parts = append(parts, part{"about " + strings.Join(f.Questions, ", "), id})
		}
	}
	return parts
}

func (s *scorecard) leversChapter() {
	s.chapter("Strengths and what would help most", "A question that weighs much can stand in both tables: it earned much, and a better answer or better proof would earn more.", 32)
	s.subtitle("Proven answers that earned most", 10)
	if len(s.view.Strengths) == 0 {
		s.none("No answer of at least half quality is documented or verified.")
	} else {
		var rows [][]cell
		for _, st := range s.view.Strengths {
			rows = append(rows, []cell{questionCell(st.Question, st.QuestionID), plainCell(withoutNumber(st.Why)), plainCell(st.Contribution)})
		}
		s.table([]column{{title: "Question", w: 90}, {title: "Why it counts", w: full - 108}, {title: "Points", w: 18, right: true}}, rows)
	}
	s.subtitle("What would help most", 30)
	if len(s.view.Levers) == 0 {
		s.none("Nothing left to gain, or nothing scored.")
		return
	}
	var rows [][]cell
	for _, l := range s.view.Levers {
		rows = append(rows, []cell{questionCell(l.Question, l.QuestionID), plainCell(l.Advice), plainCell("+" + l.Gain)})
	}
	s.table([]column{{title: "Question", w: 90}, {title: "What to do", w: full - 108}, {title: "Could add", w: 18, right: true}}, rows)
}
