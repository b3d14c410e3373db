package scoring

import (
	"strconv"
	"strings"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

// list joins names: "a", "a and b", "a, b and c".
func list(names []string) string {
	switch last := len(names) - 1; last {
	case -1:
		return "nothing"
	case 0:
		return names[0]
	default:
		return strings.Join(names[:last], ", ") + " and " + names[last]
	}
}

func quoted(title string) string { return "“" + title + "”" }

// factsOf gives the facts a question was scored, documented or hidden by.
func factsOf(c *cell) (facts []*fact.Fact) {
	for _, f := range [...]*fact.Fact{c.fact, c.proof, c.hidBy} {
		if f != nil {
			facts = append(facts, f)
		}
	}
	return facts
}

// ids gives the ids of questions.
func (r *run) ids(questions []int32) []string {
	ids := make([]string, len(questions))
	for i, q := range questions {
		ids[i] = r.rules[q].ID
	}
	return ids
}

// ruleSentence says which rule gave the quality.
func (r *run) ruleSentence(q int) string {
	rule, c := &r.rules[q], &r.cells[q]
	if !rule.scored {
		return "Not scored: " + r.whyNotScored(rule)
	}
	switch c.status {
	case StatusUnanswered:
		return "No answer: the question earns nothing and still counts."
	case StatusNAPending:
		return "The vendor states that the question does not apply; nobody has accepted that yet, and until then it earns nothing."
	case StatusNARejected:
		return "The vendor states that the question does not apply; an evaluator rejected that, and it earns nothing."
	case StatusNAAccepted:
		return "An evaluator accepted that the question does not apply; it does not count."
	case StatusExcluded:
		return "Not asked, because of earlier answers; it does not count."
	case StatusUndecided:
		return "Whether the question applies is unknown; it earns nothing until that is known."
	case StatusUngraded:
		return r.ungradedSentence(rule, c)
	case StatusInherited:
		return r.inheritedSentence(c)
	}
	return r.scoredSentence(rule, c) + " Quality " + formatMicro(c.quality) + "."
}

func (r *run) whyNotScored(rule *rule) string {
	switch {
	case rule.Role == questionnaire.RoleSelection:
		return "the question only selects."
	case rule.Role == questionnaire.RoleInformation:
		return "the question only informs."
	case rule.Weight == 0:
		return "the question has no weight."
	}
	return "the question has no scoring rule."
}

func (r *run) inheritedSentence(c *cell) string {
	by := r.ids(c.roots)
	if c.hidBy != nil {
		by = append(by, c.hidBy.Name)
	}
	return "Not asked, because of " + list(by) + "; the question takes over the lowest quality and the lowest confidence of that. Quality " + formatMicro(c.quality) + "."
}

func (r *run) scoredSentence(rule *rule, c *cell) string {
	switch c.basis {
	case basisOverride:
		return "An evaluator set the quality by hand."
	case basisGrade:
		return r.gradedSentence(rule, c)
	case basisConsensus:
		return r.gradedSentence(rule, c) + " It agreed on " + strconv.Itoa(r.consensus(rule, c).Grade) + "."
	case basisEmptyTable:
		return "The table holds nothing to measure."
	case basisFuture:
		return "The date lies in the future and earns nothing."
	case basisFact:
		return r.shows(c.fact) + splitSentence(c) + r.placed(rule, c)
	case basisRead, basisWaiting, basisUnreadable, basisErased, basisOtherKind:
		return r.fileSentence(rule, c)
	}
	return r.states(rule, c)
}

func splitSentence(c *cell) string {
	if !c.split {
		return ""
	}
	return " The files disagree on it: of their values the one that earns least counts."
}

// fileSentence words what became of the linked files.
func (r *run) fileSentence(rule *rule, c *cell) string {
	switch c.basis {
	case basisWaiting:
		return "A file is linked that no reader reads; it waits for a person to look into it."
	case basisUnreadable:
		return "The linked file could not be read; it earns nothing."
	case basisErased:
		return "The linked file was erased; it earns nothing."
	case basisOtherKind:
		return "No linked file is of a kind this question asks for (" + list(rule.Evidence.Accepts) + "); it earns nothing."
	}
	if r.settled.verdicts[rule.ID] != nil {
		return "A file is linked. A person looked into it."
	}
	return "A file is linked; it was read."
}

// shows gives a fact in the verb its assurance allows.
func (r *run) shows(f *fact.Fact) string {
	verb := "The file shows "
	if f.Assurance == fact.Verified {
		verb = "We verified "
	}
	return verb + f.Name + ": " + f.Shown() + "."
}

// states words a claim by its scoring rule.
func (r *run) states(rule *rule, c *cell) string {
	value := r.env.Answers[r.indexOf(rule)]
	switch rule.Scoring.Kind {
	case questionnaire.ScoreYesIsGood, questionnaire.ScoreNoIsGood:
		return "The vendor states " + yesNo(value.Boolean) + "; " + good(rule.Scoring.Kind) + "."
	case questionnaire.ScoreOptions:
		return "The vendor states " + r.labels(rule, value) + ";" + combined(rule) + " gives the quality."
	case questionnaire.ScoreMeasure:
		return "The vendor's table gives " + figureWords[rule.measure.of] + " of " + shownReading(c.x) + rule.measure.unit() + "." + onScale(rule, c)
	case questionnaire.ScoreFreshness, questionnaire.ScoreLeadTime:
		return "The vendor states a date." + r.placed(rule, c)
	}
	return "The vendor states " + strings.TrimSpace(shownReading(c.x)+" "+unitOf(rule)) + "." + onScale(rule, c)
}

// figureWords names what a measure makes of a table.
var figureWords = map[string]string{"count": "a count", "share": "a share", "sum": "a sum", "ratio": "a ratio",
	"average": "an average", "max": "a highest value"}

// placed words the reading on the scale, where there is one.
func (r *run) placed(rule *rule, c *cell) string {
	switch rule.Scoring.Kind {
	case questionnaire.ScoreFreshness:
		return " It lies " + shownReading(c.x) + " days back." + onScale(rule, c)
	case questionnaire.ScoreLeadTime:
		return " It lies " + shownReading(c.x) + " days ahead; past dates count as due today." + onScale(rule, c)
	case questionnaire.ScoreYesIsGood, questionnaire.ScoreNoIsGood:
		return " Here " + good(rule.Scoring.Kind) + "."
	}
	return onScale(rule, c)
}

// shownReading prints a reading; a computed share is cut to millionths and
// marked.
func shownReading(x *reading) string {
	if x == nil {
		return "an unreadable number"
	}
	text := formatMicro(x.floor)
	if !x.rest.isZero() {
		text += "…"
	}
	return text
}

func unitOf(rule *rule) string {
	if rule.Type == questionnaire.TypePercentage && rule.Unit == "" {
		return "percent"
	}
	return rule.Unit
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

func good(kind questionnaire.ScoringKind) string {
	if kind == questionnaire.ScoreYesIsGood {
		return "yes is the good answer"
	}
	return "no is the good answer"
}

func (r *run) labels(rule *rule, value *questionnaire.Value) string {
	var labels []string
	for i := range rule.Options {
		if chose(value, rule.Options[i].ID) {
			labels = append(labels, quoted(rule.Options[i].Label)+" ("+formatMicro(rule.steps[i].score)+")")
		}
	}
	return list(labels)
}

func combined(rule *rule) string {
	if rule.Type == questionnaire.TypeSingleChoice {
		return " the option's score"
	}
	switch rule.Scoring.Combine {
	case "min":
		return " the lowest score chosen"
	case "max":
		return " the highest score chosen"
	case "average":
		return " the average of the scores chosen"
	}
	return " the sum of the scores chosen, at most 1,"
}

// indexOf gives the place of a rule.
func (r *run) indexOf(rule *rule) int {
	q, _ := r.version.Index(rule.ID)
	return q
}
