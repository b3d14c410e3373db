package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"memsure/internal/blob"
	"memsure/internal/config"
	"memsure/internal/datadir"
	"memsure/internal/fault"
	"memsure/internal/httpapi"
	"memsure/internal/store"
)

type serveCommand struct {
	Demo bool `help:"Play one whole assessment through the HTTP interface first, in a fresh data folder, and make its report. A second start goes on from there."`
	config.Flags
}

// Help is shown below the summary of the command.
func (c *serveCommand) Help() string {
	return "The service makes its data folder, brings the database up to date, publishes the questionnaires it brings along and prints " +
		"the first administrator's key once. Then it prints \"listening on http://HOST:PORT\" and answers until it is interrupted. " +
		"Logs go to standard error as JSON."
}

// Run serves until ctx is done.
func (c *serveCommand) Run(w *world) error {
	settings, err := w.settings(c.Flags)
	if err != nil {
		return err
	}
	level := &slog.LevelVar{}
	level.Set(settings.LogLevel)
	log := slog.New(slog.NewJSONHandler(w.stderr, &slog.HandlerOptions{Level: level}))
	if err := w.withLock(settings, func() error { return w.serve(settings, c.Demo, log, level) }); err != nil {
		return err
	}
	log.Info("stopped")
	return nil
}

// serve opens everything, in an order in which nothing is lost when a later
// step fails: the port comes first, the administrator's key last.
func (w *world) serve(c config.Config, demo bool, log *slog.Logger, level *slog.LevelVar) (err error) {
	found, err := readDemo(c, demo)
	if err != nil {
		return err
	}
	port, err := listen(w.ctx, c.Addr)
	if err != nil {
		return err
	}
	defer func() { _ = port.Close() }() // the server closes it first when all goes well
	if demo {
		err = w.beginDemo(c, found)
	} else {
		err = leaveDemo(c, found)
	}
	if err != nil {
		return err
	}
	r, err := openRecords(w.ctx, c, log)
	if err != nil {
		return err
	}
	defer func() {
		if closed := r.close(); err == nil {
			err = closed
		}
	}()
	s, err := w.prepare(c, r, port.Addr().String(), log)
	if err != nil {
		return err
	}
	admin, err := s.app.Access.FirstAdmin(w.ctx)
	if err != nil {
		return err
	}
	return w.run(runner{world: w, config: c, records: r, service: s, port: port, log: log, level: level, admin: admin, play: demo, demo: found})
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	port, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "address_unusable", "The address cannot be listened on.").
			WithRemedy("Name another with --addr; port 0 takes a free one.").WithCause(err)
	}
	return port, nil
}

// prepare brings an installation into the state it serves in.
func (w *world) prepare(c config.Config, r *records, address string, log *slog.Logger) (*service, error) {
	key, err := datadir.SigningKey(c.Data)
	if err != nil {
		return nil, err
	}
	if err := r.store.Migrate(w.ctx); err != nil {
		return nil, err
	}
	s, err := w.assemble(c, r, key, address, log)
	if err != nil {
		return nil, err
	}
	if err := s.app.Questionnaires.Ship(w.ctx); err != nil {
		return nil, err
	}
	return s, sweep(w.ctx, c, r, log)
}

// sweep removes evidence bytes that no record names. Only one process has the
// folder, so nobody is uploading; the margin is for clocks that were set back.
func sweep(ctx context.Context, c config.Config, r *records, log *slog.Logger) error {
	known := func(id string) (known bool, err error) {
		err = r.store.Read(ctx, func(tx *store.ReadTx) (err error) {
			known, err = tx.KnowsBlob(id)
			return err
		})
		return known, err
	}
	swept, err := blob.Sweep(ctx, r.blobs, known, time.Now().Add(-c.Timeouts.Upload-time.Hour))
	if err == nil && swept != (blob.Swept{}) {
		log.Info("evidence without a record removed", "files", swept.Orphans, "unfinished", swept.Unfinished)
	}
	return err
}

// runner is a service about to answer.
type runner struct {
	world   *world
	config  config.Config
	records *records
	service *service
	port    net.Listener
	log     *slog.Logger
	level   *slog.LevelVar // of log
	admin   string         // the first administrator's key, when this start made it
	play    bool           // the demo is asked for
	demo    demoFolder
}

// run answers until ctx is done, and does the chores beside it.
func (w *world) run(r runner) error {
	ctx, stop := context.WithCancel(w.ctx)
	defer stop()
	served := make(chan error, 1)
	go func() {
		served <- httpapi.Serve(ctx, r.service.server(r.config, r.log), r.port, r.config.Timeouts.Shutdown)
	}()
	chores := make(chan struct{})
	go func() {
		defer close(chores)
		r.chores(ctx)
	}()
	started := r.announce(ctx)
	if started != nil {
		stop()
	}
	err := errors.Join(started, <-served)
	stop()
	<-chores
	return err
}

// announce plays the demo where asked for, and says where the service is.
func (r runner) announce(ctx context.Context) error {
	url := "http://" + r.port.Addr().String()
	if r.play {
		if err := r.playDemo(ctx, url); err != nil {
			return err
		}
	}
	if r.admin != "" {
		fmt.Fprintf(r.world.stdout, "admin key (shown only this once): %s\n", r.admin)
	}
	fmt.Fprintf(r.world.stdout, "listening on %s\n", url)
	r.log.Info("listening", "address", r.port.Addr().String(), "version", version(), "database", r.records.store.Driver())
	return nil
}
