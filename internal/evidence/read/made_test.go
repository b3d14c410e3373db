package read_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"memsure/internal/evidence"
	"memsure/internal/evidence/read"
)

// madeSBOM writes a file of about the wanted size with the texture of real
// ones: hashes, licences, properties, external references and a graph.
func madeSBOM(size int) []byte {
	var out bytes.Buffer
	out.Grow(size + size/10)
	out.WriteString(`{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,` +
		`"metadata":{"timestamp":"2026-11-01T00:00:00Z","component":{"type":"application","name":"made","version":"1"}},` +
		`"components":[`)
	n := 0
	for ; out.Len() < size*85/100; n++ {
		if n > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, `{"type":"library","bom-ref":"pkg:cargo/part-%[1]d@1.%[1]d.0","name":"part-%[1]d","version":"1.%[1]d.0",`+
			`"purl":"pkg:cargo/part-%[1]d@1.%[1]d.0","scope":"required","supplier":{"name":"Maker %[2]d"},`+
			`"description":"A library that does part number %[1]d of the work, and nothing else besides.",`+
			`"hashes":[{"alg":"SHA-256","content":"%064[1]x"}],"licenses":[{"license":{"id":"Apache-2.0"}}],`+
			`"externalReferences":[{"type":"vcs","url":"https://code.example/part-%[1]d"}],`+
			`"properties":[{"name":"build:profile","value":"release"}]}`, n, n%97)
	}
	out.WriteString(`],"dependencies":[`)
	for i := range n {
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, `{"ref":"pkg:cargo/part-%[1]d@1.%[1]d.0","dependsOn":["pkg:cargo/part-%[2]d@1.%[2]d.0"]}`, i, (i+1)%n)
	}
	out.WriteString(`]}`)
	return out.Bytes()
}

// walkTokens reads every token, and with look also the text of each string,
// as any reader must to know the keys.
func walkTokens(tb testing.TB, data []byte, look bool) (length int) {
	dec := jsontext.NewDecoder(bytes.NewReader(data))
	for {
		token, err := dec.ReadToken()
		if errors.Is(err, io.EOF) {
			return length
		}
		if err != nil {
			tb.Fatal(err)
		}
		if look && token.Kind() == '"' {
			length += len(token.String())
		}
	}
}

// BenchmarkRead reads a file of 20 MB, from seek to facts, beside two floors
// in the same run: the bare token walk, and the walk that looks at the text of
// strings. of_bare_walk_% and of_looking_walk_% are our speed against them.
func BenchmarkRead(b *testing.B) {
	data := madeSBOM(20 << 20)
	b.SetBytes(int64(len(data)))
	var bare, looking, ours int64
	for b.Loop() {
		start := nanotime()
		walkTokens(b, data, false)
		first := nanotime()
		walkTokens(b, data, true)
		second := nanotime()
		if _, err := read.Read(bytes.NewReader(data), evidence.DefaultLimits()); err != nil {
			b.Fatal(err)
		}
		bare, looking, ours = bare+first-start, looking+second-first, ours+nanotime()-second
	}
	b.ReportMetric(100*float64(bare)/float64(ours), "of_bare_walk_%")
	b.ReportMetric(100*float64(looking)/float64(ours), "of_looking_walk_%")
	b.ReportMetric(float64(len(data))*float64(b.N)*1e3/float64(ours), "read_MB/s")
}

// BenchmarkMemory reports the growth of the heap while 99 MB are read.
func BenchmarkMemory(b *testing.B) {
	data := madeSBOM(99_000_000)
	limits := evidence.DefaultLimits()
	for b.Loop() {
		runtime.GC()
		source := &peaking{Reader: bytes.NewReader(data), start: heap()}
		if _, err := read.Read(source, limits); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(source.peak)/(1<<20), "growth_MiB")
	}
}

// peaking samples the heap as the file goes by.
type peaking struct {
	*bytes.Reader
	start, peak, reads int64
}

func (p *peaking) Read(to []byte) (int, error) {
	if p.reads++; p.reads%16 == 0 {
		p.peak = max(p.peak, heap()-p.start)
	}
	return p.Reader.Read(to)
}

func heap() int64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapInuse + stats.StackInuse)
}
