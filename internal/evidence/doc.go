// Package evidence is what every reader of vendor files shares: the neutral
// model of a software bill of materials, the memory-safety classes of package
// types, the weakness sets, and the limits that keep hostile files harmless.
//
// A format has a folder of its own below this one. It turns the wire shape
// into the neutral model and warnings; this package turns the model into
// facts, so that two formats saying the same thing give the same facts.
//
//	read        picks the format by content and runs its reader
//	cyclonedx   CycloneDX JSON 1.4–1.7
//	walk        the bounded walk over JSON tokens that readers are built on
//
// A new format adds a folder, a marker in read, and nothing else.
//
// Facts read here are documented, never verified: a file says what its author
// wrote. Nothing is guessed in a vendor's favour: an entry whose package
// identity is absent, broken or contradicts its name has the class unknown,
// and unknown stays in every denominator.
package evidence
