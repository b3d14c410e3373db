package app

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"memsure/internal/audit"
	"memsure/internal/fault"
	"memsure/internal/id"
	"memsure/internal/store"
)

// Imported counts what an import did.
type Imported struct {
	Rows, VendorsCreated, VendorsUnchanged, ProductsCreated int
}

// importRow is one line of the file.
type importRow struct {
	line         int
	vendor       VendorContent
	product      string
	productOwner string
}

// importColumns are the columns an import knows; vendor is required.
var importColumns = []string{"vendor", "external_ref", "country", "website", "owner", "product", "product_owner"}

// maxImportRows bounds one import: more are sent in parts.
const maxImportRows = 5000

// Import adds the vendors, products and owners of a CSV file with a header
// line: all rows or none. Every wrong cell is named by line and column. A
// vendor is known by its external reference, else by its name; what exists is
// left as it is, so an import can be repeated; under the same idempotency key
// it tells the counts of the first time.
func (u Vendors) Import(ctx context.Context, source []byte) (done Imported, err error) {
	rows, err := parseImport(source)
	if err != nil {
		return Imported{}, err
	}
	ref, _, err := u.write(ctx, store.On(audit.System), func(tx *store.Tx) (string, audit.Events, error) {
		done = Imported{Rows: len(rows)}
		events := told("vendors.import", "vendors", "", "")
		for _, row := range rows {
			made, err := importInto(tx, row, &done)
			if err != nil {
				return "", nil, err
			}
			events = append(events, made...)
		}
		counts, err := json.Marshal(done)
		return string(counts), events, err
	})
	if err != nil {
		return Imported{}, err
	}
	if err := json.Unmarshal([]byte(ref), &done); err != nil {
		return Imported{}, damaged("request result")
	}
	return done, nil
}

// importInto adds what one row names and is not there yet; the events tell of
// each thing added.
func importInto(tx *store.Tx, row importRow, done *Imported) (events audit.Events, err error) {
	v, known, err := knownVendor(tx, row.vendor)
	if err != nil {
		return nil, err
	}
	if known {
		done.VendorsUnchanged++
	} else {
		if v, err = addVendor(tx, row.vendor); err != nil {
			return nil, err
		}
		done.VendorsCreated++
		events = append(events, tells("vendor.create", v.ID, nil, v))
	}
	if row.product == "" {
		return events, nil
	}
	if _, has, err := tx.Buyer().ProductByName(v.ID, row.product); err != nil || has {
		return events, err
	}
	done.ProductsCreated++
	p := store.Product{ID: id.New(id.Product), VendorID: v.ID, Name: row.product, Owner: row.productOwner, CreatedUS: tx.Now()}
	return append(events, tells("product.create", p.ID, nil, p)), tx.Buyer().AddProduct(p)
}

func knownVendor(tx *store.Tx, content VendorContent) (store.Vendor, bool, error) {
	if content.ExternalRef != "" {
		return tx.Buyer().VendorByRef(content.ExternalRef)
	}
	return tx.Buyer().VendorByName(store.NameKey(content.Name))
}

// parseImport reads the file and checks every cell.
func parseImport(source []byte) ([]importRow, error) {
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(source, []byte("\xef\xbb\xbf"))))
	header, err := reader.Read()
	if err != nil {
		return nil, badImport(csvField(err, "The file needs a header line that names its columns."))
	}
	columns, fields := importHeader(header)
	var rows []importRow
	for len(fields) == 0 {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, badImport(csvField(err, "This line is not valid CSV."))
		}
		if len(rows) == maxImportRows {
			return nil, fault.Newf(fault.TooLarge, "too_many_rows", "One import takes at most %d rows.", maxImportRows).
				WithRemedy("Split the file and import the parts one after another.")
		}
		row, wrong := importLine(reader, columns, record)
		rows, fields = append(rows, row), append(fields, wrong...)
		if len(wrong) > 0 {
			fields = append(fields, restOfImport(reader, columns)...)
		}
	}
	if len(fields) > 0 {
		return nil, badImport(fields...)
	}
	return rows, nil
}

// restOfImport collects the errors of the lines after the first bad one, so
// that one upload shows them all.
func restOfImport(reader *csv.Reader, columns []string) (fields []fault.Field) {
	for len(fields) < 100 {
		record, err := reader.Read()
		if err != nil {
			return fields
		}
		_, wrong := importLine(reader, columns, record)
		fields = append(fields, wrong...)
	}
	return fields
}

func importHeader(header []string) (columns []string, fields []fault.Field) {
	for i, name := range header {
		name = strings.ToLower(strings.TrimSpace(name))
		if !slices.Contains(importColumns, name) || slices.Contains(columns, name) {
			fields = append(fields, fault.Field{Line: 1, Column: i + 1, Code: "column",
				Message: "This column is unknown or named twice; known are " + strings.Join(importColumns, ", ") + "."})
		}
		columns = append(columns, name)
	}
	if !slices.Contains(columns, "vendor") {
		fields = append(fields, fault.Field{Line: 1, Column: 1, Code: "column", Message: "The column vendor is missing."})
	}
	return columns, fields
}

func importLine(reader *csv.Reader, columns, record []string) (row importRow, fields []fault.Field) {
	row.line, _ = reader.FieldPos(0)
	cells := map[string]string{}
	for i, name := range columns {
		line, column := reader.FieldPos(i)
		text := strings.TrimSpace(record[i])
		if problem := badCell(name, text); problem != "" {
			fields = append(fields, fault.Field{Line: line, Column: column, Pointer: fmt.Sprintf("/%d/%s", line, name), Code: "cell", Message: problem})
		}
		cells[name] = text
	}
	row.vendor = VendorContent{Name: cells["vendor"], ExternalRef: cells["external_ref"], Country: strings.ToUpper(cells["country"]),
		Website: cells["website"], Owner: cells["owner"]}
	row.product, row.productOwner = cells["product"], cells["product_owner"]
	return row, fields
}

func badCell(column, text string) string {
	switch {
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return "Text must be UTF-8 without the NUL character."
	case utf8.RuneCountInString(text) > 300:
		return "This cell is longer than 300 characters."
	case column == "vendor" && text == "":
		return "Every row needs the vendor's name."
	case column == "country" && text != "" && len(text) != 2:
		return "Write the country as two letters, such as DE."
	}
	return ""
}

func csvField(err error, message string) fault.Field {
	f := fault.Field{Line: 1, Column: 1, Code: "csv", Message: message}
	var at *csv.ParseError
	if errors.As(err, &at) {
		f.Line, f.Column = at.Line, at.Column
	}
	return f
}

func badImport(fields ...fault.Field) error {
	return fault.New(fault.Invalid, "import_invalid", "The file was not imported; nothing was changed.").
		WithRemedy("Correct the places listed and import the file again.").With(fields...)
}
