package app

import (
	"context"
	"time"

	"memsure/internal/auth"
	"memsure/internal/fault"
	"memsure/internal/store"
)

// guess lets somebody try a secret of an account. Wrong guesses count for the
// account together with the address they come from, and for that address; not
// for the account alone, or strangers could lock a contact out by guessing.
// A try that ended without a verdict (we were busy, the caller left) does not
// count.
func (c *Core) guess(ctx context.Context, account string, try func() error) error {
	return c.guessShared(ctx, account, func() (bool, error) { return false, try() })
}

// guessShared is guess for a name that several accounts may have: where shared
// is true a right guess does not forgive the wrong ones before it, or knowing
// one of the accounts would give endless tries at the others.
func (c *Core) guessShared(ctx context.Context, account string, try func() (shared bool, err error)) error {
	now, err := c.now(ctx)
	if err != nil {
		return err
	}
	from := auth.ClientFrom(ctx)
	pair := account + "\n" + from
	if err := c.Throttle.Take(pair, now); err != nil {
		return err
	}
	if err := c.takeAddress(from, now); err != nil {
		c.Throttle.Forgive(pair)
		return err
	}
	shared, err := try()
	if wrongGuess(err) {
		return err
	}
	if c.forgiveAddress(from); err == nil && !shared {
		c.Throttle.Succeed(pair)
	} else {
		c.Throttle.Forgive(pair)
	}
	return err
}

func (c *Core) takeAddress(from string, now time.Time) error {
	if from == "" {
		return nil
	}
	return c.Throttle.TakeWide(from, now)
}

func (c *Core) forgiveAddress(from string) {
	if from != "" {
		c.Throttle.Forgive(from)
	}
}

// wrongGuess tells the verdict "wrong" from trouble of any other kind.
func wrongGuess(err error) bool {
	switch fault.Code(err) {
	case "sign_in_failed", "passphrase_wrong", "code_wrong":
		return true
	}
	return false
}

func (c *Core) now(ctx context.Context) (at time.Time, err error) {
	err = c.Store.Read(ctx, func(tx *store.ReadTx) error {
		at = time.UnixMicro(tx.Now())
		return nil
	})
	return at, err
}
