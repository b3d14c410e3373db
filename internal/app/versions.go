package app

import (
	"sync"

	"memsure/internal/bundle"
	"memsure/internal/canon"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
	"memsure/internal/store"
)

// versionsKept bounds the compiled versions in memory: far more than one buyer
// uses at a time.
const versionsKept = 64

// versionCache keeps compiled versions by digest, those with other weights than
// the authored ones by that of the weights too. Digests name one content
// forever, so nothing in it can be out of date.
type versionCache struct {
	mu    sync.Mutex
	known map[string]*prepared
	order []string // oldest first
}

func (v *versionCache) get(digest string) *prepared {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.known[digest]
}

func (v *versionCache) put(digest string, p *prepared) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.known == nil {
		v.known = map[string]*prepared{}
	}
	if _, ok := v.known[digest]; ok {
		return
	}
	if len(v.order) == versionsKept {
		delete(v.known, v.order[0])
		v.order = v.order[1:]
	}
	v.known[digest] = p
	v.order = append(v.order, digest)
}

// prepared is a version made ready for conditions and for scoring.
type prepared struct {
	compiled *questionnaire.Compiled
	plan     *scoring.Plan
}

// compiled gives the version an assessment is pinned to. The stored bytes must
// still have the digest they were published with: anything else is damage.
func (c *Core) compiled(tx *store.ReadTx, questionnaireID, digest string) (*questionnaire.Compiled, error) {
	p, err := c.prepared(tx, questionnaireID, digest)
	if err != nil {
		return nil, err
	}
	return p.compiled, nil
}

// prepared is compiled with the plan by which responses are scored.
func (c *Core) prepared(tx *store.ReadTx, questionnaireID, digest string) (*prepared, error) {
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
	plan, err := scoring.Prepare(compiled)
	if err != nil {
		return nil, err
	}
	made := &prepared{compiled, plan}
	c.versions.put(digest, made)
	return made, nil
}

// counted is prepared with the weights by which an assessment's answers count:
// those of its tier and its own in place of the authored ones. The plan of each
// profile is kept like that of a version.
func (c *Core) counted(tx *store.ReadTx, a store.Assessment) (*prepared, error) {
	base, err := c.prepared(tx, a.QuestionnaireID, a.QuestionnaireDigest)
	if err != nil || a.WeightsDigest == "" && tierWeights(base.compiled.Definition, a.Tier) == nil {
		return base, err
	}
	profile := a.QuestionnaireDigest + " " + a.Tier + " " + a.WeightsDigest
	if known := c.versions.get(profile); known != nil {
		return known, nil
	}
	own, err := ownWeights(tx, a)
	if err != nil {
		return nil, err
	}
	made, err := base.reweighed(a.Tier, own)
	if err == nil {
		c.versions.put(profile, made)
	}
	return made, err
}

func (p *prepared) reweighed(tier string, own questionnaire.Weights) (*prepared, error) {
	compiled, err := bundle.Counted(p.compiled.Definition, tier, own)
	if err != nil {
		return nil, err
	}
	plan, err := scoring.Prepare(compiled)
	return &prepared{compiled, plan}, err
}

// compileStored reads a version back. The stored bytes are held to their
// digest as they are: encoding them anew would let a later form of the
// definition decide whether an old version is damaged.
func compileStored(row store.Questionnaire) (*questionnaire.Compiled, error) {
	def, err := thawedVersion(row)
	if err != nil {
		return nil, err
	}
	return questionnaire.Compile(def)
}

func thawedVersion(row store.Questionnaire) (*questionnaire.Definition, error) {
	if canon.Digest(canon.DomainQuestionnaire, row.Canonical) != row.Digest {
		return nil, damaged("questionnaire version")
	}
	def, err := questionnaire.Thaw(row.Canonical)
	if err != nil {
		return nil, damaged("questionnaire version")
	}
	return def, nil
}

// damaged reports stored bytes that no longer match their digest. Nothing is
// computed from them.
func damaged(what string) error {
	return fault.Newf(fault.Internal, "record_damaged", "A stored %s no longer matches its digest; nothing was computed from it.", what).
		WithRemedy("Ask the operator to run `memsure audit verify` and to compare with a backup.")
}
