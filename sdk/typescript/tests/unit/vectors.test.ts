import { CauserieError } from '@causerie/sdk';
import { beforeEach, describe, expect, it } from 'vitest';
import { readRetryAfter } from '../../packages/sdk/dist/errors.js';
import { isRetried, LONGEST_WAIT_S, reconnectDelay, RETRIES, retryDelay } from '../../packages/sdk/dist/rules.js';
import { FakeServer, FakeSocket, problem, socket, until } from '../support/fakes.js';
import { spec, vectors } from '../support/files.js';

const { close, retry, problems } = vectors;

describe('the schedule of retries', () => {
  it('is the one of the vectors', () => {
    expect(RETRIES).toBe(retry.retries);
    expect(LONGEST_WAIT_S).toBe(retry.longest_retry_after_s);
    for (const each of retry.decisions) expect({ ...each, retry: isRetried(each.status, each.repeatable) }).toEqual(each);
    for (const each of retry.delays) {
      expect({ ...each, delay_ms: retryDelay(each.failures, each.random, each.retry_after_s) }).toEqual(each);
    }
    for (const each of retry.reconnect_delays) expect({ ...each, delay_ms: reconnectDelay(each.failures, each.random) }).toEqual(each);
  });

  it('reads Retry-After as a number and as a date', () => {
    const now = Date.parse(retry.retry_after_now);
    for (const { header, seconds } of retry.retry_after) expect(readRetryAfter(header, now), header).toBe(seconds);
    expect(readRetryAfter(null, now)).toBeUndefined();
  });
});

describe('each problem of the server', () => {
  it.each(problems.problems)('$code is thrown as it is, after its retries', async ({ code, status }) => {
    const server = new FakeServer();
    const chat = await server.login();
    const errors = [{ pointer: '/name', detail: 'is too long' }];
    server.answer = () => problem(status, code, status === 429 ? { 'retry-after': '0' } : {}, { errors });
    const error = await chat.api.createRoom({ body: { kind: 'group', member_ids: [] } }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(CauserieError);
    expect(error).toMatchObject({ status, code, title: 'A title', detail: 'A detail.', requestId: 'req-1', errors });
    const isRetriedStatus = retry.decisions.some((each) => each.status === status && each.repeatable && each.retry);
    const refreshed = code === 'unauthorized' || code === 'csrf_failed' ? 1 : 0;
    expect(server.calls).toHaveLength(isRetriedStatus ? 1 + retry.retries : 1 + refreshed);
    expect(server.refreshes).toBe(refreshed);
    expect(new Set(server.calls.map(({ headers }) => headers.get('idempotency-key'))).size).toBe(1);
  });

  it('has a code that the specification can carry', () => {
    for (const { code } of problems.problems) expect(code).toMatch(/^[a-z_]+$/);
  });
});

describe('each close code', () => {
  beforeEach(() => void (FakeSocket.opened = []));

  it('of the specification is in the vectors, with what to do', () => {
    const documented = spec.paths['/api/v1/events']!['get']!['x-close-codes']!.map(({ code, action }) => ({ code, action }));
    expect(close.codes.map(({ code, action }) => ({ code, action }))).toEqual(documented);
  });

  const cases = [...close.codes, ...close.others.map((code) => ({ code, action: 'resume' as const, error: undefined }))];
  it.each(cases)('$code: $action', async ({ code, action, error }) => {
    const server = new FakeServer();
    const chat = await server.login();
    const connected = chat.connect();
    const first = await socket(1);
    first.greet();
    await connected;
    first.event(1);
    const states: string[] = [];
    chat.onState((state) => states.push(state));
    first.onclose!({ code });
    if (action === 'terminal') {
      expect(states).toEqual(['closed']);
      // Before it is online, the reason reaches who waits for it.
      const again = chat.connect();
      (await socket(2)).onclose!({ code });
      await expect(again).rejects.toMatchObject({ code: error });
      return;
    }
    const second = await socket(2);
    expect(new URL(second.url).searchParams.get('cursor')).toBe('c1');
    expect(server.refreshes).toBe(action === 'reauth' ? 1 : 0);
    second.greet('c2');
    await until(() => chat.stream.state === 'online');
    expect(states).toEqual(action === 'reauth' ? ['connecting', 'online'] : ['backoff', 'connecting', 'online']);
    chat.close();
  });
});
