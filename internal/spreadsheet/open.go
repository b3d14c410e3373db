package spreadsheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"memsure/internal/fault"
)

// Read reads a workbook. It refuses with fault.Invalid or fault.TooLarge what
// is no .xlsx file, is encrypted or an older format, carries macros, is damaged
// or is over the limits; it never panics and never gives half a book.
func Read(file []byte, limits Limits) (*Book, error) {
	if err := notOther(file); err != nil {
		return nil, err
	}
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, damaged()
	}
	r := &reader{limits: limits, left: limits.Bytes, parts: map[string]*zip.File{}}
	for _, part := range archive.File {
		name := strings.TrimPrefix(part.Name, "/")
		if strings.EqualFold(path.Base(name), "vbaProject.bin") {
			return nil, fault.New(fault.Invalid, "workbook_macros", "The workbook carries macros, which are not taken.").
				WithRemedy("Save it as “Excel workbook (.xlsx)” and send that.")
		}
		if _, twice := r.parts[name]; !twice {
			r.parts[name] = part
		}
	}
	return r.book()
}

// ole is how files begin that older programs wrote, and encrypted ones.
var ole = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}

func notOther(file []byte) error {
	switch {
	case bytes.HasPrefix(file, ole):
		return fault.New(fault.Invalid, "workbook_format", "This is an older Excel file (.xls) or one with a password; neither can be read.").
			WithRemedy("Remove the password and save it as “Excel workbook (.xlsx)”.")
	case !bytes.HasPrefix(file, []byte("PK")), bytes.Contains(file[:min(len(file), 100)], []byte("mimetypeapplication/vnd.oasis")):
		return fault.New(fault.Invalid, "workbook_format", "This is not an Excel workbook (.xlsx).").
			WithRemedy("Send the workbook that was downloaded, filled in and saved as .xlsx.")
	}
	return nil
}

func damaged() *fault.Error {
	return fault.New(fault.Invalid, "workbook_damaged", "The workbook cannot be read: the file is damaged or incomplete.").
		WithRemedy("Open it in a spreadsheet program, save it as .xlsx and send that.")
}

func tooLarge(what string) *fault.Error {
	return fault.Newf(fault.TooLarge, "workbook_too_large", "The workbook has more %s than are taken.", what).
		WithRemedy("Remove what was added to the workbook that was downloaded, or answer in the portal.")
}

// reader walks the parts of one workbook.
type reader struct {
	limits  Limits
	left    int64 // bytes that may still be unpacked
	cells   int
	said    int64 // bytes of text in all cells, shared ones as often as they stand somewhere
	parts   map[string]*zip.File
	strings []string
	percent []bool // by cell style
}

// open gives an XML decoder over a part; absent parts read as empty ones.
func (r *reader) open(name string) (*xml.Decoder, io.Closer, error) {
	part := r.parts[name]
	if part == nil {
		return xml.NewDecoder(strings.NewReader("")), io.NopCloser(nil), nil
	}
	body, err := part.Open()
	if err != nil {
		return nil, nil, damaged()
	}
	return xml.NewTokenDecoder(&shallow{raw: xml.NewDecoder(&budget{Reader: body, left: &r.left})}), body, nil
}

// budget reads until all parts together are over the limit, or one tag is: a
// tag's attributes are held in memory together, at many times their bytes.
type budget struct {
	io.Reader
	left *int64
	tag  int // bytes since the last tag began; < begins one and stands nowhere else
}

// maxTag is more than the longest text with its tag takes.
const maxTag = 2 << 20

var errOver = errors.New("over the limit")

// Read is the part's, counted.
func (b *budget) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if last := bytes.LastIndexByte(p[:n], '<'); last >= 0 {
		b.tag = n - last
	} else {
		b.tag += n
	}
	if *b.left -= int64(n); *b.left < 0 || b.tag > maxTag {
		return 0, errOver
	}
	return n, err
}

// shallow gives the tokens of a part that is no deeper than workbooks are:
// whoever reads them keeps every element that is open in memory.
type shallow struct {
	raw   *xml.Decoder
	depth int
}

const maxDepth = 64

var errDeep = errors.New("too deep")

// Token implements xml.TokenReader.
func (s *shallow) Token() (xml.Token, error) {
	token, err := s.raw.RawToken()
	switch token.(type) {
	case xml.StartElement:
		s.depth++
	case xml.EndElement:
		s.depth--
	}
	if s.depth > maxDepth {
		return nil, errDeep
	}
	return token, err //nolint:wrapcheck // told apart by the caller
}

// each calls do for every element that begins in a part. do may read on with
// the decoder, up to the end of its element.
func (r *reader) each(name string, do func(d *xml.Decoder, at xml.StartElement) error) error {
	d, body, err := r.open(name)
	if err != nil {
		return err
	}
	defer body.Close()
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return unreadable(err)
		}
		at, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if err := do(d, at); err != nil {
			return unreadable(err)
		}
	}
}

func unreadable(err error) error {
	var known *fault.Error
	switch {
	case errors.As(err, &known):
		return err
	case errors.Is(err, errOver):
		return tooLarge("bytes, once unpacked,")
	default:
		return damaged()
	}
}

// attribute gives an attribute by its local name.
func attribute(at xml.StartElement, name string) string {
	for _, a := range at.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// book reads the list of sheets, what they share, and each sheet.
func (r *reader) book() (*Book, error) {
	if r.parts["xl/workbook.xml"] == nil {
		return nil, damaged()
	}
	targets, err := r.relations()
	if err != nil {
		return nil, err
	}
	book := &Book{}
	var files []string
	err = r.each("xl/workbook.xml", func(_ *xml.Decoder, at xml.StartElement) error {
		switch at.Name.Local {
		case "workbookPr":
			book.Date1904 = isTrue(attribute(at, "date1904"))
		case "sheet":
			state := attribute(at, "state")
			book.Sheets = append(book.Sheets, Sheet{Name: attribute(at, "name"), Hidden: state != "" && state != "visible"})
			files = append(files, targets[relation(at)])
		}
		if len(book.Sheets) > r.limits.Sheets {
			return tooLarge("sheets")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := r.shared(); err != nil {
		return nil, err
	}
	for i, file := range files {
		if err := r.sheet(file, &book.Sheets[i]); err != nil {
			return nil, err
		}
	}
	return book, nil
}

// relation is the r:id of a sheet; sheetId is another thing.
func relation(at xml.StartElement) string {
	for _, a := range at.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

// relations says in which part each sheet is.
func (r *reader) relations() (map[string]string, error) {
	found := map[string]string{}
	return found, r.each("xl/_rels/workbook.xml.rels", func(_ *xml.Decoder, at xml.StartElement) error {
		if at.Name.Local == "Relationship" && strings.HasSuffix(attribute(at, "Type"), "/worksheet") {
			target := attribute(at, "Target")
			if !strings.HasPrefix(target, "/") {
				target = "xl/" + target
			}
			found[attribute(at, "Id")] = strings.TrimPrefix(path.Clean(target), "/")
		}
		return nil
	})
}

func isTrue(s string) bool { return s == "1" || s == "true" }
