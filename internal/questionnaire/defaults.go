package questionnaire

// Defaults for limits the author leaves out.
const (
	DefaultMaxLength = 20_000 // characters of a text
	DefaultMaxRows   = 1_000  // rows of a table
)

// fillDefaults writes out what the author may leave unsaid, so that a version
// says everything and its digest does not depend on who wrote it down.
func fillDefaults(def *Definition) {
	def.Schema = or(def.Schema, Schema)
	for s := range def.Sections {
		for q := range def.Sections[s].Questions {
			def.Sections[s].Questions[q].fillDefaults()
		}
	}
}

func (q *Question) fillDefaults() {
	q.Role = or(q.Role, RoleAward)
	q.Scope = or(q.Scope, ScopeRelease)
	if q.When != nil {
		q.WhenHidden = or(q.WhenHidden, HiddenInherit)
	}
	if q.Gate != nil {
		q.Gate.ID = or(q.Gate.ID, q.ID)
	}
	switch q.Type {
	case TypeText:
		q.MaxLength = or(q.MaxLength, DefaultMaxLength)
	case TypeTable:
		q.MaxRows = or(q.MaxRows, DefaultMaxRows)
	}
	q.fillScoring()
}

// fillScoring: a question that earns nothing need not say how.
func (q *Question) fillScoring() {
	if q.Role != RoleAward || q.Weight == 0 {
		q.Scoring.Kind = or(q.Scoring.Kind, ScoreNone)
	}
	if q.Scoring.Kind != ScoreOptions {
		return
	}
	if q.Type == TypeMultiChoice {
		q.Scoring.Combine = or(q.Scoring.Combine, "sum")
	}
	for i := range q.Options {
		q.Options[i].Score = or(q.Options[i].Score, "0")
	}
}

func or[T comparable](given, otherwise T) T {
	var zero T
	if given == zero {
		return otherwise
	}
	return given
}
