// A plan kept under a name. Who was faster is not overwritten: the conflict is told, and another name offered.

import {ask, say} from './page.js';
import {bdi, el, trouble} from './elements.js';

/** The view of a plan, in the place of this one. */
function show(name) {
  const address = new URL(location.href);
  address.searchParams.set('plan', name);
  address.searchParams.delete('job');
  location.assign(address);
}

/**
 * Keeps a plan. `revision` is the ETag of what the name stands for as it was seen here (empty: nothing). Throws Problem 412 or
 * 428 where the name stands for something else.
 */
async function put(landscape, version, name, body, revision) {
  const headers = {'Content-Type': 'application/json', ...(revision ? {'If-Match': revision} : {})};
  const query = new URLSearchParams({version});
  await ask(`api/v1/landscapes/${landscape}/plans/${encodeURIComponent(name)}?${query}`, {method: 'PUT', headers, body});
}

/** A name like it that says it is another one: p → p-2 → p-3. */
export function other(name) {
  const [, stem, number] = name.match(/^(.*?)(?:-(\d+))?$/);
  return `${stem}-${number ? Number(number) + 1 : 2}`;
}

/** Makes a form keep what `body` gives under its name; `revisionOf(name)` is what was seen under it. */
export function keepForm(form, said, {landscape, version, body, revisionOf, kept = () => {}}) {
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const name = form.elements.name.value;
    form.setAttribute('aria-busy', 'true');
    try {
      await put(landscape, version, name, await body(), revisionOf(name));
      kept();
      show(name);
    } catch (error) {
      said.hidden = false;
      if (error.status === 412 || error.status === 428) {
        const offered = other(name);
        form.elements.name.value = offered;
        form.elements.name.focus();
        said.replaceChildren(el('span', {role: 'alert'},
          say('「', '“'), bdi(name), say('」にはほかの内容がすでに保存されています。上書きはしません。', '” already holds something else; it was not overwritten. '),
          say('名前「', 'Keep yours as “'), bdi(offered), say('」で保存するか、', '”, or '),
          el('a', {href: `?plan=${encodeURIComponent(name)}`, target: '_blank', rel: 'noopener'}, say('保存されている計画を見てください', 'look at what is kept')), say('。', '.')));
      } else {
        said.replaceChildren(trouble(error));
      }
    } finally {
      form.removeAttribute('aria-busy');
    }
  });
}

/** The form beside the table: the months as they stand. */
export function keeping({landscape, version, plan, revision, moves, kept}) {
  const form = document.getElementById('save');
  if (form === null) return;
  keepForm(form, document.getElementById('kept'), {
    landscape, version, kept,
    body: () => JSON.stringify({moves: moves()}),
    revisionOf: name => (name === plan ? revision : ''),
  });
}
