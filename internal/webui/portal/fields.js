// The field of each type of question. A field works on an entry of the page and
// calls changed(soon): soon while somebody still types, not soon once a choice
// is made or the field is left.
(function (portal) {
  'use strict';

  const dom = portal.dom, el = dom.el, words = portal.words;

  function typed(changed, take) {
    return {
      input: function (e) { take(e.target.value); changed(true); },
      change: function (e) { take(e.target.value); changed(false); },
    };
  }

  function wrongPlace() { return el('p', { class: 'wrong', hidden: true, id: dom.id('wrong') }); }

  // choices draws radio buttons or boxes under one legend.
  function choices(question, type, options, isOn, pick) {
    const name = dom.id('choice'), wrong = wrongPlace();
    const boxes = options.map(function (o) {
      const help = o.help ? dom.id('help') : null;
      const box = el('input', { type: type, name: name, value: o.id, checked: isOn(o.id), 'aria-describedby': help, on: { change: function (e) { pick(o.id, e.target.checked); } } });
      return { id: o.id, box: box, node: el('div', { class: 'option' }, el('label', {}, box, el('span', {}, o.label, o.exclusive ? el('span', { class: 'quiet' }, ' (stands alone)') : null)),
        help ? el('p', { class: 'hint', id: help }, o.help) : null) };
    });
    const set = el('fieldset', { class: 'choices', 'aria-describedby': wrong.id }, el('legend', { class: 'unheard' }, question.text), boxes.map(function (b) { return b.node; }), wrong);
    return { set: set, boxes: boxes, wrong: wrong, show: function () { boxes.forEach(function (b) { b.box.checked = isOn(b.id); }); } };
  }

  function locker(node) {
    return function (locked) { node.querySelectorAll('input, select, textarea, button').forEach(function (c) { c.disabled = locked; }); };
  }

  function radio(question, entry, changed) {
    const options = question.type === 'boolean' ? [{ id: 'yes', label: 'Yes' }, { id: 'no', label: 'No' }] : question.options;
    const drawn = choices(question, 'radio', options, function (id) { return entry.raw === id; }, function (id) { entry.raw = id; undo(); changed(false); });
    const clear = dom.button('Take this answer back', function () { entry.raw = ''; drawn.show(); undo(); drawn.boxes[0].box.focus(); changed(false); }, { class: 'link' });
    function undo() { clear.hidden = !entry.raw; }
    drawn.set.append(clear);
    undo();
    return { node: drawn.set, wrong: function (text) { dom.mark(drawn.set, drawn.wrong, text); }, show: function () { drawn.show(); undo(); } };
  }

  function boxes(question, entry, changed) {
    const drawn = choices(question, 'checkbox', question.options, function (id) { return entry.chosen.indexOf(id) >= 0; }, function (id, on) {
      entry.chosen = portal.values.choose(question.options, entry.chosen, id, on);
      drawn.show();
      changed(false);
    });
    drawn.set.prepend(el('p', { class: 'hint' }, 'Choose all that apply.'));
    return { node: drawn.set, wrong: function (text) { dom.mark(drawn.set, drawn.wrong, text); }, show: drawn.show };
  }

  function limitsInWords(field) {
    const l = portal.values.limitsOf(field), unit = words.unitOf(field);
    const name = unit && unit !== '%' ? 'In ' + unit + '. ' : '';
    if (l.min !== undefined && l.max !== undefined) return name + 'From ' + l.min + ' to ' + l.max + '.';
    if (l.min !== undefined) return name + 'At least ' + l.min + '.';
    if (l.max !== undefined) return name + 'At most ' + l.max + '.';
    return name.trim();
  }

  // plain draws a one-line or longer field with its name unseen: the question
  // stands above it.
  function plain(question, control, extras, show) {
    const wrong = wrongPlace(), hint = extras.hint ? el('p', { class: 'hint', id: dom.id('hint') }, extras.hint) : null;
    control.id = dom.id('field');
    control.setAttribute('aria-describedby', (hint ? hint.id + ' ' : '') + wrong.id);
    const node = el('div', { class: 'field' }, el('label', { class: 'unheard', for: control.id }, question.text), hint, extras.line || control, wrong, extras.below);
    return { node: node, wrong: function (text) { dom.mark(control, wrong, text); }, show: show };
  }

  function number(question, entry, changed) {
    const control = el('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off', class: 'number', value: entry.raw, maxlength: '40', on: typed(changed, function (v) { entry.raw = v; }) });
    const unit = words.unitOf(question);
    return plain(question, control, { hint: limitsInWords(question), line: el('div', { class: 'line' }, control, unit ? el('span', { class: 'unit' }, unit) : null) },
      function () { control.value = entry.raw; });
  }

  function date(question, entry, changed) {
    const control = el('input', { type: 'date', class: 'date', value: entry.raw, on: typed(changed, function (v) { entry.raw = v; }) });
    return plain(question, control, {}, function () { control.value = entry.raw; });
  }

  function text(question, entry, changed) {
    const counter = el('p', { class: 'hint counter' });
    const control = el('textarea', { rows: '5', on: typed(function (soon) { tell(); changed(soon); }, function (v) { entry.raw = v; }) });
    function tell() {
      const n = Array.from(entry.raw).length, most = question.max_length;
      counter.textContent = most ? n + ' of ' + most + ' characters' + (n > most ? ': shorten it by ' + (n - most) : '') : words.count(n, 'character', 'characters');
      counter.classList.toggle('over', !!most && n > most);
    }
    function show() { control.value = entry.raw; tell(); }
    show();
    return plain(question, control, { below: counter }, show);
  }

  // file has no field of its own: the files are linked below the question.
  function file(question) {
    const wrong = wrongPlace();
    return { node: el('div', {}, el('p', { class: 'hint' }, 'Answered by the files you add below.'), wrong), wrong: function (t) { dom.mark(wrong, wrong, t); }, show: function () {} };
  }

  const MAKERS = { boolean: radio, single_choice: radio, multi_choice: boxes, percentage: number, number: number, date: date, text: text, file: file };

  // make gives { node, wrong(text, row, column), show(), lock(bool) }.
  function make(question, entry, changed) {
    const made = question.type === 'table' ? portal.table(question, entry, changed) : MAKERS[question.type](question, entry, changed);
    made.lock = made.lock || locker(made.node);
    return made;
  }

  portal.fields = { make: make, typed: typed, limits: limitsInWords, locker: locker };
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
