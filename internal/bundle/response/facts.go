package response

import (
	"strconv"
	"time"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

// facts reads what a file would show, each value in the form of its fact.
func (r *reader) facts(at string, in evidenceShape) (out []fact.Fact) {
	for i, f := range in.Facts {
		here := at + item("facts", i)
		kind, known := fact.Kinds[f.Name]
		if !known {
			r.refuse(here+"/name", "unknown_fact", "There is no such fact; docs/questionnaire-format.md lists them.")
			continue
		}
		made := fact.Fact{Name: f.Name, Kind: kind, EvidenceID: in.ID, SHA256: in.SHA256, Reader: "tried", AsOf: in.DatedOn, Assurance: fact.Documented}
		switch fact.Assurance(f.Assurance) {
		case "", fact.Documented:
		case fact.Verified:
			made.Assurance = fact.Verified
		default:
			r.refuse(here+"/assurance", "not_one_of", "One of these belongs here: documented, verified.")
		}
		if !valued(&made, string(f.Value)) {
			r.refuse(here+"/value", "wrong_type", "The value does not fit the fact: a "+string(kind)+" belongs here.")
		}
		out = append(out, made)
	}
	return out
}

// valued gives a fact its value; false where the text is no such value.
func valued(f *fact.Fact, text string) bool {
	var err error
	switch f.Kind {
	case fact.Number, fact.Share:
		f.Micro, err = questionnaire.Decimal(text).Micro()
		if err == nil && (text == "" || f.Kind == fact.Share && (f.Micro < 0 || f.Micro > 100*fact.Million)) {
			return false
		}
	case fact.Boolean:
		f.Flag, err = strconv.ParseBool(text)
		return err == nil && (text == "true" || text == "false")
	case fact.Date:
		f.Text = text
		_, err = time.Parse(assessment.DateLayout, text)
	default:
		f.Text = text
		return text != ""
	}
	return err == nil
}
