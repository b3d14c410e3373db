// The desk: one open assessment with its questions, its saves and the way
// through it.
(function (portal) {
  'use strict';

  const dom = portal.dom, el = dom.el, words = portal.words, api = portal.api;

  const PAUSE = 1500; // milliseconds without typing until an answer is saved

  function Desk(id) {
    this.id = id;
    this.files = [];
    this.views = new Map();
    this.inputs = {};
    this.reads = {};
    this.timers = new Map();
    this.typed = new portal.Typed(id);
    this.saves = new portal.Saves(this.send.bind(this), this.moved.bind(this));
  }

  Desk.prototype.load = async function () {
    const path = api.of(this.id);
    const got = await Promise.all([api.get(path), api.get(path + '/answers'), api.get(path + '/evidence'), this.earlier()]);
    this.assignment = got[0].body;
    this.answers = got[1].body.items;
    this.files = got[2].body.items;
    this.offers = got[3];
    this.questions = new Map();
    const self = this;
    this.assignment.sections.forEach(function (s) { s.questions.forEach(function (q) { self.questions.set(q.id, { question: q, section: s }); }); });
    this.showing = new portal.Showing(this.assignment.sections);
  };

  // earlier is empty for those who are offered nothing.
  Desk.prototype.earlier = async function () {
    try { return (await api.get(api.of(this.id) + '/offers')).body; } catch (p) {
      if (p.status === 403 || p.status === 404 || p.status === 409) return { items: [], archive: [], waiting: 0, withheld: 0 };
      throw p;
    }
  };

  Desk.prototype.file = function (id) { return this.files.find(function (f) { return f.id === id; }); };
  Desk.prototype.received = function (file) {
    this.files.push(file);
    this.views.forEach(function (v) { v.proof.show(); });
  };
  Desk.prototype.feedback = function (id) {
    const found = this.assignment.returned.find(function (r) { return r.question_id === id; });
    return found ? found.feedback : '';
  };
  Desk.prototype.working = function () { return ['invited', 'in_progress', 'returned'].indexOf(this.assignment.assessment.state) >= 0; };
  Desk.prototype.mayEdit = function () { return this.working() && this.assignment.assessment.can_edit; };
  Desk.prototype.leads = function () { return this.working() && this.assignment.assessment.can_submit; };
  Desk.prototype.whyLocked = function () {
    if (!this.working()) return 'This cannot be changed any more.';
    if (portal.identity.contact.role === 'signatory') return 'You approve the answers and do not change them.';
    return this.assignment.assessment.state === 'returned' ? 'Only what the buyer sent back can be changed now.' : 'A colleague answers this section.';
  };
  Desk.prototype.link = function (section, question) { return '#' + this.id + '/' + section + (question ? '/' + question : ''); };

  // fill puts what the server holds into the fields, and what was typed before
  // the page was loaded again over it.
  Desk.prototype.fill = function () {
    const self = this, saved = new Map(this.answers.map(function (a) { return [a.question_id, a]; }));
    this.views.forEach(function (view, id) {
      if (!self.saves.open(id)) self.take(view, saved.get(id) || null);
      view.lock(!view.question.editable);
    });
    this.views.forEach(function (view, id) {
      const before = self.typed.get(id);
      if (!before) return;
      const read = portal.answers.inputOf(view.question, before.entry);
      if (view.locked || (!read.errors.length && portal.answers.same(read.input, self.saves.line(id).stored))) { self.typed.drop(id); return; }
      self.saves.line(id).etag = before.etag;
      view.put(before.entry);
      self.edited(id, false);
    });
    this.show(true);
  };

  Desk.prototype.take = function (view, answer) {
    const id = view.question.id;
    this.saves.hold(id, answer);
    view.put(portal.answers.entryOf(view.question, answer));
    this.reads[id] = portal.answers.inputOf(view.question, view.entry);
    this.inputs[id] = this.reads[id].input;
    view.wrong([]);
    view.stand(this.saves.line(id), false);
    portal.earlier.at(this, view, this.offers.items.find(function (o) { return o.question_id === id; }));
  };

  // edited reads the fields again; soon waits until the typing pauses.
  Desk.prototype.edited = function (id, soon) {
    const self = this, view = this.views.get(id), line = this.saves.line(id);
    const read = this.reads[id] = portal.answers.inputOf(view.question, view.entry);
    this.inputs[id] = read.input;
    this.typed.put(id, view.entry, line.etag);
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
    if (soon) {
      this.timers.set(id, setTimeout(function () { self.edited(id, false); }, PAUSE));
    } else if (read.errors.length) {
      view.stand(line, true);
      view.wrong(view.busy() ? [] : read.errors);
    } else {
      view.wrong([]);
      this.saves.want(id, read.input);
      if (!this.saves.open(id)) this.typed.drop(id);
    }
    this.show(false);
  };

  Desk.prototype.blocked = function (id) { return !!(this.reads[id] && this.reads[id].errors.length); };

  // unsaved lists what is on the page and not on the server.
  Desk.prototype.unsaved = function () {
    const self = this, open = new Set(this.saves.unsaved());
    this.views.forEach(function (v, id) { if (self.timers.has(id) || (self.blocked(id) && !v.locked)) open.add(id); });
    return Array.from(open);
  };

  // flush saves at once what still waits for a pause, and waits for all saves.
  Desk.prototype.flush = async function () {
    const self = this;
    Array.from(this.timers.keys()).forEach(function (id) { self.edited(id, false); });
    await Promise.all(this.saves.unsaved().map(function (id) { return self.saves.line(id).done; }));
  };

  // send is one save over the interface.
  Desk.prototype.send = async function (id, input, etag) {
    const path = api.of(this.id) + '/answers/' + encodeURIComponent(id);
    const after = etag ? { 'If-Match': etag } : { 'If-None-Match': '*' };
    try {
      if (!input && !etag) return { saved: null };
      if (!input) { await api.remove(path, { headers: after }); return { saved: null }; }
      return { saved: (await api.put(path, input, { headers: after })).body };
    } catch (p) {
      if (!(p instanceof api.Problem)) throw p;
      if (!input && p.status === 404 && p.code !== 'question_unknown') return { saved: null };
      if (p.status === 412) return this.current(id);
      return p.status === 400 || p.status === 422 || p.status === 409 || p.status === 413 ? { refused: p } : { failed: p };
    }
  };

  Desk.prototype.current = async function (id) {
    try {
      const items = (await api.get(api.of(this.id) + '/answers')).body.items;
      return { stale: items.find(function (a) { return a.question_id === id; }) || null };
    } catch (p) { return { failed: p }; }
  };

  // moved follows a save: it says where the answer stands.
  Desk.prototype.moved = function (id, line) {
    const view = this.views.get(id), name = words.name(view.question);
    view.stand(line, this.blocked(id));
    if (line.phase === 'refused') view.wrong(portal.answers.errorsOf(line.problem, line.sent, this.reads[id].kept));
    if (line.phase === 'saved') { if (!this.timers.has(id)) this.typed.drop(id); dom.news(name + ': saved.'); this.settled(); }
    if (line.phase === 'failed' || line.phase === 'refused') dom.alarm(name + ': not saved. ' + line.problem.say());
    if (line.phase === 'stale') dom.alarm(name + ': not saved, somebody else answered meanwhile.');
    this.bar();
  };

  // settled asks the server once more what is shown and open to change, where
  // the page cannot tell.
  Desk.prototype.settled = function () {
    const self = this;
    if (!this.showing.byFacts.size && this.assignment.assessment.state === 'in_progress') return;
    clearTimeout(this.asking);
    this.asking = setTimeout(async function () {
      try { self.trust((await api.get(api.of(self.id))).body); } catch (p) { dom.news(p.say ? p.say() : ''); }
    }, 400);
  };

  Desk.prototype.trust = function (assignment) {
    const self = this;
    this.assignment.assessment = assignment.assessment;
    this.showing.trust(assignment.sections);
    assignment.sections.forEach(function (s) { s.questions.forEach(function (q) {
      const view = self.views.get(q.id);
      view.question.editable = q.editable;
      if (view.locked === q.editable) view.lock(!q.editable);
    }); });
    this.show(false);
    this.paint();
  };

  // takeTheirs ends a clash with the other version, and shows it in the fields.
  Desk.prototype.takeTheirs = function (id) {
    const theirs = this.saves.line(id).theirs;
    this.saves.choose(id, 'theirs');
    this.typed.drop(id);
    this.take(this.views.get(id), theirs);
    this.show(false);
    this.views.get(id).focus();
  };

  // confirm takes earlier answers over as answers of today.
  Desk.prototype.confirm = async function (what) {
    await this.flush();
    const done = (await api.post(api.of(this.id) + '/offers/acceptance', what, { headers: api.once() })).body;
    await this.reload();
    dom.news(words.count(done.items.length, 'answer is', 'answers are') + ' confirmed.' + (done.skipped.length ? ' ' + words.count(done.skipped.length, 'was', 'were') + ' left: ' + done.skipped[0].reason : ''));
  };

  // reload reads everything again and keeps what is not saved.
  Desk.prototype.reload = async function () {
    const before = this.questions;
    await this.load();
    const self = this;
    before.forEach(function (old, id) {
      const now = self.questions.get(id);
      if (now) { Object.assign(old.question, now.question); now.question = old.question; }
    });
    this.fill();
    this.paint();
    if (this.now === 'earlier') await this.tool('earlier', this.panels.get('earlier').node);
  };

  portal.Desk = Desk;
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
