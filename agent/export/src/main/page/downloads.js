/* Made of the report in this page, for a ticket or a spreadsheet. */

const DOWNLOADS = {
  json: () => ['json', 'application/json', JSON.stringify(current.model.report)],
  csv: () => ['csv', 'text/csv', csvOf(current.model.connections)],
  collapsed: () => ['collapsed.txt', 'text/plain', collapsedOf(current.model.open)],
};

const CSV_FIELDS = ['id', 'fd', 'kind', 'role', 'tls', 'local', 'remote', 'remoteHost', 'state', 'inbound', 'outbound', 'descriptor', 'openedTime',
  'ageMs', 'finAgeMs', 'idleMs', 'idleBeforeFinMs', 'bytesRead', 'bytesWritten', 'unreadBytes', 'retransmits'];

/** RFC 4180; a cell that a spreadsheet would take for a formula begins with an apostrophe. */
function csvCell(value) {
  const text = value === undefined ? '' : String(value);
  const guarded = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
  return /[",\r\n]/.test(guarded) ? '"' + guarded.replace(/"/g, '""') + '"' : guarded;
}

function csvOf(connections) {
  const rows = connections.map(connection => [...CSV_FIELDS.map(field => connection[field]),
    (current.model.findingsOf.get(connection.id) || []).map(finding => finding.rule).join(' '), list(connection.openedStack)[0]]);
  return [[...CSV_FIELDS, 'findings', 'openedAt'], ...rows].map(row => row.map(csvCell).join(',')).join('\r\n') + '\r\n';
}

/** The form that flame graph tools read: outermost;…;innermost count. */
function collapsedOf(connections) {
  const counts = countBy(connections.filter(connection => list(connection.openedStack).length),
    connection => [...connection.openedStack].reverse().map(frame => frame.replace(/[;\r\n]/g, ',')).join(';'));
  return [...counts].map(([stack, count]) => `${stack} ${count}\n`).join('');
}

function download(form) {
  const [ending, type, text] = DOWNLOADS[form]();
  const {jvm, takenTime} = current.model.report;
  const url = URL.createObjectURL(new Blob([text], {type}));
  const link = h('a', {href: url, download: `tcpclose-${jvm.pid}-${takenTime.replace(/[-:]|\.\d+/g, '')}.${ending}`});
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function readyDownloads() {
  const menu = byId('download');
  menu.addEventListener('click', event => {
    const form = event.target.getAttribute && event.target.getAttribute('data-form');
    if (!form || !current.model) return;
    download(form);
    menu.open = false;
  });
  document.addEventListener('click', event => { if (!menu.contains(event.target)) menu.open = false; });
}
