package config

import (
	"fmt"
	"log/slog"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	"memsure/internal/fault"
)

// Load takes each setting from its flag, else from the environment, else its
// default, and checks all of them. env gives the value of a variable, "" when
// it is not set. The error is one Invalid fault with a field for each wrong
// setting, named by flag and variable, saying what would be right; values are
// never repeated, since they may be secrets.
func Load(flags Flags, env func(string) string) (Config, error) {
	r := reader{text: map[string]string{}, problems: map[string]string{}}
	values := reflect.ValueOf(flags)
	for _, s := range Settings() {
		r.text[s.Field] = s.Otherwise
		if v := env(s.Variable); v != "" {
			r.text[s.Field] = v
		}
		if v, _ := values.FieldByName(s.Field).Interface().(*string); v != nil && *v != "" {
			r.text[s.Field] = *v
		}
	}
	c := r.config()
	r.check(c)
	return c, r.fault()
}

// reader collects what is wrong by field of Flags, the first reason of each.
type reader struct {
	text     map[string]string
	problems map[string]string
}

func (r reader) config() Config {
	return Config{
		Addr:          r.text["Addr"],
		PublicURL:     strings.TrimRight(r.text["PublicURL"], "/"),
		Data:          r.text["Data"],
		DatabaseDSN:   r.text["DatabaseDSN"],
		BuyerName:     strings.TrimSpace(r.text["BuyerName"]),
		Logo:          r.text["Logo"],
		Marking:       strings.TrimSpace(r.text["Marking"]),
		EvidenceLimit: r.size("EvidenceLimit"),
		EvidenceFiles: r.number("EvidenceFiles"),
		EvidenceTotal: r.size("EvidenceTotal"),
		Timeouts: Timeouts{
			Header:   r.duration("HeaderTimeout"),
			Request:  r.duration("RequestTimeout"),
			Upload:   r.duration("UploadTimeout"),
			Idle:     r.duration("IdleTimeout"),
			Shutdown: r.duration("ShutdownTimeout"),
		},
		RateLimit:     r.number("RateLimit"),
		RateBurst:     r.number("RateBurst"),
		InvitationTTL: r.duration("InvitationTTL"),
		SessionTTL:    r.duration("SessionTTL"),
		LogLevel:      r.level("LogLevel"),
	}
}

func (r reader) wrong(field, remedy string) {
	if _, known := r.problems[field]; !known {
		r.problems[field] = remedy
	}
}

func (r reader) duration(field string) time.Duration {
	d, err := time.ParseDuration(r.text[field])
	if err != nil {
		r.wrong(field, "must be a time with its unit, such as 500ms, 30s, 15m or 12h")
	}
	return d
}

func (r reader) number(field string) int {
	n, err := strconv.Atoi(r.text[field])
	if err != nil {
		r.wrong(field, "must be a whole number")
	}
	return n
}

func (r reader) size(field string) int64 {
	n, err := humanize.ParseBytes(r.text[field])
	if err != nil || n > math.MaxInt64 {
		r.wrong(field, "must be a size with its unit, such as 500KiB, 100MiB or 1GiB")
		return 0
	}
	return int64(n)
}

func (r reader) level(field string) slog.Level {
	switch r.text[field] {
	case "debug":
		return slog.LevelDebug
	case "info":
		return slog.LevelInfo
	case "warn":
		return slog.LevelWarn
	case "error":
		return slog.LevelError
	}
	r.wrong(field, "must be debug, info, warn or error")
	return slog.LevelInfo
}

// fault gives the problems in the order of the table, nil when there are none.
func (r reader) fault() error {
	if len(r.problems) == 0 {
		return nil
	}
	f := fault.New(fault.Invalid, "settings_invalid", "Some settings cannot be used.").
		WithRemedy("Correct what is named, or leave it out for the default; 'memsure serve --help' lists all.")
	for _, s := range Settings() {
		if problem, wrong := r.problems[s.Field]; wrong {
			f.With(fault.Field{Code: "setting_invalid",
				Message: fmt.Sprintf("--%s (%s) %s", s.Flag, s.Variable, problem)})
		}
	}
	return f
}
