/* The connections as a table of which only the visible rows exist: ten thousand are no more work than fifty. */

/** Drawn as text nodes: a formatter that returns a string would be parsed as markup by the table. */
const asText = format => cell => {
  const text = format(cell.getValue());
  return text === '' ? document.createTextNode('') : h('span', {title: text.length > 24 ? text : undefined}, text);
};

const asWord = cell => {
  const word = cell.getValue();
  return word === undefined ? document.createTextNode('') : h('span', {class: 'word ' + classOf(word)}, word);
};

const plain = value => value === undefined ? '' : String(value);

function column(title, field, width, format = plain, more = {}) {
  return {title, field, width, formatter: asText(format), sorter: (a, b) => a < b ? -1 : a > b ? 1 : 0, headerSortTristate: false, ...more};
}

const numeric = {hozAlign: 'right', headerHozAlign: 'right', headerSortStartingDir: 'desc',
  sorter: (a, b) => (a === undefined ? -1 : a) - (b === undefined ? -1 : b)};

const COLUMNS = [
  column('id', 'id', 70, plain, numeric),
  column('remote', 'remote', 190),
  column('state', 'state', 120, plain, {formatter: asWord}),
  column('inbound', 'inbound', 105, plain, {formatter: asWord}),
  column('outbound', 'outbound', 95, plain, {formatter: asWord}),
  column('descriptor', 'descriptor', 100, plain, {formatter: asWord}),
  column('age', 'age', 75, duration, numeric),
  column('idle', 'idle', 75, duration, numeric),
  column('since FIN', 'fin', 95, duration, numeric),
  column('finding', 'rules', 170),
  column('opened at', 'site', 280),
  column('unread', 'unread', 85, bytes, numeric),
  column('read', 'read', 85, bytes, numeric),
  column('written', 'written', 85, bytes, numeric),
  column('local', 'local', 150),
  column('role', 'role', 75),
  column('kind', 'kind', 85),
  column('fd', 'fd', 65, plain, numeric),
];

function rowOf(connection, findings) {
  const rules = findings.map(finding => finding.rule);
  const host = connection.remoteHost;
  const threads = [connection.lastUse && connection.lastUse.thread, ...list(connection.timeline).map(step => step.thread)];
  return {
    id: connection.id, connection, ruleList: rules,
    remote: (host === undefined ? '' : host + ' ') + plain(connection.remote),
    local: connection.local, state: connection.state, inbound: connection.inbound, outbound: connection.outbound,
    descriptor: connection.descriptor, role: connection.role, kind: connection.kind, fd: connection.fd,
    age: connection.ageMs, idle: connection.idleMs, fin: connection.finAgeMs, unread: connection.unreadBytes,
    read: connection.bytesRead, written: connection.bytesWritten, rules: rules.join(', '), site: site(connection.openedStack),
    haystack: ['#' + connection.id, connection.local, connection.remote, host, connection.state, connection.kind, ...rules,
      ...list(connection.openedStack), ...threads].join('\n').toLowerCase(),
  };
}

/** The order of the text report: what ended or hangs before what lives, the old before the young; the closed last. */
function suspiciousFirst(a, b) {
  return rank(a) - rank(b) || (b.age || 0) - (a.age || 0) || a.id - b.id;
}

function rank(row) {
  const ended = ['eof', 'fin-pending', 'reset', 'failed'];
  if (!isOpen(row)) return 3;
  if (ended.includes(row.inbound) || ended.includes(row.outbound) || row.state === 'close_wait' || row.descriptor !== 'open') return 0;
  return row.inbound === 'open' && row.outbound === 'open' ? 2 : 1;
}

