package questionnaire

// Compiled is a definition prepared once for fast evaluation: ids resolved to
// indexes, conditions to flat programs. It is immutable and safe to share.
type Compiled struct {
	Definition *Definition
}
