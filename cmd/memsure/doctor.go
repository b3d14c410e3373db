package main

import (
	"fmt"
	"time"

	"memsure/internal/doctor"
)

// sampled is how many evidence files are read through without --all.
const sampled = 200

type doctorCommand struct {
	All  bool `help:"Read every evidence file through, not only the first 200."`
	JSON bool `name:"json" help:"Print JSON."`
	recordFlags
}

// Run examines an installation and fails when something is wrong.
func (c *doctorCommand) Run(w *world) error {
	return w.withRecords(c.recordFlags, func(r *records) error {
		sample := sampled
		if c.All {
			sample = 0
		}
		checks, err := w.examine(r, sample)
		if err != nil {
			return err
		}
		if c.JSON {
			err = w.writeJSON(checks)
		} else {
			err = w.tellChecks(checks)
		}
		if err == nil && doctor.Worst(checks) == doctor.Fail {
			err = errTold
		}
		return err
	})
}

func (w *world) examine(r *records, sample int) ([]doctor.Check, error) {
	trust, err := r.trust()
	if err != nil {
		return nil, err
	}
	progress := w.newBar(false)
	defer progress.finish()
	return doctor.Examine(w.ctx, doctor.Patient{Store: r.store, Blobs: r.blobs, DataDir: r.config.Data, Trust: trust,
		Sample: sample, Now: time.Now()}, progress.step)
}

func (w *world) tellChecks(checks []doctor.Check) error {
	err := table(w.stdout, func(row func(...string)) {
		for _, c := range checks {
			row(string(c.State), c.Name, c.Found)
		}
	})
	if err != nil {
		return err
	}
	for _, c := range checks {
		if c.Remedy != "" && c.State != doctor.OK {
			fmt.Fprintf(w.stdout, "\n%s: %s\n", c.Name, c.Remedy)
		}
	}
	return nil
}
