package authored

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"memsure/internal/fault"
)

// even is a scalar with a rule of its own.
type even int

func (e *even) ReadScalar(form Form, text string) error {
	if form != Number || !strings.ContainsAny(text[len(text)-1:], "02468") {
		return Unfit{"odd", "An even number belongs here."}
	}
	*e = even(len(text))
	return nil
}

type shelf struct {
	Name  string   `json:"name"`
	Open  *bool    `json:"open"`
	Seats int      `json:"seats"`
	Even  even     `json:"even"`
	Books []volume `json:"books"`
}

type volume struct {
	Title string   `json:"title"`
	Tags  []string `json:"tags"`
}

var shelves = Kind{Noun: "shelf", MaxSize: 1 << 20, MaxFields: 10}

func load(src string) (into shelf, wrong []fault.Field) {
	file, wrong := shelves.Parse([]byte(src))
	if len(wrong) > 0 {
		return into, wrong
	}
	return into, file.Placed(file.Decode(&into))
}

func TestBothSyntaxesSayTheSame(t *testing.T) {
	for _, src := range []string{
		"name: A\nopen: false\nseats: 3\neven: 42\nbooks:\n- title: B\n  tags: [x, y]\n",
		`{"name": "A", "open": false, "seats": 3, "even": 42, "books": [{"title": "B", "tags": ["x", "y"]}]}`,
	} {
		got, wrong := load(src)
		if len(wrong) > 0 {
			t.Fatal(wrong)
		}
		if got.Name != "A" || got.Open == nil || *got.Open || got.Seats != 3 || got.Even != 2 ||
			got.Books[0].Title != "B" || !slices.Equal(got.Books[0].Tags, []string{"x", "y"}) {
			t.Errorf("read %+v from %q", got, src)
		}
	}
}

func TestRefusalsHaveTheirPlace(t *testing.T) {
	for name, tc := range map[string]struct{ src, want string }{
		"unknown field":         {"name: A\nnane: B\n", "2:1 unknown_field "},
		"twice":                 {"name: A\nname: B\n", "2:1 duplicate_field /name"},
		"wrong type":            {"books:\n- title: 5\n", "2:10 wrong_type /books/0/title"},
		"a scalar's own rule":   {"even: 43\n", "1:7 odd /even"},
		"a list for a scalar":   {"even: [2]\n", "1:7 wrong_type /even"},
		"anchor":                {"name: &a A\n", "1:7 not_allowed "},
		"too many fields":       {strings.Repeat("name: A\n", 11), "11:5 too_many_fields "},
		"two wrong, in order":   {"seats: x\nopen: 1\n", "1:8 wrong_type /seats, 2:7 wrong_type /open"},
		"JSON, column of runes": {`{"name": "é", "open": 1}`, "1:23 wrong_type /open"},
	} {
		_, wrong := load(tc.src)
		var got []string
		for _, f := range wrong {
			got = append(got, fmt.Sprintf("%d:%d %s %s", f.Line, f.Column, f.Code, f.Pointer))
			if f.Snippet == "" || f.Message == "" {
				t.Errorf("%s: a place without its words: %+v", name, f)
			}
		}
		if strings.Join(got, ", ") != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
}

func TestMessagesNameTheKindOfFile(t *testing.T) {
	for _, src := range []string{"", "a: 1\n---\nb: 1\n", strings.Repeat("[", 40), strings.Repeat("#", 1<<20+1)} {
		_, wrong := shelves.Parse([]byte(src))
		if len(wrong) != 1 || !strings.Contains(wrong[0].Message, "shelf") {
			t.Errorf("%.20q: %v", src, wrong)
		}
	}
}

// What nobody wrote is placed at the nearest thing around it, by name.
func TestMissingFieldsAreNamed(t *testing.T) {
	file, _ := shelves.Parse([]byte("name: A\nbooks:\n- tags: []\n"))
	wrong := file.Placed([]fault.Field{{Pointer: "/books/0/title", Code: "missing", Message: "A text belongs here."}})
	if wrong[0].Line != 3 || !strings.HasPrefix(wrong[0].Message, "The field title is missing. ") {
		t.Errorf("%+v", wrong)
	}
	if line, column := file.Place("/books/0/tags"); line != 3 || column != 3 {
		t.Errorf("the tags are at %d:%d", line, column)
	}
}

// A slip of the hand is told from a field that nobody knows.
func TestNearly(t *testing.T) {
	for given, want := range map[string]bool{"requierd": true, "requird": true, "requiredd": true, "requored": true,
		"required": false, "require": true, "equired": true, "Required": true, "weight": false, "": false, "rquierd": false} {
		if got := nearly(given, "required"); got != want {
			t.Errorf("%q: %v, want %v", given, got, want)
		}
	}
	if nearly("be", "by") {
		t.Error("a short name is like any other")
	}
}
