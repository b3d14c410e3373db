// The interface this page works over. Every call gives { status, body, etag } or
// throws a problem: what the server said, or that it could not be reached.
(function (portal) {
  'use strict';

  const ROOT = '/api/v1/portal';
  const KEY = 'memsure-portal-session';

  // Problem is a failure with what to do about it.
  function Problem(status, told) {
    this.status = status;
    this.code = told.code || '';
    this.detail = told.detail || '';
    this.remedy = told.remedy || '';
    this.errors = told.errors || [];
    this.instance = told.instance || '';
  }

  Problem.prototype.say = function () { return [this.detail, this.remedy].filter(Boolean).join(' '); };

  function unreachable() {
    return new Problem(0, { code: 'unreachable', detail: 'The service cannot be reached just now.', remedy: 'Check the connection and try again; what you typed is kept on this page.' });
  }

  function unreadable(status) {
    return new Problem(status, { code: 'unreadable', detail: 'The service gave an answer that this page does not understand (status ' + status + ').', remedy: 'Try again in a minute.' });
  }

  function token() { return sessionStorage.getItem(KEY); }

  function keep(value) {
    if (value) sessionStorage.setItem(KEY, value);
    else sessionStorage.removeItem(KEY);
  }

  function headersOf(options) {
    const headers = Object.assign({}, options.headers);
    if (token() && !options.open) headers.Authorization = 'Bearer ' + token();
    if (options.json !== undefined) headers['Content-Type'] = 'application/json';
    return headers;
  }

  async function call(method, path, options) {
    options = options || {};
    const own = token();
    let response;
    try {
      response = await fetch(ROOT + path, {
        method: method, headers: headersOf(options), credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer',
        body: options.json !== undefined ? JSON.stringify(options.json) : options.body,
      });
    } catch (e) {
      throw unreachable();
    }
    const body = await read(response, options.file);
    if (response.ok) return { status: response.status, body: body, etag: response.headers.get('ETag'), name: nameIn(response) };
    const problem = body && body.code ? new Problem(response.status, body) : unreadable(response.status);
    if (response.status === 401 && !options.open) return again(method, path, options, problem, own);
    throw problem;
  }

  async function read(response, file) {
    if (response.ok && file) return response.blob().catch(function () { throw unreachable(); });
    if (response.status === 204) return null;
    const text = await response.text().catch(function () { throw unreachable(); });
    try { return JSON.parse(text); } catch (e) { return null; }
  }

  // again asks for the sign-in where a session is over, and repeats the call
  // once: nothing typed on the page is lost over it.
  async function again(method, path, options, problem, own) {
    if (options.second || !portal.signInAgain) throw problem;
    if (token() === own) await portal.signInAgain();
    return call(method, path, Object.assign({}, options, { second: true }));
  }

  function nameIn(response) {
    const m = /filename="([^"]*)"/.exec(response.headers.get('Content-Disposition') || '');
    return m ? m[1] : '';
  }

  // once gives a request a key of its own, so that repeating it does nothing
  // twice.
  function once() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return { 'Idempotency-Key': 'portal-' + Array.from(bytes, function (b) { return b.toString(16).padStart(2, '0'); }).join('') };
  }

  // upload sends a file and tells how far it is, from 0 to 1.
  function upload(path, file, headers, progress) {
    return new Promise(function (resolve, reject) {
      const request = new XMLHttpRequest();
      request.open('POST', ROOT + path);
      request.setRequestHeader('Authorization', 'Bearer ' + token());
      request.setRequestHeader('Content-Type', 'application/octet-stream');
      Object.keys(headers).forEach(function (name) { request.setRequestHeader(name, headers[name]); });
      request.upload.onprogress = function (e) { if (e.lengthComputable) progress(e.loaded / e.total); };
      request.onerror = function () { reject(unreachable()); };
      request.onload = function () {
        let body = null;
        try { body = JSON.parse(request.responseText); } catch (e) { body = null; }
        if (request.status === 201 && body) resolve(body);
        else reject(body && body.code ? new Problem(request.status, body) : unreadable(request.status));
      };
      request.send(file);
    });
  }

  // save hands a file to the browser's downloads.
  function save(blob, name) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
  }

  portal.api = {
    get: function (path, options) { return call('GET', path, options); },
    post: function (path, json, options) { return call('POST', path, Object.assign({ json: json }, options)); },
    put: function (path, json, options) { return call('PUT', path, Object.assign({ json: json }, options)); },
    remove: function (path, options) { return call('DELETE', path, options); },
    send: function (path, body, media) { return call('POST', path, { body: body, headers: { 'Content-Type': media } }); },
    of: function (id) { return '/assessments/' + encodeURIComponent(id); },
    upload: upload, save: save, once: once, token: token, keep: keep, Problem: Problem,
  };
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
