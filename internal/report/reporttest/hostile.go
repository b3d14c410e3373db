package reporttest

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"

	"memsure/internal/report"
)

// HostileTexts are texts that have broken renderers: every script, emoji,
// direction and zero-width characters, stacked marks, formulas, markup, broken
// UTF-8 and sheer length.
var HostileTexts = []string{
	"👩‍💻 shipped 🚀 it 🏴‍☠️",
	"שלום (עולם) 123 abc",
	"البرنامج آمن ١٢٣",
	"\u202eevil.fdp\u202c \u2066isolated\u2069 \u200bzero\u200dwidth\ufeff",
	"北京网络有限公司 · 日本語のテスト · 한국어 시험",
	"Zalgo e" + strings.Repeat("\u0301\u0323", 40) + " text",
	"=HYPERLINK(\"http://example.com\")+cmd|' /C calc'!A0",
	"<script>alert(1)</script><img src=x onerror=alert(1)> &amp; \"quotes\" 'single'",
	"null \x00 bell \a escape \x1b[31m delete \x7f tab\tline\r\nend",
	"broken \xff\xfe UTF-8 \xed\xa0\x80 surrogate",
	"back\\slash (paren) ) ( \\) \\\\ %PDF-1.4 endstream endobj stream\nstream\n5 0 obj\n",
	"\ue000\ue001 private use \uf8ff",
	"\U0001d54f\U0002070e\U0010ffff astral",
	"ไทย ქართული Հայերեն ᠮᠣᠩᠭᠣᠯ አማርኛ தமிழ் हिन्दी বাংলা",
	strings.Repeat("Donaudampfschifffahrtsgesellschaft", 40),
	strings.Repeat("\n", 500) + "after many lines",
	strings.Repeat("many words in a row ", 400),
	"",
}

// Hostile is the rich assessment with these texts, in turn, in every place a
// stranger can write to.
func Hostile(texts ...string) report.Input {
	turn := 0
	next := func() string {
		turn++
		return texts[(turn-1)%len(texts)]
	}
	in := Input()
	in.Vendor, in.Product, in.Release, in.Marking, in.Buyer.Name, in.Decider = next(), next(), next(), next(), next(), next()
	in.People[0].Role = next()
	for i := range in.Revision.Answers {
		a := &in.Revision.Answers[i]
		a.Comment = next()
		if a.NotApplicable != nil {
			a.NotApplicable.Reason = next()
		}
		if a.Value != nil && a.Value.Text != "" {
			a.Value.Text = next()
		}
		if a.Value != nil && len(a.Value.Rows) > 0 {
			a.Value.Rows[0]["name"] = text(next())
			a.Value.Rows[0]["plan"] = text(next())
		}
	}
	for i := range in.Revision.Evidence {
		in.Revision.Evidence[i].FileName, in.Revision.Evidence[i].Format = next(), next()
	}
	for i := range in.Facts {
		in.Facts[i].Place = next()
	}
	in.Facts[0].Text = next()
	for i := range in.Reviews {
		in.Reviews[i].Reason, in.Reviews[i].Remedy = next(), next()
	}
	for i := range in.Result.Gates {
		in.Result.Gates[i].Why, in.Result.Gates[i].Remedy = next(), next()
	}
	for i := range in.Result.Findings {
		in.Result.Findings[i].Message, in.Result.Findings[i].Resolve = next(), next()
	}
	for i := range in.Result.Levers {
		in.Result.Levers[i].Advice = next()
	}
	return in
}

// Logo is a small PNG.
func Logo() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 120, 40))
	for x := range 120 {
		for y := range 40 {
			img.Set(x, y, color.RGBA{uint8(15 + x), 76, uint8(92 + y), 255})
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil // never: the buffer takes everything
	}
	return out.Bytes()
}
