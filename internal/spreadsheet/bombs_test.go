package spreadsheet_test

import (
	"runtime"
	"strings"
	"testing"

	"memsure/internal/fault"
	"memsure/internal/spreadsheet"
)

// taken gives how many MiB reading a workbook allocated, and how it ended.
func taken(t *testing.T, file []byte) (mebibytes uint64, code string) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := spreadsheet.Read(file, spreadsheet.DefaultLimits())
	runtime.ReadMemStats(&after)
	return (after.TotalAlloc - before.TotalAlloc) >> 20, fault.Code(err)
}

// Small files that would be large in memory are refused before they are.
func TestBombsTakeLittle(t *testing.T) {
	// a text of a quarter MiB, in more cells than there is room for
	shared := map[string]string{"xl/sharedStrings.xml": "<sst><si><t>" + strings.Repeat("x", 200<<10) + "</t></si></sst>"}
	for name, file := range map[string][]byte{
		"nested":            pack(t, strings.Repeat("<a>", 2<<20), nil),
		"nested in a value": pack(t, "<row><c><v>"+strings.Repeat("<a>", 2<<20), nil),
		"nested in a cell":  pack(t, "<row><c><x>"+strings.Repeat("<a>", 2<<20), nil),
		"nested in a text":  pack(t, `<row><c t="inlineStr"><is>`+strings.Repeat("<a>", 2<<20), nil),
		"attributes":        pack(t, "<row "+strings.Repeat(`a="" `, 2<<20)+"/>", nil),
		"attributes and >":  pack(t, `<row b=">" `+strings.Repeat(`a="" `, 2<<20)+"/>", nil),
		"one shared text":   pack(t, "<row>"+strings.Repeat(`<c t="s"><v>0</v></c>`, 2_000)+"</row>", shared),
	} {
		mebibytes, code := taken(t, file)
		if code != "workbook_too_large" && code != "workbook_damaged" || mebibytes > 120 {
			t.Errorf("%s, a file of %d KiB: %q after %d MiB", name, len(file)>>10, code, mebibytes)
		}
	}
}
