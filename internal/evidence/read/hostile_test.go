package read_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"memsure/internal/evidence"
	"memsure/internal/evidence/read"
	"memsure/internal/fault"
)

func TestFormatIsFoundByContent(t *testing.T) {
	last := `{"components":[{"name":"a"}],"specVersion":"1.5","bomFormat":"CycloneDX"}`
	for name, test := range map[string]struct {
		data, format string
		status       evidence.Status
	}{
		"marker last":          {last, read.CycloneDXJSON, evidence.Read},
		"byte-order mark":      {"\xef\xbb\xbf \n" + last + "\n", read.CycloneDXJSON, evidence.Read},
		"marker inside":        {`{"a":{"bomFormat":"CycloneDX"}}`, read.JSON, evidence.Stored},
		"marker of another":    {`{"bomFormat":"Other","bomFormat2":"CycloneDX"}`, read.JSON, evidence.Stored},
		"marker no text":       {`{"bomFormat":["CycloneDX"]}`, read.JSON, evidence.Stored},
		"old version":          {`{"bomFormat":"CycloneDX","specVersion":"1.3"}`, read.CycloneDXJSON, evidence.Stored},
		"version of tomorrow":  {`{"bomFormat":"CycloneDX","specVersion":"2.0","components":7}`, read.CycloneDXJSON, evidence.Stored},
		"SPDX":                 {`{"spdxVersion":"SPDX-2.3","packages":[]}`, read.SPDXJSON, evidence.Stored},
		"XML":                  {`<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>`, read.CycloneDXXML, evidence.Stored},
		"other XML":            {`<html/>`, "", evidence.Stored},
		"PDF":                  {"%PDF-1.7\n", "", evidence.Stored},
		"empty":                {"", "", evidence.Stored},
		"a list":               {`[{"bomFormat":"CycloneDX"}]`, "", evidence.Stored},
		"RTF":                  {`{\rtf1\ansi}`, "", evidence.Stored},
		"lines of JSON":        {"{\"a\":1}\n{\"a\":2}\n", read.JSON, evidence.Stored},
		"UTF-16":               {"\xff\xfe{\x00\"\x00", "", evidence.Stored},
		"broken before marker": {`{"a":1,`, read.JSON, evidence.Unreadable},
		"a brace":              {`{`, read.JSON, evidence.Unreadable},
		"broken after marker":  {`{"bomFormat":"CycloneDX","components":[`, read.CycloneDXJSON, evidence.Unreadable},
		"data after the end":   {last + `{"components":[]}`, read.CycloneDXJSON, evidence.Unreadable},
		"marker twice":         {strings.TrimSuffix(last, "}") + `,"bomFormat":"CycloneDX"}`, read.CycloneDXJSON, evidence.Unreadable},
	} {
		report := readBytes(t, []byte(test.data))
		if report.Status != test.status || report.Format != test.format {
			t.Errorf("%s: %s as %q, want %s as %q (%v)", name, report.Status, report.Format, test.status, test.format, report.Problem)
		}
		checkReport(t, report)
	}
}

// checkReport holds what every report promises.
func checkReport(t testing.TB, r evidence.Report) {
	t.Helper()
	isRead := r.Status == evidence.Read
	if (len(r.Facts) > 0) != isRead || (r.SBOM != nil) != isRead || (r.Composition != nil) != isRead || (r.Reader != "") != isRead {
		t.Errorf("status %s with %d facts, reader %q", r.Status, len(r.Facts), r.Reader)
	}
	if (r.Problem != nil) != (r.Status == evidence.Unreadable) {
		t.Errorf("status %s with problem %v", r.Status, r.Problem)
	}
	if r.Problem != nil && r.Problem.Code == "evidence_reader_failed" {
		t.Error("the reader panicked")
	}
}

// A file cut anywhere is unreadable with a place inside it, or, cut before its
// first key, something that is stored. It never shows facts.
func TestTruncatedAtEveryByte(t *testing.T) {
	whole := bytes.TrimSpace(fixture(t, "full-1.6.cdx.json"))
	for n := range whole {
		report := readBytes(t, whole[:n])
		checkReport(t, report)
		switch {
		case report.Status == evidence.Read:
			t.Fatalf("read although cut after %d of %d bytes", n, len(whole))
		case report.Status == evidence.Stored && n > 0:
			t.Fatalf("cut after %d bytes: stored as %q", n, report.Format)
		case report.Status == evidence.Unreadable && report.Problem.Fields[0].Offset > int64(n):
			t.Fatalf("cut after %d bytes: place is byte %d", n, report.Problem.Fields[0].Offset)
		}
	}
}

// endless is a file of a claimed gigabyte: a beginning, then one pattern over
// and over. It counts what was asked of it.
type endless struct {
	start, again string
	at, read     int64
}

const gigabyte = 1 << 30

func (e *endless) Seek(offset int64, whence int) (int64, error) {
	if whence != io.SeekStart {
		return 0, errors.New("only from the start")
	}
	e.at = offset
	return offset, nil
}

