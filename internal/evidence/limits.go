package evidence

// Limits bound what a reader takes from a file. They are checked while
// reading, so a file over a limit costs no more than the limit.
type Limits struct {
	Bytes      int64 // of the file
	Depth      int   // nested objects and arrays
	Components int   // listed, nested ones included
	StringLen  int   // bytes of one string, number or run of white space
	TextLen    int   // bytes of a string that is kept: names, versions, package URLs
	Members    int   // keys in one object
	KeyLen     int   // bytes of one key
}

// DefaultLimits suit SBOM files of up to 100 MiB. Licence texts and other
// attachments inside a file are skipped but may be long; names may not.
func DefaultLimits() Limits {
	return Limits{
		Bytes:      100 << 20,
		Depth:      100,
		Components: 500_000,
		StringLen:  1 << 20,
		TextLen:    4 << 10,
		Members:    10_000,
		KeyLen:     1 << 10,
	}
}

// Warning is something odd in a file that could still be read. Message is one
// sentence without content of the file; Place is a JSON Pointer into it.
type Warning struct {
	Place   string `json:"place,omitempty"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// maxWarnings keeps a report readable: one broken generator repeats the same
// mistake in every entry.
const maxWarnings = 100

// Warnings collects warnings in file order and counts those over the bound.
// The zero value is ready.
type Warnings struct {
	List    []Warning
	LeftOut int
}

// Add keeps one warning, or counts it when the list is full.
func (w *Warnings) Add(place, code, message string) {
	if len(w.List) == maxWarnings {
		w.LeftOut++
		return
	}
	w.List = append(w.List, Warning{Place: place, Code: code, Message: message})
}

// AddAt is Add for a place that costs something to work out: place is asked
// only while the list has room.
func (w *Warnings) AddAt(place func() string, code, message string) {
	if len(w.List) == maxWarnings {
		w.LeftOut++
		return
	}
	w.Add(place(), code, message)
}
