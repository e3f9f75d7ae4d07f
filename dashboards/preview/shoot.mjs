// Takes a picture of each dashboard, drawn by the preview page from a Prometheus that runs.
//   node shoot.mjs [--prometheus http://127.0.0.1:9090] [--out shots] [--from now-15m] [--scrape 15s] [--application NAME] [--only overview] [--height PIXELS]
// Exits 1 where a panel says error or the page logs one. CHROME=/path/to/chromium uses an installed browser.

import { createServer } from 'node:http';
import { mkdir, readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NAMES = ['overview', 'leak-audit', 'fleet', 'agent-health'];
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' };

const { values: options } = parseArgs({
  options: {
    prometheus: { type: 'string', default: 'http://127.0.0.1:9090' },
    out: { type: 'string', default: 'shots' },
    from: { type: 'string', default: 'now-15m' },
    scrape: { type: 'string', default: '15s' },
    application: { type: 'string' },
    instance: { type: 'string' },
    only: { type: 'string' },
    height: { type: 'string' },
  },
});

/** Serves this folder's parent on a loopback port that the system picks. */
async function serve() {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    try {
      const content = await readFile(join(ROOT, path));
      response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

async function browser() {
  if (process.env.CHROME) return chromium.launch({ executablePath: process.env.CHROME });
  const { default: packaged } = await import('@sparticuz/chromium');
  return chromium.launch({ executablePath: await packaged.executablePath(), args: packaged.args, headless: true });
}

/** @returns what is wrong with it, one line each */
async function shoot(context, origin, name) {
  const page = await context.newPage();
  const wrong = [];
  page.on('console', (message) => message.type() === 'error' && wrong.push(`console: ${message.text()}`));
  page.on('pageerror', (failure) => wrong.push(`page: ${failure.message}`));
  const query = new URLSearchParams({ dashboard: name });
  for (const key of ['prometheus', 'from', 'scrape', 'application', 'instance']) if (options[key]) query.set(key, options[key]);
  await page.goto(`${origin}/preview/index.html?${query}`);
  await page.waitForSelector('body[data-ready=true]', { timeout: 30_000 }).catch((timeout) => wrong.push(timeout.message));
  wrong.push(...(await page.locator('.error').allTextContents()));
  await page.screenshot({ path: join(options.out, `${name}.png`), ...(options.height ? { clip: { x: 0, y: 0, width: 1600, height: Number(options.height) } } : {}), fullPage: true });
  const panels = await page.locator('section.panel').count();
  const empty = await page.locator('.none').count();
  console.log(`${name}: ${panels} panels, ${empty} without data, ${wrong.length} errors`);
  await page.close();
  return wrong.map((line) => `${name}: ${line}`);
}

await mkdir(options.out, { recursive: true });
const server = await serve();
const launched = await browser();
const context = await launched.newContext({ viewport: { width: 1600, height: 900 }, locale: 'en-GB' });
const wrong = [];
for (const name of options.only ? [options.only] : NAMES) {
  wrong.push(...(await shoot(context, `http://127.0.0.1:${server.address().port}`, name)));
}
await launched.close();
server.close();
wrong.forEach((line) => console.error(line));
process.exitCode = wrong.length === 0 ? 0 : 1;
