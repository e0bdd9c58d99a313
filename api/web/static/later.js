// Parts of a view that take longer than the view waits for: each is put in its place as soon as it is there.
import {reached, say, signedIn, Problem} from './page.js';
import {trouble} from './elements.js';

async function fill(place) {
  try {
    const answer = signedIn(await reached(place.dataset.later));
    const found = new DOMParser().parseFromString(await answer.text(), 'text/html');
    // A failure is a whole page: what it says stands in its middle.
    place.replaceChildren(...(answer.ok ? found.body : found.querySelector('main')).childNodes);
    dispatchEvent(new Event('resize'));  // what is wide now?
  } catch (error) {
    if (error instanceof Problem) { place.replaceChildren(trouble(error)); return; }
    const told = document.createElement('p');
    told.setAttribute('role', 'alert');
    told.textContent = say('計算できませんでした。読み込み直してください。', 'It could not be computed. Load the view again.');
    place.replaceChildren(told);
  } finally {
    place.removeAttribute('aria-busy');
  }
}

for (const place of document.querySelectorAll('[data-later]')) fill(place);
