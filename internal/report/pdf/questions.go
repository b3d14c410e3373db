package pdf

import (
	"fmt"
	"regexp"
	"strings"

	"memsure/internal/report"
)

func (s *scorecard) questionsChapter() {
	room := 40.0
	if len(s.view.Sections) > 0 {
		room = 20 + s.firstRow(s.view.Sections[0])
	}
	s.chapter("Every question and answer", "Points = weight × quality × confidence, as a share of the overall score. “The vendor states” is a claim; E-numbers refer to the evidence register in the annex.", room)
	for i, sec := range s.view.Sections {
		s.sectionQuestions(i, sec)
	}
}

func questionColumns() []column {
	return []column{{title: "Question, answer and judgement", w: full - 81}, {title: "Weight", w: 14, right: true},
		{title: "Quality", w: 14, right: true}, {title: "Confidence", w: 40}, {title: "Points", w: 13, right: true}}
}

// firstRow is the height of a section's first row, so that no heading stands
// alone at the end of a page.
func (s *scorecard) firstRow(sec report.Section) float64 {
	if len(sec.Questions) == 0 {
		return 0
	}
	return min(s.setRow(questionColumns(), s.questionRow(sec.Questions[0])).height(), (bottom-top)/2)
}

func (s *scorecard) sectionQuestions(i int, sec report.Section) {
	s.subtitle(fmt.Sprintf("%s  %s", letter(i), sec.Title), 10+s.firstRow(sec))
	s.text(left, s.y-1, tiny, fmt.Sprintf("%s  ·  weight %d  ·  score %s  ·  adds %s to the overall score", sec.Dimension, sec.Weight, scoreText(sec.Result), sec.Contribution))
	s.y += 3.4
	var rows [][]cell
	flush := func() {
		if len(rows) > 0 {
			s.table(questionColumns(), rows)
			rows = nil
		}
	}
	for _, q := range sec.Questions {
		rows = append(rows, s.questionRow(q))
		if q.AnswerTable != nil {
			flush()
			s.answerTable(q)
		}
	}
	flush()
}

func (s *scorecard) questionRow(q report.Question) []cell {
	return []cell{{parts: questionParts(q)}, plainCell(fmt.Sprint(q.Weight)), plainCell(q.Quality),
		confidenceCell(q), plainCell(q.Contribution)}
}

// questionParts is the middle cell: question, answer, what the vendor adds, and
// how it was judged.
func questionParts(q report.Question) []part {
	parts := []part{{shortened(q.Heading(), 400), smallB}, {q.ID, id}}
	if q.Title != "" {
		parts = append(parts, part{shortened(q.Text, 400), note})
	}
	add := func(l look, lead, text string) {
		if text != "" {
			parts = append(parts, part{lead + shortened(text, 420), l})
		}
	}
	add(small, "", statement(q))
	add(small, "Comment: ", q.Comment)
	add(small, "Reason given: ", q.NAReason)
	add(note, "Source: ", q.Citation)
	add(note, "", q.Carried)
	if q.StatusID == "scored" {
		add(note, "Quality: ", withoutNumber(q.Rule))
	} else {
		add(small, "", q.Status)
	}
	for _, r := range q.Reviews {
		add(note, "Review: ", r)
	}
	return parts
}

// statement words the answer with the verb it deserves.
func statement(q report.Question) string {
	if q.Answer == "No answer" {
		return "" // the status says so
	}
	verb := "The vendor states: "
	if q.Citation != "" {
		verb = "Public sources say: "
	}
	text := verb + shortened(q.Answer, 420)
	if len(q.Evidence) > 0 && q.Type != "file" {
		text += "  [" + strings.Join(q.Evidence, ", ") + "]"
	}
	return text
}

func confidenceCell(q report.Question) cell {
	if q.Confidence == "–" || q.Rung == "" {
		return plainCell("–")
	}
	return stacked(q.Confidence+"  "+q.Rung, shortened(withoutNumber(q.Why), 160))
}

// printedNumber is how sentences about quality and confidence end where the
// number beside them says no less.
var printedNumber = regexp.MustCompile(` (?:Quality|Confidence) [01](?:\.[0-9]{1,2})?\.$`)

// withoutNumber leaves out what the column beside a sentence says as exactly.
func withoutNumber(sentence string) string { return printedNumber.ReplaceAllString(sentence, "") }

func (s *scorecard) answerTable(q report.Question) {
	s.y += 1
	s.dataTable(q.AnswerTable.Head, q.AnswerTable.Rows, func() {
		w := s.text(left, s.y, tiny, "Table given in answer to ")
		s.text(left+w, s.y+0.3, id, q.ID)
	})
	s.y += 2
}
