// Where somebody is on the page. The address behind # says so, so that the
// browser's back button works: #asm_…/part. An invitation there is left alone
// until it is redeemed.
(function (portal) {
  'use strict';

  // invitation gives the token of an invitation in the address, if there is one.
  function invitation() {
    const m = /[#&]invitation=([^&]+)/.exec(location.hash);
    if (!m) return '';
    try { return decodeURIComponent(m[1]); } catch (e) { return m[1]; }
  }

  // forget takes the invitation out of the address bar and the history.
  function forget() { history.replaceState(null, '', location.pathname); }

  function place() {
    const parts = location.hash.replace(/^#/, '').split('/');
    return /^asm_[0-9a-z]+$/.test(parts[0]) ? { assessment: parts[0], part: parts[1] || '', question: parts[2] || '' } : { assessment: '' };
  }

  function go(hash) {
    if (location.hash === hash) window.dispatchEvent(new Event('hashchange'));
    else location.hash = hash;
  }

  portal.place = { invitation: invitation, forget: forget, now: place, go: go };
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
