// Where everything begins, and where the address says what to show.
(function (portal) {
  'use strict';

  const dom = portal.dom, api = portal.api;

  async function begin() {
    const token = portal.place.invitation();
    if (token) { portal.door.redeem(token); return; }
    if (!api.token()) { portal.door.signIn(); return; }
    try {
      portal.identity = (await api.get('/session', { second: true })).body;
    } catch (p) {
      if (p.status === 401) { api.keep(''); portal.door.signIn('Your session is over.'); return; }
      dom.page('The service cannot be reached', dom.problem(p, dom.button('Try again', begin)));
      return;
    }
    portal.door.badge();
    await portal.start();
  }

  async function openDesk(place) {
    if (portal.desk && portal.desk.id === place.assessment && document.contains(portal.desk.nav)) { await portal.desk.turn(place.part, place.question); return; }
    portal.desk = new portal.Desk(place.assessment);
    await portal.desk.load();
    portal.desk.draw();
    await portal.desk.turn(place.part, place.question, !place.part);
  }

  // start shows what the address names: one assessment or the list.
  portal.start = async function () {
    const place = portal.place.now();
    try {
      if (place.assessment) await openDesk(place);
      else {
        if (portal.desk) await portal.desk.flush();
        portal.desk = null;
        await portal.inbox.show();
      }
    } catch (p) {
      if (p.code === 'second_factor_needed' && portal.identity.second_factor === 'active') {
        portal.door.signIn('This assessment asks for the code of your authenticator app: sign in once more, with the code.', true);
        return;
      }
      if (p.code === 'second_factor_needed') { portal.door.secondFactor('This assessment asks for a second factor: a code from an app on your phone, besides your passphrase.', portal.refresh); return; }
      dom.page('This cannot be shown', dom.problem(p, dom.button('Try again', portal.start)));
      if (!p.say) throw p;
    }
  };

  // refresh reads again who is signed in, and shows what was asked for.
  portal.refresh = async function () {
    portal.identity = (await api.get('/session')).body;
    portal.door.badge();
    await portal.start();
  };

  window.addEventListener('hashchange', function () {
    if (portal.place.invitation()) { begin(); return; }
    if (portal.identity) portal.start();
  });
  window.addEventListener('beforeunload', function (e) {
    if (portal.desk && portal.desk.unsaved().length) e.preventDefault();
  });
  window.addEventListener('online', function () { if (portal.desk) portal.desk.saves.retryAll(); });
  document.addEventListener('visibilitychange', function () { if (document.hidden && portal.desk) portal.desk.flush(); });
  document.addEventListener('DOMContentLoaded', begin);
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
