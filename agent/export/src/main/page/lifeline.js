/* One connection through time: the two halves and the descriptor, as docs/state-table.md turns and words them (a test compares). */

/** Which lane a step belongs to, what it means, and whether it is misuse or a failure. */
const EVENTS = {
  'opened': ['descriptor', 'the descriptor was created for a connect'],
  'connecting': ['outbound', 'a connect was begun'],
  'connected': ['both', 'the handshake is complete on our side'],
  'connect-failed': ['both', 'the connect was refused, timed out or found no route', true],
  'accepted': ['both', 'accepted or inherited, connected already'],
  'adopted': ['both', 'met after a late attach: its history is unknown'],
  'eof': ['inbound', "a read reached the peer's FIN"],
  'shutdown-input': ['inbound', 'the application called shutdownInput'],
  'shutdown-output': ['outbound', 'the application called shutdownOutput: our FIN'],
  'reset': ['both', "a read or write was told that the peer's RST had come", true],
  'broken-pipe': ['outbound', 'a write was told so without an own shutdownOutput: a RST had come before', true],
  'close': ['descriptor', 'close() was called'],
  'close-held': ['descriptor', 'close() has returned and the descriptor is still there', true],
  'pre-closed': ['descriptor', "the kernel's socket was closed under a blocked thread, the number is not free yet"],
  'closed': ['descriptor', 'the descriptor was given back'],
  'collected': ['descriptor', 'its objects were garbage-collected while it was open', true],
  'write-after-eof': ['outbound', 'the first write after end-of-file had been read', true],
  'write-to-dead-peer': ['outbound', 'writes go on after the application was told that the connection is dead', true],
  'use-after-close': ['descriptor', 'an operation was started after close() had returned', true],
  'use-after-shutdown': ['both', 'a write after own shutdownOutput, a repeated read after own shutdownInput', true],
  'peer-fin': ['inbound', "the kernel has the peer's FIN, and the application has not read up to it"],
  'peer-reset': ['both', "the kernel's connection is dead, by the peer's RST or given up after timeouts, and no call was told", true],
  'write-after-fin': ['outbound', "a write began while the peer's FIN was in the kernel, unread", true],
  'foreign-shutdown': ['outbound', 'the kernel has sent our FIN, and no call of this JVM asked for it', true],
  'data-after-shutdown-input': ['inbound', 'bytes have come since own shutdownInput', true],
  'given-up': ['both', 'a read or write was told that the kernel had given the connection up (ETIMEDOUT, EHOSTUNREACH)', true],
  'bound': ['descriptor', 'a listener has its address'],
  'bind-failed': ['descriptor', "a listener's bind or listen failed", true],
  'listening': ['descriptor', 'a listener takes connections'],
};

const UNBEGUN = ['new', 'connecting', 'failed', 'unknown'];
const ALIVE = ['new', 'connecting', 'open', 'unknown'];

/** The state that a lane has after an event; undefined: stays as it is. */
function turned(lane, event, state) {
  if (lane === 'descriptor') {
    if (event === 'close-held') return state === 'open' ? 'held' : undefined;
    if (event === 'closed' || event === 'pre-closed') return 'closed';
    return event === 'collected' && state === 'open' ? 'collected' : undefined;
  }
  if (event === 'connecting') return ['new', 'failed'].includes(state) ? 'connecting' : undefined;
  if (event === 'connected' || event === 'accepted') return UNBEGUN.includes(state) ? 'open' : undefined;
  if (event === 'connect-failed') return ['new', 'connecting', 'unknown'].includes(state) ? 'failed' : undefined;
  if (event === 'adopted') return ['new', 'connecting', 'failed'].includes(state) ? 'unknown' : undefined;
  if (['reset', 'broken-pipe', 'peer-reset'].includes(event)) return ALIVE.concat('fin-pending').includes(state) ? 'reset' : undefined;
  if (event === 'given-up') return ALIVE.concat('fin-pending').includes(state) ? 'failed' : undefined;
  return lane === 'inbound' ? turnedInbound(event, state) : turnedOutbound(event, state);
}

function turnedInbound(event, state) {
  if (!['open', 'unknown', 'fin-pending'].includes(state)) return undefined;
  if (event === 'eof') return 'eof';
  if (event === 'shutdown-input') return 'shut';
  return (event === 'peer-fin' || event === 'write-after-fin') && state !== 'fin-pending' ? 'fin-pending' : undefined;
}

