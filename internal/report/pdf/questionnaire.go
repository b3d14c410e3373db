package pdf

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/report"
)

// sheet is one drawing of a questionnaire in progress.
type sheet struct {
	canvas
	view report.Questionnaire
}

// Questionnaire draws a questionnaire version as a sheet to read and to prepare
// answers on by hand. The same view always gives the same bytes. It fails only
// on a failing writer; nothing is written before the whole document is drawn.
func Questionnaire(w io.Writer, view report.Questionnaire) error {
	s := &sheet{view: view}
	s.blankPaper(s.furniture)
	s.describe()
	s.newPage()
	s.opening()
	for _, section := range view.Sections {
		s.section(section)
	}
	s.rules()
	var out bytes.Buffer
	if err := s.pdf.Output(&out); err != nil {
		return fault.Wrap(err, "draw questionnaire")
	}
	_, err := w.Write(out.Bytes())
	return fault.Wrap(err, "write questionnaire")
}

// describe fills the document's own description. A version has no time of its
// own that two people would agree on, so none is told.
func (s *sheet) describe() {
	s.pdf.SetCreationDate(time.Unix(0, 0).UTC())
	s.pdf.SetModificationDate(time.Unix(0, 0).UTC())
	s.pdf.SetTitle(titleText(s.view.Title+" "+s.view.Version), true)
	s.pdf.SetSubject(titleText("Questionnaire "+s.view.Slug+" "+s.view.Version+", "+s.view.Digest), true)
	s.pdf.SetCreator("memsure", true)
	s.pdf.SetProducer("memsure questionnaire layout 1", true)
}

func (s *sheet) furniture() {
	if s.pdf.PageNo() > 1 {
		s.fit(left, 11, full, note, s.view.Title+" "+s.view.Version)
		s.rule(left, right, 17, line, 0.25)
	}
	y := 284.0
	s.rule(left, right, y-1.5, line, 0.25)
	s.fit(left, y, 110, tiny, s.view.Slug+" "+s.view.Version+"  ·  "+shortDigest(s.view.Digest))
	s.textRight(right-8, y, tiny, fmt.Sprintf("Page %d of", s.pdf.PageNo()))
	s.ink(muted)
	s.font(sans, tiny.size)
	s.pdf.Text(right-7.2, y+tiny.height()*0.74, pageCount)
}

// opening says what this is, how to fill it in, and what is inside.
func (s *sheet) opening() {
	s.box(0, 0, pageWidth, 4, accent)
	s.y = top
	s.text(left, s.y, label.in(accent), "QUESTIONNAIRE")
	s.y += label.height() + 1
	s.paragraph(display, s.view.Title)
	s.y += 1
	s.paragraph(body.in(muted), "Version "+s.view.Version+"  ·  "+s.view.Counts)
	s.y += 4
	if s.view.Description != "" {
		s.paragraph(body, s.view.Description)
		s.y += 4
	}
	s.howTo()
	s.contents()
}

var howToFill = []string{
	"This sheet is for reading and for collecting answers. They are handed in through the portal or its workbook, where only the questions that concern you are asked.",
	"A star * marks what must be answered where it is asked. A question left open counts as no answer; a guess that a file contradicts counts less than that.",
	"Say what proves an answer: a file, and the place in it. What is only stated counts less than what a file shows.",
}

func (s *sheet) howTo() {
	s.text(left, s.y, subhead, "How to use this sheet")
	s.y += subhead.height() + 1.2
	for _, text := range howToFill {
		s.flag(left+0.6, s.y+1.4, 1.4, accent)
		s.paragraphAt(left+5, full-5, body, text)
		s.y += 1.2
	}
	s.y += 3
}

func (s *sheet) contents() {
	s.need(30)
	s.text(left, s.y, subhead, "What is asked")
	s.y += subhead.height() + 1.2
	for _, section := range s.view.Sections {
		s.need(body.height() + 1)
		s.text(left, s.y, body.in(accent), section.Letter)
		s.fit(left+9, s.y, full-50, body, section.Title)
		s.textRight(right, s.y, note, fmt.Sprintf("%d questions", len(section.Questions)))
		s.y += body.height() + 1
		s.rule(left, right, s.y-0.6, line, 0.15)
	}
}

