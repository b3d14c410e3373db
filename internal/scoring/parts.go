package scoring

import "memsure/internal/questionnaire"

// parts says what every part of a condition came to, for the explanation.
func (r *run) parts(p questionnaire.Program) []PartTruth {
	truths := r.version.Parts(p, r.env)
	parts := make([]PartTruth, len(truths))
	for i, t := range truths {
		parts[i] = PartTruth(t.String())
	}
	return parts
}

// whenParts says why a question was not shown: what its condition came to, part
// by part, by the facts that conditions which show questions see.
func (r *run) whenParts(q int) []PartTruth {
	if r.shown[q] == questionnaire.True {
		return nil
	}
	all := r.env.Facts
	r.env.Facts = r.whenFacts
	defer func() { r.env.Facts = all }()
	return r.parts(r.version.When(q))
}
