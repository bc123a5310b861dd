import type { CauserieEvent } from '@causerie/sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { event, json, problem, socket, until } from '../support/fakes.js';
import { online, server } from '../support/online.js';

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

  it('keeps the cursor of a repair until the stream has come there', async () => {
    const { chat, first, texts } = await online();
    first.event(1);
    server.now.answer = () => json({ items: [event(2), event(3), event(4), event(5)], next_cursor: 'c5', has_more: false });
    first.event(3);
    first.frame({ type: 'pong', data: { cursor: 'c3' } });
    await until(() => texts.length === 5);
    expect(chat.stream.cursor).toBe('c5');
    // The stream brings what the page was faster with.
    first.event(4);
    first.frame({ type: 'pong', data: { cursor: 'c4' } });
    expect(chat.stream.cursor).toBe('c5');
    first.event(5);
    first.frame({ type: 'pong', data: { cursor: 'c6' } });
    expect(chat.stream.cursor).toBe('c6');
    expect(texts).toEqual([1, 2, 3, 4, 5].map((number) => `text ${number}`));
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
    // What the first connection still says is of before the second resync: another one begins at its cursor.
    first.event(66);
    const second = await socket(2);
    expect(first.closedWith).toBe(4000);
    expect(new URL(second.url).searchParams.get('cursor')).toBe('c70');
    expect(chat.stream.cursor).toBe('c70');
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
});
