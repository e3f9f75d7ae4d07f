/* Where the open connections stand in closing: RFC 9293, figure 5, and the two halves that the agent keeps apart. */

const NODES = {
  syn_sent: [330, 20, 'connect begun'],
  established: [330, 100, 'handshake done, no FIN yet'],
  fin_wait_1: [90, 190, 'own FIN sent'],
  fin_wait_2: [90, 280, 'the peer may still send'],
  closing: [330, 280, 'both FINs crossed'],
  time_wait: [90, 370, 'the kernel waits it out'],
  close_wait: [570, 190, 'peer is done: we must close'],
  last_ack: [570, 280, 'own FIN sent after the peer’s'],
  closed: [570, 370, 'ended, descriptor still there'],
};
const BOX = {width: 190, height: 50};

/** From, to, label and where the label stands. */
const EDGES = [
  ['syn_sent', 'established', 'SYN+ACK'],
  ['established', 'fin_wait_1', 'own FIN', 'left'],
  ['established', 'close_wait', 'peer’s FIN', 'right'],
  ['fin_wait_1', 'fin_wait_2', 'ACK'],
  ['fin_wait_1', 'closing', 'peer’s FIN', 'over'],
  ['fin_wait_2', 'time_wait', 'peer’s FIN'],
  ['closing', 'time_wait', 'ACK', 'over'],
  ['close_wait', 'last_ack', 'own FIN'],
  ['last_ack', 'closed', 'ACK'],
];

const INBOUND = ['new', 'connecting', 'open', 'fin-pending', 'eof', 'shut', 'reset', 'failed', 'unknown'];
const OUTBOUND = ['new', 'connecting', 'open', 'shut', 'reset', 'failed', 'unknown'];

const statesView = {
  id: 'states',
  name: 'States',

  draw(panel, model) {
    const unknown = model.open.filter(connection => connection.state === undefined).length;
    panel.replaceChildren(
      h('h2', {}, 'TCP states of the ', plural(model.open.length, 'open connection')),
      h('p', {class: 'muted'}, 'A click shows those connections. Left: we close first. Right: the peer closes first. '
        + 'Without kernel evidence an own FIN counts as fin_wait_2.' + (unknown ? ` The state of ${number(unknown)} is not known.` : '')),
      h('div', {class: 'scroll', tabindex: '0'}, stateDiagram(model)),
      h('h2', {}, 'The two halves'),
      h('p', {class: 'muted'}, 'Inbound: what the peer sends us. Outbound: what we send it. Each half closes by itself.'),
      halvesTable(model));
  },
};

function countBy(connections, key) {
  const counts = new Map();
  for (const connection of connections) counts.set(key(connection), (counts.get(key(connection)) || 0) + 1);
  return counts;
}

function stateDiagram(model) {
  const counts = countBy(model.open, connection => connection.state);
  const arrow = svg('marker', {id: 'arrow', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, orient: 'auto'},
    svg('path', {d: 'M0 0L8 4L0 8z', class: 'arrow'}));
  return svg('svg', {class: 'states', viewBox: '0 0 850 430', role: 'group', 'aria-label': 'TCP states with the number of open connections in each'},
    svg('defs', {}, arrow), EDGES.map(edge), Object.entries(NODES).map(([state, place]) => node(state, place, counts.get(state) || 0)));
}

/** Leaves a box at the side that faces the other one. */
function edge([from, to, words, side]) {
  const [fx, fy] = NODES[from];
  const [tx, ty] = NODES[to];
  const middle = BOX.width / 2;
  const down = fx === tx;
  const level = fy === ty;
  const x1 = down ? fx + middle : side === 'over' ? (fx < tx ? fx + BOX.width : fx + middle) : fx < tx ? fx + BOX.width : fx;
  const y1 = down ? fy + BOX.height : side === 'over' ? (fx < tx ? fy + BOX.height - 12 : fy + BOX.height) : fy + BOX.height / 2;
  const x2 = down ? tx + middle : side === 'over' ? (fx < tx ? tx + 30 : tx + BOX.width) : tx + middle;
  const y2 = down || side !== 'over' ? ty : fx < tx ? ty : ty + BOX.height / 2;
  const path = down || side === 'over' ? `M${x1} ${y1}L${x2} ${y2}` : `M${x1} ${y1}H${x2}V${y2}`;
  const at = down ? [x1 + 8, (y1 + y2) / 2 + 4, 'start']
    : side === 'over' ? [(x1 + x2) / 2 + 14, (y1 + y2) / 2 + (fx < tx ? -6 : 12), 'start']
      : side === 'left' ? [x2 + 10, y1 - 8, 'start'] : [x2 - 10, y1 - 8, 'end'];
  return [svg('path', {d: path, class: 'edge', 'marker-end': level ? undefined : 'url(#arrow)'}),
    svg('text', {x: at[0], y: at[1], class: 'edge-label', 'text-anchor': at[2]}, words)];
}

function node(state, [x, y, meaning], count) {
  const open = () => count && connectionsView.show({state, open: true});
  return svg('g', {class: `node ${state} ${count ? 'some' : 'none'}`, 'data-state': state, tabindex: count ? '0' : undefined,
    role: count ? 'button' : undefined, 'aria-label': `${state}: ${plural(count, 'connection')}, ${meaning}`, onclick: open,
    onkeydown: event => (event.key === 'Enter' || event.key === ' ') && (event.preventDefault(), open())},
  svg('title', {}, meaning),
  svg('rect', {x, y, width: BOX.width, height: BOX.height, rx: 7}),
  svg('text', {x: x + 12, y: y + 22, class: 'node-name'}, state),
  svg('text', {x: x + BOX.width - 12, y: y + 23, class: 'node-count', 'text-anchor': 'end'}, number(count)),
  svg('text', {x: x + 12, y: y + 40, class: 'node-meaning'}, meaning));
}

function halvesTable(model) {
  const key = (inbound, outbound) => inbound + ' ' + outbound;
  const counts = countBy(model.open, connection => key(connection.inbound, connection.outbound));
  const most = Math.max(1, ...counts.values());
  const cell = (inbound, outbound) => {
    const count = counts.get(key(inbound, outbound)) || 0;
    if (!count) return h('td', {class: 'num zero'}, '·');
    const button = h('button', {type: 'button', class: 'cell', onclick: () => connectionsView.show({halves: [inbound, outbound]}),
      'aria-label': `inbound ${inbound}, outbound ${outbound}: ${plural(count, 'connection')}`}, number(count));
    button.style.setProperty('--share', String(0.15 + 0.75 * Math.log1p(count) / Math.log1p(most)));
    return h('td', {class: 'num'}, button);
  };
  return h('div', {class: 'scroll', tabindex: '0'}, h('table', {class: 'halves'},
    h('thead', {}, h('tr', {}, h('td', {}), h('th', {colspan: String(OUTBOUND.length), scope: 'colgroup'}, 'outbound')),
      h('tr', {}, h('th', {scope: 'col'}, 'inbound'), OUTBOUND.map(state => h('th', {scope: 'col', class: 'num'}, state)))),
    h('tbody', {}, INBOUND.map(inbound => h('tr', {}, h('th', {scope: 'row'}, inbound), OUTBOUND.map(outbound => cell(inbound, outbound)))))));
}
