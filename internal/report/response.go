package report

import (
	"fmt"
	"strconv"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

// responseSchema names the form of the view of a response.
const responseSchema = "memsure/report/response/v1"

// Response is a frozen revision as people read it: every question with what
// the vendor states, nothing judged.
type Response struct {
	Schema   string            `json:"schema"` // "memsure/report/response/v1"
	Buyer    Buyer             `json:"buyer"`
	Marking  string            `json:"marking"`
	Subject  Subject           `json:"subject"`
	Sections []ResponseSection `json:"sections"`
	Evidence []EvidenceLine    `json:"evidence"`
	Digests  []Digest          `json:"digests"`
}

// ResponseSection is one section with its questions.
type ResponseSection struct {
	ID        string             `json:"id"`
	Title     string             `json:"title"`
	Questions []ResponseQuestion `json:"questions"`
}

// ResponseQuestion is one question with its answer.
type ResponseQuestion struct {
	ID       string   `json:"id"`
	Number   string   `json:"number"` // "2.3"
	Title    string   `json:"title"`
	Text     string   `json:"text"`
	Type     string   `json:"type"`     // of the answer, in words
	Required string   `json:"required"` // "yes" or "no"
	Asked    string   `json:"asked"`    // whether it applied as the answers stand: "yes", "no" or "unknown"
	Answer   string   `json:"answer"`   // in words
	Figure   string   `json:"figure"`   // the exact decimal of a number or percentage; empty for others
	Table    *Table   `json:"table,omitempty"`
	NAReason string   `json:"na_reason"`
	Comment  string   `json:"comment"`
	Evidence []string `json:"evidence"` // register numbers, with the place
	Citation string   `json:"citation"`
}

// ResponseInput is what BuildResponse draws from. Visible is each question's
// visibility by index, as the revision's answers and facts stand.
type ResponseInput struct {
	Input
	Visible []questionnaire.Truth
}

// BuildResponse words a frozen revision. It is pure and total.
func BuildResponse(in ResponseInput) Response {
	b := newBuilder(in.Input)
	view := Response{Schema: responseSchema, Buyer: in.Buyer, Marking: in.Marking, Subject: b.subject(), Sections: []ResponseSection{},
		Evidence: b.register(), Digests: []Digest{{"Questionnaire version", in.DefinitionDigest}, {"Revision", in.RevisionDigest}}}
	index := 0
	for s := range b.in.Definition.Sections {
		section := &b.in.Definition.Sections[s]
		out := ResponseSection{ID: section.ID, Title: section.Title, Questions: []ResponseQuestion{}}
		for q := range section.Questions {
			asked := questionnaire.Unknown
			if index < len(in.Visible) {
				asked = in.Visible[index]
			}
			index++
			out.Questions = append(out.Questions, b.stated(&section.Questions[q], fmt.Sprintf("%d.%d", s+1, q+1), asked))
		}
		view.Sections = append(view.Sections, out)
	}
	return view
}

var askedWords = map[questionnaire.Truth]string{questionnaire.True: "yes", questionnaire.False: "no", questionnaire.Unknown: "unknown"}

func (b *builder) stated(q *questionnaire.Question, number string, asked questionnaire.Truth) ResponseQuestion {
	out := ResponseQuestion{ID: q.ID, Number: number, Title: q.Title, Text: q.Text, Type: word(typeWords, q.Type),
		Required: map[bool]string{true: "yes", false: "no"}[q.Required], Asked: askedWords[asked],
		Answer: b.answerWords(q.ID), Table: b.answerTable(q.ID), Evidence: []string{}}
	a := b.answers[q.ID]
	if a == nil {
		return out
	}
	out.Comment = a.Comment
	if a.NotApplicable != nil {
		out.NAReason = a.NotApplicable.Reason
	}
	if v := a.Value; v != nil && (v.Kind == questionnaire.TypeNumber || v.Kind == questionnaire.TypePercentage) {
		out.Figure = fact.FormatMicro(v.Number)
	}
	for _, link := range a.Evidence {
		out.Evidence = append(out.Evidence, b.linked(link))
	}
	if c := a.Citation; c != nil {
		out.Citation = c.Title + ", " + c.URL + ", retrieved on " + c.RetrievedOn
	}
	return out
}

func (b *builder) linked(link assessment.EvidenceLink) string {
	if link.Place == "" {
		return b.numbers[link.EvidenceID]
	}
	return b.numbers[link.EvidenceID] + " (" + link.Place + ")"
}

// RequiredAnswered counts the required questions that applied and those of them
// with an answer, in words.
func (r Response) RequiredAnswered() string {
	asked, given := 0, 0
	for _, s := range r.Sections {
		for _, q := range s.Questions {
			if q.Required == "yes" && q.Asked == "yes" {
				asked++
				if q.Answer != noAnswer {
					given++
				}
			}
		}
	}
	return strconv.Itoa(given) + " of " + strconv.Itoa(asked)
}
