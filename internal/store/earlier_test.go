package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"memsure/internal/audit"
	"memsure/internal/store"
	"memsure/internal/testkit/db"
)

// submission is one assessment with a submitted revision, or several.
type submission struct {
	vendor, product, source string
	at                      int64 // 0: never submitted
	revisions               int
}

// submissions are written in order: the first is asm_0.
func submissions(t *testing.T, s *store.Store, all []submission) {
	t.Helper()
	err := s.Write(t.Context(), audit.Actor{Kind: audit.ActorSystem}, store.On(audit.System), func(tx *store.Tx) (audit.Events, error) {
		w := tx.Buyer()
		failed := []error{w.AddQuestionnaire(store.Questionnaire{ID: "que", Slug: "s", Version: "1.0.0", State: "published", Canonical: []byte("{}"), Source: []byte("{}")})}
		known := map[string]bool{}
		for i, a := range all {
			release := a.product + "_release"
			if !known[a.vendor] {
				failed = append(failed, w.AddVendor(store.Vendor{ID: a.vendor, Name: a.vendor, NameKey: a.vendor}))
			}
			if !known[a.product] {
				failed = append(failed, w.AddProduct(store.Product{ID: a.product, VendorID: a.vendor, Name: "Product " + a.product}),
					w.AddRelease(store.Release{ID: release, VendorID: a.vendor, ProductID: a.product, Kind: "fixed", Label: "1"}))
			}
			known[a.vendor], known[a.product] = true, true
			row := store.Assessment{ID: fmt.Sprintf("asm_%d", i), VendorID: a.vendor, ProductID: a.product, ReleaseID: release, QuestionnaireID: "que",
				Purpose: "renewal", Source: a.source, State: "in_progress", TimeZone: "UTC", Revision: a.revisions}
			if a.at > 0 {
				row.SubmittedUS = &a.at
			}
			failed = append(failed, w.AddAssessment(row))
			for n := range a.revisions {
				failed = append(failed, tx.Vendor(a.vendor).AddRevision(store.Revision{ID: fmt.Sprintf("rev_%d_%d", i, n+1), AssessmentID: row.ID, Number: n + 1,
					Document: []byte("{}"), ReceiptID: fmt.Sprintf("rcp_%d_%d", i, n+1), SubmittedUS: a.at}))
			}
		}
		return audit.Events{{Action: "probe", Subject: "all"}}, errors.Join(failed...)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func idsOf(rows []store.EarlierRevision) (ids []string) {
	for _, r := range rows {
		ids = append(ids, r.ID+" "+r.ProductName)
	}
	return ids
}

func TestEarlierRevisionsAreTheVendorsOwnAndTheLast(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		submissions(t, s, []submission{
			{"v", "p", "vendor", 10, 2}, {"v", "p", "vendor", 30, 1}, {"v", "q", "vendor", 20, 1}, {"v", "p", "vendor", 0, 0},
			{"v", "p", "public_sources", 40, 1}, {"w", "x", "vendor", 50, 1}, {"v", "p", "vendor", 30, 1},
		})
		check := func(what string, want []string, look func(v store.VendorRead) ([]store.EarlierRevision, error)) {
			t.Helper()
			must(t, s.Read(t.Context(), func(tx *store.ReadTx) error {
				rows, err := look(tx.Vendor("v"))
				if got := idsOf(rows); !slices.Equal(got, want) {
					t.Errorf("%s: %v, want %v", what, got, want)
				}
				return err
			}))
		}
		check("of the product", []string{"rev_6_1 Product p", "rev_1_1 Product p", "rev_0_2 Product p"},
			func(v store.VendorRead) ([]store.EarlierRevision, error) { return v.EarlierOfProduct("p", "asm_9", 10) })
		check("without its own", []string{"rev_6_1 Product p"},
			func(v store.VendorRead) ([]store.EarlierRevision, error) { return v.EarlierOfProduct("p", "asm_1", 1) })
		check("of the vendor", []string{"rev_6_1 Product p", "rev_1_1 Product p", "rev_2_1 Product q", "rev_0_2 Product p"},
			func(v store.VendorRead) ([]store.EarlierRevision, error) { return v.EarlierOfVendor("asm_9", 10) })
		check("another vendor's product", nil,
			func(v store.VendorRead) ([]store.EarlierRevision, error) { return v.EarlierOfProduct("x", "asm_9", 10) })
	})
}

// Looking for earlier answers walks an index, however many assessments there
// are.
func TestEarlierRevisionsAreFoundByIndex(t *testing.T) {
	cfg := db.SQLiteConfig(t)
	s := db.Open(t, cfg)
	submissions(t, s, []submission{{"v", "p", "vendor", 10, 1}})
	for index, where := range map[string]string{"assessments_by_vendor_id_product_submitted": "AND a.product_id = 'p' ", "assessments_by_vendor_id_submitted": ""} {
		plan := fmt.Sprint(query(t, raw(t, cfg), "EXPLAIN QUERY PLAN "+strings.ReplaceAll(store.EarlierQuery, "?", "'v'")+where+"ORDER BY a.submitted_us DESC, a.id DESC LIMIT 20"))
		if !strings.Contains(plan, index) || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("the plan does not use %s alone: %s", index, plan)
		}
	}
}

// Bytes that several files share are needed until the last of them goes.
func TestSharedBytesStayUntilTheLastFileGoes(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		submissions(t, s, []submission{{"v", "p", "vendor", 0, 0}, {"v", "p", "vendor", 0, 0}})
		write := func(change func(v store.VendorTx) error) {
			t.Helper()
			must(t, s.Write(t.Context(), audit.Actor{Kind: audit.ActorSystem}, store.On(audit.System), func(tx *store.Tx) (audit.Events, error) {
				return audit.Events{{Action: "probe", Subject: "file"}}, change(tx.Vendor("v"))
			}))
		}
		for i, assessment := range []string{"asm_0", "asm_1"} {
			write(func(v store.VendorTx) error {
				return v.AddEvidence(store.Evidence{ID: fmt.Sprintf("evd_%d", i), AssessmentID: assessment, BlobID: "blob_shared", Size: 7, Status: "stored", Facts: []byte("[]"), Warnings: []byte("[]")})
			})
		}
		needed := func(want bool) {
			t.Helper()
			must(t, s.Read(t.Context(), func(tx *store.ReadTx) error {
				known, err := tx.KnowsBlob("blob_shared")
				files, bytes, countErr := tx.Buyer().CountKeptEvidence()
				if known != want || (bytes == 7) != want || (files > 0) != want {
					t.Errorf("needed %v, want %v; %d files of %d bytes", known, want, files, bytes)
				}
				return errors.Join(err, countErr)
			}))
		}
		needed(true)
		write(func(v store.VendorTx) error { return v.DeleteEvidence("asm_0", "evd_0") })
		needed(true)
		write(func(v store.VendorTx) error { return v.DeleteEvidence("asm_1", "evd_1") })
		needed(false)
	})
}
