package app

import (
	"context"
	"time"

	"memsure/internal/audit"
	"memsure/internal/store"
)

// invitedKept is how long it stays known whom an expired invitation was for, so
// that they can be invited again.
const invitedKept = 30 * 24 * time.Hour

// Housekeeping forgets what has had its time: people whose invitation was never
// used, and sessions that are over. serve calls it every hour.
func (c *Core) Housekeeping(ctx context.Context) error {
	by := audit.Actor{Kind: audit.ActorSystem}
	_, _, err := c.writeAs(ctx, by, store.On(audit.System), func(tx *store.Tx) (string, audit.Events, error) {
		people, err := tx.Buyer().EraseInvited(tx.Now() - invitedKept.Microseconds())
		if err != nil {
			return "", nil, err
		}
		sessions, err := tx.Buyer().PurgeSessions()
		if err != nil || people+sessions == 0 {
			return "", nil, err
		}
		return "", audit.Events{{Action: "housekeeping", Subject: audit.System, Details: map[string]any{"people": int(people), "sessions": int(sessions)}}}, nil
	})
	return err
}
