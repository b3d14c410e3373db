// Package chromium drives a headless Chromium for tests of pages, over its
// debugging protocol and nothing else. Where no Chromium is installed the test
// is skipped and says so, or fails when MEMSURE_REQUIRE_ALL=1.
package chromium

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/websocket"
)

// patience ends a browser that does not answer any more; nothing is measured
// by it.
const patience = 2 * time.Minute

// Page is one tab. It collects what the page got wrong: exceptions nobody
// caught, and what the content security policy refused.
type Page struct {
	t      testing.TB
	socket *websocket.Conn
	serial int
	Wrong  []string
}

// message is a command's answer or an event.
type message struct {
	ID     int             `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// Open starts a browser with one empty tab; it ends with the test.
func Open(t testing.TB) *Page {
	t.Helper()
	program, err := find()
	if err != nil {
		if os.Getenv("MEMSURE_REQUIRE_ALL") == "1" {
			t.Fatal("chromium is not installed")
		}
		t.Skip("chromium is not installed: the page is not tried in a browser")
	}
	profile := folder(t)
	// the test's own context ends before its cleanups: the browser is asked to
	// close first, so that none of its processes is left behind
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
		"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
		"--remote-debugging-port=0", "--remote-allow-origins=*", "--user-data-dir="+profile, "about:blank")
	cmd.WaitDelay = time.Second
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { end(cmd) })
	p := &Page{t: t, socket: dial(t, address(t, bufio.NewScanner(log)))}
	t.Cleanup(func() { _ = p.call("Browser.close", nil); _ = p.socket.Close() })
	for _, domain := range []string{"Page.enable", "Runtime.enable", "Log.enable"} {
		p.must(domain, nil)
	}
	return p
}

// folder is for the browser's profile. Unlike a test's own it is taken away
// patiently: the browser's last processes may still write when the first ended.
func folder(t testing.TB) string {
	path, err := os.MkdirTemp("", "memsure-chromium-") //nolint:usetesting // see above
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for range 100 {
			if os.RemoveAll(path) == nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Logf("the browser's profile stays behind in %s", path)
	})
	return path
}

// end waits for a browser that was asked to close, and kills one that does not.
func end(cmd *exec.Cmd) {
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		_ = cmd.Process.Kill()
		<-ended
	}
}

func find() (path string, err error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err = exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", err
}

// address reads where the browser listens from what it says at its start.
func address(t testing.TB, log *bufio.Scanner) string {
	for log.Scan() {
		if _, at, ok := strings.Cut(log.Text(), "DevTools listening on ws://"); ok {
			host, _, _ := strings.Cut(at, "/")
			go func() {
				for log.Scan() {
					continue
				}
			}()
			return host
		}
	}
	t.Fatal("chromium did not say where it listens")
	return ""
}

// dial joins the browser's one tab.
func dial(t testing.TB, host string) *websocket.Conn {
	t.Helper()
	var tabs []struct {
		Type   string `json:"type"`
		Socket string `json:"webSocketDebuggerUrl"`
	}
	list := url.URL{Scheme: "http", Host: host, Path: "/json/list"}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, list.String(), http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if err := json.NewDecoder(res.Body).Decode(&tabs); err != nil {
		t.Fatal(err)
	}
	for _, tab := range tabs {
		if tab.Type == "page" {
			socket, err := websocket.Dial(tab.Socket, "", "http://localhost")
			if err != nil {
				t.Fatal(err)
			}
			return socket
		}
	}
	t.Fatal("chromium has no tab")
	return nil
}

// call sends a command and reads until its answer comes.
func (p *Page) call(method string, params any) message {
	p.serial++
	_ = p.socket.SetDeadline(time.Now().Add(patience))
	if err := websocket.JSON.Send(p.socket, map[string]any{"id": p.serial, "method": method, "params": params}); err != nil {
		return message{Error: &struct {
			Message string `json:"message"`
		}{err.Error()}}
	}
	return p.read(func(m message) bool { return m.ID == p.serial })
}

// read takes messages in until one is the awaited.
func (p *Page) read(awaited func(message) bool) message {
	for {
		var m message
		if err := websocket.JSON.Receive(p.socket, &m); err != nil {
			m.Error = &struct {
				Message string `json:"message"`
			}{err.Error()}
			return m
		}
		p.note(m)
		if awaited(m) {
			return m
		}
	}
}

func (p *Page) note(m message) {
	var event struct {
		Entry struct {
			Source, Text string
		}
	}
	switch m.Method {
	case "Runtime.exceptionThrown":
		p.Wrong = append(p.Wrong, string(m.Params))
	case "Log.entryAdded":
		if json.Unmarshal(m.Params, &event) == nil && event.Entry.Source == "security" {
			p.Wrong = append(p.Wrong, event.Entry.Text)
		}
	}
}

func (p *Page) must(method string, params any) message {
	p.t.Helper()
	m := p.call(method, params)
	if m.Error != nil {
		p.t.Fatalf("%s: %s", method, m.Error.Message)
	}
	return m
}

// Go opens an address and waits until it is loaded.
func (p *Page) Go(address string) {
	p.t.Helper()
	p.must("Page.navigate", map[string]any{"url": address})
	if m := p.read(func(m message) bool { return m.Method == "Page.loadEventFired" }); m.Error != nil {
		p.t.Fatalf("%s: %s", address, m.Error.Message)
	}
}

// Do runs a script in the page, waits for it where it is a promise, and gives
// what it came to as JSON.
func (p *Page) Do(script string) string {
	p.t.Helper()
	m := p.must("Runtime.evaluate", map[string]any{"expression": script, "awaitPromise": true, "returnByValue": true, "userGesture": true})
	var done struct {
		Result struct {
			Value json.RawMessage
		}
		ExceptionDetails json.RawMessage
	}
	if err := json.Unmarshal(m.Result, &done); err != nil || done.ExceptionDetails != nil {
		p.t.Fatalf("%s: %v %s", script, err, done.ExceptionDetails)
	}
	return string(done.Result.Value)
}

// Until waits until an expression of the page holds.
func (p *Page) Until(expression string) {
	p.t.Helper()
	p.Do(`new Promise(function (resolve, reject) {
		const end = Date.now() + 60000;
		(function look() {
			if (` + expression + `) resolve(true);
			else if (Date.now() > end) reject(new Error(document.getElementById('page').innerText));
			else setTimeout(look, 20);
		})();
	})`)
}
