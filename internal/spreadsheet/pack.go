package spreadsheet

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"memsure/internal/fault"
)

// written is the one time that written workbooks carry, so that the same
// content is always the same file; what matters is inside, in words.
const written = "2026-01-01T00:00:00Z"

// Pack gives the bytes of a workbook: the same for the same content.
func Pack(f *excelize.File, title string) ([]byte, error) {
	err := f.SetDocProps(&excelize.DocProperties{Title: Fit(title), Creator: "memsure", LastModifiedBy: "memsure",
		Created: written, Modified: written})
	if err != nil {
		return nil, fault.Wrap(err, "describe workbook")
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, fault.Wrap(err, "write workbook")
	}
	return out.Bytes(), nil
}

// SetText writes a text into a cell, as a text whatever it looks like: it is
// never a formula, a number or a link. What a cell cannot hold is fitted.
func SetText(f *excelize.File, sheet, cell, text string) error {
	text = Fit(text)
	if escape.MatchString(text) { // the library writes such plain texts as if they were escapes
		return f.SetCellRichText(sheet, cell, []excelize.RichTextRun{{Text: text}})
	}
	return f.SetCellStr(sheet, cell, text)
}

// longest is how much text a cell can hold, in UTF-16 units.
const longest = 32_767

// Shortened ends a text that does not fit into a cell.
const Shortened = " … [shortened: too long for a cell]"

// Fit gives the text as a cell can hold it: characters that XML forbids are
// replaced, and what is too long is cut and says so. Fitting twice changes
// nothing more.
func Fit(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return utf8.RuneError
		}
		return r
	}, text)
	if units(text) <= longest {
		return text
	}
	left := longest - units(Shortened)
	for i, r := range text {
		if left -= utf16.RuneLen(r); left < 0 {
			return text[:i] + Shortened
		}
	}
	return text
}

func units(text string) (n int) {
	for _, r := range text {
		n += max(1, utf16.RuneLen(r)) // bytes that are no UTF-8 count one each
	}
	return n
}
