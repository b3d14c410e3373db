package bundle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Difference is one place where a scorecard computed again is not what is
// stored.
type Difference struct {
	Part     string `json:"part"`              // file of the bundle
	Pointer  string `json:"pointer,omitempty"` // JSON Pointer into it; empty for the whole file
	Kind     Kind   `json:"kind"`
	Message  string `json:"message"`            // one sentence
	Stored   string `json:"stored,omitempty"`   // as JSON, shortened
	Computed string `json:"computed,omitempty"` // as JSON, shortened
}

// Kind says what a difference is about.
type Kind string

// The kinds. Words and the report may differ where another version of the
// program words them differently; inputs and results may not.
const (
	KindInput  Kind = "input"  // something the score rests on is not what the scorecard names
	KindResult Kind = "result" // a number, an outcome or a state
	KindWords  Kind = "words"  // a sentence that explains one
	KindReport Kind = "report" // what the report says
)

// mostDifferences bounds how many are listed; the rest are counted.
const mostDifferences = 100

func (r *recomputer) differs(part, pointer string, kind Kind, message, stored, computed string) {
	if len(r.found.Differences) == mostDifferences {
		r.found.LeftOut++
		return
	}
	r.found.Differences = append(r.found.Differences, Difference{part, pointer, kind, message, stored, computed})
}

// compare tells path by path where two documents differ.
func (r *recomputer) compare(part string, stored, computed []byte) {
	if bytes.Equal(stored, computed) {
		return
	}
	before := len(r.found.Differences) + r.found.LeftOut
	left, okLeft := tree(stored)
	right, okRight := tree(computed)
	if okLeft && okRight {
		r.walk(part, "", left, right)
	}
	if len(r.found.Differences)+r.found.LeftOut == before {
		r.differs(part, "", kindOf(part, ""), "The document says the same and is not in the form in which such documents are kept.", "", "")
	}
}

func tree(document []byte) (v any, ok bool) {
	d := json.NewDecoder(bytes.NewReader(document))
	d.UseNumber()
	return v, d.Decode(&v) == nil
}

func (r *recomputer) walk(part, pointer string, stored, computed any) {
	if part == nameScorecard && pointer == "/inputs" && r.walkInputs(stored, computed) {
		return
	}
	switch left := stored.(type) {
	case map[string]any:
		if right, ok := computed.(map[string]any); ok {
			r.walkMembers(part, pointer, left, right)
			return
		}
	case []any:
		if right, ok := computed.([]any); ok && len(left) == len(right) {
			for i := range left {
				r.walk(part, pointer+"/"+strconv.Itoa(i), left[i], right[i])
			}
			return
		}
	default:
		if stored == computed {
			return
		}
	}
	r.differs(part, pointer, kindOf(part, pointer), sentenceOf(part, pointer), shown(stored), shown(computed))
}

// absent stands for a member that one side does not have.
type absent struct{}

func (r *recomputer) walkMembers(part, pointer string, stored, computed map[string]any) {
	names := maps.Clone(stored)
	maps.Copy(names, computed)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		left, right := any(absent{}), any(absent{})
		if v, ok := stored[name]; ok {
			left = v
		}
		if v, ok := computed[name]; ok {
			right = v
		}
		r.walk(part, pointer+"/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(name), left, right)
	}
}

// shown is a value in a few words.
func shown(v any) string {
	switch v := v.(type) {
	case absent:
		return ""
	case []any:
		return fmt.Sprintf("a list of %d", len(v))
	case map[string]any:
		return fmt.Sprintf("%d members", len(v))
	}
	text, _ := json.Marshal(v) // a string, a number, a boolean or null
	const longest = 120
	if runes := []rune(string(text)); len(runes) > longest {
		return string(runes[:longest-1]) + "…"
	}
	return string(text)
}

// wordMembers of a result hold sentences.
var wordMembers = []string{"rule", "confidence_why", "why", "message", "resolve", "advice", "reason", "cap_reason", "title"}

func kindOf(part, pointer string) Kind {
	member := pointer[strings.LastIndexByte(pointer, '/')+1:]
	switch {
	case part == nameReport:
		return KindReport
	case part != nameScorecard || !strings.HasPrefix(pointer, "/result"):
		return KindInput
	case slices.Contains(wordMembers, member):
		return KindWords
	}
	return KindResult
}

func sentenceOf(part, pointer string) string {
	switch kindOf(part, pointer) {
	case KindReport:
		return "The report says something else than what follows from the scorecard."
	case KindWords:
		return "The explanation is worded differently."
	case KindResult:
		return "The result is not what the inputs give."
	}
	return otherThanHeld
}

func numberedName(folder string, i int) string { return fmt.Sprintf("%s%06d.json", folder, i+1) }
