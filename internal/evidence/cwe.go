package evidence

// CWEVersion is the catalogue the weakness sets below were taken from.
const CWEVersion = "4.15"

// WeaknessSet names one way of saying which weaknesses count as memory safety.
type WeaknessSet uint8

// The sets, from narrow to wide. Standard is the default headline; Broad is
// for comparison with studies that count category 1399 as it stands.
const (
	CoreSet     WeaknessSet = iota // memory corruption proper
	StandardSet                    // core, uninitialised reads, type confusion, data races
	BroadSet                       // all members of CWE-1399
	ExtendedSet                    // broad and what often leads to it: an upper bound
)

// broad holds the 37 members of CWE-1399, Comprehensive Categorization:
// Memory Safety, of CWEVersion.
var broad = numbers(119, 120, 121, 122, 123, 124, 125, 126, 127, 129, 131, 134, 188, 198, 244, 401,
	415, 416, 466, 562, 587, 590, 680, 690, 761, 762, 763, 786, 787, 788, 789, 805, 806, 822, 823, 824, 825)

var weaknesses = [...]map[int64]bool{
	CoreSet:     without(broad, 134, 188, 198, 244, 401, 789),
	StandardSet: with(without(broad, 134, 188, 198, 244, 401, 789), 457, 824, 843, 908, 362, 366),
	BroadSet:    broad,
	ExtendedSet: with(broad, 170, 190, 191, 197, 457, 476, 681, 704, 843, 908),
}

// Has reports whether CWE number n belongs to the set. Races (362, 366) are in
// StandardSet without regard to language: a list of weaknesses alone does not
// tell it, and leaving them out would favour the vendor.
func (s WeaknessSet) Has(n int64) bool { return weaknesses[s][n] }

func numbers(list ...int64) map[int64]bool { return with(nil, list...) }

func with(base map[int64]bool, more ...int64) map[int64]bool {
	out := make(map[int64]bool, len(base)+len(more))
	for n := range base {
		out[n] = true
	}
	for _, n := range more {
		out[n] = true
	}
	return out
}

func without(base map[int64]bool, less ...int64) map[int64]bool {
	out := with(base)
	for _, n := range less {
		delete(out, n)
	}
	return out
}