function turnedOutbound(event, state) {
  return (event === 'shutdown-output' || event === 'foreign-shutdown') && ['open', 'unknown'].includes(state) ? 'shut' : undefined;
}

const LANES = [['inbound', 'Inbound', 'peer → us'], ['outbound', 'Outbound', 'us → peer'], ['descriptor', 'Descriptor', '']];

/**
 * Where each step stands: a gap of time is as wide as its logarithm, and never so narrow that two marks touch. The
 * order and which gap is the longest stay visible whether a life was a millisecond or a week.
 */
function placed(steps, width) {
  const weight = steps.map((step, i) => i === 0 ? 0 : 1 + 2 * Math.log10(1 + Math.max(0, step.atMs - steps[i - 1].atMs)));
  const total = weight.reduce((sum, one) => sum + one, 0) || 1;
  let at = 0;
  return steps.map((step, i) => ({...step, x: (at += weight[i]) / total * width}));
}

function lifeLine(connection) {
  const steps = list(connection.timeline).map((step, i) => ({...step, number: i + 1}));
  if (!steps.length) return emptyNote('No step of this connection was kept.');
  const last = steps[steps.length - 1].atMs;
  const goesOn = isOpen(connection);
  if (goesOn) steps.push({event: 'report', atMs: Math.max(last, connection.ageMs || 0)});
  const left = 110;
  const width = Math.max(560, steps.length * 46);
  const points = placed(steps, width).map(point => ({...point, x: point.x + left}));
  const labels = labelled(points);
  const top = 18 + labels.levels * 16;
  const drawing = svg('svg', {class: 'life-line', viewBox: `0 0 ${left + width + 70} ${top + 152}`, role: 'img',
    'aria-label': `Life line of connection ${connection.id}: ` + steps.map(step => `${step.event} at ${duration(step.atMs)}`).join(', ')});
  drawing.append(...points.map(point => lead(point, top, labels)));
  LANES.forEach(([id, name, way], i) => drawing.append(...lane(connection, id, name, way, points, top + 8 + i * 40)));
  drawing.append(...axis(points, top + 128), ...labels.nodes, ...points.flatMap(point => marks(point, top)));
  return h('figure', {class: 'life'}, h('div', {class: 'scroll', tabindex: '0'}, drawing), legend(drawing, connection));
}

/** The name of each step above the lanes, on the lowest level where it does not meet the one before. */
function labelled(points) {
  const ends = [];
  const placedLabels = points.map(point => {
    const half = point.event.length * 3.4 + 14;
    let level = ends.findIndex(end => end <= point.x - half);
    if (level < 0) level = ends.length;
    ends[level] = point.x + half;
    return {point, level};
  });
  const levels = ends.length;
  const yOf = level => 14 + (levels - 1 - level) * 16;
  const nodes = placedLabels.map(({point, level}) => svg('text', {x: point.x, y: yOf(level), class: 'step ' + kindOf(point), 'text-anchor': 'middle'},
    (point.number ? point.number + ' ' : '') + point.event));
  return {levels, nodes, yOf: new Map(placedLabels.map(({point, level}) => [point, yOf(level)]))};
}

const kindOf = point => !point.number ? 'end' : (EVENTS[point.event] || [])[2] ? 'bad' : '';

/** A bar whose colour is the state, from the first step to the last. */
function lane(connection, id, name, way, points, y) {
  const nodes = [svg('text', {x: 0, y: y + 10, class: 'lane'}, name), svg('text', {x: 0, y: y + 24, class: 'way'}, way)];
  let state = id === 'descriptor' ? 'open' : 'new';
  let from = points[0].x;
  const touches = points.filter(point => point.number && lanesOf(point).some(i => LANES[i][0] === id)).map(point => point.x);
  const bar = to => {
    if (to - from < 0.5) return;
    const room = Math.min(to, ...touches.filter(x => x > from)) - from;
    nodes.push(svg('rect', {x: from, y, width: to - from, height: 22, class: 'bar ' + classOf(state)}));
    if (room > state.length * 7 + 16) nodes.push(svg('text', {x: from + 10, y: y + 15, class: 'state'}, state));
  };
  for (const point of points) {
    const next = point.number && turned(id, point.event, state);
    if (!next || next === state) continue;
    bar(point.x);
    from = point.x;
    state = next;
  }
  const end = points[points.length - 1].x;
  bar(end);
  const now = connection[id];
  if (now !== undefined) nodes.push(svg('text', {x: end + 8, y: y + 15, class: 'now' + (now === state ? '' : ' other')}, now));
  return nodes;
}

