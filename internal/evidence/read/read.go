// Package read picks the reader for an evidence file by what the file holds,
// never by its name, and turns whatever happens into a report.
package read

import (
	"errors"
	"fmt"
	"io"

	"memsure/internal/evidence"
	"memsure/internal/evidence/cyclonedx"
	"memsure/internal/fault"
)

// Formats this package tells apart. Only CycloneDXJSON is read today; the
// others are stored.
const (
	CycloneDXJSON = "cyclonedx-json"
	CycloneDXXML  = "cyclonedx-xml"
	SPDXJSON      = "spdx-json"
	JSON          = "json" // any other JSON object
)

// Read reads one file from its beginning. The source is gone through up to
// twice, once to find the format and once to read it; it is never held in
// memory. Facts come without evidence id and digest: see Report.Stamp.
//
// The file's own faults are in the report and never an error, and no file
// makes Read panic. The error is of kind Internal and means that the source
// itself could not be read, so that nothing is known of the file and the
// caller may try again.
func Read(source io.ReadSeeker, limits evidence.Limits) (report evidence.Report, err error) {
	defer func() {
		if recover() != nil {
			report, err = unreadable(report.Format, readerFailed()), nil
		}
	}()
	if report.Format, err = sniff(source, limits); err != nil {
		return settle(report, err)
	}
	if report.Format != CycloneDXJSON {
		report.Status = evidence.Stored
		return report, nil
	}
	if _, err = source.Seek(0, io.SeekStart); err != nil {
		return evidence.Report{}, fault.Wrap(err, "rewind evidence")
	}
	return readSBOM(report, source, limits)
}

func readSBOM(report evidence.Report, source io.Reader, limits evidence.Limits) (evidence.Report, error) {
	var warnings evidence.Warnings
	tally := evidence.NewTally()
	sbom, err := cyclonedx.Read(source, limits, &warnings, tally.Add)
	if err != nil {
		return settle(report, err)
	}
	content := tally.Composition()
	report.Status, report.Reader = evidence.Read, cyclonedx.Reader
	report.SBOM, report.Composition = &sbom, &content
	report.Facts = sbom.Facts(content, cyclonedx.Reader)
	noteSetAside(&warnings, sbom.Places.Components, content)
	report.Warnings, report.WarningsLeftOut = warnings.List, warnings.LeftOut
	return report, nil
}

// settle turns a failure into what it means for the file.
func settle(report evidence.Report, err error) (evidence.Report, error) {
	var problem *fault.Error
	if !errors.As(err, &problem) || problem.Kind == fault.Internal {
		return evidence.Report{}, fault.Wrap(err, "read evidence")
	}
	if problem.Code == cyclonedx.CodeSpecNotRead {
		report.Status = evidence.Stored
		report.Warnings = []evidence.Warning{{Place: problem.Fields[0].Pointer, Code: "spec_not_read", Message: problem.Message}}
		return report, nil
	}
	return unreadable(report.Format, problem), nil
}

func unreadable(format string, problem *fault.Error) evidence.Report {
	return evidence.Report{Status: evidence.Unreadable, Format: format, Problem: problem}
}

func readerFailed() *fault.Error {
	return fault.New(fault.Invalid, "evidence_reader_failed", "Our reader failed on this file.").
		WithRemedy("The file is kept; tell whoever runs this service, and let a person look at it meanwhile.")
}

// noteSetAside says what the counts leave out.
func noteSetAside(warnings *evidence.Warnings, place string, c evidence.Composition) {
	for _, note := range []struct {
		n             int
		code, message string
	}{
		{c.Excluded, "excluded_set_aside", "Components marked as excluded from what runs were not counted: %d."},
		{c.NotSoftware, "not_software_set_aside", "Entries for data, models or algorithms were not counted: %d."},
		{c.Repeated, "repeated_counted_once", "Entries repeating a component were counted with their first: %d."},
	} {
		if note.n > 0 {
			warnings.Add(place, note.code, fmt.Sprintf(note.message, note.n))
		}
	}
}
