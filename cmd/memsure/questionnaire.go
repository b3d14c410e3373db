package main

import (
	"fmt"

	"memsure/internal/fault"
	"memsure/internal/questionnaire"
)

type questionnaireCommand struct {
	Lint   lintCommand   `cmd:"" help:"Check questionnaire files. Errors come with line and column; remarks are advice."`
	Diff   diffCommand   `cmd:"" help:"Say what changed between two versions, and which answers can be carried forward."`
	New    newCommand    `cmd:"" help:"Begin a questionnaire: a small example to change, or a copy."`
	Render renderCommand `cmd:"" help:"Draw a questionnaire for people: PDF to print, HTML to try out, XLSX to fill in."`
	Schema schemaCommand `cmd:"" help:"Write the JSON Schema that gives editors completion and checks."`
}

type lintCommand struct {
	Files []string `arg:"" name:"file" help:"Questionnaire files in YAML or JSON, or names of shipped ones; - is standard input."`
	JSON  bool     `name:"json" help:"Print JSON."`
}

// linted is the outcome for one file.
type linted struct {
	File      string                 `json:"file"`
	Valid     bool                   `json:"valid"`
	Slug      string                 `json:"slug,omitempty"`
	Version   string                 `json:"version,omitempty"`
	Questions int                    `json:"questions,omitempty"`
	Digest    string                 `json:"digest,omitempty"` // the one publishing will give
	Problem   *problem               `json:"problem,omitempty"`
	Remarks   []questionnaire.Remark `json:"remarks"`
}

// Run checks every file and fails when one cannot be published.
func (c *lintCommand) Run(w *world) error {
	results, valid := []linted{}, true
	for _, name := range c.Files {
		result, err := w.lint(name)
		valid = valid && result.Valid
		results = append(results, result)
		if !c.JSON {
			w.tellLinted(result, err)
		}
	}
	if c.JSON {
		if err := w.writeJSON(results); err != nil {
			return err
		}
	}
	if !valid {
		return errTold
	}
	return nil
}

func (w *world) lint(name string) (linted, error) {
	result := linted{File: spoken(name), Remarks: []questionnaire.Remark{}}
	source, err := w.source(name)
	if err != nil {
		result.Problem = problemOf(err)
		return result, err
	}
	def := source.Definition
	result.Valid, result.Slug, result.Version = true, def.Slug, def.Version
	for i := range def.Sections {
		result.Questions += len(def.Sections[i].Questions)
	}
	result.Remarks = append(result.Remarks, source.Lint()...)
	_, result.Digest, err = questionnaire.Canonical(def)
	return result, err
}

func (w *world) loadSource(name string) (*questionnaire.Source, error) {
	text, err := w.readFile(name, questionnaire.MaxFileSize)
	if err != nil {
		return nil, err
	}
	return questionnaire.LoadSource(text)
}

// tellLinted prints results like a compiler: remarks and the summary on
// standard output, errors on standard error.
func (w *world) tellLinted(r linted, err error) {
	if err != nil {
		w.tellUnusable(r.File, err)
		return
	}
	for _, remark := range r.Remarks {
		fmt.Fprintf(w.stdout, "%s: remark: %s\n", position(r.File, remark.Line, remark.Column, remark.Pointer), remark.Message)
	}
	fmt.Fprintf(w.stdout, "%s: %s %s can be published: %s, %s.\nIts digest will be %s.\n",
		r.File, r.Slug, r.Version, count(r.Questions, "question"), count(len(r.Remarks), "remark"), r.Digest)
}

// tellUnusable prints why a file cannot be used.
func (w *world) tellUnusable(file string, err error) {
	if fields := fieldsOf(err); len(fields) > 0 {
		tellPlaces(w.stderr, file, fields)
		fmt.Fprintf(w.stderr, "%s: %s.\n", file, count(len(fields), "error"))
		return
	}
	w.tellAbout(file, err)
}

type diffCommand struct {
	Old  string `arg:"" help:"File of the older version, or the name of a shipped one such as supplier-memory-safety@1.0.0."`
	New  string `arg:"" help:"File of the newer version, or the name of a shipped one."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run compares two versions; both must be valid. Finding differences is no
// failure.
func (c *diffCommand) Run(w *world) error {
	older, err := w.source(c.Old)
	if err != nil {
		w.tellUnusable(spoken(c.Old), err)
		return errTold
	}
	newer, err := w.source(c.New)
	if err != nil {
		w.tellUnusable(spoken(c.New), err)
		return errTold
	}
	if older.Definition.Slug != newer.Definition.Slug {
		return fault.New(fault.Invalid, "other_questionnaire", "The two files are versions of different questionnaires.").
			WithRemedy("Compare files with the same slug.")
	}
	found := questionnaire.Diff(older.Definition, newer.Definition)
	if c.JSON {
		if found.Changes == nil {
			found.Changes = []questionnaire.Change{}
		}
		return w.writeJSON(found)
	}
	return w.tellDiff(found)
}

func (w *world) tellDiff(found questionnaire.Comparison) error {
	fmt.Fprintf(w.stdout, "From %s to %s: %s.\n", found.From, found.To, count(len(found.Changes), "change"))
	if len(found.Changes) > 0 {
		err := table(w.stdout, func(row func(...string)) {
			row("CLASS", "SUBJECT", "ID", "WHAT", "BEFORE", "AFTER")
			for _, c := range found.Changes {
				row(string(c.Class), c.Subject, c.ID, c.What, short(c.Before), short(c.After))
			}
		})
		if err != nil {
			return err
		}
	}
	fmt.Fprintf(w.stdout, "\nAnswers to %s, used for %s:\n", found.From, found.To)
	return table(w.stdout, func(row func(...string)) {
		row("QUESTION", "ANSWER", "REASON")
		for _, c := range found.CarryForward {
			row(c.QuestionID, carried[c.Verdict], c.Reason)
		}
	})
}

// carried says what becomes of an answer.
var carried = map[questionnaire.Verdict]string{
	questionnaire.CarrySame: "can be offered as it is", questionnaire.CarryConfirm: "must be confirmed",
	questionnaire.CarryShowOld: "is shown, and given anew", questionnaire.CarryGone: "is asked no more",
	questionnaire.CarryNew: "is asked for the first time",
}
