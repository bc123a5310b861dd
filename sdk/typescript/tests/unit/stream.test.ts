import type { Causerie, CauserieEvent, Options } from '@causerie/sdk';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { event, FakeServer, FakeSocket, json, problem, socket, until } from '../support/fakes.js';

const server = { now: new FakeServer() };

async function online(options: Options = {}): Promise<{ chat: Causerie; first: FakeSocket; texts: string[] }> {
  const chat = await server.now.login(options);
  const texts: string[] = [];
  chat.on('message.created', ({ data }) => texts.push(data.message.content ?? ''));
  const connected = chat.connect();
  const first = await socket(1);
  first.greet();
  await connected;
  return { chat, first, texts };
}

beforeEach(() => {
  server.now = new FakeServer();
  FakeSocket.opened = [];
});
afterEach(() => vi.useRealTimers());

describe('the stream', () => {
  it('goes from connecting to online, and gives events once, by their id', async () => {
    const { chat, first, texts } = await online();
    first.event(1);
    first.event(2);
    first.event(1);
    first.event(2);
    first.event(3);
    expect(texts).toEqual(['text 1', 'text 2', 'text 3']);
    expect(chat.stream.cursor).toBe('c3');
    chat.close();
    expect(first.closedWith).toBe(1000);
    expect(chat.stream.state).toBe('closed');
  });

  it('does not take the cursor of hello for what was missed', async () => {
    const { chat, first } = await online();
    first.event(1);
    first.onclose!({ code: 1006 });
    const second = await socket(2);
    second.frame({ type: 'hello', data: { heartbeat_interval_ms: 30_000, cursor: 'far ahead' } });
    second.onclose!({ code: 1006 });
    const third = await socket(3);
    expect(new URL(third.url).searchParams.get('cursor')).toBe('c1');
    third.event(2);
    third.greet('c9');
    expect(chat.stream.cursor).toBe('c9');
    third.frame({ type: 'pong', data: { cursor: 'c10' } });
    expect(chat.stream.cursor).toBe('c10');
    chat.close();
  });

  it('repairs a gap over HTTP before it goes on', async () => {
    const { chat, first, texts } = await online();
    first.event(1);
    server.now.answer = () => json({ items: [event(2), event(3), event(4)], next_cursor: 'c4', has_more: false });
    first.event(4);
    first.event(5);
    await until(() => texts.length === 5);
    expect(texts).toEqual([1, 2, 3, 4, 5].map((number) => `text ${number}`));
    expect(server.now.calls.map(({ url }) => url.pathname + url.search)).toEqual(['/api/v1/sync?cursor=c1&limit=100']);
    expect(chat.stream.cursor).toBe('c5');
    // There was something, so the next one is repaired too.
    server.now.answer = () => json({ items: [event(6), event(7)], next_cursor: 'c7', has_more: false });
    first.event(7);
    await until(() => texts.length === 7);
    expect(texts.slice(5)).toEqual(['text 6', 'text 7']);
    chat.close();
  });

  it('repairs one gap behind another', async () => {
    const { chat, first, texts } = await online();
    first.event(1);
    first.event(11, 1, 'other');
    server.now.answer = ({ url }) => {
      const missing = url.searchParams.get('cursor') === 'c11' ? event(2) : event(12, 2, 'other');
      return json({ items: [missing], next_cursor: 'x', has_more: false });
    };
    first.event(3);
    first.event(13, 3, 'other');
    first.event(14, 4, 'other');
    await until(() => texts.length === 7);
    expect(texts).toEqual([1, 11, 2, 3, 12, 13, 14].map((number) => `text ${number}`));
    chat.close();
  });

  it('asks once in a room where what is missing is not for this person', async () => {
    const { chat, first, texts } = await online();
    first.event(1);
    server.now.answer = () => json({ items: [event(5)], next_cursor: 'c5', has_more: false });
    first.event(5);
    await until(() => texts.length === 2);
    first.event(9);
    first.event(13);
    expect(texts).toEqual(['text 1', 'text 5', 'text 9', 'text 13']);
    expect(server.now.calls).toHaveLength(1);
    chat.close();
  });

  it('connects anew when a gap cannot be repaired', async () => {
    const { chat, first, texts } = await online();
    first.event(1);
    server.now.answer = () => problem(404, 'not_found');
    first.event(3);
    const second = await socket(2);
    expect(first.closedWith).toBe(4000);
    expect(new URL(second.url).searchParams.get('cursor')).toBe('c1');
    second.event(2);
    second.event(3);
    second.greet('c3');
    expect(texts).toEqual(['text 1', 'text 2', 'text 3']);
    chat.close();
  });

  it('tells of a resync, also of one over HTTP, and goes on from its cursor', async () => {
    const { chat, first } = await online();
    const reasons: string[] = [];
    chat.on('resync', ({ data }) => reasons.push(data.reason));
    first.event(1);
    first.frame({ type: 'resync', data: { reason: 'retention', cursor: 'c50' } });
    expect(chat.stream.cursor).toBe('c50');
    first.event(60);
    server.now.answer = () => json({ items: [], next_cursor: 'c70', has_more: false, resync: { reason: 'epoch' } });
    first.event(65);
    await until(() => reasons.length === 2);
    expect(reasons).toEqual(['retention', 'epoch']);
    // What lay before the first of them is no gap.
    expect(server.now.calls.map(({ url }) => url.searchParams.get('cursor'))).toEqual(['c60']);
    chat.close();
  });

  it('is online when a resync comes in the place of caught_up', async () => {
    const chat = await server.now.login();
    const connected = chat.connect();
    const first = await socket(1);
    first.frame({ type: 'hello', data: { heartbeat_interval_ms: 30_000, cursor: 'c0' } });
    expect(chat.stream.state).toBe('connecting');
    first.frame({ type: 'resync', data: { reason: 'retention', cursor: 'c50' } });
    await connected;
    expect(chat.stream.state).toBe('online');
    chat.close();
  });

  it('gives frames of an unknown type as unknown', async () => {
    const { chat, first } = await online();
    const events: CauserieEvent[] = [];
    chat.on('unknown', (event) => events.push(event));
    const frame = { type: 'room.painted', cursor: 'c1', event_id: 'e1', data: { colour: 'red' } };
    first.frame(frame);
    first.onmessage!({ data: 'no JSON' });
    expect(events).toEqual([{ ...frame, type: 'unknown', frame }]);
    expect(chat.stream.cursor).toBe('c1');
    chat.close();
  });

  it('goes on when a handler throws, and does not hide it', async () => {
    const { chat, first, texts } = await online();
    const uncaught = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation(() => {});
    const off = chat.on('*', () => {
      throw new Error('of the handler');
    });
    first.event(1);
    off();
    first.event(2);
    expect(texts).toEqual(['text 1', 'text 2']);
    expect(uncaught.mock.calls[0]![0]).toThrow('of the handler');
    uncaught.mockRestore();
    chat.close();
  });

  it('sends pings and acknowledges what has come', async () => {
    const { chat, first } = await online();
    vi.useFakeTimers();
    first.event(1);
    first.event(2);
    await vi.advanceTimersByTimeAsync(1000);
    expect(first.sent).toEqual([{ type: 'ack', data: { cursor: 'c2' } }]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(first.sent).toHaveLength(1);
    chat.close();
  });

  it('counts a silent connection as dead', async () => {
    vi.useFakeTimers();
    const chat = await server.now.login();
    const connected = chat.connect();
    await vi.advanceTimersByTimeAsync(0);
    FakeSocket.opened[0]!.greet();
    await connected;
    await vi.advanceTimersByTimeAsync(69_999);
    expect(FakeSocket.opened[0]!.sent.map(({ type }) => type)).toEqual(['ping', 'ping']);
    expect(FakeSocket.opened).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeSocket.opened[0]!.closedWith).toBe(4000);
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeSocket.opened).toHaveLength(2);
    chat.close();
  });

  it('comes back when the server that restarts has said to', async () => {
    const { chat, first } = await online();
    vi.useFakeTimers();
    first.frame({ type: 'closing', data: { reconnect_after_ms: 3000 } });
    first.onclose!({ code: 1012 });
    await vi.advanceTimersByTimeAsync(2999);
    expect(FakeSocket.opened).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeSocket.opened).toHaveLength(2);
    // That was for once.
    FakeSocket.opened[1]!.onclose!({ code: 1012 });
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeSocket.opened).toHaveLength(3);
    chat.close();
  });

  it('is offline after five failures in a row, and goes on trying', async () => {
    const { chat } = await online();
    const states: string[] = [];
    chat.onState((state) => states.push(state));
    for (let count = 1; count <= 6; count += 1) (await socket(count)).onclose!({ code: 1006 });
    const last = await socket(7);
    expect(states.filter((state) => state === 'backoff')).toHaveLength(5);
    expect(states.slice(-2)).toEqual(['offline', 'connecting']);
    last.greet();
    last.onclose!({ code: 1006 });
    expect(states.slice(-2)).toEqual(['online', 'backoff']);
    chat.close();
  });

  it('waits longer when connections do not hold, and forgets that once one has', async () => {
    const { chat } = await online({ random: () => 1 });
    vi.useFakeTimers();
    const wait = async (count: number): Promise<number> => {
      FakeSocket.opened[count - 1]!.onclose!({ code: 4429 });
      const begun = Date.now();
      while (FakeSocket.opened.length === count) await vi.advanceTimersByTimeAsync(10);
      FakeSocket.opened[count]!.greet();
      return Date.now() - begun;
    };
    expect(await wait(1)).toBe(250);
    expect(await wait(2)).toBe(500);
    expect(await wait(3)).toBe(1000);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await wait(4)).toBe(250);
    chat.close();
  });

  it('refreshes once at once, and then as seldom as it connects', async () => {
    const { chat, first } = await online({ random: () => 1 });
    vi.useFakeTimers();
    first.onclose!({ code: 4401 });
    await vi.advanceTimersByTimeAsync(0);
    FakeSocket.opened[1]!.greet();
    FakeSocket.opened[1]!.onclose!({ code: 4401 });
    await vi.advanceTimersByTimeAsync(499);
    expect(server.now.refreshes).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(server.now.refreshes).toBe(2);
    chat.close();
  });

  it('that the platform refuses to open ends', async () => {
    const refuse = class {
      constructor() {
        throw new Error('mixed content');
      }
    } as never;
    const chat = await server.now.login({ webSocket: refuse });
    await expect(chat.connect()).rejects.toMatchObject({ code: 'network_error', cause: { message: 'mixed content' } });
    expect(chat.stream.state).toBe('closed');
  });

  it('ends when the session is over', async () => {
    const { chat, first } = await online();
    server.now.accepts = () => false;
    first.onclose!({ code: 4401 });
    await until(() => chat.stream.state === 'closed');
    expect(FakeSocket.opened).toHaveLength(1);
  });

  it('is closed when a call finds that the session is over', async () => {
    const refusing: typeof fetch = (input, init) =>
      String(input).endsWith('/refresh') ? Promise.resolve(problem(401, 'invalid_refresh_token')) : server.now.fetch(input, init);
    const { chat, first } = await online({ fetch: refusing });
    server.now.accepts = () => false;
    await expect(chat.users.me()).rejects.toMatchObject({ code: 'invalid_refresh_token' });
    expect(chat.stream.state).toBe('closed');
    expect(first.closedWith).toBe(1000);
    await expect(chat.connect()).rejects.toMatchObject({ code: 'signed_out' });
    // Who finds it by connecting is told why.
    const other = await server.now.login({ fetch: refusing });
    await expect(other.connect()).rejects.toMatchObject({ code: 'invalid_refresh_token' });
  });

  it('answers frames that ask for one', async () => {
    const { chat, first } = await online();
    const sent = chat.stream.request('message.send', { room_id: 'r', content: 'Hello' });
    const { ref } = first.sent.at(-1)!;
    first.frame({ type: 'ack', ref, data: { message: { id: 'm' } } });
    expect(await sent).toMatchObject({ type: 'ack', data: { message: { id: 'm' } } });
    const refused = chat.stream.request('history.load', { room_id: 'r' });
    const detail = { type: '/problems/not_found', title: 'None', status: 404, detail: 'No.', code: 'not_found', instance: 'req-9' };
    first.frame({ type: 'error', ref: first.sent.at(-1)!.ref, data: { problem: detail } });
    await expect(refused).rejects.toMatchObject({ status: 404, code: 'not_found', requestId: 'req-9' });
    const lost = chat.stream.request('ping', {});
    first.onclose!({ code: 1006 });
    await expect(lost).rejects.toMatchObject({ code: 'closed' });
    chat.close();
  });

  it('that was closed or aborted tells who waits for it', async () => {
    const chat = await server.now.login();
    const closed = chat.connect();
    chat.close();
    await expect(closed).rejects.toMatchObject({ code: 'closed' });
    const control = new AbortController();
    const aborted = chat.connect({ signal: control.signal });
    control.abort(new Error('enough'));
    await expect(aborted).rejects.toThrow('enough');
    expect(FakeSocket.opened).toHaveLength(0);
  });

  it('may be closed by who hears that it connects', async () => {
    const chat = await server.now.login();
    const off = chat.onState(() => chat.close());
    await expect(chat.connect()).rejects.toMatchObject({ code: 'closed' });
    off();
    expect(FakeSocket.opened).toHaveLength(0);
    const connected = chat.connect();
    (await socket(1)).greet();
    await connected;
    chat.close();
  });

  it('says what is missing where there is no WebSocket', async () => {
    const had = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket');
    Reflect.deleteProperty(globalThis, 'WebSocket');
    try {
      const chat = await server.now.login({ webSocket: undefined as never });
      await expect(chat.connect()).rejects.toMatchObject({ code: 'no_websocket' });
    } finally {
      if (had) Object.defineProperty(globalThis, 'WebSocket', had);
    }
  });
});
