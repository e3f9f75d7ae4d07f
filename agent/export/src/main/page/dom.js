/* Elements, words and numbers. Text is always set as text: nothing in this page parses markup out of a report. */

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(2).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

function h(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

function svg(tag, props = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), props, children);
}

const byId = id => document.getElementById(id);

const number = value => value === undefined ? '' : value.toLocaleString('en-US');

function plural(count, one, many = one + 's') {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** As in the text report: 999ms, 3.4s, 59s, 5m30s, 2h10m, 3d4h. */
function duration(millis) {
  if (millis === undefined) return '';
  const seconds = Math.floor(millis / 1000);
  const two = (large, unit, small, smallUnit) => large + unit + (small ? small + smallUnit : '');
  if (millis < 1000) return Math.max(0, Math.round(millis)) + 'ms';
  if (seconds < 10) return (Math.floor(millis / 100) / 10) + 's';
  if (seconds < 60) return seconds + 's';
  if (seconds < 600) return two(Math.floor(seconds / 60), 'm', seconds % 60, 's');
  if (seconds < 3600) return Math.floor(seconds / 60) + 'm';
  return seconds < 86400
    ? two(Math.floor(seconds / 3600), 'h', Math.floor(seconds / 60) % 60, 'm')
    : two(Math.floor(seconds / 86400), 'd', Math.floor(seconds / 3600) % 24, 'h');
}

function bytes(count) {
  if (count === undefined) return '';
  if (count === 0) return '0';
  if (count < 1000) return count + ' B';
  const power = Math.min(5, Math.floor(Math.log10(count) / 3));
  return (count / 1000 ** power).toPrecision(3) + ' ' + ['B', 'kB', 'MB', 'GB', 'TB', 'PB'][power];
}

const twoDigits = value => String(value).padStart(2, '0');

/** In the reader's zone; the date only where it is another day than that of the report. */
function clock(iso, taken) {
  const at = new Date(iso);
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits).join(':');
  const sameDay = taken && at.toDateString() === new Date(taken).toDateString();
  return sameDay ? time : `${at.getFullYear()}-${twoDigits(at.getMonth() + 1)}-${twoDigits(at.getDate())} ${time}`;
}

function timeOf(iso, taken) {
  return iso ? h('time', {datetime: iso, title: iso}, clock(iso, taken)) : '?';
}

function zone(iso) {
  const minutes = -new Date(iso).getTimezoneOffset();
  const sign = minutes < 0 ? '-' : '+';
  const part = Math.abs(minutes);
  return minutes === 0 ? 'UTC' : `UTC${sign}${twoDigits(Math.floor(part / 60))}:${twoDigits(part % 60)}`;
}

/** Class.method(File:line) of a frame: the package goes into the tooltip. */
function shortFrame(frame) {
  const call = frame.indexOf('(');
  const head = call < 0 ? frame : frame.slice(0, call);
  const method = head.lastIndexOf('.');
  const type = head.lastIndexOf('.', method - 1);
  return frame.slice(type + 1);
}

/** Class.method without its package and line. */
const site = stack => stack && stack.length ? shortFrame(stack[0]).replace(/\(.*$/, '') : '';

/** A stack behind its first frame. */
function stackBlock(label, stack, who) {
  const title = [h('span', {class: 'label'}, label), who && h('span', {class: 'who'}, who)];
  if (!stack || !stack.length) {
    return h('p', {class: 'stack none'}, title, h('span', {class: 'muted'}, 'no stack was kept'));
  }
  return h('details', {class: 'stack'},
    h('summary', {}, title, h('code', {title: stack[0]}, shortFrame(stack[0]))),
    h('ol', {}, stack.map(frame => h('li', {}, h('code', {}, frame)))));
}

function copyButton(text, label = 'Copy') {
  const button = h('button', {type: 'button', class: 'small', onclick: () => copy(text).then(
    () => said(button, 'Copied', label), () => said(button, 'Not allowed here', label))}, label);
  return button;
}

function said(button, word, label) {
  button.textContent = word;
  setTimeout(() => { button.textContent = label; }, 1500);
}

/** The clipboard's own way needs a secure context, which a page over plain HTTP is not. */
async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = h('textarea', {class: 'offscreen'});
  area.value = text;
  (document.querySelector('dialog[open]') || document.body).append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (!done) throw new Error('copy');
}

function badge(word, kind = word) {
  return h('span', {class: 'badge ' + kind}, word);
}

/** A word that comes from a report, as a class name: a hostile one has no spaces in it and no meaning here. */
const classOf = word => String(word).replace(/[^\w-]/g, '_');

/** The focus stays with the same control when what is around it is drawn anew. */
function keepingFocus(root, draw) {
  const controls = () => [...root.querySelectorAll('a, button, input, select, summary, [tabindex]')];
  const at = controls().indexOf(document.activeElement);
  draw();
  const control = at < 0 ? undefined : controls()[at];
  if (control && control !== document.activeElement) control.focus({preventScroll: true});
}

function emptyNote(text) {
  return h('p', {class: 'empty'}, text);
}

function plainTable(headings, rows) {
  return h('div', {class: 'scroll', tabindex: '0'}, h('table', {},
    h('thead', {}, h('tr', {}, headings.map(([name, kind]) => h('th', {scope: 'col', class: kind}, name)))),
    h('tbody', {}, rows.map(cells => h('tr', {}, cells.map((cell, i) => h('td', {class: headings[i][1]}, cell)))))));
}

/** A copy of a table's rows for sorting by its headings. */
function sortable(headings, items, cellsOf, valuesOf) {
  const holder = h('div');
  let by = -1;
  let up = true;
  const draw = () => {
    const sorted = by < 0 ? items : [...items].sort((a, b) => order(valuesOf(a)[by], valuesOf(b)[by], up));
    holder.replaceChildren(plainTable(headings, sorted.map(cellsOf)));
    holder.querySelectorAll('th').forEach((heading, i) => {
      const name = heading.textContent;
      heading.setAttribute('aria-sort', i !== by ? 'none' : up ? 'ascending' : 'descending');
      heading.replaceChildren(h('button', {type: 'button', class: 'heading', onclick: () => {
        up = by === i ? !up : headings[i][1] !== 'num';
        by = i;
        draw();
        holder.querySelectorAll('th button')[i].focus();
      }}, name));
    });
  };
  draw();
  return holder;
}

/** Unknown values last, whichever way. */
function order(a, b, up) {
  if (a === b) return 0;
  if (a === undefined || a === '') return 1;
  if (b === undefined || b === '') return -1;
  return (a < b ? -1 : 1) * (up ? 1 : -1);
}
