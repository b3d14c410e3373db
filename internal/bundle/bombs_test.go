package bundle_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"runtime"
	"testing"

	"memsure/internal/bundle"
)

// overlapping lists one stored file under many names: each entry of the
// directory points at the same bytes.
func overlapping(t *testing.T, names int, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	size := uint64(len(content))
	for i := range names {
		name := fmt.Sprintf("reviews/%06d.json", i)
		if i == 0 {
			name = "manifest.json"
		}
		body := content
		if i > 1 {
			body = nil
		}
		w, err := archive.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(content), CompressedSize64: size, UncompressedSize64: size})
		must(t, err)
		_, err = w.Write(body)
		must(t, err)
	}
	must(t, archive.Close())
	file := out.Bytes()
	// every entry of the directory points at where the first one's file begins
	for at := 0; ; {
		next := bytes.Index(file[at:], []byte("PK\x01\x02"))
		if next < 0 {
			return file
		}
		at += next
		binary.LittleEndian.PutUint32(file[at+42:], 0)
		at += 46
	}
}

func TestFilesThatShareTheirBytesAreRefusedBeforeTheyAreRead(t *testing.T) {
	file := overlapping(t, 500, bytes.Repeat([]byte(" "), 1<<20))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := bundle.Read(file)
	runtime.ReadMemStats(&after)
	if taken := (after.TotalAlloc - before.TotalAlloc) >> 20; err == nil || taken > 100 {
		t.Errorf("%d KiB took %d MiB: %v", len(file)>>10, taken, err)
	}
}
