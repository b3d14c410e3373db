// Package control knows the external frameworks that questions may map to:
// which edition is meant, what standing it has, and its controls by id with a
// short title in our own words. A mapping says that a question speaks to a
// control; it never says that the control is met.
package control

import (
	"slices"
	"strings"
)

// Framework is one edition of one external framework. Another edition is
// another entry with another id.
type Framework struct {
	ID        string    `json:"id"`    // "SSDF-1.1", as mappings name it
	Name      string    `json:"name"`  // in full
	Short     string    `json:"short"` // as people say it
	Publisher string    `json:"publisher"`
	Edition   string    `json:"edition"`  // version or number
	Dated     string    `json:"dated"`    // YYYY, YYYY-MM or YYYY-MM-DD; empty where not established
	Status    string    `json:"status"`   // what standing it has, in a plain sentence
	Controls  []Control `json:"controls"` // those questions may map to; not always all it has
}

// Control is one control, task, requirement, article or topic of a framework.
type Control struct {
	ID    string `json:"id"`
	Title string `json:"title"` // a few words of ours
}

// Ref is one mapping taken apart.
type Ref struct {
	Framework string // id
	Control   string // id within the framework; empty means the framework as a whole
}

// Parse takes a mapping such as "SSDF-1.1 PW.5.1" apart: the framework ends at
// the first space.
func Parse(mapping string) Ref {
	framework, control, _ := strings.Cut(strings.TrimSpace(mapping), " ")
	return Ref{framework, strings.TrimSpace(control)}
}

// String gives the mapping back as Parse reads it.
func (r Ref) String() string { return strings.TrimSpace(r.Framework + " " + r.Control) }

// All gives every known framework in the order of their ids. The slice is the
// caller's; what it holds is shared and not to be changed.
func All() []Framework {
	all := slices.Concat(american, european, international, community)
	slices.SortFunc(all, func(a, b Framework) int { return strings.Compare(a.ID, b.ID) })
	return all
}

var byID = index()

func index() map[string]*Framework {
	known := map[string]*Framework{}
	for _, some := range [][]Framework{american, european, international, community} {
		for i := range some {
			known[some[i].ID] = &some[i]
		}
	}
	return known
}

// Find gives a framework by its id.
func Find(id string) (*Framework, bool) {
	f, ok := byID[id]
	return f, ok
}

// Find gives a control of the framework by its id.
func (f *Framework) Find(id string) (Control, bool) {
	at := slices.IndexFunc(f.Controls, func(c Control) bool { return c.ID == id })
	if at < 0 {
		return Control{}, false
	}
	return f.Controls[at], true
}

// Title gives the control's title; empty where framework or control is not
// known, or the mapping is to the framework as a whole.
func (r Ref) Title() string {
	f, ok := Find(r.Framework)
	if !ok {
		return ""
	}
	c, _ := f.Find(r.Control)
	return c.Title
}
