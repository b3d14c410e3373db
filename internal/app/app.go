// Package app is the story of the service: its use cases, a type a
// capability. A use case checks meaning in the pure tier, reads and writes
// through the store, keeps evidence bytes in the blob store, and returns
// records or faults. It knows no HTTP, no pages and no command line.
//
// Who asks comes in with the context (auth.PrincipalFrom); whether the role
// may ask was decided at the edge by the policy table. Vendor-side use cases
// take the vendor from the principal and from nowhere else.
package app

import (
	"context"
	"log/slog"
	"maps"
	"time"

	"memsure/internal/audit"
	"memsure/internal/auth"
	"memsure/internal/blob"
	"memsure/internal/store"
)

// Settings are the operator's choices that use cases follow.
type Settings struct {
	BuyerName     string
	Marking       string        // confidentiality marking of reports
	Logo          []byte        // PNG or JPEG for reports; may be empty
	PublicURL     string        // where invitations lead, without a trailing slash
	EvidenceLimit int64         // bytes of one uploaded file
	EvidenceFiles int           // files of one assessment; 0 for no limit
	EvidenceTotal int64         // bytes of one assessment's files; 0 for no limit
	InvitationTTL time.Duration // how long an invitation can be redeemed
	SessionTTL    time.Duration // how long a portal session lasts
}

// Core is what all capabilities share.
type Core struct {
	Store       *store.Store
	Blobs       blob.Store
	Passphrases *auth.Passphrases
	Throttle    *auth.Throttle
	Settings    Settings
	Log         *slog.Logger
	Trust       audit.Trust // what audit checkpoints are checked against; may be empty
	versions    versionCache
	memory      memory
}

// Repeatable names a request that its caller may send again: the operation,
// the caller's own key and the digest of what was sent.
type Repeatable struct {
	Operation  string
	Key        string
	BodyDigest string
}

type repeatableKey struct{}

// WithRepeatable marks the request of this context as one that carries an
// idempotency key.
func WithRepeatable(ctx context.Context, r Repeatable) context.Context {
	return context.WithValue(ctx, repeatableKey{}, r)
}

// change is one write of a use case: what it did and the id of the thing made
// or changed, by which the result can be read again.
type change func(tx *store.Tx) (ref string, events audit.Events, err error)

// write runs a change once: where the request carries an idempotency key and
// was done before, nothing is done and replayed is true with the same ref.
// Secrets made by the first run are gone then.
func (c *Core) write(ctx context.Context, streams []string, do change) (ref string, replayed bool, err error) {
	return c.writeAs(ctx, actor(ctx), streams, do)
}

func (c *Core) writeAs(ctx context.Context, by audit.Actor, streams []string, do change) (ref string, replayed bool, err error) {
	defer c.memory.forget() // whatever the outcome: it may be unknown
	return c.writeQuietly(ctx, by, streams, do)
}

// writeQuietly is writeAs for changes after which everybody is who they were
// and sits where they sat.
func (c *Core) writeQuietly(ctx context.Context, by audit.Actor, streams []string, do change) (ref string, replayed bool, err error) {
	once, asked := c.repeatable(ctx)
	err = c.Store.Write(ctx, by, streams, func(tx *store.Tx) (audit.Events, error) {
		ref, replayed = "", false
		if asked {
			known, done, err := tx.Idempotent(once)
			if err != nil || done {
				ref, replayed = known, done
				return nil, err
			}
		}
		made, events, err := do(tx)
		if err != nil {
			return nil, err
		}
		ref = made
		if asked {
			err = tx.Completed(once, ref)
		}
		return byKey(ctx, events), err
	})
	return ref, replayed, err
}

// byKey names the API key a person used: a person has several, and a stolen one
// must be told from the others.
func byKey(ctx context.Context, events audit.Events) audit.Events {
	p := auth.PrincipalFrom(ctx)
	if p.Kind != auth.KindKey || p.ActorKind() != "person" {
		return events
	}
	for i := range events {
		details := map[string]any{"api_key": p.KeyID}
		maps.Copy(details, events[i].Details)
		events[i].Details = details
	}
	return events
}

func (c *Core) repeatable(ctx context.Context) (store.Repeatable, bool) {
	r, ok := ctx.Value(repeatableKey{}).(Repeatable)
	return store.Repeatable{
		Principal: auth.PrincipalFrom(ctx).ID(), Operation: r.Operation, Key: r.Key, BodyDigest: r.BodyDigest,
	}, ok && r.Key != ""
}

// actor gives who asks, for the audit log.
func actor(ctx context.Context) audit.Actor {
	p := auth.PrincipalFrom(ctx)
	switch p.ActorKind() {
	case "person":
		return audit.Actor{Kind: audit.ActorPerson, ID: p.PersonID}
	case "api_key":
		return audit.Actor{Kind: audit.ActorKey, ID: p.KeyID}
	case "contact":
		return contactActor(p.ContactID)
	default:
		return audit.Actor{Kind: audit.ActorSystem}
	}
}

func contactActor(id string) audit.Actor { return audit.Actor{Kind: audit.ActorContact, ID: id} }

// person gives the reference of who asks, as records name people: the person
// behind the key, or the key itself where it belongs to a machine.
func person(ctx context.Context) string {
	if a := actor(ctx); a.ID != "" {
		return a.ID
	}
	return string(audit.ActorSystem)
}

// The audit streams: one for each assessment, one for each vendor's people,
// and the system's for everything else.
func assessmentStream(id string) string { return "assessment:" + id }
func vendorStream(id string) string     { return "vendor:" + id }
