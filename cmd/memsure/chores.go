package main

import (
	"context"
	"time"

	"memsure/internal/audit"
	"memsure/internal/store"
)

const (
	checkpointEvery = 10 * time.Minute
	forgetEvery     = time.Hour
	lastCheckpoint  = 10 * time.Second // time for the checkpoint at the end
)

// chores signs checkpoints, forgets old Idempotency-Keys and keeps house until
// ctx is done, and signs a last checkpoint then. What fails is logged and tried again.
func (r runner) chores(ctx context.Context) {
	checkpoint, forget := time.NewTicker(checkpointEvery), time.NewTicker(forgetEvery)
	defer checkpoint.Stop()
	defer forget.Stop()
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastCheckpoint)
			defer cancel()
			r.checkpoint(last)
			return
		case <-checkpoint.C:
			r.checkpoint(ctx)
		case <-forget.C:
			r.forget(ctx)
			r.tidy(ctx)
		}
	}
}

func (r runner) checkpoint(ctx context.Context) {
	if _, err := r.records.store.WriteCheckpoint(ctx, audit.Actor{Kind: audit.ActorSystem}, r.service.key); err != nil {
		r.log.Error("no checkpoint of the audit log", "error", err)
	}
}

func (r runner) forget(ctx context.Context) {
	err := r.records.store.Write(ctx, audit.Actor{Kind: audit.ActorSystem}, store.On(audit.System), func(tx *store.Tx) (audit.Events, error) {
		gone, err := tx.ForgetRequests()
		if err != nil || gone == 0 {
			return nil, err
		}
		return audit.Events{{Action: "idempotency.forget", Subject: audit.System, Details: map[string]any{"keys": gone}}}, nil
	})
	if err != nil {
		r.log.Error("old idempotency keys not forgotten", "error", err)
	}
}

func (r runner) tidy(ctx context.Context) {
	if err := r.service.app.Housekeeping(ctx); err != nil {
		r.log.Error("housekeeping failed", "error", err)
	}
}
