package pdf

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"

	"memsure/internal/fault"
)

// Bounds of what Extract reads. MaxFile is the largest file looked at, MaxView
// the largest attached view taken out of one.
const (
	MaxFile = 256 << 20
	MaxView = 128 << 20
)

// embedded is how this package's files start an attached file; lengths are
// bounded to nine digits before they are parsed.
var embedded = regexp.MustCompile(`<< /Type /EmbeddedFile /Length ([0-9]{1,9}) /Filter /FlateDecode /Params << /CheckSum <[0-9a-f]{32}> /Size ([0-9]{1,9}) >> >>\n\n?stream\n`)

// Extract gives the bytes of the view attached to a PDF that Scorecard wrote.
// It reads no other PDFs: anything it does not recognise is fault.Invalid with
// code "not_a_report". Memory is bounded by MaxView.
func Extract(pdf []byte) (viewJSON []byte, err error) {
	view, _, err := attachments(pdf)
	return view, err
}

// attachments gives the view and the logo (nil without one).
func attachments(pdf []byte) (view, logo []byte, err error) {
	if len(pdf) > MaxFile {
		return nil, nil, fault.New(fault.TooLarge, "report_too_large", "The file is larger than any report.")
	}
	if !bytes.HasPrefix(pdf, []byte("%PDF-1.")) {
		return nil, nil, notAReport("It is not a PDF file.")
	}
	view, rest, err := nextAttachment(pdf, MaxView)
	if err != nil {
		return nil, nil, err
	}
	if view == nil {
		return nil, nil, notAReport("It carries no attached report data.")
	}
	logo, _, err = nextAttachment(rest, MaxLogo)
	return view, logo, err
}

func notAReport(why string) error {
	return fault.New(fault.Invalid, "not_a_report", "This file is no report of memsure. "+why).
		WithRemedy("Use the PDF as it was downloaded; printing or re-saving it drops the attached data.")
}

// damaged is for a file that carries attached data as this package writes them,
// which cannot be unpacked any more.
func damaged() error {
	return fault.New(fault.Invalid, "not_a_report", "This file was changed or damaged after it was made: the report data attached to it cannot be read.").
		WithRemedy("Download the report again.")
}

// nextAttachment inflates the first attached file in pdf and gives what follows
// it; nil when there is none.
func nextAttachment(pdf []byte, most int) (content, rest []byte, err error) {
	at := embedded.FindSubmatchIndex(pdf)
	if at == nil {
		return nil, nil, nil
	}
	packed, size := number(pdf[at[2]:at[3]]), number(pdf[at[4]:at[5]])
	if packed > len(pdf)-at[1] || size > most {
		return nil, nil, damaged()
	}
	content, ok := inflate(pdf[at[1]:at[1]+packed], size)
	if !ok || len(content) != size {
		return nil, nil, damaged()
	}
	return content, pdf[at[1]+packed:], nil
}

// number parses at most nine digits, which the pattern has checked.
func number(digits []byte) int {
	n, err := strconv.Atoi(string(digits))
	if err != nil {
		return MaxFile + 1
	}
	return n
}

// inflate unpacks a whole zlib stream of at most most bytes; it refuses a
// stream that is longer, damaged or followed by anything.
func inflate(packed []byte, most int) ([]byte, bool) {
	in := bytes.NewReader(packed)
	z, err := zlib.NewReader(in)
	if err != nil {
		return nil, false
	}
	out, err := io.ReadAll(io.LimitReader(z, int64(most)+1))
	if err != nil || len(out) > most || z.Close() != nil || in.Len() != 0 {
		return nil, false
	}
	return out, true
}
