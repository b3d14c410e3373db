// Which questions are asked, as the answers stand on the page. Conditions on
// what files show are left to the server: the page does not see into files.
(function (portal) {
  'use strict';

  function factsIn(condition) {
    if (!condition) return false;
    if (condition.fact || condition.differs) return true;
    return (condition.all || condition.any || []).some(factsIn) || factsIn(condition.not);
  }

  function namedIn(condition) {
    if (!condition) return [];
    const own = condition.question ? [condition.question] : [];
    return (condition.all || condition.any || []).concat(condition.not ? [condition.not] : []).reduce(function (all, c) { return all.concat(namedIn(c)); }, own);
  }

  // Showing follows one questionnaire, as the interface gives its sections.
  function Showing(sections) {
    const self = this;
    this.version = globalThis.memsureConditions.compile({ sections: sections }, {});
    this.server = new Map();
    this.byFacts = new Set();
    sections.forEach(function (s) { s.questions.forEach(function (q) { self.server.set(q.id, q.visible); }); });
    this.byFacts = this.reach(sections);
  }

  // reach finds what depends on files, directly or through another question.
  Showing.prototype.reach = function (sections) {
    const found = new Set();
    let grew = true;
    while (grew) {
      grew = false;
      sections.forEach(function (s) {
        s.questions.forEach(function (q) {
          if (found.has(q.id) || !q.when) return;
          if (factsIn(q.when) || namedIn(q.when).some(function (id) { return found.has(id); })) { found.add(q.id); grew = true; }
        });
      });
    }
    return found;
  };

  // trust takes over the server's word on what is shown.
  Showing.prototype.trust = function (sections) {
    const self = this;
    sections.forEach(function (s) { s.questions.forEach(function (q) { self.server.set(q.id, q.visible); }); });
  };

  // shown gives true or false by question id, for values by question id.
  Showing.prototype.shown = function (values) {
    const exact = {}, self = this;
    Object.keys(values).forEach(function (id) { if (values[id]) exact[id] = carried(values[id]); });
    const truth = this.version.visible(exact, []), out = {};
    Object.keys(truth).forEach(function (id) {
      out[id] = self.byFacts.has(id) ? !!self.server.get(id) : truth[id] === globalThis.memsureConditions.TRUE;
    });
    return out;
  };

  // carried writes numbers as conditions compare them, in whole millionths.
  function carried(value) {
    if (value.number === undefined) return value;
    const micro = globalThis.memsureConditions.micro(value.number);
    return { kind: value.kind, micro: micro === null ? '0' : String(micro) };
  }

  // tally counts what is asked and what is answered in a section.
  function tally(section, shown, inputs) {
    const out = { asked: 0, answered: 0, required: 0 };
    section.questions.forEach(function (q) {
      if (!shown[q.id]) return;
      out.asked++;
      if (portal.answers.given(inputs[q.id])) out.answered++;
      else if (q.required) out.required++;
    });
    return out;
  }

  portal.Showing = Showing;
  portal.tally = tally;
})(globalThis.memsurePortal = globalThis.memsurePortal || {});
