package pdf

import (
	"fmt"

	"memsure/internal/report"
)

// decisionPage draws the first page: it must stand alone on one page, so every
// text has a bound on its lines.
func (s *scorecard) decisionPage() {
	s.newPage()
	s.letterhead()
	s.subjectLines()
	s.y = s.recommendation(s.y + 5)
	s.y = s.cards(s.y + 6)
	s.y = s.knockouts(s.y + 6.5)
	s.columns(s.y + 6.5)
	s.colophon()
}

func (s *scorecard) letterhead() {
	s.box(0, 0, pageWidth, 3, accent)
	if len(s.style.Logo) > 0 {
		s.logo()
	} else {
		s.fit(left, 13, full*0.6, look{bold, 11, ink}, s.view.Buyer.Name)
	}
	s.textRight(right, 11.6, look{bold, 9.5, accent}, "Memory-safety scorecard")
	status := "Final report"
	if s.view.Status != "final" {
		status = "DRAFT, not for decision"
	}
	s.textRight(right, 16, note, status+"  ·  "+report.Day(s.view.GeneratedAt))
	s.rule(left, right, 23, line, 0.3)
	s.y = 28
}

// logo fits the registered logo into 46 × 11 millimetres.
func (s *scorecard) logo() {
	info := s.pdf.GetImageInfo(logoName)
	if info == nil || info.Width() <= 0 || info.Height() <= 0 {
		return
	}
	h := 11.0
	w := info.Width() * h / info.Height()
	if w > 46 {
		w, h = 46, info.Height()*46/info.Width()
	}
	s.pdf.Image(logoName, left, 9.5, w, h, false, "", 0, "")
	s.fit(left+w+4, 13, full*0.6-w-4, look{bold, 11, ink}, s.view.Buyer.Name)
}

func day(stamp string) string {
	if len(stamp) < 10 {
		return stamp
	}
	return stamp[:10]
}

func (s *scorecard) subjectLines() {
	v := s.view.Subject
	s.fit(left, s.y, full, display, v.Product+" "+v.Release)
	s.y += display.height()
	line := v.Vendor + "  ·  " + v.Purpose
	if v.Tier != "" {
		line += "  ·  Risk tier: " + v.TierName()
	}
	s.fit(left, s.y, full, look{sans, 10, muted}, line)
	s.y += 7.5
	s.text(left, s.y, label, "The question")
	s.y += 4
	s.y += s.block(left, s.y, full, look{sans, 10.5, ink}, s.view.Decision.Question, 2)
}

// recommendation draws the panel everything on the page supports.
func (s *scorecard) recommendation(y float64) float64 {
	d := s.view.Decision
	m := markFor(d.Outcome)
	big := look{bold, 13.5, ink}
	lines := s.lines(d.Recommendation, big, full-34, 3)
	notes := s.lines(recommendationNotes(d), body, full-34, 3)
	h := 13 + float64(len(lines))*big.height() + float64(len(notes))*body.height() + 4
	s.box(left, y, full, h, tint)
	s.box(left, y, 2.2, h, m.color)
	s.mark(d.Outcome, left+14, y+h/2, 6)
	x, at := left+28, y+4.5
	s.text(x, at, label.in(m.color), "Recommendation")
	at += 5
	at += s.draw(x, at, big, lines) + 1.6
	s.draw(x, at, body.in(muted), notes)
	return y + h
}

func recommendationNotes(d report.Decision) string {
	text := ""
	add := func(t string) {
		if text != "" {
			text += "  "
		}
		text += t
	}
	if d.Band != "" {
		add("Rating: " + d.Band + ".")
	}
	if d.CapNote != "" {
		add(d.CapNote)
	}
	switch {
	case d.Decider != "" && d.DecideBy != "":
		add("Decision: " + d.Decider + ", by " + report.Day(d.DecideBy) + ".")
	case d.DecideBy != "":
		add("Decision due by " + report.Day(d.DecideBy) + ".")
	case d.Decider != "":
		add("Decision: " + d.Decider + ".")
	}
	return text
}

// cards shows the three results side by side.
func (s *scorecard) cards(y float64) float64 {
	const between = 6.0
	w := (full - 2*between) / 3
	for i, r := range s.view.Results {
		if i == 3 {
			break
		}
		s.card(left+float64(i)*(w+between), y, w, r)
	}
	return y + 45
}

func (s *scorecard) card(x, y, w float64, r report.ResultLine) {
	s.rule(x, x+w, y, accent, 0.5)
	s.text(x, y+2, look{bold, 9.5, ink}, r.Title)
	n := s.text(x, y+6.4, look{bold, 25, ink}, scoreShort(r))
	if r.Scored {
		s.text(x+n+1.6, y+11.9, note, "of 100")
		s.textRight(x+w, y+8.4, tiny, "could be")
		s.textRight(x+w, y+11.9, note, r.Lower+" to "+r.Upper)
	}
	s.bar(x, y+18.8, w, 3.4, r)
	s.pair(x, y+25, w, "Quality", r.Quality, r.QualityMicro)
	s.pair(x, y+29.4, w, "Confidence", r.Confidence, r.ConfidenceMicro)
	s.block(x, y+34, w, tiny, r.Explains, 4)
}

