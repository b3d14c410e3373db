package questionnaire

import (
	"slices"
	"strings"

	"memsure/internal/canon"
	"memsure/internal/fault"
)

// Empty tells whether w changes nothing.
func (w Weights) Empty() bool { return len(w.Sections)+len(w.Questions) == 0 }

// CheckWeights says what is wrong with weights for a definition, by JSON
// Pointer into the weights: ids that are not there, weights outside
// 0–1,000,000, weights of questions that earn no points, and weights by which
// nothing could be earned.
func CheckWeights(def *Definition, w Weights) []fault.Field {
	k := weightsChecker{sections: map[string]bool{}, questions: map[string]*Question{}}
	for s := range def.Sections {
		k.sections[def.Sections[s].ID] = true
		for q := range def.Sections[s].Questions {
			k.questions[def.Sections[s].Questions[q].ID] = &def.Sections[s].Questions[q]
		}
	}
	k.check(w)
	if len(k.fields) == 0 && !earns(reweighed(def, w)) {
		k.add("", "no_weight", "With these weights nothing could be earned; leave at least one award question and its section a weight above 0.")
	}
	return k.fields
}

type weightsChecker struct {
	sections  map[string]bool
	questions map[string]*Question
	fields    []fault.Field
}

func (k *weightsChecker) check(w Weights) {
	seen := map[string]bool{}
	for i, weight := range w.Sections {
		at := join("/sections", i)
		switch {
		case !k.sections[weight.ID]:
			k.add(at+"/id", "unknown_section", "No section of this questionnaire has this id.")
		case seen[weight.ID]:
			k.add(at+"/id", "duplicate_id", "This section has a weight in this list already.")
		}
		seen[weight.ID] = true
		k.size(weight.Weight, at+"/weight")
	}
	clear(seen)
	for i, weight := range w.Questions {
		at, q := join("/questions", i), k.questions[weight.ID]
		switch {
		case q == nil:
			k.add(at+"/id", "unknown_question", "No question of this questionnaire has this id.")
		case seen[weight.ID]:
			k.add(at+"/id", "duplicate_id", "This question has a weight in this list already.")
		case q.Role != RoleAward || q.Scoring.Kind == ScoreNone:
			k.add(at+"/id", "no_effect", "This question earns no points, so a weight means nothing for it.")
		}
		seen[weight.ID] = true
		k.size(weight.Weight, at+"/weight")
	}
}

func (k *weightsChecker) size(weight int, pointer string) {
	if weight < 0 || weight > maxWeight {
		k.add(pointer, "out_of_range", "A weight is a whole number from 0 to 1,000,000.")
	}
}

func (k *weightsChecker) add(pointer, code, message string) {
	k.fields = append(k.fields, fault.Field{Pointer: pointer, Code: code, Message: message})
}

// maxWeight is the largest weight of a section or a question.
const maxWeight = 1_000_000

// earns tells whether any question can earn points.
func earns(def *Definition) bool {
	return slices.ContainsFunc(def.Sections, func(s Section) bool {
		counts := s.Weight > 0 || def.Ruleset.RollUp == RollUpFlat
		return counts && slices.ContainsFunc(s.Questions, func(q Question) bool { return q.Scored() })
	})
}

// Reweigh gives the definition as it counts in an assessment: the weights of
// the tier take the place of the authored ones, and own weights that of both.
// An unknown or empty tier changes nothing. Only weights differ from def, which
// is not changed; where none does, def itself is given. Weights that
// CheckWeights refuses are refused with fault.Invalid.
func Reweigh(def *Definition, tier string, own Weights) (*Definition, error) {
	var layers []Weights
	for _, t := range def.Tiers {
		if t.ID == tier && t.Weights != nil {
			layers = append(layers, *t.Weights)
		}
	}
	if !own.Empty() {
		layers = append(layers, own)
	}
	counted := def
	for _, layer := range layers {
		counted = reweighed(counted, layer)
	}
	if fields := CheckWeights(counted, own); len(fields) > 0 {
		return nil, fault.New(fault.Invalid, "weights_invalid", "The weights do not fit the questionnaire.").
			WithRemedy("Correct the places listed.").With(fields...)
	}
	return counted, nil
}

// reweighed copies what it changes and shares the rest.
func reweighed(def *Definition, w Weights) *Definition {
	sections, questions := byID(w.Sections), byID(w.Questions)
	out := *def
	out.Sections = slices.Clone(def.Sections)
	for s := range out.Sections {
		section := &out.Sections[s]
		if weight, ok := sections[section.ID]; ok {
			section.Weight = weight
		}
		section.Questions = slices.Clone(section.Questions)
		for q := range section.Questions {
			if weight, ok := questions[section.Questions[q].ID]; ok {
				section.Questions[q].Weight = weight
			}
		}
	}
	return &out
}

func byID(list []Weight) map[string]int {
	found := make(map[string]int, len(list))
	for _, w := range list {
		found[w.ID] = w.Weight
	}
	return found
}

// WeightsSchema names the form of an assessment's own weights.
const WeightsSchema = "memsure/weights/v1"

// CanonicalWeights gives the canonical bytes of weights and their digest: what
// an assessment freezes and a scorecard names. The order of the lists does not
// count.
func CanonicalWeights(w Weights) (doc []byte, digest string, err error) {
	inOrder := func(list []Weight) []Weight {
		return slices.SortedFunc(slices.Values(list), func(a, b Weight) int { return strings.Compare(a.ID, b.ID) })
	}
	doc, digest, err = canon.EncodeDigest(canon.DomainWeights, struct {
		Schema string `json:"schema"`
		Weights
	}{WeightsSchema, Weights{inOrder(w.Sections), inOrder(w.Questions)}})
	return doc, digest, fault.Wrap(err, "encode weights")
}
