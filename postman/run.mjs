// Runs every folder against the server at the address given and measures, from what newman really got, what was covered.
import { readFileSync } from 'node:fs';
import newman from 'newman';
import { parse } from 'yaml';

const [base, junit] = process.argv.slice(2);
if (!base) throw new Error('usage: node run.mjs BASE_URL [JUNIT_FILE]');
const here = new URL('.', import.meta.url).pathname;
const text = (name) => readFileSync(here + name, 'utf8');
const spec = parse(text('../openapi.yaml'));
const codes = [...text('../server/src/domain/problems.rs').matchAll(/^ +[A-Z_]+ \d{3} "(\w+)"/gm)].map((found) => found[1]);
const exempt = parse(text('overlay/exempt.yaml'));
const operations = Object.entries(spec.paths).flatMap(([path, item]) => Object.entries(item)
  .filter(([, operation]) => operation.operationId)
  .map(([method, operation]) => ({ id: operation.operationId, method: method.toUpperCase(), path })));
// The template with the most literal parts is the one the server takes.
const literal = (path) => path.split('/').filter((part) => !part.startsWith('{')).length;
const at = (path) => operations.filter((operation) => new RegExp(`^${operation.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path))
  .sort((a, b) => literal(b.path) - literal(a.path));

// Each answer as it came: the summary keeps, of an item whose script sends too, the script's answer alone.
const answers = [];
newman.run({
  collection: JSON.parse(text('causerie.postman_collection.json')),
  environment: JSON.parse(text('ci.postman_environment.json')),
  envVar: [{ key: 'base_url', value: base }],
  reporters: junit ? ['junit'] : [],
  reporter: junit ? { junit: { export: junit } } : {},
}, (error, summary) => {
  if (error) throw error;
  const positive = new Set();
  const negative = new Set();
  const provoked = new Set();
  for (const { request, response } of answers) {
    if (!response) continue;
    const [best, ...others] = at(request.url.getPath());
    const same = [best, ...others].filter((operation) => operation && operation.path === best.path);
    // A method that the path does not take refuses every operation of the path.
    const hit = response.code === 405 ? same : same.filter((operation) => operation.method === request.method);
    for (const operation of hit) (response.code < 400 ? positive : negative).add(operation.id);
    if (response.headers.get('Content-Type')?.startsWith('application/problem+json')) provoked.add(response.json().code);
  }
  const { stats, failures } = summary.run;
  for (const { source, error: fault } of failures) console.log(`failed: ${source?.name}: ${fault.test ?? ''} ${fault.message}`);
  const faults = [
    ...operations.filter(({ id }) => !positive.has(id) && !exempt.positive[id]).map(({ id }) => `${id} has no positive request`),
    ...operations.filter(({ id }) => !negative.has(id) && !exempt.negative[id]).map(({ id }) => `${id} has no negative request`),
    ...codes.filter((code) => !provoked.has(code) && !exempt.codes[code]).map((code) => `${code} is never provoked`),
    ...codes.filter((code) => provoked.has(code) && exempt.codes[code]).map((code) => `${code} is provoked and listed as exempt`),
    ...Object.entries(exempt).flatMap(([kind, names]) => Object.keys(names)
      .filter((name) => (kind === 'codes' ? !codes.includes(name) : !operations.some(({ id }) => id === name)))
      .map((name) => `overlay/exempt.yaml names ${name}, which does not exist`)),
  ];
  for (const fault of faults) console.log(`lacking: ${fault}`);
  console.log(`${stats.requests.total} requests, ${stats.assertions.total} assertions, ${failures.length} failures; `
    + `of ${operations.length} operations ${positive.size} positive, ${negative.size} negative; ${provoked.size} of ${codes.length} codes`);
  process.exitCode = failures.length + faults.length > 0 || codes.length === 0 ? 1 : 0;
}).on('request', (error, answer) => {
  if (!error) answers.push(answer);
});
