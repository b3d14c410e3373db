package report

import (
	"crypto/sha256"
	"encoding/hex"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// Input is everything a vendor scorecard is written from. BuildScorecard adds
// nothing of its own: the same input always gives the same view.
type Input struct {
	ReportID    string
	Final       bool  // false prints "draft" on every page
	GeneratedAt int64 // microseconds UTC
	DataCutOff  int64 // microseconds UTC: nothing later was looked at
	Buyer       Buyer
	Marking     string // confidentiality marking; may be empty
	DecideBy    string // YYYY-MM-DD; may be empty
	Decider     string // role that decides, in words; may be empty

	Vendor  string
	Product string
	Release string // version, or "as of DATE" for hosted services
	Purpose assessment.Purpose
	Tier    string // id of one of the definition's tiers; may be empty
	Source  assessment.Source

	Definition       *questionnaire.Definition
	DefinitionDigest string
	RulesetDigest    string
	Revision         assessment.Revision
	RevisionDigest   string
	Facts            []fact.Fact
	FactsDigest      string
	Reviews          []assessment.Review // oldest first

	// Definition counts by the weights of the tier and of the assessment; what
	// was authored instead is in Authored (nil: the same), and the assessment's
	// own weights are in Weights.
	Authored      *questionnaire.Definition
	Weights       questionnaire.Weights
	WeightsDigest string   // empty without own weights
	Panel         []string // persons who grade text answers together; may be empty

	ReviewsDigest string
	Result        *scoring.Result
	ResultDigest  string
	Previous      *Previous // nil: nothing to compare with

	People []Person // roles for the references in revision and reviews
}

// Previous is the scorecard before this one of the same assessment.
type Previous struct {
	ReportID string
	Revision assessment.Revision
	Result   *scoring.Result
}

// Person is one person by reference and role; names never enter a report.
type Person struct {
	Ref  string
	Role string
}

// LogoDigest is what Buyer.LogoSHA256 holds for a logo: the lower-case hex
// SHA-256 of its bytes, or "" for none.
func LogoDigest(logo []byte) string {
	if len(logo) == 0 {
		return ""
	}
	sum := sha256.Sum256(logo)
	return hex.EncodeToString(sum[:])
}
