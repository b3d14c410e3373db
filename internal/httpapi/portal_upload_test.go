package httpapi_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/httpapi"
	"memsure/internal/testkit/db"
	"memsure/internal/testkit/server"
)

// bytesKept counts the blobs there are.
func bytesKept(t testing.TB, s *server.Server) (kept int) {
	t.Helper()
	for _, err := range s.App.Blobs.List(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		kept++
	}
	return kept
}

// nothingKept wants no trace of an upload: no row, no bytes, no unfinished
// file.
func nothingKept(t testing.TB, v vendorContact) {
	t.Helper()
	if left := got(v.ListOwnEvidenceWithResponse(t.Context(), v.asm)).is(t, 200).JSON200.Items; len(left) != 0 {
		t.Errorf("rows left: %+v", left)
	}
	if kept := bytesKept(t, v.s); kept != 0 {
		t.Errorf("%d blobs left", kept)
	}
	if n, err := v.s.App.Blobs.DeleteUnfinished(t.Context(), time.Now().Add(time.Hour)); n != 0 || err != nil {
		t.Errorf("%d unfinished files left, %v", n, err)
	}
}

const tinyLimit = 4096

func limited(s *app.Settings) { s.EvidenceLimit = tinyLimit }

func TestOversizeUploadsLeaveNothing(t *testing.T) {
	s := server.Start(t, db.SQLite(t), server.Settings(limited))
	_, _, v := asked(t, s)
	tooBig := strings.Repeat("x", tinyLimit+1)
	v.send("big.bin", "policy", strings.NewReader(tooBig)).is(t, 413)
	// Without a declared length the limit is met while the body streams.
	got(v.UploadEvidenceWithBodyWithResponse(t.Context(), v.asm, &api.UploadEvidenceParams{FileName: "big.bin", Kind: "policy"},
		"application/octet-stream", io.MultiReader(strings.NewReader(tooBig)))).is(t, 413)
	nothingKept(t, v)
	v.send("fits.bin", "policy", strings.NewReader(tooBig[1:])).is(t, 201)
}

// The edge's own limit, met while the body streams, is told as such too.
func TestTheEdgeLimitsStreamsAsWell(t *testing.T) {
	s := server.Start(t, db.SQLite(t), server.Limits(func(l *httpapi.Limits) { l.EvidenceBytes = tinyLimit }))
	_, _, v := asked(t, s)
	got(v.UploadEvidenceWithBodyWithResponse(t.Context(), v.asm, &api.UploadEvidenceParams{FileName: "big.bin", Kind: "policy"},
		"application/octet-stream", io.MultiReader(strings.NewReader(strings.Repeat("x", tinyLimit+1))))).fails(t, 413, "body_too_large")
	nothingKept(t, v)
}

func TestTruncatedUploadsLeaveNothing(t *testing.T) {
	s := serverOnSQLite(t)
	_, _, v := asked(t, s)
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST %s?file_name=a.bin&kind=policy HTTP/1.1\r\nHost: memsure\r\nAuthorization: Bearer %s\r\n"+
		"Content-Type: application/octet-stream\r\nContent-Length: 1000\r\n\r\nonly this", v.path("/evidence"), v.token)
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(conn).ReadString('\n') // the answer, or nothing once the server has hung up
	if line != "" && !strings.Contains(line, " 400 ") && !strings.Contains(line, " 422 ") {
		t.Errorf("answered %q", line)
	}
	nothingKept(t, v)
}

func TestRepeatedUploadsKeepOneFile(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		_, _, v := asked(t, s)
		one := v.send("aurora.json", "sbom", strings.NewReader(bom), "key-1").is(t, 201).JSON201
		two := v.send("aurora.json", "sbom", strings.NewReader(bom), "key-1").is(t, 201).JSON201
		if one.ID != two.ID || bytesKept(t, s) != 1 {
			t.Errorf("%s, %s, %d blobs", one.ID, two.ID, bytesKept(t, s))
		}
		v.send("aurora.json", "sbom", strings.NewReader(bom+" "), "key-1").fails(t, 422, "idempotency_mismatch")
		v.send("other.json", "sbom", strings.NewReader(bom), "key-1").fails(t, 422, "idempotency_mismatch")
		if kept := bytesKept(t, s); kept != 1 {
			t.Errorf("refused repeats left %d blobs", kept)
		}
		v.send("aurora.json", "sbom", strings.NewReader(bom), "key-2").is(t, 201)
	})
}

