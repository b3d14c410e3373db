package report

import "strconv"

// scored is a question of a scorecard with its section.
type scored struct {
	section string
	Question
}

func (s Scorecard) questions() (all []scored) {
	for _, section := range s.Sections {
		for _, q := range section.Questions {
			all = append(all, scored{section.Title, q})
		}
	}
	return all
}

// QuestionGrid is the scorecard as one row a question.
func (s Scorecard) QuestionGrid() Grid {
	return gridOf("Questions", s.questions(), []column[scored]{
		{"Section", false, func(q scored) string { return q.section }},
		{"Question id", false, func(q scored) string { return q.ID }},
		{"Question", false, func(q scored) string { return q.Text }},
		{"Type", false, func(q scored) string { return q.Type }},
		{"The vendor states", false, func(q scored) string { return withTable(q.Answer, q.AnswerTable) }},
		{"Status", false, func(q scored) string { return q.Status }},
		{"Weight", true, func(q scored) string { return strconv.Itoa(q.Weight) }},
		{"Quality", true, func(q scored) string { return q.Quality }},
		{"Confidence", true, func(q scored) string { return q.Confidence }},
		{"Proof", false, func(q scored) string { return q.Rung }},
		{"Points", true, func(q scored) string { return q.Contribution }},
		{"Rule", false, func(q scored) string { return q.Rule }},
		{"Why", false, func(q scored) string { return q.Why }},
		{"Files", false, func(q scored) string { return list(q.Evidence) }},
		{"Reviews", false, func(q scored) string { return lines(q.Reviews) }},
		{"Comment", false, func(q scored) string { return q.Comment }},
		{"Does not apply because", false, func(q scored) string { return q.NAReason }},
		{"Maps to", false, func(q scored) string { return list(q.MapsTo) }},
	})
}

// Grids is the scorecard as sheets, in the order of the printed report.
func (s Scorecard) Grids() []Grid {
	return []Grid{s.decisionGrid(), resultGrid("Results", s.Results), s.sectionGrid(), s.QuestionGrid(), s.gateGrid(), s.findingGrid(),
		s.factGrid(), evidenceGrid(s.Annex.Evidence), s.mappingGrid(), digestGrid(s.Annex.Digests)}
}

func (s Scorecard) decisionGrid() Grid {
	d := s.Decision
	pairs := append(s.Subject.pairs(), [2]string{"Question", d.Question}, [2]string{"Recommendation", d.Recommendation},
		[2]string{"Band", d.Band}, [2]string{"Cap", d.CapNote}, [2]string{"Knock-outs", d.GateSummary}, [2]string{"Main unknown", d.MainUnknown})
	for i, reason := range d.Reasons {
		pairs = append(pairs, [2]string{"Reason " + strconv.Itoa(i+1), reason})
	}
	for i, condition := range d.Conditions {
		pairs = append(pairs, [2]string{d.ConditionsTitle() + " " + strconv.Itoa(i+1), condition})
	}
	pairs = append(pairs, [2]string{"Decide by", d.DecideBy}, [2]string{"Decider", d.Decider}, [2]string{"Report", s.ReportID},
		[2]string{"Status", s.Status}, [2]string{"Made at", s.GeneratedAt}, [2]string{"Data as of", s.DataCutOff}, [2]string{"Marking", s.Marking})
	return pairGrid("Decision", pairs)
}

func resultGrid(name string, results []ResultLine) Grid {
	return gridOf(name, results, []column[ResultLine]{
		{"Result", false, func(r ResultLine) string { return r.Title }}, {"Score", true, func(r ResultLine) string { return r.Score }},
		{"Quality", true, func(r ResultLine) string { return r.Quality }}, {"Confidence", true, func(r ResultLine) string { return r.Confidence }},
		{"Answered %", true, func(r ResultLine) string { return r.Answered }}, {"Not applicable %", true, func(r ResultLine) string { return r.NotApplicable }},
		{"Lowest possible", true, func(r ResultLine) string { return r.Lower }}, {"Highest possible", true, func(r ResultLine) string { return r.Upper }},
		{"What it says", false, func(r ResultLine) string { return r.Explains }}})
}

func (s Scorecard) sectionGrid() Grid {
	g := gridOf("Sections", s.Sections, []column[Section]{
		{"Section", false, func(x Section) string { return x.Title }}, {"Result", false, func(x Section) string { return x.Dimension }},
		{"Weight", true, func(x Section) string { return strconv.Itoa(x.Weight) }}, {"Score", true, func(x Section) string { return x.Result.Score }},
		{"Quality", true, func(x Section) string { return x.Result.Quality }}, {"Confidence", true, func(x Section) string { return x.Result.Confidence }},
		{"Answered %", true, func(x Section) string { return x.Result.Answered }}, {"Points", true, func(x Section) string { return x.Contribution }}})
	g.Rows = append(g.Rows, []string{"All", "", "", "", "", "", "", s.PointsTotal})
	return g
}

func (s Scorecard) gateGrid() Grid {
	return gridOf("Knock-outs", s.Gates, []column[Gate]{
		{"Knock-out", false, func(g Gate) string { return g.Title }}, {"Outcome", false, func(g Gate) string { return g.Outcome }},
		{"Why", false, func(g Gate) string { return g.Why }}, {"Rests on", false, func(g Gate) string { return lines(g.Because) }},
		{"Remedy", false, func(g Gate) string { return g.Remedy }}, {"Remedy by", false, func(g Gate) string { return g.RemedyBy }},
		{"Id", false, func(g Gate) string { return g.ID }}})
}

func (s Scorecard) findingGrid() Grid {
	return gridOf("Findings", s.Findings, []column[Finding]{
		{"Severity", false, func(f Finding) string { return f.Severity }}, {"Kind", false, func(f Finding) string { return f.Kind }},
		{"State", false, func(f Finding) string { return f.State }}, {"Finding", false, func(f Finding) string { return f.Message }},
		{"What would resolve it", false, func(f Finding) string { return f.Resolve }},
		{"Questions", false, func(f Finding) string { return list(f.about()) }}, {"Rule", false, func(f Finding) string { return f.RuleID }}})
}

// about lists the questions of a finding and of those it stands for.
func (f Finding) about() []string {
	all := append([]string{}, f.Questions...)
	for _, member := range f.Alike {
		all = append(all, member.QuestionID)
	}
	return unique(all)
}

func (s Scorecard) factGrid() Grid {
	return gridOf("Facts", s.Facts, []column[FactLine]{
		{"Fact", false, func(f FactLine) string { return f.Name }}, {"Value", true, func(f FactLine) string { return f.Value }},
		{"How we know", false, func(f FactLine) string { return f.Verb }}, {"File", false, func(f FactLine) string { return f.Evidence }},
		{"Place", false, func(f FactLine) string { return f.Place }}, {"Reader", false, func(f FactLine) string { return f.Reader }}})
}

func (s Scorecard) mappingGrid() Grid {
	return gridOf("Mapping", s.Annex.Mapping, []column[MappingLine]{
		{"Maps to", false, func(m MappingLine) string { return m.Control }}, {"Questions", false, func(m MappingLine) string { return list(m.Questions) }}})
}
