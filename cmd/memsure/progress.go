package main

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// patience is how long something may take before a bar appears.
const patience = time.Second

// bar shows how far something is, on a terminal only and only when it takes
// long. Its zero value shows nothing.
type bar struct {
	out     io.Writer
	bytes   bool
	started time.Time
	name    string
	shown   *progressbar.ProgressBar
}

// newBar starts a bar on standard error. bytes says that sizes are counted.
func (w *world) newBar(bytes bool) *bar {
	b := &bar{bytes: bytes, started: time.Now()}
	if onTerminal(w.stderr) {
		b.out = w.stderr
	}
	return b
}

// onTerminal tells whether what is written there is seen by a person at once.
func onTerminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// step shows that done of total is through; a total of 0 means not known.
func (b *bar) step(name string, done, total int64) {
	if b.out == nil || time.Since(b.started) < patience {
		return
	}
	if total <= 0 {
		total = -1
	}
	if b.shown == nil || b.name != name {
		b.finish()
		b.name = name
		b.shown = progressbar.NewOptions64(total, progressbar.OptionSetWriter(b.out), progressbar.OptionSetDescription(name),
			progressbar.OptionShowBytes(b.bytes), progressbar.OptionUseIECUnits(true), progressbar.OptionShowCount(),
			progressbar.OptionSetWidth(30), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
	}
	if total > 0 {
		b.shown.ChangeMax64(total)
	}
	_ = b.shown.Set64(done) // a bar that cannot be drawn is no reason to stop
}

// spin moves a bar for something whose length is not known, until stop.
func (b *bar) spin(name string) (stop func()) {
	if b.out == nil {
		return func() {}
	}
	over, left := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(left)
		for n := int64(1); ; n++ {
			select {
			case <-over:
				return
			case <-time.After(200 * time.Millisecond):
				b.step(name, n, 0)
			}
		}
	}()
	return func() { close(over); <-left }
}

// finish takes the bar away.
func (b *bar) finish() {
	if b.shown != nil {
		_ = b.shown.Clear()
		b.shown = nil
	}
}

// watched is a file that shows how far it is read.
type watched struct {
	io.ReadSeeker
	bar  *bar
	name string
	size int64
	done int64
}

// Read implements io.Reader.
func (r *watched) Read(p []byte) (int, error) {
	n, err := r.ReadSeeker.Read(p)
	r.done += int64(n)
	r.bar.step(r.name, min(r.done, r.size), r.size)
	return n, err
}

// Seek implements io.Seeker.
func (r *watched) Seek(offset int64, whence int) (int64, error) {
	at, err := r.ReadSeeker.Seek(offset, whence)
	if err == nil {
		r.done = at
	}
	return at, err
}
