// The table of a plan, edited: marks are moved by pointer or keyboard, each change is answered at once, and can be undone.

import {ask, say} from './page.js';
import {el, trouble} from './elements.js';
import {edited} from './edited.js';
import {keeping} from './keeping.js';
import {searching} from './searching.js';

const grid = document.getElementById('plan');
const {landscape, version, plan} = grid.dataset;
const parts = new Map(JSON.parse(grid.dataset.parts));
const result = document.getElementById('result');
const exact = document.getElementById('exact');
const months = [...grid.querySelectorAll('thead [data-month]')].map(head => head.dataset.month);
const marks = [...grid.querySelectorAll('.mark')];
const planned = new Map(marks.map(mark => [mark.dataset.move, mark.dataset.month]));

/** Changed months by move; `done` and `undone` are steps: [move, from, to]. */
const changes = new Map();
const done = [];
const undone = [];

/** The months of all moves as they stand. */
export const moves = () => Object.fromEntries([...planned].map(([move, month]) => [move, changes.get(move) ?? month]));
const monthOf = mark => changes.get(mark.dataset.move) ?? planned.get(mark.dataset.move);
const rowOf = mark => mark.closest('tr');
const cellOf = (mark, month) => rowOf(mark).querySelector(`td[data-month="${month}"]`);

// --- moving a mark ---------------------------------------------------------------------------

/** Shows the mark in a month; what it comes to is asked by `step`. */
function place(mark, month) {
  const focused = document.activeElement === mark;
  cellOf(mark, month).append(mark);
  mark.dataset.month = month;
  mark.classList.toggle('changed', month !== planned.get(mark.dataset.move));
  mark.setAttribute('aria-label', mark.getAttribute('aria-label').replace(/\d{4}-\d\d$/, month));
  if (focused) mark.focus();
}

function set(move, month) {
  const mark = marks.find(one => one.dataset.move === move);
  place(mark, month);
  if (month === planned.get(move)) changes.delete(move); else changes.set(move, month);
}

function step(mark, month) {
  const before = monthOf(mark), move = mark.dataset.move;
  if (month === before) { place(mark, before); return; }
  done.push([move, before, month]);
  undone.length = 0;
  set(move, month);
  changed();
}

function back(from, to, side) {
  const last = from.pop();
  if (last === undefined) return;
  to.push(last);
  set(last[0], last[side]);
  changed();
}

const undo = document.getElementById('undo'), redo = document.getElementById('redo');
undo?.addEventListener('click', () => back(done, undone, 1));
redo?.addEventListener('click', () => back(undone, done, 2));
document.addEventListener('keydown', event => {
  if (!(event.ctrlKey || event.metaKey) || event.target.matches('input, select, textarea')) return;
  if (event.key === 'z') { event.preventDefault(); if (event.shiftKey) back(undone, done, 2); else back(done, undone, 1); }
  if (event.key === 'y') { event.preventDefault(); back(undone, done, 2); }
});

// By keyboard: one mark at a time is in the order of the tab key.
function focus(mark) {
  for (const one of marks) one.tabIndex = one === mark ? 0 : -1;
  mark.focus();
}
if (marks.length) marks[0].tabIndex = 0;

