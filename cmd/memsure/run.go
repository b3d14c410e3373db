package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/alecthomas/kong"

	"memsure/internal/config"
	"memsure/internal/fault"
)

// Exit codes, as --help promises them.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// errTold ends a command that has already said what is wrong.
var errTold = errors.New("already told")

// world is what a command may touch. Nothing in this program reaches past it.
type world struct {
	ctx    context.Context // one command is one call; kong hands commands no context
	env    func(string) string
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
}

// commands is the command line. The words in help tags are its manual: whole
// sentences, so that they can be read aloud.
type commands struct {
	Serve         serveCommand         `cmd:"" help:"Run the service."`
	Migrate       migrateCommand       `cmd:"" help:"Bring the database up to this version of the program."`
	Questionnaire questionnaireCommand `cmd:"" help:"Write, check, compare and draw questionnaires."`
	Score         scoreCommand         `cmd:"" help:"Score a response without a server, or compute a scorecard again from its bundle."`
	Recompute     recomputeCommand     `cmd:"" help:"Compute every scorecard on record again, from what it rests on, and say which differ."`
	Verify        verifyCommand        `cmd:"" help:"Check a report: its pages against the data attached to it, and both against the record."`
	Evidence      evidenceCommand      `cmd:"" help:"Look into evidence files."`
	Apikey        apikeyCommand        `cmd:"" help:"Issue keys for people and programs of the buying organisation."`
	Audit         auditCommand         `cmd:"" help:"Check the log of who did what."`
	Backup        backupCommand        `cmd:"" help:"Copy the whole data folder, while the service runs or not."`
	Restore       restoreCommand       `cmd:"" help:"Make a data folder out of a backup."`
	Doctor        doctorCommand        `cmd:"" help:"Examine an installation and say what to do about what is wrong."`
	Version       versionCommand       `cmd:"" help:"Print the version."`
}

const description = `memsure finds out, before you sign, how much memory-safety risk a supplier brings.

Start with "memsure serve --demo", which plays a whole assessment and keeps serving. Settings can also be given as environment variables; "memsure serve --help" names them. Exit codes: 0 is fine, 1 is failed, 2 is a command line that cannot be understood.`

// run carries out one command line and gives its exit code.
func run(ctx context.Context, args []string, w world) int {
	w.ctx = ctx
	var line commands
	ended, code := false, exitOK
	parser, err := kong.New(&line, kong.Name("memsure"), kong.Description(description), kong.Writers(w.stdout, w.stderr),
		kong.Exit(func(c int) { ended, code = true, c }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true, WrapUpperBound: 100}))
	if err != nil {
		return w.fail(fault.Wrap(err, "build the command line"))
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	switch {
	case ended: // --help was printed
		return code
	case err != nil:
		return w.misused(err)
	}
	return w.fail(parsed.Run(&w))
}

// misused says what is wrong with the command line.
func (w *world) misused(err error) int {
	fmt.Fprintf(w.stderr, "memsure: %s.\n", err)
	hint := "memsure --help"
	var parse *kong.ParseError
	if errors.As(err, &parse) && parse.Context.Command() != "" {
		hint = "memsure " + commandPath(parse.Context) + " --help"
	}
	fmt.Fprintf(w.stderr, "Run %q for how to use it.\n", hint)
	return exitUsage
}

// commandPath names the commands without their arguments.
func commandPath(c *kong.Context) (path string) {
	for _, step := range c.Path {
		if step.Command != nil {
			path += " " + step.Command.Name
		}
	}
	if path == "" {
		return ""
	}
	return path[1:]
}

// fail tells an error and gives the exit code that goes with it.
func (w *world) fail(err error) int {
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errTold):
		return exitFailed
	}
	w.tell(err)
	if fault.Code(err) == "settings_invalid" {
		return exitUsage
	}
	return exitFailed
}

// settings reads the settings that a command has flags for, and leaves the
// rest to the environment and the defaults.
func (w *world) settings(flags config.Flags) (config.Config, error) {
	return config.Load(flags, w.env)
}
