package auth

// NewCheapPassphrases hashes with the least work argon2id can do, as many at
// once as there are callers of a test. It is for tests that sign many people
// in; what it stores protects nobody, and NewPassphrases would call it stale.
func NewCheapPassphrases() *Passphrases {
	return newPassphrases(argonParams{memory: 8, passes: 1, lanes: 1}, 64)
}
