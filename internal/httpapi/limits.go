package httpapi

import "time"

// Limits bounds what one request and one caller may take. Sizes are bytes.
type Limits struct {
	JSONBytes     int64         // a JSON body
	FileBytes     int64         // a questionnaire or CSV file
	EvidenceBytes int64         // an evidence upload
	WorkbookBytes int64         // a workbook that was filled in
	UploadTime    time.Duration // how long an evidence transfer may take, either way
	PerSecond     float64       // requests a caller may make in the long run; negative: no limit
	Burst         int           // and at once
	Callers       int           // how many callers the limiter remembers
}

// DefaultLimits are the published ones.
func DefaultLimits() Limits {
	return Limits{
		JSONBytes: 1 << 20, FileBytes: 1 << 20, EvidenceBytes: 100 << 20, WorkbookBytes: 8 << 20, UploadTime: 15 * time.Minute,
		PerSecond: 50, Burst: 200, Callers: 10_000,
	}
}

// withDefaults fills every zero field from DefaultLimits.
func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	pick(&l.JSONBytes, d.JSONBytes)
	pick(&l.FileBytes, d.FileBytes)
	pick(&l.EvidenceBytes, d.EvidenceBytes)
	pick(&l.WorkbookBytes, d.WorkbookBytes)
	pick(&l.UploadTime, d.UploadTime)
	pick(&l.PerSecond, d.PerSecond)
	pick(&l.Burst, d.Burst)
	pick(&l.Callers, d.Callers)
	return l
}

func pick[T comparable](field *T, otherwise T) {
	var zero T
	if *field == zero {
		*field = otherwise
	}
}
