import { Causerie, type LogEntry, memoryStore, type Options, type StoredSession } from '@causerie/sdk';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { Server } from '../support/server.js';
import { type Actor, away, follow, PASSWORD, type Person, restarted, talk } from './journey.js';

let server: Server;
const base: Options = { webSocket: WebSocket };

beforeAll(async () => {
  server = await Server.start();
});
afterAll(() => server?.remove());

async function arrive(username: string, options: Options = {}): Promise<Person> {
  return follow(await Causerie.register(server.url, { username, password: PASSWORD }, { ...base, ...options }));
}

function actor(person: Person): Actor {
  return {
    do: (async (work: (person: Person, given: unknown) => unknown, given: unknown) => work(person, given)) as Actor['do'],
    leave: async () => person.chat.close(),
    comeBack: () => person.chat.connect(),
  };
}

it('two people talk, edit, delete, read, forward, go away and come back, and outlive the server', async () => {
  const people = [await arrive('ada'), await arrive('bob')] as const;
  const [ada, bob] = [actor(people[0]), actor(people[1])];
  const room = await talk(ada, bob);
  await away(ada, bob, room);
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) await restarted(() => server.restart(signal), ada, bob, room, signal);
  for (const { chat } of people) chat.close();
}, 120_000);

describe('a session', () => {
  /** Calls of the refresh, as the log tells of them. */
  const counting = () => {
    const lines: LogEntry[] = [];
    const count = (): number => lines.filter(({ operation }) => operation === 'refresh').length;
    return { log: (entry: LogEntry) => void lines.push(entry), count };
  };

  it('is refreshed when its token expires', async () => {
    let skew = 0;
    const { log, count } = counting();
    const person = await arrive('carol', { now: () => Date.now() + skew, log });
    await person.chat.users.me();
    expect(count()).toBe(0);
    skew = 12 * 60_000;
    await Promise.all([person.chat.users.me(), person.chat.rooms.unread(), person.chat.users.me()]);
    expect(count()).toBe(1);
  });

  it('whose token was broken is refreshed once, and what was asked is done once', async () => {
    const store = memoryStore();
    const { log, count } = counting();
    await arrive('dora', { store });
    const kept = (await store.load()) as StoredSession;
    await store.save({ ...kept, accessToken: `${kept.accessToken!.slice(0, -4)}AAAA` });
    const chat = (await Causerie.resume(server.url, { ...base, store, log }))!;
    const [room] = await Promise.all([chat.rooms.create({ kind: 'group', name: 'one', memberIds: [] }), chat.users.me()]);
    expect(count()).toBe(1);
    expect((await chat.rooms.list().page()).items.map(({ id }) => id)).toEqual([room.id]);
    await chat.connect();
    chat.close();
  });

  it('is refreshed once by two clients at once', async () => {
    let skew = 0;
    const store = memoryStore();
    const { log, count } = counting();
    const options = { store, log, now: () => Date.now() + skew };
    const { chat } = await arrive('emil', options);
    const other = (await Causerie.resume(server.url, { ...base, ...options }))!;
    skew = 13 * 60_000;
    const [one, two] = await Promise.all([chat.users.me(), other.users.me(), chat.rooms.unread(), other.rooms.unread()]);
    expect(one.id).toBe(two.id);
    expect(other.sessionId).toBe(chat.sessionId);
    expect(count()).toBe(1);
  });

  it('that ends while the stream is open closes it, and says so', async () => {
    const { chat } = await arrive('fred');
    const second = follow(await Causerie.login(server.url, { username: 'fred', password: PASSWORD, deviceName: 'phone' }, base));
    const over = new Promise((resolve) => second.chat.onSignedOut(resolve));
    await second.chat.connect();
    await chat.sessions.end(second.chat.sessionId);
    expect(await over).toMatchObject({ status: 401 });
    expect(second.states.at(-1)).toBe('closed');
    await chat.logout();
    await expect(chat.users.me()).rejects.toMatchObject({ code: 'signed_out' });
  });
});

it('what is refused says all that the server says', async () => {
  const signingUp = Causerie.register(server.url, { username: 'a b', password: 'short' }, base);
  await expect(signingUp).rejects.toMatchObject({
    status: 422,
    code: 'validation_failed',
    requestId: expect.stringMatching(/./) as string,
    errors: [{ pointer: '/username' }, { pointer: '/password' }],
  });
});

it('what everybody may ask needs no session', async () => {
  const chat = Causerie.anonymous(server.url);
  expect(await chat.api.getLiveness()).toMatchObject({ status: 'ok' });
  expect(await chat.api.getSpecificationYaml()).toMatch(/^openapi: 3\.0/);
  expect(await chat.api.getProblemPage({ path: { code: 'rate_limited' } })).toContain('<html');
  await expect(chat.users.me()).rejects.toMatchObject({ code: 'signed_out' });
});

it('typing and frames that are answered go over the stream', async () => {
  const [gina, hugo] = [await arrive('gina'), await arrive('hugo')];
  await Promise.all([gina.chat.connect(), hugo.chat.connect()]);
  const room = await gina.chat.rooms.create({ kind: 'group', name: 'quick', memberIds: [hugo.chat.user.id] });
  // Typing is told only to who is known to be there.
  await vi.waitUntil(() => hugo.told.includes('room.created'), { timeout: 10_000 });
  const typing = new Promise((resolve) => hugo.chat.on('typing.started', ({ data }) => resolve(data.user_id)));
  expect(room.typing()).toBe(true);
  expect(await typing).toBe(gina.chat.user.id);
  const answer = await gina.chat.stream.request('message.send', { room_id: room.id, content: 'over the stream' });
  expect(answer).toMatchObject({ type: 'ack', data: { message: { content: 'over the stream' } } });
  await expect(gina.chat.stream.request('history.load', { room_id: gina.chat.user.id })).rejects.toMatchObject({ code: 'not_found' });
  gina.chat.close();
  hugo.chat.close();
});
