package questionnaire

import "slices"

// lintReach remarks on conditions that can never come to what they are there
// for: questions nobody can be shown, gates that decide nothing, red flags and
// checks that never fire.
func (l *linter) lintReach() {
	version, err := Compile(l.def)
	if err != nil {
		return // Validate's to say
	}
	l.reach = newReach(version)
	for q, asked := range version.Questions() {
		if asked.When != nil {
			l.neverTrue(version.when[q], l.at[asked.ID]+"/when", "unreachable", "The question is never shown, whatever is answered and whatever the files show.")
			l.twoReasons(asked.Question)
		}
	}
	for _, gate := range version.gates {
		l.lintGate(gate)
	}
	for _, flag := range version.flags {
		at := l.at[version.questions[flag.Question].ID]
		for i := range version.questions[flag.Question].RedFlags {
			if &version.questions[flag.Question].RedFlags[i] == flag.RedFlag {
				l.neverTrue(flag.When, join(at+"/red_flag", i)+"/when", "flag_never_fires", "The red flag can never be raised.")
			}
		}
	}
	for i, check := range version.checks {
		l.neverTrue(check.Contradicted, join("/checks", i)+"/contradicted", "check_never_fires", "The check can never find a contradiction.")
	}
}

// twoReasons remarks on a scored question that two answers can hide, neither of
// which rests on the other: it inherits from the weaker one, so that a better
// answer to one of them may come to hide it as well and cost points.
func (l *linter) twoReasons(q *Question) {
	if q.WhenHidden != HiddenInherit || !q.Scored() {
		return
	}
	for i := range q.When.All {
		for k := range i {
			a, b := &q.When.All[i], &q.When.All[k]
			if (a.Question != b.Question || a.Fact != b.Fact) && !l.hangsOn(a.Question, b.Question) && !l.hangsOn(b.Question, a.Question) {
				l.remark(l.at[q.ID]+"/when", "two_reasons", "Two answers or facts that have nothing to do with each other can hide this question; it then takes the mark of the weaker one. Let one question decide, or use when_hidden: exclude.")
				return
			}
		}
	}
}

// hangsOn tells whether what shows question a looks at question b.
func (l *linter) hangsOn(a, b string) bool {
	q, known := l.reach.version.Index(a)
	other, found := l.reach.version.Index(b)
	if !known || !found {
		return false
	}
	seen, _ := l.reach.closure(l.reach.version.when[q])
	return slices.Contains(seen, other)
}

func (l *linter) neverTrue(p Program, pointer, code, message string) {
	if canBeTrue, _, whole := l.reach.possible(p); whole && !canBeTrue {
		l.remark(pointer, code, message)
	}
}

func (l *linter) lintGate(gate CompiledGate) {
	pointer := ""
	if gate.Question >= 0 {
		pointer = l.at[l.reach.version.questions[gate.Question].ID] + "/gate/pass"
	}
	for i := range l.def.Gates {
		if gate.Question < 0 && l.def.Gates[i].ID == gate.ID {
			pointer = join("/gates", i) + "/pass"
		}
	}
	switch passes, fails, whole := l.reach.possible(gate.Pass); {
	case !whole:
	case !fails:
		l.remark(pointer, "gate_never_fails", "The gate can never fail: whatever is answered, it passes or stays undetermined.")
	case !passes:
		l.remark(pointer, "gate_never_passes", "The gate can never pass, whatever is answered and whatever the files show.")
	}
}
