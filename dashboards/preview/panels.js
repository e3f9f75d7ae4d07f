// One function for each kind of panel. Each gets what its targets answered and fills an element.

import uPlot from './node_modules/uplot/dist/uPlot.esm.js';
import { PALETTE, format, thresholdColour } from './format.js';
import { seriesName } from './prometheus.js';

const DRAW = { timeseries, stat, bargauge, table, heatmap };
const AXIS = { stroke: '#8a919c', grid: { stroke: '#24282e' }, ticks: { stroke: '#24282e' }, font: '11px system-ui' };

/** @param answers one for each target, as Prometheus gave it */
export function draw(panel, answers, range, body) {
  const kind = DRAW[panel.type];
  if (!kind) throw new Error(`no drawing for ${panel.type}`);
  if (answers.every((answer) => answer.length === 0) && panel.type !== 'stat') body.append(element('div', 'none', 'No data'));
  else kind(panel, answers, range, body);
}

export function element(tag, className = '', text = '') {
  const created = document.createElement(tag);
  created.className = className;
  created.textContent = text;
  return created;
}

function grid(range) {
  const times = [];
  for (let time = range.start; time <= range.end; time += range.step) times.push(time);
  return times;
}

/** Every answered series on one grid of times, null where it was not there. */
function seriesOf(panel, answers, range) {
  const times = grid(range);
  const series = answers.flatMap((answer, target) =>
    answer.map(({ metric, values }) => {
      const at = new Map(values.map(([time, value]) => [time, number(value)]));
      return { name: seriesName(panel.targets[target].legendFormat, metric), metric, values: times.map((time) => at.get(time) ?? null) };
    }));
  return { times, series };
}

function number(text) {
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

function last(values) {
  return values.findLast((value) => value !== null) ?? null;
}

function timeseries(panel, answers, range, body) {
  const { times, series } = seriesOf(panel, answers, range);
  const { unit, min, max, decimals, custom, thresholds } = panel.fieldConfig.defaults;
  const stacked = custom.stacking.mode === 'normal';
  const tops = stacked ? stack(series) : series.map((one) => one.values);
  const box = element('div');
  const legend = legendOf(series, unit, decimals);
  body.append(box, legend);
  const height = body.clientHeight - legend.offsetHeight - 4;
  // The uppermost of a stack is drawn first and the others over it.
  const order = series.map((one, index) => index).reverse();
  const lines = order.map((index) => ({
    label: series[index].name,
    stroke: colour(index),
    width: 1.2,
    fill: colour(index) + Math.round(custom.fillOpacity * 2.55).toString(16).padStart(2, '0'),
    points: { show: false },
    paths: custom.drawStyle === 'bars' ? uPlot.paths.bars({ size: [0.9, 40] }) : undefined,
  }));
  const log = custom.scaleDistribution?.type === 'log';
  const scale = log ? { distr: 3 } : { range: (u, low, high) => [min ?? Math.min(low ?? 0, 0), max ?? (high > 0 ? high * 1.1 : 1)] };
  new uPlot({
    width: body.clientWidth,
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { min: range.start, max: range.end }, y: scale },
    axes: [AXIS, { ...AXIS, size: 62, values: (u, ticks) => ticks.map((tick) => (tick === null ? '' : format(tick, unit))) }],
    series: [{}, ...lines],
    hooks: { draw: custom.thresholdsStyle.mode === 'dashed' ? [(u) => thresholdLines(u, thresholds)] : [] },
  }, [times, ...order.map((index) => tops[index])], box);
}

function stack(series) {
  const sums = [];
  return series.map((one) =>
    one.values.map((value, at) => {
      if (value !== null) sums[at] = (sums[at] ?? 0) + value;
      return value === null ? null : sums[at];
    }));
}

function colour(index) {
  return PALETTE[index % PALETTE.length];
}

function legendOf(series, unit, decimals) {
  const legend = element('div', 'legend');
  series.forEach((one, index) => {
    const entry = element('span');
    const mark = element('i');
    mark.style.background = colour(index);
    entry.append(mark, `${one.name} `, element('b', '', format(last(one.values), unit, decimals)));
    legend.append(entry);
  });
  return legend;
}

function thresholdLines(u, thresholds) {
  for (const step of thresholds.steps) {
    if (step.value === null) continue;
    const y = Math.round(u.valToPos(step.value, 'y', true));
    if (y < u.bbox.top || y > u.bbox.top + u.bbox.height) continue;
    u.ctx.strokeStyle = thresholdColour(thresholds, step.value);
    u.ctx.setLineDash([6, 4]);
    u.ctx.beginPath();
    u.ctx.moveTo(u.bbox.left, y);
    u.ctx.lineTo(u.bbox.left + u.bbox.width, y);
    u.ctx.stroke();
    u.ctx.setLineDash([]);
  }
}

function stat(panel, answers, range, body) {
  const { unit, decimals, thresholds, noValue } = panel.fieldConfig.defaults;
  const values = seriesOf(panel, answers, range).series[0]?.values ?? [];
  const value = last(values);
  const box = element('div', 'stat', value === null ? noValue : format(value, unit, decimals));
  box.style.color = thresholdColour(thresholds, value ?? 0);
  if (value !== null && panel.options.graphMode === 'area') box.append(sparkline(values));
  body.append(box);
}

