package assessment

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"memsure/internal/canon"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
)

// Check says what is wrong with the meaning of an answer to question q of the
// version: places are JSON Pointers into the answer. It holds the bounds of what
// stands beside a value, too, as not every answer comes in as JSON by the
// contract.
func Check(version *questionnaire.Compiled, q int, a Answer, from Source) []fault.Field {
	asked := version.Questions()[q]
	fields := append(checkText(a), checkBounds(a)...)
	switch {
	case a.NotApplicable != nil:
		fields = append(fields, checkNotApplicable(asked.NA, a)...)
	case a.Value != nil:
		fields = append(fields, prefixed("/value", questionnaire.CheckValue(asked.Question, *a.Value))...)
	case asked.Type != questionnaire.TypeFile && a.Comment == "":
		fields = append(fields, field("", "empty", "An answer needs a value, a not-applicable reason or a comment."))
	}
	if a.Value != nil && asked.Type == questionnaire.TypeFile && len(a.Evidence) == 0 {
		fields = append(fields, field("/evidence", "required", "Link the uploaded file to this answer."))
	}
	fields = append(fields, checkLinks(a.Evidence)...)
	return append(fields, checkCitation(a, from)...)
}

// Most that an answer may hold beside its value: texts in characters, links in
// number. The contract says the same.
const (
	LongestComment = 10_000
	LongestReason  = 4_000 // why the question does not apply
	LongestPlace   = 300   // in a linked file
	LongestTitle   = 500   // of a public source
	LongestURL     = 2_000 // of a public source
	MostLinks      = 50
)

func checkBounds(a Answer) []fault.Field {
	var fields []fault.Field
	check := func(pointer, text string, most int) {
		if utf8.RuneCountInString(text) > most {
			fields = append(fields, field(pointer, "too_long", fmt.Sprintf("The text may have at most %d characters.", most)))
		}
	}
	check("/comment", a.Comment, LongestComment)
	if a.NotApplicable != nil {
		check("/not_applicable/reason", a.NotApplicable.Reason, LongestReason)
	}
	for i, link := range a.Evidence {
		check(fmt.Sprintf("/evidence/%d/place", i), link.Place, LongestPlace)
	}
	if len(a.Evidence) > MostLinks {
		fields = append(fields, field("/evidence", "too_many", fmt.Sprintf("At most %d files can be linked.", MostLinks)))
	}
	if a.Citation != nil {
		check("/citation/title", a.Citation.Title, LongestTitle)
		check("/citation/url", a.Citation.URL, LongestURL)
	}
	return fields
}

func checkNotApplicable(rule questionnaire.NARule, a Answer) []fault.Field {
	var fields []fault.Field
	if !rule.Allowed {
		fields = append(fields, field("/not_applicable", "not_allowed", "This question always applies; answer it or leave it open."))
	}
	if a.Value != nil {
		fields = append(fields, field("/value", "conflict", "Give a value or say that the question does not apply, not both."))
	}
	if rule.ReasonRequired && strings.TrimSpace(a.NotApplicable.Reason) == "" {
		fields = append(fields, field("/not_applicable/reason", "required", "Say why the question does not apply."))
	}
	return fields
}

func checkLinks(links []EvidenceLink) []fault.Field {
	var fields []fault.Field
	seen := map[EvidenceLink]bool{}
	for i, link := range links {
		if seen[link] {
			fields = append(fields, field(fmt.Sprintf("/evidence/%d", i), "duplicate", "This file and place are linked already."))
		}
		seen[link] = true
	}
	return fields
}

func checkCitation(a Answer, from Source) []fault.Field {
	switch {
	case from == SourcePublic && a.Citation == nil:
		return []fault.Field{field("/citation", "required", "Name the public source of this answer.")}
	case from == SourceVendor && a.Citation != nil:
		return []fault.Field{field("/citation", "not_allowed", "Citations belong to answers from public sources; link evidence instead.")}
	case a.Citation != nil:
		if _, err := time.Parse(DateLayout, a.Citation.RetrievedOn); err != nil {
			return []fault.Field{field("/citation/retrieved_on", "date", "Write the date as YYYY-MM-DD.")}
		}
	}
	return nil
}

// checkText refuses text that not every place could store and print exactly.
func checkText(a Answer) []fault.Field {
	texts := map[string]string{"/comment": a.Comment}
	if a.NotApplicable != nil {
		texts["/not_applicable/reason"] = a.NotApplicable.Reason
	}
	if a.Citation != nil {
		texts["/citation/url"], texts["/citation/title"] = a.Citation.URL, a.Citation.Title
	}
	for i, link := range a.Evidence {
		texts[fmt.Sprintf("/evidence/%d/place", i)] = link.Place
	}
	var fields []fault.Field
	for _, pointer := range slices.Sorted(maps.Keys(texts)) {
		text := texts[pointer]
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			fields = append(fields, field(pointer, "text", "Text must be UTF-8 without the NUL character."))
		}
	}
	return fields
}

// Given tells whether an answer says something that counts: a value, or an
// allowed claim that the question does not apply.
func Given(a Answer, rule questionnaire.NARule) bool {
	return a.Value != nil || a.NotApplicable != nil && rule.Allowed
}

// EncodeAnswer gives the bytes a draft stores, in canonical form: equal answers
// give equal bytes.
func EncodeAnswer(a Answer) ([]byte, error) { return canon.Encode(a) }

// DecodeAnswer reads what EncodeAnswer wrote.
func DecodeAnswer(payload []byte) (Answer, error) {
	var a Answer
	err := json.Unmarshal(payload, &a)
	return a, err
}

func field(pointer, code, message string) fault.Field {
	return fault.Field{Pointer: pointer, Code: code, Message: message}
}

func prefixed(prefix string, fields []fault.Field) []fault.Field {
	for i := range fields {
		fields[i].Pointer = prefix + fields[i].Pointer
	}
	return fields
}
