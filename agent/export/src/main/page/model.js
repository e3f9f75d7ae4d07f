/* What the views need of a report that it does not say itself. */

const SEVERITIES = ['error', 'warn', 'info'];
const UNREAD_FINS = ['fin-watcher', 'poll', 'tcp-info'];

const list = value => value || [];

/** As the findings name it: listener:PORT of an accept, the name that the application used of a connect. */
function endpointOf(connection) {
  const port = address => address === undefined ? '' : address.slice(address.lastIndexOf(':'));
  if (connection.role === 'server') return 'listener' + port(connection.local);
  return connection.remoteHost === undefined ? connection.remote || '' : connection.remoteHost + port(connection.remote);
}

function origin(stack, endpoint) {
  return list(stack).join('\n') + '\n\n' + endpoint;
}

const isOpen = connection => connection.descriptor !== 'closed';

/** Every occurrence proved legal in the end. */
const isTakenBack = finding => finding.retracted > 0 && finding.retracted >= finding.count;

function worstFirst(a, b) {
  const rank = finding => {
    const place = SEVERITIES.indexOf(finding.severity);
    return (isTakenBack(finding) ? 10 : 0) + (place < 0 ? 3 : place);
  };
  return rank(a) - rank(b) || b.count - a.count;
}

function modelOf(report) {
  const connections = list(report.connections);
  const findings = [...list(report.findings)].sort(worstFirst);
  const open = connections.filter(isOpen);
  const findingsOf = new Map();
  for (const finding of findings) {
    for (const exemplar of list(finding.exemplars)) {
      if (!findingsOf.has(exemplar.id)) findingsOf.set(exemplar.id, []);
      findingsOf.get(exemplar.id).push(finding);
    }
  }
  const origins = new Map();
  for (const connection of open) {
    const key = origin(connection.openedStack, endpointOf(connection));
    origins.set(key, (origins.get(key) || 0) + 1);
  }
  return {
    report, connections, findings, open, findingsOf, origins,
    connectionOf: new Map(connections.map(connection => [connection.id, connection])),
    closeWait: open.filter(connection => connection.state === 'close_wait'),
  };
}

/**
 * Whether the application has read the end of stream. Where nothing tells of the FINs that it has not read an
 * "unnoticed 0" would be invented.
 */
function noticedWords(model) {
  const total = model.closeWait.length;
  const noticed = model.closeWait.filter(connection => connection.inbound === 'eof').length;
  const unnoticed = model.closeWait.filter(connection => connection.inbound === 'fin-pending').length;
  const capabilities = model.report.agent.capabilities || {};
  if (!UNREAD_FINS.some(name => capabilities[name]) && total === noticed) return 'noticed only: no kernel evidence';
  const unknown = total - noticed - unnoticed;
  return `noticed ${number(noticed)}, unnoticed ${number(unnoticed)}` + (unknown ? `, unknown ${number(unknown)}` : '');
}

/** What this report cannot know or does not show. Silence about it would read as "nothing there". */
function losses(model) {
  const {agent, summary} = model.report;
  const lines = [];
  const points = agent.hookPoints || {};
  const missing = list(points.missing);
  if (missing.length || points.matched < points.expected) {
    lines.push(`${points.matched}/${points.expected} hook points` + (missing.length ? ', missing: ' + missing.join(', ') : ''));
  }
  const off = Object.entries(agent.capabilities || {}).filter(([, on]) => on === false).map(([name]) => name);
  if (off.length) lines.push('Kernel evidence off: ' + off.join(', '));
  if (agent.hookErrors > 0) lines.push(`${plural(agent.hookErrors, 'hook error')}: some events were not seen`);
  if (summary.untracked > 0) lines.push(`${number(summary.untracked)} untracked: these sockets are not in this report`);
  if (summary.suppressed > 0) lines.push(`${plural(summary.suppressed, 'finding')} suppressed: not in this report`);
  const takenBack = model.findings.filter(isTakenBack).length;
  if (takenBack) lines.push(`${plural(takenBack, 'finding')} retracted: their connections proved legal`);
  return lines.concat(list(agent.notes));
}

/** One line on the state of a connection, for whoever reads a finding. */
function evidenceOf(connection) {
  const parts = [];
  if (connection.state) parts.push(connection.state);
  parts.push(`inbound ${connection.inbound}, outbound ${connection.outbound}`);
  if (connection.descriptor !== 'open') parts.push('descriptor ' + connection.descriptor);
  if (connection.finAgeMs !== undefined) parts.push(`peer's FIN ${duration(connection.finAgeMs)} ago`);
  if (connection.idleBeforeFinMs !== undefined) parts.push(`idle ${duration(connection.idleBeforeFinMs)} before it`);
  if (connection.unreadBytes > 0) parts.push(bytes(connection.unreadBytes) + ' unread');
  if (connection.retransmits > 0) parts.push(plural(connection.retransmits, 'retransmission'));
  if (connection.lastUse) parts.push(`last used ${duration(connection.lastUse.ageMs)} ago by ${connection.lastUse.thread}`);
  return parts.join(' · ');
}