function sparkline(values) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const top = Math.max(...values.map((value) => value ?? 0)) || 1;
  svg.setAttribute('viewBox', `0 0 ${values.length} 100`);
  svg.setAttribute('preserveAspectRatio', 'none');
  const points = values.map((value, at) => `${at},${100 - 95 * ((value ?? 0) / top)}`);
  svg.innerHTML = `<polygon fill="currentColor" points="0,100 ${points.join(' ')} ${values.length},100"/>`;
  return svg;
}

function bargauge(panel, answers, range, body) {
  const { unit, decimals, thresholds, max } = panel.fieldConfig.defaults;
  const rows = answers.flatMap((answer, target) =>
    answer.map(({ metric, value }) => [seriesName(panel.targets[target].legendFormat, metric), Number(value[1])]));
  rows.sort((a, b) => b[1] - a[1]);
  const top = max ?? Math.max(...rows.map((row) => row[1]), 1e-9);
  const bars = element('div', 'bars');
  for (const [name, value] of rows) {
    const track = element('div');
    const bar = element('i');
    bar.style.width = `${(100 * value) / top}%`;
    bar.style.background = thresholdColour(thresholds, value);
    track.append(bar);
    bars.append(element('span', '', name), track, element('b', '', format(value, unit, decimals)));
  }
  body.append(bars);
}

function table(panel, answers, range, body) {
  const rows = mergedRows(answers);
  const organize = panel.transformations.find((transformation) => transformation.id === 'organize').options;
  const names = [...new Set(rows.flatMap(Object.keys))].filter((name) => !organize.excludeByName[name]);
  names.sort((a, b) => (organize.indexByName[a] ?? 99) - (organize.indexByName[b] ?? 99));
  const shown = (name) => organize.renameByName[name] ?? name;
  const sort = panel.options.sortBy[0];
  const key = names.find((name) => shown(name) === sort.displayName);
  rows.sort((a, b) => (sort.desc ? -1 : 1) * compare(a[key], b[key]));
  const head = element('tr');
  head.append(...names.map((name) => element('th', '', shown(name))));
  const whole = element('table');
  whole.append(head, ...rows.map((row) => tableRow(panel, row, names, shown)));
  body.append(whole);
}

function tableRow(panel, row, names, shown) {
  const line = element('tr');
  for (const name of names) {
    const value = row[name];
    const properties = propertiesOf(panel, shown(name));
    const isNumber = typeof value === 'number';
    const cell = element('td', '', isNumber ? format(value, properties.unit ?? panel.fieldConfig.defaults.unit) : value ?? '');
    if (isNumber && properties.thresholds) cell.style.color = thresholdColour(properties.thresholds, value);
    line.append(cell);
  }
  return line;
}

function propertiesOf(panel, column) {
  const override = panel.fieldConfig.overrides.find((one) => one.matcher.options === column);
  return Object.fromEntries((override?.properties ?? []).map((property) => [property.id, property.value]));
}

/** One row for each set of labels, with a column for each target. */
function mergedRows(answers) {
  const rows = new Map();
  answers.forEach((answer, target) => {
    const column = answers.length === 1 ? 'Value' : `Value #${'ABCDEFG'[target]}`;
    for (const { metric, value } of answer) {
      const key = JSON.stringify(Object.entries(metric).sort());
      if (!rows.has(key)) rows.set(key, { ...metric });
      rows.get(key)[column] = Number(value[1]);
    }
  });
  return [...rows.values()];
}

function compare(a, b) {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a ?? '').localeCompare(String(b ?? ''));
}

function heatmap(panel, answers, range, body) {
  const { times, series } = seriesOf(panel, answers, range);
  const buckets = series.filter((one) => one.metric.le).sort((a, b) => Number(a.metric.le) - Number(b.metric.le));
  // Buckets hold all below them too.
  const cells = buckets.map((one, at) => one.values.map((value, x) => Math.max(0, (value ?? 0) - (buckets[at - 1]?.values[x] ?? 0))));
  const top = Math.max(...cells.flat()) || 1;
  const canvas = element('canvas', 'heat');
  body.append(canvas);
  canvas.width = canvas.clientWidth;
  canvas.height = canvas.clientHeight;
  const context = canvas.getContext('2d');
  const left = 60;
  const width = (canvas.width - left) / times.length;
  const height = (canvas.height - 20) / buckets.length;
  context.font = '11px system-ui';
  buckets.forEach((one, at) => {
    const y = canvas.height - 20 - (at + 1) * height;
    context.fillStyle = '#8a919c';
    if (at % 3 === 0) context.fillText(one.metric.le === '+Inf' ? 'Inf' : format(Number(one.metric.le), 's'), 4, y + height);
    cells[at].forEach((value, x) => {
      if (value <= 1e-9) return;
      context.fillStyle = `rgba(255, 152, 48, ${0.15 + 0.85 * Math.sqrt(value / top)})`;
      context.fillRect(left + x * width, y, Math.max(1, width - 0.5), height - 1);
    });
  });
  heatTimes(context, times, left, width, canvas.height);
}

function heatTimes(context, times, left, width, bottom) {
  context.fillStyle = '#8a919c';
  for (let at = 0; at < times.length; at += Math.ceil(times.length / 6)) {
    context.fillText(new Date(times[at] * 1000).toTimeString().slice(0, 5), left + at * width, bottom - 5);
  }
}
