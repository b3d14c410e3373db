package architecture

import (
	"slices"
	"strings"
	"testing"
)

// The floors of the house, from the cellar up. A package belongs to the entry
// with the longest matching folder, and may import what lies on lower floors
// and what shares its entry.
var floors = map[string]int{
	"internal/fault": 0,

	"internal/canon":         1,
	"internal/control":       1,
	"internal/authored":      1,
	"internal/fact":          1,
	"internal/id":            1,
	"internal/spreadsheet":   1,
	"migrations":             1,
	"questionnaires":         1,
	"api":                    1,
	"internal/questionnaire": 2,
	"internal/evidence":      2,
	"internal/audit":         2,
	"internal/assessment":    3,
	"internal/crosscheck":    4,
	"internal/scoring":       5,
	"internal/rfp":           6,
	"internal/renewal":       6,
	"internal/report":        7,
	"internal/bundle":        8,

	"internal/config":   8,
	"internal/workbook": 8,
	"internal/auth":     8,
	"internal/blob":     8,
	"internal/store":    8,

	"internal/datadir": 9,
	"internal/app":     9,
	"internal/backup":  10,
	"internal/doctor":  10,

	"internal/webui":   10,
	"internal/httpapi": 11,
	"internal/jobs":    11,
	"internal/demo":    11,

	"internal/testkit":      12,
	"internal/architecture": 12,
	"internal/e2e":          13,
	"cmd/memsure":           13,
}

// Pure packages decide; they do not fetch, store or serve. Time and
// randomness come to them as arguments.
var pure = []string{
	"internal/fault", "internal/canon", "internal/authored", "internal/fact", "internal/questionnaire", "internal/assessment",
	"internal/crosscheck", "internal/scoring", "internal/report", "internal/evidence", "internal/bundle",
	"internal/audit", "internal/rfp", "internal/renewal", "internal/control",
	"internal/spreadsheet", "internal/workbook",
}

// Not one of these in the pure tier; a trailing slash means everything below.
var impure = []string{
	"github.com/gin-gonic/", "gorm.io/", "database/sql", "database/sql/", "net/http", "net/http/", "net",
	"os", "os/", "log", "log/slog", "math/rand", "math/rand/", "crypto/rand", "memsure/api",
}

// Libraries that live in one place each.
var homes = map[string][]string{
	"github.com/jung-kurt/gofpdf": {"internal/report/pdf"},
	"github.com/xuri/excelize/":   {"internal/spreadsheet", "internal/workbook", "internal/report/xlsx"},
	"gorm.io/":                    {"internal/store"},
	"github.com/jackc/pgx/":       {"internal/store", "internal/config", "internal/testkit"},
	"github.com/mattn/go-sqlite3": {"internal/store"},
	"modernc.org/sqlite":          {"internal/store"},
	"github.com/gin-gonic/":       {"internal/httpapi", "internal/webui", "api"},
	"github.com/alecthomas/kong":  {"cmd/memsure"},
	"memsure/api":                 {"internal/httpapi", "internal/demo", "internal/testkit", "cmd/memsure"},
	"unsafe":                      {},
}

// Who must not know whom, although the floors would allow it: judging knows
// facts and never file formats; readers know no questionnaire; the edge does
// not reach past the use cases.
var strangers = map[string][]string{
	"internal/scoring":    {"memsure/internal/evidence", "memsure/internal/evidence/"},
	"internal/crosscheck": {"memsure/internal/evidence", "memsure/internal/evidence/"},
	"internal/rfp":        {"memsure/internal/evidence", "memsure/internal/evidence/"},
	"internal/renewal":    {"memsure/internal/evidence", "memsure/internal/evidence/"},
	"internal/evidence":   {"memsure/internal/questionnaire", "memsure/internal/assessment", "memsure/internal/scoring"},
	"internal/auth":       {"memsure/internal/store"},
	"internal/blob":       {"memsure/internal/store"},
	"internal/store":      {"memsure/internal/blob"},
	"internal/httpapi":    {"memsure/internal/blob"},
	"internal/demo":       {"memsure/internal/app", "memsure/internal/store"},
}

// Folders that only tests and the test kit may import.
var forTests = []string{"internal/testkit", "internal/questionnaire/questionnairetest", "internal/report/reporttest"}

