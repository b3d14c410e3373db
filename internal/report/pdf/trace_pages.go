package pdf

import (
	"fmt"
	"strings"

	"memsure/internal/report"
)

// tracePages draws what follows the page "Why not 100".
func (t *trace) pages() {
	t.newPage()
	t.opening()
	t.gates()
	t.sections()
	t.outside()
	t.chapter("Rules that did not run", "", 12)
	t.listed(t.view.NotRun, "Every rule ran.")
	t.chapter("Words used in this trace", "", 30)
	t.terms(t.view.Glossary)
}

func (t *trace) opening() {
	t.chapter("The result in short", "", 30)
	v := t.view.Subject
	t.pairs([][2]string{
		{"Vendor", v.Vendor}, {"Product and release", v.Product + " " + v.Release},
		{"Purpose", v.Purpose}, {"Risk tier", v.Tier},
		{"Questionnaire", v.Questionnaire}, {"Response", fmt.Sprintf("revision %d, submitted %s", v.Revision, report.Moment(v.SubmittedAt))},
	})
	t.bullets(t.view.Summary)
	t.subtitle("How to read what follows", 14)
	t.bullets(t.view.HowToRead)
	if len(t.view.Weights) > 0 {
		t.subtitle("Weights that are not the authored ones", 10)
		t.bullets(t.view.Weights)
	}
	t.subtitle("What is explained", 10)
	t.table([]column{{title: "Document", w: 62}, {title: "Digest", w: full - 62}}, [][]cell{
		{{parts: []part{{"Scorecard (scoring result)", small}, {t.view.ReportID, id}}}, codeCell(t.view.ScorecardDigest)},
		{plainCell("This trace, as attached data"), codeCell(t.imprint.digest)},
	})
}

func (t *trace) gates() {
	t.chapter("Knock-out conditions, sentence by sentence", "These must hold whatever the score.", 24)
	if len(t.view.Gates) == 0 {
		t.none("This questionnaire has no knock-out conditions for this tier.")
		return
	}
	var rows [][]cell
	for _, g := range t.view.Gates {
		rows = append(rows, []cell{markedCell(g.Outcome), {parts: tracedGate(g)}})
	}
	t.table([]column{{title: "Outcome", w: 32}, {title: "What was asked, what is known, what follows", w: full - 32}}, rows)
}

func tracedGate(g report.TraceGate) []part {
	parts := []part{{g.Title, smallB}, {g.ID, id}}
	if g.Asks != "" {
		parts = append(parts, part{g.Asks, note})
	}
	parts = append(parts, conditionParts(g.Parts)...)
	parts = append(parts, part{g.Why, small})
	if g.Decision != "" {
		parts = append(parts, part{g.Decision, small})
	}
	return parts
}

// conditionParts sets the parts of a condition, deeper ones behind more dashes.
func conditionParts(conditions []report.ConditionPart) []part {
	var parts []part
	for _, c := range conditions {
		text := strings.Repeat("– ", min(c.Depth, 8)+1) + c.Asks
		if c.Says != "" {
			text = strings.TrimSuffix(text, ":") + ": " + c.Says + "."
		}
		parts = append(parts, part{strings.TrimSpace(text + " " + c.Known), small})
	}
	return parts
}

func (t *trace) sections() {
	for i, s := range t.view.Sections {
		t.chapter(letter(i)+"  "+s.Title, fmt.Sprintf("%s  ·  section weight %d  ·  score %s  ·  %s of at most %s points of the overall score",
			s.Dimension, s.Weight, s.Score, s.Contribution, s.Most), 40)
		var rows [][]cell
		for _, q := range s.Questions {
			rows = append(rows, []cell{{parts: tracedQuestion(q)}, {parts: pointsParts(q)}})
		}
		t.table([]column{{title: "From the question to its points", w: full - 24}, {title: "Points", w: 24, right: true}}, rows)
		t.y += 1
		t.example(s.Sums)
	}
}

func pointsParts(q report.TraceQuestion) []part {
	parts := []part{{q.Points, smallB}}
	if q.Most != q.Points && q.Most != "–" {
		parts = append(parts, part{"of " + q.Most, note})
	}
	return parts
}

// tracedQuestion sets one question as it is read aloud.
func tracedQuestion(q report.TraceQuestion) []part {
	parts := []part{{shortened(q.Title, 400), smallB}, {q.ID, id}}
	add := func(l look, lead, text string) {
		if text != "" {
			parts = append(parts, part{lead + shortened(text, 500), l})
		}
	}
	if q.Text != q.Title {
		add(note, "Asked: ", q.Text)
	}
	add(small, "", q.Answer)
	add(small, "Quality: ", q.Rule)
	if q.Proof != "" {
		add(small, "Confidence: ", strings.TrimSpace(lowered(q.Rung)+". "+q.Proof))
	}
	for _, r := range q.Reviews {
		add(note, "Review: ", r)
	}
	add(small, "", q.Arithmetic)
	add(note, "", q.Missing)
	add(note, "What would raise it: ", q.Do)
	return parts
}

func lowered(rung string) string {
	if rung == "" {
		return "–"
	}
	return strings.ToLower(rung[:1]) + rung[1:]
}

func (t *trace) outside() {
	t.chapter("Questions that were not asked or do not count", "Each with the reason; of those that were not asked, also the condition under which they are.", 20)
	if len(t.view.Outside) == 0 {
		t.none("Every question was asked and counts.")
		return
	}
	var rows [][]cell
	for _, q := range t.view.Outside {
		parts := []part{{q.Why, small}}
		if len(q.Parts) > 0 {
			parts = append(parts, part{"It is asked where:", note})
			parts = append(parts, conditionParts(q.Parts)...)
		}
		rows = append(rows, []cell{questionCell(q.Title, q.ID), {parts: []part{{q.Status, small}}}, {parts: parts}})
	}
	t.table([]column{{title: "Question", w: 52}, {title: "Standing", w: 36}, {title: "Why", w: full - 88}}, rows)
}
