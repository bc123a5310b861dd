import { Causerie, type LogEntry } from '@causerie/sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeServer, json, problem, until } from '../support/fakes.js';

afterEach(() => vi.useRealTimers());

describe('a call', () => {
  it('is made again after broken connections, with the same key and body', async () => {
    const server = new FakeServer();
    const chat = await server.login();
    server.answer = () => (server.calls.length < 3 ? new TypeError('fetch failed') : json({ id: 'm' }, 201));
    const sent = await chat.rooms.of('r').send('Hello');
    expect(sent.id).toBe('m');
    expect(server.calls).toHaveLength(3);
    expect(new Set(server.calls.map(({ headers }) => headers.get('idempotency-key'))).size).toBe(1);
    expect(new Set(server.calls.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(server.calls[0]!.body).toMatchObject({ content: 'Hello', client_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
  });

  it('takes a key of the caller, who wants the same effect after a reload', async () => {
    const server = new FakeServer();
    const chat = await server.login();
    await chat.rooms.of('r').send({ content: 'Hello', clientId: 'mine' }, { idempotencyKey: 'kept' });
    expect(server.calls[0]!.headers.get('idempotency-key')).toBe('kept');
    expect(server.calls[0]!.body).toEqual({ content: 'Hello', client_id: 'mine' });
  });

  it('that would do its work twice is not made again when its connection breaks', async () => {
    const server = new FakeServer();
    const broken: typeof fetch = (input, init) => server.fetch(input, init).then(() => Promise.reject(new TypeError('broken')));
    const signingUp = Causerie.register('http://chat.test', { username: 'ada', password: 'a lovely engine' }, { fetch: broken });
    await expect(signingUp).rejects.toMatchObject({ status: 0, code: 'network_error' });
    expect(server.asked).toHaveLength(1);
  });

  it('waits as long as Retry-After says, and no longer than a minute', async () => {
    const server = new FakeServer();
    const chat = await server.login();
    vi.useFakeTimers();
    server.answer = () => (server.calls.length < 2 ? problem(503, 'unavailable', { 'retry-after': '20' }) : json({ id: 'me' }));
    const called = chat.users.me();
    await vi.advanceTimersByTimeAsync(19_999);
    expect(server.calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await called).toEqual({ id: 'me' });
    server.answer = () => problem(429, 'rate_limited', { 'retry-after': '61' });
    await expect(chat.users.me()).rejects.toMatchObject({ status: 429, retryAfter: 61 });
    expect(server.calls).toHaveLength(3);
  });

  it('ends by its time-out, each try by itself', async () => {
    const chat = await new FakeServer().login();
    let tries = 0;
    const hanging: typeof fetch = (_, init) =>
      new Promise((_, reject) => {
        tries += 1;
        init!.signal!.addEventListener('abort', () => reject(init!.signal!.reason as Error));
      });
    (chat.options as { fetch: typeof fetch }).fetch = hanging;
    await expect(chat.api.getMe({}, { timeout: 20 })).rejects.toMatchObject({ status: 0, code: 'timeout' });
    expect(tries).toBe(3);
  });

  it('ends when its signal is aborted, with the reason of the signal', async () => {
    const server = new FakeServer();
    const chat = await server.login();
    const control = new AbortController();
    server.answer = () => (control.abort(new Error('enough')), new TypeError('aborted'));
    await expect(chat.users.me({ signal: control.signal })).rejects.toThrow('enough');
    expect(server.calls).toHaveLength(1);
    await expect(chat.users.me({ signal: control.signal })).rejects.toThrow('enough');
    expect(server.calls).toHaveLength(1);
  });

  it('leaves no timer and no listener behind', async () => {
    const server = new FakeServer();
    const chat = await server.login();
    vi.useFakeTimers();
    const { signal } = new AbortController();
    const [added, removed] = [vi.spyOn(signal, 'addEventListener'), vi.spyOn(signal, 'removeEventListener')];
    await chat.users.me({ signal });
    server.answer = () => problem(404, 'not_found');
    await expect(chat.users.me({ signal })).rejects.toMatchObject({ status: 404 });
    expect(vi.getTimerCount()).toBe(0);
    expect(added).toHaveBeenCalledTimes(2);
    expect(removed).toHaveBeenCalledTimes(2);
  });

  it('that is aborted while it waits for its retry ends at once', async () => {
    const server = new FakeServer();
    const chat = await server.login();
    const control = new AbortController();
    server.answer = () => problem(503, 'unavailable', { 'retry-after': '50' });
    const call = chat.users.me({ signal: control.signal });
    await until(() => server.calls.length === 1);
    control.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    expect(server.calls).toHaveLength(1);
  });

  it('tells of an answer that is no problem document, or no JSON', async () => {
    const server = new FakeServer();
    const chat = await server.login({ retries: 0 });
    server.answer = () => new Response('<h1>Bad gateway</h1>', { status: 502 });
    await expect(chat.users.me()).rejects.toMatchObject({ status: 502, code: 'http_502', errors: [] });
    server.answer = () => new Response('{', { headers: { 'content-type': 'application/json' } });
    await expect(chat.users.me()).rejects.toMatchObject({ status: 0, code: 'invalid_answer' });
    server.answer = () => new Response('<p>', { headers: { 'content-type': 'text/html' } });
    expect(await chat.api.getDocs()).toBe('<p>');
    server.answer = () => new Response(null, { status: 204 });
    expect(await chat.rooms.of('r').leave()).toBeUndefined();
  });

  it('is logged only for who asks, without a secret', async () => {
    const lines: LogEntry[] = [];
    const server = new FakeServer();
    const chat = await server.login({ log: (entry) => lines.push(entry) });
    server.answer = () => problem(404, 'not_found');
    await expect(chat.rooms.get('a-room')).rejects.toMatchObject({ code: 'not_found' });
    expect(lines.map(({ operation, method, status, attempt }) => ({ operation, method, status, attempt }))).toEqual([
      { operation: 'login', method: 'POST', status: 200, attempt: 1 },
      { operation: 'getRoom', method: 'GET', status: 404, attempt: 1 },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/access-|refresh-|engine|a-room/);
  });

  it('of a path that the table lacks is signed too', async () => {
    const server = new FakeServer();
    const chat = await server.login({ headers: { 'x-app': 'mine' } });
    const answer = await chat.fetch('/api/v1/new', { method: 'POST', headers: { accept: 'text/plain' } });
    expect(answer.status).toBe(200);
    const { headers } = server.asked.at(-1)!;
    expect(Object.fromEntries(headers)).toMatchObject({ authorization: 'Bearer access-0', accept: 'text/plain', 'x-app': 'mine' });
    expect(headers.get('user-agent')).toMatch(/^causerie-ts\/\d/);
  });
});

describe('a list', () => {
  const page = (names: string[], next?: string) =>
    json({ items: names.map((name) => ({ id: name })), ...(next ? { next_cursor: next } : {}) });

  it('is gone through page by page', async () => {
    const server = new FakeServer();
    const chat = await server.login();
    server.answer = ({ url }) => (url.searchParams.get('cursor') === 'n' ? page(['c']) : page(['a', 'b'], 'n'));
    const found: string[] = [];
    for await (const room of chat.rooms.list({ kind: 'group' })) found.push(room.id);
    expect(found).toEqual(['a', 'b', 'c']);
    expect(server.calls.map(({ url }) => url.search)).toEqual(['?kind=group', '?kind=group&cursor=n']);
  });

  it('gives single pages to who wants them, and fetches no more than that', async () => {
    const server = new FakeServer();
    const chat = await server.login();
    server.answer = () => page(['a'], 'n');
    const first = await chat.users.list().page();
    expect(first.items).toEqual([{ id: 'a' }]);
    expect(server.calls).toHaveLength(1);
    server.answer = () => page(['b']);
    const second = await first.next!();
    expect(second).toEqual({ items: [{ id: 'b' }] });
    for await (const _ of chat.users.list()) break;
    expect(server.calls).toHaveLength(3);
  });

  it('of messages goes back in time, or forward from a message', async () => {
    const server = new FakeServer();
    const chat = await server.login();
    server.answer = ({ url }) => {
      const isLast = url.search.includes('=m2') && !url.search.includes('around');
      const id = isLast ? 'm1' : 'm2';
      return json({ items: [{ id }], has_more_before: !isLast, has_more_after: !isLast });
    };
    const walk = async (query: object) => {
      const found: string[] = [];
      for await (const { id } of chat.rooms.of('r').messages(query)) found.push(id);
      return found;
    };
    expect(await walk({ limit: 1 })).toEqual(['m2', 'm1']);
    expect(await walk({ after: 'm0' })).toEqual(['m2', 'm1']);
    expect(await walk({ around: 'm2' })).toEqual(['m2']);
    const searches = ['?limit=1', '?limit=1&before=m2', '?after=m0', '?after=m2', '?around=m2'];
    expect(server.calls.map(({ url }) => url.search)).toEqual(searches);
  });
});
