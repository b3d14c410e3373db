package read

import (
	"bufio"
	"bytes"
	"io"

	"memsure/internal/evidence"
	"memsure/internal/evidence/walk"
	"memsure/internal/fault"
)

// window is how much of a file is looked at when it is no JSON object.
const window = 4 << 10

// sniff finds the format. The marker of a JSON format may stand anywhere in
// the outermost object. A file that starts like a JSON object but cannot be
// walked to its marker or its end is a fault with the place; any other file
// is what its beginning says, or "".
func sniff(source io.ReadSeeker, limits evidence.Limits) (string, error) {
	if _, err := source.Seek(0, io.SeekStart); err != nil {
		return "", fault.Wrap(err, "rewind evidence")
	}
	peek := bufio.NewReaderSize(source, window)
	head, err := peek.Peek(window)
	if err != nil && err != io.EOF {
		return "", fault.Wrap(err, "read evidence")
	}
	if !startsObject(head) {
		return byHead(head), nil
	}
	return byMarker(peek, limits)
}

// startsObject wants a brace and then a key or the closing brace, so that RTF
// and templates, which start with a brace too, are not taken for broken JSON.
func startsObject(head []byte) bool {
	head = trimmed(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))
	if len(head) == 0 || head[0] != '{' {
		return false
	}
	head = trimmed(head[1:])
	return len(head) == 0 || head[0] == '"' || head[0] == '}'
}

func trimmed(head []byte) []byte { return bytes.TrimLeft(head, " \t\r\n") }

func byHead(head []byte) string {
	head = trimmed(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))
	if bytes.HasPrefix(head, []byte("<")) && bytes.Contains(head, []byte("http://cyclonedx.org/schema/bom/")) {
		return CycloneDXXML
	}
	return ""
}

// byMarker walks the outermost object. Warnings of this pass are dropped: the
// format's reader gives them again.
func byMarker(r io.Reader, limits evidence.Limits) (string, error) {
	w := walk.New(r, limits, &evidence.Warnings{})
	format := JSON
	w.Object()
	for w.Key() {
		name := string(w.Name())
		if name == "spdxVersion" {
			format = SPDXJSON
		}
		if name != "bomFormat" || !w.Is('"') {
			w.Skip()
			continue
		}
		if string(w.Bytes()) == "CycloneDX" {
			return CycloneDXJSON, w.Err()
		}
	}
	return format, w.Err()
}
