package main

import (
	"strings"
	"testing"

	"memsure/internal/report"
	"memsure/internal/report/pdf"
	"memsure/internal/report/reporttest"
)

func TestVerifyOfAnotherLayoutIsUndetermined(t *testing.T) {
	var drawn strings.Builder
	if err := pdf.Scorecard(&drawn, report.BuildScorecard(reporttest.Input()), pdf.Style{}); err != nil {
		t.Fatal(err)
	}
	other := strings.Replace(drawn.String(), wide("layout 2"), wide("layout 9"), 1)
	if other == drawn.String() {
		t.Fatal("the file names no layout 2: has the drawing a new number?")
	}
	t.Chdir(t.TempDir())
	name := file(t, "other.pdf", other)
	command(t, "verify", name).want(t, exitOK, "undetermined", "")
	var told verified
	command(t, "verify", "--json", name).json(t, &told)
	if told.Comparable || told.ViewMatches || told.Record != recordSkipped || told.Digest == "" {
		t.Errorf("%+v", told)
	}
}

func TestOnlyAMismatchFails(t *testing.T) {
	cases := []struct {
		comparable, matches bool
		record              string
		good                bool
	}{
		{true, true, recordSame, true}, {true, true, recordSkipped, true}, {true, true, recordUnknown, false},
		{true, false, recordSame, false}, {true, false, recordSkipped, false}, {true, false, recordUnknown, false},
		{false, false, recordSame, true}, {false, false, recordSkipped, true}, {false, false, recordUnknown, false},
	}
	for _, c := range cases {
		v := verified{Verification: pdf.Verification{Comparable: c.comparable, ViewMatches: c.matches}, Record: c.record}
		if v.good() != c.good {
			t.Errorf("%+v: good is %t", c, v.good())
		}
	}
}

func TestDamageIsNotTakenForAnotherSortOfFile(t *testing.T) {
	var drawn strings.Builder
	if err := pdf.Scorecard(&drawn, report.BuildScorecard(reporttest.Input()), pdf.Style{}); err != nil {
		t.Fatal(err)
	}
	head, data, found := strings.Cut(drawn.String(), "/EmbeddedFile")
	at := strings.Index(data, "stream\n") + len("stream\n") + 40
	if !found {
		t.Fatal("the report carries no data")
	}
	broken := head + "/EmbeddedFile" + data[:at] + "damaged!" + data[at+8:]
	got := command(t, "verify", file(t, "broken.pdf", broken))
	got.want(t, exitFailed, "", "changed or damaged after it was made")
	if strings.Contains(got.stderr, "no report") {
		t.Error(got.stderr)
	}
	command(t, "verify", file(t, "other.pdf", "%PDF-1.7\n")).want(t, exitFailed, "", "This file is no report of memsure.")
}

// wide writes ASCII as PDF text strings do: two bytes a character.
func wide(text string) string {
	var out strings.Builder
	for _, r := range text {
		out.WriteByte(0)
		out.WriteRune(r)
	}
	return out.String()
}
