// A question that is answered by rows. On narrow screens each row is a card
// whose cells carry their names.
(function (portal) {
  'use strict';

  const dom = portal.dom, el = dom.el, words = portal.words;

  function control(column, line, label, changed) {
    const value = line[column.id] || '';
    const on = portal.fields.typed(changed, function (v) { line[column.id] = v; });
    const options = column.type === 'boolean' ? [{ id: 'yes', label: 'Yes' }, { id: 'no', label: 'No' }] : column.options;
    switch (column.type) {
      case 'boolean': case 'single_choice':
        return el('select', { 'aria-label': label, on: { change: on.change } }, el('option', { value: '' }, 'choose'), (options || []).map(function (o) {
          const one = el('option', { value: o.id }, o.label);
          one.selected = o.id === value;
          return one;
        }));
      case 'date': return el('input', { type: 'date', 'aria-label': label, value: value, on: on });
      case 'percentage': case 'number':
        return el('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off', class: 'number', 'aria-label': label, value: value, on: on });
      default: return el('input', { type: 'text', maxlength: '4000', 'aria-label': label, value: value, on: on });
    }
  }

  function heading(column) {
    const unit = words.unitOf(column);
    return [column.label, unit ? ' (' + unit + ')' : '', column.required ? el('span', { class: 'star', 'aria-label': 'needed' }, ' *') : null];
  }

  function Table(question, entry, changed) {
    this.question = question;
    this.entry = entry;
    this.changed = changed;
    this.cells = new Map();
    this.body = el('tbody');
    this.wrongAll = el('p', { class: 'wrong', hidden: true });
    this.add = dom.button('Add a row', this.append.bind(this));
    this.node = el('div', { class: 'rows' },
      el('div', { class: 'scroll', tabindex: '-1' }, el('table', { class: question.columns.length > 5 ? 'grid many' : 'grid' }, el('caption', { class: 'unheard' }, question.text),
        el('thead', {}, el('tr', {}, question.columns.map(function (c) { return el('th', { scope: 'col' }, heading(c)); }), el('th', { scope: 'col' }, el('span', { class: 'unheard' }, 'Remove')))), this.body)),
      el('p', { class: 'acts' }, this.add, el('span', { class: 'hint' }, this.bounds())), this.wrongAll);
    this.show();
  }

  Table.prototype.bounds = function () {
    const least = this.question.min_rows, most = this.question.max_rows;
    if (least && most) return 'From ' + least + ' to ' + words.count(most, 'row', 'rows') + '.';
    if (least) return 'At least ' + words.count(least, 'row', 'rows') + '.';
    return most && most < 1000 ? 'At most ' + words.count(most, 'row', 'rows') + '.' : '';
  };

  Table.prototype.most = function () { return this.question.max_rows || 1000; };

  Table.prototype.show = function () {
    const self = this;
    if (!this.entry.table.length) this.entry.table.push({});
    this.cells.clear();
    dom.fill(this.body, this.entry.table.map(function (line, at) { return self.row(line, at); }));
    this.add.disabled = this.locked || this.entry.table.length >= this.most();
    if (this.locked) this.lock(true);
  };

  Table.prototype.row = function (line, at) {
    const self = this;
    return el('tr', {}, this.question.columns.map(function (column) {
      const field = control(column, line, column.label + ', row ' + (at + 1), self.changed), wrong = el('p', { class: 'wrong', hidden: true, id: dom.id('wrong') });
      field.setAttribute('aria-describedby', wrong.id);
      self.cells.set(at + '/' + column.id, { field: field, wrong: wrong });
      return el('td', {}, el('span', { class: 'cell-name', 'aria-hidden': 'true' }, heading(column)), field, wrong);
    }), el('td', { class: 'remove' }, dom.button('Remove', function () { self.drop(at); }, { class: 'link', 'aria-label': 'Remove row ' + (at + 1) })));
  };

  Table.prototype.append = function () {
    this.entry.table.push({});
    this.show();
    const last = this.body.lastElementChild.querySelector('input, select');
    if (last) last.focus();
  };

  Table.prototype.drop = function (at) {
    this.entry.table.splice(at, 1);
    this.show();
    this.add.focus();
    dom.news('Row ' + (at + 1) + ' is removed.');
    this.changed(false);
  };

  // wrong says what is wrong at a cell, a row or the whole table; without text
  // it takes everything back.
  Table.prototype.wrong = function (text, row, column) {
    const self = this;
    if (!text) {
      this.cells.forEach(function (c) { dom.mark(c.field, c.wrong, ''); });
      this.wrongAll.textContent = '';
      this.wrongAll.hidden = true;
      return;
    }
    const cell = row === undefined ? null : this.cells.get(row + '/' + (column || this.question.columns[0].id));
    if (cell && column) { dom.mark(cell.field, cell.wrong, text); return; }
    self.wrongAll.textContent += (self.wrongAll.textContent ? ' ' : '') + (row === undefined ? '' : 'Row ' + (row + 1) + ': ') + text;
    self.wrongAll.hidden = false;
  };

  Table.prototype.lock = function (locked) {
    this.locked = locked;
    portal.fields.locker(this.node)(locked);
  };

  portal.table = function (question, entry, changed) {
    const t = new Table(question, entry, changed);
    return { node: t.node, wrong: t.wrong.bind(t), show: t.show.bind(t), lock: t.lock.bind(t) };
  };
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
