/* One connection: everything the report has on it, in a drawer beside the view it was opened from. */

const detail = {
  id: undefined,

  show(id) {
    const dialog = byId('detail');
    const again = dialog.open && this.id === id;
    this.id = id;
    const draw = () => dialog.replaceChildren(...this.content(current.model.connectionOf.get(id)));
    if (again) return this.drawAgain(dialog, draw);
    draw();
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
  },

  /** A refresh folds nothing and scrolls nowhere. */
  drawAgain(dialog, draw) {
    const scrolled = dialog.scrollTop;
    const unfolded = [...dialog.querySelectorAll('details')].map(details => details.open);
    keepingFocus(dialog, draw);
    dialog.querySelectorAll('details').forEach((details, i) => { details.open = Boolean(unfolded[i]); });
    dialog.scrollTop = scrolled;
  },

  hide() {
    if (byId('detail').open) byId('detail').close();
    this.id = undefined;
  },

  content(connection) {
    const close = h('button', {type: 'button', class: 'close', 'aria-label': 'Close', onclick: leaveDetail}, '✕');
    if (!connection) {
      return [h('header', {}, h('h2', {id: 'detail-title'}, 'Connection #' + this.id), h('span', {class: 'space'}), close),
        emptyNote('It is not in this report: closed connections are kept only while a finding shows them.')];
    }
    const host = connection.remoteHost === undefined ? '' : ` (${connection.remoteHost})`;
    return [
      h('header', {}, h('h2', {id: 'detail-title'}, `Connection #${connection.id}`),
        connection.state && h('span', {class: 'word ' + classOf(connection.state)}, connection.state), h('span', {class: 'space'}), close),
      h('p', {class: 'addresses'}, `${connection.local || '?'} ${connection.role === 'server' ? '←' : '→'} ${connection.remote || '?'}${host}`),
      this.findings(connection),
      h('h3', {}, 'Life line'), lifeLine(connection),
      h('h3', {}, 'Fields'), this.fields(connection),
      h('h3', {}, 'Stacks'),
      stackBlock('Opened', connection.openedStack),
      connection.lastUse && stackBlock('Last use', connection.lastUse.stack,
        `thread ${connection.lastUse.thread}, ${duration(connection.lastUse.ageMs)} ago`),
      list(connection.nowIn).length > 0 && stackBlock('That thread is now in', connection.nowIn),
      h('h3', {}, 'Steps'), stepList(connection),
    ].filter(Boolean);
  },

  findings(connection) {
    const findings = current.model.findingsOf.get(connection.id) || [];
    return findings.length > 0 && h('div', {class: 'verdicts'}, findings.map(finding => h('p', {class: 'verdict ' + classOf(finding.severity)},
      badge(finding.severity, classOf(finding.severity)), h('strong', {}, finding.rule), ' ', finding.message)));
  },

  fields(connection) {
    const sharing = connection.sharing || {};
    const many = count => count === undefined ? undefined : count > 4 ? 'more than 4' : String(count);
    const fields = [
      ['role', connection.role], ['kind', connection.kind], ['TLS', connection.tls ? 'yes' : 'no'], ['descriptor number', connection.fd],
      ['inbound', connection.inbound], ['outbound', connection.outbound], ['descriptor', connection.descriptor],
      ['opened', connection.openedTime && timeOf(connection.openedTime, current.model.report.takenTime)],
      ['age', duration(connection.ageMs)], ['since the peer’s FIN', duration(connection.finAgeMs)], ['idle', duration(connection.idleMs)],
      ['idle before the FIN', duration(connection.idleBeforeFinMs)], ['bytes read', number(connection.bytesRead)],
      ['bytes written', number(connection.bytesWritten)], ['bytes unread', number(connection.unreadBytes)],
      ['retransmissions', number(connection.retransmits)], ['threads that read', many(sharing.readers)],
      ['threads that wrote', many(sharing.writers)], ['layers', list(sharing.layers).join(' over ')],
      ['other processes', list(sharing.processes).join(', ')],
    ];
    const known = fields.filter(([, value]) => value !== undefined && value !== '');
    const unknown = fields.filter(([name, value]) => (value === undefined || value === '') && name !== 'other processes').map(([name]) => name);
    return h('div', {}, h('dl', {class: 'fields'}, known.map(([name, value]) => h('div', {}, h('dt', {}, name),
      h('dd', {}, typeof value === 'number' ? String(value) : value)))),
    unknown.length > 0 && h('p', {class: 'muted'}, 'Not known: ' + unknown.join(', ') + '.'));
  },
};

function leaveDetail() {
  location.hash = '#' + current.view.id;
}
