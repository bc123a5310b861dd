// `npm run size`: how much a page loads for each package, minified and compressed, and the most that it may be.

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const LIMITS = [
  { name: '@causerie/sdk, all of it', source: "export * from '@causerie/sdk'", most: 10 * 1024 },
  { name: '@causerie/api, types only', source: "import type { Message } from '@causerie/api'; export type M = Message", most: 20 },
];

const resolveDir = resolve(fileURLToPath(import.meta.url), '../..');
let isOver = false;
for (const { name, source, most } of LIMITS) {
  const stdin = { contents: source, loader: 'ts', resolveDir };
  const made = await build({ stdin, bundle: true, minify: true, format: 'esm', platform: 'browser', target: 'es2022', write: false });
  const text = made.outputFiles[0].contents;
  const size = gzipSync(text, { level: 9 }).length;
  // An empty file takes 20 bytes when it is compressed.
  console.log(`${name}: ${text.length} bytes minified, ${size} bytes gzip, at most ${most}`);
  isOver ||= size > most;
}
process.exit(isOver ? 1 : 0);
