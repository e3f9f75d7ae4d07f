/* The opening stacks of the open connections, outermost frame on top; as wide as the connections under it. */

const flameView = {
  id: 'flame',
  name: 'Flame graph',
  closeWaitOnly: false,
  words: '',
  /** Frames from the root to the one that fills the width. */
  path: [],

  draw(panel, model) {
    this.model = model;
    if (!this.chart) this.build(panel);
    this.drawChart();
  },

  build(panel) {
    this.only = h('input', {type: 'checkbox', onchange: event => { this.closeWaitOnly = event.target.checked; this.drawChart(); }});
    this.search = h('input', {type: 'search', class: 'search', placeholder: 'Search frames  /', 'aria-label': 'Search frames',
      oninput: event => { this.words = event.target.value.toLowerCase(); this.drawChart(); }});
    this.reset = h('button', {type: 'button', onclick: () => { this.path = []; this.drawChart(); }}, 'Reset zoom');
    this.info = h('p', {class: 'flame-info', role: 'status'});
    this.chart = h('div', {class: 'flame'});
    panel.replaceChildren(h('div', {class: 'filters'}, h('label', {class: 'check'}, this.only, ' CLOSE_WAIT only'), this.search, this.reset,
      h('span', {class: 'legend'}, h('span', {}, h('i', {class: 'swatch share-0'}), 'none'), h('span', {}, h('i', {class: 'swatch share-10'}), 'all in CLOSE_WAIT'))),
    this.info, this.chart);
    new ResizeObserver(() => this.chart.clientWidth !== this.width && this.drawChart()).observe(this.chart);
  },

  drawChart() {
    const connections = this.closeWaitOnly ? this.model.closeWait : this.model.open;
    this.width = this.chart.clientWidth;
    this.reset.hidden = !this.path.length;
    const known = connections.filter(connection => list(connection.openedStack).length);
    if (!known.length || !this.width) {
      this.info.textContent = '';
      this.chart.replaceChildren(emptyNote(connections.length ? 'No opening stack was kept (stacks=off).'
        : this.closeWaitOnly ? 'No connection is in CLOSE_WAIT.' : 'No connection is open.'));
      return;
    }
    const root = d3.partition()(d3.hierarchy(trieOf(known), frame => [...frame.children.values()])
      .sum(frame => frame.own).sort((a, b) => b.value - a.value || (a.data.name < b.data.name ? -1 : 1)));
    const without = connections.length - known.length;
    this.summary = `${plural(known.length, 'open connection')}${this.closeWaitOnly ? ' in CLOSE_WAIT' : ''} by the code that opened them`
      + (without ? `; ${number(without)} without a stack` : '');
    this.info.textContent = this.summary;
    this.chart.replaceChildren(this.drawing(root, this.focus(root)));
  },

  /** The frame that was zoomed to, as far as it is still there. */
  focus(root) {
    let frame = root;
    for (const name of this.path) {
      const next = (frame.children || []).find(child => child.data.name === name);
      if (!next) break;
      frame = next;
    }
    return frame;
  },

  drawing(root, focus) {
    const rowHeight = 22;
    const scale = this.width / (focus.x1 - focus.x0);
    const frames = root.descendants().filter(frame => frame.x1 > focus.x0 && frame.x0 < focus.x1
      && (Math.min(frame.x1, focus.x1) - Math.max(frame.x0, focus.x0)) * scale >= 1);
    const deepest = Math.max(...frames.map(frame => frame.depth));
    const height = (deepest + 1) * rowHeight;
    return svg('svg', {width: this.width, height, viewBox: `0 0 ${this.width} ${height}`, role: 'group', 'aria-label': 'Flame graph of opening stacks'},
      frames.map(frame => this.frame(frame, root.value, Math.max(frame.x0, focus.x0), Math.min(frame.x1, focus.x1), focus.x0, scale, rowHeight)));
  },

  frame(frame, all, x0, x1, from, scale, rowHeight) {
    const {name, closeWait} = frame.data;
    const x = (x0 - from) * scale;
    const width = (x1 - x0) * scale;
    const words = `${name}: ${plural(frame.value, 'connection')} (${(100 * frame.value / all).toFixed(1)} %), ${number(closeWait)} in CLOSE_WAIT`;
    const found = this.words && name.toLowerCase().includes(this.words);
    const room = Math.floor((width - 8) / 6.7);
    const short = shortFrame(name);
    const zoom = () => {
      this.path = frame.ancestors().reverse().slice(1).map(one => one.data.name);
      this.drawChart();
      this.chart.querySelector('g[tabindex]')?.focus({preventScroll: true});
    };
    const tell = () => { this.info.textContent = words; };
    return svg('g', {class: 'frame' + (found ? ' found' : this.words ? ' other' : ''), tabindex: '0', role: 'button', 'aria-label': words,
      transform: `translate(${x} ${frame.depth * rowHeight})`, onclick: zoom, onmouseenter: tell, onfocus: tell,
      onmouseleave: () => { this.info.textContent = this.summary; },
      onkeydown: event => (event.key === 'Enter' || event.key === ' ') && (event.preventDefault(), zoom())},
    svg('title', {}, words),
    svg('rect', {width: Math.max(0.5, width - 1), height: rowHeight - 1, rx: 2, class: 'share-' + Math.round(10 * closeWait / frame.value)}),
    room > 3 && svg('text', {x: 4, y: 15}, short.length <= room ? short : short.slice(0, room - 1) + '…'));
  },
};

/** Equal beginnings (outermost frames) once, with how many stacks end and how many are in CLOSE_WAIT below. */
function trieOf(connections) {
  const frame = name => ({name, own: 0, closeWait: 0, children: new Map()});
  const root = frame('all');
  for (const connection of connections) {
    const waits = connection.state === 'close_wait' ? 1 : 0;
    let at = root;
    at.closeWait += waits;
    for (const name of [...connection.openedStack].reverse()) {
      if (!at.children.has(name)) at.children.set(name, frame(name));
      at = at.children.get(name);
      at.closeWait += waits;
    }
    at.own++;
  }
  return root;
}
