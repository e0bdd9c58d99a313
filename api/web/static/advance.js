// The next month, kept once it was looked at: the landscape as a new version of the one that was shown, then the plan for the rest.

import {ask, say} from './page.js';
import {el, trouble} from './elements.js';

// The address says what is not as planned, and no more.
document.getElementById('ticks')?.addEventListener('submit', event => {
  for (const when of event.target.querySelectorAll('select[data-usual]')) when.disabled = when.value === when.dataset.usual;
});
addEventListener('pageshow', () => { for (const when of document.querySelectorAll('select[data-usual]')) when.disabled = false; });

const form = document.getElementById('confirm');
form?.addEventListener('submit', async event => {
  event.preventDefault();
  const {landscape, version, revision, plan, to, done} = form.dataset;
  const said = document.getElementById('kept');
  const json = {'Content-Type': 'application/json'};
  const home = `api/v1/landscapes/${landscape}`;
  form.setAttribute('aria-busy', 'true');
  said.hidden = false;
  said.replaceChildren(say('保存しています…', 'Keeping…'));
  try {
    const asked = JSON.stringify({to, done: JSON.parse(done)});
    const made = await (await ask(`${home}/plans/${plan}/advance?${new URLSearchParams({version})}`, {method: 'POST', headers: json, body: asked})).json();
    const kept = await ask(home, {method: 'PUT', headers: {...json, 'If-Match': revision}, body: JSON.stringify(made.landscape_file)});
    const {version: next} = await kept.json();
    const name = form.elements.name.value;
    await ask(`${home}/plans/${encodeURIComponent(name)}?${new URLSearchParams({version: next.hash})}`, {method: 'PUT', headers: json, body: JSON.stringify(made.plan_file)});
    const address = new URL(location.href);
    address.search = new URLSearchParams({plan: name});
    address.pathname = address.pathname.replace(/advance$/, 'today');
    location.assign(address);
  } catch (error) {
    said.replaceChildren(error.status === 412
      ? el('span', {role: 'alert'}, say('ほかの人が先に新しい版を保存しました。何も上書きしていません。画面を開き直してください。', 'Somebody else kept a new version meanwhile. Nothing was overwritten: open the view again.'))
      : trouble(error));
  } finally {
    form.removeAttribute('aria-busy');
  }
});
