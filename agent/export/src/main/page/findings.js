/* Findings in plain words, worst first. */

const findingsView = {
  id: 'findings',
  name: 'Findings',
  severities: new Set(SEVERITIES),
  rule: '',
  words: '',
  opened: new Set(),

  badge: model => model.findings.length,

  draw(panel, model) {
    this.model = model;
    if (!this.results) this.build(panel);
    this.top.replaceChildren(tiles(model), lossesBox(model) || '');
    this.drawFilters();
    this.drawResults();
  },

  build(panel) {
    this.top = h('div');
    this.chips = h('div', {class: 'chips', role: 'group', 'aria-label': 'Severity'});
    this.rules = h('select', {'aria-label': 'Rule', onchange: event => {
      this.rule = event.target.value;
      this.drawResults();
    }});
    this.search = h('input', {type: 'search', class: 'search', placeholder: 'Search  /', 'aria-label': 'Search findings', oninput: event => {
      this.words = event.target.value.toLowerCase();
      this.drawResults();
    }});
    this.count = h('span', {class: 'count', role: 'status'});
    this.results = h('div', {class: 'findings'});
    panel.replaceChildren(this.top, h('div', {class: 'filters'}, this.chips, this.rules, this.search, this.count), this.results);
  },

  drawFilters() {
    const {findings} = this.model;
    this.chips.replaceChildren(...SEVERITIES.map(severity => {
      const count = findings.filter(finding => finding.severity === severity).length;
      return h('button', {type: 'button', class: 'chip ' + severity, 'data-severity': severity,
        'aria-pressed': String(this.severities.has(severity)), onclick: event => {
          const on = !this.severities.delete(severity);
          if (on) this.severities.add(severity);
          event.currentTarget.setAttribute('aria-pressed', String(on));
          this.drawResults();
        }}, `${count} ${severity}`);
    }));
    drawOptions(this.rules, 'All rules', findings.map(finding => finding.rule), this.rule);
  },

  drawResults() {
    const {findings} = this.model;
    const shown = findings.filter(finding => this.accepts(finding));
    this.count.textContent = shown.length === findings.length
      ? plural(findings.length, 'finding') : `${shown.length} of ${plural(findings.length, 'finding')}`;
    this.results.replaceChildren(...shown.map(finding => this.card(finding)));
    if (!findings.length) this.results.append(emptyNote(this.nothing()));
    else if (!shown.length) this.results.append(emptyNote('No finding matches these filters.'));
  },

  // No rule has fired yet, or none that is on: what waits for a close is no all-clear.
  nothing() {
    const waiting = this.model.connections.filter(connection => connection.state === 'close_wait').length;
    return waiting ? `No rule has fired; ${plural(waiting, 'connection')} in CLOSE_WAIT.` : 'Nothing to report: no rule has fired.';
  },

  accepts(finding) {
    return (this.severities.has(finding.severity) || !SEVERITIES.includes(finding.severity))
      && (!this.rule || finding.rule === this.rule)
      && (!this.words || JSON.stringify(finding).toLowerCase().includes(this.words));
  },

  card(finding) {
    const taken = this.model.report.takenTime;
    const key = finding.rule + ' ' + finding.fingerprint + ' ' + finding.endpoint;
    const card = h('article', {class: `finding ${classOf(finding.severity)}${isTakenBack(finding) ? ' retracted' : ''}`},
      h('header', {},
        badge(finding.severity, classOf(finding.severity)),
        h('h3', {}, finding.rule),
        finding.endpoint && h('span', {class: 'endpoint'}, finding.endpoint),
        h('span', {class: 'space'}),
        h('span', {class: 'muted'}, this.times(finding, taken))),
      h('p', {class: 'message'}, finding.message),
      finding.advice && h('p', {class: 'advice'}, h('span', {class: 'label'}, 'Do'), finding.advice),
      this.exemplars(finding),
      stackBlock('Opened', finding.openedStack),
      (list(finding.offendingStack).length > 0 || finding.offendingThread) && stackBlock('Offending', finding.offendingStack,
        finding.offendingThread && 'thread ' + finding.offendingThread),
      this.trace(finding),
      finding.suppression && h('p', {class: 'ack'}, h('span', {class: 'label'}, 'Accept it'), h('code', {}, finding.suppression),
        copyButton(finding.suppression)));
    card.querySelectorAll('details').forEach((details, i) => this.keepOpen(details, key + ' ' + i));
    return card;
  },

  /** What the reader has unfolded stays so when the page refreshes or filters. */
  keepOpen(details, key) {
    details.open = this.opened.has(key);
    details.addEventListener('toggle', () => {
      if (printing) return;
      if (details.open) this.opened.add(key);
      else this.opened.delete(key);
    });
  },

  times(finding, taken) {
    const parts = [h('strong', {}, '×' + number(finding.count)), ` · ${number(finding.active)} active`];
    if (finding.retracted) parts.push(` · ${number(finding.retracted)} retracted`);
    parts.push(' · ', timeOf(finding.firstTime, taken));
    if (finding.lastTime !== finding.firstTime) parts.push(' – ', timeOf(finding.lastTime, taken));
    return parts;
  },

  exemplars(finding) {
    const items = list(finding.exemplars).map(exemplar => {
      const connection = this.model.connectionOf.get(exemplar.id);
      const words = `#${exemplar.id} ${exemplar.local || '?'} → ${exemplar.remote || '?'}`;
      return h('li', {}, connection
        ? [h('a', {href: '#connection-' + exemplar.id, class: 'exemplar'}, words), h('span', {class: 'muted'}, evidenceOf(connection))]
        : [h('span', {}, words), h('span', {class: 'muted'}, 'not among the connections of this report')]);
    });
    const same = this.model.origins.get(origin(finding.openedStack, finding.endpoint)) || 0;
    if (same > items.length) {
      items.push(h('li', {}, h('button', {type: 'button', class: 'link', onclick: () => connectionsView.showOrigin(finding)},
        `all ${number(same)} open connections of this opening stack and endpoint`)));
    }
    return items.length > 0 && h('div', {class: 'evidence'}, h('span', {class: 'label'}, 'Seen on'), h('ul', {class: 'exemplars'}, items));
  },

  trace(finding) {
    if (!finding.traceId && !finding.spanId) return false;
    return h('p', {class: 'ack'}, h('span', {class: 'label'}, 'Trace'),
      finding.traceId && [h('code', {}, finding.traceId), copyButton(finding.traceId)],
      finding.spanId && [h('span', {class: 'muted'}, 'span'), h('code', {}, finding.spanId)]);
  },
};

/** The values that occur, and the one that was chosen even where it occurs no more. */
function drawOptions(select, all, values, chosen) {
  const distinct = [...new Set(values.concat(chosen || []).filter(value => value !== undefined))].sort();
  select.replaceChildren(h('option', {value: ''}, all), ...distinct.map(value => h('option', {value}, value)));
  select.value = chosen;
}
