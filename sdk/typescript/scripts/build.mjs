// `npm run build`: compiles the packages, puts the table of operations and the types into the SDK, so that it depends on
// nothing, and holds the packages to publint's rules.

import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = resolve(dirname(fileURLToPath(import.meta.url)), '..');

function run(program, ...words) {
  const { status } = spawnSync(join(top, 'node_modules/.bin', program), words, { cwd: top, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

for (const name of ['api', 'sdk']) rmSync(join(top, 'packages', name, 'dist'), { recursive: true, force: true });
run('tsc', '--build', 'packages/sdk');

const sdk = join(top, 'packages/sdk/dist');
cpSync(join(top, 'packages/api/dist'), join(sdk, 'api'), { recursive: true, filter: (path) => !path.endsWith('.tsbuildinfo') });
for (const name of readdirSync(sdk).filter((name) => /\.(js|d\.ts)$/.test(name))) {
  const file = join(sdk, name);
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll("'@causerie/api'", "'./api/index.js'"));
}

for (const name of ['api', 'sdk']) run('publint', 'run', '--strict', `packages/${name}`);
