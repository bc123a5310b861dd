// Makes the collection and its environments from openapi.yaml and the overlay; `build.mjs FOLDER` writes them elsewhere.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

const here = new URL('.', import.meta.url).pathname;
const text = (name) => readFileSync(here + name, 'utf8');
const spec = parse(text('../openapi.yaml'));
const target = process.argv[2] ?? here;
const methods = ['get', 'put', 'post', 'patch', 'delete'];
const id = (words) => createHash('sha1').update(words).digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');
const resolve = (node) => (node?.$ref ? resolve(node.$ref.slice(2).split('/').reduce((at, key) => at[key], spec)) : node);

// JSON Schema draft 7 from OpenAPI 3.0: references inlined, `nullable` as a second type.
function schemaOf(node, seen = []) {
  if (Array.isArray(node)) return node.map((item) => schemaOf(item, seen));
  if (node === null || typeof node !== 'object') return node;
  if (typeof node.$ref === 'string') return seen.includes(node.$ref) ? {} : schemaOf(resolve(node), [...seen, node.$ref]);
  const result = {};
  for (const [key, value] of Object.entries(node)) {
    if (['description', 'example', 'discriminator', 'title', 'nullable'].includes(key)) continue;
    result[key] = key === 'properties' ? Object.fromEntries(Object.entries(value).map(([name, of]) => [name, schemaOf(of, seen)])) : schemaOf(value, seen);
  }
  if (node.nullable === true) {
    if (result.type) result.type = [result.type, 'null'];
    if (result.enum && !result.enum.includes(null)) result.enum = [...result.enum, null];
  }
  return result;
}

const operations = new Map();
for (const [path, item] of Object.entries(spec.paths)) {
  for (const method of methods.filter((name) => item[name])) operations.set(item[method].operationId, { path, method, ...item[method] });
}

function request(entry, folder, position) {
  const operation = operations.get(entry.op);
  if (!operation) throw new Error(`the overlay names ${entry.op}, which openapi.yaml does not have`);
  const documented = resolve(operation.responses[entry.status]);
  if (!documented && !entry.undocumented) throw new Error(`${entry.op} does not document ${entry.status}`);
  const content = documented?.content ?? {};
  const json = content['application/json'] ?? content['application/problem+json'];
  const expected = { status: entry.status, code: entry.code, types: Object.keys(content).map((type) => type.split(';')[0]), schema: json ? schemaOf(json.schema) : undefined, save: entry.save ?? {} };
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => entry.path?.[name] ?? '01936f5a-8d42-7c03-b1f6-2e9a4d7c5b22');
  const query = Object.entries(entry.query ?? {}).map(([key, value]) => ({ key, value }));
  const media = resolve(operation.requestBody)?.content?.['application/json'];
  const body = entry.raw ?? (media ? JSON.stringify(entry.body ?? media.example ?? Object.values(media.examples ?? {})[0]?.value ?? {}, null, 2) : undefined);
  const person = entry.as ?? (operation.security?.length === 0 ? 'nobody' : 'ana');
  const token = person === 'ana' ? '{{access_token}}' : `{{${person}_token}}`;
  return {
    id: id(`${entry.op} ${folder} ${position}`),
    name: `${entry.op} → ${entry.status}${entry.code ? ` ${entry.code}` : ''}`,
    request: {
      method: (entry.method ?? operation.method).toUpperCase(),
      description: operation.summary,
      auth: person === 'nobody' ? { type: 'noauth' } : { type: 'bearer', bearer: [{ key: 'token', value: token, type: 'string' }] },
      header: [...(body === undefined ? [] : [['Content-Type', entry.type ?? 'application/json']]), ...Object.entries(entry.headers ?? {})].map(([key, value]) => ({ key, value })),
      ...(body === undefined ? {} : { body: { mode: 'raw', raw: body } }),
      url: { raw: `{{base_url}}${path}${query.length ? `?${query.map((q) => `${q.key}=${q.value}`).join('&')}` : ''}`, host: ['{{base_url}}'], path: path.slice(1).split('/'), query },
    },
    event: [script('prerequest', `pm.variables.set('expected', ${JSON.stringify(JSON.stringify(expected))});`)],
  };
}
const script = (listen, source) => ({ listen, script: { type: 'text/javascript', exec: source.trimEnd().split('\n') } });

// The negative matrix: without a token where one is needed, a body that breaks the rules, a method that the path does not take.
function refusals() {
  return [...operations.values()].flatMap((operation) => {
    const op = operation.operationId;
    if (operation.security?.length !== 0) return op === 'openEventStream' ? [] : [{ op, as: 'nobody', status: 401, code: 'unauthorized' }];
    if (operation.requestBody) return [{ op, as: 'nobody', status: 422, code: 'validation_failed', body: { nonsense: true } }];
    return [{ op, as: 'nobody', method: 'delete', status: 405, code: 'method_not_allowed', undocumented: true }];
  });
}

const folders = [...parse(text('overlay/journeys.yaml')), { name: '90 Refusals', requests: refusals() }].sort((a, b) => (a.name < b.name ? -1 : 1));
const collection = {
  info: { _postman_id: id('causerie'), name: 'Causerie', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
  auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{access_token}}', type: 'string' }] },
  event: [script('prerequest', text('collection.prerequest.js')), script('test', text('collection.test.js'))],
  item: folders.map((folder) => ({ id: id(folder.name), name: folder.name, item: folder.requests.map((entry, position) => request(entry, folder.name, position)) })),
};
const write = (name, value) => writeFileSync(`${target}/${name}`, `${JSON.stringify(value, null, 1)}\n`);
write('causerie.postman_collection.json', collection);
for (const [name, base, budget] of [['local', 'http://127.0.0.1:8080', '2000'], ['ci', 'http://127.0.0.1:8080', '5000']]) {
  const values = [['base_url', base], ['budget_ms', budget]].map(([key, value]) => ({ key, value, enabled: true }));
  write(`${name}.postman_environment.json`, { id: id(name), name, values });
}
