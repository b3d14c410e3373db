// Colleagues: who answers which part, who approves.
(function (portal) {
  'use strict';

  const dom = portal.dom, el = dom.el, api = portal.api;

  const ROLES = { lead: 'Leads the answers', collaborator: 'Answers', signatory: 'Approves' };
  const STATES = { invited: 'invited, not yet here', active: 'has a sign-in', expired: 'the invitation has run out' };

  function sectionsOf(desk, person) {
    if (person.role !== 'collaborator') return '';
    if (!person.sections.length) return 'all sections';
    return person.sections.map(function (id) {
      const s = desk.assignment.sections.find(function (s) { return s.id === id; });
      return s ? s.title : id;
    }).join('; ');
  }

  function row(desk, person, again) {
    const told = el('div', { role: 'status' }), own = portal.identity.contact.email === person.email;
    const drop = dom.button('End their part', async function () {
      if (!window.confirm('End the part of ' + (person.name || person.email) + ' in this assessment? Their answers stay.')) return;
      try { await api.remove(api.of(desk.id) + '/collaborators/' + encodeURIComponent(person.id)); await again(); } catch (p) { dom.fill(told, dom.problem(p)); }
    }, { class: 'link', 'aria-label': 'End the part of ' + (person.name || person.email) });
    return el('li', {}, el('p', {}, el('strong', {}, person.name || person.email), el('span', { class: 'quiet' }, ' ' + person.email)),
      el('p', { class: 'quiet' }, [ROLES[person.role], sectionsOf(desk, person), STATES[person.state]].filter(Boolean).join(' · ')),
      own || person.role === 'lead' || !desk.leads() ? null : drop, told);
  }

  function invited(made) {
    const link = el('input', { type: 'text', readonly: true, value: made.link, 'aria-label': 'Link of the invitation' });
    return el('div', { class: 'panel good' }, el('p', {}, el('strong', {}, made.collaborator.name + ' is invited.'), ' Send this link yourself; it is shown only now and works once.'),
      made.link ? el('p', {}, link) : null, made.link ? dom.button('Select the link', function () { link.focus(); link.select(); }) : null);
  }

  function inviteForm(desk, again, place) {
    const name = dom.field('Name', el('input', { type: 'text', maxlength: '300', autocomplete: 'off' }));
    const email = dom.field('E-mail address', el('input', { type: 'email', maxlength: '320', autocomplete: 'off' }));
    const role = dom.field('What they do', el('select', {}, el('option', { value: 'collaborator' }, 'Answer questions'), el('option', { value: 'signatory' }, 'Approve before it is submitted')));
    const boxes = desk.assignment.sections.map(function (s) { return el('input', { type: 'checkbox', value: s.id }); });
    const sections = el('fieldset', { class: 'choices' }, el('legend', {}, 'Sections they answer'), el('p', { class: 'hint' }, 'None chosen means all.'),
      boxes.map(function (box, at) { return el('div', { class: 'option' }, el('label', {}, box, el('span', {}, desk.assignment.sections[at].title))); }));
    role.control.addEventListener('change', function () { sections.hidden = role.control.value === 'signatory'; });
    let key = api.once();
    return dom.form(async function () {
      name.wrong(name.control.value.trim() ? '' : 'Enter a name.');
      email.wrong(/^[^@\s]+@[^@\s]+$/.test(email.control.value.trim()) ? '' : 'Enter a mail address.');
      if (name.control.getAttribute('aria-invalid') || email.control.getAttribute('aria-invalid')) return;
      const sent = { name: name.control.value.trim(), email: email.control.value.trim(), role: role.control.value };
      if (sent.role === 'collaborator') sent.sections = boxes.filter(function (b) { return b.checked; }).map(function (b) { return b.value; });
      try {
        const made = await api.post(api.of(desk.id) + '/collaborators', sent, { headers: key });
        await again();
        dom.fill(place, invited(made.body));
      } catch (p) {
        if (p.status) key = api.once();
        throw p;
      }
    }, 'Invite', name, email, role, sections);
  }

  async function show(desk, panel) {
    const place = el('div', { role: 'status' });
    async function again() {
      const items = (await api.get(api.of(desk.id) + '/collaborators')).body.items;
      dom.fill(panel, el('h2', { tabindex: '-1' }, 'Colleagues'),
        el('p', { class: 'lead' }, 'Nobody has to know everything. Invite whoever can answer a section, or the person who approves.'),
        el('ul', { class: 'offers' }, items.map(function (p) { return row(desk, p, again); })), place,
        desk.leads() ? [el('h3', {}, 'Invite a colleague'), el('div', { class: 'box' }, inviteForm(desk, again, place))] : el('p', { class: 'quiet' }, 'Colleagues are invited by whoever leads the answers.'));
    }
    await again();
  }

  portal.people = { show: show };
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
