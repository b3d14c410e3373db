package pdf

import (
	"fmt"

	"memsure/internal/report"
)

// whyPage draws the first page, "Why not 100": it is one page whatever the
// texts, so each of them has a bound on its lines.
func (t *trace) whyPage() {
	t.newPage()
	t.box(0, 0, pageWidth, 3, accent)
	v := t.view.Subject
	t.fit(left, 13, full*0.6, look{bold, 11, ink}, t.view.Buyer.Name)
	t.textRight(right, 11.6, look{bold, 9.5, accent}, "How the score came about")
	t.textRight(right, 16, note, report.Day(t.view.GeneratedAt))
	t.rule(left, right, 23, line, 0.3)
	t.y = 27
	t.fit(left, t.y, full, display, "Why not 100")
	t.y += display.height()
	t.fit(left, t.y, full, look{sans, 10, muted}, v.Product+" "+v.Release+"  ·  "+v.Vendor)
	t.y += 7
	t.y += t.block(left, t.y, full, look{bold, 10.5, ink}, t.view.WhyNot.Lead, 2) + 1
	if len(t.view.WhyNot.Lines) > 0 {
		t.y = t.ledgerBar(t.y + 1)
		t.ledger()
	}
	t.limits()
	t.fewLevers()
}

// shades of the bar, from what was earned to what waits; each part has a number
// below it, so that no shade stands alone.
var shades = map[string]rgb{
	"earned": accent, "quality": {110, 122, 134}, "confidence": {178, 148, 96}, "silence": {170, 178, 186},
	"not_applicable": {196, 203, 209}, "contradiction": red, "ungraded": {130, 152, 190},
}

// ledgerBar draws the whole of 100 as one bar.
func (t *trace) ledgerBar(y float64) float64 {
	const h = 7.0
	x := left
	for i, l := range t.view.WhyNot.Lines {
		w := full * float64(l.PointsMicro) / 100_000_000
		t.box(x, y, w, h, shades[l.ID])
		if w > 6 {
			t.textCenter(x+w/2, y+1.6, look{bold, 7.8, white}, letter(i))
		}
		x += w
	}
	t.stroke(muted, 0.2)
	t.pdf.Rect(left, y, full, h, "D")
	return y + h + 3
}

// ledger draws the account in two columns of text and one of numbers.
func (t *trace) ledger() {
	for i, l := range t.view.WhyNot.Lines {
		t.box(left, t.y+0.5, 4.2, 4.2, shades[l.ID])
		t.textCenter(left+2.1, t.y+0.75, look{bold, 7, white}, letter(i))
		t.text(left+6.5, t.y, look{bold, 9, ink}, l.Title)
		t.textRight(right, t.y, look{bold, 9, ink}, l.Points)
		h := 5.0
		if l.PointsMicro > 0 {
			h = max(h, 4.6+t.block(left+6.5, t.y+4.6, 70, note, l.Explains, 3))
			h = max(h, t.shares(left+82, t.y+0.3, l))
		}
		t.y += h + 1.1
		t.rule(left, right, t.y-0.6, line, 0.15)
	}
	t.textRight(right, t.y, look{bold, 9, ink}, t.view.WhyNot.Total)
	t.text(left+6.5, t.y, look{bold, 9, ink}, "Together")
	t.y += 7
}

// shares lists the questions with most of a line, and gives the height used.
func (t *trace) shares(x, y float64, l report.LedgerLine) float64 {
	h := 0.0
	for _, q := range l.Largest {
		t.fit(x, y+h, 66, small, q.Title)
		t.textRight(x+76, y+h, small, q.Points)
		h += small.height()
	}
	if l.More != "" {
		t.fit(x, y+h, 76, note, l.More)
		h += small.height()
	}
	return h
}

// mostLimits bounds the limits on the page.
const mostLimits = 4

func (t *trace) limits() {
	t.text(left, t.y, subhead, "What limits the result besides the points")
	t.y += 5.2
	items := t.view.WhyNot.Limits
	for i, item := range items {
		if i == mostLimits-1 && len(items) > mostLimits {
			t.fit(left+4, t.y, full-4, small, fmt.Sprintf("and %d more: see the knock-out conditions.", len(items)-i))
			t.y += small.height()
			break
		}
		t.flag(left+0.6, t.y+1.25, 1.4, accent)
		t.y += t.block(left+4, t.y, full-4, small, item, 2) + 0.5
	}
	t.y += 3
}

func (t *trace) fewLevers() {
	t.text(left, t.y, subhead, "What would help most, each by itself")
	t.y += 5.2
	if len(t.view.WhyNot.Levers) == 0 {
		t.text(left, t.y, small, "Nothing left to gain, or nothing scored.")
		return
	}
	// as much of each advice as there is room for, the same for all
	each := (bottom + 4 - t.y) / float64(len(t.view.WhyNot.Levers))
	most := min(mostAdvice, int((each-0.7)/small.height()))
	for i, l := range t.view.WhyNot.Levers {
		if most < 1 {
			break
		}
		t.text(left, t.y, smallB.in(accent), fmt.Sprint(i+1))
		h := t.block(left+4, t.y, 70, smallB, l.Question, min(most, 2))
		h = max(h, t.block(left+80, t.y, full-80-14, small, l.Advice, most))
		t.textRight(right, t.y, smallB, "+"+l.Gain)
		t.y += h + 0.7
	}
}

// mostAdvice bounds the lines of one lever.
const mostAdvice = 5
