// The map: places are fixed by the service once; months, filters and what is chosen only change how they are drawn.

import {ask, say} from './page.js';
import {el, trouble} from './elements.js';
import {draw, legend} from './drawing.js';
import {part} from './part.js';

const holder = document.getElementById('map');
const {landscape, version, plan, group} = holder.dataset;
const words = JSON.parse(holder.dataset.words);
const word = way => words[way] ?? way;
const slider = document.getElementById('month'), at = document.getElementById('at'), said = document.getElementById('said');
const filters = {vendor: document.getElementById('vendor'), block: document.getElementById('block'), system: document.getElementById('system')};
const panel = document.getElementById('part');
const blocks = new Map([...filters.system.options].map(option => [option.value, option.dataset.block]));

/** The layout, today, and the stretches of months of the plan. */
let known = null;
let months = [];
const address = new URL(location.href);
const state = {
  month: address.searchParams.get('month') ?? '',
  system: address.searchParams.get('system') ?? '',
  link: address.searchParams.get('link') ?? '',
  vendor: address.searchParams.get('vendor') ?? '',
  block: address.searchParams.get('block') ?? '',
};

/** What is looked at stands in the address, so that it can be sent. */
function remember() {
  const now = new URL(location.href);
  for (const [name, value] of Object.entries(state)) {
    if (value) now.searchParams.set(name, value); else now.searchParams.delete(name);
  }
  history.replaceState(null, '', now);
  document.querySelector('#choose [name="month"]').value = state.month;
  for (const link of document.querySelectorAll('.views a')) {  // the other views open at the same month
    const to = new URL(link.href);
    if (state.month) to.searchParams.set('month', state.month); else to.searchParams.delete('month');
    link.href = to.href;
  }
}

const below = what => `api/v1/landscapes/${landscape}/${what}`;
const query = more => new URLSearchParams({version, ...more});

async function load() {
  try {
    const today = await (await ask(`${below('map')}?${query({group})}`)).json();
    known = {...today, today: today.stretches[0], stretches: []};
    if (plan) {
      const first = state.month ? {month: state.month} : {};
      const one = await (await ask(`${below(`plans/${plan}/map`)}?${query({group, ...first})}`)).json();
      known.stretches = one.stretches;
    }
    months = plan && known.stretches.length ? allMonths() : [];
    slider.max = months.length;
    slider.disabled = months.length === 0;
    slider.value = state.month ? Math.max(0, months.indexOf(state.month) + 1) : 0;
    holder.replaceChildren();
    show();
    if (state.system || state.link) tell();
    if (plan && state.month) rest();
  } catch (error) { holder.replaceChildren(trouble(error)); } finally { holder.removeAttribute('aria-busy'); }
}

/** The other months, once the one that was asked for is drawn. */
async function rest() {
  const all = await (await ask(`${below(`plans/${plan}/map`)}?${query({group})}`)).json();
  known.stretches = all.stretches;
  show();
}

/** From the address's range: the slider has a step for each month of the horizon, and one before them: today. */
function allMonths() {
  const count = Number(slider.max);
  const first = document.querySelector('#choose').dataset.first ?? known.stretches[0].from;
  let [year, month] = first.split('-').map(Number);
  const found = [];
  for (let n = 0; n < count; n++) {
    found.push(`${year}-${String(month).padStart(2, '0')}`);
    month += 1;
    if (month > 12) { month = 1; year += 1; }
  }
  return found;
}

function stretch() {
  if (!state.month || !plan) return known.today;
  return known.stretches.find(one => one.from <= state.month && state.month <= one.until) ?? null;
}

function show() {
  const now = stretch();
  if (now === null) { said.textContent = say('読み込んでいます…', 'Loading…'); return; }
  at.textContent = state.month || say('今の姿', 'today');
  slider.setAttribute('aria-valuetext', at.textContent);
  const printed = document.getElementById('paper-month');
  if (printed) printed.textContent = `${say('月', 'Month')}: ${at.textContent}`;
  draw(holder, known, now, {
    chosen: state.system, link: state.link, fresh: now.from === state.month ? new Set(now.cutovers) : new Set(),
    matches: system => (!state.vendor || now.systems[system]?.vendor === state.vendor) && (!state.block || blocks.get(system) === state.block),
    filtered: Boolean(state.vendor || state.block),
    choose, chooseLink, word,
  });
  const {native, mixed, suspended, unknown} = now.counts;
  const bridges = Object.values(now.bridges).reduce((sum, one) => sum + one, 0);
  said.textContent = say(
    `標準どおり・現行どおり ${native}、◆ 混在 ${mixed}、‖ 休止 ${suspended}、? 相手不明 ${unknown}、立っている過渡期連携 ${bridges}${now.cutovers.length && now.from === state.month ? `、この月の切替 ${now.cutovers.length}、テスト ${now.tests.length}` : ''}`,
    `Native ${native}, ◆ mixed ${mixed}, ‖ suspended ${suspended}, ? unknown partner ${unknown}; bridges standing ${bridges}${now.cutovers.length && now.from === state.month ? `; cutovers this month ${now.cutovers.length}, tests ${now.tests.length}` : ''}`);
}

function choose(system) {
  state.system = state.system === system ? '' : system;
  state.link = '';
  filters.system.value = state.system;
  remember();
  show();
  tell();
}

function chooseLink(link) {
  state.link = link;
  remember();
  show();
  tell();
}

let asked = 0;
async function tell() {
  const mine = ++asked;
  if (!state.system && !state.link) { panel.replaceChildren(el('p', {class: 'quiet'}, say('システムを選ぶと、ここに出ます。', 'Choose a system.'))); return; }
  const [kind, id] = state.link ? ['integration', state.link] : ['system', state.system];
  try {
    const path = plan ? `plans/${plan}/part` : 'part';
    const found = await (await ask(`${below(path)}?${query({kind, id})}`)).json();
    if (mine === asked) panel.replaceChildren(...part(found, stretch(), {choose, chooseLink, word}));
  } catch (error) { if (mine === asked) panel.replaceChildren(trouble(error)); }
}

slider.addEventListener('input', () => {
  state.month = Number(slider.value) === 0 ? '' : months[Number(slider.value) - 1];
  remember();
  show();
});
for (const [id, by] of [['earlier', -1], ['later', 1]]) {
  document.getElementById(id).addEventListener('click', () => {
    slider.value = Number(slider.value) + by;
    slider.dispatchEvent(new Event('input'));
  });
}
for (const name of ['vendor', 'block']) {
  filters[name].value = state[name];
  filters[name].addEventListener('change', () => { state[name] = filters[name].value; remember(); show(); });
}
filters.system.value = state.system;
filters.system.addEventListener('change', () => { state.system = ''; if (filters.system.value) choose(filters.system.value); else { state.link = ''; remember(); show(); tell(); } });

document.getElementById('legend').append(...legend());
remember();
load();
