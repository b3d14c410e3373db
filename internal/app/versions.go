package app

import (
	"sync"

	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/store"
)

// versionsKept bounds the compiled versions in memory: far more than one buyer
// uses at a time.
const versionsKept = 64

// versionCache keeps compiled versions by digest. A digest names one content
// forever, so nothing in it can be out of date.
type versionCache struct {
	mu    sync.Mutex
	known map[string]*questionnaire.Compiled
	order []string // oldest first
}

func (v *versionCache) get(digest string) *questionnaire.Compiled {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.known[digest]
}

func (v *versionCache) put(digest string, compiled *questionnaire.Compiled) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.known == nil {
		v.known = map[string]*questionnaire.Compiled{}
	}
	if _, ok := v.known[digest]; ok {
		return
	}
	if len(v.order) == versionsKept {
		delete(v.known, v.order[0])
		v.order = v.order[1:]
	}
	v.known[digest] = compiled
	v.order = append(v.order, digest)
}

// compiled gives the version an assessment is pinned to. The stored bytes must
// still have the digest they were published with: anything else is damage.
func (c *Core) compiled(tx *store.ReadTx, questionnaireID, digest string) (*questionnaire.Compiled, error) {
	if known := c.versions.get(digest); known != nil {
		return known, nil
	}
	row, err := tx.QuestionnaireByID(questionnaireID)
	if err != nil {
		return nil, err
	}
	compiled, err := compileStored(row)
	if err != nil {
		return nil, err
	}
	if row.Digest != digest {
		return nil, damaged("questionnaire version")
	}
	c.versions.put(digest, compiled)
	return compiled, nil
}

func compileStored(row store.Questionnaire) (*questionnaire.Compiled, error) {
	def, err := questionnaire.FromCanonical(row.Canonical)
	if err != nil {
		return nil, damaged("questionnaire version")
	}
	_, digest, err := questionnaire.Canonical(def)
	if err != nil || digest != row.Digest {
		return nil, damaged("questionnaire version")
	}
	return questionnaire.Compile(def)
}

// damaged reports stored bytes that no longer match their digest. Nothing is
// computed from them.
func damaged(what string) error {
	return fault.Newf(fault.Internal, "record_damaged", "A stored %s no longer matches its digest; nothing was computed from it.", what).
		WithRemedy("Ask the operator to run `memsure audit verify` and to compare with a backup.")
}
