package main

import (
	"reflect"
	"strings"
	"testing"

	"memsure/internal/config"
)

var commandLines = [][]string{
	{}, {"serve"}, {"migrate"}, {"questionnaire"}, {"questionnaire", "lint"}, {"questionnaire", "diff"}, {"verify"},
	{"evidence"}, {"evidence", "inspect"}, {"apikey"}, {"apikey", "create"}, {"audit"}, {"audit", "verify"}, {"audit", "checkpoint"},
	{"backup"}, {"restore"}, {"doctor"}, {"version"},
}

func TestHelp(t *testing.T) {
	var all strings.Builder
	for _, line := range commandLines {
		got := command(t, append(line, "--help")...)
		if got.code != exitOK || got.stderr != "" {
			t.Errorf("%v: exit code %d, stderr %s", line, got.code, got.stderr)
		}
		all.WriteString("$ memsure " + strings.TrimSpace(strings.Join(line, " ")+" --help") + "\n" + got.stdout + "\n")
	}
	golden(t, "help.txt", all.String())
	if nothing := command(t); nothing.code != exitOK || !strings.Contains(nothing.stdout, "Commands:") {
		t.Errorf("no arguments: %+v", nothing)
	}
}

func TestCommandLinesThatMeanNothing(t *testing.T) {
	for line, told := range map[string]string{
		"bogus":                             "unexpected argument bogus",
		"serve --bogus":                     "unknown flag --bogus",
		"verify":                            `expected "<file>"`,
		"questionnaire diff a":              `expected "<new>"`,
		"serve --addr nowhere":              "--addr (MEMSURE_ADDR) must be HOST:PORT",
		"doctor --data \x01":                "--data (MEMSURE_DATA) must",
		"version extra":                     "unexpected argument extra",
		"apikey create --name x --role god": "--role must be one of",
	} {
		got := command(t, strings.Fields(line)...)
		got.want(t, exitUsage, "", told)
		if got.stdout != "" {
			t.Errorf("%s: on stdout: %s", line, got.stdout)
		}
	}
	command(t, "apikey", "create", "--bogus").want(t, exitUsage, "", `Run "memsure apikey create --help" for how to use it.`)
}

func TestVersion(t *testing.T) {
	command(t, "version").want(t, exitOK, "memsure "+release, "")
	var told map[string]string
	command(t, "version", "--json").json(t, &told)
	if told["version"] != version() || told["go"] == "" || told["sqlite"] != sqliteDriver {
		t.Errorf("%v", told)
	}
}

// The two settings that several commands share are declared once more for
// them; the words must stay those of the one table.
func TestSharedFlagsAreTheSettings(t *testing.T) {
	sameWords(t, reflect.TypeFor[migrateCommand](), "")
	sameWords(t, reflect.TypeFor[recordFlags](), "Data")
}

// sameWords compares flags with the settings of the same names; of one field
// the help may be its own.
func sameWords(t *testing.T, flags reflect.Type, ownHelp string) {
	t.Helper()
	settings := reflect.TypeFor[config.Flags]()
	for field := range flags.Fields() {
		want, ok := settings.FieldByName(field.Name)
		if !ok {
			t.Fatalf("%s is no setting", field.Name)
		}
		for _, tag := range []string{"name", "env", "placeholder", "help"} {
			if tag == "help" && field.Name == ownHelp {
				continue
			}
			if got := field.Tag.Get(tag); got != want.Tag.Get(tag) {
				t.Errorf("%s: %s is %q, want %q", field.Name, tag, got, want.Tag.Get(tag))
			}
		}
	}
}
