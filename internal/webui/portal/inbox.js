// What is asked of the person who is signed in.
(function (portal) {
  'use strict';

  const dom = portal.dom, el = dom.el, api = portal.api, words = portal.words;

  const OPEN = ['invited', 'in_progress', 'returned'];

  function due(a) {
    if (!a.due_on) return 'No due date';
    return 'Due ' + words.day(a.due_on) + (a.time_zone ? ' (' + a.time_zone.replace(/_/g, ' ') + ')' : '');
  }

  function chip(a) {
    const kind = a.state === 'returned' ? 'warn' : OPEN.indexOf(a.state) >= 0 ? 'open' : a.state === 'submitted' || a.state === 'closed' ? 'good' : '';
    return [el('span', { class: 'chip ' + kind }, words.state(a.state)), a.overdue ? el('span', { class: 'chip bad' }, 'Overdue') : null];
  }

  function card(a) {
    const progress = el('p', { class: 'quiet', 'data-progress': a.id });
    const open = OPEN.indexOf(a.state) >= 0;
    if (open) tell(a, progress);
    return el('li', { class: 'card' },
      el('p', { class: 'chips' }, chip(a)),
      el('h3', {}, el('a', { href: '#' + a.id }, a.product_name + ' ' + a.release_label)),
      el('p', {}, a.questionnaire_title + ', version ' + a.questionnaire.version + '. Asked by ' + a.buyer + '.'),
      el('p', { class: 'quiet' }, words.purpose(a.purpose) + ' · ' + due(a)), progress,
      el('p', { class: 'acts' }, el('a', { class: open ? 'button main' : 'button', href: '#' + a.id }, open ? 'Open the questions' : 'See what was answered')));
  }

  async function tell(a, place) {
    try {
      const p = (await api.get(api.of(a.id) + '/progress')).body;
      place.textContent = p.answered + ' of ' + p.visible + ' questions answered' +
        (p.ready ? ', ready to be submitted' : p.required_open ? ', ' + words.count(p.required_open, 'required one', 'required ones') + ' open' : '') +
        (p.offers_waiting ? '; ' + words.count(p.offers_waiting, 'earlier answer waits', 'earlier answers wait') + ' for you' : '') + '.';
    } catch (p) {
      place.textContent = p.code === 'second_factor_needed' ? 'Asks for a second factor.' : '';
    }
  }

  async function show() {
    const items = (await api.get('/assessments')).body.items;
    const open = items.filter(function (a) { return OPEN.indexOf(a.state) >= 0; });
    const rest = items.filter(function (a) { return OPEN.indexOf(a.state) < 0; });
    dom.page('What is asked of you',
      el('p', { class: 'lead' }, portal.identity.vendor_name),
      open.length ? el('ul', { class: 'cards' }, open.map(card)) : el('p', { class: 'panel good' }, 'Nothing is open for you now.'),
      rest.length ? [el('h2', {}, 'Done'), el('ul', { class: 'cards' }, rest.map(card))] : null);
  }

  portal.inbox = { show: show, due: due, chip: chip };
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
