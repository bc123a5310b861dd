import { Causerie, type CauserieError, memoryStore } from '@causerie/sdk';
import { describe, expect, it } from 'vitest';
import { FakeServer, json, problem, signedIn, until } from '../support/fakes.js';

const LIFE_MS = 900_000;

describe('the refresh', () => {
  it('comes at 80 % of the life of the token, once for all calls at once', async () => {
    let now = 0;
    const server = new FakeServer();
    const chat = await server.login({ now: () => now });
    now = LIFE_MS * 0.8 - 1;
    await chat.users.me();
    expect(server.refreshes).toBe(0);
    now += 1;
    await Promise.all(Array.from({ length: 20 }, () => chat.users.me()));
    expect(server.refreshes).toBe(1);
    const refresh = server.asked.find(({ url }) => url.pathname.endsWith('/refresh'))!;
    expect(refresh.body).toEqual({ refresh_token: 'refresh-0', transport: 'bearer' });
    expect(refresh.headers.has('authorization')).toBe(false);
    expect(server.asked.at(-1)!.headers.get('authorization')).toBe('Bearer access-1');
  });

  it('comes once on a 401, and the call is made again with the same idempotency key', async () => {
    const server = new FakeServer();
    const chat = await server.login();
    server.accepts = (token) => token === 'access-1';
    await Promise.all([chat.users.me(), chat.rooms.create({ kind: 'group', name: 'a', memberIds: [] })]);
    expect(server.refreshes).toBe(1);
    const creating = server.calls.filter(({ method }) => method === 'POST');
    expect(creating).toHaveLength(2);
    expect(creating[0]!.headers.get('idempotency-key')).toBe(creating[1]!.headers.get('idempotency-key'));
    expect(creating[0]!.body).toEqual({ kind: 'group', name: 'a', member_ids: [] });
    server.accepts = () => false;
    await expect(chat.users.me()).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
    expect(server.refreshes).toBe(2);
  });

  it('is not tried when the password was wrong', async () => {
    const server = new FakeServer();
    const chat = await server.login();
    server.answer = () => problem(401, 'invalid_credentials');
    const changing = chat.api.changePassword({ body: { current_password: 'no', new_password: 'another one 42' } });
    await expect(changing).rejects.toMatchObject({ code: 'invalid_credentials' });
    expect(server.refreshes).toBe(0);
  });

  it('is one over all clients that share a store, and the others take its tokens', async () => {
    let now = 0;
    const server = new FakeServer();
    const store = memoryStore();
    const options = { store, now: () => now, fetch: server.fetch };
    const one = await server.login(options);
    const two = (await Causerie.resume('http://chat.test', options))!;
    expect(two.user.username).toBe('ada');
    now = LIFE_MS;
    await Promise.all([one.users.me(), two.users.me(), one.users.me(), two.users.me()]);
    expect(server.refreshes).toBe(1);
    expect(server.calls.map(({ headers }) => headers.get('authorization'))).toEqual(Array(4).fill('Bearer access-1'));
  });

  it('takes locks that it is given', async () => {
    const names: string[] = [];
    const locks = { request: (name: string, work: () => Promise<void>) => (names.push(name), work()) };
    const server = new FakeServer();
    const chat = await server.login({ locks });
    server.accepts = (token) => token === 'access-1';
    await chat.users.me();
    expect(names).toEqual([`causerie:${chat.sessionId}`]);
  });

  it('that is refused ends the session, and says so', async () => {
    const store = memoryStore();
    const chat = await new FakeServer().login({
      store,
      fetch: async (input) => {
        const path = new URL(String(input)).pathname;
        if (path.endsWith('/login')) return json(signedIn(0));
        return path.endsWith('/refresh') ? problem(401, 'invalid_refresh_token') : problem(401, 'unauthorized');
      },
    });
    const told: CauserieError[] = [];
    chat.onSignedOut((reason) => told.push(reason));
    await expect(chat.users.me()).rejects.toMatchObject({ code: 'invalid_refresh_token' });
    expect(told).toHaveLength(1);
    expect(await store.load()).toBeUndefined();
    await expect(chat.users.me()).rejects.toMatchObject({ code: 'signed_out' });
  });

  it('that cannot be made keeps nobody from calling while the token lives', async () => {
    let now = 0;
    const server = new FakeServer();
    let isDown = true;
    const fetching: typeof fetch = (input, init) =>
      isDown && String(input).endsWith('/refresh') ? Promise.reject(new TypeError('down')) : server.fetch(input, init);
    const chat = await server.login({ now: () => now, fetch: fetching });
    now = LIFE_MS * 0.9;
    await chat.users.me();
    expect(server.calls.at(-1)!.headers.get('authorization')).toBe('Bearer access-0');
    now = LIFE_MS;
    await expect(chat.users.me()).rejects.toMatchObject({ status: 0, code: 'network_error' });
    isDown = false;
    await chat.users.me();
    expect(server.calls.at(-1)!.headers.get('authorization')).toBe('Bearer access-1');
  });

  it('is asked for again when its connection breaks', async () => {
    let now = 0;
    let broken = 0;
    const server = new FakeServer();
    const fetching: typeof fetch = (input, init) =>
      String(input).endsWith('/refresh') && (broken += 1) <= 2 ? Promise.reject(new TypeError('broken')) : server.fetch(input, init);
    const chat = await server.login({ now: () => now, fetch: fetching });
    now = LIFE_MS;
    await chat.users.me();
    expect(broken).toBe(3);
    expect(server.calls.at(-1)!.headers.get('authorization')).toBe('Bearer access-1');
  });

  it('does not bring a session back that was signed out meanwhile', async () => {
    const server = new FakeServer();
    const store = memoryStore();
    let release = (): void => {};
    let isAsked = false;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const fetching: typeof fetch = async (input, init) => {
      isAsked ||= String(input).endsWith('/refresh');
      if (String(input).endsWith('/refresh')) await gate;
      return server.fetch(input, init);
    };
    const chat = await server.login({ store, fetch: fetching });
    server.answer = ({ method }) => (method === 'GET' ? problem(401, 'unauthorized') : new Response(null, { status: 204 }));
    const call = chat.users.me();
    await until(() => isAsked);
    await chat.logout();
    release();
    await expect(call).rejects.toMatchObject({ code: 'signed_out' });
    expect(server.refreshes).toBe(1);
    expect(await store.load()).toBeUndefined();
  });

  it('of another client that has signed out ends this one too', async () => {
    let now = 0;
    const server = new FakeServer();
    const store = memoryStore();
    const one = await server.login({ store, now: () => now });
    await store.clear();
    now = LIFE_MS;
    await expect(one.users.me()).rejects.toMatchObject({ code: 'signed_out' });
    expect(server.refreshes).toBe(0);
  });
});

