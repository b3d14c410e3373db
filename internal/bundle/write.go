package bundle

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"slices"

	"memsure/internal/canon"
	"memsure/internal/fault"
)

// Names of a bundle's files; those that may be many have a folder.
const (
	nameManifest      = "manifest.json"
	nameCase          = "assessment.json"
	nameQuestionnaire = "questionnaire.json"
	nameWeights       = "weights.json"
	folderRevisions   = "revisions/"
	folderFacts       = "facts/"
	folderReviews     = "reviews/"
	nameScorecard     = "scorecard.json"
	namePrevious      = "previous.json"
	nameReport        = "report.json"
)

// part is one file of a bundle with its bytes.
type part struct {
	name  string
	bytes []byte
}

// Write writes a bundle as a ZIP file: a manifest, then what the scorecard
// rests on. The same bundle always gives the same bytes: the order is fixed,
// there are no times, and nothing is compressed, so that no version of a
// compressor matters and reading it can never grow.
func Write(w io.Writer, b *Bundle) error {
	parts, err := b.parts()
	if err != nil {
		return err
	}
	manifest, err := manifestOf(b, parts)
	if err != nil {
		return err
	}
	archive := zip.NewWriter(w)
	for _, p := range append([]part{{nameManifest, manifest}}, parts...) {
		if err := store(archive, p); err != nil {
			return fault.Wrap(err, "write bundle")
		}
	}
	return fault.Wrap(archive.Close(), "write bundle")
}

// store adds one file without compression. Sizes and checksum are given
// beforehand, so that the file is read in one go.
func store(archive *zip.Writer, p part) error {
	size := uint64(len(p.bytes))
	out, err := archive.CreateRaw(&zip.FileHeader{Name: p.name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(p.bytes),
		CompressedSize64: size, UncompressedSize64: size})
	if err == nil {
		_, err = out.Write(p.bytes)
	}
	return err
}

// parts lists the files in their order.
func (b *Bundle) parts() ([]part, error) {
	facts := b.Facts
	facts.Schema = CaseSchema
	about, err := canon.Encode(facts)
	if err != nil {
		return nil, fault.Wrap(err, "encode case")
	}
	parts := []part{{nameCase, about}, {nameQuestionnaire, b.Questionnaire}}
	if b.Weights != nil {
		parts = append(parts, part{nameWeights, b.Weights})
	}
	parts = append(parts, numbered(folderRevisions, b.Revisions)...)
	for _, id := range slices.Sorted(maps.Keys(b.Read)) {
		parts = append(parts, part{folderFacts + id + ".json", b.Read[id]})
	}
	parts = append(parts, numbered(folderReviews, b.Reviews)...)
	parts = append(parts, part{nameScorecard, b.Scorecard})
	if b.Previous != nil {
		parts = append(parts, part{namePrevious, b.Previous})
	}
	return append(parts, part{nameReport, b.Report}), nil
}

func numbered(folder string, documents [][]byte) (parts []part) {
	for i, document := range documents {
		parts = append(parts, part{fmt.Sprintf("%s%06d.json", folder, i+1), document})
	}
	return parts
}

func manifestOf(b *Bundle, parts []part) ([]byte, error) {
	m := Manifest{Schema: Schema, AssessmentID: b.Facts.AssessmentID, Scorecard: canon.Digest(canon.DomainScorecard, b.Scorecard),
		Report: canon.Digest(canon.DomainReport, b.Report), LeftOut: leftOut}
	for _, p := range parts {
		sum := sha256.Sum256(p.bytes)
		m.Entries = append(m.Entries, Entry{p.name, int64(len(p.bytes)), hex.EncodeToString(sum[:])})
	}
	manifest, err := canon.Encode(m)
	return manifest, fault.Wrap(err, "encode manifest")
}
