package pdf

import (
	"fmt"
	"strings"

	"memsure/internal/report"
)

func (s *scorecard) questionsChapter() {
	s.chapter("Every question and answer", "Points = weight × quality × confidence, as a share of the overall score. “The vendor states” is a claim; E-numbers refer to the evidence register in the annex.", 40)
	for i, sec := range s.view.Sections {
		s.sectionQuestions(i, sec)
	}
}

func questionColumns() []column {
	return []column{{title: "Id", w: 17}, {title: "Question, answer and judgement", w: full - 93}, {title: "Weight", w: 14, right: true},
		{title: "Quality", w: 15, right: true}, {title: "Confidence", w: 32}, {title: "Points", w: 15, right: true}}
}

func (s *scorecard) sectionQuestions(i int, sec report.Section) {
	s.subtitle(fmt.Sprintf("%s  %s", letter(i), sec.Title), 30)
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
	return []cell{strongCell(q.ID), {text: s.questionText(q), look: small}, plainCell(fmt.Sprint(q.Weight)), plainCell(q.Quality),
		{text: confidenceText(q), look: small}, plainCell(q.Contribution)}
}

// questionText is the middle cell: question, answer, judgement, each on a line.
func (s *scorecard) questionText(q report.Question) string {
	parts := []string{shortened(q.Text, 400), statement(q)}
	add := func(lead, text string) {
		if text != "" {
			parts = append(parts, lead+shortened(text, 420))
		}
	}
	add("Comment: ", q.Comment)
	add("Reason given: ", q.NAReason)
	add("Source: ", q.Citation)
	if q.StatusID != "scored" {
		add("", q.Status)
	}
	add("Quality: ", q.Rule)
	for _, r := range q.Reviews {
		add("Review: ", r)
	}
	return strings.Join(parts, "\n")
}

func statement(q report.Question) string {
	text := "The vendor states: " + shortened(q.Answer, 420)
	if q.Citation != "" {
		text = "Public sources say: " + shortened(q.Answer, 420)
	}
	if q.Answer == "No answer" {
		text = "No answer"
	}
	if len(q.Evidence) > 0 {
		text += "  [" + strings.Join(q.Evidence, ", ") + "]"
	}
	return text
}

func confidenceText(q report.Question) string {
	if q.Confidence == "–" || q.Rung == "" {
		return "–"
	}
	text := q.Confidence + "  " + q.Rung
	if q.Why != "" {
		text += "\n" + shortened(q.Why, 160)
	}
	return text
}

func (s *scorecard) answerTable(q report.Question) {
	s.y += 1
	s.need(16)
	s.text(left, s.y, tiny, "Table given in answer to "+q.ID)
	s.y += 4
	s.dataTable(q.AnswerTable.Head, q.AnswerTable.Rows)
	s.y += 2
}
