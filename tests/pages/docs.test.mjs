// The reference, tried out as a person does: register, authorise, ask, reload, and ask again.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { barriers, launch, open, picture, url } from './browser.mjs';

const PASSWORD = 'long and unusual 47';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens an operation by its address, as a link from elsewhere would. */
async function operation(page, tag, id) {
  await page.evaluate(([tag, id]) => (location.hash = `#/${tag}/${id}`), [tag, id]);
  await page.reload({ waitUntil: 'networkidle' });
  await page.waitForSelector(`#operations-${tag}-${id}.is-open`);
  return page.locator(`#operations-${tag}-${id}`);
}

/** Sends the open operation, and gives the status and the body that the page shows. */
async function execute(block) {
  await block.getByRole('button', { name: 'Execute' }).click();
  const live = block.locator('.live-responses-table .response').first();
  await live.waitFor();
  const status = (await live.locator('.response-col_status').innerText()).trim().split(/\s/)[0];
  const body = await live.locator('.response-col_description .highlight-code').first().innerText();
  return { status, body };
}

async function register(page, username) {
  const block = await operation(page, 'Auth', 'register');
  await block.locator('textarea').first().fill(JSON.stringify({ username, password: PASSWORD }));
  return execute(block);
}

async function me(page) {
  return execute(await operation(page, 'Users', 'getMe'));
}

async function isAuthorised(page) {
  return (await page.locator('.auth-wrapper .authorize').first().getAttribute('class')).split(' ').includes('locked');
}

test('who registers on the page is signed in, also after a reload', async () => {
  const { page, faults } = await open(await browser.newContext(), '/docs');
  assert.equal(await isAuthorised(page), false);
  const registered = await register(page, 'ada');
  assert.equal(registered.status, '201');
  await picture(page, 'registered');
  const asked = await me(page);
  assert.equal(asked.status, '200');
  assert.match(asked.body, /"username": "ada"/);
  await page.reload({ waitUntil: 'networkidle' });
  assert.equal(await isAuthorised(page), true);
  assert.match((await me(page)).body, /"username": "ada"/);
  assert.deepEqual(faults, []);
});

test('a token that is pasted into the dialogue stays over a reload, until it is taken away', async () => {
  const body = JSON.stringify({ username: 'bob', password: PASSWORD });
  const made = await fetch(`${url}/api/v1/auth/register`, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
  const { access_token: token } = await made.json();

  const { page, faults } = await open(await browser.newContext(), '/docs');
  await page.locator('.auth-wrapper .authorize').first().click();
  const dialogue = page.locator('.dialog-ux');
  await dialogue.locator('input').first().fill(token);
  assert.deepEqual(await barriers(page), []);
  await picture(page, 'authorise');
  await dialogue.locator('.auth-btn-wrapper button.authorize').first().click();
  await dialogue.locator('.close-modal, .btn-done').first().click();
  const asked = await me(page);
  assert.equal(asked.status, '200');
  assert.match(asked.body, /"username": "bob"/);
  await picture(page, 'asked');
  assert.deepEqual(await barriers(page), []);
  await page.reload({ waitUntil: 'networkidle' });
  assert.equal(await isAuthorised(page), true);
  assert.match((await me(page)).body, /"username": "bob"/);
  assert.deepEqual(faults, []);

  await page.locator('.auth-wrapper .authorize').first().click();
  await dialogue.getByRole('button', { name: 'Logout' }).first().click();
  await dialogue.locator('.close-modal, .btn-done').first().click();
  assert.equal((await me(page)).status, '401');
});
