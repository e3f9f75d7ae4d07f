// Writes src/test/resources/grafana-dashboard.schema.json. Run after a change of dashboard.ts or of the SDK: npm ci && npm run generate
import { writeFileSync } from 'node:fs';
import { createGenerator } from 'ts-json-schema-generator';

const SHORTEST_WORTH_A_NAME = 120;
const NOT_A_NAME = new Set(['items', 'properties', 'anyOf', 'additionalProperties']);

const ROOTS = ['bargauge', 'dashboard', 'heatmap', 'row', 'stat', 'table', 'timeseries'];
const config = { path: 'dashboard.ts', tsconfig: 'tsconfig.json', expose: 'none', jsDoc: 'none' };
const schemaOf = (type) => createGenerator({ ...config, type }).createSchema(type);

// The generator repeats a type wherever it is used, which makes half a megabyte. What is there twice becomes a definition.
let definitions = Object.assign({}, ...ROOTS.map((root) => schemaOf(root).definitions));
for (let again = largestRepeated(definitions); again; again = largestRepeated(definitions)) {
  const name = free(again.name);
  definitions = mapValues(definitions, (node) => replaced(node, again.text, { $ref: `#/definitions/${name}` }));
  definitions[name] = JSON.parse(again.text);
}

function largestRepeated(roots) {
  const seen = new Map();
  const count = (node, name) => {
    const text = JSON.stringify(node);
    if (text.length < SHORTEST_WORTH_A_NAME || !('type' in node || 'anyOf' in node)) return;
    const entry = seen.get(text) ?? { text, name, times: 0 };
    entry.times++;
    seen.set(text, entry);
  };
  for (const [name, root] of Object.entries(roots)) walk(root, name, count);
  return [...seen.values()].filter((entry) => entry.times > 1).sort((a, b) => b.text.length - a.text.length)[0];
}

function walk(node, name, visit) {
  if (Array.isArray(node)) node.forEach((child) => walk(child, name, visit));
  else if (node && typeof node === 'object') {
    for (const [key, child] of Object.entries(node)) walk(child, NOT_A_NAME.has(key) ? name : key, visit);
    visit(node, name);
  }
}

function replaced(node, text, reference) {
  if (Array.isArray(node)) return node.map((child) => replaced(child, text, reference));
  if (!node || typeof node !== 'object') return node;
  return JSON.stringify(node) === text ? reference : mapValues(node, (child) => replaced(child, text, reference));
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

function free(name) {
  for (let number = 2, candidate = name; ; number++) {
    if (!(candidate in definitions)) return candidate;
    candidate = `${name}${number}`;
  }
}

const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $comment:
    'Made by dashboards/schema/generate.mjs of the types of @grafana/grafana-foundation-sdk 0.0.21, Copyright Grafana Labs, Apache License 2.0.',
  definitions: Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1))),
};
writeFileSync('../src/test/resources/grafana-dashboard.schema.json', JSON.stringify(schema, null, 1) + '\n');
