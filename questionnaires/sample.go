package questionnaires

import (
	"encoding/json"
	"fmt"

	"memsure/internal/assessment"
)

// Names of the sample responses, for Response. All vendors are invented.
const (
	SampleAverage = "supplier-memory-safety-1.0.0-average.json" // an honest vendor with proof: Rust and C++ mixed
	SampleEvasive = "supplier-memory-safety-1.0.0-evasive.json" // the best answer everywhere and no proof
	SampleAllCPP  = "supplier-memory-safety-1.0.0-all-cpp.json" // all C++, with perfect paperwork
)

// SampleResponse is a complete response as a vendor would give it. Answers
// link evidence by the symbolic ids of Evidence, not by stored ones.
type SampleResponse struct {
	Questionnaire string              `json:"questionnaire"` // slug
	Version       string              `json:"version"`
	Vendor        string              `json:"vendor"`
	Product       string              `json:"product"`
	Release       string              `json:"release"`
	Tier          string              `json:"tier"`
	Evidence      []SampleEvidence    `json:"evidence"`
	Answers       []assessment.Answer `json:"answers"` // in the questionnaire's order; hidden questions are left out
}

// SampleEvidence names one file of a sample response. The SBOM of SampleAverage
// is the demo's, its other files are samples themselves; the files of the other
// responses are only named.
type SampleEvidence struct {
	ID       string `json:"id"` // symbolic: "sbom"
	FileName string `json:"file_name"`
	Kind     string `json:"kind"`
	DatedOn  string `json:"dated_on"` // YYYY-MM-DD: the day the file itself names
}

// Response reads a sample response by its name.
func Response(name string) (SampleResponse, error) {
	source, err := Sample(name)
	if err != nil {
		return SampleResponse{}, err
	}
	var response SampleResponse
	if err := json.Unmarshal(source, &response); err != nil {
		return SampleResponse{}, fmt.Errorf("sample response: %w", err)
	}
	return response, nil
}