func TestArrowsPointDown(t *testing.T) {
	for dir, p := range sources(t) {
		own, known := floorOf(dir)
		if !known {
			t.Errorf("%s has no floor: give it one here, and a line in docs/architecture.md", dir)
			continue
		}
		for imported, file := range p.imports {
			other, ours := strings.CutPrefix(imported, module)
			if !ours {
				continue
			}
			target, known := floorOf(other)
			if known && (floors[target] < floors[own] || target == own) {
				continue
			}
			t.Errorf("%s imports %s: arrows point down only (%s is on floor %d, %s on floor %d)",
				file, imported, own, floors[own], other, floors[target])
		}
	}
}

func TestThePureTierStaysPure(t *testing.T) {
	for dir, p := range sources(t) {
		if !within(dir, pure) {
			continue
		}
		for imported, file := range p.imports {
			if listed(imported, impure) {
				t.Errorf("%s imports %s: the pure tier gets such things as arguments", file, imported)
			}
		}
	}
}

func TestLibrariesStayInTheirHomes(t *testing.T) {
	for dir, p := range sources(t) {
		for imported, file := range p.imports {
			for library, allowed := range homes {
				if listed(imported, []string{library}) && !within(dir, allowed) {
					t.Errorf("%s imports %s, which belongs to %v", file, imported, allowed)
				}
			}
		}
	}
}

func TestStrangersStayStrangers(t *testing.T) {
	for dir, p := range sources(t) {
		for owner, unknown := range strangers {
			if !within(dir, []string{owner}) {
				continue
			}
			for imported, file := range p.imports {
				if listed(imported, unknown) {
					t.Errorf("%s imports %s: %s must not know it", file, imported, owner)
				}
			}
		}
	}
}

func TestTestHelpersStayInTests(t *testing.T) {
	for dir, p := range sources(t) {
		if within(dir, forTests) {
			continue
		}
		for imported, file := range p.imports {
			if within(strings.TrimPrefix(imported, module), forTests) {
				t.Errorf("%s imports %s, which is for tests", file, imported)
			}
		}
	}
}

func TestPackagesAreNamedForWhatTheyHoldAndSaySo(t *testing.T) {
	vague := []string{"util", "utils", "common", "model", "models", "helper", "helpers", "misc", "shared", "base", "lib"}
	found := sources(t)
	for dir, p := range found {
		if slices.Contains(vague, p.name) {
			t.Errorf("%s: package %s is named for nothing it holds", dir, p.name)
		}
		if !p.commented {
			t.Errorf("%s: package %s has no package comment", dir, p.name)
		}
	}
	if len(found) < 15 {
		t.Errorf("only %d packages found: the test does not see the repository", len(found))
	}
}

// The rules above must be able to say no.
func TestTheRulesCanFail(t *testing.T) {
	if own, _ := floorOf("internal/evidence/cyclonedx"); own != "internal/evidence" {
		t.Errorf("internal/evidence/cyclonedx is on the floor of %q", own)
	}
	if own, _ := floorOf("internal/reporting"); own != "" {
		t.Errorf("internal/reporting was taken for %q", own)
	}
	for imported, want := range map[string]bool{"os": true, "os/exec": true, "osmosis": false, "net/http": true, "net/url": false,
		"gorm.io/gorm": true, "log/slog": true, "memsure/api": true, "strings": false} {
		if listed(imported, impure) != want {
			t.Errorf("listed(%q) is %v", imported, !want)
		}
	}
	if within("internal/storefront", []string{"internal/store"}) || !within("internal/store/x", []string{"internal/store"}) {
		t.Error("folders are not told apart")
	}
}

// floorOf gives the entry of floors a folder belongs to.
func floorOf(dir string) (entry string, known bool) {
	for candidate := range floors {
		if within(dir, []string{candidate}) && len(candidate) > len(entry) {
			entry, known = candidate, true
		}
	}
	return entry, known
}

func within(dir string, folders []string) bool {
	return slices.ContainsFunc(folders, func(folder string) bool {
		return dir == folder || strings.HasPrefix(dir, folder+"/")
	})
}

func listed(imported string, list []string) bool {
	return slices.ContainsFunc(list, func(entry string) bool {
		return imported == entry || strings.HasSuffix(entry, "/") && strings.HasPrefix(imported, entry)
	})
}
