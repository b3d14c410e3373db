package main

import (
	"errors"
	"fmt"
	"strings"

	"memsure/internal/fault"
)

// count writes a number with its noun: "1 change", "3 changes".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// spoken is the name of a file in messages.
func spoken(name string) string {
	if name == "-" {
		return "standard input"
	}
	return name
}

// short keeps a table cell to one line of bearable length.
func short(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	const longest = 60
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest-1]) + "…"
	}
	return text
}

func fieldsOf(err error) []fault.Field {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Fields
	}
	return nil
}
