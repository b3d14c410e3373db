package config

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"memsure/internal/fault"
)

func environment(vars map[string]string) func(string) string {
	return func(name string) string { return vars[name] }
}

var nothing = environment(nil)

func TestDefaultsAreUsable(t *testing.T) {
	got, err := Load(Flags{}, nothing)
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Addr: "127.0.0.1:8080", Data: "./memsure-data", BuyerName: "The buying organisation",
		EvidenceLimit: 100 << 20, EvidenceFiles: 200, EvidenceTotal: 1 << 30,
		Timeouts: Timeouts{Header: 5 * time.Second, Request: 30 * time.Second, Upload: 15 * time.Minute,
			Idle: 2 * time.Minute, Shutdown: 20 * time.Second},
		RateLimit: 600, RateBurst: 120, InvitationTTL: 72 * time.Hour, SessionTTL: 12 * time.Hour, LogLevel: slog.LevelInfo,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !got.SQLite() || got.DatabasePath() != filepath.Join("memsure-data", "memsure.db") || got.EvidencePath() != filepath.Join("memsure-data", "evidence") {
		t.Errorf("%v %s %s", got.SQLite(), got.DatabasePath(), got.EvidencePath())
	}
}

// other gives every setting a good value that is not its default.
func other(t *testing.T) map[string]string {
	logo := filepath.Join(t.TempDir(), "logo.PNG")
	if err := os.WriteFile(logo, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"MEMSURE_ADDR": "[::1]:0", "MEMSURE_PUBLIC_URL": "https://memsure.example.org/vendors/", "MEMSURE_DATA": "/srv/memsure",
		"MEMSURE_DATABASE_DSN": "postgres://memsure@/memsure?host=/run/postgresql", "MEMSURE_BUYER_NAME": "Acme & Söhne",
		"MEMSURE_LOGO": logo, "MEMSURE_MARKING": "Confidential", "MEMSURE_EVIDENCE_LIMIT": "2 GiB", "MEMSURE_EVIDENCE_FILES": "10", "MEMSURE_EVIDENCE_TOTAL": "3GiB",
		"MEMSURE_HEADER_TIMEOUT": "1s", "MEMSURE_REQUEST_TIMEOUT": "10s", "MEMSURE_UPLOAD_TIMEOUT": "20m", "MEMSURE_IDLE_TIMEOUT": "1m",
		"MEMSURE_SHUTDOWN_TIMEOUT": "0s", "MEMSURE_RATE_LIMIT": "0", "MEMSURE_RATE_BURST": "1", "MEMSURE_INVITATION_TTL": "1h",
		"MEMSURE_SESSION_TTL": "168h", "MEMSURE_LOG_LEVEL": "debug",
	}
}

func TestEverySettingIsReadFromItsVariableAndItsFlag(t *testing.T) {
	plain, _ := Load(Flags{}, nothing)
	values := other(t)
	for _, s := range Settings() {
		value, ok := values[s.Variable]
		if !ok {
			t.Errorf("%s has no test value", s.Variable)
			continue
		}
		byVariable, err := Load(Flags{}, environment(map[string]string{s.Variable: value}))
		if err != nil || reflect.DeepEqual(byVariable, plain) {
			t.Errorf("%s: no effect, or %v", s.Variable, err)
		}
		var flags Flags
		reflect.ValueOf(&flags).Elem().FieldByName(s.Field).Set(reflect.ValueOf(&value))
		byFlag, err := Load(flags, environment(map[string]string{s.Variable: "worse"}))
		if err != nil || !reflect.DeepEqual(byFlag, byVariable) {
			t.Errorf("--%s does not win over %s: %v", s.Flag, s.Variable, err)
		}
		empty := ""
		reflect.ValueOf(&flags).Elem().FieldByName(s.Field).Set(reflect.ValueOf(&empty))
		if unset, err := Load(flags, environment(map[string]string{s.Variable: ""})); err != nil || !reflect.DeepEqual(unset, plain) {
			t.Errorf("--%s: an empty value is not the default: %v", s.Flag, err)
		}
	}
	if all, err := Load(Flags{}, environment(values)); err != nil || all.PublicURL != "https://memsure.example.org/vendors" || all.EvidenceLimit != 2<<30 {
		t.Errorf("all together: %+v, %v", all, err)
	}
}

