package cyclonedx

import (
	"bytes"
	"fmt"

	"memsure/internal/evidence"
	"memsure/internal/fault"
)

func (d *document) components() {
	if !d.Array() {
		return
	}
	for d.Item() {
		d.component()
	}
}

// component reads one entry and hands it over after those nested in it.
func (d *document) component() {
	if !d.countOne() || !d.Object() {
		return
	}
	var c evidence.Component
	for d.Key() {
		d.componentKey(&c)
	}
	if !d.Ok() {
		return
	}
	if c.Name == "" {
		d.warn("no_name", "The component has no name.")
	}
	c.Resolve(d.Place, d.warnings)
	d.each(c)
}

func (d *document) countOne() bool {
	if d.listed++; d.listed > d.limits.Components {
		message := fmt.Sprintf("The file lists more than %d components.", d.limits.Components)
		return d.Stop(fault.TooLarge, "too_many_components", message)
	}
	return d.Ok()
}

//nolint:gocyclo // one flat switch over the keys of the format
func (d *document) componentKey(c *evidence.Component) {
	switch string(d.Name()) {
	case "type":
		c.Type = d.Text()
	case "name":
		c.Name = d.Text()
	case "group":
		c.Group = d.Text()
	case "version":
		c.Version = d.Text()
	case "purl":
		c.PURL = d.Text()
	case "scope":
		c.Excluded = string(d.Bytes()) == "excluded"
	case "cpe":
		c.OtherID = len(d.Bytes()) > 0 || c.OtherID
	case "swid":
		c.OtherID = d.objectWith("tagId", "name") || c.OtherID
	case "omniborId", "swhid":
		c.OtherID = d.texts() || c.OtherID
	case "hashes":
		c.Hashes = d.hashes()
	case "licenses":
		c.Licence = d.licences()
	case "supplier", "manufacturer":
		c.Supplier = d.objectWith("name") || c.Supplier
	case "publisher":
		c.Supplier = stated(d.Bytes()) || c.Supplier
	case "components":
		d.components()
	default:
		d.Skip()
	}
}

// objectWith reads an object and reports whether all of the keys hold text
// that states something.
func (d *document) objectWith(keys ...string) bool {
	found := 0
	if !d.Object() {
		return false
	}
	for d.Key() {
		if !wanted(d.Name(), keys) {
			d.Skip()
		} else if stated(d.Bytes()) {
			found++
		}
	}
	return found == len(keys)
}

func wanted(name []byte, keys []string) bool {
	for _, key := range keys {
		if string(name) == key {
			return true
		}
	}
	return false
}

// stated reports text that says something: generators write NOASSERTION and
// NONE, borrowed from SPDX, for "not known".
func stated(text []byte) bool {
	text = bytes.TrimSpace(text)
	return len(text) > 0 && !bytes.EqualFold(text, []byte("NOASSERTION")) && !bytes.EqualFold(text, []byte("NONE"))
}

// texts reads a list of text and reports whether one states something.
func (d *document) texts() (found bool) {
	if !d.Array() {
		return false
	}
	for d.Item() {
		found = stated(d.Bytes()) || found
	}
	return found
}

// hashes reports whether there is one with an algorithm and a value.
func (d *document) hashes() (found bool) {
	if !d.Array() {
		return false
	}
	for d.Item() {
		if found {
			d.Skip()
			continue
		}
		found = d.objectWith("alg", "content")
	}
	return found
}

// licences reports whether there is one by id, by name or by expression.
func (d *document) licences() (found bool) {
	if !d.Array() {
		return false
	}
	for d.Item() {
		if found {
			d.Skip()
			continue
		}
		found = d.licence()
	}
	return found
}

func (d *document) licence() (found bool) {
	if !d.Object() {
		return false
	}
	for d.Key() {
		switch string(d.Name()) {
		case "expression":
			found = stated(d.Bytes()) || found
		case "license":
			found = d.licenceChoice() || found
		default:
			d.Skip()
		}
	}
	return found
}

func (d *document) licenceChoice() (found bool) {
	if !d.Object() {
		return false
	}
	for d.Key() {
		switch string(d.Name()) {
		case "id", "name":
			found = stated(d.Bytes()) || found
		default:
			d.Skip()
		}
	}
	return found
}

func (d *document) warn(code, message string) { d.warnings.AddAt(d.Place, code, message) }
