package report

// answered is a question of a response with its section.
type answered struct {
	section string
	ResponseQuestion
}

func (r Response) questions() (all []answered) {
	for _, s := range r.Sections {
		for _, q := range s.Questions {
			all = append(all, answered{s.Title, q})
		}
	}
	return all
}

// Answers is the response as one row a question.
func (r Response) Answers() Grid {
	return gridOf("Answers", r.questions(), []column[answered]{
		{"Section", false, func(q answered) string { return q.section }},
		{"No.", false, func(q answered) string { return q.Number }},
		{"Question id", false, func(q answered) string { return q.ID }},
		{"In short", false, func(q answered) string { return q.Title }},
		{"Question", false, func(q answered) string { return q.Text }},
		{"Type", false, func(q answered) string { return q.Type }},
		{"Required", false, func(q answered) string { return q.Required }},
		{"Asked", false, func(q answered) string { return q.Asked }},
		{"The vendor states", false, func(q answered) string { return withTable(q.Answer, q.Table) }},
		{"Figure", true, func(q answered) string { return q.Figure }},
		{"Does not apply because", false, func(q answered) string { return q.NAReason }},
		{"Comment", false, func(q answered) string { return q.Comment }},
		{"Files", false, func(q answered) string { return list(q.Evidence) }},
		{"Citation", false, func(q answered) string { return q.Citation }},
	})
}

// Grids is the response as sheets: what it is about, the answers, each table
// by itself, the files and the digests.
func (r Response) Grids() []Grid {
	about := append(r.Subject.pairs(), [2]string{"Required questions answered", r.RequiredAnswered()}, [2]string{"Marking", r.Marking})
	out := []Grid{pairGrid("About", about), r.Answers()}
	for _, q := range r.questions() {
		if q.Table != nil {
			out = append(out, Grid{Name: "Table " + q.Number, Head: q.Table.Head, Figures: make([]bool, len(q.Table.Head)), Rows: q.Table.Rows})
		}
	}
	return append(out, evidenceGrid(r.Evidence), digestGrid(r.Digests))
}
