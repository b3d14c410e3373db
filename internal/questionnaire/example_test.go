package questionnaire_test

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"memsure/internal/fact"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
)

// Load reports every wrong place with line, column and the author's own lines.
func ExampleLoad() {
	src, _ := os.ReadFile("testdata/small.yaml")
	broken := strings.Replace(string(src), "{question: native, equals: true}", "{question: native, at_least: 1}", 1)
	broken = strings.Replace(broken, "weight: 60", "weight: -60", 1)

	_, err := questionnaire.Load([]byte(broken))
	var invalid *fault.Error
	if errors.As(err, &invalid) {
		for _, place := range invalid.Fields {
			fmt.Printf("%s\n%s", place, place.Snippet)
		}
	}
	// Output:
	// 22:13: A number of at least 0 belongs here.
	//    20 |     title: Code
	//    21 |     dimension: exposure
	//    22 |     weight: -60
	//       |             ^
	// 33:44: The tests at_least and at_most need a number or a percentage.
	//    31 |         type: multi_choice
	//    32 |         weight: 10
	//    33 |         when: {question: native, at_least: 1}
	//       |                                            ^
}

// A gate is decided by the answers and by what the files show; what is missing
// leaves it unknown.
func ExampleCompiled_Because() {
	src, _ := os.ReadFile("testdata/small.yaml")
	def, _ := questionnaire.Load(src)
	version, _ := questionnaire.Compile(def)
	inventory := version.Gates()[1].Pass

	env := version.NewEnv()
	parts, _ := version.Index("parts")
	env.Answers[parts] = &questionnaire.Value{Kind: questionnaire.TypeTable}
	version.Visible(env)
	fmt.Println(version.Because(inventory, env))

	version.Know(env, []fact.Fact{{Name: fact.SBOMUnsafe, Kind: fact.Number, Micro: 4 * fact.Million}})
	version.Visible(env)
	fmt.Println(version.Because(inventory, env))
	// Output:
	// unknown [sbom.components.unsafe]
	// false [sbom.components.unsafe]
}
