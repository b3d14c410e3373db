package main

import (
	"fmt"

	"memsure/internal/datadir"
	"memsure/internal/report/pdf"
	"memsure/internal/store"
)

// maxReport bounds a report file; real ones have a few MiB.
const maxReport = 256 << 20

type verifyCommand struct {
	File string `arg:"" help:"Report or trace in PDF, as memsure made it; - is standard input."`
	JSON bool   `name:"json" help:"Print JSON."`
	recordFlags
}

// The outcomes of comparing a report with the record.
const (
	recordSame    = "on_record"
	recordUnknown = "not_on_record"
	recordSkipped = "not_compared"
)

// verified is what was found about one report.
type verified struct {
	File string `json:"file"`
	pdf.Verification
	Record     string `json:"record"` // on_record, not_on_record or not_compared
	RecordNote string `json:"record_note"`
}

// good tells a match and what is undetermined from a mismatch, of the pages or
// with the record.
func (v verified) good() bool {
	return (v.ViewMatches || !v.Comparable) && v.Record != recordUnknown
}

// undeterminedOnRecord is what is known where only the data could be compared.
const undeterminedOnRecord = "The record holds this report with the same data, so the attached data are genuine; " +
	"what the pages show was not compared. To be sure of the pages, download the report again."

// Run checks a report by itself and, where an installation is named or found,
// against the record. A record that was named and cannot be read is a failure.
func (c *verifyCommand) Run(w *world) error {
	file, err := w.readFile(c.File, maxReport)
	if err != nil {
		return err
	}
	found := verified{File: spoken(c.File)}
	if found.Verification, err = pdf.Verify(file); err != nil {
		w.tellAbout(found.File, err)
		return errTold
	}
	if err := c.compare(w, &found); err != nil {
		return err
	}
	if err := w.tellVerified(c.JSON, found); err != nil {
		return err
	}
	if !found.good() {
		return errTold
	}
	return nil
}

// compare looks the report up in the record.
func (c *verifyCommand) compare(w *world, found *verified) error {
	named := c.Data != nil || c.DatabaseDSN != nil || w.env("MEMSURE_DATA") != "" || w.env("MEMSURE_DATABASE_DSN") != ""
	settings, err := c.config(w)
	if err != nil {
		return err
	}
	if !named && !datadir.HasDatabase(settings.Data) {
		found.Record, found.RecordNote = recordSkipped, "Not compared with the record: no data folder was named."
		return nil
	}
	return w.withRecords(c.recordFlags, func(r *records) error {
		if err := r.store.Ready(w.ctx); err != nil {
			return err
		}
		return found.look(w, r)
	})
}

func (v *verified) look(w *world, r *records) error {
	var row store.Report
	known := false
	err := r.store.Read(w.ctx, func(tx *store.ReadTx) (err error) {
		row, known, err = tx.Buyer().ReportByDigest(v.Digest)
		return err
	})
	switch {
	case err != nil:
		return err
	case v.Kind == pdf.KindTrace:
		v.Record, v.RecordNote = recordSkipped, "The record keeps scorecards, not traces. This one explains the scorecard with digest "+v.Scorecard+"."
	case !known || row.ID != v.ReportID:
		v.Record, v.RecordNote = recordUnknown, "The record holds no report with these data: they were not made by this installation, or were changed."
	case !v.Comparable:
		v.Record, v.RecordNote = recordSame, undeterminedOnRecord
	default:
		v.Record, v.RecordNote = recordSame, "The record holds this report with the same data."
	}
	return nil
}

func (w *world) tellVerified(asJSON bool, v verified) error {
	if asJSON {
		return w.writeJSON(v)
	}
	what := "Report"
	if v.Kind == pdf.KindTrace {
		what = "Trace of report"
	}
	fmt.Fprintf(w.stdout, "%s %s, %s, made %s.\nDigest of its data: %s\n", what, v.ReportID, v.Status, v.GeneratedAt, v.Digest)
	return table(w.stdout, func(row func(...string)) {
		pages := mark(v.ViewMatches)
		if !v.Comparable {
			pages = "undetermined"
		}
		row("pages", pages, v.Note)
		state := mark(v.Record == recordSame)
		if v.Record == recordSkipped {
			state = "-"
		}
		row("record", state, v.RecordNote)
	})
}

func mark(good bool) string {
	if good {
		return "ok"
	}
	return "FAIL"
}
