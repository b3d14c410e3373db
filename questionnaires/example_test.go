package questionnaires_test

import (
	"fmt"

	"memsure/internal/questionnaire"
	"memsure/questionnaires"
)

// What is shipped is source text; loading gives it meaning.
func ExampleShipped() {
	for _, file := range questionnaires.Shipped() {
		definition, err := questionnaire.Load(file.Source)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(file.Name, "–", definition.Title)
		for _, section := range definition.Sections {
			fmt.Printf("  %2d %s: %s\n", section.Weight, section.Dimension, section.Title)
		}
	}
	// Output:
	// supplier-memory-safety-1.0.0.yaml – Supplier memory safety
	//   55 exposure: What the product is made of
	//   15 exposure: What the vulnerability record shows
	//   12 practice: How unsafe code is governed
	//   10 practice: Component lists, signatures and builds
	//    8 practice: Commitments and answering for them
}
