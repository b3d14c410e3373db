package evidence_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"memsure/internal/evidence"
)

func TestIdentify(t *testing.T) {
	for _, test := range []struct {
		purl, group, name string
		class             evidence.Class
		native            bool
	}{
		{"pkg:cargo/tokio@1.38.0", "", "tokio", evidence.SafeWithEscape, false},
		{"pkg:cargo/openssl-sys@0.9", "", "openssl-sys", evidence.Unsafe, true},
		{"pkg:cargo/openssl-src@300", "", "openssl-src", evidence.Unsafe, true},
		{"pkg:cargo/ring@0.17.8", "", "ring", evidence.Mixed, true},
		{"pkg:cargo/systemstat@0.2", "", "systemstat", evidence.SafeWithEscape, false},
		{"pkg:cargo/serde_json@1", "", "serde-json", evidence.SafeWithEscape, false},
		{"pkg:golang/golang.org/x/net@v0.30.0", "", "golang.org/x/net", evidence.SafeWithEscape, false},
		{"pkg:golang/github.com/Masterminds/semver/v3@v3.2.0", "", "github.com/Masterminds/semver/v3", evidence.SafeWithEscape, false},
		{"pkg:golang/github.com/mattn/go-sqlite3@v1.14", "", "github.com/mattn/go-sqlite3", evidence.Mixed, true},
		{"pkg:maven/io.netty/netty-buffer@4.1", "io.netty", "netty-buffer", evidence.SafeWithEscape, false},
		{"pkg:maven/io.netty/netty-tcnative@2?classifier=linux-x86_64", "io.netty", "netty-tcnative", evidence.Unsafe, true},
		{"pkg:maven/org.lwjgl/lwjgl@3?classifier=sources", "org.lwjgl", "lwjgl", evidence.SafeWithEscape, false},
		{"pkg:nuget/Newtonsoft.Json@13", "", "Newtonsoft.Json", evidence.SafeWithEscape, false},
		{"pkg:nuget/runtime.linux-x64.Microsoft.NETCore.Native@8", "", "runtime.linux-x64.Microsoft.NETCore.Native", evidence.Unsafe, true},
		{"pkg:npm/%40angular/core@17", "@angular", "core", evidence.SafeWithEscape, false},
		{"pkg:npm/%40angular/core@17", "", "@angular/core", evidence.SafeWithEscape, false},
		{"pkg:npm/bcrypt@5", "", "bcrypt", evidence.Mixed, true},
		{"pkg:pypi/requests@2", "", "requests", evidence.Mixed, false},
		{"pkg:conda/numpy@2", "", "numpy", evidence.Mixed, false},
		{"pkg:gem/rails@7", "", "rails", evidence.Mixed, false},
		{"pkg:swift/github.com/apple/swift-nio@2", "", "swift-nio", evidence.Mixed, false},
		{"pkg:hackage/aeson@2", "", "aeson", evidence.SafeWithEscape, false},
		{"pkg:conan/zlib@1.3", "", "zlib", evidence.Unsafe, false},
		{"pkg:vcpkg/boost@1.8", "", "boost", evidence.Unsafe, false},
		{"pkg:deb/debian/libssl3t64@3.0", "", "libssl3t64", evidence.Unsafe, false},
		{"pkg:deb/debian/libc6@2.36", "", "libc6", evidence.Unsafe, false},
		{"pkg:rpm/fedora/zlib-devel@1.3", "", "zlib-devel", evidence.Unsafe, false},
		{"pkg:apk/alpine/musl@1.2", "", "musl", evidence.Unsafe, false},
		{"pkg:deb/debian/ripgrep@13", "", "ripgrep", evidence.Unknown, false},
		{"pkg:generic/openssl@3", "", "openssl", evidence.Unknown, false},
		{"pkg:docker/nginx@1", "", "nginx", evidence.Unknown, false},
		{"pkg:github/rust-lang/rust@1", "", "rust", evidence.Unknown, false},
		{"pkg:nosuchtype/x@1", "", "x", evidence.Unknown, false},
		{"", "", "tokio", evidence.Unknown, false},
		{"cargo:tokio", "", "tokio", evidence.Unknown, false},
		{"pkg:cargo", "", "tokio", evidence.Unknown, false},
		{"pkg:swift/x@1", "", "x", evidence.Unknown, false}, // swift requires a namespace
		// A label of another package earns nothing, and hides nothing.
		{"pkg:cargo/serde@1", "", "openssl", evidence.Unknown, false},
		{"pkg:conan/openssl@3", "", "harmless", evidence.Unsafe, false},
	} {
		got := evidence.Identify(test.purl, test.group, test.name)
		if got.Class != test.class || got.Native != test.native {
			t.Errorf("%s named %q: %v native %v, want %v native %v",
				test.purl, test.name, got.Class, got.Native, test.class, test.native)
		}
	}
}

// No name lifts a package above its type.
func TestANameNeverEarnsMoreThanItsType(t *testing.T) {
	ceiling := map[string]evidence.Class{
		"cargo": evidence.SafeWithEscape, "npm": evidence.SafeWithEscape, "pypi": evidence.Mixed,
		"deb": evidence.Unknown, "generic": evidence.Unknown, "conan": evidence.Unsafe,
	}
	types := rapid.SampledFrom([]string{"cargo", "npm", "pypi", "deb", "generic", "conan"})
	rapid.Check(t, func(t *rapid.T) {
		kind := types.Draw(t, "type")
		name := rapid.StringMatching(`[a-z][a-z0-9]{0,6}(-sys|-src|-dev|3|t64)?`).Draw(t, "name")
		got := evidence.Identify("pkg:"+kind+"/"+name+"@1", "", name)
		if got.Class < ceiling[kind] {
			t.Fatalf("%s/%s is %v", kind, name, got.Class)
		}
	})
}

func ExampleIdentify() {
	fmt.Println(evidence.Identify("pkg:cargo/tokio@1.48.0", "", "tokio").Class)
	fmt.Println(evidence.Identify("pkg:cargo/zstd-sys@2.0.16", "", "zstd-sys").Class)
	fmt.Println(evidence.Identify("pkg:generic/firmware@1", "", "firmware").Class)
	// Output:
	// safe-with-escape
	// unsafe
	// unknown
}

func TestWeaknessSets(t *testing.T) {
	count := func(s evidence.WeaknessSet) (n int) {
		for cwe := range int64(2000) {
			if s.Has(cwe) {
				n++
			}
		}
		return n
	}
	for set, want := range map[evidence.WeaknessSet]int{
		evidence.CoreSet: 31, evidence.StandardSet: 36, evidence.BroadSet: 37, evidence.ExtendedSet: 47,
	} {
		if got := count(set); got != want {
			t.Errorf("set %d has %d members, want %d", set, got, want)
		}
	}
	for _, test := range []struct {
		cwe                             int64
		core, standard, broad, extended bool
	}{
		{787, true, true, true, true},
		{416, true, true, true, true},
		{401, false, false, true, true}, // a leak corrupts nothing
		{843, false, true, false, true},
		{362, false, true, false, false},
		{476, false, false, false, true},
		{79, false, false, false, false},
		{1399, false, false, false, false}, // a category, not a weakness
	} {
		got := [4]bool{evidence.CoreSet.Has(test.cwe), evidence.StandardSet.Has(test.cwe),
			evidence.BroadSet.Has(test.cwe), evidence.ExtendedSet.Has(test.cwe)}
		if want := [4]bool{test.core, test.standard, test.broad, test.extended}; got != want {
			t.Errorf("CWE-%d: %v, want %v", test.cwe, got, want)
		}
	}
}
