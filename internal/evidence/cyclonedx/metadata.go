package cyclonedx

import (
	"slices"
	"strings"
	"time"

	"memsure/internal/evidence"
)

// maxTools bounds the tools and phases kept; more are passed over.
const maxTools = 20

func (d *document) metadata() {
	if !d.Object() {
		return
	}
	for d.Key() {
		switch string(d.Name()) {
		case "timestamp":
			d.timestamp()
		case "tools":
			d.tools()
		case "lifecycles":
			d.lifecycles()
		case "authors":
			d.authors()
		case "manufacturer": // 1.6: who made the file; "manufacture" before was who made the subject
			d.sbom.Author = d.objectWith("name") || d.sbom.Author
		case "component":
			d.subject()
		default:
			d.Skip()
		}
	}
}

// timestamp keeps the file's date. One that is no date with a zone is a
// warning: the file then has no date, which costs its facts their age.
func (d *document) timestamp() {
	at, err := time.Parse(time.RFC3339, d.Text())
	switch {
	case !d.Ok():
	case err != nil || at.UTC().Year() < 1 || at.UTC().Year() > 9999:
		d.warn("bad_timestamp", "The timestamp is not a date and time with a zone; it was not used.")
	default:
		d.sbom.MadeAt = at.UTC()
	}
}

// tools reads both shapes: a list, and from 1.5 an object of components and
// services.
func (d *document) tools() {
	if d.Is('[') {
		d.toolList()
		return
	}
	if !d.Object() {
		return
	}
	for d.Key() {
		switch string(d.Name()) {
		case "components", "services":
			d.toolList()
		default:
			d.Skip()
		}
	}
}

func (d *document) toolList() {
	if !d.Array() {
		return
	}
	for d.Item() {
		d.tool()
	}
}

func (d *document) tool() {
	var name, version string
	if !d.Object() {
		return
	}
	for d.Key() {
		switch string(d.Name()) {
		case "name":
			name = d.Text()
		case "version":
			version = d.Text()
		default:
			d.Skip()
		}
	}
	keep(&d.sbom.Tools, strings.TrimSpace(name+" "+version))
}

func (d *document) lifecycles() {
	if !d.Array() {
		return
	}
	for d.Item() {
		if d.Object() {
			for d.Key() {
				switch string(d.Name()) {
				case "phase", "name":
					keep(&d.sbom.Phases, d.Text())
				default:
					d.Skip()
				}
			}
		}
	}
}

// keep puts a short text into a sorted list of few, once. Over the bound the
// last in order falls out, so that order in the file does not matter.
func keep(list *[]string, text string) {
	at, found := slices.BinarySearch(*list, text)
	if text == "" || len(text) > 200 || found {
		return
	}
	*list = slices.Insert(*list, at, text)
	*list = (*list)[:min(len(*list), maxTools)]
}

// authors notes whether one is named, by name or by address. Neither is kept.
func (d *document) authors() {
	if !d.Array() {
		return
	}
	for d.Item() {
		if d.Object() {
			for d.Key() {
				switch string(d.Name()) {
				case "name", "email":
					d.sbom.Author = stated(d.Bytes()) || d.sbom.Author
				default:
					d.Skip()
				}
			}
		}
	}
}

// subject reads the described product. Components nested in it are parts like
// any other.
func (d *document) subject() {
	if !d.Object() {
		return
	}
	s := &d.sbom.Subject
	*s = evidence.Subject{}
	for d.Key() {
		switch string(d.Name()) {
		case "name":
			s.Name = d.Text()
		case "version":
			s.Version = d.Text()
		case "purl":
			s.PURL = d.Text()
		case "type":
			s.Type = d.Text()
		case "components":
			d.components()
		default:
			d.Skip()
		}
	}
}
