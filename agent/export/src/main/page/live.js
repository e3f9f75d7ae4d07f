/* The page without data: it asks the agent that served it, and says how old what it shows is. */

const REFRESH_MS = 5000;
const PATIENCE_MS = 20000;

const live = {
  paused: false,
  fetched: 0,
  failure: '',

  start() {
    byId('live').hidden = false;
    byId('pause').addEventListener('click', () => this.pause(!this.paused));
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
    if (!this.paused) this.due = setTimeout(() => this.refresh(), Math.max(REFRESH_MS, 10 * (performance.now() - began)));
  },

  async fetch() {
    const abort = new AbortController();
    const patience = setTimeout(() => abort.abort(), PATIENCE_MS);
    try {
      const response = await fetch(this.address(), {cache: 'no-store', signal: abort.signal});
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

  /** Beside this page. A password that its address was opened with is the browser's to send, and must not be in what is fetched. */
  address() {
    return location.origin + location.pathname.replace(/[^/]*$/, '') + 'api/report';
  },

  say() {
    const seconds = Math.floor((Date.now() - this.fetched) / 1000);
    const age = current.model ? `data from ${clock(current.model.report.takenTime, new Date().toISOString())}, fetched ${seconds ? duration(1000 * seconds) + ' ago' : 'just now'}` : 'no data yet';
    const words = this.failure ? `Refresh failed: ${this.failure}; ${age}` : this.paused ? 'Paused; ' + age : age;
    const line = byId('freshness');
    if (line.textContent !== words) line.textContent = words;
    line.className = this.failure ? 'failed' : '';
  },
};
