// Chromium with the network of one server alone, and pages that note everything that goes wrong on them.

import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

export const url = process.env.CAUSERIE_URL ?? 'http://127.0.0.1:8080';
const pictures = process.env.CAUSERIE_PICTURES ?? '../../target/pages';
export const WIDTHS = [1280, 390];
export const SCHEMES = ['light', 'dark'];

const inPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'chromium'));
const executablePath = process.env.CAUSERIE_CHROMIUM ?? inPath.find((path) => existsSync(path));
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
  .concat('--disable-component-update', '--disable-sync')
  // Whoever is asked for but the server is nowhere.
  .concat('--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1');

/** Each launch has a fresh profile. */
export function launch() {
  if (executablePath === undefined) throw new Error('there is no chromium: install it, or name another one by CAUSERIE_CHROMIUM');
  mkdirSync(pictures, { recursive: true });
  return chromium.launch({ executablePath, args });
}

/** A page of a context, and the list of what went wrong on it since it was opened. */
export async function open(context, path) {
  const page = await context.newPage();
  const faults = [];
  const host = new URL(url).host;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('request', (request) => {
    const asked = new URL(request.url());
    if (!['data:', 'blob:'].includes(asked.protocol) && asked.host !== host) faults.push(`external request: ${asked}`);
  });
  page.on('requestfailed', (request) => faults.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  await page.exposeFunction('noteViolation', (text) => faults.push(`content security policy: ${text}`));
  await page.addInitScript(() => {
    const note = (event) => globalThis.noteViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    document.addEventListener('securitypolicyviolation', note);
  });
  await page.goto(url + path, { waitUntil: 'networkidle' });
  return { page, faults };
}

/** The serious and critical faults that axe finds on a page, each with its places. */
export async function barriers(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return grave.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`));
}

/** Elements that have the keyboard's focus and do not show it, among the next ones. */
export async function unseenFocus(page, steps) {
  const unseen = [];
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press('Tab');
    const fault = await page.evaluate(() => {
      const at = document.activeElement;
      if (at === null || at === document.body) return '';
      const { outlineStyle, outlineWidth } = getComputedStyle(at);
      const box = at.getBoundingClientRect();
      const seen = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && box.width > 0 && box.left + box.width > 0;
      return seen ? '' : at.outerHTML.slice(0, 120);
    });
    if (fault !== '') unseen.push(fault);
  }
  return unseen;
}

export async function picture(page, name) {
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}
