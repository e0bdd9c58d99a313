// The map as SVG: bundles between groups with their counts; the links of a chosen system one by one.

import {say} from './page.js';
import {shown, svg} from './elements.js';

const KINDS = ['native', 'mixed', 'suspended', 'lost', 'unknown'];
const SIGNS = {native: '', mixed: '◆', suspended: '‖', lost: '×', unknown: '?'};
const NAMES = {
  native: ['標準どおり・現行どおり', 'native'], mixed: ['混在(過渡期連携で運ぶ)', 'mixed: carried by a bridge'], suspended: ['休止', 'suspended'],
  lost: ['失われる重要な連携', 'lost, and important'], unknown: ['相手不明', 'unknown partner'],
};
const MARGIN = 64;

/** What the signs mean. */
export function legend() {
  return KINDS.map(kind => {
    const sample = svg('svg', {viewBox: '0 0 48 12', 'aria-hidden': 'true'},
      svg('path', {class: `line ${kind}`, d: 'M2 6H46'}), svg('text', {class: 'count', x: 20, y: 10}, SIGNS[kind]));
    const text = document.createElement('span');
    text.append(sample, ` ${say(...NAMES[kind])}　`);
    return text;
  });
}

/** Draws a stretch of months into `holder`; nothing but what changed between months is another than before. */
export function draw(holder, map, stretch, view) {
  const focused = document.activeElement?.closest?.('[data-key]')?.dataset.key;
  const places = new Map(map.places.map(place => [place.id, place]));
  const states = stateOf(map, stretch);
  const picture = svg('svg', {
    viewBox: `${-MARGIN} -24 ${map.width + 2 * MARGIN} ${map.height + 48}`, width: map.width + 2 * MARGIN,
    role: 'group', 'aria-label': say('システムと連携の地図', 'Map of systems and links'),
  });
  picture.append(
    svg('g', {}, map.groups.map(frame)),
    svg('g', {}, hubs(map).map(hub)),
    svg('g', {class: 'bundles'}, view.chosen ? single(map, stretch, states, places, view) : bundles(map, stretch, states, places, view)),
    svg('g', {}, hubs(map).map(hubName)),
    svg('g', {}, boxes(map, stretch, view)));
  holder.replaceChildren(picture);
  if (focused) holder.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function frame(group) {
  return svg('g', {class: 'group'},
    svg('rect', {x: group.x, y: group.y, width: group.w, height: group.h, rx: 6}),
    svg('text', {x: group.x + 8, y: group.y + 15}, clipped(group.name || say('なし', 'none'), group.w)));
}

const hubs = map => map.places.filter(place => place.kind === 'hub');

function hub(place) {
  return svg('g', {class: 'place hub'}, svg('rect', {x: place.x, y: place.y, width: place.w, height: place.h}),
    svg('title', {}, shown(place.name ?? '')));
}

/** Above the lines that run across the box. */
function hubName(place) {
  return svg('g', {class: 'place hub'}, svg('text', {class: 'above', x: place.x + 6, y: place.y + 14}, clipped(place.name ?? '', place.w - 6)));
}

function boxes(map, stretch, view) {
  const standing = new Map(Object.entries(stretch.systems).map(([system, one]) => [one.place, system]));
  return map.places.filter(place => place.kind === 'system').map(place => {
    const box = svg('rect', {x: place.x, y: place.y, width: place.w, height: place.h});
    const system = standing.get(place.id);
    if (system === undefined) return svg('g', {class: 'place ghost', 'aria-hidden': 'true'}, box);
    const one = stretch.systems[system];
    const text = svg('text', {x: place.x + 6, y: place.y + place.h / 2 + 4}, clipped(place.name ?? '', place.w - (one.mixed ? 26 : 0)));
    const classes = ['place', view.matches(system) ? '' : 'faded', view.chosen === system ? 'chosen' : '', view.fresh.has(system) ? 'new' : ''];
    const told = `${shown(place.name)}: ${say('連携', 'links')} ${one.links}, ${say('混在', 'mixed')} ${one.mixed}${view.fresh.has(system) ? say('、この月に切替', ', cuts over this month') : ''}`;
    return svg('g', {
      class: classes.filter(Boolean).join(' '), role: 'button', tabindex: '0', 'aria-label': told, 'aria-pressed': view.chosen === system ? 'true' : 'false', 'data-key': `system ${system}`,
      onclick: () => view.choose(system), onkeydown: pressed(() => view.choose(system)),
    }, box, text, svg('title', {}, told), one.mixed ? svg('text', {class: 'count', x: place.x + place.w - 4, y: place.y + place.h / 2 + 4, 'text-anchor': 'end'}, `◆${one.mixed}`) : null,
    view.fresh.has(system) ? svg('text', {class: 'count', x: place.x - 9, y: place.y + place.h / 2 + 4}, '★') : null);
  });
}

const pressed = act => event => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); act(); } };

/** The state of every link that is there, by its position among the links. */
function stateOf(map, stretch) {
  const resting = new Set(stretch.resting), special = new Map();
  for (const one of stretch.mixed) special.set(one.link, 'mixed');
  for (const key of stretch.suspended) special.set(key, 'suspended');
  for (const key of stretch.lost) special.set(key, 'lost');
  return map.links.map((link, at) => special.get(link.key) ?? (resting.has(at) ? null : link.from === null || link.to === null ? 'unknown' : 'native'));
}

