// What an edit of a plan comes to, shown: what breaks, the cost by part, bridges and tests that change.

import {say} from './page.js';
import {bdi, el, table} from './elements.js';

const text = both => both === null ? '' : say(both.ja, both.en);
const signed = amount => (amount > 0 ? '+' : amount < 0 ? '−' : '±') + Math.abs(amount).toLocaleString('en');
const months = listed => listed.length === 0 ? '—' : listed.length === 1 ? listed[0] : `${listed[0]} – ${listed.at(-1)} (${listed.length})`;

/** The elements that say it, for a live region. `parts` has the words for the parts of the cost, in order. */
export function edited(answer, parts) {
  return [sentence(answer), ...broken(answer), ...moved(answer), ...costs(answer, parts), ...bridges(answer), ...tests(answer)];
}

function sentence(answer) {
  return el('p', {class: answer.violations.new.length ? 'verdict bad' : 'verdict'}, bdi(text(answer.sentence)));
}

function broken(answer) {
  const listed = (heading, found) => found.length === 0 ? [] : [
    el('h3', {}, `${heading} (${found.length})`),
    el('ul', {class: 'violations'}, found.slice(0, 50).map(one => el('li', {}, bdi(text(one.message)), ' ',
      el('span', {class: 'quiet'}, one.place ? bdi(`${one.place.file}${one.place.line ? `:${one.place.line}` : ''}`) : '')))),
  ];
  return [...listed(say('新たに破られるルール', 'Rules newly broken'), answer.violations.new),
    ...listed(say('破られなくなるルール', 'Rules no longer broken'), answer.violations.gone)];
}

function moved(answer) {
  if (answer.moves.length === 0) return [];
  return [el('h3', {}, say(`月が変わる移行 (${answer.moves.length})`, `Moves in other months (${answer.moves.length})`)),
    table([say('移行', 'move'), say('計画', 'planned'), say('変更後', 'now')],
      answer.moves.map(one => [text(one.name), one.before, one.after]))];
}

function costs(answer, words) {
  const {before, after, difference} = answer.cost;
  if (after === null) return [];
  const parts = [...words.keys()].filter(part => part === 'total' || after[part] || before?.[part]);
  const rows = parts.map(part => [words.get(part), before?.[part] ?? null, after[part], difference ? signed(difference[part]) : '']);
  return [el('h3', {}, say('費用', 'Cost')),
    table([say('項目', 'part'), say('計画', 'planned'), say('変更後', 'now'), say('差', 'difference')], rows),
    el('p', {class: 'bound'}, bound(answer, after.total))];
}

function bound(answer, total) {
  if (answer.ways === 'chosen') {
    return answer.bound === total ? say(`この月ではこれより安くなりません(証明済み)。`, 'No choice of ways costs less in these months (proven).')
      : say(`この月での下限は ${answer.bound} です(時間切れ)。`, `No choice costs less than ${answer.bound} in these months (out of time).`);
  }
  return say(`運び方は計画のままです。選び直しても ${answer.bound} より安くはなりません。`,
    `Links go on as the plan carries them. No choice of ways costs less than ${answer.bound}.`);
}

function bridges(answer) {
  const heading = el('h3', {}, say(`過渡期連携の変化 (${answer.bridges.length}、そのまま ${answer.bridges_same})`,
    `Bridges that change (${answer.bridges.length}; ${answer.bridges_same} stay)`));
  if (answer.bridges.length === 0) return answer.cost.after === null ? [] : [heading];
  const rows = answer.bridges.slice(0, 100).map(one => [text(one.change_name), text(one.kind_name), text(one.place), text(one.vendor_name),
    months(one.months.before), months(one.months.after), signed(one.cost.after - one.cost.before)]);
  return [heading, table([say('変化', 'change'), say('種類', 'kind'), say('場所', 'place'), say('ベンダ', 'vendor'), say('計画', 'planned'),
    say('変更後', 'now'), say('費用の差', 'cost')], rows)];
}

function tests(answer) {
  const heading = el('h3', {}, say(`連携テストの変化 (${answer.tests.length})`, `Tests that change (${answer.tests.length})`));
  if (answer.tests.length === 0) return answer.cost.after === null ? [] : [heading];
  const rows = answer.tests.slice(0, 100).map(one => [text(one.change_name), `${one.integration} ${one.name}`, one.before, one.after]);
  return [heading, table([say('変化', 'change'), say('連携', 'link'), say('計画', 'planned'), say('変更後', 'now')], rows)];
}