describe('with cookies', () => {
  it('no token is sent or kept, and the CSRF value is', async () => {
    const server = new FakeServer();
    const store = memoryStore();
    const { access_token: _, refresh_token: __, ...bare } = signedIn(0);
    const fetching: typeof fetch = async (input, init) => {
      const answer = await server.fetch(input, init);
      return /login|refresh/.test(String(input)) ? json({ ...bare, token_type: 'Cookie', csrf_token: `csrf-${server.refreshes}` }) : answer;
    };
    const chat = await server.login({ transport: 'cookie', store, fetch: fetching });
    expect(server.asked[0]!.body).toMatchObject({ transport: 'cookie' });
    await chat.users.me();
    server.answer = ({ headers }) => (headers.get('x-csrf-token') === 'csrf-1' ? json({}) : problem(403, 'csrf_failed'));
    await chat.rooms.create({ kind: 'group', name: 'a', memberIds: [] });
    expect(server.refreshes).toBe(1);
    const refresh = server.asked.find(({ url }) => url.pathname.endsWith('/refresh'))!;
    expect(refresh.body).toEqual({ transport: 'cookie' });
    expect(refresh.headers.get('x-csrf-token')).toBe('csrf-0');
    for (const asked of server.asked) {
      expect(asked.credentials).toBe('include');
      expect(asked.headers.has('authorization')).toBe(false);
    }
    expect(JSON.stringify(await store.load())).not.toMatch(/access|refresh-/);
  });
});