func TestUploadsSayWhatTheyAre(t *testing.T) {
	_, _, v := asked(t, serverOnSQLite(t))
	for _, query := range []string{"", "?file_name=a", "?kind=sbom", "?file_name=a&kind=SBOM", "?file_name=&kind=sbom", "?file_name=a&kind=sbom&dated_on=2026-02-30",
		"?file_name=" + strings.Repeat("a", 256) + "&kind=sbom", "?file_name=a%00b&kind=sbom", "?file_name=%ff&kind=sbom"} {
		if res := raw(t, v.s, v.token, "POST", v.path("/evidence"+query), "application/octet-stream", "x"); res.StatusCode != 400 {
			t.Errorf("%s: %d", query, res.StatusCode)
		}
	}
	if res := raw(t, v.s, v.token, "POST", v.path("/evidence?file_name=a&kind=sbom"), "text/plain", "x"); res.StatusCode != 415 {
		t.Errorf("another media type: %d", res.StatusCode)
	}
	nothingKept(t, v)
	broken := v.upload("broken.cdx.json", "sbom", bom[:len(bom)-20])
	if broken.Status != api.EvidenceStatusUnreadable || given(broken.Problem) == "" || len(broken.Facts) != 0 {
		t.Errorf("a malformed SBOM: %+v", broken)
	}
}

// The bytes of a damaged store are not made up: the vendor learns that they
// are gone, nothing else changes.
func TestLostBytesAreAnInternalFault(t *testing.T) {
	_, _, v := asked(t, serverOnSQLite(t))
	file := v.upload("a.bin", "policy", "x")
	var ids []string
	for info, err := range v.s.App.Blobs.List(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, info.ID)
	}
	for _, id := range ids {
		if err := v.s.App.Blobs.Delete(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	if res := raw(t, v.s, v.token, "GET", v.path("/evidence/"+file.ID+"/content"), "", ""); res.StatusCode != 500 {
		t.Errorf("%d", res.StatusCode)
	}
}

// An assessment holds so many files and bytes; what was deleted makes room.
func TestEvidenceOfAnAssessmentIsBounded(t *testing.T) {
	few := func(s *app.Settings) { s.EvidenceFiles, s.EvidenceTotal = 3, 100 }
	server.Each(t, func(t *testing.T, s *server.Server) {
		_, _, v := asked(t, s)
		first := v.upload("a", "policy", strings.Repeat("a", 60))
		v.send("b", "policy", strings.NewReader(strings.Repeat("b", 41))).fails(t, 413, "evidence_total")
		v.upload("b", "policy", strings.Repeat("b", 39))
		v.upload("c", "policy", "c")
		v.send("d", "policy", strings.NewReader("d")).fails(t, 409, "evidence_full")
		if kept := bytesKept(t, s); kept != 3 {
			t.Errorf("%d blobs kept", kept)
		}
		got(v.DeleteOwnEvidenceWithResponse(t.Context(), v.asm, first.ID)).is(t, 204)
		seen := statuses(4, func(i int) (int, error) {
			res, err := v.UploadEvidenceWithBodyWithResponse(t.Context(), v.asm, &api.UploadEvidenceParams{FileName: "d", Kind: "policy"},
				"application/octet-stream", strings.NewReader(strings.Repeat("d", i+1)))
			return res.StatusCode(), err
		})
		if seen[201] != 1 || seen[409] != 3 {
			t.Errorf("uploads beside one another: %v", seen)
		}
	}, server.Settings(few))
}
