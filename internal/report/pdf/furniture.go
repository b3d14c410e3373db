package pdf

import (
	"fmt"
	"strings"
	"time"

	"memsure/internal/report"
)

// producer names layout and program in the file's description.
const producer = "memsure report layout 2"

// pageCount stands for the number of pages until it is known. Texts cannot
// contain it: private-use characters are always written out.
const pageCount = "\ue000\ue001"

// document is a canvas with what every document of this package carries: heads,
// feet, numbered chapters and lists.
type document struct {
	canvas
	imprint imprint
	titled  int // number of the last chapter
}

// imprint is what pages say about the document they belong to.
type imprint struct {
	kind    string // "Memory-safety scorecard"
	about   report.Subject
	id      string
	digest  string // of the attached view
	marking string // of confidentiality; may be empty
	draft   bool
}

// open makes an empty document with the faces every report uses.
func (s *document) open() {
	s.blankPaper(s.furniture)
	for _, f := range []face{sans, bold, mono} {
		s.load(f)
	}
}

// describe fills the document's own description. Times come from the view.
func (s *document) describe(title, author, generatedAt string) {
	at, err := time.Parse(time.RFC3339, generatedAt)
	if err != nil {
		at = time.Unix(0, 0)
	}
	s.pdf.SetCreationDate(at.UTC())
	s.pdf.SetModificationDate(at.UTC())
	s.pdf.SetTitle(titleText(title), true)
	s.pdf.SetAuthor(titleText(author), true)
	s.pdf.SetSubject(titleText("Report "+s.imprint.id+", "+s.imprint.digest), true)
	s.pdf.SetCreator("memsure", true)
	s.pdf.SetProducer(producer, true)
}

func titleText(s string) string {
	return strings.ReplaceAll(visible(shortened(s, 120)), "\n", " ")
}

// furniture draws what stands on every page after the first.
func (s *document) furniture() {
	if s.pdf.PageNo() > 1 {
		c := s.imprint.about
		s.fit(left, 11, full*0.62, note, c.Product+" "+c.Release+"  ·  "+c.Vendor)
		s.textRight(right, 11, note, s.imprint.kind)
		s.rule(left, right, 17, line, 0.25)
	}
	s.footer()
	if s.imprint.draft {
		s.watermark()
	}
}

func (s *document) footer() {
	y := 284.0
	s.rule(left, right, y-1.5, line, 0.25)
	s.fit(left, y, 98, tiny, s.imprint.id+"  ·  "+shortDigest(s.imprint.digest))
	if s.imprint.marking != "" {
		s.fit(left, y+3.6, 98, tiny.in(ink), s.imprint.marking)
	}
	status := "Final"
	if s.imprint.draft {
		status = "DRAFT"
	}
	s.text(right-48, y, tiny, status)
	s.textRight(right-8, y, tiny, fmt.Sprintf("Page %d of", s.pdf.PageNo()))
	s.ink(muted)
	s.font(sans, tiny.size)
	s.pdf.Text(right-7.2, y+tiny.height()*0.74, pageCount)
}

func shortDigest(d string) string {
	d = strings.TrimPrefix(d, "sha256:")
	return "digest " + d[:min(16, len(d))]
}

// watermark marks a draft across the page, faint enough to read through.
func (s *document) watermark() {
	l := look{bold, 110, rgb{246, 240, 232}}
	s.pdf.TransformBegin()
	s.pdf.TransformRotate(52, pageWidth/2, pageHeight/2)
	s.textCenter(pageWidth/2, pageHeight/2-l.height()/2, l, "DRAFT")
	s.pdf.TransformEnd()
}

// chapter starts a numbered chapter; h is what must fit below its title.
func (s *document) chapter(title, lead string, h float64) {
	if s.y > top {
		s.y += 7
	}
	s.need(14 + h)
	s.titled++
	s.font(bold, heading.size)
	s.pdf.Bookmark(fmt.Sprintf("%d  %s", s.titled, title), 0, s.y)
	s.text(left, s.y, heading.in(accent), fmt.Sprint(s.titled))
	s.text(left+11, s.y, heading, title)
	s.y += heading.height() + 1
	if lead != "" {
		s.paragraphAt(left+11, full-11, body.in(muted), lead)
	}
	s.y += 2.5
}

func (s *document) subtitle(title string, h float64) {
	s.y += 3
	s.need(subhead.height() + 1.5 + h)
	s.text(left, s.y, subhead, title)
	s.y += subhead.height() + 1.2
}

// bullets draws a plain list.
func (s *document) bullets(items []string) {
	for _, item := range items {
		lines := s.lines(item, small, full-5, 0)
		s.need(small.height() * float64(min(len(lines), 3)))
		s.flag(left+0.6, s.y+1.25, 1.4, accent)
		for _, g := range lines {
			s.need(small.height())
			s.glyphs(left+5, s.y, small, g)
			s.y += small.height()
		}
		s.y += 0.9
	}
}

// none says that a list is empty, in words.
func (s *document) none(text string) {
	s.paragraph(note, text)
}

func scoreText(r report.ResultLine) string {
	if !r.Scored {
		return "not scored"
	}
	return r.Score
}
