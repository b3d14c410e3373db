package spreadsheet

import (
	"encoding/xml"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// shared reads what the sheets refer to: texts and styles.
func (r *reader) shared() error {
	if err := r.each("xl/sharedStrings.xml", func(d *xml.Decoder, at xml.StartElement) error {
		if at.Name.Local != "si" {
			return nil
		}
		text, err := r.text(d)
		r.strings = append(r.strings, text)
		if len(r.strings) > r.limits.Cells {
			return tooLarge("texts")
		}
		return err
	}); err != nil {
		return err
	}
	return r.styles()
}

// styles notes which cell styles show percentages.
func (r *reader) styles() error {
	own := map[string]bool{"9": true, "10": true} // 0% and 0.00%
	inCells := false
	return r.each("xl/styles.xml", func(_ *xml.Decoder, at xml.StartElement) error {
		switch at.Name.Local {
		case "numFmt":
			own[attribute(at, "numFmtId")] = showsPercent(attribute(at, "formatCode"))
		case "cellXfs":
			inCells = true
		case "cellStyles", "dxfs":
			inCells = false
		case "xf":
			if inCells {
				r.percent = append(r.percent, own[attribute(at, "numFmtId")])
			}
		}
		if len(r.percent) > maxStyles {
			return tooLarge("cell styles")
		}
		return nil
	})
}

// maxStyles is more than any spreadsheet program writes.
const maxStyles = 65_536

// quoted is what a number format prints as it is.
var quoted = regexp.MustCompile(`"[^"]*"|\\.|\[[^\]]*\]`)

func showsPercent(format string) bool {
	return strings.Contains(quoted.ReplaceAllString(format, ""), "%")
}

// text gathers the runs of a text up to the end of its element; phonetic
// readings are no part of it.
func (r *reader) text(d *xml.Decoder) (string, error) {
	var out strings.Builder
	depth, reading, phonetic := 1, 0, 0
	for depth > 0 {
		token, err := d.Token()
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.StartElement:
			depth++
			switch token.Name.Local {
			case "t":
				reading = depth
			case "rPh":
				phonetic = depth
			}
		case xml.EndElement:
			if depth == reading {
				reading = 0
			}
			if depth == phonetic {
				phonetic = 0
			}
			depth--
		case xml.CharData:
			if reading > 0 && phonetic == 0 {
				out.Write(token)
			}
		}
		if out.Len() > r.limits.Text {
			return "", tooLarge("characters in one cell")
		}
	}
	return unescaped(out.String()), nil
}

// escape is how the format writes characters that XML cannot.
var escape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

func unescaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	return escape.ReplaceAllStringFunc(text, func(code string) string {
		n, _ := strconv.ParseUint(code[2:6], 16, 16) // four hexadecimal digits
		if !utf8.ValidRune(rune(n)) {
			return code
		}
		return string(rune(n))
	})
}

// sheet reads the cells of one part.
func (r *reader) sheet(part string, into *Sheet) error {
	last, next := 0, 1
	err := r.each(part, func(d *xml.Decoder, at xml.StartElement) error {
		switch at.Name.Local {
		case "row":
			last, next = min(last+1, maxRow), 1
			if n, err := strconv.Atoi(attribute(at, "r")); err == nil && n > 0 && n <= maxRow {
				last = n
			}
		case "c":
			if _, column, ok := parseName(attribute(at, "r")); ok {
				next = column
			}
			c := Cell{Column: next}
			next++
			if err := r.cell(d, at, &c); err != nil || c.Text == "" && !c.Formula {
				return err
			}
			return r.keep(into, last, c)
		case "mergeCell":
			if area, ok := parseRange(attribute(at, "ref")); ok {
				into.Merged = append(into.Merged, area)
			}
			if len(into.Merged) > maxMerged {
				return tooLarge("merged cells")
			}
		}
		return nil
	})
	slices.SortStableFunc(into.Rows, func(a, b Row) int { return a.Number - b.Number })
	for i := range into.Rows {
		slices.SortStableFunc(into.Rows[i].Cells, func(a, b Cell) int { return a.Column - b.Column })
	}
	return err
}

// maxMerged is more merged areas than a person makes.
const maxMerged = 2_000

func parseRange(ref string) (Range, bool) {
	from, to, _ := strings.Cut(ref, ":")
	row, column, ok := parseName(from)
	lastRow, lastColumn, also := parseName(to)
	return Range{row, column, lastRow, lastColumn}, ok && also
}

// keep adds a filled cell to the sheet. Rows that come twice stay two.
func (r *reader) keep(into *Sheet, row int, c Cell) error {
	if r.cells++; r.cells > r.limits.Cells {
		return tooLarge("filled cells")
	}
	if r.said += int64(len(c.Text)); r.said > r.limits.Bytes { // one shared text can stand in every cell
		return tooLarge("text")
	}
	if n := len(into.Rows); n == 0 || into.Rows[n-1].Number != row {
		into.Rows = append(into.Rows, Row{Number: row})
	}
	at := &into.Rows[len(into.Rows)-1]
	at.Cells = append(at.Cells, c)
	return nil
}

// cell reads what a cell shows and holds.
func (r *reader) cell(d *xml.Decoder, at xml.StartElement, c *Cell) error {
	if style, err := strconv.Atoi(attribute(at, "s")); err == nil && style >= 0 && style < len(r.percent) {
		c.Percent = r.percent[style]
	}
	kind := attribute(at, "t")
	if kind == "inlineStr" {
		text, err := r.text(d)
		c.Text = text
		return err
	}
	value, err := content(d, c)
	if err != nil {
		return err
	}
	return r.typed(value, kind, c)
}

// content reads the value of a cell, and whether a formula stands behind it.
func content(d *xml.Decoder, c *Cell) (value string, err error) {
	for {
		token, err := d.Token()
		if err != nil {
			return "", err
		}
		at, begins := token.(xml.StartElement)
		_, ends := token.(xml.EndElement)
		switch {
		case ends:
			return value, nil
		case !begins:
			continue
		case at.Name.Local == "v":
			err = d.DecodeElement(&value, &at)
		default:
			c.Formula = c.Formula || at.Name.Local == "f"
			err = d.Skip()
		}
		if err != nil {
			return "", err
		}
	}
}

// typed gives a cell its kind by the type the file names.
func (r *reader) typed(value, kind string, c *Cell) error {
	if len(value) > r.limits.Text {
		return tooLarge("characters in one cell")
	}
	c.Text = value
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(r.strings) {
			return damaged()
		}
		c.Text = r.strings[i]
	case "str":
		c.Text = unescaped(value)
	case "d": // a date in ISO form
	case "b":
		c.Kind, c.Text = Boolean, strings.TrimSpace(value)
	case "e":
		c.Kind = Failure
	default:
		c.Kind, c.Text = Number, strings.TrimSpace(value)
	}
	return nil
}
