package config

import (
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"time"
)

// Config is what the service runs with. Load is the only way to get a checked
// one; nothing changes it afterwards. Times are durations, sizes bytes.
type Config struct {
	Addr          string        `validate:"required,listen_addr"`
	PublicURL     string        `validate:"omitempty,public_url"` // no slash at the end; empty: derived, see LinkBase
	Data          string        `validate:"required,max=4096,plain_text"`
	DatabaseDSN   string        `validate:"omitempty,postgres_dsn"` // empty: SQLite at DatabasePath
	BuyerName     string        `validate:"required,max=200,plain_text"`
	Logo          string        `validate:"omitempty,logo_name,file"` // path; empty: none
	Marking       string        `validate:"max=80,plain_text"`
	EvidenceLimit int64         `validate:"min=1024,max=10737418240"`   // bytes
	EvidenceFiles int           `validate:"min=1,max=100000"`           // of one assessment
	EvidenceTotal int64         `validate:"min=1024,max=1099511627776"` // bytes of one assessment
	Timeouts      Timeouts      `validate:"required"`
	RateLimit     int           `validate:"min=0,max=1000000"` // requests a minute and principal; 0: none
	RateBurst     int           `validate:"min=1,max=1000000"`
	InvitationTTL time.Duration `validate:"min=1m,max=72h"`
	SessionTTL    time.Duration `validate:"min=1m,max=168h"`
	LogLevel      slog.Level    `validate:"-"` // read strictly when parsed
}

// Timeouts bound what a client or a stop may take.
type Timeouts struct {
	Header   time.Duration `validate:"min=100ms,max=1m"`
	Request  time.Duration `validate:"min=1s,max=10m"`
	Upload   time.Duration `validate:"min=1s,max=24h,gtefield=Request"`
	Idle     time.Duration `validate:"min=1s,max=1h"`
	Shutdown time.Duration `validate:"min=0s,max=10m"`
}

// DatabasePath is the SQLite file in the data folder.
func (c Config) DatabasePath() string { return filepath.Join(c.Data, "memsure.db") }

// EvidencePath is the folder of the evidence files in the data folder.
func (c Config) EvidencePath() string { return filepath.Join(c.Data, "evidence") }

// SQLite reports whether the database is the one in the data folder.
func (c Config) SQLite() bool { return c.DatabaseDSN == "" }

// LinkBase is what links in invitations start with, without a slash at the
// end: PublicURL, or else http and the address the service really listens on
// (the port is known only then). An address that means every interface is
// written as localhost: it is right on this machine, and elsewhere PublicURL is
// needed anyway.
func (c Config) LinkBase(listening string) string {
	if c.PublicURL != "" {
		return c.PublicURL
	}
	host, port, err := net.SplitHostPort(listening)
	if err != nil {
		return "http://" + listening
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return strings.TrimSuffix("http://"+net.JoinHostPort(host, port), ":80")
}
