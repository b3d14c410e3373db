package pdf_test

import (
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"

	"memsure/internal/report"
	"memsure/internal/report/pdf"
	"memsure/internal/report/reporttest"
)

// BenchmarkScorecard draws the rich report and, in the same loop, the floor:
// as much text and as many strokes on as many pages with gofpdf alone, from whole
// ordinary faces. It reports how many times the floor the report takes.
func BenchmarkScorecard(b *testing.B) {
	view := report.BuildScorecard(reporttest.Input())
	fonts := [3][]byte{goregular.TTF, gobold.TTF, gomono.TTF}
	doc, _, err := report.Encode(view)
	if err != nil {
		b.Fatal(err)
	}
	var out bytes.Buffer
	if err := pdf.Scorecard(&out, view, pdf.Style{}); err != nil {
		b.Fatal(err)
	}
	n, size := pages(out.Bytes()), out.Len()
	var ours, floor time.Duration
	b.ReportAllocs()
	for b.Loop() {
		start := time.Now()
		if err := pdf.Scorecard(io.Discard, view, pdf.Style{}); err != nil {
			b.Fatal(err)
		}
		middle := time.Now()
		bare(b, fonts, doc, n)
		ours, floor = ours+middle.Sub(start), floor+time.Since(middle)
	}
	b.ReportMetric(float64(ours)/float64(floor), "×floor")
	b.ReportMetric(float64(n), "pages")
	b.ReportMetric(float64(size), "bytes")
	b.ReportMetric(float64(ours.Microseconds())/1000/float64(b.N), "ms/report")
}

// bare fills pages with what an average page of the report holds: 110 texts of
// 23 characters and a hundred strokes.
func bare(b *testing.B, fonts [3][]byte, doc []byte, pages int) {
	const text = "the vendor states: 58 %"
	f := gofpdf.New("P", "mm", "A4", "")
	f.SetCatalogSort(true)
	f.SetCreationDate(time.Unix(0, 0))
	f.SetModificationDate(time.Unix(0, 0))
	f.SetAttachments([]gofpdf.Attachment{{Content: doc, Filename: "a.json"}})
	for i, name := range []string{"sans", "bold", "mono"} {
		f.AddUTF8FontFromBytes(name, "", fonts[i])
	}
	for range pages {
		f.AddPage()
		for i := range 110 {
			f.SetFont([]string{"sans", "sans", "bold", "mono"}[i/7%4], "", 8)
			f.SetTextColor(24, 34, 45)
			f.Text(18, 20+float64(i)*2.3, text)
			f.Line(18, 20+float64(i)*2.3, 190, 20)
			if i%6 == 0 {
				f.SetFillColor(200, 200, 200)
				f.Rect(18, 20, 40, 3, "F")
			}
		}
	}
	if err := f.Output(io.Discard); err != nil {
		b.Fatal(err)
	}
}
