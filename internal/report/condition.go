package report

import (
	"strings"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// gates words every knock-out sentence by sentence.
func (t *tracer) gates() []TraceGate {
	authored := t.authoredGates()
	out := []TraceGate{}
	for _, g := range t.in.Result.Gates {
		line := TraceGate{ID: g.ID, Title: g.Title, Outcome: string(g.Outcome), Why: sentence(t.inWords(g.Why)), Parts: []ConditionPart{}}
		if gate := authored[g.ID]; gate != nil {
			line.Asks = gate.Why
			line.Parts = t.parts(gate.Pass, g.PassParts)
		}
		for _, r := range t.in.Reviews {
			if r.ID != "" && r.ID == g.ReviewID {
				line.Decision = sentence(decided(g)+gateDecision(r)) + " Reason: " + sentence(r.Reason)
			}
		}
		out = append(out, line)
	}
	return out
}

// decided says how far a decision on a knock-out has come: where a second person
// is needed, it is a proposal until that person agreed.
func decided(g scoring.GateResult) string {
	switch {
	case g.ProposedBy == "":
		return "An evaluator decided: "
	case g.ApprovedBy == "":
		return "An evaluator proposed, and it is not approved by a second person: "
	}
	return "An evaluator proposed and a second person approved: "
}

// authoredGates gives the definition's gates by the ids results name them by.
func (b *builder) authoredGates() map[string]*questionnaire.Gate {
	out := map[string]*questionnaire.Gate{}
	for i := range b.in.Definition.Gates {
		out[b.in.Definition.Gates[i].ID] = &b.in.Definition.Gates[i]
	}
	for id, q := range b.questions {
		if q.Gate == nil {
			continue
		}
		if q.Gate.ID != "" {
			id = q.Gate.ID
		}
		out[id] = q.Gate
	}
	return out
}

var truthWords = map[scoring.PartTruth]string{
	scoring.PartHolds: "holds", scoring.PartFails: "does not hold", scoring.PartUnknown: "not known",
}

// parts words a condition in the order written, each part with what it came to.
// Truths that do not belong to the condition are left out.
func (b *builder) parts(c *questionnaire.Condition, truths []scoring.PartTruth) []ConditionPart {
	out := []ConditionPart{}
	b.part(c, 0, &out)
	if len(truths) != len(out) {
		return out
	}
	for i, t := range truths {
		out[i].Truth, out[i].Says = string(t), truthWords[t]
	}
	return out
}

func (b *builder) part(c *questionnaire.Condition, depth int, out *[]ConditionPart) {
	if c == nil {
		return
	}
	group := func(asks string, parts ...questionnaire.Condition) {
		*out = append(*out, ConditionPart{Depth: depth, Asks: asks})
		for i := range parts {
			b.part(&parts[i], depth+1, out)
		}
	}
	switch {
	case c.All != nil:
		group("All of these hold:", c.All...)
	case c.Any != nil:
		group("At least one of these holds:", c.Any...)
	case c.Not != nil:
		group("This does not hold:", *c.Not)
	case c.Fact != "":
		*out = append(*out, ConditionPart{Depth: depth, Asks: "“" + factName(c.Fact) + "” " + b.wantedOfFact(c), Known: b.knownFact(c.Fact)})
	default:
		*out = append(*out, b.leaf(c, depth))
	}
}

func (b *builder) leaf(c *questionnaire.Condition, depth int) ConditionPart {
	part := ConditionPart{Depth: depth, Asks: b.quoted(c.Question) + " " + b.wanted(c), Known: b.knownAnswer(c.Question)}
	if c.Differs != nil {
		part.Known += " " + b.knownFact(c.Differs.Fact)
	}
	return part
}

// wanted says what a test asks of an answer.
func (b *builder) wanted(c *questionnaire.Condition) string {
	q := b.questions[c.Question]
	if q == nil {
		q = &questionnaire.Question{}
	}
	several := q.Type == questionnaire.TypeMultiChoice
	switch {
	case c.Answered != nil:
		return choose(*c.Answered, "is answered", "is not answered")
	case c.Equals != nil && q.Type == questionnaire.TypeBoolean:
		return "is answered " + choose(*c.Equals == "true", "yes", "no")
	case c.Equals != nil && several:
		return "includes “" + optionLabel(q.Options, string(*c.Equals)) + "”"
	case c.Equals != nil:
		return "is “" + optionLabel(q.Options, string(*c.Equals)) + "”"
	case c.In != nil:
		return choose(several, "includes at least one of ", "is one of ") + quotedLabels(q.Options, c.In)
	case c.AtLeast != nil:
		return "is at least " + strings.TrimSpace(string(*c.AtLeast)+" "+anchorUnit(q))
	case c.AtMost != nil:
		return "is at most " + strings.TrimSpace(string(*c.AtMost)+" "+anchorUnit(q))
	case c.Differs != nil:
		return "is more than " + string(c.Differs.ByMore) + " away from “" + factName(c.Differs.Fact) + "”"
	}
	return "is as asked"
}

func (b *builder) wantedOfFact(c *questionnaire.Condition) string {
	switch {
	case c.Equals != nil && fact.Kinds[c.Fact] == fact.Boolean:
		return "is " + choose(*c.Equals == "true", "yes", "no")
	case c.Equals != nil:
		return "is " + string(*c.Equals)
	case c.In != nil:
		return "is one of " + quotedLabels(nil, c.In)
	case c.AtLeast != nil:
		return "is at least " + string(*c.AtLeast) + factUnit(c.Fact)
	case c.AtMost != nil:
		return "is at most " + string(*c.AtMost) + factUnit(c.Fact)
	}
	return "is as asked"
}

func factUnit(name string) string {
	if fact.Kinds[name] == fact.Share {
		return " %"
	}
	return ""
}

func quotedLabels(options []questionnaire.Option, ids []string) string {
	labels := make([]string, len(ids))
	for i, id := range ids {
		labels[i] = "“" + optionLabel(options, id) + "”"
	}
	return strings.Join(labels, ", ")
}

// knownAnswer says what the response holds on a question a condition rests on.
func (b *builder) knownAnswer(id string) string {
	r := b.results[id]
	if r == nil {
		return "The question is not part of this result."
	}
	return b.said(r)
}

// knownFact says what the files show of a fact: every value once.
func (b *builder) knownFact(name string) string {
	var shows []string
	seen := map[string]bool{}
	verb := "The file shows "
	for _, f := range b.in.Facts {
		value := shown(f)
		if f.Name != name || seen[value] {
			continue
		}
		seen[value] = true
		if f.Assurance == fact.Verified {
			verb = "We verified "
		}
		shows = append(shows, strings.TrimSpace(value+" "+bracketed(b.numbers[f.EvidenceID])))
	}
	switch len(shows) {
	case 0:
		return "No file shows it."
	case 1:
		return verb + shows[0] + "."
	}
	return "The files disagree: " + strings.Join(shows, ", ") + "."
}

func bracketed(s string) string {
	if s == "" {
		return ""
	}
	return "(" + s + ")"
}
