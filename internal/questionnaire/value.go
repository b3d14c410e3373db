package questionnaire

// Value is a typed answer value. Exactly the member its Kind names is set;
// numbers are exact millionths of the unit.
type Value struct {
	Kind    Type     `json:"kind"`
	Boolean bool     `json:"boolean,omitempty"`
	Option  string   `json:"option,omitempty"`  // single_choice
	Options []string `json:"options,omitempty"` // multi_choice, in the question's order
	Number  int64    `json:"micro,omitempty"`   // number and percentage, in millionths
	Date    string   `json:"date,omitempty"`    // YYYY-MM-DD
	Text    string   `json:"text,omitempty"`
	Rows    []Row    `json:"rows,omitempty"` // table
}

// Row is one row of a table, by column id; an absent column is an empty cell.
// Cells never hold tables or files.
type Row map[string]Value

// Truth is the value of a condition.
type Truth int8

// Three values, ordered so that All is the minimum and Any the maximum.
const (
	False   Truth = -1
	Unknown Truth = 0
	True    Truth = 1
)

// Not negates; unknown stays unknown.
func (t Truth) Not() Truth { return -t }

// String gives "true", "false" or "unknown".
func (t Truth) String() string { return [...]string{"false", "unknown", "true"}[t+1] }
