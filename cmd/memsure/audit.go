package main

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"time"

	"memsure/internal/audit"
	"memsure/internal/datadir"
	"memsure/internal/doctor"
	"memsure/internal/fault"
)

type auditCommand struct {
	Verify     auditVerifyCommand     `cmd:"" help:"Walk the whole log and every record it tells of, and report what was changed, removed or added by hand."`
	Checkpoint auditCheckpointCommand `cmd:"" help:"Sign where the log stands and print the checkpoint, to be kept elsewhere."`
}

type auditVerifyCommand struct {
	PublicKey  []string `name:"public-key" placeholder:"FILE" help:"Public key in PEM kept elsewhere, that may have signed checkpoints. Without it, the key in the data folder."`
	Checkpoint []string `placeholder:"FILE" help:"Checkpoint kept elsewhere, as 'audit checkpoint' printed it: shows when the log was cut back or rewritten since."`
	JSON       bool     `name:"json" help:"Print JSON."`
	recordFlags
}

// auditFound is what a verification found.
type auditFound struct {
	audit.Report
	Whole   bool             `json:"whole"`
	Records int              `json:"records"`
	Signed  bool             `json:"signatures_checked"`
	Change  []doctor.Changed `json:"changed_records,omitempty"`
}

// Run verifies the log and fails when something does not hold.
func (c *auditVerifyCommand) Run(w *world) error {
	return w.withRecords(c.recordFlags, func(r *records) error {
		if err := r.store.Ready(w.ctx); err != nil {
			return err
		}
		trust, err := c.trust(w, r)
		if err != nil {
			return err
		}
		found, err := w.auditRecords(r, trust)
		if err != nil {
			return err
		}
		if err := w.tellAudit(c.JSON, found); err != nil {
			return err
		}
		if !found.Whole {
			return errTold
		}
		return nil
	})
}

// auditRecords walks the log and the records it tells of.
func (w *world) auditRecords(r *records, trust audit.Trust) (found auditFound, err error) {
	progress := w.newBar(false)
	defer progress.finish()
	stop := progress.spin("reading the log")
	defer stop()
	if found.Report, err = r.store.VerifyAudit(w.ctx, trust); err != nil {
		return found, err
	}
	if found.Records, found.Change, err = doctor.Frozen(w.ctx, r.store); err != nil {
		return found, err
	}
	found.Signed = len(trust.Keys) > 0
	found.Whole = found.OK() && len(found.Change) == 0
	return found, nil
}

func (c *auditVerifyCommand) trust(w *world, r *records) (audit.Trust, error) {
	trust := audit.Trust{}
	for _, name := range c.PublicKey {
		text, err := w.readFile(name, 1<<20)
		if err != nil {
			return trust, err
		}
		key, err := datadir.DecodePublic(text)
		if err != nil {
			return trust, err
		}
		trust.Keys = append(trust.Keys, key)
	}
	if len(c.PublicKey) == 0 {
		own, err := r.trust()
		if err != nil {
			return trust, err
		}
		trust.Keys = own.Keys
	}
	for _, name := range c.Checkpoint {
		kept, err := w.readCheckpoint(name)
		if err != nil {
			return trust, err
		}
		trust.Anchors = append(trust.Anchors, audit.Signed{Document: kept.Document, Signature: kept.Signature})
	}
	if len(trust.Anchors) > 0 && len(trust.Keys) == 0 {
		return trust, fault.New(fault.Invalid, "public_key_missing", "A checkpoint can only be checked with the public key it was signed with.").
			WithRemedy("Name the key with --public-key.")
	}
	return trust, nil
}

func (w *world) tellAudit(asJSON bool, f auditFound) error {
	if asJSON {
		return w.writeJSON(f)
	}
	fmt.Fprintf(w.stdout, "%s in %s, %s, %s.\n", count(int(f.Events), "event"), count(int(f.Streams), "stream"),
		count(int(f.Checkpoints), "signed checkpoint"), count(f.Records, "record"))
	for _, b := range f.Breaks {
		fmt.Fprintf(w.stdout, "FAIL %s, stream %s, event %d: %s\n", b.Kind, b.Stream, b.Seq, b.Text)
	}
	for _, d := range f.Change {
		fmt.Fprintf(w.stdout, "FAIL %s %s: %s\n", d.Kind, d.ID, d.How)
	}
	switch {
	case !f.Whole:
		fmt.Fprintln(w.stdout, "The record was changed outside of the service. Keep a copy as it is, and compare with a backup.")
	case !f.Signed:
		fmt.Fprintln(w.stdout, "The log holds together. Signatures were not checked: there is no key in the data folder yet.")
	case f.SignedUntil == 0:
		fmt.Fprintln(w.stdout, "The log holds together. No checkpoint was signed yet: nobody could see if it was rewritten as a whole.")
	default:
		fmt.Fprintf(w.stdout, "The log holds together, vouched for by signed checkpoints until %s.\n", microTime(f.SignedUntil))
	}
	return nil
}

func microTime(us int64) string { return time.UnixMicro(us).UTC().Format(time.RFC3339) }

type auditCheckpointCommand struct {
	recordFlags
}

// keptCheckpoint is a checkpoint as it is kept elsewhere.
type keptCheckpoint struct {
	Document  []byte `json:"document"`
	Signature []byte `json:"signature"`
	PublicKey string `json:"public_key"` // PEM
}

// Run signs where the log stands and prints it.
func (c *auditCheckpointCommand) Run(w *world) error {
	return w.withRecords(c.recordFlags, func(r *records) error {
		if err := r.store.Ready(w.ctx); err != nil {
			return err
		}
		key, err := datadir.ReadSigningKey(r.config.Data)
		if err != nil {
			return err
		}
		signed, err := r.store.WriteCheckpoint(w.ctx, audit.Actor{Kind: audit.ActorOperator}, key)
		if err != nil {
			return err
		}
		public, _ := key.Public().(ed25519.PublicKey) // by its documentation it is one
		text, err := datadir.EncodePublic(public)
		if err != nil {
			return err
		}
		return w.writeJSON(keptCheckpoint{signed.Document, signed.Signature, string(text)})
	})
}

func (w *world) readCheckpoint(name string) (kept keptCheckpoint, err error) {
	text, err := w.readFile(name, 64<<20)
	if err != nil {
		return kept, err
	}
	if err := json.Unmarshal(text, &kept); err != nil || len(kept.Document) == 0 {
		return kept, fault.New(fault.Invalid, "checkpoint_malformed", "The file is not a checkpoint as 'memsure audit checkpoint' prints it.").WithCause(err)
	}
	return kept, nil
}
