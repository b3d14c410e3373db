package fault_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"memsure/internal/fault"
)

func TestWrapHidesCausesAndKeepsFaults(t *testing.T) {
	if fault.Wrap(nil, "doing nothing") != nil {
		t.Error("nothing became an error")
	}
	cause := errors.New("disk on fire")
	hidden := fault.Wrap(cause, "write row")
	if fault.KindOf(hidden) != fault.Internal || !errors.Is(hidden, cause) {
		t.Errorf("the cause is lost: %v", hidden)
	}
	var shown *fault.Error
	if !errors.As(hidden, &shown) || strings.Contains(shown.Message, "fire") {
		t.Errorf("the sentence for people tells the cause: %v", shown)
	}
	known := fault.New(fault.Conflict, "taken", "This is taken.")
	if got := fault.Wrap(fmt.Errorf("on the way: %w", known), "write row"); !fault.Is(got, fault.Conflict) {
		t.Errorf("a fault became %v", got)
	}
}

func TestErrorNamesThreePlacesAndCountsTheRest(t *testing.T) {
	e := fault.New(fault.Invalid, "validation", "Five things are wrong.")
	for i := range 5 {
		e.At(fmt.Sprintf("/%d", i), "wrong", "This is wrong.")
	}
	got := e.Error()
	if !strings.Contains(got, "/2: This is wrong.") || strings.Contains(got, "/3") || !strings.Contains(got, "2 more") {
		t.Errorf("got %q", got)
	}
}

func TestKindAndCodeOfStrangers(t *testing.T) {
	stranger := errors.New("from elsewhere")
	if fault.KindOf(stranger) != fault.Internal || fault.Code(stranger) != "internal" || fault.Is(stranger, fault.Internal) {
		t.Error("a stranger passes for a fault")
	}
}

func ExampleField_String() {
	fmt.Println(fault.Field{Line: 12, Column: 3, Pointer: "/sections/0", Message: "Two sections have this id."})
	fmt.Println(fault.Field{Pointer: "/value/option", Message: "This is not one of the options."})
	// Output:
	// 12:3: Two sections have this id.
	// /value/option: This is not one of the options.
}
