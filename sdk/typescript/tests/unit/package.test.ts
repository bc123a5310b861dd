import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { VERSION } from '../../packages/sdk/dist/platform.js';
import { at, text } from '../support/files.js';

const built = at('sdk/typescript/packages/sdk/dist');
const files = readdirSync(built, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(js|d\.ts)$/.test(name));

it('the SDK depends on nothing, and imports only itself', () => {
  const manifest = text('sdk/typescript/packages/sdk/package.json');
  const { dependencies, version } = JSON.parse(manifest) as { dependencies?: object; version: string };
  expect(dependencies).toBeUndefined();
  expect(VERSION).toBe(version);
  for (const name of files) {
    for (const [, from] of readFileSync(join(built, name), 'utf8').matchAll(/from '([^']+)'/g)) expect(from, name).toMatch(/^\.\.?\//);
  }
});

it('what is only types takes no byte at run time', () => {
  for (const name of ['types.gen.js', 'problems.gen.js', 'operation.js']) {
    const code = readFileSync(join(built, 'api', name), 'utf8').replace(/^\/\/.*$/gm, '').trim();
    expect(code).toBe('export {};');
  }
});
