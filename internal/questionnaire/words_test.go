package questionnaire_test

import (
	"fmt"
	"testing"

	"memsure/internal/questionnaire"
)

func ExampleInWords() {
	def := &questionnaire.Definition{Sections: []questionnaire.Section{{Questions: []questionnaire.Question{
		{ID: "native", Title: "Native code", Text: "Does the release contain native code?", Type: questionnaire.TypeBoolean},
		{ID: "share", Text: "Which share is safe?", Type: questionnaire.TypePercentage},
	}}}}
	yes, half := questionnaire.Literal("true"), questionnaire.Decimal("50")
	fmt.Println(questionnaire.InWords(def, &questionnaire.Condition{All: []questionnaire.Condition{
		{Question: "native", Equals: &yes}, {Question: "share", AtMost: &half}}}, nil))
	// Output: “Native code” is Yes, and “Which share is safe” is at most 50 %
}

func TestConditionsInWords(t *testing.T) {
	def := &questionnaire.Definition{Sections: []questionnaire.Section{{Questions: []questionnaire.Question{
		{ID: "a", Title: "A", Type: questionnaire.TypeBoolean},
		{ID: "b", Title: "B", Type: questionnaire.TypeMultiChoice, Options: []questionnaire.Option{{ID: "x", Label: "Ex"}, {ID: "y", Label: "Why"}}},
		{ID: "n", Title: "N", Type: questionnaire.TypeNumber, Unit: "days"},
	}}}}
	no, x, seven, given := questionnaire.Literal("false"), questionnaire.Literal("x"), questionnaire.Decimal("7"), true
	for want, c := range map[string]questionnaire.Condition{
		"“A” is No":                             {Question: "a", Equals: &no},
		"“B” includes “Ex”":                     {Question: "b", Equals: &x},
		"“B” includes “Ex” or “Why”":            {Question: "b", In: []string{"x", "y"}},
		"“N” is at least 7 days":                {Question: "n", AtLeast: &seven},
		"“A” is not answered":                   {Not: &questionnaire.Condition{Question: "a", Answered: &given}},
		"it is not so that “A” is No":           {Not: &questionnaire.Condition{Question: "a", Equals: &no}},
		"what a file shows as “f” is at most 7": {Fact: "f", AtMost: &seven},
		"“A” is No, or (“A” is answered, and “N” is at least 7 days)": {Any: []questionnaire.Condition{{Question: "a", Equals: &no},
			{All: []questionnaire.Condition{{Question: "a", Answered: &given}, {Question: "n", AtLeast: &seven}}}}},
	} {
		if got := questionnaire.InWords(def, &c, nil); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := questionnaire.InWords(def, nil, nil); got != "" {
		t.Errorf("no condition: %q", got)
	}
}
