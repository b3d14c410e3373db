package httpapi

import (
	"errors"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/oapi-codegen/nullable"
	openapi_types "github.com/oapi-codegen/runtime/types"

	"memsure/internal/assessment"
	"memsure/internal/fault"
)

// What the conversions of all capabilities share.

// or gives what a pointer points to, else the other value.
func or[T any](p *T, otherwise T) T {
	if p == nil {
		return otherwise
	}
	return *p
}

// given is or with the zero value.
func given[T any](p *T) T {
	var zero T
	return or(p, zero)
}

// each converts a list; no list becomes an empty one, never null.
func each[A, B any](list []A, convert func(A) B) []B {
	out := make([]B, len(list))
	for i, a := range list {
		out[i] = convert(a)
	}
	return out
}

// eachOrFail is each for conversions that can fail.
func eachOrFail[A, B any](list []A, convert func(A) (B, error)) ([]B, error) {
	out := make([]B, len(list))
	for i, a := range list {
		var err error
		if out[i], err = convert(a); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// moment gives stored microseconds as a time in UTC.
func moment(us int64) time.Time { return time.UnixMicro(us).UTC() }

// maybeMoment gives null for a time that has not come.
func maybeMoment(us *int64) nullable.Nullable[time.Time] {
	if us == nil {
		return nullable.NewNullNullable[time.Time]()
	}
	return nullable.NewNullableWithValue(moment(*us))
}

// day gives a stored calendar date, nil for none.
func day(text string) *openapi_types.Date {
	at, err := time.Parse(assessment.DateLayout, text)
	if err != nil {
		return nil
	}
	return &openapi_types.Date{Time: at}
}

// dayText is the stored form of a calendar date, empty for none.
func dayText(d *openapi_types.Date) string {
	if d == nil {
		return ""
	}
	return d.Format(assessment.DateLayout)
}

// readFile reads a body that is a file; its size was bounded on the way.
func readFile(body io.Reader) ([]byte, error) { return io.ReadAll(body) }

// sortedKeys gives the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// placesOf gives the places a fault names, nil for none.
func placesOf(err error) []fault.Field {
	var known *fault.Error
	if !errors.As(err, &known) {
		return nil
	}
	return slices.Clone(known.Fields)
}
