// Package workbook turns a questionnaire with the answers given so far into an
// Excel workbook that can be filled in without a connection, and reads it back.
// Rows and columns are found by hidden marks and the questionnaire by its
// digest, never by where something stands or how it is called: rows may be
// sorted, moved or deleted. Every cell that is not understood is reported with
// its place, what was expected and what to do; nothing is guessed and no
// formula is ever evaluated. Sheet protection only guides the hand: nothing
// rests on it.
package workbook

import (
	"memsure/internal/assessment"
)

// Schema names the form of the workbook, in its hidden sheet.
const Schema = "memsure/workbook/v1"

// MediaType is the media type of the files.
const MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Meta is what a workbook says besides questions and answers. Only Digest must
// be given: without an assessment the workbook is a blank one.
type Meta struct {
	Buyer, Vendor, Product, Release string
	Due                             string // in words, such as 2026-12-24; may be empty
	AssessmentID                    string
	ExportedAt                      string            // in words
	Digest                          string            // of the questionnaire version
	ETags                           map[string]string // of the answers, by question id
	Files                           map[string]string // what evidence ids are called; see FileNames
}

// Filled is a workbook as read.
type Filled struct {
	AssessmentID string     // the assessment it was made for; empty for a blank one
	Questions    []Question // in the definition's order; one for each question of the version
	Notes        []Note     // by sheet and cell, as far as they have one
}

// Question is what the workbook says to one question.
type Question struct {
	Entry
	Base    string // ETag of the answer the workbook was made with; empty where there was none
	Absent  bool   // its row is not in the file
	Changed bool   // says something else than when the workbook was made
	Refused bool   // a note says which of its cells was not understood
	Place   Place  // of its answer

	cells map[string]Place // where else it was read from, by JSON Pointer into the answer
}

// Empty tells whether nothing is said.
func (e Entry) Empty() bool {
	return e.Value == nil && e.NotApplicable == nil && e.Comment == "" && len(e.Files) == 0
}

// Place is a cell as people find it.
type Place struct{ Sheet, Cell string }

// Note is a cell that was not understood, or one that was and should be looked
// at all the same (Taken). It never repeats what the cell holds.
type Note struct {
	Place
	QuestionID string // empty where the cell belongs to no question
	Title      string // of the question
	Code       string // stable, snake_case
	Expected   string // what belongs there, or what was done
	Remedy     string
	Taken      bool
}

// reasonless stands for “does not apply” where no reason was given.
const reasonless = "Does not apply"

// newNote names a question by its title, or its number and text.
func newNote(at Place, q asked, code, expected, remedy string) Note {
	return Note{Place: at, QuestionID: q.ID, Title: q.title(), Code: code, Expected: expected, Remedy: remedy}
}

// Entry is an answer as a workbook can say it: linked files by name, and no
// value for questions whose answer is the file itself.
type Entry struct {
	QuestionID    string
	Value         *Value
	NotApplicable *assessment.NotApplicable
	Comment       string
	Files         []FileName
}

// FileName is a file named in a workbook, with the place in it.
type FileName struct{ Name, Place string }
