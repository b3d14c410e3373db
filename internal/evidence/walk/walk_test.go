package walk_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"memsure/internal/evidence"
	"memsure/internal/evidence/walk"
	"memsure/internal/fault"
)

// A reader enters what it knows and skips the rest; it asks once, at the end,
// whether all went well.
func ExampleWalk() {
	file := `{"ignored":[1,{"a":null}],"names":["one","tw\u006f"],"count":2}`
	w := walk.New(strings.NewReader(file), evidence.DefaultLimits(), &evidence.Warnings{})
	var names []string
	var count int64
	if w.Object() {
		for w.Key() {
			switch string(w.Name()) {
			case "names":
				if w.Array() {
					for w.Item() {
						names = append(names, w.Text())
					}
				}
			case "count":
				count, _ = w.Int()
			default:
				w.Skip()
			}
		}
	}
	w.End()
	fmt.Println(names, count, w.Err())
	// Output: [one two] 2 <nil>
}

// Where a pointer would be as long as the file wants, it is cut after a key.
func TestLongPointersAreCut(t *testing.T) {
	limits := evidence.DefaultLimits()
	key := strings.Repeat("k", 90)
	w := walk.New(strings.NewReader(strings.Repeat(`{"`+key+`":`, 50)+`tru`), limits, &evidence.Warnings{})
	w.Skip()
	var err *fault.Error
	ok := errors.As(w.Err(), &err)
	if want := strings.Repeat("/"+key, 3); !ok || err.Fields[0].Pointer != want {
		t.Errorf("%v", w.Err())
	}
}

func TestNothingHappensAfterAFailure(t *testing.T) {
	w := walk.New(strings.NewReader(`[1,2]`), evidence.DefaultLimits(), &evidence.Warnings{})
	if w.Object() || w.Ok() {
		t.Fatal("a list was entered as an object")
	}
	first := w.Err()
	w.Skip()
	w.End()
	_, ok := w.Int()
	if w.Key() || w.Item() || w.Array() || w.Text() != "" || w.Bytes() != nil || ok || w.Is('1') || !errors.Is(w.Err(), first) {
		t.Errorf("the walk went on: %v", w.Err())
	}
}

func TestWarningsAreBounded(t *testing.T) {
	var warnings evidence.Warnings
	w := walk.New(strings.NewReader(`[null`+strings.Repeat(`,null`, 149)+`]`), evidence.DefaultLimits(), &warnings)
	if w.Array() {
		for w.Item() {
			w.Text()
		}
	}
	w.End()
	if w.Err() != nil || len(warnings.List) != 100 || warnings.LeftOut != 50 || warnings.List[99].Place != "/99" {
		t.Errorf("%v: %d warnings and %d more", w.Err(), len(warnings.List), warnings.LeftOut)
	}
}