func (e *endless) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if e.at >= gigabyte {
			return n, io.EOF
		}
		from := e.start
		at := e.at
		if at >= int64(len(from)) {
			at = (at - int64(len(from))) % int64(len(e.again))
			from = e.again
		}
		m := copy(p[n:], from[at:])
		n, e.at, e.read = n+m, e.at+int64(m), e.read+int64(m)
	}
	return n, nil
}

// What cannot be bounded by looking at it piece by piece must be refused
// after reading little of it: what is not asked for is not held.
func TestAGigabyteCostsLittle(t *testing.T) {
	head := `{"bomFormat":"CycloneDX","specVersion":"1.6",`
	for name, test := range map[string]struct {
		start, again, code string
		most               int64
	}{
		"one text":           {head + `"x":"`, "aaaaaaaaaaaaaaaa", "evidence_value_too_long", 1 << 20},
		"one kept text":      {head + `"components":[{"name":"`, "aaaaaaaaaaaaaaaa", "evidence_value_too_long", 1 << 20},
		"one key":            {head + `"`, "aaaaaaaaaaaaaaaa", "evidence_value_too_long", 1 << 20},
		"white space":        {head, "                \n", "evidence_value_too_long", 1 << 20},
		"digits":             {head + `"x":1`, "0000000000000000", "evidence_value_too_long", 1 << 20},
		"depth":              {head + `"x":`, "[[[[[[[[[[[[[[[[", "evidence_too_deep", 256 << 10},
		"depth of objects":   {head + `"x":`, `{"a":`, "evidence_too_deep", 256 << 10},
		"nested components":  {head + `"components":[`, `{"components":[`, "evidence_too_deep", 256 << 10},
		"components":         {head + `"components":[{}`, `,{}`, "evidence_too_many_components", 2 << 20},
		"numbers":            {head + `"x":[0`, ",0", "evidence_file_too_large", 2 << 20},
		"edges":              {head + `"dependencies":[{"dependsOn":["a"`, `,"a"`, "evidence_file_too_large", 2 << 20},
		"weaknesses":         {head + `"vulnerabilities":[{"cwes":[1`, `,1`, "evidence_file_too_large", 2 << 20},
		"null entries":       {head + `"components":[null`, `,null`, "evidence_too_many_components", 2 << 20},
		"before the marker":  {`{"x":[0`, ",0", "evidence_file_too_large", 2 << 20},
		"text before marker": {`{"x":"`, "aaaaaaaaaaaaaaaa", "evidence_value_too_long", 1 << 20},
	} {
		limits := evidence.DefaultLimits()
		limits.Bytes, limits.Components, limits.StringLen = 1<<20, 20_000, 256<<10
		file := &endless{start: test.start, again: test.again}
		report, err := read.Read(file, limits)
		if err != nil || report.Status != evidence.Unreadable || report.Problem.Code != test.code {
			t.Errorf("%s: %s, %v, %v; want %s", name, report.Status, report.Problem, err, test.code)
		}
		if file.read > test.most {
			t.Errorf("%s: %d bytes were read", name, file.read)
		}
		checkReport(t, report)
	}
}

// failing breaks after some bytes, as a disk does.
type failing struct {
	*bytes.Reader
	left int
}

var errDisk = errors.New("disk trouble")

func (f *failing) Read(p []byte) (int, error) {
	if f.left <= 0 {
		return 0, errDisk
	}
	n, err := f.Reader.Read(p[:min(len(p), f.left)])
	f.left -= n
	return n, err
}

// A source that fails says nothing about the file, so it must not be marked
// unreadable.
func TestAFailingSourceIsAnError(t *testing.T) {
	whole := fixture(t, "full-1.6.cdx.json")
	for _, left := range []int{0, 1, 100, len(whole), len(whole) + 10, len(whole) + 2000, 2*len(whole) - 1} {
		report, err := read.Read(&failing{bytes.NewReader(whole), left}, evidence.DefaultLimits())
		if fault.KindOf(err) != fault.Internal || err == nil || !errors.Is(err, errDisk) || report.Status != "" {
			t.Errorf("failing after %d bytes: %s, %v", left, report.Status, err)
		}
	}
}

// What we say of a broken file quotes nothing of it but keys.
func TestNoContentInProblems(t *testing.T) {
	const canary = "canary7731"
	for _, doc := range []string{
		`{"bomFormat":"CycloneDX","specVersion":"` + canary + `"}`,
		`{"bomFormat":"CycloneDX","specVersion":"1.6","components":"` + canary + `"}`,
		`{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"name":"` + canary + `\q"}]}`,
		`{"bomFormat":"CycloneDX","specVersion":"1.6","components":[` + canary + `]}`,
		`{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"name":"` + canary + `","purl":"` + canary + `"}],"metadata":{"timestamp":"` + canary + `"}}`,
	} {
		report := readBytes(t, []byte(doc))
		text := ""
		if report.Problem != nil {
			text = report.Problem.Error()
		}
		for _, w := range report.Warnings {
			text += w.Message + w.Place
		}
		if text == "" || strings.Contains(text, canary) {
			t.Errorf("said of %s: %q", doc, text)
		}
	}
}
