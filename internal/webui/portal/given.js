// An answer to read, not to change: a table stays a table.
(function (portal) {
  'use strict';

  const dom = portal.dom, el = dom.el, words = portal.words;

  function table(question, rows) {
    const columns = question.columns.filter(function (c) {
      return rows.some(function (row) { return (row.cells || []).some(function (cell) { return cell.column === c.id; }); });
    });
    return el('div', { class: 'scroll' }, el('table', { class: 'table-given' },
      el('thead', {}, el('tr', {}, columns.map(function (c) { return el('th', { scope: 'col' }, c.label); }))),
      el('tbody', {}, rows.map(function (row) {
        return el('tr', {}, columns.map(function (c) {
          return el('td', {}, words.cell(c, (row.cells || []).find(function (cell) { return cell.column === c.id; })));
        }));
      }))));
  }

  // given draws an answer as it was given; one to a question that is not here
  // any more is said in words.
  portal.given = function (question, answer) {
    const rows = answer && answer.value && answer.value.rows;
    if (!rows || !question.columns) return el('p', { class: 'given' }, words.answer(question, answer));
    const rest = Object.assign({}, answer, { value: undefined });
    const more = rest.comment || (rest.evidence || []).length ? el('p', { class: 'given' }, words.answer(question, rest)) : null;
    return el('div', {}, table(question, rows), more);
  };
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
