package evidence

import "strings"

// typeClass is the class each package type earns at best. Types are those of
// the purl type registry (ECMA-427).
var typeClass = map[string]Class{
	"cargo": SafeWithEscape, "golang": SafeWithEscape, "maven": SafeWithEscape,
	"nuget": SafeWithEscape, "npm": SafeWithEscape,
	"hackage": SafeWithEscape, "opam": SafeWithEscape, "otp": SafeWithEscape,

	"pypi": Mixed, "conda": Mixed, "gem": Mixed, "composer": Mixed, "cpan": Mixed,
	"luarocks": Mixed, "hex": Mixed, "pub": Mixed, "cran": Mixed, "julia": Mixed,
	"swift": Mixed, "cocoapods": Mixed,

	"conan": Unsafe, "vcpkg": Unsafe,

	"deb": Unknown, "rpm": Unknown, "apk": Unknown, "alpm": Unknown, "qpkg": Unknown,
	"brew": Unknown, "nix": Unknown, "yocto": Unknown, "ips": Unknown,
	"generic": Unknown, "github": Unknown, "bitbucket": Unknown, "git": Unknown,
	"docker": Unknown, "oci": Unknown, "swid": Unknown, "bitnami": Unknown,
	"bazel": Unknown, "spack": Unknown,
	"huggingface": Unknown, "mlflow": Unknown, "terraform": Unknown, "githubactions": Unknown,
	"chrome-extension": Unknown, "vscode-extension": Unknown,
}

// compilesNative names packages of safe languages that compile C, C++ or
// assembly into themselves and do not say so in their name. The table is a
// floor, not a census: it only ever lowers a class.
var compilesNative = map[string]map[string]bool{
	"cargo": set("ring", "blake3", "psm", "sha1-asm", "sha2-asm", "md5-asm", "aws-lc-rs"),
	"golang": set("github.com/mattn/go-sqlite3", "github.com/datadog/zstd",
		"github.com/confluentinc/confluent-kafka-go", "github.com/google/gopacket/pcap"),
	"npm": set("better-sqlite3", "bcrypt", "sharp", "node-sass", "canvas", "sqlite3", "leveldown",
		"re2", "argon2", "serialport", "bufferutil", "utf-8-validate"),
	"maven": set("org.xerial/sqlite-jdbc", "net.java.dev.jna/jna", "com.github.luben/zstd-jni",
		"org.xerial.snappy/snappy-java", "org.rocksdb/rocksdbjni", "org.fusesource.jansi/jansi"),
}

// distroTypes are package types whose packages may be written in anything.
var distroTypes = set("deb", "rpm", "apk", "alpm", "qpkg", "brew", "nix", "yocto", "ips")

// nativeBase names base packages of distributions that are C or C++, after
// distroBase. Any other distribution package stays unknown.
var nativeBase = set(
	"glibc", "libc", "musl", "libstdc++", "libgcc", "libgcc-s", "gcc-libs", "uclibc",
	"openssl", "libssl", "libcrypto", "gnutls", "libgnutls", "libgcrypt", "nettle", "libnettle", "nss", "libnss",
	"zlib", "zlib1g", "libz", "bzip", "libbz", "xz", "liblzma", "xz-utils", "zstd", "libzstd", "lz", "liblz",
	"expat", "libexpat", "libxml", "libxslt", "pcre", "libpcre", "libffi", "icu", "libicu",
	"curl", "libcurl", "nghttp", "libnghttp", "libssh", "openssh", "openssh-server", "openssh-client", "krb", "libkrb",
	"sqlite", "libsqlite", "libdb", "gdbm", "libgdbm", "ncurses", "libncurses", "libtinfo", "readline", "libreadline",
	"bash", "dash", "busybox", "coreutils", "util-linux", "systemd", "libsystemd", "libudev", "dbus", "libdbus",
	"libpng", "libjpeg", "libjpeg-turbo", "libtiff", "libwebp", "giflib", "freetype", "libfreetype",
	"glib", "libglib", "pam", "libpam", "libselinux", "libcap", "attr", "acl", "tar", "gzip", "perl-base",
	"nginx", "haproxy", "bind", "libbind", "dnsmasq", "ffmpeg", "libavcodec", "libavformat",
)

// distroBase strips from a distribution's package name what only marks its
// build or library version: "libssl3t64" and "libssl-dev" are "libssl".
func distroBase(name string) string {
	base := strings.ToLower(name)
	for _, suffix := range []string{"-dev", "-devel", "-libs", "-minimal", "-gnutls", "-openssl", "t64"} {
		base = strings.TrimSuffix(base, suffix)
	}
	if nativeBase[base] {
		return base
	}
	return strings.TrimRight(base, "-.0123456789")
}

func set(names ...string) map[string]bool {
	out := make(map[string]bool, len(names))
	for _, name := range names {
		out[name] = true
	}
	return out
}
