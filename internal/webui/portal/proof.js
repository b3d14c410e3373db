// Files that show what an answer says: linked, uploaded, with the place in them.
(function (portal) {
  'use strict';

  const dom = portal.dom, el = dom.el, words = portal.words, api = portal.api;

  const ASKED = { required: 'This answer needs a file that shows it.', expected: 'A file that shows it makes this answer count for more.' };

  const STATUS = { read: 'read', unreadable: 'could not be read', stored: 'kept; it is looked at by a person', erased: 'erased' };

  function Proof(desk, question, entry, changed) {
    this.desk = desk;
    this.question = question;
    this.entry = entry;
    this.changed = changed;
    this.list = el('ul', { class: 'files' });
    this.choose = el('div');
    this.wrongAll = el('p', { class: 'wrong', hidden: true });
    const asked = question.type === 'file' ? 'required' : question.proof;
    this.body = el('div', { class: 'proof' }, ASKED[asked] ? el('p', { class: 'hint' }, ASKED[asked] + this.accepts()) : this.accepts() ? el('p', { class: 'hint' }, this.accepts()) : null,
      this.list, this.wrongAll, this.choose);
    this.node = dom.details(this.title(), { class: 'part', open: asked === 'required' || asked === 'expected' || entry.links.length > 0 }, this.body);
    this.show();
  }

  Proof.prototype.title = function () {
    const n = this.entry.links.length;
    return el('span', {}, 'Files that show it', n ? ' (' + n + ')' : '');
  };

  Proof.prototype.accepts = function () {
    const kinds = this.question.evidence_accepts || [];
    return kinds.length ? ' Such as: ' + kinds.map(words.kind).join('; ') + '.' : '';
  };

  Proof.prototype.show = function () {
    const self = this;
    dom.fill(this.node.firstElementChild, this.title());
    dom.fill(this.list, this.entry.links.map(function (link, at) { return self.linked(link, at); }));
    dom.fill(this.choose, this.locked ? null : [this.existing(), this.uploader()]);
    if (this.locked) portal.fields.locker(this.list)(true);
  };

  Proof.prototype.linked = function (link, at) {
    const self = this, file = this.desk.file(link.evidence_id);
    const name = file ? file.file_name : 'A file that is no longer here';
    const place = el('input', { type: 'text', maxlength: '300', value: link.place, 'aria-label': 'Place in ' + name, placeholder: 'such as page 4, or the line of a table',
      on: portal.fields.typed(this.changed, function (v) { link.place = v; }) });
    return el('li', {}, el('p', {}, el('strong', { class: 'name' }, name), file ? el('span', { class: 'quiet' }, ' ' + words.kind(file.kind) + ', ' + words.size(file.size) + ', ' + STATUS[file.status]) : null),
      file && file.problem ? el('p', { class: 'wrong' }, file.problem) : null,
      file && file.warnings.length ? el('ul', { class: 'hint' }, file.warnings.map(function (w) { return el('li', {}, w); })) : null,
      file && file.facts.length ? this.shown(file) : null,
      el('div', { class: 'line' }, el('label', {}, el('span', { class: 'small' }, 'Where in the file'), place),
        dom.button('Remove the link', function () {
          self.entry.links.splice(at, 1);
          self.show();
          self.node.firstElementChild.focus();
          self.changed(false);
        }, { class: 'link', 'aria-label': 'Remove the link to ' + name })));
  };

  // shown lists what a reader found, as the buyer will see it.
  Proof.prototype.shown = function (file) {
    return dom.details('What the file shows (' + file.facts.length + ')', { class: 'part' }, el('ul', { class: 'hint' }, file.facts.map(function (f) {
      return el('li', {}, f.name + ': ' + f.shown);
    })));
  };

  // existing offers files that are here already.
  Proof.prototype.existing = function () {
    const self = this, used = this.entry.links.map(function (l) { return l.evidence_id; });
    const free = this.desk.files.filter(function (f) { return used.indexOf(f.id) < 0 && f.status !== 'erased'; });
    if (!free.length) return null;
    const pick = el('select', {}, el('option', { value: '' }, 'choose a file'), free.map(function (f) { return el('option', { value: f.id }, f.file_name); }));
    return el('div', { class: 'line' }, dom.field('A file that is here already', pick), dom.button('Link it', function () {
      if (pick.value) self.link(pick.value);
      else pick.focus();
    }));
  };

  Proof.prototype.link = function (id) {
    this.entry.links.push({ evidence_id: id, place: '' });
    this.show();
    this.node.open = true;
    this.changed(false);
  };

  Proof.prototype.kinds = function () {
    const own = this.question.evidence_accepts || [];
    return own.length ? own : ['policy', 'audit_report', 'test_report', 'other'];
  };

  Proof.prototype.uploader = function () {
    const self = this, file = el('input', { type: 'file' });
    const kind = el('select', {}, this.kinds().map(function (k) { return el('option', { value: k }, words.kind(k)); }));
    const dated = el('input', { type: 'date' }), told = el('div', { role: 'status' }), bar = el('progress', { max: '1', value: 0, hidden: true, 'aria-label': 'Upload' });
    const fields = [dom.field('A new file', file), dom.field('What it is', kind), dom.field('Date it bears (if any)', dated)];
    const send = dom.button('Upload and link', async function () {
      const chosen = file.files[0];
      fields[0].wrong(chosen ? '' : 'Choose a file first.');
      if (!chosen) { file.focus(); return; }
      send.disabled = true;
      bar.hidden = false;
      dom.fill(told, 'Uploading ' + chosen.name + ' …');
      try {
        const made = await self.send(chosen, kind.value, dated.value, bar);
        self.desk.received(made);
        dom.news(made.file_name + ' is received.');
        self.link(made.id);
      } catch (p) {
        dom.fill(told, dom.problem(p));
        bar.hidden = true;
      }
      send.disabled = false;
    });
    return el('div', { class: 'upload' }, fields, el('p', { class: 'acts' }, send, bar), told);
  };

  // send uploads under a key of the choice made, so that trying the same file
  // again after a lost answer makes no second one.
  Proof.prototype.send = function (file, kind, dated, bar) {
    const what = [file.name, file.size, file.lastModified, kind, dated].join('|');
    if (!this.key || this.key.what !== what) this.key = { what: what, headers: api.once() };
    const query = '?file_name=' + encodeURIComponent(file.name.slice(0, 255)) + '&kind=' + encodeURIComponent(kind) + (dated ? '&dated_on=' + dated : '');
    const self = this, path = api.of(this.desk.id) + '/evidence' + query;
    function once() { return api.upload(path, file, self.key.headers, function (done) { bar.value = done; }); }
    return once().catch(function (p) {
      if (p.status !== 401) throw p;
      return portal.signInAgain().then(once);
    });
  };

  Proof.prototype.wrong = function (text) {
    this.wrongAll.textContent = text || '';
    this.wrongAll.hidden = !text;
    if (text) this.node.open = true;
  };

  Proof.prototype.lock = function (locked) {
    this.locked = locked;
    this.show();
  };

  portal.Proof = Proof;
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