func (s *sheet) section(section report.AskedSection) {
	s.newPage()
	s.font(bold, heading.size)
	s.pdf.Bookmark(titleText(section.Letter+"  "+section.Title), 0, s.y)
	s.text(left, s.y, heading.in(accent), section.Letter)
	for _, g := range s.lines(section.Title, heading, full-11, 0) {
		s.glyphs(left+11, s.y, heading, g)
		s.y += heading.height()
	}
	if section.Weight != "" {
		s.text(left+11, s.y, tiny, section.Weight)
		s.y += tiny.height() + 1
	}
	s.paragraphAt(left+11, full-11, body.in(muted), section.Help)
	s.y += 5
	for _, q := range section.Questions {
		s.question(q)
	}
}

// textLeft is where a question's text begins; its number stands before.
const textLeft = left + 11

const textWidth = right - textLeft

func (s *sheet) question(q report.AskedQuestion) {
	text := s.lines(q.Text, smallB.sized(9.5), textWidth, 0)
	s.need(float64(len(text))*5 + 10 + s.together(q))
	s.rule(left, right, s.y, line, 0.25)
	s.y += 2
	s.text(left, s.y, smallB.in(accent).sized(9.5), starred(q))
	s.y += s.draw(textLeft, s.y, smallB.sized(9.5), text)
	s.quiet(strings.Join(notEmpty(q.Kind, q.Scope, q.Weight), "  ·  "))
	if q.Condition != "" {
		s.y += 0.6
		s.paragraphAt(textLeft, textWidth, small.in(blue), q.Condition)
	}
	if q.Help != "" {
		s.y += 0.8
		s.paragraphAt(textLeft, textWidth, small, q.Help)
	}
	s.y += 1.5
	s.field(q)
	s.example("Good: ", q.Good)
	s.example("Helps nobody: ", q.Bad)
	s.quiet(q.Marks)
	s.quiet(strings.Join(notEmpty(q.Proof, q.NA), "  "))
	s.text(textLeft, s.y, id, q.ID)
	s.y += id.height() + 4
}

// together is the height of what should not be torn from a question: its help
// and the room for its answer, as long as that leaves no large gap.
func (s *sheet) together(q report.AskedQuestion) float64 {
	height := float64(len(s.lines(q.Help, small, textWidth, 0))) * small.height()
	switch q.Type {
	case questionnaire.TypeSingleChoice, questionnaire.TypeMultiChoice:
		height += float64(len(q.Options)) * (small.height() + 0.7)
	case questionnaire.TypeTable:
		height += 12 + blankRows*7
	default:
		height += 12
	}
	return min(height, (bottom-top)/3)
}

// starred is the number, with a star where an answer is required: behind the
// text it could stand alone on a line.
func starred(q report.AskedQuestion) string {
	if q.Required {
		return q.Number + " *"
	}
	return q.Number
}

func notEmpty(texts ...string) (kept []string) {
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}

func (s *sheet) quiet(text string) {
	if text != "" {
		s.y += 0.5
		s.paragraphAt(textLeft, textWidth, tiny.in(muted), text)
	}
}

func (s *sheet) example(lead, text string) {
	if text != "" {
		s.y += 0.5
		s.paragraphAt(textLeft, textWidth, note, lead+text)
	}
}

// field draws the room for an answer.
func (s *sheet) field(q report.AskedQuestion) {
	switch q.Type {
	case questionnaire.TypeBoolean:
		s.choices([]report.AskedOption{{Label: "Yes"}, {Label: "No"}}, true)
	case questionnaire.TypeSingleChoice:
		s.choices(q.Options, true)
	case questionnaire.TypeMultiChoice:
		s.choices(q.Options, false)
	case questionnaire.TypeTable:
		s.grid(q.Columns)
	case questionnaire.TypeText:
		s.ruled(4)
	case questionnaire.TypeFile:
		s.blank("File, and the place in it", textWidth)
	default:
		s.blank("", 55)
	}
	s.y += 1.5
}

// choices draws a round mark where one is chosen, a square one where several
// may be.
func (s *sheet) choices(options []report.AskedOption, one bool) {
	for _, o := range options {
		text := o.Label
		if o.Score != "" {
			text += "  (" + o.Score + ")"
		}
		lines := s.lines(text, small, textWidth-7, 0)
		s.need(float64(len(lines)) * small.height())
		s.stroke(muted, 0.3)
		if one {
			s.pdf.Circle(textLeft+2, s.y+1.9, 1.4, "D")
		} else {
			s.pdf.Rect(textLeft+0.6, s.y+0.5, 2.8, 2.8, "D")
		}
		s.y += s.draw(textLeft+7, s.y, small, lines) + 0.7
		if o.Help != "" {
			s.paragraphAt(textLeft+7, textWidth-7, tiny, o.Help)
		}
	}
}

// blankRows is the room left in a table.
const blankRows = 3

