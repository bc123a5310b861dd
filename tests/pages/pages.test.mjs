// Each page, wide and narrow, light and dark: nothing from elsewhere, no fault, no barrier, and links that lead somewhere.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { barriers, launch, open, picture, SCHEMES, unseenFocus, url, WIDTHS } from './browser.mjs';

const PAGES = { front: '/', docs: '/docs', operation: '/docs#/Messages/sendMessage', events: '/docs/events', problem: '/problems/rate_limited' };

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

for (const [name, path] of Object.entries(PAGES)) {
  for (const width of WIDTHS) {
    for (const colorScheme of SCHEMES) {
      test(`${path} at ${width} px, ${colorScheme}`, async () => {
        const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
        const { page, faults } = await open(context, path);
        if (path.startsWith('/docs') && name !== 'events') await page.waitForSelector('.opblock');
        if (name === 'operation') await page.waitForSelector('.opblock.is-open textarea');
        await picture(page, `${name}-${width}-${colorScheme}`);
        assert.deepEqual(faults, []);
        assert.deepEqual(await barriers(page), []);
        assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
        assert.match(await page.title(), /Causerie/);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(overflow <= 0, `the page is ${overflow} px wider than the window`);
        assert.deepEqual(await unseenFocus(page, 20), []);
        await context.close();
      });
    }
  }
}

test('every link of every page leads somewhere', async () => {
  const context = await browser.newContext();
  const links = new Set();
  const problem = async (code) => `/problems/${code}`;
  const codes = await (await open(context, '/')).page.$$eval('#problems ~ * a[href^="/problems/"]', (all) => all.map((a) => a.textContent));
  assert.ok(codes.length > 20, `${codes.length} problems`);
  const paths = ['/', '/docs', '/docs/events', ...(await Promise.all(codes.map(problem)))];
  for (const path of paths) {
    const { page, faults } = await open(context, path);
    const found = await page.$$eval('a[href]', (all) => all.map((a) => a.href));
    for (const link of found.filter((link) => !link.startsWith('https://spdx.org/'))) links.add(link);
    assert.deepEqual(faults, [], path);
    await page.close();
  }
  const ids = new Map();
  for (const link of links) {
    const { origin, pathname, hash } = new URL(link);
    assert.equal(origin, new URL(url).origin, link);
    if (!ids.has(pathname)) {
      const answer = await fetch(origin + pathname);
      assert.equal(answer.status, 200, link);
      ids.set(pathname, [...(await answer.text()).matchAll(/\bid="([^"]+)"/g)].map((found) => found[1]));
    }
    // Those of Swagger UI are made in the browser.
    if (hash !== '' && !hash.startsWith('#/')) assert.ok(ids.get(pathname).includes(decodeURIComponent(hash.slice(1))), link);
  }
  console.log(`${links.size} links of ${paths.length} pages lead somewhere`);
});

test('links to operations open them', async () => {
  const context = await browser.newContext();
  const { page } = await open(context, '/');
  const links = await page.$$eval('a[href*="#/"]', (all) => all.map((a) => a.getAttribute('href')));
  assert.ok(links.length >= 3, `${links}`);
  for (const link of links) {
    const { page: docs } = await open(context, link);
    await docs.waitForSelector(`#operations-${link.split('#/')[1].replace('/', '-')}.is-open`);
    await docs.close();
  }
});

test('the page of events has a section for each frame of the specification', async () => {
  const { components } = await (await fetch(`${url}/openapi.json`)).json();
  const kinds = (union) => Object.keys(components.schemas[union].discriminator.mapping);
  const wanted = [...kinds('ServerFrame'), ...kinds('ClientFrame').map((kind) => `client.${kind}`)];
  const { page } = await open(await browser.newContext(), '/docs/events');
  const found = await page.$$eval('section:has(pre) > h3', (all) => all.map((heading) => heading.id));
  assert.deepEqual(found.toSorted(), wanted.toSorted());
});
