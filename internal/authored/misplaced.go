package authored

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"memsure/internal/fault"
)

// misplaced is one thing a parser refuses, with its place.
type misplaced struct {
	line, column  int
	code, message string
}

func (m misplaced) Error() string { return m.message }

// at places a message at a byte of the text; columns count characters.
func at(text []byte, offset int, code, message string) misplaced {
	before := text[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	return misplaced{
		line:   bytes.Count(before, []byte("\n")) + 1,
		column: utf8.RuneCount(before[start:]) + 1,
		code:   code, message: message,
	}
}

func placeOf(err error) fault.Field {
	var m misplaced
	if errors.As(err, &m) {
		return fault.Field{Line: m.line, Column: m.column, Code: m.code, Message: m.message}
	}
	return fault.Field{Code: "syntax", Message: "The file cannot be read."}
}

func join(pointer string, i int) string { return pointer + "/" + strconv.Itoa(i) }

func escape(name string) string { return pointerEscapes.Replace(name) }

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1") // making one costs more than using it
