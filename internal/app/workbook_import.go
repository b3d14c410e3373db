package app

import (
	"context"
	"slices"
	"strings"

	"memsure/internal/assessment"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/workbook"
)

// TakenIn is what became of a workbook.
type TakenIn struct {
	DryRun    bool
	Saved     []string // question ids; with DryRun those that would be
	Unchanged int      // questions to which it says nothing new
	Notes     []workbook.Note
	Progress  assessment.Progress // with DryRun as it would be
}

// importTries is how often an import starts anew when somebody saves an answer
// in the very moment.
const importTries = 3

// Import saves what a workbook newly says: each answer that was understood,
// that the caller may give, and that nobody changed here since the workbook was
// made. Everything else is a note. It goes the same way as every save, under
// the ETags the workbook carries; importing a workbook again changes nothing.
func (u Workbooks) Import(ctx context.Context, assessmentID string, file []byte, dryRun bool) (TakenIn, error) {
	for try := 1; ; try++ {
		plan, err := u.plan(ctx, assessmentID, file)
		if err != nil || dryRun || len(plan.edits) == 0 {
			return plan.outcome(dryRun), err
		}
		_, err = Answering(u).SaveAll(ctx, assessmentID, plan.edits)
		if fault.Is(err, fault.Stale) && try < importTries {
			continue
		}
		if err != nil {
			return TakenIn{}, err
		}
		out := plan.outcome(false)
		after, err := Answering(u).Draft(ctx, assessmentID)
		out.Progress = after.Progress
		return out, err
	}
}

// importing is an import as planned.
type importing struct {
	snapshot
	filled    *workbook.Filled
	edits     []Edit
	from      []workbook.Question // of the edits
	unchanged int
	notes     []workbook.Note
}

func (i *importing) outcome(dryRun bool) TakenIn {
	out := TakenIn{DryRun: dryRun, Saved: []string{}, Unchanged: i.unchanged}
	if i.filled == nil {
		return out
	}
	for _, e := range i.edits {
		out.Saved = append(out.Saved, e.Answer.QuestionID)
	}
	out.Notes = append(slices.Clone(i.filled.Notes), i.notes...)
	out.Progress = i.next().Progress()
	return out
}

// plan reads the workbook and holds it against the draft as it stands.
func (u Workbooks) plan(ctx context.Context, assessmentID string, file []byte) (*importing, error) {
	i := &importing{}
	err := u.enter(ctx, assessmentID, func(p portal) (err error) {
		if _, err := assessment.Next(assessment.State(p.seat.assessment.State), assessment.ActSave); err != nil {
			return err
		}
		i.snapshot, err = u.look(p)
		return err
	})
	if err != nil {
		return i, err
	}
	if i.filled, err = workbook.Read(file, i.version, i.seat.assessment.QuestionnaireDigest); err != nil {
		return i, err
	}
	for _, q := range i.filled.Questions {
		i.consider(q)
	}
	i.dropHidden()
	return i, nil
}

// consider decides about one question.
func (i *importing) consider(q workbook.Question) {
	index, _ := i.version.Index(q.QuestionID)
	asked := i.version.Questions()[index].Question
	if i.filled.AssessmentID != i.seat.assessment.ID { // made elsewhere: its ETags mean nothing here
		q.Base, q.Changed = "", !q.Empty() && !q.Absent
	}
	current, has := i.draft.Answers[q.QuestionID]
	switch {
	case q.Refused:
		return
	case !q.Changed, has && q.Same(workbook.EntryOf(asked, current, i.files)):
		i.unchanged++
		return
	case q.Empty():
		i.unchanged++
		if has {
			i.note(q, "", "cleared", "The answer was cleared in the workbook; it was not removed here.",
				"Remove it in the portal if that is meant.", true)
		}
		return
	case !i.free(q, index):
		return
	}
	i.take(q, asked, current)
}

