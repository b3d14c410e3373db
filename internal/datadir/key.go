package datadir

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"memsure/internal/fault"
)

const (
	privateBlock = "PRIVATE KEY"
	publicBlock  = "PUBLIC KEY"
)

// SigningKey reads the key that signs audit checkpoints, and makes one where
// there is none. It fails with Unavailable when the file cannot be read or
// written, and with Invalid when it holds something else.
func SigningKey(path string) (ed25519.PrivateKey, error) {
	key, err := ReadSigningKey(path)
	if !fault.Is(err, fault.NotFound) {
		return key, err
	}
	_, key, err = ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fault.Wrap(err, "make a signing key")
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fault.Wrap(err, "encode the signing key")
	}
	text := pem.EncodeToMemory(&pem.Block{Type: privateBlock, Bytes: der})
	if err := WriteOnce(filepath.Join(path, KeyFile), text); err != nil {
		return nil, unusable(err)
	}
	return key, nil
}

// ReadSigningKey is SigningKey without making one: where there is none it
// fails with NotFound.
func ReadSigningKey(path string) (ed25519.PrivateKey, error) {
	text, err := os.ReadFile(filepath.Join(path, KeyFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "signing_key_missing", "The data folder has no key for audit checkpoints yet.").
			WithRemedy("It is made when the service first starts.")
	}
	if err != nil {
		return nil, unusable(err)
	}
	block, _ := pem.Decode(text)
	if block == nil || block.Type != privateBlock {
		return nil, badKey(nil)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	key, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return nil, badKey(err)
	}
	return key, nil
}

// EncodePublic writes a public key as PEM, for keeping elsewhere.
func EncodePublic(key ed25519.PublicKey) ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return nil, fault.Wrap(err, "encode the public key")
	}
	return pem.EncodeToMemory(&pem.Block{Type: publicBlock, Bytes: der}), nil
}

// DecodePublic reads what EncodePublic wrote; anything else is Invalid.
func DecodePublic(text []byte) (ed25519.PublicKey, error) {
	block, _ := pem.Decode(text)
	if block == nil || block.Type != publicBlock {
		return nil, badKey(nil)
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	key, ok := parsed.(ed25519.PublicKey)
	if !ok {
		return nil, badKey(err)
	}
	return key, nil
}

func badKey(cause error) error {
	return fault.New(fault.Invalid, "signing_key_malformed", "The file is not an Ed25519 key in PEM form.").
		WithRemedy("Restore audit-signing-key.pem from a backup; checkpoints signed with a lost key can still be checked with its public key.").
		WithCause(cause)
}
