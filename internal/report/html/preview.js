// Shows and hides the questions of the page as the portal would. Answers stay
// in the page.
(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('version').textContent);
  var version = memsureConditions.compile(data.definition, data.facts);
  var bar = document.querySelector('.trying'), count = document.getElementById('asked');
  var blocks = Array.prototype.slice.call(document.querySelectorAll('.question'));

  function number(text) {
    var micro = memsureConditions.micro(text.trim().replace(',', '.'));
    return micro === null ? null : micro;
  }

  // value reads one question's answer off its fields; null where there is none.
  function value(block) {
    var kind = block.dataset.type;
    var chosen = Array.prototype.map.call(block.querySelectorAll('input:checked'), function (input) { return input.value; });
    var field = block.querySelector('input[type=text],input[type=date],textarea');
    var text = field ? field.value.trim() : '';
    switch (kind) {
      case 'boolean': return chosen.length ? { kind: kind, boolean: chosen[0] === 'true' } : null;
      case 'single_choice': return chosen.length ? { kind: kind, option: chosen[0] } : null;
      case 'multi_choice': return chosen.length ? { kind: kind, options: chosen } : null;
      case 'number': case 'percentage':
        var micro = number(text);
        return micro === null ? null : { kind: kind, micro: micro };
      case 'date': return text ? { kind: kind, date: text } : null;
      case 'text': return text ? { kind: kind, text: text } : null;
      default: return chosen.length ? { kind: kind, rows: [] } : null;
    }
  }

  function show() {
    var answers = {}, asked = 0;
    blocks.forEach(function (block) {
      var given = value(block);
      if (given) answers[block.dataset.question] = given;
    });
    var visible = version.visible(answers, []);
    blocks.forEach(function (block) {
      var on = visible[block.dataset.question] === memsureConditions.TRUE;
      block.classList.toggle('off', !on);
      if (on) asked++;
    });
    count.textContent = asked + ' of ' + blocks.length + ' questions are asked as it stands.';
  }

  // exclusive keeps a choice that stands alone alone.
  function exclusive(event) {
    var input = event.target;
    if (input.type !== 'checkbox' || !input.checked) return;
    Array.prototype.forEach.call(input.closest('.question').querySelectorAll('input[type=checkbox]'), function (other) {
      if (other !== input && (input.dataset.alone || other.dataset.alone)) other.checked = false;
    });
  }

  document.addEventListener('input', function (event) { exclusive(event); show(); });
  document.getElementById('over').addEventListener('click', function () { document.querySelector('form').reset(); show(); });
  bar.hidden = false;
  show();
})();