func scoreShort(r report.ResultLine) string {
	if !r.Scored {
		return "–"
	}
	return r.Score
}

func (s *scorecard) pair(x, y, w float64, name, value string, micro int64) {
	s.text(x, y, note, name)
	s.gauge(x+19, y+1.35, w-30, 1.3, micro, muted)
	s.textRight(x+w, y, smallB, value)
}

// knockouts summarises the gates and names those that did not pass.
func (s *scorecard) knockouts(y float64) float64 {
	s.text(left, y, subhead, "Knock-out conditions")
	y += 5.4
	y += s.block(left, y, full, body, s.view.Decision.GateSummary, 2) + 0.8
	shown, rest := 0, 0
	for _, g := range s.view.Gates {
		if g.Outcome == "pass" {
			continue
		}
		if shown == 3 {
			rest++
			continue
		}
		s.mark(g.Outcome, left+1.8, y+2.1, 1.7)
		s.fit(left+5.6, y, full-5.6, body, markFor(g.Outcome).word+": "+g.Title)
		y += 4.8
		shown++
	}
	if rest > 0 {
		s.text(left+5.6, y, note, fmt.Sprintf("and %d more, see the chapter on knock-outs", rest))
		y += 4
	}
	return y
}

// columns sets reasons on the left, the main unknown and conditions on the
// right, in what room is left above the imprint.
func (s *scorecard) columns(y float64) {
	const w = (full - 10) / 2
	s.lowest = max(s.reasons(left, y, w), s.unknownAndConditions(left+w+10, y, w))
}

// budget wraps items to w and, where the room down to the imprint is too small
// for all of their lines, shortens the longest ones first; apart is the space
// between items. Items that find no room at all are left out: chapters further
// on repeat them.
func (s *scorecard) budget(items []string, y, w, apart float64, most int) [][][]glyph {
	room := imprintTop - 1 - y + apart
	fitting := max(0, int(room/(body.height()+apart)))
	items = items[:min(len(items), fitting)]
	allowed, total := make([]int, len(items)), 0
	for i, item := range items {
		allowed[i] = len(s.lines(item, body, w, most))
		total += allowed[i]
	}
	for lines := int((room - float64(len(items))*apart) / body.height()); total > lines; total-- {
		longest := 0
		for i, n := range allowed {
			if n >= allowed[longest] { // the last of equals: first things stay whole
				longest = i
			}
		}
		allowed[longest]--
	}
	var out [][][]glyph
	for i, item := range items {
		out = append(out, s.lines(item, body, w, allowed[i]))
	}
	return out
}

func (s *scorecard) reasons(x, y, w float64) float64 {
	s.text(x, y, subhead, "Three reasons")
	y += 6
	items := s.view.Decision.Reasons
	for i, lines := range s.budget(s.condensed(items[:min(3, len(items))], y, w-6, 1.9), y, w-6, 1.9, 9) {
		s.text(x, y-0.4, look{bold, 11, accent}, fmt.Sprint(i+1))
		y += s.draw(x+6, y, body, lines) + 1.9
	}
	return y - 1.9
}

func (s *scorecard) unknownAndConditions(x, y, w float64) float64 {
	s.text(x, y, subhead, "The main unknown")
	y += 6
	most := max(1, min(8, int((imprintTop-y)/2/body.height())-2))
	y += s.block(x, y, w, body, s.view.Decision.MainUnknown, most) + 3
	s.text(x, y, subhead, s.view.Decision.ConditionsTitle())
	y += 6
	items := s.view.Decision.Conditions
	if len(items) == 0 {
		return y + s.block(x, y, w, body, s.view.NoConditions(), 2)
	}
	for _, lines := range s.whole(items[:min(5, len(items))], y, w-5, 1.1) {
		s.stroke(muted, 0.3)
		s.pdf.Rect(x+0.3, y+0.8, 2.2, 2.2, "D")
		y += s.draw(x+5, y, body, lines) + 1.1
	}
	return y - 1.1
}

// imprintTop is where the block about the report itself starts.
const imprintTop = 262.0

// colophon says at the foot of the first page what the report rests on.
func (s *scorecard) colophon() {
	v := s.view
	y := imprintTop
	s.rule(left, right, y, line, 0.25)
	y += 1.6
	s.fit(left, y, full, tiny, fmt.Sprintf("Response: revision %d, submitted %s. Data up to %s. %s.", v.Subject.Revision,
		report.Day(v.Subject.SubmittedAt), report.Moment(v.DataCutOff), v.Subject.Source))
	y += 3.6
	s.fit(left, y, full, tiny, "The recommendation follows published rules (see annex); it supports a person's decision and does not replace it.")
	y += 3.6
	s.fit(left, y, full, tiny, "Questionnaire: "+shortened(v.Subject.Questionnaire, 60)+". Report "+shortened(v.ReportID, 60)+", digest")
	s.fit(left, y+3.5, full, code.sized(6.8), s.imprint.digest)
	s.textRight(right, y+3.5, tiny, "Check it: memsure verify FILE.pdf")
}
