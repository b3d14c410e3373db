package report

import (
	"fmt"
	"strings"

	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// leverAdvice says where an answer stands now and what exactly is missing: the
// better answer the questionnaire publishes, and the kind of proof it accepts.
// Where the scoring names something more pressing (an open contradiction, an
// unreadable file), that stands instead.
func (b *builder) leverAdvice(l scoring.Lever) string {
	r, q := b.results[l.QuestionID], b.questions[l.QuestionID]
	if r == nil || r.Status != scoring.StatusScored && r.Status != scoring.StatusInherited {
		return l.Advice
	}
	text := fmt.Sprintf("Now quality %s of 1, %s (confidence %s of 1). ", factor(r.Quality), lowerFirst(word(rungWords, r.Rung)), factor(r.Confidence))
	if q == nil || !general(l.Advice) {
		return text + l.Advice
	}
	if r.Quality < million {
		text += "Answer: " + b.betterAnswer(q) + ". "
	}
	if r.Confidence < million {
		text += "Proof: " + missingProof(q, r) + "."
	}
	return strings.TrimSpace(text)
}

// general tells the advice that fits every question from what names a cause.
func general(advice string) bool {
	return strings.HasPrefix(advice, "Improve the practice") || strings.HasPrefix(advice, "Attach proof")
}

// betterAnswer names what would earn the full quality of a question.
func (b *builder) betterAnswer(q *questionnaire.Question) string {
	switch q.Scoring.Kind {
	case questionnaire.ScoreYesIsGood:
		return "“yes”, once it is true, earns full quality"
	case questionnaire.ScoreNoIsGood:
		return "“no”, once it is true, earns full quality"
	case questionnaire.ScoreOptions:
		return b.betterOptions(q)
	case questionnaire.ScoreAnchors:
		return "full quality at " + bound(q, anchorUnit(q))
	case questionnaire.ScoreMeasure:
		return "full quality when " + measured(q)
	case questionnaire.ScoreFreshness:
		return "a date at most " + bestAnchor(q) + " days back earns full quality"
	case questionnaire.ScoreLeadTime:
		return "a date " + bestAnchor(q) + " days ahead earns full quality"
	case questionnaire.ScoreRubric:
		return bestGrade(q)
	}
	return "the practice itself has to improve"
}

// betterOptions names the best choice, or the choices not made that add most.
func (b *builder) betterOptions(q *questionnaire.Question) string {
	sum := q.Type == questionnaire.TypeMultiChoice && (q.Scoring.Combine == "" || q.Scoring.Combine == "sum")
	if !sum {
		if best := bestOption(q.Options); best != nil {
			return "“" + best.Label + "” earns most"
		}
		return "a better choice"
	}
	chosen := map[string]bool{}
	if a := b.answers[q.ID]; a != nil && a.Value != nil {
		for _, id := range a.Value.Options {
			chosen[id] = true
		}
	}
	var missing []string
	for _, o := range q.Options {
		if n, err := o.Score.Micro(); err == nil && n > 0 && !chosen[o.ID] {
			missing = append(missing, "“"+o.Label+"”")
		}
	}
	switch n := len(missing); {
	case n == 0:
		return "the practice behind it has to improve"
	case n > mostNamed:
		return "missing are " + strings.Join(missing[:mostNamed], ", ") + " and " + plural(n-mostNamed, "other", "others")
	case n == 1:
		return "missing is " + missing[0]
	default:
		return "missing are " + strings.Join(missing[:n-1], ", ") + " and " + missing[n-1]
	}
}

// mostNamed bounds the choices named in one advice.
const mostNamed = 3

func bestOption(options []questionnaire.Option) (best *questionnaire.Option) {
	most := int64(-1)
	for i := range options {
		if n, err := options[i].Score.Micro(); err == nil && n > most {
			best, most = &options[i], n
		}
	}
	return best
}

// bestAnchor is the corner of the scale where its highest score begins: the
// first one on a rising scale, the last one on a falling one.
func bestAnchor(q *questionnaire.Question) string {
	at, most := dash, int64(-1)
	rising := rises(q.Scoring.Anchors)
	for _, a := range q.Scoring.Anchors {
		if n, err := a.Score.Micro(); err == nil && (n > most || n == most && !rising) {
			at, most = string(a.At), n
		}
	}
	return at
}

func rises(anchors []questionnaire.Anchor) bool {
	if len(anchors) == 0 {
		return true
	}
	first, _ := anchors[0].Score.Micro()
	last, _ := anchors[len(anchors)-1].Score.Micro()
	return last >= first
}

func anchorUnit(q *questionnaire.Question) string {
	if q.Type == questionnaire.TypePercentage {
		return "%"
	}
	return q.Unit
}

// bound words where the best score begins, and on which side of it to be.
func bound(q *questionnaire.Question, unit string) string {
	at := bestAnchor(q)
	text := strings.TrimSpace(at + " " + unit)
	switch rising := rises(q.Scoring.Anchors); {
	case rising && at == "100" && unit == "%", !rising && at == "0":
		return text
	case rising:
		return text + " or more"
	}
	return text + " or less"
}

// measured says what the table of a question would have to give, in the words
// of its columns.
func measured(q *questionnaire.Question) string {
	m := q.Scoring.Measure
	if m == nil {
		return "the table gives a better figure"
	}
	rows, within := "rows", ""
	if where := testsInWords(q, m.Where); where != "" {
		rows += " whose " + where
		within = " in " + rows
	}
	figure := columnLabel(q, m.Weight)
	switch {
	case m.Of == "share" && m.Weight == "":
		return bound(q, "%") + " of the " + among(q) + " are " + rows
	case m.Of == "share":
		return bound(q, "%") + " of " + figure + ", added up, stands in " + rows
	case m.Of == "ratio":
		return figure + " adds up to " + bound(q, "%") + " of " + columnLabel(q, m.Over) + within
	case m.Of == "count":
		return "the table has " + bound(q, "") + " " + rows
	case m.Of == "sum":
		return figure + " adds up to " + bound(q, "") + within
	case m.Of == "average":
		return "the average of " + figure + " is " + bound(q, "") + within
	}
	return "the highest " + figure + " is " + bound(q, "") + within
}

// among names the rows that a share is taken of.
func among(q *questionnaire.Question) string {
	if tests := testsInWords(q, q.Scoring.Measure.Among); tests != "" {
		return "rows whose " + tests
	}
	return "rows"
}

func columnLabel(q *questionnaire.Question, id string) string {
	for _, c := range q.Columns {
		if c.ID == id {
			return "“" + c.Label + "”"
		}
	}
	return "the figure"
}

// testsInWords words which rows of a table are meant, by the labels of its
// columns and their options.
func testsInWords(q *questionnaire.Question, tests []questionnaire.CellCondition) string {
	var parts []string
	for _, test := range tests {
		for _, c := range q.Columns {
			if c.ID == test.Column {
				parts = append(parts, "“"+c.Label+"” is "+wantedCell(c.Options, test))
			}
		}
	}
	return strings.Join(parts, " and ")
}

func wantedCell(options []questionnaire.Option, test questionnaire.CellCondition) string {
	switch {
	case len(test.In) > 0:
		labels := make([]string, len(test.In))
		for i, id := range test.In {
			labels[i] = "“" + optionLabel(options, id) + "”"
		}
		return strings.Join(labels, " or ")
	case test.Equals != nil && *test.Equals == "true":
		return "yes"
	case test.Equals != nil && *test.Equals == "false":
		return "no"
	case test.Equals != nil:
		return "“" + optionLabel(options, string(*test.Equals)) + "”"
	case test.AtLeast != nil:
		return "at least " + string(*test.AtLeast)
	case test.AtMost != nil:
		return "at most " + string(*test.AtMost)
	}
	return "as asked"
}

func bestGrade(q *questionnaire.Question) string {
	best, most := "", int64(-1)
	for _, g := range q.Scoring.Rubric {
		if n, err := g.Score.Micro(); err == nil && n > most {
			best, most = g.Text, n
		}
	}
	return "the best grade asks for: " + strings.TrimSuffix(best, ".")
}

// missingProof names the proof a question accepts and the answer lacks.
func missingProof(q *questionnaire.Question, r *scoring.QuestionResult) string {
	if r.Rung == scoring.Documented {
		return "the vendor's own file documents it; confirmation by an independent party would count in full"
	}
	kinds := make([]string, len(q.Evidence.Accepts))
	for i, kind := range q.Evidence.Accepts {
		kinds[i] = strings.ReplaceAll(kind, "_", " ")
		if kind == "sbom" {
			kinds[i] = "bill of materials"
		}
	}
	switch n := len(kinds); n {
	case 0:
		return "link a file in which an evaluator can name the place"
	case 1:
		return "link a file of this kind: " + kinds[0]
	default:
		return "link a file of one of these kinds: " + strings.Join(kinds[:n-1], ", ") + " or " + kinds[n-1]
	}
}
