package app

import (
	"strconv"
	"strings"

	"memsure/internal/fault"
)

// ETag names a version of something that can be edited.
func ETag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// matches checks an edit's If-Match against today's version: fault
// PreconditionRequired without one, fault Stale with today's when it is old.
func matches(etag string, version int64) error {
	switch etag {
	case "":
		return fault.New(fault.PreconditionRequired, "if_match_required", "An edit needs the ETag it follows.").
			WithRemedy("Fetch the current state and send its ETag as If-Match.")
	case ETag(version), "*":
		return nil
	}
	if !strings.Contains(etag, `"`) {
		return fault.New(fault.Invalid, "if_match_malformed", "If-Match must be an ETag with its quotation marks.").
			WithRemedy("Send the ETag exactly as it was given to you, such as \"3\".")
	}
	stale := fault.New(fault.Stale, "stale", "This follows another state than today's: somebody else has changed it since you last saw it.").
		WithRemedy("Fetch the current state, look at what changed, and send your edit again with its ETag.")
	stale.Current = ETag(version)
	return stale
}
