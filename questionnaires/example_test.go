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
	}
	// Output:
	// embedded-and-legacy-1.0.0.yaml – Embedded and legacy products
	// renewal-memory-safety-1.0.0.yaml – Renewal of memory safety
	// supplier-memory-safety-1.0.0.yaml – Supplier memory safety
	// supplier-memory-safety-2.0.0.yaml – Supplier memory safety
	// supplier-memory-safety-quick-1.0.0.yaml – Supplier memory safety, quick check
}
