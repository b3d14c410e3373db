// One question: what is asked, the fields, and in words where its answer stands.
(function (portal) {
  'use strict';

  const dom = portal.dom, el = dom.el, words = portal.words;

  function Question(desk, section, question) {
    this.desk = desk;
    this.section = section;
    this.question = question;
    this.entry = portal.answers.entryOf(question, null);
    this.save = el('p', { class: 'save' });
    this.clash = el('div');
    this.earlier = el('div');
    this.carried = el('p', { class: 'quiet' });
    this.why = el('p', { class: 'quiet' });
    const changed = this.edited.bind(this);
    this.field = portal.fields.make(question, this.entry, changed);
    this.proof = new portal.Proof(desk, question, this.entry, changed);
    this.parts(changed);
    this.draw();
    if (question.type === 'table') this.watch(this.field.node);
    this.watch(this.reason);
  }

  Question.prototype.parts = function (changed) {
    const self = this, entry = this.entry;
    this.comment = dom.field('Comment', el('textarea', { rows: '3', maxlength: '10000', on: portal.fields.typed(changed, function (v) { entry.comment = v; }) }), 'For what the answer itself does not say.');
    this.commentPart = dom.details('Comment', { class: 'part' }, this.comment);
    this.na = el('input', { type: 'checkbox', on: { change: function (e) { entry.na = e.target.checked; self.showNA(); if (entry.na) self.reason.control.focus(); changed(false); } } });
    this.reason = dom.field('It does not apply because', el('textarea', { rows: '2', maxlength: '4000', on: portal.fields.typed(changed, function (v) { entry.reason = v; }) }),
      this.question.na_reason_required ? 'Needed. The buyer reads it and decides whether it holds.' : 'The buyer reads it and decides whether it holds.');
    this.naPart = this.question.na_allowed ? el('div', { class: 'na' }, el('label', { class: 'option' }, this.na, el('span', {}, 'This does not apply to us')), this.reason) : null;
  };

  Question.prototype.draw = function () {
    const q = this.question, heading = dom.id('question');
    this.heading = el('h3', { id: heading, tabindex: '-1' }, words.name(q), q.required ? el('span', { class: 'star' }, el('span', { 'aria-hidden': 'true' }, ' *'), el('span', { class: 'unheard' }, ' (required)')) : null);
    this.body = el('div', { class: 'body' }, this.back(), this.earlier, this.field.node, this.naPart, this.proof.node, this.commentPart, this.clash);
    this.node = el('article', { class: 'question', 'aria-labelledby': heading, id: 'q-' + q.id }, this.heading, q.title ? el('p', { class: 'asked' }, q.text) : null,
      dom.paragraphs(q.help, { class: 'help' }), this.examples(), this.counts(), this.body, this.carried, this.why, this.save);
  };

  // back shows what the buyer said when the answer came back.
  Question.prototype.back = function () {
    const feedback = this.desk.feedback(this.question.id);
    return feedback ? el('div', { class: 'panel warn' }, el('p', {}, el('strong', {}, 'The buyer sent this answer back:')), dom.paragraphs(feedback)) : null;
  };

  Question.prototype.examples = function () {
    const q = this.question;
    if (!q.good_answer && !q.bad_answer) return null;
    return dom.details('Examples of an answer', { class: 'part' }, q.good_answer ? el('p', {}, el('strong', { class: 'good' }, 'A good answer: '), q.good_answer) : null,
      q.bad_answer ? el('p', {}, el('strong', { class: 'bad' }, 'An answer that does not help: '), q.bad_answer) : null);
  };

  // counts tells how the answer counts, where the buyer discloses it.
  Question.prototype.counts = function () {
    const q = this.question;
    if (q.weight === undefined || q.weight === null) return null;
    return dom.details('How it counts', { class: 'part' }, el('p', {}, 'Weight ' + q.weight + '.'),
      q.rubric ? el('ol', { start: '0' }, q.rubric.map(function (r) { return el('li', {}, r); })) : null);
  };

  Question.prototype.showNA = function () {
    this.na.checked = this.entry.na;
    this.reason.hidden = !this.entry.na;
    this.field.node.hidden = this.entry.na;
  };

  // put shows an answer in the fields, over what stood there.
  Question.prototype.put = function (entry) {
    Object.assign(this.entry, entry);
    this.field.show();
    this.proof.show();
    this.comment.control.value = this.entry.comment;
    this.reason.control.value = this.entry.reason;
    this.commentPart.open = !!this.entry.comment;
    this.showNA();
  };

  Question.prototype.lock = function (locked) {
    this.locked = locked;
    this.field.lock(locked);
    this.proof.lock(locked);
    this.comment.control.readOnly = this.reason.control.readOnly = locked;
    this.na.disabled = locked;
    this.commentPart.hidden = locked && !this.entry.comment;
    this.proof.node.hidden = locked && !this.entry.links.length;
    this.node.classList.toggle('locked', locked);
    dom.fill(this.why, locked && this.desk.assignment.assessment.state === 'returned' ? this.desk.whyLocked() : '');
  };

  // busy tells whether somebody is still at work where more than one thing is
  // needed, a row or a reason: what is half done is not called wrong yet.
  Question.prototype.busy = function () {
    const at = document.activeElement;
    return (this.question.type === 'table' && this.field.node.contains(at)) || this.reason.control === at;
  };

  // watch calls it wrong once they leave.
  Question.prototype.watch = function (node) {
    const self = this;
    node.addEventListener('focusout', function () {
      setTimeout(function () { if (!self.busy() && self.desk.blocked(self.question.id)) self.edited(false); }, 0);
    });
  };

  Question.prototype.edited = function (soon) { this.desk.edited(this.question.id, soon); };

  // wrong puts what is wrong at the fields; what has no field of its own is
  // said with the state.
  Question.prototype.wrong = function (errors) {
    const self = this;
    this.field.wrong('');
    this.proof.wrong('');
    this.comment.wrong('');
    this.reason.wrong('');
    errors.forEach(function (e) {
      if (e.part === 'comment') { self.comment.wrong(e.message); self.commentPart.open = true; }
      else if (e.part === 'reason') self.reason.wrong(e.message);
      else if (e.part === 'links') self.proof.wrong(e.message);
      else self.field.wrong(e.message, e.row, e.column);
    });
  };

  // stand says where the answer stands: line is its line of saves, blocked what
  // cannot be sent as it is.
  Question.prototype.stand = function (line, blocked) {
    const self = this, again = dom.button('Try again', function () { self.desk.saves.retry(self.question.id); }, { class: 'link' });
    const phase = blocked ? (this.busy() ? 'quiet' : 'refused') : line.phase;
    this.save.className = 'save ' + phase;
    if (blocked) dom.fill(this.save, this.busy() ? 'Not saved yet: something is still needed above.' : 'Not saved: see above what to mend.');
    else if (phase === 'saving') dom.fill(this.save, 'Saving …');
    else if (phase === 'failed') dom.fill(this.save, 'Not saved. ' + line.problem.say() + ' ', again);
    else if (phase === 'refused') dom.fill(this.save, 'Not saved: ' + line.problem.say());
    else if (phase === 'stale') dom.fill(this.save, 'Not saved: somebody else answered meanwhile. Choose above which answer stays.');
    else dom.fill(this.save, this.quiet(line));
    const from = line.answer && line.answer.carried;
    dom.fill(this.carried, from && phase !== 'stale' ? 'Confirmed from your answer of ' + words.day(from.submitted_at) + ' for ' + from.of + '.' : '');
    dom.fill(this.clash, phase === 'stale' ? portal.clash(this.desk, this.question, line) : null);
  };

  Question.prototype.quiet = function (line) {
    if (line.phase === 'saved') return line.stored ? 'Saved ' + words.clock(new Date(line.at)) : 'Cleared ' + words.clock(new Date(line.at));
    if (line.stored) return 'Saved on ' + words.moment(line.at);
    return this.locked ? 'Not answered' : 'Not answered yet';
  };

  Question.prototype.focus = function () {
    this.node.scrollIntoView({ block: 'start' });
    this.heading.focus({ preventScroll: true });
  };

  portal.Question = Question;
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
