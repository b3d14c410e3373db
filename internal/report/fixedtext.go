package report

// glossary explains the words a reader meets, for people who do not write
// software.
var glossary = []Term{
	{"Memory-safe language", "A programming language that stops a program from touching memory it should not. Mistakes that become break-ins in C or C++ become an error message instead. Examples: Rust, Go, Java, C#, Python, Swift."},
	{"C and C++", "Two widely used languages without that protection. Much of the world's infrastructure is written in them; many of its most serious flaws come from there."},
	{"Unsafe code", "Parts of a program where the language's protection is off: all of C and C++, and marked sections of memory-safe languages."},
	{"Component", "A building block of the product: the vendor's own module or something taken from others."},
	{"SBOM", "Software bill of materials: the machine-readable list of everything a product is built from."},
	{"Provenance", "A record, best signed, of where a piece of software was built, by whom and from what."},
	{"CVE", "A public number for one known vulnerability, so that everyone speaks about the same flaw."},
	{"CWE", "A public catalogue of kinds of flaw. It tells which vulnerabilities are about memory."},
	{"Dependency", "A component taken from others. What it gets wrong reaches the product that contains it."},
	{"Entry point", "A place where data from outside comes into the product, such as a network connection or an upload. All of them together are the attack surface."},
	{"Fuzzing", "A test that feeds a program masses of malformed input to find what makes it crash."},
	{"Memory checker", "A tool that watches a program under test and reports every wrong use of memory; also called a sanitizer."},
	{"Containment", "Keeping risky code apart from the rest, in a sandbox or a process with few rights, so that a break-in there does not spread."},
	{"SLSA", "A public ladder of levels for how well the build of software is protected and recorded."},
	{"CRA", "The EU's Cyber Resilience Act, which sets security duties for products with software."},
	{"Exposure", "The first of the two results: how little memory-unsafe code meets input from strangers. A high score means little exposure."},
	{"Practice", "The second result: how well the vendor governs the unsafe code that remains, its suppliers and its fixes."},
	{"Quality", "How good an answer is, taken as true: from 0 to 1 for a question, from 0 to 100 for a section and the whole."},
	{"Confidence", "How well an answer is proven, on the same scales: claimed by the vendor, documented by a file, or verified independently. A mere claim counts least where the questionnaire requires proof. What only the vendor can say, such as a promise, needs none."},
	{"Score", "Quality multiplied by confidence, weighted and added up: 0 to 100."},
	{"Knock-out (gate)", "A condition that must hold whatever the score. Points never make up for a failed one. “Undetermined” means that the data do not decide it; then a person does."},
	{"Band", "The rating the overall score falls into. Exposure can cap it: good paperwork does not make up for exposed unsafe code."},
}

var limits = []string{
	"Most answers are the vendor's own statements. Where a file or an independent party supports them, the confidence column says so.",
	"Nobody read the product's source code for this report. The method weighs statements and files; it is no code audit and no penetration test.",
	"Languages of components are derived from package types and names in the bill of materials. Native code hidden inside packages can be missed; what could not be classified is shown as unknown and counted at the unfavourable end.",
	"Vulnerability records often lack the kind of flaw (CWE). A low count of memory flaws can mean few flaws or few records.",
	"Absence of reports is no proof of absence. “No evidence supplied” says nothing about the fact itself.",
	"Weights, bands and knock-outs are the questionnaire author's published choices. Another questionnaire can rate the same vendor differently.",
	"References to external frameworks say which control a question maps to, not that the control is met.",
}

var howToVerify = []string{
	"Run “memsure verify FILE.pdf”. It reads the data attached to this file, draws the pages again and compares them byte for byte with what you hold.",
	"Compare the report digest printed on page 1 with the digest the buyer's server keeps for this report id.",
	"The attached file memsure-report.json is this report for machines. Its SHA-256, taken over “memsure/report/v1”, a line feed and the file, is the report digest.",
}

var confidenceNote = "Three verbs are used with care: “the vendor states” is a claim, “the file shows” is what our reader found in a file, “we verified” is what an independent check confirmed."
