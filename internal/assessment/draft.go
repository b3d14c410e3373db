package assessment

import (
	"memsure/internal/canon"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

// Draft is a response being written: the answers so far, what the linked
// evidence shows, and what a return asked for.
type Draft struct {
	Version  *questionnaire.Compiled
	Source   Source
	Answers  map[string]Answer // by question id
	Facts    []fact.Fact
	Returned map[string]string // question id → feedback; nil outside a return
	Previous *Revision         // the last frozen revision, if any
}

// Visible gives each question's visibility by index, as the answers stand.
func (d Draft) Visible() []questionnaire.Truth {
	env := d.Version.NewEnv()
	for id, a := range d.Answers {
		if q, ok := d.Version.Index(id); ok {
			env.Answers[q] = a.Value
		}
	}
	d.Version.Know(env, d.Facts)
	return d.Version.Visible(env)
}

// Editable tells whether question q may be changed: always while answering;
// after a return only what was returned, and what the last revision did not
// answer and now shows.
func (d Draft) Editable(q int, visible []questionnaire.Truth) bool {
	if d.Returned == nil || d.Previous == nil {
		return true
	}
	id := d.Version.Questions()[q].ID
	if _, asked := d.Returned[id]; asked {
		return true
	}
	_, answeredBefore := d.Previous.Answer(id)
	return !answeredBefore && visible[q] == questionnaire.True
}

// Missing is one thing that stands between a draft and its submission.
type Missing struct {
	QuestionID string
	Code       string // required, returned_unchanged, approval
	Message    string
}

// Progress is how far a draft is.
type Progress struct {
	Visible      int
	Answered     int
	RequiredOpen int
	Missing      []Missing // in the definition's order
}

// Ready tells whether the draft could be submitted.
func (p Progress) Ready() bool { return len(p.Missing) == 0 }

// Progress counts what applies now and lists what is missing.
func (d Draft) Progress() Progress {
	var p Progress
	visible := d.Visible()
	for q, asked := range d.Version.Questions() {
		if visible[q] != questionnaire.True {
			continue
		}
		p.Visible++
		answer, ok := d.Answers[asked.ID]
		given := ok && Given(answer, asked.NA)
		if given {
			p.Answered++
		} else if asked.Required {
			p.RequiredOpen++
			p.Missing = append(p.Missing, Missing{asked.ID, "required", "This question is required and has no answer yet."})
		}
		if given && d.returnedUnchanged(asked.ID, answer) {
			p.Missing = append(p.Missing, Missing{asked.ID, "returned_unchanged",
				"The buyer returned this answer. Change it, or say in the comment why it stays."})
		}
	}
	return p
}

func (d Draft) returnedUnchanged(id string, now Answer) bool {
	if _, asked := d.Returned[id]; !asked || d.Previous == nil {
		return false
	}
	before, ok := d.Previous.Answer(id)
	return ok && Same(before, now)
}

// Digest identifies exactly this draft, for a signatory's approval.
func (d Draft) Digest() (string, error) {
	_, digest, err := canon.EncodeDigest(canon.DomainRevision, d.Answers)
	return digest, err
}
