package questionnaire

import "slices"

// question checks what one question says about itself, but for its conditions.
func (k *checker) question(q *Question, pointer string) {
	k.options(q, pointer)
	k.columns(q, pointer)
	k.numbers(q, pointer)
	k.misplacedFields(q, pointer)
	k.participation(q, pointer)
	k.scoring(q, pointer+"/scoring")
	k.proof(q, pointer+"/evidence")
	if q.NA.ReasonRequired && !q.NA.Allowed {
		k.add(pointer+"/na/reason_required", "no_effect", "A reason can only be required where not applicable is allowed.")
	}
}

func (k *checker) options(q *Question, pointer string) {
	if !isChoice(q.Type) {
		if len(q.Options) > 0 {
			k.add(pointer+"/options", "no_effect", "Options belong to single_choice and multi_choice only.")
		}
		return
	}
	if len(q.Options) < 2 {
		k.add(pointer+"/options", "too_few", "A choice needs at least two options.")
	}
	for i := range q.Options {
		if q.Options[i].Exclusive && q.Type != TypeMultiChoice {
			k.add(join(pointer+"/options", i)+"/exclusive", "no_effect", "Only options of a multi_choice question can be exclusive.")
		}
	}
}

func (k *checker) columns(q *Question, pointer string) {
	if q.Type != TypeTable {
		if len(q.Columns) > 0 {
			k.add(pointer+"/columns", "no_effect", "Columns belong to tables only.")
		}
		return
	}
	if len(q.Columns) == 0 {
		k.add(pointer+"/columns", "too_few", "A table needs at least one column.")
	}
	for i := range q.Columns {
		k.column(&q.Columns[i], join(pointer+"/columns", i))
	}
}

func (k *checker) column(c *Column, pointer string) {
	switch choice := c.Type == TypeSingleChoice; {
	case choice && len(c.Options) < 2:
		k.add(pointer+"/options", "too_few", "A choice needs at least two options.")
	case !choice && len(c.Options) > 0:
		k.add(pointer+"/options", "no_effect", "Options belong to single_choice columns only.")
	}
	for i := range c.Options {
		if c.Options[i].Exclusive || c.Options[i].Score != "" {
			k.add(join(pointer+"/options", i), "no_effect", "Options of columns are neither scored nor exclusive; scoring measures the table.")
		}
	}
	k.span(c.Type, c.Min, c.Max, pointer)
}

// span checks a smallest and a largest value.
func (k *checker) span(t Type, lowest, highest *Decimal, pointer string) {
	from, until := numericLimits(t, nil, nil)
	limit := func(d *Decimal, pointer string) {
		switch {
		case d == nil:
		case !isNumeric(t):
			k.add(pointer, "no_effect", "The fields min and max belong to numbers and percentages only.")
		default:
			if m, ok := k.decimal(*d, pointer); ok && (m < from || m > until) {
				k.add(pointer, "out_of_range", "A percentage lies between 0 and 100.")
			}
		}
	}
	limit(lowest, pointer+"/min")
	limit(highest, pointer+"/max")
	if isNumeric(t) && lowest != nil && highest != nil && lowest.micro() > highest.micro() {
		k.add(pointer+"/max", "out_of_range", "The largest value is below the smallest.")
	}
}

func (k *checker) numbers(q *Question, pointer string) {
	k.span(q.Type, q.Min, q.Max, pointer)
	if q.MaxRows > 0 && q.MinRows > q.MaxRows {
		k.add(pointer+"/max_rows", "out_of_range", "The largest number of rows is below the smallest.")
	}
}

// misplacedFields refuses fields that mean nothing for the type.
func (k *checker) misplacedFields(q *Question, pointer string) {
	foreign := func(member string, wrong bool) {
		if wrong {
			k.add(pointer+member, "no_effect", "This field means nothing for a question of this type.")
		}
	}
	foreign("/unit", q.Unit != "" && !isNumeric(q.Type))
	foreign("/min_rows", q.MinRows > 0 && q.Type != TypeTable)
	foreign("/max_rows", q.MaxRows > 0 && q.Type != TypeTable)
	foreign("/max_length", q.MaxLength > 0 && q.Type != TypeText)
	if q.WhenHidden != "" && q.When == nil {
		k.add(pointer+"/when_hidden", "no_effect", "when_hidden needs a condition in when; without one the question is never hidden.")
	}
}

// participation: weight, role and scoring agree.
func (k *checker) participation(q *Question, pointer string) {
	switch {
	case q.Role != RoleAward && q.Weight > 0:
		k.add(pointer+"/weight", "no_effect", "Only award questions earn points; the weight of this one is 0.")
	case q.Role == RoleAward && q.Weight > 0 && q.Scoring.Kind == ScoreNone:
		k.add(pointer+"/scoring/kind", "not_scored", "An award question with a weight needs a way of scoring; give it weight 0 or another role otherwise.")
	}
}

func (k *checker) proof(q *Question, pointer string) {
	rule := &q.Evidence
	k.notRepeated(rule.Accepts, pointer+"/accepts")
	k.facts(rule.Facts, pointer+"/facts")
	if rule.Assurance == "none" && (rule.Proof != "" || len(rule.Facts) > 0) {
		k.add(pointer+"/assurance", "contradiction", "With assurance none the answer is its own proof: neither proof nor facts belong beside it.")
	}
}

func (k *checker) notRepeated(list []string, pointer string) {
	for i := range list {
		if slices.Contains(list[:i], list[i]) {
			k.add(join(pointer, i), "duplicate_value", "This value is in the list already.")
		}
	}
}
