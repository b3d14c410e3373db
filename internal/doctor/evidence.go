package doctor

import (
	"context"
	"fmt"

	"memsure/internal/blob"
	"memsure/internal/fault"
	"memsure/internal/store"
)

const pageSize = 500

// tally counts what became of the evidence files.
type tally struct {
	files          int64 // recorded
	looked, read   int64 // files found by size, files read through
	missing, wrong int64
	first          string // id of the first bad one
}

// evidence looks for the bytes of every file on record; the first Sample of
// them (all, for 0) are read through and digested.
func (p Patient) evidence(ctx context.Context, tell Progress) Check {
	const name = "evidence"
	var t tally
	err := p.Store.Read(ctx, func(tx *store.ReadTx) (err error) {
		t.files, _, err = tx.Buyer().CountKeptEvidence()
		return err
	})
	for after := ""; err == nil; {
		var page []store.Evidence
		err = p.Store.Read(ctx, func(tx *store.ReadTx) (err error) {
			page, err = tx.Buyer().KeptEvidence(after, pageSize)
			return err
		})
		if len(page) == 0 {
			break
		}
		for i := range page {
			if err = p.one(ctx, &t, page[i]); err != nil {
				break
			}
			tell(name, t.looked, t.files)
		}
		after = page[len(page)-1].ID
	}
	if err != nil {
		return failed(name, err)
	}
	return t.check(name)
}

// one looks at one file. Trouble with a single file is counted; the error is
// only that of the database or of ctx.
func (p Patient) one(ctx context.Context, t *tally, row store.Evidence) error {
	t.looked++
	info, err := p.Blobs.Stat(ctx, row.BlobID)
	if err == nil && info.Size == row.Size && (p.Sample == 0 || t.read < int64(p.Sample)) {
		t.read++
		var got blob.Receipt
		if got, err = blob.Read(ctx, p.Blobs, row.BlobID); err == nil && got.SHA256 == row.SHA256 {
			return nil
		}
	} else if err == nil && info.Size == row.Size {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return p.bad(ctx, t, row, fault.Is(err, fault.NotFound))
}

// bad counts a file that is not what was recorded, unless its record went away
// meanwhile.
func (p Patient) bad(ctx context.Context, t *tally, row store.Evidence, missing bool) error {
	kept := false
	err := p.Store.Read(ctx, func(tx *store.ReadTx) (err error) {
		kept, err = tx.Buyer().KeepsEvidence(row.ID)
		return err
	})
	if err != nil || !kept {
		return err
	}
	if t.first == "" {
		t.first = row.ID
	}
	if missing {
		t.missing++
	} else {
		t.wrong++
	}
	return nil
}

func (t tally) check(name string) Check {
	if t.missing+t.wrong > 0 {
		return Check{name, Fail, fmt.Sprintf("Of %d files %d are missing and %d are not what was recorded; the first is %s.",
			t.looked, t.missing, t.wrong, t.first), "Bring the files back from a backup: restore it beside, and copy them over by name."}
	}
	if t.read < t.looked {
		return Check{name, OK, fmt.Sprintf("All %d files are there; %d were read through and are what was recorded.", t.looked, t.read),
			"Run memsure doctor --all to read all of them."}
	}
	return Check{name, OK, fmt.Sprintf("All %d files are there and are what was recorded.", t.looked), ""}
}
