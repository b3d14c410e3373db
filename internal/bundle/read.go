package bundle

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"regexp"
	"strings"

	"memsure/internal/fault"
)

// Limits of a bundle. A scorecard of 500 questions with 100 files and 1,000
// reviews takes about 10 MiB.
const (
	MaxSize    = 256 << 20 // bytes of the file
	MaxEntries = 20_000
)

// Read reads a bundle, given whole. It refuses with fault.Invalid whatever
// Write would not have written so: other files, another order, a file that is
// not as the manifest says, and bytes between or behind them. That the parts
// belong together is Recompute's to find out.
func Read(src []byte) (*Bundle, error) {
	if len(src) > MaxSize {
		return nil, fault.Newf(fault.TooLarge, "bundle_too_large", "A bundle has at most %d MiB.", MaxSize>>20)
	}
	archive, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		return nil, damaged("", "not_a_bundle", "The file is no bundle: it cannot be opened as a ZIP file.")
	}
	if len(archive.File) == 0 || len(archive.File) > MaxEntries {
		return nil, damaged("", "entries", "A bundle holds a manifest and the files it lists, at most 20,000.")
	}
	parts, err := unpack(archive, uint64(len(src)))
	if err != nil {
		return nil, err
	}
	b := &Bundle{Read: map[string][]byte{}}
	if err := b.sort(parts); err != nil {
		return nil, err
	}
	if err := b.hold(parts); err != nil {
		return nil, err
	}
	var again bytes.Buffer
	if err := Write(&again, b); err != nil || !bytes.Equal(again.Bytes(), src) {
		return nil, damaged("", "not_as_written", "The file is not written as bundles are: it holds something beside its parts, or they stand in another order.")
	}
	return b, nil
}

func damaged(name, code, message string) error {
	pointer := ""
	if name != "" {
		pointer = "/" + name
	}
	return fault.New(fault.Invalid, "bundle_damaged", "The bundle is damaged, or was changed.").
		WithRemedy("Export it again from the service that made the scorecard.").At(pointer, code, message)
}

// unpack reads every file once. They are stored as they are, so together they
// are smaller than the bundle, unless several claim the same bytes.
func unpack(archive *zip.Reader, left uint64) (parts []part, err error) {
	for i, file := range archive.File {
		if !allowed.MatchString(file.Name) || (i == 0) != (file.Name == nameManifest) {
			return nil, damaged("", "unknown_entry", "The bundle holds a file that does not belong there, or in another place.")
		}
		if file.Method != zip.Store || file.UncompressedSize64 != file.CompressedSize64 {
			return nil, damaged(file.Name, "compressed", "Files of a bundle are stored without compression.")
		}
		if file.UncompressedSize64 > left {
			return nil, damaged("", "overlapping", "The files of the bundle are larger together than the bundle itself.")
		}
		left -= file.UncompressedSize64
		bytes, err := content(file)
		if err != nil {
			return nil, damaged(file.Name, "unreadable", "The file does not have the size and checksum that the bundle names.")
		}
		parts = append(parts, part{file.Name, bytes})
	}
	return parts, nil
}

func content(file *zip.File) ([]byte, error) {
	in, err := file.Open()
	if err != nil {
		return nil, err
	}
	bytes, err := io.ReadAll(in) // stored, so at most what the bundle itself has
	if closed := in.Close(); err == nil {
		err = closed
	}
	return bytes, err
}

// allowed are the names a bundle may hold.
var allowed = regexp.MustCompile(`^(manifest|assessment|questionnaire|weights|scorecard|previous|report)\.json$|` +
	`^(revisions|reviews)/[0-9]{6}\.json$|^facts/[A-Za-z0-9][A-Za-z0-9_-]{0,79}\.json$`)

// sort puts the files where they belong.
func (b *Bundle) sort(parts []part) error {
	seen := map[string]bool{}
	for _, p := range parts {
		if seen[p.name] {
			return damaged(p.name, "duplicate", "The bundle holds this file twice.")
		}
		seen[p.name] = true
		if into := b.single(p.name); into != nil {
			*into = p.bytes
			continue
		}
		switch folder, name, _ := strings.Cut(p.name, "/"); folder + "/" {
		case folderRevisions:
			b.Revisions = append(b.Revisions, p.bytes)
		case folderReviews:
			b.Reviews = append(b.Reviews, p.bytes)
		case folderFacts:
			b.Read[strings.TrimSuffix(name, ".json")] = p.bytes
		case nameCase + "/":
			if json.Unmarshal(p.bytes, &b.Facts) != nil || b.Facts.Schema != CaseSchema {
				return damaged(p.name, "unknown_form", "What the bundle says of the assessment is not in a form that is known here.")
			}
		}
	}
	for _, name := range []string{nameCase, nameQuestionnaire, nameScorecard, nameReport} {
		if !seen[name] {
			return damaged(name, "missing", "The bundle does not hold this file.")
		}
	}
	return nil
}

// single gives where a file that there is one of belongs.
func (b *Bundle) single(name string) *[]byte {
	return map[string]*[]byte{nameQuestionnaire: &b.Questionnaire, nameWeights: &b.Weights, nameScorecard: &b.Scorecard,
		namePrevious: &b.Previous, nameReport: &b.Report}[name]
}

// hold holds every file to the manifest.
func (b *Bundle) hold(parts []part) error {
	var m Manifest
	if json.Unmarshal(parts[0].bytes, &m) != nil || m.Schema != Schema {
		return damaged(nameManifest, "unknown_form", "The manifest is not in a form that is known here.")
	}
	listed := map[string]Entry{}
	for _, e := range m.Entries {
		listed[e.Name] = e
	}
	for _, p := range parts[1:] {
		e, ok := listed[p.name]
		sum := sha256.Sum256(p.bytes)
		if !ok || e.SHA256 != hex.EncodeToString(sum[:]) || e.Size != int64(len(p.bytes)) {
			return damaged(p.name, "not_as_listed", "The file is not the one that the manifest lists.")
		}
		delete(listed, p.name)
	}
	for name := range listed {
		if allowed.MatchString(name) {
			return damaged(name, "missing", "The manifest lists this file, and the bundle does not hold it.")
		}
		return damaged("", "missing", "The manifest lists a file that a bundle cannot hold.")
	}
	return nil
}
