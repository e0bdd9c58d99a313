// What every view has: forms that say they are at work, and a way for other modules to ask the service.

const meta = name => document.querySelector(`meta[name="${name}"]`)?.content ?? '';
export const root = meta('root');

/** In the language of the view. */
export const say = (ja, en) => (document.documentElement.lang === 'en' ? en : ja);

/**
 * Asks the service: `path` is below it ('api/v1/…'). Resolves to the Response; throws a Problem with its document
 * where the answer is not a success.
 */
export async function ask(path, {method = 'GET', headers = {}, ...rest} = {}) {
  const sent = {'Accept-Language': document.documentElement.lang, ...headers};
  if (method !== 'GET') sent['X-CSRF-Token'] = meta('csrf');
  const answer = await fetch(root + path, {method, headers: sent, ...rest});
  if (answer.ok) return answer;
  let problem = {};
  try { problem = await answer.json(); } catch { /* no document: the status says it */ }
  throw new Problem(answer.status, problem);
}

export class Problem extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? String(status));
    this.status = status;
    this.problem = problem;
  }
}

for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener('submit', event => {
    if (form.getAttribute('aria-busy') === 'true') event.preventDefault();  // sent once
    form.setAttribute('aria-busy', 'true');
  });
}
// Whoever comes back by the browser's button finds the form as before.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[aria-busy]')) form.removeAttribute('aria-busy');
});

// Times are the service's; people read those of their own clock.
for (const time of document.querySelectorAll('time[datetime]')) {
  time.textContent = new Date(time.dateTime).toLocaleString(document.documentElement.lang, {dateStyle: 'medium', timeStyle: 'short'});
}

// What is wider than its place can be scrolled by keys, too.
const reachable = () => {
  for (const part of document.querySelectorAll('main section, main .wide')) {
    if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
  }
};
reachable();
addEventListener('resize', reachable);

// A view that was asked for on paper is printed as soon as all of it is there.
const PATIENCE = 120_000;
async function printed() {
  const begun = performance.now();
  while (document.querySelector('main [aria-busy="true"]') && performance.now() - begun < PATIENCE) {
    await new Promise(resolve => { setTimeout(resolve, 100); });
  }
  print();
}
if (new URLSearchParams(location.search).has('paper')) addEventListener('load', printed);