/** What a mark says without words: a FIN points where it went, a RST crosses the half out, a close is a full stop. */
const SHAPES = {
  'fin-in': 'M5 -6L-6 0L5 6z', 'fin-out': 'M-5 -6L6 0L-5 6z', 'rst': 'M-5 -5L5 5M5 -5L-5 5', 'end': 'M-5 -5H5V5H-5z', 'step': 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0',
};

function shapeOf(event) {
  if (['peer-fin', 'eof'].includes(event)) return 'fin-in';
  if (['shutdown-output', 'foreign-shutdown'].includes(event)) return 'fin-out';
  if (['reset', 'broken-pipe', 'peer-reset', 'connect-failed'].includes(event)) return 'rst';
  return ['close', 'close-held', 'pre-closed', 'closed', 'collected'].includes(event) ? 'end' : 'step';
}

const mark = (shape, kind, x, y) => svg('path', {d: SHAPES[shape], class: `mark ${shape} ${kind}`, transform: `translate(${x} ${y})`});

/** Which lanes a step turned or touched. */
function lanesOf(point) {
  const [where] = EVENTS[point.event] || ['descriptor'];
  return where === 'both' ? [0, 1] : [LANES.findIndex(([id]) => id === where)];
}

/** From the name down to the lanes, behind them. */
function lead(point, top, labels) {
  const to = point.number ? 19 + 40 * Math.max(...lanesOf(point)) : 118;
  return svg('line', {x1: point.x, x2: point.x, y1: labels.yOf.get(point) + 4, y2: top + to, class: 'lead ' + kindOf(point)});
}

function marks(point, top) {
  return point.number ? lanesOf(point).map(i => mark(shapeOf(point.event), kindOf(point), point.x, top + 19 + 40 * i)) : [];
}

/** How long each gap was, where there is room to say it. */
function axis(points, y) {
  const nodes = [svg('line', {x1: points[0].x, x2: points[points.length - 1].x, y1: y, y2: y, class: 'axis'})];
  points.forEach((point, i) => {
    nodes.push(svg('line', {x1: point.x, x2: point.x, y1: y - 3, y2: y + 3, class: 'axis'}));
    if (i === 0) return;
    const before = points[i - 1];
    const words = duration(point.atMs - before.atMs);
    if (point.atMs > before.atMs && point.x - before.x > words.length * 9) {
      nodes.push(svg('text', {x: (point.x + before.x) / 2, y: y + 15, class: 'gap', 'text-anchor': 'middle'}, words));
    }
  });
  return nodes;
}

/** Of what this drawing has, and a word where it cannot be whole. */
function legend(drawing, connection) {
  const states = [...new Set([...drawing.querySelectorAll('.bar')].map(bar => bar.classList[1]))];
  const shapes = [['fin-in', 'peer’s FIN'], ['fin-out', 'own FIN'], ['rst', 'RST or failure'], ['end', 'close'], ['step', 'other step']];
  const icon = shape => svg('svg', {class: 'icon', viewBox: '-8 -8 16 16', 'aria-hidden': 'true'}, mark(shape, '', 0, 0));
  const ends = drawing.querySelectorAll('.now.other').length;
  return h('figcaption', {class: 'legend'},
    states.map(state => h('span', {}, h('i', {class: 'swatch ' + state}), state)),
    shapes.filter(([shape]) => drawing.querySelector('.mark.' + shape)).map(([shape, name]) => h('span', {}, icon(shape), name)),
    drawing.querySelector('.mark.bad') && h('span', {class: 'bad'}, 'red: misuse or failure'),
    h('span', {class: 'muted'}, 'A gap is as wide as its logarithm. At the right: the state that the report tells'
      + (connection.descriptor === 'closed' ? ', which is the one at the end.' : ' now.')),
    ends > 0 && h('span', {class: 'bad'}, 'Not every step was kept: the colours end otherwise than the report tells.'));
}

/** The same as a list, for who does not see the drawing, and with the stacks. */
function stepList(connection) {
  return h('ol', {class: 'steps'}, list(connection.timeline).map(step => h('li', {},
    h('span', {class: 'at'}, '+' + duration(step.atMs)),
    h('div', {}, h('p', {}, h('strong', {class: kindOf({...step, number: 1})}, step.event), ' ',
      h('span', {class: 'muted'}, (EVENTS[step.event] || [])[1] || '', step.thread && ' · thread ' + step.thread,
        step.by && ` · by ${step.by}: ${step.why}`)),
    list(step.stack).length > 0 && stackBlock('At', step.stack)))));
}
