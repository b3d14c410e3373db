// Typed values as fields hold them: text that somebody types becomes a value of
// the interface or a sentence on why it cannot, before anything is sent. The
// server's word stays the last one.
(function (portal) {
  'use strict';

  const DECIMAL = /^-?[0-9]{1,10}(\.[0-9]{1,6})?$/;

  function refused(message) { return { refused: message }; }

  // decimal reads a number as people write it: 62.5, 62,5 and 62.5 % are one.
  // What could mean two numbers is refused.
  function decimal(text, limits) {
    let plain = String(text).trim().replace(/^\u2212/, '-').replace(/[\s\u00a0]*%$/, '').trim();
    if (plain === '') return null;
    if (/^-?\d{1,3}(,\d{3})+$/.test(plain) || (/,/.test(plain) && /\./.test(plain))) {
      return refused('A comma here could mean thousands or a fraction. Write the number without separators, such as 1250 or 62.5.');
    }
    plain = plain.replace(',', '.').replace(/^(-?)\./, '$10.').replace(/^\+/, '').replace(/^(-?)0+(?=\d)/, '$1');
    if (!DECIMAL.test(plain)) return refused('Write a number such as 62.5, with at most six digits after the point.');
    const micro = globalThis.memsureConditions.micro, at = micro(plain);
    if (limits && limits.min !== undefined && at < micro(limits.min)) return refused('The smallest number possible here is ' + limits.min + '.');
    if (limits && limits.max !== undefined && at > micro(limits.max)) return refused('The largest number possible here is ' + limits.max + '.');
    return { number: plain };
  }

  // limitsOf gives what a number may be; a share without limits is 0 to 100.
  function limitsOf(field) {
    const percent = field.type === 'percentage';
    return { min: field.min !== undefined ? field.min : percent ? '0' : undefined, max: field.max !== undefined ? field.max : percent ? '100' : undefined };
  }

  function day(text) {
    if (!text) return null;
    const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
    const at = m && new Date(Date.UTC(Number(m[1]), Number(m[2]) - 1, Number(m[3])));
    if (!at || at.toISOString().slice(0, 10) !== text) return refused('Choose a day that exists.');
    return { date: text };
  }

  // single reads the one field of a question or of a table's cell: null where
  // nothing was entered, else the member it sets, or refused with a sentence.
  function single(field, raw) {
    switch (field.type) {
      case 'boolean': return raw === 'yes' ? { boolean: true } : raw === 'no' ? { boolean: false } : null;
      case 'single_choice': return raw ? { option: raw } : null;
      case 'percentage': case 'number': return decimal(raw || '', limitsOf(field));
      case 'date': return day(raw);
      default: return String(raw || '').trim() === '' ? null : { text: String(raw) };
    }
  }

  // raw turns a value or cell back into what its field holds.
  function raw(field, v) {
    if (!v) return '';
    if (v.boolean !== undefined) return v.boolean ? 'yes' : 'no';
    if (v.option !== undefined) return v.option;
    if (v.number !== undefined) return v.number;
    if (v.date !== undefined) return v.date;
    return v.text || '';
  }

  // choose keeps options in the question's order; an exclusive one stands alone.
  function choose(options, chosen, id, on) {
    const one = options.find(function (o) { return o.id === id; });
    let next = chosen.filter(function (c) { return c !== id; });
    if (on) {
      next = one && one.exclusive ? [] : next.filter(function (c) {
        return !options.some(function (o) { return o.id === c && o.exclusive; });
      });
      next.push(id);
    }
    return options.map(function (o) { return o.id; }).filter(function (o) { return next.indexOf(o) >= 0; });
  }

  // rows reads a table: empty cells and empty rows are left out. kept says which
  // row on the page each row that is sent came from.
  function rows(question, table) {
    const sent = [], kept = [], errors = [];
    table.forEach(function (line, at) {
      const cells = [];
      question.columns.forEach(function (column) {
        const got = single(column, line[column.id]);
        if (got && got.refused) errors.push({ row: at, column: column.id, message: got.refused });
        if (got && !got.refused) cells.push(Object.assign({ column: column.id }, got));
      });
      const begun = cells.length > 0 || errors.some(function (e) { return e.row === at; });
      if (!begun) return;
      question.columns.forEach(function (column) {
        if (column.required && single(column, line[column.id]) === null) errors.push({ row: at, column: column.id, message: 'This cell is needed in every row.' });
      });
      sent.push({ cells: cells });
      kept.push(at);
    });
    return { sent: sent, kept: kept, errors: errors };
  }

  portal.values = { decimal: decimal, limitsOf: limitsOf, day: day, single: single, raw: raw, choose: choose, rows: rows };
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
