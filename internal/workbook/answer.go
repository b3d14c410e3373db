package workbook

import (
	"reflect"
	"strings"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
)

// Same tells whether two entries say the same.
func (e Entry) Same(other Entry) bool { return e.fingerprint() == other.fingerprint() }

// Answer gives the entry as an answer. What it says as the current answer does
// is taken from there to the letter: a cell cannot hold every text exactly.
// links are the files it names.
func (e Entry) Answer(q *questionnaire.Question, current assessment.Answer, links []assessment.EvidenceLink, files map[string]string) assessment.Answer {
	was := EntryOf(q, current, files)
	a := assessment.Answer{QuestionID: q.ID, Value: e.Value, Comment: e.Comment, NotApplicable: e.NotApplicable, Evidence: links}
	if reflect.DeepEqual(was.Value, e.Value) {
		a.Value = current.Value
	}
	if was.Comment == e.Comment {
		a.Comment = current.Comment
	}
	if reflect.DeepEqual(was.NotApplicable, e.NotApplicable) {
		a.NotApplicable = current.NotApplicable
	}
	if reflect.DeepEqual(was.Files, e.Files) {
		a.Evidence = current.Evidence
	}
	if q.Type == questionnaire.TypeFile {
		a.Value = nil
		if len(a.Evidence) > 0 && a.NotApplicable == nil {
			a.Value = &Value{Kind: questionnaire.TypeFile}
		}
	}
	return a
}

// At finds the cell that a place in the answer was read from, by its JSON
// Pointer into the answer.
func (q Question) At(pointer string) Place {
	for at := pointer; at != ""; at = at[:strings.LastIndexByte(at, '/')] {
		if place, ok := q.cells[at]; ok {
			return place
		}
	}
	return q.Place
}

// NoteAt is a note on a question that was read well and cannot be taken in.
func (q Question) NoteAt(version *questionnaire.Compiled, pointer, code, expected, remedy string) Note {
	note := Note{Place: q.At(pointer), QuestionID: q.QuestionID, Code: code, Expected: expected, Remedy: remedy}
	for _, asked := range numbered(version) {
		if asked.ID == q.QuestionID {
			note.Title = asked.title()
		}
	}
	return note
}
