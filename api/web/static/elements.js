// Elements made by script. Whatever comes from a file goes in as text.

/** An element: `el('td', {class: 'number'}, 12)`. Names of `on…` are listeners; null, undefined and false are left out. */
export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

const SVG = 'http://www.w3.org/2000/svg';
/** The same in SVG. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
  return node;
}

/** Text from a file: letters that hide or turn what stands around them are shown by their code. */
export function shown(text) {
  return String(text).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, letter =>
    '\t\n\r'.includes(letter) ? letter : `[U+${letter.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}]`);
}

/** The same set apart, so that it turns nothing around it. */
export const bdi = text => el('bdi', {}, shown(text));

/** A table with a heading; `rows` are lists of cells, numbers to the right. */
export function table(headings, rows) {
  const cell = value => el('td', typeof value === 'number' ? {class: 'number'} : {},
    value instanceof Node ? value : value === null || value === undefined ? '' : bdi(typeof value === 'number' ? value.toLocaleString('en') : value));
  return el('div', {class: 'wide', tabindex: '0', role: 'region', 'aria-label': headings.join(', ')}, el('table', {},
    el('thead', {}, el('tr', {}, headings.map(heading => el('th', {scope: 'col'}, heading)))),
    el('tbody', {}, rows.map(row => el('tr', {}, row.map(cell))))));
}

/** What went wrong, with every finding of it. */
export function trouble(error) {
  const found = error.problem?.errors ?? [];
  return el('div', {role: 'alert'}, el('p', {}, bdi(error.message)),
    found.length ? el('ul', {}, found.slice(0, 20).map(one => el('li', {}, bdi(one.detail ?? one.message?.[document.documentElement.lang] ?? '')))) : null);
}
