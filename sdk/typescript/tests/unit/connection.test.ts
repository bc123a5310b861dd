import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeSocket, problem, socket, until } from '../support/fakes.js';
import { online, server } from '../support/online.js';

afterEach(() => vi.useRealTimers());

describe('a connection', () => {
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
