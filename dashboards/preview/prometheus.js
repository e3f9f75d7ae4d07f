// What a dashboard asks, and how its variables read: as Grafana's Prometheus data source does it.

const UNITS = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400, w: 604800 };

/** Seconds of 15s, 5m, 2h. */
export function seconds(duration) {
  const match = /^(\d+(?:\.\d+)?)(ms|[smhdw])$/.exec(duration);
  if (!match) throw new Error(`not a duration: ${duration}`);
  return match[1] * UNITS[match[2]];
}

/** The times that a page shows, and what follows from them. */
export function timeRange(from, scrape) {
  const end = Math.floor(Date.now() / 1000);
  const span = seconds(from.replace(/^(now)?-/, ''));
  const scrapeSeconds = seconds(scrape);
  const step = Math.max(scrapeSeconds, Math.ceil(span / 400));
  return {
    start: end - span,
    end,
    span,
    step,
    rateInterval: Math.max(step + scrapeSeconds, 4 * scrapeSeconds),
  };
}

export class Prometheus {
  constructor(url) {
    this.url = url.replace(/\/$/, '');
  }

  async #get(path, parameters) {
    const query = new URLSearchParams(parameters);
    const response = await fetch(`${this.url}/api/v1/${path}?${query}`);
    const answer = await response.json();
    if (answer.status !== 'success') throw new Error(answer.error);
    return answer.data;
  }

  async range(expr, range) {
    const { start, end, step } = range;
    return (await this.#get('query_range', { query: expr, start, end, step })).result;
  }

  async instant(expr, range) {
    return (await this.#get('query', { query: expr, time: range.end })).result;
  }

  /** The query of a variable: label_values(selector, label). */
  async labelValues(query, range) {
    const match = /^label_values\((.+), *(\w+)\)$/.exec(query);
    if (!match) throw new Error(`not understood: ${query}`);
    return this.#get(`label/${match[2]}/values`, { 'match[]': match[1], start: range.start, end: range.end });
  }
}

/** In the order of the dashboard, as a variable may be asked of in the next. What was not chosen is All. */
export async function variables(dashboard, prometheus, chosen, range) {
  const values = { __rate_interval: `${range.rateInterval}s`, __interval: `${range.step}s`, __range: `${range.span}s` };
  for (const variable of dashboard.templating.list) {
    if (variable.type === 'custom') values[variable.name] = variable.current.value;
    if (variable.type !== 'query') continue;
    const known = await prometheus.labelValues(substitute(variable.query, values), range);
    const choice = chosen.get(variable.name);
    if (choice && !known.includes(choice)) throw new Error(`${variable.name} is one of: ${known.join(' ')}`);
    values[variable.name] = choice ? choice.replace(/[.*+?^${}()|[\]\\]/g, '\\\\$&') : variable.allValue;
  }
  return values;
}

export function substitute(text, values) {
  return text.replace(/\$(?:{(\w+)}|(\w+))/g, (whole, braced, plain) => values[braced ?? plain] ?? whole);
}

/** What a legend calls a series. */
export function seriesName(format, metric) {
  if (format && format !== '__auto') return format.replace(/{{\s*(\w+)\s*}}/g, (whole, label) => metric[label] ?? '');
  const labels = Object.entries(metric).map(([label, value]) => `${label}=${value}`);
  return labels.join(' ') || 'value';
}
