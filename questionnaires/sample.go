package questionnaires

// Names of the sample responses to supplier-memory-safety 1.0.0, for Sample.
// All vendors are invented.
const (
	SampleAverage = "supplier-memory-safety-1.0.0-average.yaml" // an honest vendor with proof: Rust and C++ mixed
	SampleEvasive = "supplier-memory-safety-1.0.0-evasive.yaml" // the best answer everywhere and no proof
	SampleAllCPP  = "supplier-memory-safety-1.0.0-all-cpp.yaml" // all C++, with perfect paperwork
)
