package questionnaire

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// InWords says a condition as a person would, for somebody who reads the
// questions: “Native code” is answered Yes, and “Languages” includes C. name
// words a question (nil: its short title, or its text where that is short
// enough); facts go by their names. An absent condition gives "".
func InWords(def *Definition, c *Condition, name func(*Question) string) string {
	if c == nil {
		return ""
	}
	if name == nil {
		name = shortName
	}
	w := worder{name: name, questions: map[string]*Question{}}
	for s := range def.Sections {
		for q := range def.Sections[s].Questions {
			w.questions[def.Sections[s].Questions[q].ID] = &def.Sections[s].Questions[q]
		}
	}
	return w.words(c, false)
}

// longestName bounds a question's text where it stands for the question.
const longestName = 90

func shortName(q *Question) string {
	switch {
	case q.Title != "":
		return "“" + q.Title + "”"
	case utf8.RuneCountInString(q.Text) <= longestName:
		return "“" + strings.TrimRight(q.Text, "?.: ") + "”"
	default:
		cut := string([]rune(q.Text)[:longestName])
		if at := strings.LastIndexByte(cut, ' '); at > 0 {
			cut = cut[:at]
		}
		return "“" + cut + " …”"
	}
}

type worder struct {
	name      func(*Question) string
	questions map[string]*Question
}

// words says c; inside tells that it is part of a longer condition.
func (w worder) words(c *Condition, inside bool) string {
	switch {
	case c.All != nil:
		return w.joined(c.All, ", and ", inside)
	case c.Any != nil:
		return w.joined(c.Any, ", or ", inside)
	case c.Not != nil:
		return w.negated(c.Not)
	case c.Fact != "":
		return "what a file shows as “" + c.Fact + "” " + w.test(nil, c)
	}
	q := w.questions[c.Question]
	if q == nil {
		q = &Question{ID: c.Question, Text: c.Question}
	}
	return w.name(q) + " " + w.test(q, c)
}

func (w worder) joined(parts []Condition, by string, inside bool) string {
	said := make([]string, len(parts))
	for i := range parts {
		said[i] = w.words(&parts[i], len(parts) > 1)
	}
	text := strings.Join(said, by)
	if inside && len(parts) > 1 {
		return "(" + text + ")"
	}
	return text
}

// negated says the common cases without "it is not so that".
func (w worder) negated(c *Condition) string {
	if c.Answered != nil {
		turned := *c
		turned.Answered = new(!*c.Answered)
		return w.words(&turned, true)
	}
	if c.Not != nil {
		return w.words(c.Not, true)
	}
	return "it is not so that " + w.words(c, true)
}

// test says what is asked of a question's answer, or of a fact where q is nil.
func (w worder) test(q *Question, c *Condition) string {
	switch {
	case c.Answered != nil && *c.Answered:
		return "is answered"
	case c.Answered != nil:
		return "is not answered"
	case c.Equals != nil && q != nil && q.Type == TypeMultiChoice:
		return "includes " + w.literal(q, string(*c.Equals))
	case c.Equals != nil:
		return "is " + w.literal(q, string(*c.Equals))
	case c.In != nil && q != nil && q.Type == TypeMultiChoice:
		return "includes " + w.oneOf(q, c.In)
	case c.In != nil:
		return "is " + w.oneOf(q, c.In)
	case c.AtLeast != nil:
		return "is at least " + measured(q, string(*c.AtLeast))
	case c.AtMost != nil:
		return "is at most " + measured(q, string(*c.AtMost))
	case c.Differs != nil:
		return "differs by more than " + measured(q, string(c.Differs.ByMore)) + " from what a file shows as “" + c.Differs.Fact + "”"
	}
	return "holds"
}

func (w worder) literal(q *Question, text string) string {
	switch {
	case text == "true" && (q == nil || q.Type == TypeBoolean):
		return "Yes"
	case text == "false" && (q == nil || q.Type == TypeBoolean):
		return "No"
	case q == nil:
		return text
	case isNumeric(q.Type):
		return measured(q, text)
	}
	if i := slices.IndexFunc(q.Options, func(o Option) bool { return o.ID == text }); i >= 0 {
		return "“" + q.Options[i].Label + "”"
	}
	return text
}

func (w worder) oneOf(q *Question, ids []string) string {
	said := make([]string, len(ids))
	for i, id := range ids {
		said[i] = w.literal(q, id)
	}
	if len(said) < 2 {
		return strings.Join(said, "")
	}
	return strings.Join(said[:len(said)-1], ", ") + " or " + said[len(said)-1]
}

func measured(q *Question, number string) string {
	switch {
	case q != nil && q.Type == TypePercentage:
		return number + " %"
	case q != nil && q.Unit != "":
		return number + " " + q.Unit
	}
	return number
}

// SectionLetter names the section with an index for people: A, B … Z, AA, AB
// and so on. Sheets, workbooks and reports number questions by it: A1, A2.
func SectionLetter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return SectionLetter(i/26-1) + SectionLetter(i%26)
}
