// A system or a link beside the map: moves, links, bridges, tests, each with its reason and the way to the file's line.

import {say} from './page.js';
import {bdi, el} from './elements.js';

const text = both => (both === null ? '' : say(both.ja, both.en));
const line = place => (place === null ? null : el('span', {class: 'quiet'}, ' ', bdi(place.line ? `${place.file}:${place.line}` : place.file)));

/** The elements that say it. `stretch` tells how links go in the month that is shown. */
export function part(found, stretch, {choose, chooseLink, word}) {
  const ways = new Map((stretch?.mixed ?? []).map(one => [one.link, word(one.way)]));
  const stopped = new Set([...(stretch?.suspended ?? []), ...(stretch?.lost ?? [])]);
  const heading = el('h2', {}, bdi(found.name || found.id));
  const facts = [el('p', {}, el('code', {}, bdi(found.id)), line(found.place))];
  if (found.kind === 'system') {
    facts.push(el('ul', {}, found.forms.map((form, at) => el('li', {},
      at === 0 ? say('現行: ', 'today: ') : el('strong', {}, `${found.moves[at - 1].month ?? '—'} ${found.moves[at - 1].move}: `),
      bdi(`${form.environment} · ${form.vendor} · ${form.generation}`), at === 0 ? null : line(found.moves[at - 1].place)))));
  }
  return [heading, ...facts, ...links(found, ways, stopped, choose, chooseLink), ...bridges(found), ...tests(found)];
}

function links(found, ways, stopped, choose, chooseLink) {
  const other = link => (found.kind === 'system' && link.source === found.id ? ['→', link.target, link.target_name] : ['←', link.source, link.source_name]);
  const row = link => {
    const [arrow, system, name] = other(link);
    const ends = found.kind === 'system' ? [`${arrow} `, partner(system, name)] : [partner(link.source, link.source_name), ' → ', partner(link.target, link.target_name)];
    const way = ways.get(link.key);
    return el('li', {}, el('button', {class: 'plain', onclick: () => chooseLink(link.key)}, bdi(link.name || link.key)), ' ', ends,
      way ? el('strong', {}, ` ◆ ${way}`) : stopped.has(link.key) ? el('strong', {}, ' ‖') : null, line(link.place));
  };
  const partner = (system, name) => (system === null || system === found.id ? bdi(text(name)) : el('button', {class: 'plain', onclick: () => choose(system)}, bdi(text(name))));
  return [el('h3', {}, say(`連携 (${found.links.length})`, `Links (${found.links.length})`)), el('ul', {}, found.links.slice(0, 200).map(row))];
}

function bridges(found) {
  if (found.bridges.length === 0) return [];
  return [el('h3', {}, say(`過渡期連携 (${found.bridges.length})`, `Bridges (${found.bridges.length})`)),
    el('ul', {}, found.bridges.slice(0, 100).map(one => el('li', {},
      el('strong', {}, text(one.kind_name)), ' ', bdi(text(one.place)), one.vendor_name ? [' · ', bdi(text(one.vendor_name))] : null,
      ` ${one.from} – ${one.until}, ${one.cost.toLocaleString('en')}`, el('br'), bdi(text(one.reason)))))];
}

function tests(found) {
  if (found.tests.length === 0) return [];
  return [el('h3', {}, say(`連携テスト (${found.tests.length})`, `Tests (${found.tests.length})`)),
    el('ul', {}, found.tests.slice(0, 100).map(one => el('li', {}, el('strong', {}, one.month), ' ', el('code', {}, bdi(one.integration)), el('br'), bdi(text(one.reason)))))];
}
