// The door: redeem an invitation, sign in, a second factor, sign out.
(function (portal) {
  'use strict';

  const dom = portal.dom, el = dom.el, api = portal.api;

  function input(type, props) { return el('input', Object.assign({ type: type, required: true }, props)); }

  function passphrase(kind) { return input('password', { autocomplete: kind, maxlength: '1000' }); }

  function code() {
    return input('text', { inputmode: 'numeric', autocomplete: 'one-time-code', pattern: '[0-9]{6}', maxlength: '6', class: 'short' });
  }

  function codeField() {
    const node = dom.field('Code of the authenticator app', code(), 'Six digits. Leave empty if you never set up an app.');
    node.hidden = true;
    return node;
  }

  // entered checks that nothing needed is empty, and goes to the first that is.
  function entered(fields) {
    let first = null;
    fields.forEach(function (pair) {
      const empty = !pair[0].control.value.trim();
      pair[0].wrong(empty ? pair[1] : '');
      if (empty && !first) first = pair[0].control;
    });
    if (first) first.focus();
    return !first;
  }

  // withCode shows the field for the code once the server asks for one.
  function askForCode(problem, field) {
    if (problem.code !== 'second_factor_required') throw problem;
    field.hidden = false;
    field.wrong('Enter the six digits that your authenticator app shows now.');
    field.control.focus();
  }

  function redeem(token) {
    const name = dom.field('Your name', input('text', { autocomplete: 'name', maxlength: '300' }), 'As it should stand beside your answers.');
    const secret = dom.field('A passphrase of your own', passphrase('new-password'), 'At least twelve characters: a few words will do. You sign in with it next time. If you have a sign-in here already, use that passphrase.');
    const digits = codeField();
    const form = dom.form(async function () {
      if (!entered([[name, 'Enter your name.'], [secret, 'Choose a passphrase.']])) return;
      if (Array.from(secret.control.value).length < 12) { secret.wrong('Use at least twelve characters.'); secret.control.focus(); return; }
      const sent = { token: token, name: name.control.value.trim(), passphrase: secret.control.value };
      if (digits.control.value.trim()) sent.code = digits.control.value.trim();
      let made;
      try { made = await api.post('/redemptions', sent, { open: true }); } catch (p) { askForCode(p, digits); return; }
      portal.place.forget();
      await enter(made.body);
    }, 'Begin', name, secret, digits);
    dom.page('You are invited to answer a questionnaire',
      el('p', { class: 'lead' }, 'Looking at this page has not used up your invitation. It is used once you choose a passphrase below; afterwards you sign in with your address and that passphrase.'),
      el('div', { class: 'box' }, form),
      el('p', {}, 'Redeemed it already? ', dom.button('Sign in instead', function () { signIn(); }, { class: 'link' })));
  }

  // signInForm asks for the code at once where it is known to be needed.
  function signInForm(done, email, withCode) {
    const who = dom.field('Your e-mail address', input('email', { autocomplete: 'username', maxlength: '320', value: email || '' }), 'The one the invitation was for.');
    const secret = dom.field('Passphrase', passphrase('current-password'));
    const digits = codeField();
    digits.hidden = !withCode;
    return dom.form(async function () {
      if (!entered([[who, 'Enter your address.'], [secret, 'Enter your passphrase.']])) return;
      const sent = { email: who.control.value.trim(), passphrase: secret.control.value };
      if (digits.control.value.trim()) sent.code = digits.control.value.trim();
      let made;
      try { made = await api.post('/sessions', sent, { open: true }); } catch (p) { askForCode(p, digits); return; }
      secret.control.value = '';
      await done(made.body);
    }, 'Sign in', who, secret, digits);
  }

  function signIn(note, withCode) {
    dom.page('Sign in', note ? el('p', { class: 'panel' }, note) : null,
      el('div', { class: 'box' }, signInForm(enter, portal.identity ? portal.identity.contact.email : '', withCode)),
      el('p', { class: 'quiet' }, 'Here for the first time? Open the link in your invitation. If you have forgotten your passphrase, ask the buyer for a new invitation.'));
  }

  async function enter(session) {
    api.keep(session.token);
    portal.identity = session;
    badge();
    await portal.start();
  }

  // badge shows who is signed in, with the way out.
  function badge() {
    const who = document.getElementById('who'), me = portal.identity;
    if (!me) { dom.fill(who); return; }
    dom.fill(who, el('span', { class: 'me' }, (me.contact.name || me.contact.email) + ', ' + me.vendor_name),
      dom.button('Your sign-in', account, { class: 'link' }), dom.button('Sign out', signOut, { class: 'link' }));
  }

  async function signOut() {
    const open = portal.desk ? portal.desk.unsaved().length : 0;
    if (open && !window.confirm(portal.words.count(open, 'answer is', 'answers are') + ' not saved yet. Sign out all the same?')) return;
    try { await api.remove('/session', { second: true }); } catch (p) { if (p.status !== 401) { dom.alarm(p.say()); } }
    api.keep('');
    portal.Typed.forget();
    portal.identity = portal.desk = null;
    badge();
    portal.place.forget();
    signIn('You are signed out.');
  }

  // A session that ended asks once, however many calls wait for it, over the
  // page as it stands.
  let waiting = null;
  portal.signInAgain = function () {
    waiting = waiting || new Promise(function (resolve, reject) {
      const dialog = el('dialog', { 'aria-labelledby': 'again-title' });
      const email = portal.identity ? portal.identity.contact.email : '';
      const before = portal.identity && portal.identity.contact.id;
      const close = function () { waiting = null; dialog.remove(); };
      dom.put(dialog, [el('h2', { id: 'again-title' }, 'Please sign in again'),
        el('p', {}, 'Your session is over. What you typed is kept on this page and is saved once you are back.'),
        signInForm(function (session) {
          api.keep(session.token);
          close();
          if (before && before !== session.contact.id) { location.reload(); return; }
          portal.identity = session;
          badge();
          resolve();
        }, email)]);
      dialog.addEventListener('cancel', function () { close(); reject(new api.Problem(401, { code: 'signed_out', detail: 'You are not signed in.', remedy: 'Try again and sign in; what you typed is kept on this page.' })); });
      document.getElementById('dialogs').append(dialog);
      dialog.showModal();
      if (email) dialog.querySelector('input[type=password]').focus();
    });
    return waiting;
  };

  // secondFactor sets up the app that gives codes.
  function secondFactor(why, done) {
    const secret = dom.field('Your passphrase', passphrase('current-password'), 'Once more, to show that it is you.');
    const box = el('div', { class: 'box' });
    dom.put(box, [dom.form(async function () {
      if (!entered([[secret, 'Enter your passphrase.']])) return;
      const made = await api.post('/second-factor', { passphrase: secret.control.value });
      confirm(box, made.body, done);
    }, 'Show the secret', secret)]);
    dom.page('Set up a second factor', el('p', { class: 'lead' }, why), box);
  }

  function confirm(box, setup, done) {
    const digits = dom.field('First code', code(), 'The six digits the app shows now.');
    dom.fill(box, el('ol', { class: 'steps' },
      el('li', {}, 'Open your authenticator app and add an account by entering a key.'),
      el('li', {}, 'Enter this key, based on time: ', el('code', { class: 'key' }, setup.secret.replace(/(.{4})(?=.)/g, '$1 '))),
      el('li', {}, 'Or paste this address, if your app takes one: ', el('code', {}, setup.uri))),
    dom.form(async function () {
      if (!entered([[digits, 'Enter the code.']])) return;
      await api.put('/second-factor', { code: digits.control.value.trim() });
      dom.news('The second factor is set up.');
      await done();
    }, 'Confirm', digits));
    digits.control.focus();
  }

  // account changes the passphrase and sets up a second factor.
  function account() {
    const old = dom.field('Passphrase in use', passphrase('current-password'));
    const next = dom.field('New passphrase', passphrase('new-password'), 'At least twelve characters.');
    const me = portal.identity, done = el('p', { class: 'good', role: 'status' });
    dom.page('Your sign-in', el('p', {}, 'You sign in as ' + me.contact.email + '.'),
      el('h2', {}, 'Second factor'),
      me.second_factor === 'active' ? el('p', {}, 'An authenticator app is set up.') :
        el('p', {}, dom.button('Set up an authenticator app', function () { secondFactor('An app on your phone gives a code that changes every half minute. You enter it when you sign in.', portal.refresh); })),
      el('h2', {}, 'Passphrase'), el('div', { class: 'box' }, dom.form(async function () {
        if (!entered([[old, 'Enter the passphrase in use.'], [next, 'Choose a new one.']])) return;
        await api.put('/passphrase', { current: old.control.value, new: next.control.value });
        old.control.value = next.control.value = '';
        done.textContent = 'Changed. Other sessions of yours have ended.';
      }, 'Change the passphrase', old, next), done),
      el('p', {}, dom.button('Back to what is asked of you', function () { portal.place.go('#'); portal.start(); }, { class: 'link' })));
  }

  portal.door = { redeem: redeem, signIn: signIn, secondFactor: secondFactor, badge: badge };
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
