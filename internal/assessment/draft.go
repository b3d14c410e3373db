package assessment

import (
	"iter"
	"maps"
	"slices"

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
	// PreviousFacts is what the evidence of the last revision showed.
	PreviousFacts []fact.Fact
}

// Visible gives each question's visibility by index, as the answers stand.
func (d Draft) Visible() []questionnaire.Truth {
	return d.shown(maps.Values(d.Answers), d.Facts)
}

// VisibleBefore gives what the last frozen revision showed, nil without one.
func (d Draft) VisibleBefore() []questionnaire.Truth {
	if d.Previous == nil {
		return nil
	}
	return d.shown(slices.Values(d.Previous.Answers), d.PreviousFacts)
}

func (d Draft) shown(answers iter.Seq[Answer], facts []fact.Fact) []questionnaire.Truth {
	env := d.Version.NewEnv()
	for a := range answers {
		if q, ok := d.Version.Index(a.QuestionID); ok {
			env.Answers[q] = a.Value
		}
	}
	d.Version.Know(env, facts)
	return d.Version.Visible(env)
}

// Editable tells whether question q may be changed, given Visible and
// VisibleBefore: always while answering; after a return only what was
// returned, and what shows now and did not in the last revision. What was left
// open then stays open: a return is no second chance at everything else.
func (d Draft) Editable(q int, now, before []questionnaire.Truth) bool {
	if d.Returned == nil || d.Previous == nil {
		return true
	}
	if _, asked := d.Returned[d.Version.Questions()[q].ID]; asked {
		return true
	}
	return now[q] == questionnaire.True && before[q] != questionnaire.True
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
		} else if asked.Required && !d.ungivable(asked.Type) {
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

// ungivable tells of files from public sources: nobody uploads them, so they
// stay open, and count as unanswered.
func (d Draft) ungivable(t questionnaire.Type) bool {
	return d.Source == SourcePublic && t == questionnaire.TypeFile
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
	answers := d.Answers
	if answers == nil {
		answers = map[string]Answer{}
	}
	_, digest, err := canon.EncodeDigest(canon.DomainDraft, answers)
	return digest, err
}