/** Between groups: one line for each state, with how many links it stands for. */
function bundles(map, stretch, states, places, view) {
  const groupOf = system => map.groups.find(group => group.entry === places.get(stretch.systems[system].place).group);
  const counted = new Map();
  map.links.forEach((link, at) => {
    const state = states[at];
    if (state === null || link.from === null || link.to === null) return;
    if (view.filtered && !view.matches(link.from) && !view.matches(link.to)) return;
    const [one, other] = [groupOf(link.from), groupOf(link.to)].sort((a, b) => map.groups.indexOf(a) - map.groups.indexOf(b));
    const key = `${one.id} ${other.id}`;
    const found = counted.get(key) ?? counted.set(key, {one, other, counts: {}}).get(key);
    found.counts[state] = (found.counts[state] ?? 0) + 1;
  });
  const avoided = hubs(map);
  return [...counted.values()].flatMap(({one, other, counts}) => {
    const kinds = KINDS.filter(kind => counts[kind]);
    if (one === other) {
      const text = kinds.map(kind => `${SIGNS[kind]}${counts[kind]}`).join(' ');
      return [svg('text', {class: 'count', x: one.x + one.w - 6, y: one.y + 15, 'text-anchor': 'end'}, text, svg('title', {}, say('この枠の中の連携', 'links within this group')))];
    }
    return kinds.map((kind, at) => curve(edge(one, other), edge(other, one), kind, `${SIGNS[kind]}${counts[kind]}`, (at - (kinds.length - 1) / 2) * 22, avoided));
  });
}

/** Where a line to another box leaves this one. */
function edge(box, other) {
  const middle = {x: box.x + box.w / 2, y: box.y + box.h / 2}, to = {x: other.x + other.w / 2, y: other.y + other.h / 2};
  if (other.x > box.x + box.w) return {x: box.x + box.w, y: middle.y, side: 1};
  if (other.x + other.w < box.x) return {x: box.x, y: middle.y, side: -1};
  return {x: to.x >= middle.x ? box.x + box.w : box.x, y: middle.y, side: to.x >= middle.x ? 1 : -1};
}

/** A line with its label as near to its middle as no box of `avoided` is in the way. */
function curve(from, to, kind, label, aside = 0, avoided = []) {
  const bend = from.side === to.side ? 24 + Math.min(24, Math.abs(to.y - from.y) / 8) + Math.abs(aside) / 2 : Math.max(40, Math.abs(to.x - from.x) / 2.5);
  const a = {x: from.x + from.side * bend, y: from.y + aside}, b = {x: to.x + to.side * bend, y: to.y + aside};
  const on = at => ({x: bezier(at, from.x, a.x, b.x, to.x), y: bezier(at, from.y, a.y, b.y, to.y)});
  const clear = ({x, y}) => avoided.every(box => x < box.x - 16 || x > box.x + box.w + 16 || y < box.y - 8 || y > box.y + box.h + 8);
  const {x, y} = LABELLED.map(on).find(clear) ?? on(0.5);
  return svg('g', {}, svg('path', {class: `line ${kind}`, d: `M${from.x} ${from.y}C${a.x} ${a.y} ${b.x} ${b.y} ${to.x} ${to.y}`}),
    label ? svg('text', {class: 'count', x, y: y + 4, 'text-anchor': 'middle'}, label) : null);
}

/** From the middle outwards. */
const LABELLED = [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78, 0.15, 0.85];
const bezier = (at, ...[p, q, r, s]) => p * (1 - at) ** 3 + 3 * q * at * (1 - at) ** 2 + 3 * r * at ** 2 * (1 - at) + s * at ** 3;

/** Every link of the chosen system; each can be chosen itself. */
function single(map, stretch, states, places, view) {
  const ways = new Map(stretch.mixed.map(one => [one.link, one.way]));
  const boxOf = system => places.get(stretch.systems[system].place);
  const beside = new Map();
  return map.links.flatMap((link, at) => {
    const state = states[at];
    if (state === null || (link.from !== view.chosen && link.to !== view.chosen) || link.from === null || link.to === null) return [];
    const other = link.from === view.chosen ? link.to : link.from;
    const number = beside.get(other) ?? 0;
    beside.set(other, number + 1);
    const [from, to] = [boxOf(link.from), boxOf(link.to)];
    const shift = (number % 2 ? -1 : 1) * Math.ceil(number / 2) * 14;
    const told = `${shown(link.key)} ${shown(link.name)}: ${say(...NAMES[state])}${ways.has(link.key) ? ` (${view.word(ways.get(link.key))})` : ''}`;
    const drawn = curve(edge(from, to), edge(to, from), state, SIGNS[state], shift);
    return [svg('g', {
      class: `link${view.link === link.key ? ' chosen' : ''}`, role: 'button', tabindex: '0', 'aria-label': told, 'data-key': `link ${link.key}`,
      onclick: () => view.chooseLink(link.key), onkeydown: pressed(() => view.chooseLink(link.key)),
    }, drawn, svg('title', {}, told))];
  });
}

/** As much of a name as a box bears. */
function clipped(name, width) {
  let used = 0, text = '';
  for (const letter of shown(name)) {
    used += letter.charCodeAt(0) < 0x2000 ? 6.2 : 11.2;
    if (used > width - 14) return `${text}…`;
    text += letter;
  }
  return text;
}
