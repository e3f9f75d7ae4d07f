/* The page without data: it asks the agent that served it, and says how old what it shows is. */

const REFRESH_MS = 5000;
const PATIENCE_MS = 20000;

const live = {
  paused: false,
  token: stored(() => sessionStorage.getItem('tcpclose-token')) || '',
  fetched: 0,
  failure: '',

  start() {
    byId('live').hidden = false;
    byId('pause').addEventListener('click', () => this.pause(!this.paused));
    byId('ask-token').addEventListener('cancel', () => this.pause(true));
    byId('token-ok').addEventListener('click', () => this.takeToken());
    byId('token').addEventListener('keydown', event => event.key === 'Enter' && this.takeToken());
    document.addEventListener('visibilitychange', () => document.hidden || this.refresh());
    setInterval(() => this.say(), 1000);
    this.refresh();
  },

  pause(on) {
    this.paused = on;
    byId('pause').setAttribute('aria-pressed', String(on));
    byId('pause').textContent = on ? 'Resume' : 'Pause';
    this.say();
    if (!on) this.refresh();
  },

  /** One request at a time; the next is due when this one has ended. Not while nobody looks, nor into a selection; a large report less often. */
  async refresh() {
    clearTimeout(this.due);
    if (this.busy || this.paused) return;
    this.busy = true;
    const began = performance.now();
    if (!current.model || (!document.hidden && getSelection().isCollapsed)) await this.fetch();
    this.busy = false;
    this.say();
    if (!this.paused && !byId('ask-token').open) this.due = setTimeout(() => this.refresh(), Math.max(REFRESH_MS, 10 * (performance.now() - began)));
  },

  async fetch() {
    const abort = new AbortController();
    const patience = setTimeout(() => abort.abort(), PATIENCE_MS);
    try {
      const headers = this.token ? {Authorization: 'Bearer ' + this.token} : {};
      const response = await fetch('api/report', {headers, cache: 'no-store', credentials: 'omit', signal: abort.signal});
      if (response.status === 401) return this.askToken();
      if (!response.ok) throw new Error(`${response.status} ${(await response.text()).slice(0, 200)}`.trim());
      const report = await response.json();
      if (this.paused) return;
      this.fetched = Date.now();
      this.failure = '';
      take(report);
    } catch (problem) {
      this.failure = abort.signal.aborted ? `no answer within ${PATIENCE_MS / 1000} s` : problem.message || String(problem);
    } finally {
      clearTimeout(patience);
    }
  },

  say() {
    const seconds = Math.floor((Date.now() - this.fetched) / 1000);
    const age = current.model ? `data from ${clock(current.model.report.takenTime, new Date().toISOString())}, fetched ${seconds ? duration(1000 * seconds) + ' ago' : 'just now'}` : 'no data yet';
    const words = this.failure ? `Refresh failed: ${this.failure}; ${age}` : this.paused ? 'Paused; ' + age : age;
    const line = byId('freshness');
    if (line.textContent !== words) line.textContent = words;
    line.className = this.failure ? 'failed' : '';
  },

  askToken() {
    this.failure = this.token ? 'the token was not accepted' : 'a token is needed';
    this.token = '';
    stored(() => sessionStorage.removeItem('tcpclose-token'));
    if (!byId('ask-token').open) byId('ask-token').showModal();
  },

  takeToken() {
    this.token = byId('token').value.trim();
    byId('token').value = '';
    stored(() => sessionStorage.setItem('tcpclose-token', this.token));
    byId('ask-token').close();
    this.refresh();
  },
};

/** Storage may be forbidden; then nothing is remembered. */
function stored(use) {
  try {
    return use();
  } catch (problem) {
    return null;
  }
}
