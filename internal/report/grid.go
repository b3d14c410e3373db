package report

import "strings"

// Grid is a part of a report as rows and columns, for those who work in
// spreadsheets: one heading a column, and a text a cell. Cells that are Figures
// hold a plain decimal as printed elsewhere in the report.
type Grid struct {
	Name    string // short; the name of a sheet
	Head    []string
	Figures []bool // by column: numbers where the cell is one
	Rows    [][]string
}

// column is one column of a grid, read from an item.
type column[T any] struct {
	head   string
	figure bool
	cell   func(T) string
}

func gridOf[T any](name string, items []T, columns []column[T]) Grid {
	g := Grid{Name: name, Rows: [][]string{}}
	for _, c := range columns {
		g.Head, g.Figures = append(g.Head, c.head), append(g.Figures, c.figure)
	}
	for _, item := range items {
		row := make([]string, len(columns))
		for i, c := range columns {
			row[i] = c.cell(item)
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// tableLines gives a table as text, a line a row.
func tableLines(t *Table) string {
	if t == nil {
		return ""
	}
	lines := make([]string, len(t.Rows))
	for i, row := range t.Rows {
		parts := make([]string, len(row))
		for j, cell := range row {
			parts[j] = t.Head[j] + ": " + cell
		}
		lines[i] = strings.Join(parts, " | ")
	}
	return strings.Join(lines, "\n")
}

// withTable is an answer in words, with the table under it where it is one.
func withTable(answer string, t *Table) string {
	if lines := tableLines(t); lines != "" {
		return answer + "\n" + lines
	}
	return answer
}

func list(items []string) string { return strings.Join(items, ", ") }

func lines(items []string) string { return strings.Join(items, "\n") }

// pairGrid has two columns: what it is, and what it says.
func pairGrid(name string, pairs [][2]string) Grid {
	return gridOf(name, pairs, []column[[2]string]{
		{"What", false, func(p [2]string) string { return p[0] }}, {"Value", true, func(p [2]string) string { return p[1] }}})
}

func (s Subject) pairs() [][2]string {
	return [][2]string{{"Vendor", s.Vendor}, {"Product", s.Product}, {"Release", s.Release}, {"Assessment", s.AssessmentID},
		{"Purpose", s.Purpose}, {"Tier", s.Tier}, {"Source", s.Source}, {"Questionnaire", s.Questionnaire}, {"Submitted at", s.SubmittedAt}}
}

func digestGrid(digests []Digest) Grid {
	return gridOf("Digests", digests, []column[Digest]{
		{"Input", false, func(d Digest) string { return d.Name }}, {"Digest", false, func(d Digest) string { return d.Digest }}})
}

func evidenceGrid(files []EvidenceLine) Grid {
	return gridOf("Files", files, []column[EvidenceLine]{
		{"No.", false, func(e EvidenceLine) string { return e.Number }}, {"File", false, func(e EvidenceLine) string { return e.FileName }},
		{"Format", false, func(e EvidenceLine) string { return e.Format }}, {"Size", false, func(e EvidenceLine) string { return e.Size }},
		{"Dated on", false, func(e EvidenceLine) string { return e.DatedOn }}, {"Received at", false, func(e EvidenceLine) string { return e.ReceivedAt }},
		{"Result", false, func(e EvidenceLine) string { return e.Result }}, {"Questions", false, func(e EvidenceLine) string { return list(e.Questions) }},
		{"SHA-256", false, func(e EvidenceLine) string { return e.SHA256 }}})
}
