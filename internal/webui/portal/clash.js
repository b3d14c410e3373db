// Two people answered the same question: both versions side by side, and one is
// chosen. Nothing is thrown away before.
(function (portal) {
  'use strict';

  const dom = portal.dom, el = dom.el, words = portal.words;

  function version(title, answer, when) {
    return el('div', { class: 'version' }, el('h4', {}, title), when ? el('p', { class: 'quiet' }, when) : null, answer);
  }

  portal.clash = function (desk, question, line) {
    const theirs = line.theirs;
    return el('div', { class: 'panel bad', role: 'group', 'aria-label': 'Two versions of this answer' },
      el('p', {}, el('strong', {}, 'This answer was changed elsewhere while you worked on it.')),
      el('div', { class: 'two' },
        version('Yours, not saved', portal.given(question, line.wanted)),
        version('Saved meanwhile', portal.given(question, theirs), theirs ? words.moment(theirs.updated_at) : 'It was cleared.')),
      el('p', { class: 'acts' },
        dom.button('Keep mine', function () { desk.saves.choose(question.id, 'mine'); }, { class: 'main' }),
        dom.button('Take the other', function () { desk.takeTheirs(question.id); })));
  };
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
