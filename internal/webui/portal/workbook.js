// The same questions as a workbook: download it, fill it in, look at what would
// be taken in, then save.
(function (portal) {
  'use strict';

  const dom = portal.dom, el = dom.el, words = portal.words, api = portal.api;

  const MEDIA = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

  function note(n) {
    const where = [n.sheet, n.cell].filter(Boolean).join(' ');
    return el('tr', {}, el('td', {}, where), el('td', {}, n.title || ''), el('td', {}, n.message, n.remedy ? el('span', { class: 'quiet' }, ' ' + n.remedy) : null));
  }

  function notes(title, list) {
    if (!list.length) return null;
    return el('div', { class: 'scroll' }, el('table', { class: 'notes' }, el('caption', {}, title + ' (' + list.length + ')'),
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Cell'), el('th', { scope: 'col' }, 'Question'), el('th', { scope: 'col' }, 'What to look at'))), el('tbody', {}, list.map(note))));
  }

  function report(r) {
    const said = r.dry_run ? ' would be saved, ' : (r.saved.length === 1 ? ' is saved, ' : ' are saved, ');
    return [el('p', { class: 'panel ' + (r.notes.some(function (n) { return !n.taken; }) ? 'warn' : 'good') }, words.count(r.saved.length, 'answer', 'answers') + said + words.count(r.unchanged, 'question', 'questions') + ' unchanged.'),
      notes('Not taken in', r.notes.filter(function (n) { return !n.taken; })), notes('Taken in, please look again', r.notes.filter(function (n) { return n.taken; }))];
  }

  function show(desk, panel) {
    const path = api.of(desk.id) + '/workbook', out = el('div', { role: 'status' });
    const file = dom.field('The workbook, filled in', el('input', { type: 'file', accept: '.xlsx,' + MEDIA }));
    const down = dom.button('Download the workbook', async function () {
      down.disabled = true;
      try { const got = await api.get(path, { file: true }); api.save(got.body, got.name || 'questionnaire.xlsx'); } catch (p) { dom.fill(out, dom.problem(p)); }
      down.disabled = false;
    }, { class: 'main' });
    async function send(dry) {
      const chosen = file.control.files[0];
      file.wrong(chosen ? '' : 'Choose the file first.');
      if (!chosen) return;
      const told = (await api.send(path + (dry ? '?dry_run=true' : ''), chosen, MEDIA)).body;
      dom.fill(out, report(told));
      if (dry && told.saved.length) {
        const save = dom.button('Save these ' + told.saved.length, async function () { save.disabled = true; try { await send(false); } catch (p) { dom.put(out, [dom.problem(p)]); save.disabled = false; } }, { class: 'main' });
        out.append(el('p', { class: 'acts' }, save));
      }
      if (!dry) await desk.reload();
    }
    dom.fill(panel, el('h2', { tabindex: '-1' }, 'Spreadsheet'),
      el('p', { class: 'lead' }, 'If you would rather work offline: the workbook holds all questions with lists to choose from and the answers so far. Several people can work on it in turn.'),
      el('p', { class: 'acts' }, down),
      desk.mayEdit() ? [el('h3', {}, 'Bring it back'), el('p', {}, 'First you see what would be saved and what could not be understood; nothing changes until you say so.'),
        el('div', { class: 'box' }, dom.form(function () { return send(true); }, 'Look at what it holds', file))] : null, out);
  }

  portal.workbook = { show: show };
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
