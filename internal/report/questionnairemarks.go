package report

import (
	"fmt"
	"strings"

	"memsure/internal/questionnaire"
)

// marksOf says how an answer becomes quality, but for options, whose scores
// stand beside them.
func marksOf(q *questionnaire.Question) string {
	if !q.Scored() {
		return ""
	}
	switch q.Scoring.Kind {
	case questionnaire.ScoreYesIsGood:
		return "Yes earns 1, no earns 0."
	case questionnaire.ScoreNoIsGood:
		return "No earns 1, yes earns 0."
	case questionnaire.ScoreEvidence:
		return "A file of the kind asked for earns 1."
	case questionnaire.ScoreRubric:
		return "An evaluator's grade: " + rubricWords(q.Scoring.Rubric) + "."
	case questionnaire.ScoreFreshness:
		return "By age in days: " + anchorWords(q.Scoring.Anchors) + "."
	case questionnaire.ScoreLeadTime:
		return "By days until the date: " + anchorWords(q.Scoring.Anchors) + "."
	case questionnaire.ScoreMeasure:
		return measureWords(q) + ": " + anchorWords(q.Scoring.Anchors) + "."
	case questionnaire.ScoreAnchors:
		return "By the number: " + anchorWords(q.Scoring.Anchors) + "."
	}
	return ""
}

func rubricWords(grades []questionnaire.Grade) string {
	words := make([]string, len(grades))
	for i, g := range grades {
		words[i] = fmt.Sprintf("%d (%s) %s", g.Grade, g.Score, strings.TrimSuffix(g.Text, "."))
	}
	return strings.Join(words, "; ")
}

func anchorWords(anchors []questionnaire.Anchor) string {
	words := make([]string, len(anchors))
	for i, a := range anchors {
		words[i] = string(a.At) + " earns " + string(a.Score)
	}
	return strings.Join(words, ", ") + "; straight lines between"
}

// measureWords names what is computed from a table.
func measureWords(q *questionnaire.Question) string {
	m := q.Scoring.Measure
	label := func(id string) string {
		for _, c := range q.Columns {
			if c.ID == id {
				return "“" + c.Label + "”"
			}
		}
		return id
	}
	var words string
	switch m.Of {
	case "count":
		words = "By the number of rows"
	case "share":
		words = "By the percentage of rows"
		if m.Weight != "" {
			words = "By the percentage of " + label(m.Weight)
		}
	case "sum":
		words = "By the sum of " + label(m.Weight)
	case "ratio":
		words = "By " + label(m.Weight) + " in percent of " + label(m.Over)
	case "average":
		words = "By the average of " + label(m.Weight)
	case "max":
		words = "By the largest " + label(m.Weight)
	}
	if len(m.Where) > 0 {
		words += " in rows where " + cellWords(q, m.Where, label)
	}
	if len(m.Among) > 0 {
		words += ", among rows where " + cellWords(q, m.Among, label)
	}
	return words
}

func cellWords(q *questionnaire.Question, tests []questionnaire.CellCondition, label func(string) string) string {
	words := make([]string, len(tests))
	for i, t := range tests {
		words[i] = label(t.Column) + " " + cellTest(q, t)
	}
	return strings.Join(words, " and ")
}

func cellTest(q *questionnaire.Question, t questionnaire.CellCondition) string {
	switch {
	case t.Equals != nil:
		return "is " + cellOption(q, t.Column, string(*t.Equals))
	case t.In != nil:
		named := make([]string, len(t.In))
		for i, id := range t.In {
			named[i] = cellOption(q, t.Column, id)
		}
		return "is " + strings.Join(named, " or ")
	case t.AtLeast != nil:
		return "is at least " + string(*t.AtLeast)
	case t.AtMost != nil:
		return "is at most " + string(*t.AtMost)
	}
	return "is filled in"
}

func cellOption(q *questionnaire.Question, column, value string) string {
	for _, c := range q.Columns {
		if c.ID != column {
			continue
		}
		for _, o := range c.Options {
			if o.ID == value {
				return "“" + o.Label + "”"
			}
		}
	}
	switch value {
	case "true":
		return "yes"
	case "false":
		return "no"
	}
	return value
}
