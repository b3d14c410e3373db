package pdf_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"regexp"
	"strconv"
	"testing"

	"memsure/internal/fault"
	"memsure/internal/report"
	"memsure/internal/report/pdf"
	"memsure/internal/report/reporttest"
)

func draw(t testing.TB, in report.Input, style pdf.Style) []byte {
	t.Helper()
	in.Buyer.LogoSHA256 = report.LogoDigest(style.Logo)
	var out bytes.Buffer
	if err := pdf.Scorecard(&out, report.BuildScorecard(in), style); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestVerifyAcceptsWhatWasDrawn(t *testing.T) {
	in := reporttest.Input()
	file := draw(t, in, pdf.Style{})
	doc, digest, err := report.Encode(report.BuildScorecard(in))
	if err != nil {
		t.Fatal(err)
	}
	got, err := pdf.Extract(file)
	if err != nil || !bytes.Equal(got, doc) {
		t.Fatalf("Extract: %v, %d bytes, want the canonical view of %d", err, len(got), len(doc))
	}
	v, err := pdf.Verify(file)
	if err != nil || !v.ViewMatches || !v.Identical || v.Digest != digest || v.ReportID != in.ReportID {
		t.Fatalf("Verify = %+v, %v", v, err)
	}
}

func TestVerifyWithLogo(t *testing.T) {
	v, err := pdf.Verify(draw(t, reporttest.Input(), pdf.Style{Logo: reporttest.Logo()}))
	if err != nil || !v.ViewMatches {
		t.Fatalf("Verify = %+v, %v", v, err)
	}
}

var streams = regexp.MustCompile(`/Length ([0-9]+)[^\n]*\n(?:[^\n]*\n)?stream\n`)

// repack unpacks every stream that edit accepts and packs it again, as another
// compressor would, with a right cross-reference table unless table is false.
func repack(t *testing.T, file []byte, table bool, edit func(i int, content []byte) []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	pos := 0
	for i, m := range streams.FindAllSubmatchIndex(file, -1) {
		n, _ := strconv.Atoi(string(file[m[2]:m[3]]))
		z, err := zlib.NewReader(bytes.NewReader(file[m[1] : m[1]+n]))
		if err != nil {
			continue // not packed
		}
		var content, packed bytes.Buffer
		if _, err := content.ReadFrom(z); err != nil {
			t.Fatal(err)
		}
		w, _ := zlib.NewWriterLevel(&packed, 9)
		w.Write(edit(i, content.Bytes()))
		w.Close()
		fmt.Fprintf(&out, "%s%d%s", file[pos:m[2]], packed.Len(), file[m[3]:m[1]])
		out.Write(packed.Bytes())
		pos = m[1] + n
	}
	out.Write(file[pos:])
	if !table {
		return out.Bytes()
	}
	return retable(out.Bytes())
}

// retable writes the cross-reference table anew.
func retable(file []byte) []byte {
	at := bytes.LastIndex(file, []byte("\nxref\n")) + 1
	offsets := map[int]int{}
	for _, m := range regexp.MustCompile(`(?m)^([0-9]+) 0 obj\n`).FindAllSubmatchIndex(file[:at], -1) {
		n, _ := strconv.Atoi(string(file[m[2]:m[3]]))
		offsets[n] = m[0]
	}
	out := append([]byte(nil), file[:at]...)
	out = fmt.Appendf(out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for n := 1; n <= len(offsets); n++ {
		out = fmt.Appendf(out, "%010d 00000 n \n", offsets[n])
	}
	trailer := file[bytes.LastIndex(file, []byte("trailer\n")):]
	trailer = trailer[:bytes.Index(trailer, []byte("startxref\n"))]
	return fmt.Appendf(out, "%sstartxref\n%d\n%%%%EOF\n", trailer, at)
}

func same(_ int, content []byte) []byte { return content }

func TestVerifyAcceptsAnotherCompressor(t *testing.T) {
	file := draw(t, reporttest.Input(), pdf.Style{})
	v, err := pdf.Verify(repack(t, file, true, same))
	if err != nil || !v.ViewMatches || v.Identical {
		t.Fatalf("Verify = %+v, %v", v, err)
	}
}

func TestVerifyRefusesChanges(t *testing.T) {
	file := draw(t, reporttest.Input(), pdf.Style{})
	page := func(i int, content []byte) []byte {
		if i != 1 {
			return content
		}
		return bytes.Replace(content, []byte("\x00P\x00r\x00o"), []byte("\x00p\x00r\x00o"), 1)
	}
	view := func(i int, content []byte) []byte {
		if i != 0 {
			return content
		}
		return bytes.Replace(content, []byte(`"band":"C`), []byte(`"band":"A`), 1)
	}
	cases := map[string][]byte{
		"page content":          repack(t, file, true, page),
		"attached view":         repack(t, file, true, view),
		"stale table":           repack(t, file, false, same),
		"appended update":       append(bytes.Clone(file), "\n1 0 obj\n<< >>\nendobj\n%%EOF\n"...),
		"document title":        bytes.Replace(file, []byte("\x00E\x00d\x00g\x00e"), []byte("\x00e\x00d\x00g\x00e"), 1),
		"hidden object in text": bytes.Replace(file, []byte("\nxref\n"), []byte("\n99 0 obj\n<< >>\nendobj\nxref\n"), 1),
	}
	for name, changed := range cases {
		t.Run(name, func(t *testing.T) {
			if bytes.Equal(changed, file) {
				t.Fatal("the case changes nothing")
			}
			v, err := pdf.Verify(changed)
			if err != nil || v.ViewMatches {
				t.Fatalf("Verify = %+v, %v; want a mismatch", v, err)
			}
		})
	}
}

func TestExtractRefusesOtherFiles(t *testing.T) {
	file := draw(t, reporttest.Empty(), pdf.Style{})
	cases := map[string][]byte{
		"empty":     nil,
		"text":      []byte("hello"),
		"bare PDF":  []byte("%PDF-1.4\n%%EOF"),
		"cut short": file[:bytes.Index(file, []byte("stream\n"))+40],
		"bad size":  bytes.Replace(file, []byte("/Size "), []byte("/Size 1"), 1),
	}
	for name, data := range cases {
		t.Run(name, func(t *testing.T) {
			if _, err := pdf.Extract(data); fault.Code(err) != "not_a_report" {
				t.Fatalf("err = %v", err)
			}
		})
	}
}

func TestExtractBoundsWhatItUnpacks(t *testing.T) {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	w.Write(bytes.Repeat([]byte("a"), 4<<20))
	w.Close()
	bomb := fmt.Appendf(nil, "%%PDF-1.4\n<< /Type /EmbeddedFile /Length %d /Filter /FlateDecode /Params << /CheckSum <%032d> /Size 100 >> >>\nstream\n%s", packed.Len(), 0, packed.Bytes())
	if _, err := pdf.Extract(bomb); fault.Code(err) != "not_a_report" {
		t.Fatalf("a stream larger than it says: err = %v", err)
	}
}

func FuzzExtract(f *testing.F) {
	f.Add(draw(f, reporttest.Empty(), pdf.Style{}))
	f.Add([]byte("%PDF-1.4\n<< /Type /EmbeddedFile /Length 3 /Filter /FlateDecode /Params << /CheckSum <00000000000000000000000000000000> /Size 1 >> >>\nstream\nabc"))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := pdf.Extract(data)
		if err != nil && doc != nil {
			t.Fatalf("%d bytes and an error: %v", len(doc), err)
		}
		if err != nil && fault.Code(err) != "not_a_report" {
			t.Fatalf("err = %v", err)
		}
	})
}
