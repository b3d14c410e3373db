// Package pdf draws report view models on paper: A4 pages with embedded fonts,
// vector charts and the canonical view attached as a file. It decides nothing.
// The same view and style always give the same bytes, and Verify uses that to
// tell whether a file still shows what its attached data say.
package pdf

import (
	"bytes"
	"encoding/json"
	"image"
	_ "image/jpeg" // logos
	_ "image/png"  // logos
	"io"
	"unicode/utf8"

	"github.com/jung-kurt/gofpdf"

	"memsure/internal/fault"
	"memsure/internal/report"
)

// Layout is the number of the drawing this package makes. A file drawn by
// another layout cannot be compared page by page.
const Layout = 2

// AttachmentName is the file name of the attached view.
const AttachmentName = "memsure-report.json"

// logoName is the file name of the attached logo.
const logoName = "buyer-logo"

// Style is what the renderer takes besides the view.
type Style struct {
	// Logo of the buyer, PNG or JPEG, at most MaxLogo bytes. The view's
	// Buyer.LogoSHA256 must name it (report.LogoDigest).
	Logo []byte
}

// MaxLogo is the largest logo taken, in bytes.
const MaxLogo = 512 << 10

// scorecard is one drawing in progress.
type scorecard struct {
	document
	view   report.Scorecard
	style  Style
	lowest float64 // end of the text on the decision page
}

// Scorecard draws the vendor scorecard. It fails only on a logo it cannot use
// (fault.Invalid, "logo") and on a failing writer; no text can make it fail.
// Nothing is written before the whole document is drawn.
func Scorecard(w io.Writer, view report.Scorecard, style Style) error {
	s := &scorecard{style: style}
	encoded := make(chan error, 1)
	var doc []byte
	var digest string
	go func() { // half of the time before the first page is this, half the faces
		var err error
		doc, digest, err = report.Encode(view)
		encoded <- err
	}()
	s.open()
	if err := <-encoded; err != nil {
		return fault.Wrap(err, "encode report")
	}
	var err error
	if s.view, err = asAttached(view, doc); err != nil {
		return err
	}
	s.imprint = imprint{kind: "Memory-safety scorecard", about: s.view.Subject, id: s.view.ReportID, digest: digest, marking: s.view.Marking, draft: s.view.Status != "final"}
	if err := s.start(doc); err != nil {
		return err
	}
	s.decisionPage()
	s.bodyPages()
	s.annexPages()
	var out bytes.Buffer
	if err := s.pdf.Output(&out); err != nil {
		return fault.Wrap(err, "draw report")
	}
	_, err = w.Write(out.Bytes())
	return fault.Wrap(err, "write report")
}

// asAttached gives the view as its attached form says it. They differ where a
// text was no valid UTF-8: JSON holds replacement characters then, and the
// pages must show what the data say.
func asAttached(view report.Scorecard, doc []byte) (report.Scorecard, error) {
	if !bytes.ContainsRune(doc, utf8.RuneError) {
		return view, nil
	}
	var again report.Scorecard
	err := json.Unmarshal(doc, &again)
	return again, fault.Wrap(err, "read report back")
}

// start describes the document and attaches the data.
func (s *scorecard) start(doc []byte) error {
	s.describe("Memory-safety scorecard: "+s.view.Subject.Product+" "+s.view.Subject.Release, s.view.Buyer.Name, s.view.GeneratedAt)
	attached := []gofpdf.Attachment{{Content: doc, Filename: AttachmentName, Description: "This report as data, in canonical JSON"}}
	if len(s.style.Logo) > 0 {
		if err := s.registerLogo(); err != nil {
			return err
		}
		attached = append(attached, gofpdf.Attachment{Content: s.style.Logo, Filename: logoName, Description: "The logo on page 1"})
	}
	s.pdf.SetAttachments(attached)
	return nil
}

// CheckLogo tells whether a logo can be printed: fault.Invalid where it cannot.
// Check it before reports name it, or they could never be drawn.
func CheckLogo(logo []byte) error {
	if len(logo) > MaxLogo {
		return badLogo(nil)
	}
	if size, _, err := image.DecodeConfig(bytes.NewReader(logo)); err != nil || size.Width > maxLogoSide || size.Height > maxLogoSide {
		return badLogo(err)
	}
	if _, _, err := image.Decode(bytes.NewReader(logo)); err != nil { // the PDF library takes a picture that is cut short
		return badLogo(err)
	}
	view := report.Scorecard{Buyer: report.Buyer{LogoSHA256: report.LogoDigest(logo)}}
	return Scorecard(io.Discard, view, Style{Logo: logo})
}

// maxLogoSide bounds a logo's width and height in pixels before it is decoded.
const maxLogoSide = 4096

func badLogo(cause error) error {
	return fault.New(fault.Invalid, "logo", "The logo cannot be printed.").WithCause(cause).
		WithRemedy("Use a JPEG, or a PNG without interlacing and with 8 bits a channel, of at most 512 KiB and 4096 pixels a side.")
}

func (s *scorecard) registerLogo() error {
	kind := ""
	switch {
	case bytes.HasPrefix(s.style.Logo, []byte("\x89PNG")):
		kind = "PNG"
	case bytes.HasPrefix(s.style.Logo, []byte("\xff\xd8\xff")):
		kind = "JPG"
	}
	if kind == "" || len(s.style.Logo) > MaxLogo {
		return badLogo(nil)
	}
	if report.LogoDigest(s.style.Logo) != s.view.Buyer.LogoSHA256 {
		return fault.New(fault.Invalid, "logo", "The logo is not the one the report names.").
			WithRemedy("Build the report with the digest of the logo it is printed with.")
	}
	s.pdf.RegisterImageOptionsReader(logoName, gofpdf.ImageOptions{ImageType: kind}, bytes.NewReader(s.style.Logo))
	if err := s.pdf.Error(); err != nil {
		return badLogo(err)
	}
	return nil
}
