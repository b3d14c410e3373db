package questionnaires

// Names of the sample responses to supplier-memory-safety 1.0.0, for Sample.
// All vendors are invented.
const (
	SampleAverage = "supplier-memory-safety-1.0.0-average.yaml" // an honest vendor with proof: Rust and C++ mixed
	SampleEvasive = "supplier-memory-safety-1.0.0-evasive.yaml" // the best answer everywhere and no proof
	SampleAllCPP  = "supplier-memory-safety-1.0.0-all-cpp.yaml" // all C++, with perfect paperwork
)

// Names of the sample responses to supplier-memory-safety 2.0.0, for Sample.
// Each holds the decisions of the evaluators who read it.
const (
	SampleFullRoadmap = "supplier-memory-safety-2.0.0-roadmap.yaml" // a published roadmap, nearly all Rust and Go, all of it proven
	SampleFullAverage = "supplier-memory-safety-2.0.0-average.yaml" // the vendor of SampleAverage: honest, partly proven
	SampleFullEvasive = "supplier-memory-safety-2.0.0-evasive.yaml" // vague words, thin reasons, silence where it hurts
)

// Names of the sample responses to supplier-memory-safety 2.0.0 of vendors that
// play the scoring, for Sample. None of them pays; a test holds them to that.
const (
	SampleBestTicks        = "supplier-memory-safety-2.0.0-dishonest-best-ticks.yaml"         // the best answer everywhere, no file
	SampleOneBrochure      = "supplier-memory-safety-2.0.0-dishonest-one-brochure.yaml"       // one file linked to every answer
	SampleNoNativeCode     = "supplier-memory-safety-2.0.0-dishonest-no-native-code.yaml"     // denies what its own SBOM shows
	SampleAllNotApplicable = "supplier-memory-safety-2.0.0-dishonest-all-not-applicable.yaml" // waives whatever can be waived
	SampleNoCVEs           = "supplier-memory-safety-2.0.0-dishonest-no-cves.yaml"            // never published a vulnerability
	SampleFullAllCPP       = "supplier-memory-safety-2.0.0-dishonest-all-cpp.yaml"            // all C++, everything else perfect and proven
)
