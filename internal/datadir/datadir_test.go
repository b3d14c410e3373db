package datadir

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"memsure/internal/fault"
)

func TestMakeKeepsTheFolderToItself(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	for range 2 {
		if err := Make(dir); err != nil {
			t.Fatal(err)
		}
	}
	if loose, err := Loose(dir); err != nil || len(loose) > 0 {
		t.Errorf("others may use %v, %v", loose, err)
	}
	if err := os.Chmod(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	if loose, _ := Loose(dir); hasPermissions && (len(loose) != 1 || loose[0] != ".") {
		t.Errorf("a folder open to the group is not told: %v", loose)
	}
	file := filepath.Join(dir, "file")
	if err := WriteOnce(file, []byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := WriteOnce(file, []byte("y")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("written twice: %v", err)
	}
	if err := Make(file); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a file was taken for a folder: %v", err)
	}
}

func TestOneHolderAtATime(t *testing.T) {
	dir := t.TempDir()
	first, err := Take(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Take(dir); !fault.Is(err, fault.Conflict) {
		t.Errorf("taken twice: %v", err)
	}
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	second, err := Take(dir)
	if err != nil {
		t.Fatalf("not given back: %v", err)
	}
	_ = second.Release()
	if _, err := Take(filepath.Join(dir, "absent")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("an absent folder was locked: %v", err)
	}
}

func TestTheSigningKeyIsMadeOnceAndReadBack(t *testing.T) {
	dir := t.TempDir()
	if _, err := ReadSigningKey(dir); !fault.Is(err, fault.NotFound) {
		t.Errorf("a key out of nowhere: %v", err)
	}
	made, err := SigningKey(dir)
	if err != nil {
		t.Fatal(err)
	}
	again, err := SigningKey(dir)
	if err != nil || !made.Equal(again) {
		t.Errorf("another key: %v", err)
	}
	if info, _ := os.Stat(filepath.Join(dir, KeyFile)); hasPermissions && info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file has mode %v", info.Mode())
	}
	public := made.Public().(ed25519.PublicKey)
	text, err := EncodePublic(public)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := DecodePublic(text); err != nil || !public.Equal(back) {
		t.Errorf("the public key is another one: %v", err)
	}
	private, _ := os.ReadFile(filepath.Join(dir, KeyFile))
	for _, bad := range [][]byte{nil, []byte("key"), private, text[:len(text)/2], bytes.ReplaceAll(text, []byte("PUBLIC"), []byte("OTHER"))} {
		if _, err := DecodePublic(bad); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q was taken for a public key: %v", bad, err)
		}
	}
	for _, bad := range [][]byte{nil, []byte("key"), text} {
		if err := os.WriteFile(filepath.Join(dir, KeyFile), bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := SigningKey(dir); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q was taken for a signing key: %v", bad, err)
		}
	}
}