// free tells whether the answer is the caller's to change and unchanged since
// the workbook was made.
func (i *importing) free(q workbook.Question, index int) bool {
	section := i.version.Definition.Sections[i.version.Questions()[index].Section].ID
	row, has := i.draft.Rows[q.QuestionID]
	switch {
	case !i.seat.answers(section):
		i.note(q, "", "not_your_section", "This question is not among the sections you were asked to answer.",
			"Ask the colleague who leads the answers.", false)
	case !i.draft.Editable(index, i.draft.Visible, i.draft.VisibleBefore):
		i.note(q, "", "question_locked", "The buyer did not return this question; its answer stays as submitted.",
			"Change only the questions that were returned.", false)
	case has && q.Base != ETag(row.Version):
		i.note(q, "", "changed_since", "This answer was changed here since the workbook was made, or was there before; it was not overwritten.",
			"Compare the two and change it in the portal if the workbook is right.", false)
	case !has && q.Base != "":
		i.note(q, "", "removed_since", "This answer was removed here since the workbook was made; it was not brought back.",
			"Answer it in the portal if it should be there.", false)
	default:
		return true
	}
	return false
}

// take makes an edit of an entry that means something.
func (i *importing) take(q workbook.Question, asked *questionnaire.Question, current assessment.Answer) {
	links, ok := i.links(q)
	if !ok {
		return
	}
	answer := q.Answer(asked, current, links, i.files)
	index, _ := i.version.Index(q.QuestionID)
	assessment.Settle(asked, answer.Value)
	wrong := assessment.Check(i.version, index, answer, assessment.Source(i.seat.assessment.Source))
	for _, field := range wrong {
		i.note(q, field.Pointer, field.Code, field.Message, "Correct the cell and send the workbook again.", false)
	}
	if len(wrong) > 0 {
		return
	}
	i.edits = append(i.edits, Edit{Answer: answer, Follows: Follows{IfMatch: q.Base, First: q.Base == ""}, At: "/answers/" + q.QuestionID})
	i.from = append(i.from, q)
}

// links finds the files that a question names among those uploaded.
func (i *importing) links(q workbook.Question) (links []assessment.EvidenceLink, ok bool) {
	for _, named := range q.Files {
		found, several := i.fileNamed(named.Name)
		if several {
			i.note(q, "/evidence", "file_unclear", "More than one uploaded file of this assessment could be meant.",
				"Link the file in the portal.", false)
			return nil, false
		}
		if found == "" {
			i.note(q, "/evidence", "file_unknown", "No uploaded file of this assessment has this name.",
				"Upload the file in the portal, write its name as it stands there, and send the workbook again.", false)
			return nil, false
		}
		links = append(links, assessment.EvidenceLink{EvidenceID: found, Place: named.Place})
	}
	return links, true
}

// fileNamed finds the file a workbook names, by its name there or its id; two
// that could be meant are none.
func (i *importing) fileNamed(named string) (found string, several bool) {
	for id, name := range i.files {
		if strings.EqualFold(name, named) || id == named {
			several, found = found != "", id
		}
	}
	return found, several
}

// next is the draft with the edits in it.
func (i *importing) next() assessment.Draft {
	next := i.draft.Draft
	next.Answers = make(map[string]assessment.Answer, len(i.draft.Answers)+len(i.edits))
	for id, a := range i.draft.Answers {
		next.Answers[id] = a
	}
	for _, e := range i.edits {
		next.Answers[e.Answer.QuestionID] = e.Answer
	}
	return next
}

// dropHidden takes out answers to questions that do not apply with all the
// others in place. One that goes may hide another, so it looks again.
func (i *importing) dropHidden() {
	for {
		visible, kept := i.next().Visible(), len(i.edits)
		for k := kept - 1; k >= 0; k-- {
			index, _ := i.version.Index(i.edits[k].Answer.QuestionID)
			if visible[index] == questionnaire.True {
				continue
			}
			i.note(i.from[k], "", "question_hidden", "This question does not apply as the other answers stand, so its answer was not taken in.",
				"Answer the questions it depends on, or leave it empty.", false)
			i.edits, i.from = slices.Delete(i.edits, k, k+1), slices.Delete(i.from, k, k+1)
		}
		if len(i.edits) == kept {
			return
		}
	}
}

func (i *importing) note(q workbook.Question, pointer, code, expected, remedy string, taken bool) {
	n := q.NoteAt(i.version, pointer, code, expected, remedy)
	n.Taken = taken
	i.notes = append(i.notes, n)
}
