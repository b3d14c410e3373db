// Building the page. Text goes in as text: nothing here, and nothing in the
// parts that use it, writes markup.
(function (portal) {
  'use strict';

  let serial = 0;

  // el makes an element. props: class, text, attributes, and on for listeners;
  // children are nodes or text, and what is empty is left out.
  function el(tag, props) {
    const node = document.createElement(tag);
    Object.keys(props || {}).forEach(function (name) {
      const value = props[name];
      if (value === undefined || value === null || value === false) return;
      if (name === 'text') node.textContent = value;
      else if (name === 'on') Object.keys(value).forEach(function (event) { node.addEventListener(event, value[event]); });
      else if (name === 'value' || name === 'checked' || name === 'disabled' || name === 'hidden' || name === 'open') node[name] = value;
      else node.setAttribute(name, value === true ? '' : value);
    });
    put(node, Array.prototype.slice.call(arguments, 2));
    return node;
  }

  function put(node, children) {
    children.flat(Infinity).forEach(function (child) {
      if (child !== undefined && child !== null && child !== false && child !== '') node.append(child);
    });
    return node;
  }

  function fill(node) {
    node.textContent = '';
    return put(node, Array.prototype.slice.call(arguments, 1));
  }

  function id(prefix) { return prefix + '-' + (++serial); }

  function button(text, act, props) { return el('button', Object.assign({ type: 'button', on: { click: act } }, props), text); }

  // field is a labelled control with a hint and room for what is wrong with it.
  function field(label, control, hint) {
    const own = control.id || (control.id = id('field'));
    const wrong = el('p', { class: 'wrong', id: own + '-wrong', hidden: true });
    const help = hint ? el('p', { class: 'hint', id: own + '-hint' }, hint) : null;
    control.setAttribute('aria-describedby', (hint ? own + '-hint ' : '') + wrong.id);
    const node = el('div', { class: 'field' }, el('label', { for: own }, label), help, control, wrong);
    node.control = control;
    node.wrong = function (text) { mark(control, wrong, text); };
    return node;
  }

  // mark says at a control what is wrong with it, or takes it back.
  function mark(control, place, text) {
    place.textContent = text || '';
    place.hidden = !text;
    if (text) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
  }

  function details(summary, props) {
    return el('details', props, el('summary', {}, summary), Array.prototype.slice.call(arguments, 2));
  }

  // paragraphs keeps the breaks of a longer text.
  function paragraphs(text, props) {
    return String(text || '').split(/\n{2,}/).filter(Boolean).map(function (p) { return el('p', props, p); });
  }

  // news is said politely, alarm at once, to those who do not see the page.
  function news(text) { document.getElementById('news').textContent = text; }

  function alarm(text) { document.getElementById('alarm').textContent = text; }

  // problem shows a failure with what to do.
  function problem(p, act) {
    const text = p && p.say ? p.say() : 'Something on this page did not work. Reload it; saved answers are safe.';
    alarm(text);
    return el('div', { class: 'panel bad' }, el('p', {}, text),
      p && p.errors && p.errors.length ? el('ul', {}, p.errors.map(function (e) { return el('li', {}, e.message); })) : null,
      act, p && p.instance ? el('p', { class: 'quiet' }, 'When you ask for help, quote ' + p.instance + '.') : null);
  }

  // page replaces what is shown and puts the reader at its start.
  function page(title) {
    const main = document.getElementById('page'), heading = el('h1', { tabindex: '-1' }, title);
    fill(main, heading, Array.prototype.slice.call(arguments, 1));
    document.title = title + ' · memsure';
    heading.focus({ preventScroll: true });
    window.scrollTo(0, 0);
    return main;
  }

  // form runs act when it is sent; while it runs, it cannot be sent twice, and
  // what goes wrong is said below it.
  function form(act, label) {
    const out = el('div', {}), send = el('button', { type: 'submit', class: 'main' }, label);
    const node = el('form', { novalidate: true, on: { submit: async function (event) {
      event.preventDefault();
      if (send.disabled) return;
      send.disabled = true;
      fill(out);
      try { await act(); } catch (p) { fill(out, problem(p)); }
      send.disabled = false;
    } } }, Array.prototype.slice.call(arguments, 2), el('p', { class: 'acts' }, send), out);
    return node;
  }

  portal.dom = {
    el: el, put: put, fill: fill, id: id, button: button, field: field, mark: mark, details: details, paragraphs: paragraphs,
    news: news, alarm: alarm, problem: problem, page: page, form: form,
  };
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
