// Package doctor examines an installation: is everything where it belongs, is
// it what was recorded, and what should the operator do about what is not. It
// changes nothing and can run while the service does.
package doctor

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/dustin/go-humanize"

	"memsure/internal/audit"
	"memsure/internal/blob"
	"memsure/internal/datadir"
	"memsure/internal/fault"
	"memsure/internal/store"
)

// State is the outcome of one check.
type State string

// The outcomes: fine, worth a look, wrong.
const (
	OK   State = "ok"
	Warn State = "warn"
	Fail State = "fail"
)

// Check is one line of the examination. Remedy is empty where there is nothing
// to do.
type Check struct {
	Name   string `json:"name"`
	State  State  `json:"state"`
	Found  string `json:"found"`
	Remedy string `json:"remedy,omitempty"`
}

// Patient is what is examined. Sample bounds how many evidence files are read
// through; 0 means all.
type Patient struct {
	Store   *store.Store
	Blobs   blob.Store
	DataDir string
	Trust   audit.Trust
	Sample  int
	Now     time.Time
}

// Progress is told what is being looked at and how far it is; total is 0 where
// that is not known. It may be nil.
type Progress func(name string, done, total int64)

// Examine runs all checks in a fixed order. A check that cannot run says so as
// a warning: nothing is left out silently. The error is only that of ctx.
func Examine(ctx context.Context, p Patient, tell Progress) ([]Check, error) {
	if tell == nil {
		tell = func(string, int64, int64) {}
	}
	checks := []Check{p.permissions(), p.space(), p.schema(ctx)}
	if checks[len(checks)-1].State == Fail {
		for _, name := range []string{"database file", "audit log", "records", "evidence"} {
			checks = append(checks, Check{name, Warn, "Not checked: the database cannot be read.", ""})
		}
		return checks, ctx.Err()
	}
	for _, look := range []func(context.Context, Progress) Check{p.integrity, p.auditLog, p.frozen, p.evidence} {
		checks = append(checks, look(ctx, tell))
		if err := ctx.Err(); err != nil {
			return checks, fault.New(fault.Unavailable, "interrupted", "Interrupted before the examination was over.").WithCause(err)
		}
	}
	return checks, nil
}

// Worst gives the worst outcome.
func Worst(checks []Check) State {
	worst := OK
	for _, c := range checks {
		if c.State == Fail || c.State == Warn && worst == OK {
			worst = c.State
		}
	}
	return worst
}

func (p Patient) permissions() Check {
	const name = "data folder"
	loose, err := datadir.Loose(p.DataDir)
	switch {
	case err != nil:
		return failed(name, err)
	case len(loose) > 0:
		return Check{name, Warn, fmt.Sprintf("Other accounts of this machine may use %v in it.", loose),
			"Take the permissions away: chmod -R go= on the data folder."}
	default:
		return Check{name, OK, "Only this account may use it.", ""}
	}
}

// roomWanted is what should be free for the next uploads and a checkpoint of
// the database log.
const roomWanted = 1 << 30

func (p Patient) space() Check {
	const name = "free space"
	free, known := datadir.Free(p.DataDir)
	switch {
	case !known:
		return Check{name, Warn, "Not checked: this system does not say.", ""}
	case free < roomWanted:
		return Check{name, Warn, humanize.IBytes(free) + " free.", "Make room: a full disk refuses answers and uploads."}
	default:
		return Check{name, OK, humanize.IBytes(free) + " free.", ""}
	}
}

func (p Patient) schema(ctx context.Context) Check {
	const name = "database"
	if err := p.Store.Ready(ctx); err != nil {
		return failed(name, err)
	}
	version, err := p.Store.SchemaVersion(ctx)
	if err != nil {
		return failed(name, err)
	}
	return Check{name, OK, fmt.Sprintf("Reachable (%s), migration %d.", p.Store.Driver(), version), ""}
}

func (p Patient) integrity(ctx context.Context, tell Progress) Check {
	const name = "database file"
	tell(name, 0, 0)
	found, err := p.Store.Integrity(ctx)
	switch {
	case fault.Is(err, fault.Unsupported):
		return Check{name, OK, "PostgreSQL keeps its own files; check them with pg_amcheck.", ""}
	case err != nil:
		return failed(name, err)
	case len(found) > 0:
		return Check{name, Fail, fmt.Sprintf("The file is damaged in %s.", counted(len(found), "place", "places")), "Stop the service and restore the newest backup."}
	default:
		return Check{name, OK, "The file is sound.", ""}
	}
}

func (p Patient) auditLog(ctx context.Context, tell Progress) Check {
	const name = "audit log"
	tell(name, 0, 0)
	report, err := p.Store.VerifyAudit(ctx, p.Trust)
	switch {
	case err != nil:
		return failed(name, err)
	case !report.OK():
		return Check{name, Fail, fmt.Sprintf("%s together; the first: %s", counted(len(report.Breaks), "place does not hold", "places do not hold"), report.Breaks[0].Text),
			"Run memsure audit verify for all of them, keep a copy, and compare with a backup."}
	case len(p.Trust.Keys) == 0:
		return Check{name, Warn, fmt.Sprintf("The chain of %s holds; signatures were not checked: there is no key.", counted(int(report.Events), "event", "events")),
			"The key is made when the service first starts; restore it from a backup if it is lost."}
	default:
		return Check{name, OK, fmt.Sprintf("The chain of %s in %s holds; %s%s.", counted(int(report.Events), "event", "events"),
			counted(int(report.Streams), "stream", "streams"), counted(int(report.Checkpoints), "signed checkpoint", "signed checkpoints"), until(report.SignedUntil)), ""}
	}
}

func until(us int64) string {
	if us == 0 {
		return ""
	}
	return ", the last of " + time.UnixMicro(us).UTC().Format(time.RFC3339)
}

func (p Patient) frozen(ctx context.Context, tell Progress) Check {
	const name = "records"
	tell(name, 0, 0)
	count, changed, err := Frozen(ctx, p.Store)
	switch {
	case err != nil:
		return failed(name, err)
	case len(changed) > 0:
		return Check{name, Fail, fmt.Sprintf("%d of %d do not match the log; the first is %s %s.", len(changed), count, changed[0].Kind, changed[0].ID),
			"Run memsure audit verify for all of them, and compare with a backup."}
	default:
		return Check{name, OK, counted(count, "record matches", "records match") + " the log.", ""}
	}
}

// counted writes a number with the words that go with it.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// failed turns an error into a line; what is hidden behind it stays hidden.
func failed(name string, err error) Check {
	var f *fault.Error
	if errors.As(err, &f) {
		return Check{name, Fail, f.Message, f.Remedy}
	}
	return Check{name, Fail, "It could not be examined.", ""}
}
