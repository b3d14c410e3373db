package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"

	"memsure/internal/evidence"
	"memsure/internal/evidence/read"
	"memsure/internal/fact"
)

type evidenceCommand struct {
	Inspect inspectCommand `cmd:"" help:"Say what a file shows: the facts that scoring would rest on, and where in the file they stand."`
}

type inspectCommand struct {
	Files []string `arg:"" name:"file" help:"Evidence files, such as software bills of materials."`
	JSON  bool     `name:"json" help:"Print JSON."`
}

// inspected is what one file shows.
type inspected struct {
	File            string                `json:"file"`
	SHA256          string                `json:"sha256,omitempty"` // of the file's bytes
	Status          evidence.Status       `json:"status,omitempty"`
	Format          string                `json:"format,omitempty"`
	Reader          string                `json:"reader,omitempty"`
	Facts           []fact.Fact           `json:"facts"`
	Composition     *evidence.Composition `json:"composition,omitempty"`
	Warnings        []evidence.Warning    `json:"warnings"`
	WarningsLeftOut int                   `json:"warnings_left_out,omitempty"`
	Problem         *problem              `json:"problem,omitempty"`
}

// Run reads every file and fails when one cannot be read, or is broken.
func (c *inspectCommand) Run(w *world) error {
	all, good := []inspected{}, true
	for _, name := range c.Files {
		found, err := w.inspect(name)
		if err != nil {
			good = false
			w.tellAbout(name, err)
		}
		good = good && found.Problem == nil
		all = append(all, found)
		if err == nil && !c.JSON {
			if err := w.tellInspected(found); err != nil {
				return err
			}
		}
	}
	if c.JSON {
		if err := w.writeJSON(all); err != nil {
			return err
		}
	}
	if !good {
		return errTold
	}
	return nil
}

func (w *world) inspect(name string) (inspected, error) {
	found := inspected{File: name, Facts: []fact.Fact{}, Warnings: []evidence.Warning{}}
	report, sum, _, err := w.readEvidence(name)
	if err != nil {
		found.Problem = problemOf(err)
		return found, err
	}
	found.SHA256 = sum
	report.Stamp("", found.SHA256)
	found.Status, found.Format, found.Reader, found.Composition = report.Status, report.Format, report.Reader, report.Composition
	found.Facts = append(found.Facts, report.Facts...)
	found.Warnings, found.WarningsLeftOut = append(found.Warnings, report.Warnings...), report.WarningsLeftOut
	if report.Problem != nil {
		found.Problem = problemOf(report.Problem)
	}
	return found, nil
}

// readEvidence asks the readers what a file shows, with its SHA-256 and size.
func (w *world) readEvidence(name string) (report evidence.Report, sum string, size int64, err error) {
	file, err := openFile(name)
	if err != nil {
		return report, "", 0, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return report, "", 0, fileFault(err)
	}
	progress := w.newBar(true)
	defer progress.finish()
	source := &watched{ReadSeeker: file, bar: progress, name: name, size: info.Size()}
	if report, err = read.Read(source, evidence.DefaultLimits()); err == nil {
		sum, err = digestOf(source)
	}
	return report, sum, info.Size(), err
}

func digestOf(source io.ReadSeeker) (string, error) {
	sum := sha256.New()
	if _, err := source.Seek(0, io.SeekStart); err != nil {
		return "", fileFault(err)
	}
	if _, err := io.Copy(sum, source); err != nil {
		return "", fileFault(err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// statusWords say what became of reading.
var statusWords = map[evidence.Status]string{
	evidence.Read:       "was read",
	evidence.Stored:     "is of a form no reader knows; it would be kept, and a person has to look at it",
	evidence.Unreadable: "cannot be read",
}

func (w *world) tellInspected(f inspected) error {
	fmt.Fprintf(w.stdout, "%s %s%s.\n", f.File, statusWords[f.Status], inFormat(f))
	if f.Problem != nil {
		w.tellProblem(f)
		return nil
	}
	if len(f.Facts) > 0 {
		fmt.Fprintln(w.stdout, "\nThe file shows:")
		err := table(w.stdout, func(row func(...string)) {
			row("FACT", "VALUE", "PLACE")
			for _, one := range f.Facts {
				row(one.Name, short(shown(one)), one.Place)
			}
		})
		if err != nil {
			return err
		}
	}
	return w.tellWarnings(f)
}

// shown is a fact's value with its unit in the number that the value asks for.
func shown(f fact.Fact) string {
	if f.Kind == fact.Number && f.Micro == fact.Million {
		f.Unit = one(f.Unit)
	}
	return f.Shown()
}

// one is the singular of a unit.
func one(unit string) string {
	if stem, found := strings.CutSuffix(unit, "ies"); found {
		return stem + "y"
	}
	return strings.TrimSuffix(unit, "s")
}

func inFormat(f inspected) string {
	if f.Format == "" {
		return ""
	}
	if f.Reader == "" {
		return " (" + f.Format + ")"
	}
	return " as " + f.Format + " by reader " + f.Reader
}

func (w *world) tellProblem(f inspected) {
	fmt.Fprintf(w.stderr, "%s: %s\n", f.File, f.Problem.Message)
	for _, at := range f.Problem.Errors {
		place := at.Pointer
		switch {
		case at.Line > 0:
			place = fmt.Sprintf("%d:%d", at.Line, at.Column)
		case place == "" && at.Offset > 0:
			place = "byte " + strconv.FormatInt(at.Offset, 10)
		}
		fmt.Fprintf(w.stderr, "  %s: %s\n", place, at.Message)
	}
	if f.Problem.Remedy != "" {
		fmt.Fprintln(w.stderr, f.Problem.Remedy)
	}
}

func (w *world) tellWarnings(f inspected) error {
	if len(f.Warnings) == 0 {
		return nil
	}
	fmt.Fprintf(w.stdout, "\n%s:\n", count(len(f.Warnings)+f.WarningsLeftOut, "warning"))
	return table(w.stdout, func(row func(...string)) {
		for _, one := range f.Warnings {
			row(one.Place, one.Message)
		}
		if f.WarningsLeftOut > 0 {
			row("…", count(f.WarningsLeftOut, "further warning"))
		}
	})
}
