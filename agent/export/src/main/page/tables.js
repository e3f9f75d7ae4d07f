/* What belongs to no single connection: endpoints, sites, listeners, and the agent itself. */

const endpointsView = {
  id: 'endpoints',
  name: 'Endpoints',

  draw(panel, model) {
    const {endpoints, sites, listeners} = model.report;
    panel.replaceChildren(
      h('h2', {}, 'Endpoints'), h('p', {class: 'muted'}, 'Whom we connect to, and listener:PORT for whom we accept. “Closed first” tells who ended the connections, the idle time before the peer’s FIN is the median.'),
      endpointTable([...list(endpoints)].sort(leakyFirst)),
      h('h2', {}, 'Opening sites'), h('p', {class: 'muted'}, 'The innermost application frame that opened a connection.'), siteTable([...list(sites)].sort(leakyFirst)),
      h('h2', {}, 'Listeners'), listenerTable(list(listeners)));
  },
};

const leakyFirst = (a, b) => b.closeWait - a.closeWait || b.open - a.open || b.opened - a.opened;

/** A table of items; a field is how to get a value, and how to say it where that is not its number or text. */
function counted(headings, items, fields) {
  const say = (value, format) => value === undefined ? h('span', {class: 'muted', title: 'not known'}, '–')
    : format ? format(value) : typeof value === 'number' ? number(value) : value;
  return items.length
    ? sortable(headings, items, item => fields.map(([get, format]) => say(get(item), format)), item => fields.map(([get]) => get(item)))
    : emptyNote('None.');
}

const named = names => names.map(name => [item => item[name]]);

function endpointTable(endpoints) {
  return counted([['endpoint'], ['opened', 'num'], ['closed', 'num'], ['open', 'num'], ['CLOSE_WAIT', 'num'], ['TIME_WAIT', 'num'],
    ['failed', 'num'], ['we closed first', 'num'], ['peer closed first', 'num'], ['unknown', 'num'], ['idle before FIN', 'num']], endpoints,
  [...named(['endpoint', 'opened', 'closed', 'open', 'closeWait', 'timeWait', 'connectsFailed']),
    ...['local', 'peer', 'unknown'].map(name => [endpoint => (endpoint.closedFirst || {})[name]]),
    [endpoint => endpoint.idleBeforeFinMsMedian, duration]]);
}

function siteTable(sites) {
  return counted([['site'], ['opened', 'num'], ['open', 'num'], ['CLOSE_WAIT', 'num']], sites, named(['site', 'opened', 'open', 'closeWait']));
}

function listenerTable(listeners) {
  return counted([['local'], ['descriptor'], ['accepted', 'num'], ['accept queue', 'num'], ['CLOSE_WAIT in the queue', 'num'], ['last accept'], ['opened at']], listeners,
    [[listener => listener.local || 'not bound'], ...named(['descriptor', 'accepted', 'acceptQueue', 'backlogCloseWait']), [lastAccept], [listener => site(listener.openedStack)]]);
}

function lastAccept({lastAccept: last}) {
  if (!last) return undefined;
  const taken = last.ageMs === undefined ? 'none yet' : `${duration(last.ageMs)} ago`;
  const failed = last.failure ? `, failed ${duration(last.failureAgeMs)} ago: ${last.failure}` : '';
  return (last.thread ? `${taken}, ${last.thread}` : taken) + failed;
}

const agentView = {
  id: 'agent',
  name: 'Agent',

  draw(panel, model) {
    const {agent, kernel, schema} = model.report;
    const points = agent.hookPoints || {};
    panel.replaceChildren(
      lossesBox(model) || h('p', {}, 'Nothing was lost: all hook points are in place, all kernel evidence is on.'),
      h('h2', {}, 'What the agent sees'),
      h('dl', {class: 'fields'}, pair('agent', agent.version), pair('report schema', String(schema)),
        pair('hook points', `${points.matched}/${points.expected}`), pair('hook errors', number(agent.hookErrors)),
        Object.entries(agent.capabilities || {}).map(([name, on]) => pair(name, h('span', {class: on ? 'on' : 'off'}, on ? 'on' : 'off')))),
      h('h2', {}, 'Options'),
      sortable([['option'], ['value'], ['from']], Object.entries(agent.options || {}),
        ([name, option]) => [h('code', {}, name), h('code', {}, option.value), option.source],
        ([name, option]) => [name, option.value, option.source]),
      ...kernelTables(kernel));
  },
};

function pair(name, value) {
  return h('div', {}, h('dt', {}, name), h('dd', {}, value));
}

function kernelTables(kernel) {
  if (!kernel) return [h('h2', {}, 'Kernel counters'), emptyNote('Not known: /proc cannot be read here.')];
  const table = (name, counts) => [h('h3', {}, name), h('dl', {class: 'fields'}, Object.entries(counts || {}).map(([key, value]) => pair(key, number(value))))];
  return [h('h2', {}, 'Kernel counters'),
    h('p', {class: 'muted'}, 'Of the whole network namespace, other processes included; events since it began.'),
    ...table('TcpExt', kernel.events), ...table('sockstat', kernel.sockstat)];
}
