package webui_test

import "testing"

// line is a table of saves over a server of one answer; each send waits until
// the test settles it.
const line = `
	var sent = [], told = [], settle = [];
	var saves = new memsurePortal.Saves(function (id, input, etag) {
		sent.push([input && input.comment, etag]);
		return new Promise(function (resolve) { settle.push(resolve); });
	}, function (id, l) { told.push(l.phase); }, function () { return new Date(0); });
	function yes(comment, etag) { return {saved: comment === null ? null : {comment: comment, etag: etag, updated_at: "2026-11-22T09:30:00Z"}}; }
	function want(comment) { saves.want("q", comment === null ? null : {comment: comment}); }
	function state() { var l = saves.line("q"); return [l.phase, l.etag, l.stored && l.stored.comment, l.wanted && l.wanted.comment]; }`

func newSaves(t *testing.T) decisions {
	d := newDecisions(t)
	d.run(line)
	return d
}

func TestFirstAndLaterSavesFollowTheETag(t *testing.T) {
	d := newSaves(t)
	d.run(`want("a")`)
	d.gives(`state()`, `["saving",null,null,"a"]`)
	d.run(`settle.shift()(yes("a", "1"))`)
	d.gives(`state()`, `["saved","1","a","a"]`)
	d.run(`want("a")`) // nothing new: nothing is sent
	d.run(`want("b"); settle.shift()(yes("b", "2"))`)
	d.run(`want(null); settle.shift()(yes(null))`)
	d.gives(`state()`, `["saved",null,null,null]`)
	d.run(`want("c"); settle.shift()(yes("c", "3"))`)
	d.gives(`sent`, `[["a",null],["b","1"],[null,"2"],["c",null]]`)
	d.gives(`told`, `["saving","saved","saved","saving","saved","saving","saved","saving","saved"]`)
}

// While one save is on its way the last wish waits, and follows the ETag that
// the first one brings.
func TestTypingOnWhileSaving(t *testing.T) {
	d := newSaves(t)
	d.run(`want("a"); want("ab"); want("abc")`)
	d.gives(`sent`, `[["a",null]]`)
	d.run(`settle.shift()(yes("a", "1"))`)
	d.gives(`sent`, `[["a",null],["abc","1"]]`)
	d.run(`settle.shift()(yes("abc", "2"))`)
	d.gives(`state()`, `["saved","2","abc","abc"]`)
	d.run(`want("x"); want("abc"); want("x"); settle.shift()(yes("x", "3"))`) // back where it was
	d.gives(`sent.length`, `3`)
	d.gives(`saves.unsaved()`, `[]`)
}

func TestWhatDoesNotGetThroughIsKept(t *testing.T) {
	d := newSaves(t)
	d.run(`want("a"); settle.shift()({failed: {code: "unreachable"}})`)
	d.gives(`state()`, `["failed",null,null,"a"]`)
	d.gives(`saves.unsaved()`, `["q"]`)
	d.run(`saves.hold("q", {comment: "server", etag: "9", updated_at: ""})`) // a reload does not wipe it out
	d.gives(`state()`, `["failed",null,null,"a"]`)
	d.run(`saves.retryAll(); settle.shift()({failed: {code: "unreachable"}})`)
	d.run(`saves.retry("q"); settle.shift()(yes("a", "1"))`)
	d.gives(`state()`, `["saved","1","a","a"]`)
	d.gives(`sent`, `[["a",null],["a",null],["a",null]]`)
	d.gives(`saves.unsaved()`, `[]`)
}

// A save whose answer was lost on the way may have been done: going back to what
// stood there before is sent all the same.
func TestGoingBackAfterAFailureIsSent(t *testing.T) {
	d := newSaves(t)
	d.run(`saves.hold("q", {comment: "old", etag: "1", updated_at: ""}); want("new"); settle.shift()({failed: {}})`)
	d.run(`want("old")`)
	d.gives(`sent`, `[["new","1"],["old","1"]]`)
}

func TestRefusedAnswersAreMended(t *testing.T) {
	d := newSaves(t)
	d.run(`want("bad"); settle.shift()({refused: {errors: [{pointer: "/comment", message: "m"}]}})`)
	d.gives(`state()`, `["refused",null,null,"bad"]`)
	d.gives(`saves.unsaved()`, `["q"]`)
	d.run(`saves.retryAll()`) // the same again would be refused again
	d.gives(`sent.length`, `1`)
	d.run(`want("good"); settle.shift()(yes("good", "1"))`)
	d.gives(`state()`, `["saved","1","good","good"]`)
}

func TestTwoPeopleAtOneAnswer(t *testing.T) {
	for whose, want := range map[string]string{"mine": `["saving","7","theirs","mine, longer"]`, "theirs": `["quiet","7","theirs","theirs"]`} {
		d := newSaves(t)
		d.run(`saves.hold("q", {comment: "old", etag: "1", updated_at: ""}); want("mine"); settle.shift()({stale: {comment: "theirs", etag: "7", updated_at: ""}})`)
		d.gives(`state()`, `["stale","1","old","mine"]`)
		d.run(`want("mine, longer")`) // typing on changes nothing until one is chosen
		d.gives(`sent.length`, `1`)
		d.run(`saves.choose("q", ` + quoted(whose) + `)`)
		d.gives(`state()`, want)
		if whose == "mine" {
			d.gives(`sent[1]`, `["mine, longer","7"]`)
		}
	}
}

func TestOtherOutcomesOfAClash(t *testing.T) {
	d := newSaves(t)
	d.run(`saves.hold("q", {comment: "old", etag: "1", updated_at: ""}); want("same"); settle.shift()({stale: {comment: "same", etag: "7", updated_at: ""}})`)
	d.gives(`state()`, `["saved","7","same","same"]`) // both wrote the same
	d.run(`want("more"); settle.shift()({stale: null})`)
	d.run(`saves.choose("q", "mine")`)
	d.gives(`sent[2]`, `["more",null]`) // the other one cleared it
	d.run(`settle.shift()({stale: {comment: "x", etag: "9", updated_at: ""}})`)
	d.run(`saves.choose("q", "theirs")`)
	d.gives(`state()`, `["quiet","9","x","x"]`)
	d.gives(`saves.unsaved()`, `[]`)
}
