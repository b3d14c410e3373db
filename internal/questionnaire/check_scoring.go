package questionnaire

import (
	"maps"
	"slices"

	"memsure/internal/fact"
)

// scoringKinds says which kinds of scoring fit which type of answer.
var scoringKinds = map[Type][]ScoringKind{
	TypeBoolean:      {ScoreYesIsGood, ScoreNoIsGood, ScoreNone},
	TypeSingleChoice: {ScoreOptions, ScoreNone},
	TypeMultiChoice:  {ScoreOptions, ScoreNone},
	TypePercentage:   {ScoreAnchors, ScoreNone},
	TypeNumber:       {ScoreAnchors, ScoreNone},
	TypeDate:         {ScoreFreshness, ScoreLeadTime, ScoreNone},
	TypeText:         {ScoreRubric, ScoreNone},
	TypeFile:         {ScoreEvidence, ScoreNone},
	TypeTable:        {ScoreMeasure, ScoreNone},
}

func (k *checker) scoring(q *Question, pointer string) {
	s := &q.Scoring
	fitting, known := scoringKinds[q.Type]
	if !known || !slices.Contains(slices.Concat(slices.Collect(maps.Values(scoringKinds))...), s.Kind) {
		return // reported by the fields' own rules
	}
	if !slices.Contains(fitting, s.Kind) {
		k.add(pointer+"/kind", "wrong_scoring", "This kind of scoring does not fit the type; for it there is: "+kindNames(fitting)+".")
		return
	}
	k.scoringFields(q, pointer)
	k.anchors(s, pointer+"/anchors")
	k.rubric(s, pointer+"/rubric")
	if s.Measure != nil {
		k.measure(q, s.Measure, pointer+"/measure")
	}
	if s.Fact != "" {
		k.scoringFact(s, pointer+"/fact")
	}
}

func kindNames(kinds []ScoringKind) string {
	names := string(kinds[0])
	for _, kind := range kinds[1:] {
		names += ", " + string(kind)
	}
	return names
}

// scoringFields: each kind has the fields it needs and no others.
func (k *checker) scoringFields(q *Question, pointer string) {
	s := &q.Scoring
	anchored := slices.Contains([]ScoringKind{ScoreAnchors, ScoreFreshness, ScoreLeadTime, ScoreMeasure}, s.Kind)
	for _, member := range []struct {
		name          string
		given, wanted bool
	}{
		{"/anchors", len(s.Anchors) > 0, anchored},
		{"/measure", s.Measure != nil, s.Kind == ScoreMeasure},
		{"/rubric", len(s.Rubric) > 0, s.Kind == ScoreRubric},
		{"/combine", s.Combine != "", s.Kind == ScoreOptions && q.Type == TypeMultiChoice},
	} {
		switch {
		case member.wanted && !member.given:
			k.add(pointer+member.name, "missing", "This kind of scoring needs this field.")
		case member.given && !member.wanted:
			k.add(pointer+member.name, "no_effect", "This field means nothing for this kind of scoring.")
		}
	}
}

func (k *checker) anchors(s *Scoring, pointer string) {
	for i := 1; i < len(s.Anchors); i++ {
		if s.Anchors[i].At.micro() <= s.Anchors[i-1].At.micro() {
			k.add(join(pointer, i)+"/at", "not_ascending", "Anchors are listed in ascending order of at, each once.")
		}
	}
}

func (k *checker) rubric(s *Scoring, pointer string) {
	seen := map[int]bool{}
	for i, grade := range s.Rubric {
		if seen[grade.Grade] {
			k.add(join(pointer, i)+"/grade", "duplicate_value", "This grade is in the rubric already.")
		}
		seen[grade.Grade] = true
	}
	if len(s.Rubric) == 1 {
		k.add(pointer, "too_few", "A rubric needs at least two grades.")
	}
}

func (k *checker) scoringFact(s *Scoring, pointer string) {
	switch s.Kind {
	case ScoreYesIsGood, ScoreNoIsGood:
		k.compatible(s.Fact, pointer, fact.Boolean)
	case ScoreAnchors, ScoreMeasure:
		k.compatible(s.Fact, pointer, fact.Number, fact.Share)
	case ScoreFreshness, ScoreLeadTime:
		k.compatible(s.Fact, pointer, fact.Date)
	default:
		k.add(pointer, "no_effect", "This kind of scoring cannot be taken from a fact.")
	}
}