func TestBadSettingsAreNamedAndNeverRepeated(t *testing.T) {
	folderLogo := filepath.Join(t.TempDir(), "folder.png")
	if err := os.Mkdir(folderLogo, 0o700); err != nil {
		t.Fatal(err)
	}
	bad := map[string][]string{
		"MEMSURE_ADDR":             {"canary", "canary:http", "127.0.0.1", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:080", "a b:80", "::1:80"},
		"MEMSURE_PUBLIC_URL":       {"canary", "ftp://canary", "https://canary:pass@host", "https://canary?x=1", "https://canary#x", "https://canary?", "https://canary#", "//canary", "https://", "https://can ary"},
		"MEMSURE_DATA":             {"canary\x00", strings.Repeat("canary", 1000), "canary\n"},
		"MEMSURE_DATABASE_DSN":     {"canary", "mysql://canary:pass@host/db", "host=canary password=pass", "postgres://", "postgres:///canary", "postgres://canary:pa%ss@host"},
		"MEMSURE_BUYER_NAME":       {strings.Repeat("canary", 40), "canary\nline", "canary\xff", "   "},
		"MEMSURE_LOGO":             {"/canary/logo.png", "canary.svg", "canary", folderLogo},
		"MEMSURE_MARKING":          {strings.Repeat("canary", 14), "canary\tx"},
		"MEMSURE_EVIDENCE_LIMIT":   {"canary", "100", "0", "-1", "11GiB", "1e3canary", "99999999999999999999", "10 canaries"},
		"MEMSURE_EVIDENCE_FILES":   {"canary", "0", "-1", "1.5", "200000"},
		"MEMSURE_EVIDENCE_TOTAL":   {"canary", "100", "0", "2TiB"},
		"MEMSURE_HEADER_TIMEOUT":   {"canary", "5", "1ms", "2m", "-5s"},
		"MEMSURE_REQUEST_TIMEOUT":  {"canary", "30", "0s", "11m"},
		"MEMSURE_UPLOAD_TIMEOUT":   {"canary", "25h", "10s"},
		"MEMSURE_IDLE_TIMEOUT":     {"canary", "0s", "2h"},
		"MEMSURE_SHUTDOWN_TIMEOUT": {"canary", "-1s", "1h"},
		"MEMSURE_RATE_LIMIT":       {"canary", "-1", "1.5", "2000000"},
		"MEMSURE_RATE_BURST":       {"canary", "0", "2000000"},
		"MEMSURE_INVITATION_TTL":   {"canary", "72h1s", "0s", "3d"},
		"MEMSURE_SESSION_TTL":      {"canary", "169h", "1s"},
		"MEMSURE_LOG_LEVEL":        {"canary", "INFO", "info+2"},
	}
	for _, s := range Settings() {
		if len(bad[s.Variable]) == 0 {
			t.Errorf("%s has no bad value", s.Variable)
		}
		for _, value := range bad[s.Variable] {
			c, err := Load(Flags{}, environment(map[string]string{s.Variable: value}))
			var f *fault.Error
			if !errors.As(err, &f) || f.Kind != fault.Invalid {
				t.Errorf("%s=%q: accepted: %+v, %v", s.Variable, value, c, err)
				continue
			}
			if len(f.Fields) != 1 || !strings.HasPrefix(f.Fields[0].Message, "--"+s.Flag+" ("+s.Variable+") must ") || strings.HasSuffix(f.Fields[0].Message, " ") {
				t.Errorf("%s=%q: %q", s.Variable, value, f.Fields)
			}
			if text := f.Error() + f.Remedy; strings.Contains(text, "canary") || strings.Contains(text, "pass@") {
				t.Errorf("%s: the value is repeated: %s", s.Variable, text)
			}
		}
	}
}

func TestAllMistakesAreToldAtOnceInTheOrderOfTheTable(t *testing.T) {
	_, err := Load(Flags{}, environment(map[string]string{
		"MEMSURE_LOG_LEVEL": "loud", "MEMSURE_ADDR": "nowhere", "MEMSURE_EVIDENCE_LIMIT": "much", "MEMSURE_REQUEST_TIMEOUT": "20m",
	}))
	var f *fault.Error
	if !errors.As(err, &f) {
		t.Fatal(err)
	}
	var got []string
	for _, field := range f.Fields {
		got = append(got, field.Message)
	}
	want := []string{
		"--addr (MEMSURE_ADDR) must be HOST:PORT, such as 127.0.0.1:8080 or :8080, with a port from 0 to 65535",
		"--evidence-limit (MEMSURE_EVIDENCE_LIMIT) must be a size with its unit, such as 500KiB, 100MiB or 1GiB",
		"--request-timeout (MEMSURE_REQUEST_TIMEOUT) must be at most 10m",
		"--upload-timeout (MEMSURE_UPLOAD_TIMEOUT) must be at least as long as --request-timeout (MEMSURE_REQUEST_TIMEOUT)",
		"--log-level (MEMSURE_LOG_LEVEL) must be debug, info, warn or error",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheTableIsWhole(t *testing.T) {
	table := Table()
	seen := map[string]bool{}
	for _, s := range Settings() {
		if s.Variable != "MEMSURE_"+strings.ToUpper(strings.ReplaceAll(s.Flag, "-", "_")) {
			t.Errorf("--%s and %s are not one name", s.Flag, s.Variable)
		}
		if seen[s.Flag] || s.Help == "" || strings.Contains(s.Help, "|") {
			t.Errorf("--%s is listed twice or not explained", s.Flag)
		}
		seen[s.Flag] = true
		if !strings.Contains(table, "| `--"+s.Flag+"` | `"+s.Variable+"` |") {
			t.Errorf("--%s is missing in the table", s.Flag)
		}
		field, _ := reflect.TypeFor[Flags]().FieldByName(s.Field)
		if placeholder := field.Tag.Get("placeholder"); s.Otherwise != "" && placeholder != s.Otherwise {
			t.Errorf("--%s: help shows %q, the default is %q", s.Flag, placeholder, s.Otherwise)
		}
	}
}

func TestKongFillsTheFlags(t *testing.T) {
	t.Setenv("MEMSURE_MARKING", "from the environment")
	var command struct {
		Flags
	}
	var help strings.Builder
	parser, err := kong.New(&command, kong.Name("memsure"), kong.Writers(&help, &help), kong.Exit(func(int) {}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse([]string{"--addr", "127.0.0.1:0", "--evidence-limit=1MiB"}); err != nil {
		t.Fatal(err)
	}
	c, err := Load(command.Flags, os.Getenv)
	if err != nil || c.Addr != "127.0.0.1:0" || c.EvidenceLimit != 1<<20 || c.Marking != "from the environment" || c.RateLimit != 600 {
		t.Errorf("%+v, %v", c, err)
	}
	_, _ = parser.Parse([]string{"--help"})
	for _, s := range Settings() {
		if !strings.Contains(help.String(), "--"+s.Flag+"=") || !strings.Contains(help.String(), "$"+s.Variable) {
			t.Errorf("--help leaves out --%s", s.Flag)
		}
	}
}

func TestLinkBase(t *testing.T) {
	for listening, want := range map[string]string{
		"127.0.0.1:8080": "http://127.0.0.1:8080", "[::]:8080": "http://localhost:8080", "0.0.0.0:9": "http://localhost:9",
		":8080": "http://localhost:8080", "[::1]:8080": "http://[::1]:8080", "memsure.example:80": "http://memsure.example",
	} {
		if got := (Config{}).LinkBase(listening); got != want {
			t.Errorf("%s: %s, want %s", listening, got, want)
		}
	}
	if got := (Config{PublicURL: "https://memsure.example"}).LinkBase("127.0.0.1:8080"); got != "https://memsure.example" {
		t.Error(got)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("127.0.0.1:8080", "https://x", "postgres://u:p@h/d", "100MiB", "30s")
	f.Add(":", "http://[", "postgres://%", "9e99", "-1ns")
	f.Fuzz(func(t *testing.T, addr, url, dsn, size, wait string) {
		c, err := Load(Flags{Addr: &addr, PublicURL: &url, DatabaseDSN: &dsn, EvidenceLimit: &size, RequestTimeout: &wait}, nothing)
		if err == nil && (c.EvidenceLimit < 1024 || c.Timeouts.Request < time.Second || c.Timeouts.Upload < c.Timeouts.Request) {
			t.Errorf("accepted %+v", c)
		}
	})
}
