// Draws a Grafana dashboard of this folder from Prometheus, near enough to see what it shows: no Grafana is needed, and this
// is none. The address says which: ?dashboard=overview&prometheus=http://127.0.0.1:9090&application=...&from=now-15m

import { Prometheus, substitute, timeRange, variables } from './prometheus.js';
import { draw, element } from './panels.js';

const NAMES = ['overview', 'leak-audit', 'fleet', 'agent-health'];

const parameters = new URLSearchParams(location.search);
const wanted = parameters.get('dashboard') ?? NAMES[0];
const prometheus = new Prometheus(parameters.get('prometheus') ?? 'http://127.0.0.1:9090');

async function main() {
  if (!NAMES.includes(wanted)) throw new Error(`dashboard is one of: ${NAMES.join(' ')}`);
  const dashboard = await (await fetch(`../grafana/tcpclose-${wanted}.json`)).json();
  const from = parameters.get('from') ?? dashboard.time.from;
  const range = timeRange(from, parameters.get('scrape') ?? '15s');
  header(dashboard, from);
  const values = await variables(dashboard, prometheus, parameters, range);
  await Promise.all(dashboard.panels.map((panel) => show(panel, values, range)));
}

function header(dashboard, from) {
  document.getElementById('title').textContent = dashboard.title;
  document.getElementById('range').textContent = `${from} to now`;
  for (const name of NAMES) {
    const link = element('a', '', name);
    const other = new URLSearchParams(parameters);
    other.set('dashboard', name);
    link.href = `?${other}`;
    document.getElementById('links').append(link);
  }
}

async function show(panel, values, range) {
  const box = element('section', panel.type === 'row' ? 'row' : 'panel', panel.type === 'row' ? panel.title : '');
  const { x, y, w, h } = panel.gridPos;
  box.style.gridArea = `${y + 1} / ${x + 1} / span ${h} / span ${w}`;
  document.getElementById('grid').append(box);
  if (panel.type === 'row') return;
  const body = element('div', 'body');
  box.append(heading(panel), body);
  try {
    draw(panel, await Promise.all(panel.targets.map((target) => ask(target, values, range))), range, body);
  } catch (failure) {
    body.replaceChildren(element('div', 'error', `error: ${failure.message}`));
  }
}

function heading(panel) {
  const heading = element('h2', '', panel.title);
  heading.title = panel.description;
  const runbook = element('a', '', panel.links[0].title);
  runbook.href = panel.links[0].url;
  heading.append(runbook);
  return heading;
}

function ask(target, values, range) {
  const expr = substitute(target.expr, values);
  return target.instant ? prometheus.instant(expr, range) : prometheus.range(expr, range);
}

try {
  await main();
} catch (failure) {
  document.getElementById('grid').append(element('section', 'panel error', `error: ${failure.message}`));
}
// For whoever takes a picture.
document.body.dataset.ready = 'true';
