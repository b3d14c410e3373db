// What was typed and is not saved yet, kept for this tab so that loading the
// page again loses nothing. It goes when it is saved, and at sign-out.
(function (portal) {
  'use strict';

  const PREFIX = 'memsure-portal-typed:';

  function Typed(assessment) {
    this.key = PREFIX + (portal.identity ? portal.identity.contact.id : '') + ':' + assessment;
    try { this.all = JSON.parse(sessionStorage.getItem(this.key)) || {}; } catch (e) { this.all = {}; }
  }

  Typed.prototype.get = function (id) { return Object.prototype.hasOwnProperty.call(this.all, id) ? this.all[id] : null; };

  Typed.prototype.put = function (id, entry, etag) {
    this.all[id] = { entry: JSON.parse(JSON.stringify(entry)), etag: etag };
    this.write();
  };

  Typed.prototype.drop = function (id) {
    delete this.all[id];
    this.write();
  };

  // write does its best: where the tab has no room, the page itself still holds
  // what was typed.
  Typed.prototype.write = function () {
    try { sessionStorage.setItem(this.key, JSON.stringify(this.all)); } catch (e) { sessionStorage.removeItem(this.key); }
  };

  Typed.forget = function () {
    Object.keys(sessionStorage).filter(function (k) { return k.indexOf(PREFIX) === 0; }).forEach(function (k) { sessionStorage.removeItem(k); });
  };

  portal.Typed = Typed;
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
