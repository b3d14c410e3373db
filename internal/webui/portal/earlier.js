// Answer once: what was submitted before, offered again. Nothing of it is saved
// until somebody confirms it.
(function (portal) {
  'use strict';

  const dom = portal.dom, el = dom.el, words = portal.words, api = portal.api;

  function files(list) {
    if (!list.length) return null;
    return el('ul', { class: 'quiet' }, list.map(function (f) {
      return el('li', {}, f.file_name + (f.carried ? ' comes along' : ' stays behind' + (f.reason ? ': ' + f.reason : '')));
    }));
  }

  function named(offer) {
    const one = { question_id: offer.question_id, revision_digest: offer.from.revision_digest };
    if (offer.if_match) one.if_match = offer.if_match;
    return one;
  }

  // offered draws one offer where its question is asked.
  function offered(desk, question, offer) {
    const can = (offer.verdict === 'same' || offer.verdict === 'confirm') && (offer.state === 'waiting' || offer.state === 'answered');
    const told = el('div', { role: 'status' });
    const confirm = dom.button(offer.state === 'answered' ? 'Put this in the place of today’s answer' : 'Confirm: it still holds', async function () {
      confirm.disabled = true;
      try { await desk.confirm({ offers: [named(offer)] }); } catch (p) { dom.fill(told, dom.problem(p)); confirm.disabled = false; }
    }, { class: offer.state === 'answered' ? '' : 'main' });
    return el('div', { class: 'panel open' },
      el('p', {}, el('strong', {}, offer.verdict === 'show_old' ? 'You answered something like this before.' : 'You answered this before.'), ' ', offer.source.charAt(0).toUpperCase() + offer.source.slice(1) + '.'),
      offer.earlier_text ? el('p', { class: 'quiet' }, 'Asked then: ' + offer.earlier_text) : null,
      portal.given(question, offer.answer), files(offer.files),
      el('p', { class: 'quiet' }, offer.reason), can ? el('p', { class: 'acts' }, confirm) : null, told);
  }

  // at puts the offer for a question at it, while it is of use.
  function at(desk, view, offer) {
    const useful = offer && ['waiting', 'open', 'answered'].indexOf(offer.state) >= 0 && !view.locked;
    if (!useful) { dom.fill(view.earlier); return; }
    const drawn = offered(desk, view.question, offer);
    dom.fill(view.earlier, offer.state === 'answered' ? dom.details('An earlier answer of yours', { class: 'part' }, drawn) : drawn);
  }

  function row(desk, offer) {
    const found = desk.questions.get(offer.question_id);
    const name = found ? words.name(found.question) : offer.question_id;
    return el('li', {}, el('a', { href: desk.link(found.section.id, offer.question_id) }, name), portal.given(found.question, offer.answer), el('p', { class: 'quiet' }, offer.reason));
  }

  function group(desk, title, lead, offers, act) {
    if (!offers.length) return null;
    return [el('h3', {}, title + ' (' + offers.length + ')'), lead ? el('p', {}, lead) : null, act, el('ul', { class: 'offers' }, offers.map(function (o) { return row(desk, o); }))];
  }

  // all confirms everything that waits with a verdict.
  function all(desk, verdict, offers) {
    const able = offers.filter(function (o) { return !o.by_name; }).length, told = el('div', { role: 'status' });
    if (!able) return null;
    const press = dom.button('Confirm all ' + able + ' of these', async function () {
      press.disabled = true;
      try { await desk.confirm({ verdicts: [verdict] }); } catch (p) { dom.fill(told, dom.problem(p)); press.disabled = false; }
    }, { class: 'main' });
    return [el('p', { class: 'acts' }, press), told];
  }

  // show draws the list of everything earlier.
  function show(desk) {
    const items = desk.offers.items.filter(function (o) { return desk.questions.has(o.question_id); });
    function waiting(verdict) { return items.filter(function (o) { return o.verdict === verdict && o.state === 'waiting'; }); }
    const same = waiting('same'), confirm = waiting('confirm');
    const old = items.filter(function (o) { return (o.verdict === 'show_old' || o.verdict === 'invalid') && o.state !== 'confirmed' && o.state !== 'answered' && o.state !== 'hidden'; });
    const archive = desk.offers.archive;
    return [el('h2', { tabindex: '-1' }, 'Earlier answers'),
      el('p', { class: 'lead' }, 'What you submitted before does not have to be typed again. Read it, and confirm what still holds: it becomes today’s answer, with its files.'),
      !items.length && !archive.length ? el('p', {}, 'There are no earlier answers for these questions.') : null,
      items.length && !same.length && !confirm.length ? el('p', { class: 'panel good' }, 'Nothing waits to be confirmed.') : null,
      group(desk, 'The question is the same', null, same, all(desk, 'same', same)),
      group(desk, 'Something about the question changed', 'Read what changed before you confirm; those in other words are confirmed at the question.', confirm, all(desk, 'confirm', confirm)),
      group(desk, 'To be answered anew', 'The question means something else now, or the earlier answer does not fit. It is shown beside the question.', old),
      desk.offers.withheld ? el('p', { class: 'panel warn' }, words.count(desk.offers.withheld, 'earlier assessment is', 'earlier assessments are') + ' left out because they ask for a second factor. Sign in with its code to see them.') : null,
      archive.length ? dom.details('Not asked any more (' + archive.length + ')', { class: 'part' }, el('ul', { class: 'offers' }, archive.map(function (a) {
        return el('li', {}, el('strong', {}, a.text), portal.given({}, a.answer), el('p', { class: 'quiet' }, a.source + '. ' + a.reason));
      }))) : null];
  }

  portal.earlier = { at: at, show: show };
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
