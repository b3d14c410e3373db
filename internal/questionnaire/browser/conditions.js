// The condition language of memsure's questionnaires, for pages. It gives the
// same results as the evaluator of package questionnaire: both pass one table
// of cases. Truth is 1 (true), 0 (unknown) or -1 (false), so that "all" is the
// least of its parts and "any" the greatest.
//
// compile(definition, factKinds) prepares a version. The definition is the
// canonical JSON; factKinds gives each fact's kind by name. The result has
//   visible(answers, facts)              truths by question id
//   evaluate(condition, answers, facts)  the truth of one condition
// where answers are values by question id and facts a list, both in the form of
// the canonical JSON: numbers are whole millionths.
(function (root) {
  'use strict';

  var TRUE = 1, UNKNOWN = 0, FALSE = -1;

  function truth(holds) { return holds ? TRUE : FALSE; }

  // micro turns a decimal string into millionths; JavaScript's own numbers
  // would round.
  function micro(decimal) {
    var match = /^(-?)(\d+)(?:\.(\d{0,6}))?$/.exec(decimal);
    if (!match) return null;
    var digits = match[2] + ((match[3] || '') + '000000').slice(0, 6);
    return BigInt(digits) * (match[1] ? BigInt(-1) : BigInt(1));
  }

  function number(carrier) { return BigInt(carrier.micro || 0); }

  function contains(list, item) { return (list || []).indexOf(item) >= 0; }

  function isNumeric(kind) { return kind === 'number' || kind === 'percentage' || kind === 'share'; }

  // sameFact compares what two files give for one name.
  function sameFact(a, b) {
    return a.kind === b.kind && number(a) === number(b) && !a.flag === !b.flag && (a.text || '') === (b.text || '');
  }

  // known keeps the facts that files agree on; a fact in dispute is unknown.
  function known(facts) {
    var found = new Map(), disputed = new Set();
    (facts || []).forEach(function (fact) {
      var earlier = found.get(fact.name);
      if (earlier && !sameFact(earlier, fact)) disputed.add(fact.name);
      if (!earlier) found.set(fact.name, fact);
    });
    disputed.forEach(function (name) { found.delete(name); });
    return found;
  }

  function Version(definition, factKinds) {
    var questions = this.questions = new Map();
    this.kinds = factKinds || {};
    definition.sections.forEach(function (section) {
      section.questions.forEach(function (question) { questions.set(question.id, question); });
    });
  }

  Version.prototype.visible = function (answers, facts) {
    var state = this.state(answers, facts), out = {};
    this.questions.forEach(function (question, id) { out[id] = state.shown(id); });
    return out;
  };

  Version.prototype.evaluate = function (condition, answers, facts) {
    return this.state(answers, facts).node(condition);
  };

  Version.prototype.state = function (answers, facts) { return new State(this, answers || {}, known(facts)); };

  // State is one response while conditions look at it. What is shown is worked
  // out when it is asked for: loading refused circles.
  function State(version, answers, facts) {
    this.version = version;
    this.answers = answers;
    this.facts = facts;
    this.cache = new Map();
  }

  State.prototype.shown = function (id) {
    if (!this.cache.has(id)) {
      var when = this.version.questions.get(id).when;
      this.cache.set(id, when ? this.node(when) : TRUE);
    }
    return this.cache.get(id);
  };

  State.prototype.node = function (condition) {
    var self = this;
    function each(part) { return self.node(part); }
    if (condition.all) return Math.min.apply(null, condition.all.map(each));
    if (condition.any) return Math.max.apply(null, condition.any.map(each));
    if (condition.not) return 0 - this.node(condition.not);
    return condition.fact ? this.onFact(condition) : this.onQuestion(condition);
  };

  State.prototype.onQuestion = function (condition) {
    var question = this.version.questions.get(condition.question);
    if (this.shown(condition.question) !== TRUE) return UNKNOWN;
    var value = Object.prototype.hasOwnProperty.call(this.answers, question.id) ? this.answers[question.id] : null;
    if (condition.answered !== undefined) return truth((value !== null) === condition.answered);
    if (value === null || value.kind !== question.type) return UNKNOWN;
    if (condition.differs) return this.differs(value, condition.differs);
    return truth(holds(condition, value));
  };

  State.prototype.differs = function (value, difference) {
    var fact = this.facts.get(difference.fact);
    if (!fact || !isNumeric(fact.kind)) return UNKNOWN;
    var apart = number(value) - number(fact);
    return truth((apart < 0 ? -apart : apart) > micro(difference.by_more_than));
  };

  function holds(condition, value) {
    if (condition.in) {
      return value.kind === 'multi_choice'
        ? (value.options || []).some(function (id) { return contains(condition.in, id); })
        : contains(condition.in, value.option);
    }
    if (condition.at_least !== undefined) return number(value) >= micro(condition.at_least);
    if (condition.at_most !== undefined) return number(value) <= micro(condition.at_most);
    return equals(condition.equals, value);
  }

  function equals(literal, value) {
    switch (value.kind) {
      case 'boolean': return !!value.boolean === (literal === 'true');
      case 'single_choice': return (value.option || '') === literal;
      case 'multi_choice': return contains(value.options, literal);
      case 'number': case 'percentage': return number(value) === micro(literal);
      case 'date': return (value.date || '') === literal;
      default: return (value.text || '') === literal;
    }
  }

  // onFact tests a fact of the kind that the test was written for; of any other
  // kind it is unknown.
  State.prototype.onFact = function (condition) {
    var fact = this.facts.get(condition.fact), kind = this.version.kinds[condition.fact];
    if (!fact) return UNKNOWN;
    if (condition.in) return isText(fact.kind) ? truth(contains(condition.in, fact.text || '')) : UNKNOWN;
    if (condition.equals !== undefined) return factEquals(condition.equals, fact, kind);
    if (!isNumeric(fact.kind)) return UNKNOWN;
    if (condition.at_least !== undefined) return truth(number(fact) >= micro(condition.at_least));
    return truth(number(fact) <= micro(condition.at_most));
  };

  function isText(kind) { return kind === 'text' || kind === 'date'; }

  function factEquals(literal, fact, kind) {
    if (kind === 'boolean') return fact.kind === kind ? truth(!!fact.flag === (literal === 'true')) : UNKNOWN;
    if (isNumeric(kind)) return isNumeric(fact.kind) ? truth(number(fact) === micro(literal)) : UNKNOWN;
    return isText(fact.kind) ? truth((fact.text || '') === literal) : UNKNOWN;
  }

  root.memsureConditions = {
    TRUE: TRUE, UNKNOWN: UNKNOWN, FALSE: FALSE, micro: micro,
    compile: function (definition, factKinds) { return new Version(definition, factKinds); }
  };
})(typeof globalThis === 'undefined' ? this : globalThis);
