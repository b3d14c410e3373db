package questionnaires_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	invopop "github.com/invopop/jsonschema"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/questionnaires"
)

var update = flag.Bool("update", false, "write the JSON Schema anew")

const schemaFile = "questionnaire.schema.json"

// The schema that editors use is made from the definition's own types and
// rules, so that it cannot fall behind them.
func TestSchemaFollowsTheDefinition(t *testing.T) {
	want := schemaOf(t)
	if *update {
		if err := os.WriteFile(schemaFile, want, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(questionnaires.Schema(), want) {
		t.Error("questionnaire.schema.json is not what the definition says; run go test ./questionnaires -run Schema -update")
	}
}

func schemaOf(t *testing.T) []byte {
	t.Helper()
	reflector := invopop.Reflector{
		Anonymous: true, ExpandedStruct: true, RequiredFromJSONSchemaTags: true,
		Mapper: scalarSchema,
	}
	schema := reflector.Reflect(&questionnaire.Definition{})
	schema.ID = "questionnaire.schema.json"
	schema.Title = "memsure questionnaire"
	schema.Description = "One version of a questionnaire. The format reference explains every field."
	refine(t, schema, reflect.TypeFor[questionnaire.Definition]())
	for _, of := range []reflect.Type{
		reflect.TypeFor[questionnaire.Ruleset](), reflect.TypeFor[questionnaire.Ladder](), reflect.TypeFor[questionnaire.Band](),
		reflect.TypeFor[questionnaire.ExposureCap](), reflect.TypeFor[questionnaire.Tier](), reflect.TypeFor[questionnaire.Weights](),
		reflect.TypeFor[questionnaire.Weight](), reflect.TypeFor[questionnaire.Section](), reflect.TypeFor[questionnaire.Question](),
		reflect.TypeFor[questionnaire.Option](), reflect.TypeFor[questionnaire.Column](), reflect.TypeFor[questionnaire.Scoring](),
		reflect.TypeFor[questionnaire.Anchor](), reflect.TypeFor[questionnaire.Measure](), reflect.TypeFor[questionnaire.CellCondition](),
		reflect.TypeFor[questionnaire.Grade](), reflect.TypeFor[questionnaire.EvidenceRule](), reflect.TypeFor[questionnaire.NARule](),
		reflect.TypeFor[questionnaire.Gate](), reflect.TypeFor[questionnaire.RedFlag](), reflect.TypeFor[questionnaire.Check](),
		reflect.TypeFor[questionnaire.Condition](), reflect.TypeFor[questionnaire.Difference](),
	} {
		part := schema.Definitions[of.Name()]
		if part == nil {
			t.Fatalf("the schema has no %s", of.Name())
		}
		refine(t, part, of)
	}
	out, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(out, '\n')
}

// scalarSchema: decimals may be written with or without quotes, and what a
// condition compares with also as true or false.
func scalarSchema(of reflect.Type) *invopop.Schema {
	decimal := &invopop.Schema{Type: "string", Pattern: `^-?[0-9]+(\.[0-9]{1,6})?$`}
	switch of {
	case reflect.TypeFor[questionnaire.Decimal]():
		return &invopop.Schema{AnyOf: []*invopop.Schema{{Type: "number"}, decimal}}
	case reflect.TypeFor[questionnaire.Literal]():
		return &invopop.Schema{Type: "", AnyOf: []*invopop.Schema{{Type: "boolean"}, {Type: "number"}, {Type: "string"}}}
	}
	return nil
}

// refine adds what the validate tags say, and what editors show on a field.
func refine(t *testing.T, schema *invopop.Schema, of reflect.Type) {
	t.Helper()
	for i := range of.NumField() {
		field := of.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		property, ok := schema.Properties.Get(name)
		if !ok {
			t.Fatalf("%s has no %s", of.Name(), name)
		}
		own, items, _ := strings.Cut(field.Tag.Get("validate"), "dive")
		rules(property, field.Type, own)
		if property.Items != nil && property.Items.Ref == "" {
			rules(property.Items, field.Type.Elem(), strings.TrimPrefix(items, ","))
		}
		if property.Description = described[of.Name()+"."+name]; property.Description == "" {
			t.Errorf("%s.%s has no description for editors", of.Name(), name)
		}
		if mandatory(of.Name()+"."+name, own) {
			schema.Required = append(schema.Required, name)
		}
	}
	if of == reflect.TypeFor[questionnaire.EvidenceRule]() {
		facts, _ := schema.Properties.Get("facts")
		facts.Items.Enum = factNames()
	}
}

// mandatory: what has neither a default nor an empty form.
func mandatory(field, rule string) bool {
	switch field {
	case "Question.scope", "Question.role", "Scoring.kind", "Gate.id", "Ladder.claimed", "Question.required":
		return field == "Ladder.claimed" || field == "Scoring.kind"
	}
	first, _, _ := strings.Cut(rule, ",")
	switch first {
	case "", "omitempty":
		return field == "Definition.ruleset" || field == "CellCondition.column" || field == "ExposureCap.band" || field == "Gate.pass" ||
			field == "RedFlag.when" || field == "Check.contradicted" || field == "Difference.fact" || field == "Difference.by_more_than"
	}
	name, bound, _ := strings.Cut(first, "=")
	return name != "max" && (name != "min" || bound != "0")
}

// rules turns validate tags into schema words.
func rules(schema *invopop.Schema, of reflect.Type, tag string) {
	for _, rule := range strings.Split(tag, ",") {
		name, value, _ := strings.Cut(rule, "=")
		switch name {
		case "oneof":
			for _, one := range strings.Fields(value) {
				schema.Enum = append(schema.Enum, one)
			}
		case "eq":
			schema.Enum = []any{number(value)}
		case "id":
			schema.Pattern = `^[a-z][a-z0-9]*([-_.][a-z0-9]+)*$`
		case "band":
			schema.Pattern = `^[A-Za-z0-9][A-Za-z0-9+-]{0,15}$`
		case "semver":
			schema.Pattern = `^[0-9]+\.[0-9]+\.[0-9]+$`
		case "min", "max":
			bound(schema, of.Kind(), name, value)
		}
	}
}

func number(text string) any {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return text
}

func bound(schema *invopop.Schema, kind reflect.Kind, name, value string) {
	n, err := strconv.ParseUint(value, 10, 32)
	if err != nil {
		panic(err)
	}
	switch {
	case kind == reflect.Int && name == "min":
		schema.Minimum = json.Number(value)
	case kind == reflect.Int:
		schema.Maximum = json.Number(value)
	case kind == reflect.String && name == "max":
		schema.MaxLength = &n
	case kind == reflect.Slice && name == "min":
		schema.MinItems = &n
	case kind == reflect.Slice:
		schema.MaxItems = &n
	}
}

func factNames() (names []any) {
	for _, name := range sortedFacts() {
		names = append(names, name)
	}
	return names
}

func sortedFacts() (names []string) {
	for name := range fact.Kinds {
		names = append(names, name)
	}
	return sorted(names)
}

func checker(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(questionnaires.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(schemaFile, document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func asJSON(t *testing.T, source string) any {
	t.Helper()
	var document any
	if err := yaml.Unmarshal([]byte(source), &document); err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(encoded))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// What is shipped is valid by the schema, and its first line tells editors
// where the schema is.
func TestShippedFilesFitTheSchema(t *testing.T) {
	schema := checker(t)
	for _, file := range questionnaires.Shipped() {
		t.Run(file.Name, func(t *testing.T) {
			if err := schema.Validate(asJSON(t, string(file.Source))); err != nil {
				t.Error(err)
			}
			if !strings.HasPrefix(string(file.Source), "# yaml-language-server: $schema="+schemaFile+"\n") {
				t.Error("the first line does not name the schema")
			}
		})
	}
}

// An editor marks what loading would refuse.
func TestSchemaRefuses(t *testing.T) {
	schema := checker(t)
	whole := string(questionnaires.Shipped()[len(questionnaires.Shipped())-1].Source)
	for _, c := range []struct{ name, old, with string }{
		{"an unknown field", "\nslug:", "\nsurprise: 1\nslug:"},
		{"an unknown type", "type: boolean", "type: bool"},
		{"a weight that is text", "weight: 10", "weight: heavy"},
		{"a negative weight", "weight: 10", "weight: -1"},
		{"an id with capitals", "- id: ms-native-code", "- id: MS-01"},
		{"a fact nobody reads", "sbom.components.unsafe", "sbom.components.unsaved"},
		{"a missing title", "\ntitle:", "\nlanguage_:"},
		{"another arithmetic", "arithmetic: 1", "arithmetic: 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			changed := strings.Replace(whole, c.old, c.with, 1)
			if changed == whole {
				t.Fatal("the case changes nothing")
			}
			if schema.Validate(asJSON(t, changed)) == nil {
				t.Error("the schema lets it pass")
			}
		})
	}
}
