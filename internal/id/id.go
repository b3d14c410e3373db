// Package id makes identifiers: UUIDv7 inside the database, prefixed random
// public ids outside. Public ids carry no order, no count and no content.
package id

import (
	"crypto/rand"
	"encoding/base32"
	"strings"

	"github.com/google/uuid"
)

// Prefixes of public ids, one for each thing the API names.
const (
	Vendor        = "ven"
	Product       = "prd"
	Release       = "rel"
	Assessment    = "asm"
	Invitation    = "inv"
	Contact       = "con"
	Evidence      = "evd"
	Finding       = "fnd"
	Review        = "rvw"
	Scorecard     = "scr"
	Report        = "rpt"
	Receipt       = "rcp"
	Person        = "per"
	APIKey        = "key"
	Session       = "ses"
	AuditEvent    = "aud"
	Collaborator  = "col"
	Questionnaire = "qst"
	Return        = "ret"
	Approval      = "apv"
	Revision      = "rev"
	Blob          = "blb"
	Request       = "req"
)

var alphabet = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// New returns a public id: prefix, underscore and 128 random bits.
func New(prefix string) string {
	var raw [16]byte
	_, _ = rand.Read(raw[:]) // never fails on supported systems; it aborts the process instead
	return prefix + "_" + alphabet.EncodeToString(raw[:])
}

// Row returns a fresh UUIDv7 for a database row, ordered by creation time.
func Row() string { return uuid.Must(uuid.NewV7()).String() }

// Has reports whether s looks like a public id with this prefix.
func Has(s, prefix string) bool {
	rest, ok := strings.CutPrefix(s, prefix+"_")
	return ok && len(rest) == 26
}
