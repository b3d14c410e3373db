// An answer on the page, and the same answer as it is sent. On the page it is an
// entry: { raw, table, chosen, comment, na, reason, links }.
(function (portal) {
  'use strict';

  // entryOf puts a saved answer, or none, into the form the fields hold.
  function entryOf(question, answer) {
    const a = answer || {}, v = a.value;
    return {
      raw: v && !v.rows && !v.options ? portal.values.raw(question, v) : '',
      chosen: v && v.options ? v.options.slice() : [],
      table: v && v.rows ? v.rows.map(function (row) { return lineOf(question, row); }) : [],
      comment: a.comment || '', na: !!a.not_applicable, reason: a.not_applicable ? a.not_applicable.reason || '' : '',
      links: (a.evidence || []).map(function (l) { return { evidence_id: l.evidence_id, place: l.place || '' }; }),
    };
  }

  function lineOf(question, row) {
    const line = {};
    (row.cells || []).forEach(function (cell) {
      const column = (question.columns || []).find(function (c) { return c.id === cell.column; });
      if (column) line[column.id] = portal.values.raw(column, cell);
    });
    return line;
  }

  // inputOf gives what is to be sent: input (null where nothing is left to
  // save), the places that cannot be sent as they are, and which row on the page
  // each row sent came from.
  function inputOf(question, entry) {
    const out = {}, errors = [], got = valueOf(question, entry, errors);
    if (entry.na) out.not_applicable = { reason: entry.reason.trim() };
    else if (got.value) out.value = got.value;
    if (entry.na && question.na_reason_required && !entry.reason.trim()) errors.push({ part: 'reason', message: 'Say in a sentence why it does not apply.' });
    if (entry.comment.trim()) out.comment = entry.comment;
    if (entry.links.length) {
      out.evidence = entry.links.map(function (l) {
        return l.place.trim() ? { evidence_id: l.evidence_id, place: l.place.trim() } : { evidence_id: l.evidence_id };
      });
    }
    return { input: Object.keys(out).length ? out : null, errors: errors, kept: got.kept };
  }

  function valueOf(question, entry, errors) {
    if (entry.na) return { kept: [] };
    if (question.type === 'multi_choice') {
      return { value: entry.chosen.length ? { kind: question.type, options: entry.chosen } : null, kept: [] };
    }
    if (question.type === 'file') return { value: entry.links.length ? { kind: 'file' } : null, kept: [] };
    if (question.type === 'table') {
      const read = portal.values.rows(question, entry.table);
      read.errors.forEach(function (e) { errors.push({ part: 'cell', row: e.row, column: e.column, message: e.message }); });
      return { value: read.sent.length ? { kind: 'table', rows: read.sent } : null, kept: read.kept };
    }
    const read = portal.values.single(question, entry.raw);
    if (read && read.refused) errors.push({ part: 'value', message: read.refused });
    return { value: read && !read.refused ? Object.assign({ kind: question.type }, read) : null, kept: [] };
  }

  // placeOf finds the field that a place in the sent answer came from.
  function placeOf(sent, kept, pointer) {
    const steps = String(pointer || '').split('/').slice(1).map(function (s) { return s.replace(/~1/g, '/').replace(/~0/g, '~'); });
    if (steps[0] === 'comment') return { part: 'comment' };
    if (steps[0] === 'not_applicable') return { part: 'reason' };
    if (steps[0] === 'evidence') return { part: 'links', link: steps[1] === undefined ? undefined : Number(steps[1]) };
    if (steps[0] === 'value' && steps[1] === 'rows' && steps[2] !== undefined) {
      const row = sent && sent.value && sent.value.rows ? sent.value.rows[Number(steps[2])] : null;
      const cell = row && steps[3] === 'cells' && steps[4] !== undefined ? row.cells[Number(steps[4])] : null;
      return { part: 'cell', row: kept[Number(steps[2])], column: cell ? cell.column : undefined };
    }
    return { part: 'value' };
  }

  // errorsOf puts a problem's places at the fields they came from.
  function errorsOf(problem, sent, kept) {
    return (problem.errors || []).map(function (e) {
      return Object.assign(placeOf(sent, kept || [], e.pointer), { message: e.message });
    });
  }

  // sentOf cuts a saved answer down to what could be sent again.
  function sentOf(answer) {
    if (!answer) return null;
    const out = {};
    ['value', 'comment', 'not_applicable', 'evidence'].forEach(function (part) {
      const there = answer[part];
      if (there !== undefined && there !== null && there !== '' && !(Array.isArray(there) && !there.length)) out[part] = there;
    });
    return Object.keys(out).length ? out : null;
  }

  // canonical writes the same answer as the same text, whatever the order of its
  // members.
  function canonical(v) {
    if (Array.isArray(v)) return '[' + v.map(canonical).join(',') + ']';
    if (v === null || typeof v !== 'object') return JSON.stringify(v === undefined ? null : v);
    return '{' + Object.keys(v).filter(function (k) { return v[k] !== undefined; }).sort().map(function (k) {
      return JSON.stringify(k) + ':' + (k === 'number' ? JSON.stringify(shortest(v[k])) : canonical(v[k]));
    }).join(',') + '}';
  }

  function shortest(number) { return String(number).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''); }

  function same(a, b) { return canonical(a) === canonical(b); }

  // given tells whether somebody answered: a comment or a file alone is none.
  function given(input) { return !!(input && (input.value || input.not_applicable)); }

  portal.answers = { entryOf: entryOf, inputOf: inputOf, placeOf: placeOf, errorsOf: errorsOf, sentOf: sentOf, same: same, given: given };
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
