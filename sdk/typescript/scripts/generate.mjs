// `npm run generate [-- --out FOLDER]`: writes everything that is made from `openapi.yaml` and from the server's list of
// problems. With `--out`, into another folder of the same shape, for a comparison.

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@hey-api/openapi-ts';
import { parse } from 'yaml';

const METHODS = ['get', 'put', 'post', 'patch', 'delete'];
const HEADER = '// Generated from openapi.yaml by `npm run generate` in sdk/typescript; do not edit.\n\n';

const here = dirname(fileURLToPath(import.meta.url));
const top = resolve(here, '../../..');
const outAt = process.argv.indexOf('--out');
const out = outAt < 0 ? resolve(top, 'sdk') : resolve(process.argv[outAt + 1]);

const specText = readFileSync(join(top, 'openapi.yaml'), 'utf8');
const spec = parse(specText);

const resolved = (part) => (part.$ref ? part.$ref.slice(2).split('/').reduce((at, key) => at[key], spec) : part);
const quoted = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const isSuccess = (status) => /^[123]/.test(status);

function write(path, text) {
  const file = join(out, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Every operation, in the order of the specification. */
function* operations() {
  for (const [path, item] of Object.entries(spec.paths)) {
    for (const method of METHODS.filter((method) => item[method])) {
      const operation = item[method];
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolved);
      yield { path, method: method.toUpperCase(), operation, parameters };
    }
  }
}

/** The types of all schemas, bodies and answers. Errors are left out: all are `Problem`, and the SDK throws them. */
async function types() {
  const input = structuredClone(spec);
  for (const item of Object.values(input.paths)) {
    for (const method of METHODS.filter((method) => item[method])) {
      const { parameters, responses } = item[method];
      // In place, or each parameter becomes a type of its own.
      if (parameters) item[method].parameters = parameters.map(resolved);
      item[method].responses = Object.fromEntries(Object.entries(responses).filter(([status]) => isSuccess(status)));
    }
  }
  delete input.components.parameters;
  // Not its own names: a schema may be called `…Data` or `…Response` too.
  const answers = { name: '{{name}}Answers', response: '{{name}}Answer' };
  const folder = mkdtempSync(join(tmpdir(), 'causerie-types-'));
  try {
    await createClient({
      input,
      output: { path: folder, importFileExtension: '.js', postProcess: [] },
      parser: { transforms: { readWrite: false } },
      plugins: [{ name: '@hey-api/typescript', requests: { name: '{{name}}Call' }, responses: answers }],
      logs: { level: 'silent', file: false },
    });
    const text = readFileSync(join(folder, 'types.gen.ts'), 'utf8');
    return HEADER + text.replace(/^\/\/.*\n\n/, '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function operationTable() {
  const rows = [];
  const shapes = [];
  for (const { path, method, operation, parameters } of operations()) {
    const id = operation.operationId;
    const type = id[0].toUpperCase() + id.slice(1);
    const query = parameters.filter((parameter) => parameter.in === 'query').map((parameter) => quoted(parameter.name));
    const facts = [`method: ${quoted(method)}`, `path: ${quoted(path)}`];
    if (query.length > 0) facts.push(`query: [${query.join(', ')}]`);
    if (operation.requestBody) facts.push(`body: ${quoted(operation.requestBody.required ? 'required' : 'optional')}`);
    if (parameters.some((parameter) => parameter.name === 'Idempotency-Key')) facts.push('key: true');
    if ((operation.security ?? []).length === 0) facts.push('open: true');
    if (operation['x-websocket']) facts.push('socket: true');
    rows.push(`  ${id}: { ${facts.join(', ')} },`);
    if (!operation['x-websocket']) shapes.push(`  ${id}: { call: t.${type}Call; answer: t.${type}Answer };`);
  }
  return `${HEADER}import type * as t from './types.gen.js';
import type { Operation } from './operation.js';

/** How each operation is asked. */
export const operations = {
${rows.join('\n')}
} as const satisfies Record<string, Operation>;

/** What each operation takes and answers; the event stream is not among them. */
export interface OperationShapes {
${shapes.join('\n')}
}
`;
}

function frames() {
  const maps = ['ServerFrame', 'ClientFrame'].map((name) => {
    const entries = Object.entries(spec.components.schemas[name].discriminator.mapping);
    const rows = entries.map(([type, ref]) => `  ${quoted(type)}: t.${ref.split('/').at(-1)};`);
    return { name, rows, types: entries.map(([type]) => quoted(type)) };
  });
  const [server, client] = maps;
  return `${HEADER}import type * as t from './types.gen.js';

/** The frames of the server, by their \`type\`. */
export interface ServerFrames {
${server.rows.join('\n')}
}

/** The frames of clients, by their \`type\`. */
export interface ClientFrames {
${client.rows.join('\n')}
}

/** Every \`type\` of a server's frame that this version knows. */
export const serverFrameTypes = [
${server.types.map((type) => `  ${type},`).join('\n')}
] as const satisfies readonly (keyof ServerFrames)[];
`;
}

/** The server's problems, from the one list that it answers from. */
function problems() {
  const source = readFileSync(join(top, 'server/src/domain/problems.rs'), 'utf8');
  const rows = [...source.matchAll(/^ {4}[A-Z_]+ (\d{3}) "([a-z_]+)" (true|false) "([^"]+)"\s+"([^"]+)"\s+"([^"]+)";$/gm)];
  if (rows.length !== (source.match(/^ {4}[A-Z_]+ \d{3} /gm) ?? []).length) throw new Error('problems.rs has a row of another shape');
  return rows.map(([, status, code, retry, title, why, advice]) => ({ code, status: Number(status), may_succeed_later: retry === 'true', title, why, advice }));
}

function problemCodes(list) {
  return `${HEADER}/** Every problem that this version knows. */
export type KnownProblemCode =
${list.map(({ code }) => `  | ${quoted(code)}`).join('\n')};
`;
}

function specFacts() {
  const hash = createHash('sha256').update(specText).digest('hex');
  return `${HEADER}/** The SHA-256 of the openapi.yaml that all this was generated from. */
export const specSha256 = ${quoted(hash)};
/** Its version. */
export const specVersion = ${quoted(spec.info.version)};
`;
}

const list = problems();
write('typescript/packages/api/src/types.gen.ts', await types());
write('typescript/packages/api/src/operations.gen.ts', operationTable());
write('typescript/packages/api/src/frames.gen.ts', frames());
write('typescript/packages/api/src/problems.gen.ts', problemCodes(list));
write('typescript/packages/api/src/spec.gen.ts', specFacts());
const rows = list.map((problem) => `    ${JSON.stringify(problem)}`).join(',\n');
const about = 'Generated from server/src/domain/problems.rs by `npm run generate` in sdk/typescript; do not edit.';
write('vectors/problem-codes.json', `{\n  "about": ${JSON.stringify(about)},\n  "problems": [\n${rows}\n  ]\n}\n`);
