package questionnaire

import (
	"errors"
	"reflect"
	"regexp"
	"strings"
	"sync"

	"github.com/go-playground/validator/v10"

	"memsure/internal/authored"
	"memsure/internal/fact"
	"memsure/internal/fault"
)

// Validate refuses a definition that means nothing or contradicts itself, with
// fault.Invalid and every wrong place by JSON Pointer. It expects a complete
// definition, as Load gives it.
func Validate(def *Definition) error {
	if wrong := validate(def); len(wrong) > 0 {
		return invalid(wrong)
	}
	return nil
}

// validate checks single fields by their tags, then what they mean together.
func validate(def *Definition) []fault.Field {
	k := newChecker(def)
	k.tags()
	k.identities()
	k.ruleset()
	k.weights()
	k.eachQuestion(k.question)
	k.rules()
	k.conditions()
	return k.faults
}

// tags reports what the validate tags of the definition refuse.
func (k *checker) tags() {
	var found validator.ValidationErrors
	if !errors.As(fieldRules().Struct(k.def), &found) {
		return
	}
	for _, e := range found {
		code, message := explainTag(e.Tag(), e.Param(), e.Kind())
		k.add(pointerOf(e.Namespace()), code, message)
	}
}

// fieldRules is the validator with this package's own rules.
var fieldRules = sync.OnceValue(func() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(authored.FieldName)
	for tag, rule := range map[string]func(text string) bool{
		"id":      isID,
		"band":    regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9+-]{0,15}$`).MatchString,
		"decimal": func(text string) bool { return within(text, -maxWhole*fact.Million, maxWhole*fact.Million) },
		"unit":    func(text string) bool { return within(text, 0, fact.Million) },
		"percent": func(text string) bool { return within(text, 0, 100*fact.Million) },
	} {
		check := func(fl validator.FieldLevel) bool { return rule(fl.Field().String()) }
		if err := v.RegisterValidation(tag, check); err != nil {
			panic(err) // only for an empty or reserved tag name
		}
	}
	return v
})

func within(text string, low, high int64) bool {
	m, err := parseMicro(text)
	return err == nil && low <= m && m <= high
}

// pointerOf turns "Definition.sections[0].title" into "/sections/0/title".
func pointerOf(namespace string) string {
	_, path, _ := strings.Cut(namespace, ".")
	return "/" + strings.NewReplacer(".", "/", "[", "/", "]", "").Replace(path)
}

func explainTag(tag, param string, kind reflect.Kind) (code, message string) {
	switch tag {
	case "required":
		return "missing", "A text belongs here."
	case "id":
		return "bad_id", "An id belongs here: a lower-case letter, then lower-case letters, digits and single - _ or . between them, at most 80 characters."
	case "band":
		return "bad_id", "The id of a band is up to 16 letters, digits, + or -."
	case "semver":
		return "bad_version", "A version of three numbers belongs here, such as 1.0.0."
	case "bcp47_language_tag":
		return "bad_language", "A language tag belongs here, such as en or de-CH."
	case "decimal":
		return "missing", "A decimal number belongs here."
	case "unit":
		return "out_of_range", "A decimal number from 0 to 1 belongs here."
	case "percent":
		return "out_of_range", "A decimal number from 0 to 100 belongs here."
	case "oneof":
		return "not_one_of", "One of these belongs here: " + strings.ReplaceAll(param, " ", ", ") + "."
	case "eq":
		return "not_one_of", "Only " + param + " is known here."
	default:
		return "out_of_range", explainBound(tag, param, kind)
	}
}

func explainBound(tag, param string, kind reflect.Kind) string {
	bound := map[string]string{"min": "at least ", "max": "at most "}[tag] + param
	switch kind {
	case reflect.String:
		return "A text of " + bound + " characters belongs here."
	case reflect.Slice:
		return "A list of " + bound + " entries belongs here."
	default:
		return "A number of " + bound + " belongs here."
	}
}