// grid draws a table's columns side by side, or one below the other where they
// would be too narrow to write in.
func (s *sheet) grid(columns []report.AskedColumn) {
	if len(columns) > 6 {
		s.columnList(columns)
		return
	}
	w := textWidth / float64(max(1, len(columns)))
	height := 0.0
	heads := make([][][]glyph, len(columns))
	for i, c := range columns {
		heads[i] = s.lines(columnHead(c), label.sized(6.8), w-2, 0)
		height = max(height, float64(len(heads[i]))*label.sized(6.8).height())
	}
	s.need(height + 2 + blankRows*7)
	s.box(textLeft, s.y, textWidth, height+2, tint)
	for i := range columns {
		s.draw(textLeft+float64(i)*w+1, s.y+1, label.sized(6.8), heads[i])
	}
	bottomY := s.y + height + 2 + blankRows*7
	s.stroke(line, 0.25)
	for i := range len(columns) + 1 {
		s.pdf.Line(textLeft+float64(i)*w, s.y, textLeft+float64(i)*w, bottomY)
	}
	for row := range blankRows + 1 {
		y := s.y + height + 2 + float64(row)*7
		s.pdf.Line(textLeft, y, right, y)
	}
	s.y = bottomY + 1
	s.columnChoices(columns)
}

func columnHead(c report.AskedColumn) string {
	if c.Required {
		return c.Label + " *"
	}
	return c.Label
}

// columnList names the columns of a wide table; it is filled in the workbook.
func (s *sheet) columnList(columns []report.AskedColumn) {
	s.paragraphAt(textLeft, textWidth, small, "A table with one row for each entry; in the workbook it has a sheet of its own. Its columns:")
	for _, c := range columns {
		s.need(small.height())
		s.flag(textLeft+0.6, s.y+1.25, 1.2, accent)
		s.paragraphAt(textLeft+5, textWidth-5, small, columnHead(c)+": "+cellKind(c))
	}
}

// columnChoices lists what may be written into cells that offer a choice.
func (s *sheet) columnChoices(columns []report.AskedColumn) {
	for _, c := range columns {
		if len(c.Options) > 0 {
			s.paragraphAt(textLeft, textWidth, tiny, c.Label+": "+cellKind(c))
		}
	}
}

func cellKind(c report.AskedColumn) string {
	if len(c.Options) == 0 {
		return c.Kind
	}
	labels := make([]string, len(c.Options))
	for i, o := range c.Options {
		labels[i] = o.Label
	}
	return strings.Join(labels, " | ")
}

func (s *sheet) ruled(lines int) {
	s.need(float64(lines) * 7)
	for range lines {
		s.y += 7
		s.rule(textLeft, right, s.y, line, 0.25)
	}
	s.y++
}

func (s *sheet) blank(caption string, w float64) {
	s.need(9)
	s.stroke(muted, 0.25)
	s.pdf.Rect(textLeft, s.y, w, 7, "D")
	if caption != "" {
		s.text(textLeft+1.5, s.y+1.6, tiny.in(faint), caption)
	}
	s.y += 8
}

// rules prints what only the buyer's side needs: knock-outs, checks, bands.
func (s *sheet) rules() {
	if !s.view.Scoring {
		return
	}
	s.newPage()
	s.text(left, s.y, heading, "How answers are judged")
	s.y += heading.height() + 3
	s.list("Ratings by overall score", s.view.Bands)
	s.list("Tiers of inherent risk", s.view.Tiers)
	s.ruleTable("Knock-out conditions", "Passes where", s.view.KnockOuts)
	s.ruleTable("Checks of statements against files", "Contradicted where", s.view.Checks)
}

func (s *sheet) list(title string, items []string) {
	if len(items) == 0 {
		return
	}
	s.need(20)
	s.text(left, s.y, subhead, title)
	s.y += subhead.height() + 1
	for _, item := range items {
		s.need(small.height())
		s.flag(left+0.6, s.y+1.25, 1.2, accent)
		s.paragraphAt(left+5, full-5, small, item)
	}
	s.y += 4
}

func (s *sheet) ruleTable(title, when string, rules []report.AskedRule) {
	if len(rules) == 0 {
		return
	}
	s.need(30)
	s.text(left, s.y, subhead, title)
	s.y += subhead.height() + 1.5
	rows := make([][]cell, len(rules))
	for i, r := range rules {
		rows[i] = []cell{{parts: []part{{r.Title, smallB}, {r.Why, note}, {r.ID, id}}}, plainCell(r.Condition)}
	}
	s.table([]column{{title: "Rule", w: full * 0.5}, {title: when, w: full * 0.5}}, rows)
	s.y += 5
}
