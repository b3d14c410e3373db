// The end: what is missing, the approval, the attestation, the receipt.
(function (portal) {
  'use strict';

  const dom = portal.dom, el = dom.el, words = portal.words, api = portal.api;

  function missing(desk, progress) {
    if (!progress.missing.length) return el('p', { class: 'panel good' }, 'Nothing is missing: ' + progress.answered + ' of ' + progress.visible + ' questions are answered.');
    return el('div', { class: 'panel warn' }, el('p', {}, el('strong', {}, words.count(progress.missing.length, 'thing is', 'things are') + ' missing.'), ' ' + progress.answered + ' of ' + progress.visible + ' questions are answered.'),
      el('ul', {}, progress.missing.map(function (m) {
        const found = m.question_id && desk.questions.get(m.question_id);
        return el('li', {}, found ? [el('a', { href: desk.link(found.section.id, m.question_id) }, words.name(found.question)), ': '] : null, m.message);
      })));
  }

  function receipt(desk, r) {
    return el('div', { class: 'panel good' }, el('p', {}, el('strong', {}, 'Submitted on ' + words.moment(r.submitted_at) + '.'), ' Revision ' + r.revision + ', ' + words.count(r.answers, 'answer', 'answers') + ', ' + words.count(r.evidence.length, 'file', 'files') + '.'),
      el('p', {}, 'Keep the digest of what you submitted: ', el('code', {}, r.digest)),
      r.evidence.length ? dom.details('The files, each with its digest', { class: 'part' }, el('ul', {}, r.evidence.map(function (f) { return el('li', {}, f.file_name + ' ', el('code', {}, 'sha256:' + f.sha256.replace(/^sha256:/, ''))); }))) : null,
      el('p', { class: 'acts' }, download(desk)));
  }

  function download(desk) {
    const told = el('span', { role: 'status' });
    return [dom.button('Download your answers', async function () {
      try {
        const got = await api.get(api.of(desk.id) + '/answers-file');
        api.save(new Blob([JSON.stringify(got.body, null, 2)], { type: 'application/json' }), 'answers-' + desk.id + '.json');
      } catch (p) { dom.fill(told, dom.problem(p)); }
    }), told];
  }

  async function approval(desk, again) {
    if (!desk.assignment.require_approval) return null;
    const a = (await api.get(api.of(desk.id) + '/approval')).body, told = el('div', { role: 'status' });
    const approve = dom.button('I approve these answers as they stand', async function () {
      approve.disabled = true;
      try { await api.put(api.of(desk.id) + '/approval'); await again(); } catch (p) { dom.fill(told, dom.problem(p)); approve.disabled = false; }
    }, { class: 'main' });
    return [el('h3', {}, 'Approval'), a.approved ? el('p', { class: 'panel good' }, 'Approved' + (a.approved_by ? ' by ' + a.approved_by : '') + (a.approved_at ? ' on ' + words.moment(a.approved_at) : '') + '.')
      : el('p', { class: 'panel warn' }, 'The signatory has to approve the answers as they stand. A change afterwards needs a new approval.'),
    !a.approved && portal.identity.contact.role === 'signatory' ? el('p', { class: 'acts' }, approve) : null, told];
  }

  function submitForm(desk, again) {
    const attest = el('input', { type: 'checkbox' }), wrong = el('p', { class: 'wrong', hidden: true, id: dom.id('wrong') });
    attest.setAttribute('aria-describedby', wrong.id);
    let key = api.once();
    return dom.form(async function () {
      dom.mark(attest, wrong, attest.checked ? '' : 'Tick the sentence to submit.');
      if (!attest.checked) { attest.focus(); return; }
      await desk.flush();
      const open = desk.unsaved().length;
      if (open) throw new api.Problem(0, { detail: words.count(open, 'answer is', 'answers are') + ' not saved yet.', remedy: 'See the line at the top of the page.' });
      try { await api.post(api.of(desk.id) + '/submission', { attest: true }, { headers: key }); } catch (p) {
        if (p.status) key = api.once();
        throw p;
      }
      await desk.reload();
      dom.news('Your answers are submitted.');
      await again();
    }, 'Submit the answers', el('div', { class: 'option' }, el('label', {}, attest, el('span', {}, 'I am authorised to answer, and the answers are complete and correct to my knowledge.')), wrong));
  }

  function decline(desk, again) {
    const reason = dom.field('Reason', el('textarea', { rows: '3', maxlength: '4000' }), 'The buyer reads it.');
    return dom.details('Decline to answer', { class: 'part' }, el('p', {}, 'Declining ends this assessment for you. What was saved stays, and cannot be changed any more.'), dom.form(async function () {
      reason.wrong(reason.control.value.trim() ? '' : 'Say why.');
      if (!reason.control.value.trim() || !window.confirm('Decline to answer this assessment?')) return;
      await api.post(api.of(desk.id) + '/decline', { reason: reason.control.value.trim() }, { headers: api.once() });
      await desk.reload();
      await again();
    }, 'Decline', reason));
  }

  async function lastReceipt(desk) {
    try { return receipt(desk, (await api.get(api.of(desk.id) + '/receipt')).body); } catch (p) {
      if (p.status === 404 || p.status === 403) return null;
      throw p;
    }
  }

  async function show(desk, panel) {
    async function again() {
      const state = desk.assignment.assessment, last = await lastReceipt(desk);
      const head = el('h2', { tabindex: '-1' }, desk.working() ? 'Check and submit' : 'Submitted');
      if (!desk.working()) {
        dom.fill(panel, head, last || el('p', { class: 'panel' }, words.state(state.state) + '.'));
        return;
      }
      await desk.flush();
      const progress = (await api.get(api.of(desk.id) + '/progress')).body;
      dom.fill(panel, head, desk.assignment.return_message ? el('div', { class: 'panel warn' }, el('p', {}, el('strong', {}, 'What the buyer wrote:')), dom.paragraphs(desk.assignment.return_message)) : null,
        missing(desk, progress), await approval(desk, again),
        state.can_submit ? [el('h3', {}, 'Submit'), progress.ready ? el('div', { class: 'box' }, submitForm(desk, again)) : el('p', {}, 'You can submit once nothing is missing.')] : el('p', { class: 'quiet' }, 'Whoever leads the answers submits them.'),
        last ? [el('h3', {}, 'What you submitted before'), last] : el('p', { class: 'acts' }, download(desk)),
        state.can_submit ? decline(desk, again) : null);
    }
    await again();
  }

  portal.finish = { show: show };
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
