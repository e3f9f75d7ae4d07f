/* The line above all views, and the tiles of the first one. */

function drawHeader(model) {
  const {agent, jvm, takenTime, summary} = model.report;
  document.title = `tcpclose · ${jvm.main} (${jvm.pid})`;
  byId('program').textContent = jvm.main;
  byId('program').title = jvm.main;
  const up = Date.parse(takenTime) - Date.parse(jvm.startedTime);
  const lost = losses(model).length;
  byId('facts').replaceChildren(
    fact('pid', String(jvm.pid)),
    fact('on', jvm.host),
    fact('up', duration(up)),
    fact('java', jvm.java),
    fact('agent', agent.version),
    fact('open', number(summary.open)),
    fact('close_wait', `${number(model.closeWait.length)} (${noticedWords(model)})`),
    fact('findings', SEVERITIES.map(severity => `${summary.findings[severity]} ${severity}`).join(', ')),
    fact('taken', [timeOf(takenTime), ' ', zone(takenTime)]));
  byId('limits').textContent = 'not complete: ' + plural(lost, 'note');
  byId('limits').hidden = !lost;
}

function fact(name, value) {
  return h('span', {class: 'fact'}, h('span', {class: 'name'}, name), ' ', h('span', {class: 'value'}, value));
}

function tiles(model) {
  const {summary} = model.report;
  const {error, warn, info} = summary.findings;
  return h('div', {class: 'tiles'},
    tile('Findings', number(error + warn + info), `${error} error, ${warn} warn, ${info} info`,
      error ? 'error' : warn ? 'warn' : ''),
    tile('Open', number(summary.open), `of ${number(summary.opened)} opened, ${number(summary.closed)} closed`, '', '#connections'),
    tile('CLOSE_WAIT', number(model.closeWait.length), noticedWords(model), model.closeWait.length ? 'warn' : '', '#states'),
    tile('Half-closes', number(summary.halfClose.legal + summary.halfClose.misuse),
      `${number(summary.halfClose.legal)} legal, ${number(summary.halfClose.misuse)} misused`),
    tile('Collected', number(summary.collected), 'garbage-collected while open', summary.collected ? 'warn' : ''),
    tile('Untracked', number(summary.untracked), 'sockets not seen by the agent', summary.untracked ? 'warn' : ''));
}

function tile(name, value, more, kind = '', href) {
  return h(href ? 'a' : 'div', {class: 'tile ' + kind, href},
    h('span', {class: 'name'}, name), h('span', {class: 'value'}, value), h('span', {class: 'more'}, more));
}

function lossesBox(model) {
  const lines = losses(model);
  return lines.length > 0 && h('section', {class: 'limits-box', 'aria-label': 'Limits of this report'},
    h('h2', {}, 'What this report does not know or show'), h('ul', {}, lines.map(line => h('li', {}, line))));
}
