// Package response reads a whole response from one file that people can write:
// what a vendor answers to a questionnaire, the files that go with it and,
// where somebody wants to try them, evaluators' decisions. The command line
// scores such files without a server, drafts are tried against them, and the
// shipped samples are written in them.
//
// The form, in YAML or JSON (fields in any order; those marked * may be left
// out):
//
//	schema: memsure/response/v1
//	questionnaire: {slug: supplier-memory-safety, version: 1.0.0}
//	questionnaire_digest: sha256:…   # * refuse any other content of the version
//	vendor_name: Northwind Systems   # *
//	product_name: Aurora Gateway     # *
//	release_label: 4.2.0             # * quote it where it looks like a number: '4.2'
//	tier: high                       # * one of the questionnaire's tiers
//	purpose: onboarding              # * rfp, onboarding, renewal, out_of_cycle
//	source: vendor                   # * vendor or public_sources
//	as_of: 2026-11-22                # * day or moment (RFC 3339) of the score; a day is its first moment, UTC
//	evidence:                        # *
//	- id: sbom                       # answers link it by this
//	  file: aurora.cdx.json          # the file is there, beside the response: it is read
//	  kind: sbom                     # *
//	  dated_on: 2026-11-10           # * the date it bears, where no reader finds one
//	- id: audit
//	  file_name: audit-2026.pdf      # instead of file: only named; it counts as not looked into
//	  sha256: 9f86…                  # * of its bytes, in hexadecimal
//	- id: scan
//	  file_name: scan.json           # what the file would show can be tried without it:
//	  facts: [{name: sbom.components.total, value: 52, assurance: documented}]   # or verified
//	answers:
//	- question_id: ms-native-code
//	  value: {kind: boolean, boolean: true}
//	  comment: Since release 4.0.    # *
//	  evidence:                      # *
//	  - {evidence_id: sbom, place: page 4}   # place *
//	- question_id: ms-share
//	  value: {kind: percentage, number: 62.5}
//	- question_id: ms-entry-points
//	  value:
//	    kind: table
//	    rows:
//	    - cells:
//	      - {column: entry, text: TLS listener}
//	      - {column: parser, option: safe}
//	      - {column: isolated, boolean: true}
//	- question_id: ms-hosting
//	  not_applicable: {reason: Nothing is hosted.}
//	reviews:                         # * evaluators' decisions to try, oldest first
//	- {kind: verdict, question_id: ms-native-code, confidence: documented, evidence_id: sbom, place: page 4, reason: The file shows it.}
//	- {kind: grade, question_id: ms-roadmap, grade: 2, reason: Names the rule., by: first-evaluator}
//
//	weights:                         # * the buyer's own weights to try, in place of the authored ones
//	  questions: [{id: ms-native-code, weight: 40}]
//	panel: [first-evaluator, second-evaluator]   # * who grades texts together, as reviews name them in by
//
// A value has its kind and exactly the member that belongs to it: boolean
// (true, false), option (single_choice), options (multi_choice), number
// (percentage and number; a decimal, quoted or not), date, text, rows (table),
// and none for file. It is the form of answers on the API, so what a vendor
// exports from the portal (memsure/answers/v1) is read as it is.
package response

import (
	"memsure/internal/assessment"
	"memsure/internal/authored"
	"memsure/internal/fact"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
)

// The forms that are read: a whole response, and a vendor's own answers as
// exported from the portal, whose evidence lies elsewhere.
const (
	Schema        = "memsure/response/v1"
	AnswersSchema = "memsure/answers/v1"
)

// MaxFileSize bounds a response file, in bytes. Eighty questions with tables
// take about 30 KB.
const MaxFileSize = 2 << 20

var format = authored.Kind{Noun: "response", MaxSize: MaxFileSize, MaxFields: 50}

// Response is what a file says.
type Response struct {
	Schema                   string
	Slug, Version            string // of the questionnaire
	Digest                   string // of the version's content; empty where not named
	Vendor, Product, Release string // names; may be empty
	Tier                     string // may be empty
	Purpose                  assessment.Purpose
	Source                   assessment.Source
	AsOf                     int64 // microseconds UTC; 0 where not said
	Evidence                 []Evidence
	Answers                  []assessment.Answer // in the file's order
	Reviews                  []assessment.Review // as written; number, revision and moment are set when they are tried
	Weights                  questionnaire.Weights
	Panel                    []string // persons who grade texts together, by their references in reviews

	file *authored.File // nil for a Response made by a program
}

// Evidence names one file that answers link.
type Evidence struct {
	ID      string
	Name    string      // relative path with slashes where it lies beside the response, else only its name
	There   bool        // it lies beside the response and is to be read
	SHA256  string      // lower-case hexadecimal; may be empty
	Kind    string      // may be empty
	DatedOn string      // YYYY-MM-DD; may be empty
	Facts   []fact.Fact // what the file would show, to try; not used where the file itself is looked into
}

// Load reads a response file. Unknown and repeated fields, values of another
// type, answers given twice, and links to files that are not declared are
// refused with fault.Invalid; its fields carry line and column, JSON Pointer
// and a snippet, at most 100 of them, in the order of the file. Whether the
// answers mean anything to a questionnaire is Fit's to say.
func Load(src []byte) (Response, error) {
	file, wrong := format.Parse(src)
	if len(wrong) > 0 {
		return Response{}, invalid(wrong)
	}
	var written shape
	wrong = file.Decode(&written)
	if len(wrong) > 0 && written.Schema == "" && written.Questionnaire.Slug == "" { // something else altogether
		return Response{}, fault.New(fault.Invalid, "no_response", "This is no response file: it names neither its form nor a questionnaire.").
			WithRemedy("A response begins with schema: " + Schema + " and questionnaire: {slug: …, version: …}.")
	}
	if len(wrong) > 0 {
		return Response{}, invalid(file.Placed(wrong))
	}
	r := reader{}
	out := r.response(&written)
	if len(r.wrong) > 0 {
		return Response{}, invalid(file.Placed(r.wrong))
	}
	out.file = file
	return out, nil
}

func invalid(wrong []fault.Field) error {
	return fault.New(fault.Invalid, "response_invalid", "The response has errors.").
		WithRemedy("Correct the places listed and try again.").With(wrong...)
}

// refuse makes one error of wrong places, with lines where the response was
// read from a file.
func (r *Response) refuse(wrong []fault.Field) error {
	if len(wrong) == 0 {
		return nil
	}
	if r.file != nil {
		wrong = r.file.Placed(wrong)
	}
	return invalid(wrong)
}
