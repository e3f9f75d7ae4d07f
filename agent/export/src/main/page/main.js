/* Tabs, keys, theme, print; and the report taken in. */

const VIEWS = [findingsView, connectionsView, statesView, flameView, endpointsView, agentView];
const current = {model: undefined, view: findingsView};
let printing = false;

const panelOf = view => byId('panel-' + view.id);
const tabOf = view => byId('tab-' + view.id);

function buildTabs() {
  for (const view of VIEWS) {
    byId('tabs').append(h('button', {type: 'button', role: 'tab', id: 'tab-' + view.id, 'aria-controls': 'panel-' + view.id,
      onclick: () => { location.hash = '#' + view.id; }}, view.name, h('span', {class: 'number'})));
    byId('main').append(h('section', {role: 'tabpanel', id: 'panel-' + view.id, 'aria-labelledby': 'tab-' + view.id, 'data-name': view.name, hidden: true}));
  }
  byId('tabs').addEventListener('keydown', event => {
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (!step) return;
    const next = VIEWS[(VIEWS.indexOf(current.view) + step + VIEWS.length) % VIEWS.length];
    location.hash = '#' + next.id;
    tabOf(next).focus();
  });
}

/** A report, at start or again: each view is drawn when it is looked at. */
function take(report) {
  current.model = modelOf(report);
  VIEWS.forEach(view => {
    view.drawn = false;
    if (view.badge) tabOf(view).querySelector('.number').textContent = number(view.badge(current.model));
  });
  byId('loading').hidden = true;
  drawHeader(current.model);
  route();
}

function draw(view) {
  if (view.drawn || !current.model) return;
  view.drawn = true;
  keepingFocus(panelOf(view), () => view.draw(panelOf(view), current.model));
}

/** #states shows a view, #connection-7 a connection over the view that was there. */
function route() {
  const hash = location.hash.slice(1);
  const connection = /^connection-(\d+)$/.exec(hash);
  show(VIEWS.find(view => view.id === hash) || current.view);
  if (connection && current.model) detail.show(Number(connection[1]));
  else detail.hide();
}

function show(view) {
  current.view = view;
  for (const one of VIEWS) {
    const on = one === view;
    panelOf(one).hidden = !on;
    tabOf(one).setAttribute('aria-selected', String(on));
    tabOf(one).tabIndex = on ? 0 : -1;
  }
  draw(view);
}

function readyKeys() {
  document.addEventListener('keydown', event => {
    const typing = event.target.closest && event.target.closest('input, select, textarea');
    if (event.key === '/' && !typing && !byId('detail').open && current.view.search) {
      event.preventDefault();
      current.view.search.focus();
    }
    if (event.key === 'Escape') byId('download').open = false;
  });
  const dialog = byId('detail');
  dialog.addEventListener('cancel', event => { event.preventDefault(); leaveDetail(); });
  dialog.addEventListener('click', event => event.target === dialog && leaveDetail());
}

function readyTheme() {
  const button = byId('theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (document.documentElement.dataset.theme || (system.matches ? 'dark' : 'light')) === 'dark';
  const word = () => { button.textContent = isDark() ? 'Light' : 'Dark'; button.title = `To the ${button.textContent.toLowerCase()} theme`; };
  const kept = stored(() => localStorage.getItem('tcpclose-theme'));
  if (kept === 'light' || kept === 'dark') document.documentElement.dataset.theme = kept;
  word();
  system.addEventListener('change', word);
  button.addEventListener('click', () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    stored(() => localStorage.setItem('tcpclose-theme', document.documentElement.dataset.theme));
    word();
  });
}

/** On paper every view is there, one after the other, and the stacks are unfolded. */
function readyPrint() {
  let folded = [];
  addEventListener('beforeprint', () => {
    printing = true;
    VIEWS.forEach(view => { panelOf(view).hidden = false; draw(view); });
    connectionsView.print();
    folded = [...document.querySelectorAll('main details:not([open])')];
    folded.forEach(details => { details.open = true; });
  });
  addEventListener('afterprint', () => {
    folded.forEach(details => { details.open = false; });
    show(current.view);
    setTimeout(() => { printing = false; });
  });
}

function start() {
  buildTabs();
  readyTheme();
  readyKeys();
  readyDownloads();
  readyPrint();
  addEventListener('hashchange', route);
  show(VIEWS.find(view => view.id === location.hash.slice(1)) || findingsView);
  const data = byId('report').textContent;
  byId('report').remove();
  if (!data.trim()) return live.start();
  try {
    take(JSON.parse(data));
  } catch (problem) {
    byId('loading').textContent = 'The report in this file cannot be read: ' + problem.message;
    byId('loading').hidden = false;
    throw problem;
  }
}

start();

/** Storage may be forbidden; then nothing is remembered. */
function stored(use) {
  try {
    return use();
  } catch (problem) {
    return null;
  }
}
