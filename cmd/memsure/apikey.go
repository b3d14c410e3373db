package main

import (
	"fmt"
	"time"

	"memsure/internal/app"
	"memsure/internal/auth"
	"memsure/internal/fault"
)

type apikeyCommand struct {
	Create apikeyCreateCommand `cmd:"" help:"Issue a key and print it, once."`
}

type apikeyCreateCommand struct {
	Role    string        `required:"" enum:"admin,procurement,evaluator,auditor" help:"What the key may do: admin, procurement, evaluator or auditor."`
	Name    string        `required:"" help:"Whose key it is, as the log and reports name people."`
	Email   string        `help:"Address of that person."`
	Label   string        `default:"made at the command line" help:"What the key is for."`
	Expires time.Duration `placeholder:"DURATION" help:"Time the key is valid, such as 2160h for 90 days. Without it the key never expires; it can be revoked."`
	JSON    bool          `name:"json" help:"Print JSON."`
	recordFlags
}

// Run adds a person and issues a key. Whoever may run commands on the data
// folder may do this: it is also the way back in when all keys are lost.
func (c *apikeyCreateCommand) Run(w *world) error {
	if c.Expires < 0 {
		return fault.New(fault.Invalid, "settings_invalid", "--expires must be a time to come, such as 2160h.")
	}
	return w.withRecords(c.recordFlags, func(r *records) error {
		if err := r.store.Ready(w.ctx); err != nil {
			return err
		}
		issued, err := c.issue(w, app.Access{Core: &app.Core{Store: r.store}})
		if err != nil {
			return err
		}
		if c.JSON {
			return w.writeJSON(map[string]string{"key": issued.Token, "key_id": issued.Key.ID, "person_id": issued.Key.PersonID, "role": issued.Key.Role})
		}
		fmt.Fprintf(w.stderr, "Key %s for the role %s. It is shown only now:\n", issued.Key.ID, issued.Key.Role)
		fmt.Fprintln(w.stdout, issued.Token)
		return nil
	})
}

func (c *apikeyCreateCommand) issue(w *world, access app.Access) (app.IssuedKey, error) {
	ctx := auth.WithPrincipal(w.ctx, auth.SystemPrincipal())
	role, err := auth.ParseBuyerRole(c.Role)
	if err != nil {
		return app.IssuedKey{}, err
	}
	person, err := access.CreateUser(ctx, c.Name, c.Email)
	if err != nil {
		return app.IssuedKey{}, err
	}
	expires := time.Time{}
	if c.Expires > 0 {
		expires = time.Now().Add(c.Expires)
	}
	return access.CreateKey(ctx, person.ID, role, c.Label, expires)
}
