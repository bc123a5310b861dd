import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { at, text } from '../support/files.js';

const workspace = at('sdk/typescript');
const quickStart = text('README.md').split('```ts\n')[1]?.split('```')[0] ?? '';
const folder = mkdtempSync(join(workspace, 'tests/.quick-start-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('the quick start is short, and the same in both READMEs', () => {
  expect(quickStart.trim().split('\n').length).toBeLessThanOrEqual(12);
  expect(text('sdk/typescript/packages/sdk/README.md')).toContain(`\`\`\`ts\n${quickStart}\`\`\``);
});

it.each([
  ['a page', { lib: ['ES2022', 'DOM', 'DOM.Iterable'], types: [] }],
  ['Node.js', { lib: ['ES2022'], types: ['node'] }],
])('the quick start has the types of the SDK in %s, also for who has every strict option on', (_, place) => {
  writeFileSync(join(folder, 'quick-start.ts'), quickStart);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false };
  const compilerOptions = { ...strict, noEmit: true, target: 'ES2022', module: 'NodeNext', ...place };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['quick-start.ts'] }));
  const { stdout } = spawnSync(join(workspace, 'node_modules/.bin/tsc'), ['--project', folder], { encoding: 'utf8' });
  expect(stdout).toBe('');
}, 60_000);
