// How the portal says things: dates, sizes, states, kinds of files and what an
// answer holds. Plain text in, plain text out.
(function (portal) {
  'use strict';

  const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

  const KINDS = {
    sbom: 'Software bill of materials (SBOM)', vex: 'Statements on vulnerabilities (VEX)', line_counts: 'Line counts by language',
    unsafe_report: 'Report on unsafe code', lint_report: 'Report of a linter', audit_output: 'Output of a dependency audit',
    audit_report: 'Audit report', vulnerability_list: 'List of vulnerabilities', test_report: 'Test report', fuzz_report: 'Fuzzing report',
    build_record: 'Record of a build', review_record: 'Record of a review', training_record: 'Record of training', provenance: 'Build provenance',
  };

  const STATES = {
    draft: 'In preparation', invited: 'To be answered', in_progress: 'Being answered', submitted: 'Submitted',
    returned: 'Came back with questions', closed: 'Closed', withdrawn: 'Withdrawn by the buyer', declined: 'Declined', no_response: 'Not answered in time',
  };

  const PURPOSES = { rfp: 'Request for proposal', onboarding: 'New supplier', renewal: 'Renewal', out_of_cycle: 'Out of turn' };

  function count(n, one, many) { return n + ' ' + (n === 1 ? one : many); }

  // day writes 2026-12-13 as 13 December 2026.
  function day(iso) {
    const m = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso || '');
    return m ? Number(m[3]) + ' ' + MONTHS[Number(m[2]) - 1] + ' ' + m[1] : '';
  }

  function two(n) { return (n < 10 ? '0' : '') + n; }

  // clock gives the time of day here, 14:03.
  function clock(date) { return two(date.getHours()) + ':' + two(date.getMinutes()); }

  // moment writes a point in time in the reader's own zone.
  function moment(iso) {
    const at = new Date(iso);
    if (isNaN(at)) return '';
    return at.getDate() + ' ' + MONTHS[at.getMonth()] + ' ' + at.getFullYear() + ', ' + clock(at);
  }

  function size(bytes) {
    if (bytes < 1024) return count(bytes, 'byte', 'bytes');
    if (bytes < 1048576) return (bytes / 1024).toFixed(1) + ' KiB';
    return (bytes / 1048576).toFixed(1) + ' MiB';
  }

  // kind names a kind of file; one without a name of its own is said as it is.
  function kind(id) {
    if (Object.prototype.hasOwnProperty.call(KINDS, id)) return KINDS[id];
    const text = String(id || '').replace(/_/g, ' ');
    return text.charAt(0).toUpperCase() + text.slice(1);
  }

  function labelOf(options, id) {
    const found = (options || []).find(function (o) { return o.id === id; });
    return found ? found.label : id;
  }

  function withUnit(number, unit) { return unit === '%' ? number + ' %' : number + (unit ? ' ' + unit : ''); }

  function unitOf(field) { return field.type === 'percentage' ? '%' : field.unit || ''; }

  // cell says one cell of a table.
  function cell(column, value) {
    if (value === undefined) return '';
    if (value.boolean !== undefined) return value.boolean ? 'Yes' : 'No';
    if (value.option !== undefined) return labelOf(column.options, value.option);
    if (value.number !== undefined) return withUnit(value.number, unitOf(column));
    if (value.date !== undefined) return day(value.date);
    return value.text || '';
  }

  // value says an answer in one paragraph; a table is a row a line.
  function value(question, v) {
    if (!v) return '';
    switch (v.kind) {
      case 'boolean': return v.boolean ? 'Yes' : 'No';
      case 'single_choice': return labelOf(question.options, v.option);
      case 'multi_choice': return (v.options || []).map(function (id) { return labelOf(question.options, id); }).join('; ');
      case 'percentage': return withUnit(v.number, '%');
      case 'number': return withUnit(v.number, question.unit);
      case 'date': return day(v.date);
      case 'file': return 'The files named below';
      case 'table': return (v.rows || []).map(function (row) { return line(question, row); }).join('\n');
      default: return v.text || '';
    }
  }

  function line(question, row) {
    return (question.columns || []).map(function (column) {
      const found = (row.cells || []).find(function (c) { return c.column === column.id; });
      return found ? column.label + ': ' + cell(column, found) : '';
    }).filter(Boolean).join(' · ');
  }

  // answer says everything that was answered, a part a line.
  function answer(question, a) {
    if (!a) return 'No answer';
    const parts = [];
    if (a.not_applicable) parts.push('Does not apply: ' + (a.not_applicable.reason || 'no reason given'));
    if (a.value) parts.push(value(question, a.value));
    if (a.comment) parts.push('Comment: ' + a.comment);
    const files = (a.evidence || []).length;
    if (files) parts.push(count(files, 'file', 'files') + ' linked');
    return parts.join('\n') || 'No answer';
  }

  portal.words = {
    count: count, day: day, clock: clock, moment: moment, size: size, kind: kind, value: value, answer: answer, cell: cell, unitOf: unitOf,
    state: function (s) { return STATES[s] || s; },
    purpose: function (p) { return PURPOSES[p] || p; },
    name: function (question) { return question.title || question.text; },
  };
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
