// The journey in Chromium: two people in two contexts, signed in by cookies.

import type { browserStore, Causerie } from '@causerie/sdk';
import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type JSHandle, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { at } from '../support/files.js';
import { Server } from '../support/server.js';
import { type Actor, away, follow, PASSWORD, type Person, restarted, talk } from './journey.js';

interface Sdk {
  Causerie: typeof Causerie;
  browserStore: typeof browserStore;
}
type Window = typeof globalThis & { sdk: Sdk; follow: typeof follow; skew: number };

const inPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'chromium'));
const executablePath = process.env['CAUSERIE_CHROMIUM'] ?? inPath.find((path) => existsSync(path));
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
  .concat('--disable-component-update', '--disable-sync');

/** The front page's policy lets no script in, of which it has none. */
const LAX = { bypassCSP: true };

let server: Server;
let browser: Browser;
let script: string;

beforeAll(async () => {
  if (executablePath === undefined) throw new Error('there is no chromium: install it, or name another one by CAUSERIE_CHROMIUM');
  const entry = at('sdk/typescript/packages/sdk/dist/index.js');
  const made = await build({ entryPoints: [entry], bundle: true, format: 'iife', globalName: 'sdk', write: false });
  script = made.outputFiles[0]!.text;
  server = await Server.start();
  browser = await chromium.launch({ executablePath, args });
});
afterAll(async () => {
  await browser?.close();
  await server?.remove();
});

/** The server's front page with the SDK in it. A page that is made up is no local one to Chromium, and gets no socket. */
async function open(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(server.url);
  await page.evaluate(`${script}; Object.assign(globalThis, { sdk, follow: ${follow.toString()} });`);
  return page;
}

/** Signs up, or goes on with the session of the context, by cookies. The page's clock can be set forward by `skew`. */
function person(page: Page, username?: string): Promise<JSHandle<Person>> {
  const given = { url: server.url, username, password: PASSWORD };
  return page.evaluateHandle(async ({ url, username, password }) => {
    const { sdk, follow } = globalThis as Window;
    const options = { transport: 'cookie', now: () => Date.now() + ((globalThis as Window).skew ?? 0) } as const;
    const begun = username === undefined ? sdk.Causerie.resume(url, options) : sdk.Causerie.register(url, { username, password }, options);
    return follow((await begun)!);
  }, given);
}

function actor(context: BrowserContext, handle: JSHandle<Person>): Actor {
  const state = async (wanted: string): Promise<void> => {
    await expect.poll(() => handle.evaluate(({ chat }) => chat.stream.state), { timeout: 20_000 }).toBe(wanted);
  };
  return {
    do: (work, given) => handle.evaluate(work as never, given) as never,
    async leave() {
      await context.setOffline(true);
      await state('offline');
    },
    async comeBack() {
      await context.setOffline(false);
      await state('online');
    },
  };
}

it('two people in two contexts talk, lose the network and come back, and outlive the server', async () => {
  const actors: Actor[] = [];
  for (const name of ['ada', 'bob']) {
    const context = await browser.newContext(LAX);
    actors.push(actor(context, await person(await open(context), name)));
  }
  const [ada, bob] = actors as [Actor, Actor];
  const room = await talk(ada, bob);
  await away(ada, bob, room);
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) await restarted(() => server.restart(signal), ada, bob, room, signal);
}, 120_000);

it('two tabs refresh once at the expiry, by Web Locks, and scripts see no token', async () => {
  const context = await browser.newContext(LAX);
  const pages = [await open(context), await open(context)];
  const tabs = [await person(pages[0]!, 'carol'), await person(pages[1]!)];
  const refreshes: string[] = [];
  for (const page of pages) {
    page.on('request', (request) => {
      if (request.url().endsWith('/auth/refresh')) refreshes.push(request.url());
    });
    await page.evaluate(() => ((globalThis as Window).skew = 13 * 60_000));
  }
  const ask = async ({ chat }: Person): Promise<string[]> =>
    (await Promise.all([chat.users.me(), chat.users.me(), chat.users.updateMe({ displayName: 'Carol' })])).map(({ id }) => id);
  const ids = (await Promise.all(tabs.map((tab) => tab.evaluate(ask)))).flat();
  expect(new Set(ids).size).toBe(1);
  expect(refreshes).toHaveLength(1);
  const kept = async (): Promise<string> => document.cookie + JSON.stringify(await (globalThis as Window).sdk.browserStore().load());
  const seen = await pages[0]!.evaluate(kept);
  expect(seen).toMatch(/^__Host-causerie_csrf=/);
  expect(seen).not.toMatch(/eyJ|accessToken|refreshToken/);

  // What a script cannot break it cannot force: the browser throws the cookie of the access token away.
  await context.clearCookies({ name: '__Host-causerie_session' });
  expect((await Promise.all(tabs.map((tab) => tab.evaluate(ask)))).flat()).toEqual(ids);
  expect(refreshes).toHaveLength(2);
  await tabs[0]!.evaluate(({ chat }) => chat.logout());
  expect(await tabs[1]!.evaluate(({ chat }) => chat.users.me().then(() => '', (error: { code: string }) => error.code))).toBe('signed_out');
}, 120_000);
