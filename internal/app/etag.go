package app

import (
	"strconv"

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
	stale := fault.New(fault.Stale, "stale", "Somebody else has changed this since you last saw it.").
		WithRemedy("Fetch the current state, look at what changed, and send your edit again with its ETag.")
	stale.Current = ETag(version)
	return stale
}