func (k *checker) measure(q *Question, m *Measure, pointer string) {
	k.weighing(q, m, pointer+"/weight")
	k.over(q, m, pointer+"/over")
	k.cells(q, m.Where, pointer+"/where")
	k.cells(q, m.Among, pointer+"/among")
	switch share := m.Of == "share"; {
	case !share && len(m.Among) > 0:
		k.add(pointer+"/among", "no_effect", "Only a share is taken among some of the rows.")
	case share && len(m.Where) == 0:
		k.add(pointer+"/where", "missing", "A share needs to say which rows count.")
	}
}

// weighing checks the column that a share is weighted by or a sum adds up.
func (k *checker) weighing(q *Question, m *Measure, pointer string) {
	if m.Weight == "" {
		if m.Of != "count" && m.Of != "share" {
			k.add(pointer, "missing", "This measure needs the numeric column it is taken of.")
		}
		return
	}
	switch column := q.column(m.Weight); {
	case m.Of == "count":
		k.add(pointer, "no_effect", "A count has no weight; use sum to add a column up.")
	case column == nil:
		k.add(pointer, "unknown_column", "The table has no column with this id.")
	case !isNumeric(column.Type):
		k.add(pointer, "wrong_type", "The weight must be a column of numbers or percentages.")
	case (m.Of == "share" || m.Of == "ratio") && column.lowest() < 0:
		k.add(pointer, "out_of_range", "A share needs weights that are never negative: give the column a min of 0 or more.")
	case m.complete() && !column.Required:
		k.add(pointer, "not_required", "This measure needs every cell: mark the column as required.")
	}
}

// complete tells of the measures that cannot place a row with an empty cell.
func (m *Measure) complete() bool { return m.Of == "ratio" || m.Of == "average" || m.Of == "max" }

// over checks the column that a ratio or an average divides by.
func (k *checker) over(q *Question, m *Measure, pointer string) {
	column := q.column(m.Over)
	switch {
	case m.Over == "" && m.Of == "ratio":
		k.add(pointer, "missing", "A ratio needs the numeric column it is divided by.")
	case m.Over == "":
	case m.Of != "ratio" && m.Of != "average":
		k.add(pointer, "no_effect", "Only a ratio or an average is divided by a column.")
	case column == nil:
		k.add(pointer, "unknown_column", "The table has no column with this id.")
	case !isNumeric(column.Type):
		k.add(pointer, "wrong_type", "This must be a column of numbers or percentages.")
	case column.lowest() < 0:
		k.add(pointer, "out_of_range", "What is divided by is never negative: give the column a min of 0 or more.")
	case !column.Required:
		k.add(pointer, "not_required", "This measure needs every cell: mark the column as required.")
	}
}

func (c *Column) lowest() int64 {
	low, _ := numericLimits(c.Type, c.Min, c.Max)
	return low
}

// column gives a table's column by id, nil where there is none.
func (q *Question) column(id string) *Column {
	for i := range q.Columns {
		if q.Columns[i].ID == id {
			return &q.Columns[i]
		}
	}
	return nil
}

func (k *checker) cells(q *Question, conditions []CellCondition, pointer string) {
	for i := range conditions {
		k.cell(q, &conditions[i], join(pointer, i))
	}
}

// cell checks a test on a column like the same test on a question.
func (k *checker) cell(q *Question, c *CellCondition, pointer string) {
	column := q.column(c.Column)
	if column == nil {
		k.add(pointer+"/column", "unknown_column", "The table has no column with this id.")
		return
	}
	if count(c.Equals != nil, c.In != nil, c.AtLeast != nil, c.AtMost != nil) != 1 {
		k.add(pointer, "condition_test", "A test on a column is exactly one of equals, in, at_least and at_most.")
		return
	}
	as := &Question{Type: column.Type, Options: column.Options, Min: column.Min, Max: column.Max}
	switch {
	case c.Equals != nil:
		k.equals(as, string(*c.Equals), pointer+"/equals")
	case c.In != nil:
		k.in(as, c.In, pointer+"/in")
	case c.AtLeast != nil:
		k.bound(as, *c.AtLeast, pointer+"/at_least")
	default:
		k.bound(as, *c.AtMost, pointer+"/at_most")
	}
}
