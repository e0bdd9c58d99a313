// The best plan looked for as a job: best cost and bound while it runs, stopped at any time, followed from any browser by its address.

import {ask, root, say} from './page.js';
import {el, table, trouble} from './elements.js';
import {keepForm} from './keeping.js';

const STATES = {
  waiting: ['順番を待っています', 'waiting'], running: ['計算中', 'running'], done: ['終わりました', 'done'],
  failed: ['失敗しました', 'failed'], cancelled: ['止めました', 'stopped'],
};

export function searching({landscape, version, plan}) {
  const form = document.getElementById('optimize');
  if (form === null) return;
  const stop = document.getElementById('stop'), said = document.getElementById('progress'), found = document.getElementById('found');
  const jobs = `api/v1/landscapes/${landscape}/jobs`;
  let job = new URL(location.href).searchParams.get('job');

  form.addEventListener('submit', async event => {
    event.preventDefault();
    const asked = {kind: 'optimize', version, time_limit: Number(form.elements.seconds.value)};
    if (form.elements.start?.checked) asked.start_plan = plan;
    try {
      const key = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
      const answer = await ask(jobs, {method: 'POST', headers: {'Content-Type': 'application/json', 'Idempotency-Key': key}, body: JSON.stringify(asked)});
      job = (await answer.json()).id;
      const address = new URL(location.href);
      address.searchParams.set('job', job);
      history.replaceState(null, '', address);
      follow();
    } catch (error) { tell(trouble(error)); }
  });
  stop.addEventListener('click', async () => {
    stop.disabled = true;
    try { await ask(`${jobs}/${job}/cancel`, {method: 'POST'}); } catch (error) { tell(trouble(error)); }
  });
  keepForm(found, said, {
    landscape, version,
    body: async () => (await ask(`${jobs}/${job}/result`)).text(),
    revisionOf: () => '',
  });

  function tell(...nodes) {
    said.hidden = false;
    said.replaceChildren(...nodes);
  }

  function follow() {
    stop.hidden = stop.disabled = false;
    found.hidden = true;
    tell(say('順番を待っています', 'waiting'));
    const source = new EventSource(`${root}${jobs}/${job}/events`);
    source.addEventListener('progress', event => figures(JSON.parse(event.data)));
    for (const end of ['done', 'failed', 'cancelled']) {
      source.addEventListener(end, event => { source.close(); figures(JSON.parse(event.data)); over(); });
    }
    source.addEventListener('error', () => { if (source.readyState === EventSource.CLOSED) over(); });
  }

  function figures({state, seconds, cost, bound, gap}) {
    const proof = cost === null || bound === null ? '' : gap === 0 ? say('証明済み', 'proven') : `${(100 * gap).toFixed(1)} %`;
    tell(el('p', {}, say(...(STATES[state] ?? [state, state]))),
      table([say('最善の費用', 'best cost'), say('下限', 'bound'), say('差', 'gap'), say('秒', 'seconds')], [[cost, bound, proof, Math.round(seconds)]]));
  }

  async function over() {
    stop.hidden = true;
    try {
      const known = await (await ask(`${jobs}/${job}`)).json();
      figures({state: known.state, ...known.progress});
      if (known.result !== null) found.hidden = false;
      else if (known.reason) said.append(el('p', {}, say(known.reason.message.ja, known.reason.message.en)));
    } catch (error) { tell(trouble(error)); }
  }

  if (job) follow();
}
