// How the desk looks: sections on the left with what is open, one part at a time
// on the right, and a line that says whether everything is saved.
(function (portal) {
  'use strict';

  const dom = portal.dom, el = dom.el, words = portal.words, Desk = portal.Desk;

  const TOOLS = { earlier: 'Earlier answers', colleagues: 'Colleagues', spreadsheet: 'Spreadsheet', submit: 'Check and submit' };

  // draw builds the whole desk once.
  Desk.prototype.draw = function () {
    const self = this, a = this.assignment.assessment;
    this.nav = el('nav', { class: 'parts', 'aria-label': 'Parts of this assessment' });
    this.panels = new Map();
    this.status = el('p', { class: 'status' });
    this.head = el('div', {});
    const body = el('div', { class: 'work' });
    this.assignment.sections.forEach(function (s, at) { body.append(self.section(s, at)); });
    Object.keys(TOOLS).forEach(function (name) {
      const panel = el('section', { class: 'tool', hidden: true });
      self.panels.set(name, { node: panel, tool: true });
      body.append(panel);
    });
    const toc = dom.details('Sections and tools', { class: 'toc', open: window.matchMedia('(min-width: 60rem)').matches }, this.nav);
    dom.page(a.product_name + ' ' + a.release_label, this.head, this.status, el('div', { class: 'desk' }, toc, body));
    this.toc = toc;
    this.fill();
    this.paint();
  };

  // paint says what may have changed with the state of the assessment.
  Desk.prototype.paint = function () {
    const a = this.assignment.assessment, back = this.assignment.return_message;
    dom.fill(this.head, el('p', { class: 'chips' }, portal.inbox.chip(a)),
      el('p', { class: 'lead' }, a.questionnaire_title + ', version ' + a.questionnaire.version + '. Asked by ' + a.buyer + '. ' + portal.inbox.due(a) + '.'),
      a.state === 'returned' ? el('div', { class: 'panel warn' }, el('p', {}, el('strong', {}, words.count(this.assignment.returned.length, 'answer', 'answers') + ' came back.'), ' Change them, or say in the comment why they stay; then submit again.'), dom.paragraphs(back),
        el('ul', {}, this.assignment.returned.map(this.returned.bind(this)))) : null);
    const self = this;
    this.panels.forEach(function (p) { if (p.note) self.say(p); });
    this.list();
    this.bar();
  };

  // say tells once why nothing of a section can be changed.
  Desk.prototype.say = function (panel) {
    const self = this, open = panel.section.questions.some(function (q) { return !self.views.get(q.id).locked; });
    panel.note.hidden = open;
    dom.fill(panel.note, open ? '' : this.whyLocked());
  };

  Desk.prototype.returned = function (r) {
    const found = this.questions.get(r.question_id);
    return el('li', {}, el('a', { href: this.link(found.section.id, r.question_id) }, words.name(found.question)));
  };

  Desk.prototype.section = function (s, at) {
    const self = this, folded = el('div', {}), note = el('p', { class: 'panel', hidden: true }), next = this.assignment.sections[at + 1];
    const node = el('section', { hidden: true, 'aria-labelledby': 's-' + s.id }, el('h2', { id: 's-' + s.id, tabindex: '-1' }, s.title), dom.paragraphs(s.help, { class: 'help' }), note);
    s.questions.forEach(function (q) {
      const view = new portal.Question(self, s, q);
      self.views.set(q.id, view);
      node.append(view.node);
    });
    node.append(folded, el('p', { class: 'acts onward' }, next ? el('a', { class: 'button main', href: this.link(next.id) }, 'Next: ' + next.title) : el('a', { class: 'button main', href: this.link('submit') }, 'Check and submit')));
    this.panels.set(s.id, { node: node, section: s, folded: folded, note: note });
    return node;
  };

  // show brings questions in and out as answers change.
  Desk.prototype.show = function (first) {
    const self = this, values = {};
    Object.keys(this.inputs).forEach(function (id) { values[id] = self.inputs[id] && self.inputs[id].value; });
    const shown = this.showing.shown(values), was = this.shown || {};
    this.shown = shown;
    let more = 0, fewer = 0;
    this.views.forEach(function (view, id) {
      view.node.hidden = !shown[id];
      if (!first && shown[id] && !was[id]) more++;
      if (!first && !shown[id] && was[id]) fewer++;
    });
    if (more || fewer) dom.news([more ? words.count(more, 'more question is', 'more questions are') + ' asked now.' : '', fewer ? words.count(fewer, 'question is', 'questions are') + ' not asked any more.' : ''].join(' '));
    if (first || more || fewer) this.panels.forEach(function (p) { if (p.section) self.fold(p); });
    this.list();
    this.bar();
  };

  // fold says what is not asked as things stand, and why.
  Desk.prototype.fold = function (panel) {
    const self = this, away = panel.section.questions.filter(function (q) { return !self.shown[q.id]; });
    dom.fill(panel.folded, away.length ? dom.details('Not asked as things stand (' + away.length + ')', { class: 'part' }, el('ul', { class: 'offers' }, away.map(function (q) {
      return el('li', {}, el('strong', {}, words.name(q)), el('p', { class: 'quiet' }, (q.when_in_words ? 'Asked where ' + q.when_in_words + '.' : 'Not asked because of an earlier answer.') +
        (self.inputs[q.id] ? ' Your answer is kept and not used.' : '')));
    }))) : null);
  };

  Desk.prototype.list = function () {
    const self = this, now = this.now;
    if (!this.shown) return;
    function entry(part, title, note, done) {
      return el('li', {}, el('a', { href: self.link(part), 'aria-current': part === now ? 'true' : null, class: done ? 'done' : '' }, el('span', {}, title), note ? el('span', { class: 'note' }, note) : null));
    }
    const sections = this.assignment.sections.map(function (s) {
      const t = portal.tally(s, self.shown, self.inputs), open = t.asked - t.answered;
      return entry(s.id, s.title, !t.asked ? 'nothing asked' : open ? t.answered + ' of ' + t.asked : 'all ' + t.asked, t.asked > 0 && !open);
    });
    const waiting = this.offers.waiting ? this.offers.waiting + ' waiting' : '';
    dom.fill(this.nav, el('ol', {}, sections), el('ul', {}, Object.keys(TOOLS).map(function (name) {
      return entry(name, name === 'submit' && !self.working() ? 'Receipt' : TOOLS[name], name === 'earlier' ? waiting : '');
    })));
  };

  // bar says whether everything is saved, and tries again what is not.
  Desk.prototype.bar = function () {
    const self = this, open = this.unsaved(), failed = this.saves.unsaved().filter(function (id) { return self.saves.line(id).phase === 'failed'; });
    const trouble = open.filter(function (id) { return self.saves.line(id).phase !== 'saving' && !self.timers.has(id); });
    this.status.className = 'status' + (trouble.length ? ' bad' : '');
    if (!this.working()) { dom.fill(this.status, ''); return; }
    if (!open.length) { dom.fill(this.status, 'Everything is saved.'); return; }
    if (!trouble.length) { dom.fill(this.status, 'Saving …'); return; }
    const first = this.questions.get(trouble[0]);
    dom.fill(this.status, words.count(trouble.length, 'answer is', 'answers are') + ' not saved; kept on this page. ',
      el('a', { href: this.link(first.section.id, trouble[0]) }, 'Go there'), ' ',
      failed.length ? dom.button('Try all again', function () { self.saves.retryAll(); }, { class: 'link' }) : null);
  };

  Desk.prototype.first = function () {
    const self = this;
    if (!this.working()) return 'submit';
    const back = this.assignment.assessment.state === 'returned' && this.questions.get((this.assignment.returned[0] || {}).question_id);
    if (back) return back.section.id;
    const open = this.assignment.sections.find(function (s) { const t = portal.tally(s, self.shown || {}, self.inputs); return t.asked > t.answered && s.questions.some(function (q) { return q.editable; }); });
    return (open || this.assignment.sections[0]).id;
  };

  // turn opens a part, and puts the reader there.
  Desk.prototype.turn = async function (part, question, quiet) {
    const name = this.panels.has(part) ? part : this.first(), panel = this.panels.get(name);
    this.now = name;
    this.panels.forEach(function (p) { p.node.hidden = p !== panel; });
    this.list();
    if (!window.matchMedia('(min-width: 60rem)').matches) this.toc.open = false;
    if (panel.tool) await this.tool(name, panel.node);
    const view = question && this.views.get(question);
    if (view && !view.node.hidden) { view.focus(); return; }
    const head = panel.node.querySelector('h2');
    if (!quiet && head) { head.focus({ preventScroll: true }); head.scrollIntoView({ block: 'start' }); }
  };

  Desk.prototype.tool = async function (name, node) {
    try {
      if (name === 'earlier') dom.fill(node, portal.earlier.show(this));
      else if (name === 'colleagues') await portal.people.show(this, node);
      else if (name === 'spreadsheet') portal.workbook.show(this, node);
      else await portal.finish.show(this, node);
    } catch (p) { dom.fill(node, el('h2', { tabindex: '-1' }, TOOLS[name]), dom.problem(p)); }
  };
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
