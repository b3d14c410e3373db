package authored

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// node is one value of an authored file, the same for YAML and JSON.
type node struct {
	form         form
	text         string // scalars, as authored
	keys         []key  // mappings, with items in the same order
	items        []*node
	line, column int
}

// key is one field name of a mapping.
type key struct {
	name         string
	line, column int
}

type form uint8

const (
	formNull form = iota
	formBoolean
	formNumber
	formText
	formList
	formMapping
)

// place is a line and a column, both from 1.
type place struct{ line, column int }

// places finds the line of each JSON Pointer of a file.
type places map[string]place

func placesOf(root *node) places {
	found := places{}
	found.add("", root, place{root.line, root.column})
	return found
}

func (p places) add(pointer string, n *node, at place) {
	p[pointer] = at
	for i, item := range n.items {
		if n.form == formList {
			p.add(join(pointer, i), item, place{item.line, item.column})
			continue
		}
		k := n.keys[i]
		where := place{item.line, item.column}
		if item.form == formList || item.form == formMapping {
			where = place{k.line, k.column}
		}
		p.add(pointer+"/"+escape(k.name), item, where)
	}
}

// find gives the place of a pointer. Where the author wrote nothing there, it
// gives the nearest thing around it and, with dots, the names that are missing.
func (p places) find(pointer string) (at place, missing string) {
	around := pointer
	for {
		if at, ok := p[around]; ok || around == "" {
			return at, strings.ReplaceAll(strings.TrimPrefix(pointer[len(around):], "/"), "/", ".")
		}
		around = around[:max(0, strings.LastIndexByte(around, '/'))]
	}
}

// Snippet bounds: lines before the place, and characters of a line shown.
const (
	snippetBefore = 2
	snippetWidth  = 120
)

// snippet shows the author's own lines up to the place, with a caret below.
func snippet(lines [][]byte, line, column int) string {
	if line <= 0 || line > len(lines) {
		return ""
	}
	var out strings.Builder
	for n := max(1, line-snippetBefore); n <= line; n++ {
		fmt.Fprintf(&out, "%5d | %s\n", n, shown(lines[n-1]))
	}
	if column > 0 && column <= snippetWidth {
		fmt.Fprintf(&out, "      | %s^\n", strings.Repeat(" ", column-1))
	}
	return out.String()
}

// shown cuts a line to a width for terminals and hides control characters.
func shown(line []byte) string {
	line = bytes.TrimRight(line, "\r")
	if utf8.RuneCount(line) > snippetWidth {
		line = []byte(string([]rune(string(line))[:snippetWidth]) + "…")
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r <= 0x9f {
			return ' '
		}
		return r
	}, string(line))
}
