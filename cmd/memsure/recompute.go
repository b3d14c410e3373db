package main

import (
	"fmt"
	"strings"
	"unicode"

	"memsure/internal/bundle"
)

// recomputed is the outcome for one bundle.
type recomputed struct {
	File string `json:"file"`
	bundle.Recomputation
}

// recompute computes the scorecard of a bundle again. It fails where anything
// differs.
func (c *scoreCommand) recompute(w *world) error {
	file, err := w.readFile(c.Recompute, bundle.MaxSize)
	if err != nil {
		return err
	}
	found := recomputed{File: spoken(c.Recompute)}
	b, err := bundle.Read(file)
	if err == nil {
		found.Recomputation, err = b.Recompute()
	}
	if err != nil {
		w.tellAbout(found.File, err)
		return errTold
	}
	if c.JSON {
		err = w.writeJSON(found)
	} else {
		w.tellRecomputed(found)
	}
	if err == nil && !found.Identical {
		err = errTold
	}
	return err
}

func (w *world) tellRecomputed(r recomputed) {
	fmt.Fprintf(w.stdout, "Scorecard %d of %s, revision %d, arithmetic %d.\nDigest of the scorecard: %s\nDigest of its report:    %s\n\n",
		r.Number, r.AssessmentID, r.Revision, r.Arithmetic, r.Scorecard, r.Report)
	if r.Identical {
		fmt.Fprintln(w.stdout, "identical: what the bundle holds gives this very scorecard and this very report.\n"+
			"That the bundle is the one on record is shown by the digests: compare them with\nthe record, or with the PDF by means of memsure verify.")
		return
	}
	fmt.Fprintf(w.stdout, "DIFFERENT in %s:\n", count(len(r.Differences)+r.LeftOut, "place"))
	for _, d := range r.Differences {
		fmt.Fprintf(w.stdout, "- %s (%s): %s\n", printable(d.Part+d.Pointer), d.Kind, d.Message)
		if d.Stored != "" || d.Computed != "" {
			fmt.Fprintf(w.stdout, "    stored   %s\n    computed %s\n", printable(d.Stored), printable(d.Computed))
		}
	}
	if r.LeftOut > 0 {
		fmt.Fprintf(w.stdout, "- and %s\n", count(r.LeftOut, "further place"))
	}
}

// printable is a text out of a bundle as a terminal may show it.
func printable(text string) string {
	if text == "" {
		return "–"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsGraphic(r) {
			return r
		}
		return '·'
	}, text)
}
