package httpapi

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"memsure/api"
	"memsure/internal/fault"
)

// The rules for tables name a cell by row and column; a request has it in a
// list of cells. Places are told in terms of what was sent.

// answerPlaces moves the places of a fault about one answer.
func answerPlaces(err error, in api.AnswerInput) error {
	return movePlaces(err, func(pointer string) string { return cellPlace(pointer, "/value/rows/", in.Value) })
}

// bulkPlaces moves the places of a fault about many answers.
func bulkPlaces(err error, in []api.BulkAnswerInput) error {
	return movePlaces(err, func(pointer string) string {
		for i := range in {
			prefix := fmt.Sprintf("/answers/%d/answer/value/rows/", i)
			if strings.HasPrefix(pointer, prefix) {
				return cellPlace(pointer, prefix, in[i].Answer.Value)
			}
		}
		return pointer
	})
}

func movePlaces(err error, move func(string) string) error {
	var known *fault.Error
	if !errors.As(err, &known) || known.Kind != fault.Invalid || len(known.Fields) == 0 {
		return err
	}
	moved := *known
	moved.Fields = slices.Clone(known.Fields)
	for i := range moved.Fields {
		moved.Fields[i].Pointer = move(moved.Fields[i].Pointer)
	}
	return &moved
}

// cellPlace turns PREFIX/row/column into PREFIX/row/cells/place; a column
// without a cell gives the row's cells.
func cellPlace(pointer, prefix string, value *api.AnswerValue) string {
	rest, ok := strings.CutPrefix(pointer, prefix)
	row, column, named := strings.Cut(rest, "/")
	i, err := strconv.Atoi(row)
	if !ok || !named || err != nil || value == nil || value.Rows == nil || i >= len(*value.Rows) {
		return pointer
	}
	cells := (*value.Rows)[i].Cells
	at := slices.IndexFunc(cells, func(c api.TableCell) bool { return c.Column == column })
	if at < 0 {
		return prefix + row + "/cells"
	}
	return prefix + row + "/cells/" + strconv.Itoa(at)
}