const connectionsView = {
  id: 'connections',
  name: 'Connections',
  /** By field of a row; `halves`, `origin` and `open` are set from other views. */
  filters: {},
  words: '',

  badge: model => model.connections.length,

  draw(panel, model) {
    this.model = model;
    this.rows = model.connections.map(connection => rowOf(connection, model.findingsOf.get(connection.id) || [])).sort(suspiciousFirst);
    if (!this.selects) this.buildFilters(panel);
    this.drawFilters();
    if (this.table) this.built.then(() => this.table.replaceData(this.rows)).then(() => this.counted());
    else this.buildTable();
  },

  buildFilters(panel) {
    const select = (field, all, of = row => [row[field]]) => ({field, all, of, element: h('select', {'aria-label': all, 'data-filter': field,
      onchange: event => this.filter(field, event.target.value)})});
    this.selects = [select('state', 'All states'), select('descriptor', 'Open and closed'), select('role', 'Both roles'),
      select('kind', 'All kinds'), select('rule', 'Finding: any or none', row => row.ruleList)];
    this.search = h('input', {type: 'search', class: 'search', placeholder: 'Search  /', 'aria-label': 'Search connections',
      oninput: event => { this.words = event.target.value.toLowerCase(); this.apply(); }});
    this.extra = h('span');
    this.count = h('span', {class: 'count', role: 'status'});
    this.holder = h('div', {id: 'table'});
    this.printed = h('div', {class: 'print-only'});
    panel.replaceChildren(
      h('div', {class: 'filters'}, this.search, this.selects.map(one => one.element), this.extra, this.count), this.holder, this.printed);
  },

  drawFilters() {
    for (const {field, all, of, element} of this.selects) drawOptions(element, all, this.rows.flatMap(of), this.filters[field] || '');
    const {halves, origin, open} = this.filters;
    const words = halves ? `inbound ${halves[0]}, outbound ${halves[1]}` : origin ? 'one opening stack and endpoint' : open ? 'not closed by us' : '';
    this.extra.replaceChildren(words && h('button', {type: 'button', class: 'chip', 'aria-pressed': 'true', title: 'Remove this filter',
      onclick: () => { this.filters.halves = this.filters.origin = this.filters.open = undefined; this.drawFilters(); this.apply(); }}, words + ' ✕'));
  },

  filter(field, value) {
    this.filters[field] = value;
    this.apply();
  },

  /** From another view: these filters and no others. */
  show(filters) {
    this.filters = filters;
    this.words = '';
    if (this.search) this.search.value = '';
    location.hash = '#connections';
    if (this.selects && this.model === current.model) {
      this.drawFilters();
      this.apply();
    }
  },

  showOrigin(finding) {
    this.show({origin: origin(finding.openedStack, finding.endpoint)});
  },

  accepts(row) {
    const {state, descriptor, role, kind, rule, halves, open, origin: key} = this.filters;
    return (!state || row.state === state) && (!descriptor || row.descriptor === descriptor) && (!role || row.role === role)
      && (!kind || row.kind === kind) && (!rule || row.ruleList.includes(rule))
      && (!halves || (row.inbound === halves[0] && row.outbound === halves[1] && isOpen(row)))
      && (!open || isOpen(row))
      && (!key || (isOpen(row) && origin(row.connection.openedStack, endpointOf(row.connection)) === key))
      && (!this.words || row.haystack.includes(this.words));
  },

  apply() {
    if (this.table) this.built.then(() => { this.table.setFilter(row => this.accepts(row)); this.counted(); });
  },

  counted() {
    const shown = this.table.getDataCount('active');
    this.count.textContent = shown === this.rows.length
      ? plural(shown, 'connection') : `${number(shown)} of ${plural(this.rows.length, 'connection')}`;
  },

  buildTable() {
    this.table = new Tabulator(this.holder, {
      data: this.rows, columns: COLUMNS, index: 'id', height: 'max(360px, calc(100vh - 190px))', layout: 'fitDataFill', rowHeight: 30, renderVerticalBuffer: 300,
      placeholder: 'No connection matches these filters.', columnDefaults: {resizable: 'header', minWidth: 50},
      initialFilter: [], rowFormatter: row => this.makeUsable(row), headerSortElement: '<span class="sort" aria-hidden="true"></span>',
    });
    this.built = new Promise(done => this.table.on('tableBuilt', done)).then(() => {
      this.table.setFilter(row => this.accepts(row));
      this.counted();
      this.holder.querySelectorAll('.tabulator-col').forEach(sortByKey);
      performance.mark('tcpclose-rows');
    });
    this.table.on('rowClick', (event, row) => openConnection(row.getData().id));
  },

  makeUsable(row) {
    const element = row.getElement();
    if (element.tabIndex === 0) return;
    element.tabIndex = 0;
    element.addEventListener('keydown', event => {
      if (event.key === 'Enter') openConnection(row.getData().id);
      const next = event.key === 'ArrowDown' ? row.getNextRow() : event.key === 'ArrowUp' ? row.getPrevRow() : false;
      if (!next) return;
      event.preventDefault();
      this.table.scrollToRow(next, 'nearest', false).catch(() => {}).then(() => next.getElement().focus({preventScroll: true}));
    });
  },

  /** What the window hides a printer does not scroll to. */
  print() {
    if (!this.table) return;
    const most = 200;
    const shown = this.table.getData('active');
    const columns = ['id', 'remote', 'local', 'state', 'inbound', 'outbound', 'descriptor', 'age', 'idle', 'site'];
    const rows = shown.slice(0, most).map(row => columns.map(name => ['age', 'idle'].includes(name) ? duration(row[name]) : plain(row[name])));
    this.printed.replaceChildren(plainTable(columns.map(name => [name]), rows),
      shown.length > most ? h('p', {}, `${number(shown.length - most)} more connections are not printed; the downloads have them all.`) : '');
  },
};

/** The table sorts by a click alone. */
function sortByKey(heading) {
  heading.tabIndex = 0;
  heading.addEventListener('keydown', event => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    heading.click();
  });
}

function openConnection(id) {
  location.hash = '#connection-' + id;
}
