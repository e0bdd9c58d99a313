// The next month, kept once it was looked at: the landscape as a new version of the one that was shown, then the plan for the rest.

import {ask, say} from './page.js';
import {bdi, el, trouble} from './elements.js';
import {other} from './keeping.js';

// The address says what is not as planned, and no more.
document.getElementById('ticks')?.addEventListener('submit', event => {
  for (const when of event.target.querySelectorAll('select[data-usual]')) when.disabled = when.value === when.dataset.usual;
});
addEventListener('pageshow', () => { for (const when of document.querySelectorAll('select[data-usual]')) when.disabled = false; });

const form = document.getElementById('confirm');
const taken = new Set(JSON.parse(form?.dataset.taken ?? '[]'));

/** What was kept by now: the landscape comes first, and is kept once, whatever becomes of the plan. */
let next = null, made = null;

/** A name that no plan has. */
function free(name) {
  let found = other(name);
  while (taken.has(found)) found = other(found);
  return found;
}

function offer(name, said) {
  const offered = free(name);
  form.elements.name.value = offered;
  form.elements.name.focus();
  said.replaceChildren(el('span', {role: 'alert'}, say('計画「', 'There is a plan “'), bdi(name), say('」はすでにあります。上書きはしません。「', '” already; it was not overwritten. Press the button again to keep yours as “'),
    bdi(offered), say('」でよければ、もう一度押してください。', '”.')));
}

form?.addEventListener('submit', async event => {
  event.preventDefault();
  const {landscape, version, revision, plan, to, done} = form.dataset;
  const said = document.getElementById('kept');
  const json = {'Content-Type': 'application/json'};
  const home = `api/v1/landscapes/${landscape}`;
  const name = form.elements.name.value;
  said.hidden = false;
  if (taken.has(name)) { offer(name, said); return; }
  form.setAttribute('aria-busy', 'true');
  said.replaceChildren(say('保存しています…', 'Keeping…'));
  try {
    if (next === null) {
      const asked = JSON.stringify({to, done: JSON.parse(done)});
      made = await (await ask(`${home}/plans/${plan}/advance?${new URLSearchParams({version})}`, {method: 'POST', headers: json, body: asked})).json();
      const kept = await ask(home, {method: 'PUT', headers: {...json, 'If-Match': revision}, body: JSON.stringify(made.landscape_file)});
      next = (await kept.json()).version;
    }
    await ask(`${home}/plans/${encodeURIComponent(name)}?${new URLSearchParams({version: next.hash})}`, {method: 'PUT', headers: json, body: JSON.stringify(made.plan_file)});
    const address = new URL(location.href);
    address.search = new URLSearchParams({plan: name});
    address.pathname = address.pathname.replace(/advance$/, 'today');
    location.assign(address);
  } catch (error) {
    if (next !== null && (error.status === 412 || error.status === 428)) { taken.add(name); offer(name, said); return; }
    said.replaceChildren(error.status === 412
      ? el('span', {role: 'alert'}, say('ほかの人が先に新しい版を保存しました。何も上書きしていません。画面を開き直してください。', 'Somebody else kept a new version meanwhile. Nothing was overwritten: open the view again.'))
      : trouble(error));
  } finally {
    form.removeAttribute('aria-busy');
  }
});
