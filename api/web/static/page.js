// What every view has: forms that say they are at work, and a way for other modules to ask the service.

const meta = name => document.querySelector(`meta[name="${name}"]`)?.content ?? '';
export const root = meta('root');

/** In the language of the view. */
export const say = (ja, en) => (document.documentElement.lang === 'en' ? en : ja);

/**
 * Asks the service: `path` is below it ('api/v1/…'). Resolves to the Response; throws a Problem with its document
 * where the answer is not a success.
 */
export async function ask(path, {method = 'GET', headers = {}, again = false, ...rest} = {}) {
  const sent = {'Accept-Language': document.documentElement.lang, ...headers};
  if (method !== 'GET') sent['X-CSRF-Token'] = meta('csrf');
  const answer = await reached(root + path, {method, headers: sent, ...rest});
  if (answer.ok) return answer;
  if (answer.status === 401) throw new Problem(401, {detail: SIGNED_OUT()});
  let problem = {};
  try { problem = await answer.json(); } catch { /* no document: the status says it */ }
  if (problem.code === 'csrf' && !again && await renewed()) return ask(path, {method, headers, again: true, ...rest});
  throw new Problem(answer.status, problem);
}

/** Whoever signed in again in another tab goes on in this one, with the new session's token. */
async function renewed() {
  const answer = await reached(`${root}api/v1/session`);
  const csrf = answer.ok ? (await answer.json()).csrf : null;
  if (csrf) document.querySelector('meta[name="csrf"]').content = csrf;
  return Boolean(csrf);
}

const SIGNED_OUT = () => say('ログインの期限が切れました。別のタブで開いてログインし、この画面でもう一度お試しください。',
  'You are no longer signed in. Sign in in another tab, and try again in this view.');

/** `fetch` that says in the reader's language when nobody answers: throws Problem 0. What was stopped on purpose stays an AbortError. */
export async function reached(address, options) {
  try {
    return await fetch(address, options);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Problem(0, {detail: say('サーバにつながりません。画面の内容はそのままです。しばらくしてからもう一度お試しください。',
      'The server cannot be reached. What you see stays as it is: try again in a while.')});
  }
}

/** For what is asked for as a view: whoever is signed out would be given the form to sign in. */
export function signedIn(answer) {
  if (answer.redirected) throw new Problem(401, {detail: SIGNED_OUT()});
  return answer;
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