grid.addEventListener('keydown', event => {
  const mark = event.target.closest('.mark');
  if (mark === null || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = months.indexOf(mark.dataset.month);
  const keys = {
    ArrowLeft: () => at > 0 && place(mark, months[at - 1]),
    ArrowRight: () => at < months.length - 1 && place(mark, months[at + 1]),
    ArrowUp: () => next(mark, -1),
    ArrowDown: () => next(mark, 1),
    Enter: () => step(mark, mark.dataset.month),
    ' ': () => step(mark, mark.dataset.month),
    Escape: () => place(mark, monthOf(mark)),
  };
  if (!(event.key in keys)) return;
  event.preventDefault();
  keys[event.key]();
});
grid.addEventListener('focusout', event => {
  // A month that was not decided on is none; a mark that is being put elsewhere comes back at once.
  const mark = event.target.closest('.mark');
  if (mark) queueMicrotask(() => { if (document.activeElement !== mark && mark !== held) place(mark, monthOf(mark)); });
});

function next(mark, by) {
  place(mark, monthOf(mark));
  const listed = [...grid.querySelectorAll('.mark')];
  const other = listed[listed.indexOf(mark) + by];
  if (other) focus(other);
}

// By pointer: whatever cell of its own row it is let go over.
let held = null;
grid.addEventListener('pointerdown', event => {
  const mark = event.target.closest('.mark');
  if (mark === null || event.button !== 0) return;
  held = mark;
  focus(mark);
  mark.setPointerCapture(event.pointerId);
  mark.classList.add('held');
});
grid.addEventListener('pointermove', event => {
  if (held === null) return;
  const month = monthUnder(event);
  if (month !== null && month !== held.dataset.month) place(held, month);
});
function let_go(event, decided) {
  if (held === null) return;
  const mark = held;
  mark.classList.remove('held');
  held = null;
  if (decided) step(mark, mark.dataset.month); else place(mark, monthOf(mark));
}
grid.addEventListener('pointerup', event => let_go(event, true));
grid.addEventListener('pointercancel', event => let_go(event, false));

/** By the column alone: a hand that trembles need not stay in the row. */
function monthUnder(event) {
  for (const cell of rowOf(held).querySelectorAll('td[data-month]')) {
    const box = cell.getBoundingClientRect();
    if (event.clientX >= box.left && event.clientX < box.right) return cell.dataset.month;
  }
  return null;
}

// Months that were changed are nowhere else yet: whoever leaves is asked first. What is kept now is no loss.
let leaving = false;
addEventListener('beforeunload', event => { if (changes.size && !leaving) event.preventDefault(); });

// --- what it comes to ------------------------------------------------------------------------

let asked = 0;
let stopped = new AbortController();
const EXACT_SECONDS = 20;

async function changed() {
  if (undo) { undo.disabled = done.length === 0; redo.disabled = undone.length === 0; }
  loads();
  const mine = ++asked;
  stopped.abort();
  stopped = new AbortController();
  const {signal} = stopped;
  grid.setAttribute('aria-busy', 'true');
  exact.hidden = true;
  try {
    const answer = await edit(false, signal);
    if (mine !== asked) return;
    result.replaceChildren(...edited(answer, parts));
    grid.setAttribute('aria-busy', 'false');
    if (changes.size && answer.cost.after !== null) await choose(mine, signal);
  } catch (error) {
    if (mine === asked && error.name !== 'AbortError') { result.replaceChildren(trouble(error)); exact.hidden = true; }
  } finally {
    if (mine === asked) grid.setAttribute('aria-busy', 'false');
  }
}

async function edit(exact, signal) {
  const query = new URLSearchParams({version, time_limit: EXACT_SECONDS});
  const body = JSON.stringify({moves: Object.fromEntries(changes), exact});
  const answer = await ask(`api/v1/landscapes/${landscape}/plans/${plan}/edit?${query}`,
    {method: 'POST', headers: {'Content-Type': 'application/json'}, body, signal});
  return answer.json();
}

/** The exact choice, after the quick answer; nobody has to wait for it. */
async function choose(mine, signal) {
  const bar = el('progress', {max: EXACT_SECONDS, value: 0, 'aria-label': say('運び方を選び直す計算の進み', 'Progress of choosing the ways anew')});
  exact.replaceChildren(say('運び方を選び直しています… ', 'Choosing the ways anew… '), bar);
  exact.hidden = false;
  const begun = performance.now();
  const ticking = setInterval(() => { bar.value = (performance.now() - begun) / 1000; }, 250);
  try {
    const answer = await edit(true, signal);
    if (mine !== asked) return;
    result.replaceChildren(...edited(answer, parts));
    exact.replaceChildren(say('運び方を選び直した結果です。', 'Ways were chosen anew.'));
  } finally {
    clearInterval(ticking);
  }
}

/** Cutovers of each month against the limits: moves of a system in one month are one cutover, of the last one's vendor. */
function loads() {
  const counts = new Map();
  for (const row of grid.querySelectorAll('tr[data-system]')) {
    const reached = new Map();
    for (const mark of row.querySelectorAll('.mark')) {
      const before = reached.get(monthOf(mark));
      if (!before || order(mark) > order(before)) reached.set(monthOf(mark), mark);
    }
    for (const [month, mark] of reached) {
      for (const whose of ['', mark.dataset.vendor]) {
        const key = `${whose} ${month}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  }
  for (const row of grid.querySelectorAll('tr[data-load]')) {
    const limit = Number(row.dataset.limit);
    [...row.querySelectorAll('td')].forEach((cell, at) => {
      const count = counts.get(`${row.dataset.load} ${months[at]}`) ?? 0;
      cell.textContent = count ? `${count}/${limit}${count > limit ? ' !' : ''}` : '';
      cell.classList.toggle('over', count > limit);
    });
  }
}
const order = mark => marks.indexOf(mark);

if (plan) {
  changed();
  keeping({landscape, version, plan, revision: grid.dataset.revision, moves, kept: () => { leaving = true; }});
}
searching({landscape, version, plan});
