// What happens to an answer between the field and the server. For each question
// one line of saves: what the server holds and its ETag, what the person wants,
// and where that stands:
//
//   quiet    nothing to save
//   saving   on its way
//   saved    the server holds what the person wants
//   failed   did not get through; kept here, to be tried again
//   refused  the server says what is wrong; kept here, to be mended
//   stale    somebody else saved meanwhile; both versions are kept, one is chosen
//
// send(id, input, etag) gives a promise of one of
//   { saved: answer }                    or { saved: null } once it is cleared
//   { stale: answer or null }            what the server holds now
//   { refused: problem } { failed: problem }
// and never rejects.
(function (portal) {
  'use strict';

  function Saves(send, changed, now) {
    this.send = send;
    this.changed = changed || function () {};
    this.now = now || function () { return new Date(); };
    this.lines = new Map();
  }

  Saves.prototype.line = function (id) {
    if (!this.lines.has(id)) this.lines.set(id, { phase: 'quiet', stored: null, etag: null, wanted: null, again: false, at: null, problem: null, theirs: null });
    return this.lines.get(id);
  };

  // hold notes what the server holds. A save that is wanted and not done stays.
  Saves.prototype.hold = function (id, answer) {
    const line = this.line(id);
    if (this.open(id)) return;
    this.keep(line, answer);
    line.wanted = line.stored;
    line.phase = 'quiet';
    line.at = answer ? answer.updated_at : null;
  };

  Saves.prototype.keep = function (line, answer) {
    line.stored = portal.answers.sentOf(answer);
    line.etag = answer ? answer.etag : null;
    line.answer = answer || null;
  };

  // want saves input, or null to clear. While one save is on its way the last
  // wish waits; what lies between is never sent.
  Saves.prototype.want = function (id, input) {
    const line = this.line(id);
    line.wanted = input;
    if (line.phase === 'saving') { line.again = true; return this.running(line); }
    if (line.phase === 'stale') return this.tell(id);
    if (line.phase !== 'failed' && portal.answers.same(input, line.stored)) {
      line.phase = line.phase === 'quiet' ? 'quiet' : 'saved';
      line.problem = null;
      return this.tell(id);
    }
    return this.go(id);
  };

  Saves.prototype.running = function (line) { return line.done || Promise.resolve(); };

  Saves.prototype.tell = function (id) { this.changed(id, this.line(id)); return Promise.resolve(); };

  Saves.prototype.go = function (id) {
    const self = this, line = this.line(id), sent = line.wanted;
    line.phase = 'saving';
    line.again = false;
    line.problem = null;
    line.sent = sent;
    this.changed(id, line);
    line.done = this.send(id, sent, line.etag).then(function (result) { return self.settle(id, sent, result); });
    return line.done;
  };

  Saves.prototype.settle = function (id, sent, result) {
    const line = this.line(id);
    if (result.stale !== undefined && portal.answers.same(portal.answers.sentOf(result.stale), sent)) result = { saved: result.stale };
    if (result.saved !== undefined) {
      this.keep(line, result.saved);
      line.phase = 'saved';
      line.at = result.saved ? result.saved.updated_at : this.now().toISOString();
    } else if (result.stale !== undefined) {
      line.phase = 'stale';
      line.theirs = result.stale;
    } else {
      line.phase = result.refused ? 'refused' : 'failed';
      line.problem = result.refused || result.failed;
    }
    const moved = line.again && !portal.answers.same(line.wanted, sent);
    line.again = false;
    if (moved && (line.phase === 'saved' || line.phase === 'refused')) return this.go(id);
    this.changed(id, line);
  };

  // retry tries again what did not get through.
  Saves.prototype.retry = function (id) {
    return this.line(id).phase === 'failed' ? this.go(id) : Promise.resolve();
  };

  Saves.prototype.retryAll = function () {
    const self = this;
    return Promise.all(this.unsaved().map(function (id) { return self.retry(id); }));
  };

  // choose ends a clash: mine goes over what the server holds now, theirs takes
  // the place of what was typed. Nothing is lost before that.
  Saves.prototype.choose = function (id, whose) {
    const line = this.line(id), theirs = line.theirs;
    if (line.phase !== 'stale') return Promise.resolve();
    this.keep(line, theirs);
    line.theirs = null;
    line.phase = 'quiet';
    if (whose === 'mine') return this.want(id, line.wanted);
    line.wanted = line.stored;
    line.at = theirs ? theirs.updated_at : null;
    return this.tell(id);
  };

  Saves.prototype.open = function (id) {
    const phase = this.line(id).phase;
    return phase !== 'quiet' && phase !== 'saved';
  };

  // unsaved lists what the server does not hold yet.
  Saves.prototype.unsaved = function () {
    const self = this;
    return Array.from(this.lines.keys()).filter(function (id) { return self.open(id); });
  };

  portal.Saves = Saves;
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
