package config

import (
	"errors"
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-playground/validator/v10"
)

// check runs the tags of Config and turns each failure into words.
func (r reader) check(c Config) {
	err := newValidator().Struct(c)
	var failures validator.ValidationErrors
	if errors.As(err, &failures) {
		for _, failure := range failures {
			r.wrong(flagField(failure.StructNamespace()), remedy(failure))
		}
	} else if err != nil {
		r.wrong("Addr", "could not be checked") // a mistake in our own tags; tests see every tag run
	}
}

// flagField maps the place in Config to the field of Flags: Config.Timeouts.Header
// is written as HeaderTimeout, the others bear the same name.
func flagField(namespace string) string {
	if name, nested := strings.CutPrefix(namespace, "Config.Timeouts."); nested {
		return name + "Timeout"
	}
	return strings.TrimPrefix(namespace, "Config.")
}

// remedy says what would be right, in words and without the value.
func remedy(failure validator.FieldError) string {
	param := failure.Param()
	switch failure.StructField() {
	case "EvidenceLimit":
		param = map[string]string{"min": "1KiB", "max": "10GiB"}[failure.Tag()]
	case "EvidenceTotal":
		param = map[string]string{"min": "1KiB", "max": "1TiB"}[failure.Tag()]
	}
	isText := failure.Kind().String() == "string"
	switch tag := failure.Tag(); {
	case tag == "required":
		return "must not be empty"
	case tag == "max" && isText:
		return "must be at most " + param + " characters long"
	case tag == "min":
		return "must be at least " + param
	case tag == "max":
		return "must be at most " + param
	case tag == "gtefield":
		return "must be at least as long as --request-timeout (MEMSURE_REQUEST_TIMEOUT)"
	default:
		return words[tag]
	}
}

// words for the tags that need no number.
var words = map[string]string{
	"listen_addr":  "must be HOST:PORT, such as 127.0.0.1:8080 or :8080, with a port from 0 to 65535",
	"public_url":   "must be an http or https address without user, query or fragment, such as https://memsure.example.org",
	"postgres_dsn": "must start with postgres:// or postgresql:// and name a host or a socket; leave it out for SQLite",
	"logo_name":    "must name a .png, .jpg or .jpeg file",
	"file":         "must name a file that exists and can be read",
	"plain_text":   "must be one line of valid UTF-8 text without control characters",
}

func newValidator() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	for tag, ok := range map[string]func(string) bool{
		"listen_addr": isListenAddr, "public_url": isPublicURL, "postgres_dsn": isPostgres,
		"logo_name": isLogoName, "plain_text": isPlainText,
	} {
		// The error is for empty tag names only.
		_ = v.RegisterValidation(tag, func(f validator.FieldLevel) bool { return ok(f.Field().String()) })
	}
	return v
}

func isListenAddr(s string) bool {
	host, port, err := net.SplitHostPort(s)
	if err != nil || strings.ContainsFunc(host, unicode.IsSpace) {
		return false
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && port == strconv.FormatUint(n, 10)
}

func isPublicURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" &&
		u.User == nil && u.RawQuery == "" && !u.ForceQuery && u.Fragment == "" && !strings.Contains(s, "#")
}

// isPostgres leaves the rest to the driver. A socket stands in the query.
func isPostgres(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return false
	}
	return u.Host != "" || u.Query().Get("host") != ""
}

func isLogoName(s string) bool {
	return slices.Contains([]string{".png", ".jpg", ".jpeg"}, strings.ToLower(filepath.Ext(s)))
}

func isPlainText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}
