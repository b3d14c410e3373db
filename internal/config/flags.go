// Package config turns flags and environment variables into settings that are
// checked once, before anything starts. One struct, Flags, is the table: the
// command line, the environment, --help and the README are all drawn from it.
package config

import (
	"reflect"
	"strings"
)

// Flags are the settings as people write them. Embed the struct in a command
// that kong parses: name, env, help and placeholder are kong's own tags.
// `otherwise` is the value of a setting that nobody set (kong's `default` would
// hide the environment from Load). nil and empty both mean not set.
type Flags struct {
	Addr            *string `name:"addr" env:"MEMSURE_ADDR" otherwise:"127.0.0.1:8080" placeholder:"127.0.0.1:8080" help:"Address to listen on. Port 0 takes a free one."`
	PublicURL       *string `name:"public-url" env:"MEMSURE_PUBLIC_URL" placeholder:"URL" help:"Address vendors reach this service at, for links in invitations. Without it, the address listened on."`
	Data            *string `name:"data" env:"MEMSURE_DATA" otherwise:"./memsure-data" placeholder:"./memsure-data" help:"Folder for the database and the evidence files. Made when missing."`
	DatabaseDSN     *string `name:"database-dsn" env:"MEMSURE_DATABASE_DSN" placeholder:"DSN" help:"PostgreSQL address, postgres://…; without it, SQLite in the data folder. Prefer the variable: other users of the machine can read command lines."`
	BuyerName       *string `name:"buyer-name" env:"MEMSURE_BUYER_NAME" otherwise:"The buying organisation" placeholder:"The buying organisation" help:"Your organisation, as reports and the portal print it."`
	Logo            *string `name:"logo" env:"MEMSURE_LOGO" placeholder:"FILE" help:"PNG or JPEG file printed on reports."`
	Marking         *string `name:"marking" env:"MEMSURE_MARKING" placeholder:"TEXT" help:"Confidentiality marking printed on every page of a report."`
	EvidenceLimit   *string `name:"evidence-limit" env:"MEMSURE_EVIDENCE_LIMIT" otherwise:"100MiB" placeholder:"100MiB" help:"Largest evidence file, such as 500KiB, 100MiB or 1GiB; at most 10GiB."`
	EvidenceFiles   *string `name:"evidence-files" env:"MEMSURE_EVIDENCE_FILES" otherwise:"200" placeholder:"200" help:"Most evidence files of one assessment."`
	EvidenceTotal   *string `name:"evidence-total" env:"MEMSURE_EVIDENCE_TOTAL" otherwise:"1GiB" placeholder:"1GiB" help:"Most bytes of evidence of one assessment, all files together; at most 1TiB."`
	HeaderTimeout   *string `name:"header-timeout" env:"MEMSURE_HEADER_TIMEOUT" otherwise:"5s" placeholder:"5s" help:"Time a client has to send the head of a request."`
	RequestTimeout  *string `name:"request-timeout" env:"MEMSURE_REQUEST_TIMEOUT" otherwise:"30s" placeholder:"30s" help:"Time a request may take from its head to the last byte of the reply."`
	UploadTimeout   *string `name:"upload-timeout" env:"MEMSURE_UPLOAD_TIMEOUT" otherwise:"15m" placeholder:"15m" help:"The same for evidence, up and down; at least the request timeout."`
	IdleTimeout     *string `name:"idle-timeout" env:"MEMSURE_IDLE_TIMEOUT" otherwise:"2m" placeholder:"2m" help:"Time an idle connection is kept open."`
	ShutdownTimeout *string `name:"shutdown-timeout" env:"MEMSURE_SHUTDOWN_TIMEOUT" otherwise:"20s" placeholder:"20s" help:"Time running requests have to finish when the service is stopped."`
	RateLimit       *string `name:"rate-limit" env:"MEMSURE_RATE_LIMIT" otherwise:"600" placeholder:"600" help:"Requests a minute for each key, contact or unknown address; 0 for no limit."`
	RateBurst       *string `name:"rate-burst" env:"MEMSURE_RATE_BURST" otherwise:"120" placeholder:"120" help:"Requests that may come at once before the rate limit counts."`
	InvitationTTL   *string `name:"invitation-ttl" env:"MEMSURE_INVITATION_TTL" otherwise:"72h" placeholder:"72h" help:"Time an invitation can be redeemed; at most 72h."`
	SessionTTL      *string `name:"session-ttl" env:"MEMSURE_SESSION_TTL" otherwise:"12h" placeholder:"12h" help:"Time a contact stays signed in to the portal; at most 168h."`
	LogLevel        *string `name:"log-level" env:"MEMSURE_LOG_LEVEL" otherwise:"info" placeholder:"info" help:"debug, info, warn or error. Logs are JSON on standard error."`
}

// Setting is one row of the table of settings.
type Setting struct {
	Field     string // of Flags and, where text stays text, of Config
	Flag      string // without dashes
	Variable  string
	Otherwise string // the value when nobody sets one; may be empty
	Help      string
}

// Settings lists every setting, in the order of Flags.
func Settings() []Setting {
	var out []Setting
	for field := range reflect.TypeFor[Flags]().Fields() {
		out = append(out, Setting{
			Field: field.Name, Flag: field.Tag.Get("name"), Variable: field.Tag.Get("env"),
			Otherwise: field.Tag.Get("otherwise"), Help: field.Tag.Get("help"),
		})
	}
	return out
}

// Table is Settings in Markdown, as the README prints it.
func Table() string {
	var b strings.Builder
	b.WriteString("| Flag | Variable | Default | Meaning |\n|---|---|---|---|\n")
	for _, s := range Settings() {
		otherwise := ""
		if s.Otherwise != "" {
			otherwise = "`" + s.Otherwise + "`"
		}
		b.WriteString("| `--" + s.Flag + "` | `" + s.Variable + "` | " + otherwise + " | " + s.Help + " |\n")
	}
	return b.String()
}
