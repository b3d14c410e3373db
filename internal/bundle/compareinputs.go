package bundle

import (
	"encoding/json"
	"strconv"
)

const otherThanHeld = "The scorecard names something else than what the bundle holds."

// inputWords say in words what the inputs of a scorecard are, by their names.
var inputWords = map[string]string{
	"questionnaire": "questionnaire", "ruleset": "ruleset", "revision": "last revision",
	"facts": "set of facts", "reviews": "list of reviews", "weights": "set of weights",
}

// walkInputs compares the inputs a scorecard names with those of the bundle,
// each by its name. It is false where one side is no list of differently named
// digests, or where the two lists differ in nothing that a name could tell.
func (r *recomputer) walkInputs(stored, computed any) bool {
	left, okLeft := namedInputs(stored)
	right, okRight := namedInputs(computed)
	if !okLeft || !okRight {
		return false
	}
	told := false
	tell := func(pointer, message, was, is string) {
		r.differs(nameScorecard, pointer, KindInput, message, was, is)
		told = true
	}
	for i, in := range left {
		is, held := digestOf(right, in.Name)
		switch what, known := inputWords[in.Name]; {
		case !held && known:
			tell("/inputs", "The scorecard names a "+what+" that the bundle does not hold.", shown(in.Digest), "")
		case !held:
			tell("/inputs", otherThanHeld, shown(in.Digest), "")
		case is != in.Digest:
			tell("/inputs/"+strconv.Itoa(i)+"/digest", "The "+what+" is not what the scorecard names.", shown(in.Digest), shown(is))
		}
	}
	for _, in := range right {
		if _, named := digestOf(left, in.Name); !named {
			tell("/inputs", "The bundle holds a "+inputWords[in.Name]+" that the scorecard does not name.", "", shown(in.Digest))
		}
	}
	return told
}

// namedInputs reads a list of named digests that has each name once and
// nothing else in it.
func namedInputs(list any) (inputs []NamedDigest, ok bool) {
	parts, _ := list.([]any)
	for _, part := range parts {
		if members, isObject := part.(map[string]any); !isObject || len(members) != 2 {
			return nil, false
		}
	}
	text, err := json.Marshal(list)
	if err != nil || json.Unmarshal(text, &inputs) != nil {
		return nil, false
	}
	seen := map[string]bool{}
	for _, in := range inputs {
		if seen[in.Name] {
			return nil, false
		}
		seen[in.Name] = true
	}
	return inputs, true
}

func digestOf(inputs []NamedDigest, name string) (digest string, ok bool) {
	for _, in := range inputs {
		if in.Name == name {
			return in.Digest, true
		}
	}
	return "", false
}
