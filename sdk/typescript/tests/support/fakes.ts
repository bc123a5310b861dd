// A server and a socket that answer what a test wants.

import { Causerie, type Options, type SignedIn } from '@causerie/sdk';

export interface Asked {
  method: string;
  url: URL;
  headers: Headers;
  body: unknown;
  credentials: RequestCredentials | undefined;
}

export type Reply = Response | Error | Promise<Response | Error>;

export const user = {
  id: '01936f5a-8d42-7c03-b1f6-2e9a4d7c5b22',
  username: 'ada',
  display_name: 'Ada',
  is_online: true,
  is_bot: false,
  created_at: '2026-11-24T09:30:00.000Z',
};

export function signedIn(number: number): SignedIn {
  const tokens = { access_token: `access-${number}`, refresh_token: `refresh-${number}` };
  return { user, token_type: 'Bearer', expires_in: 900, session_id: '01936f5a-2c11-7f08-85aa-7d4c1b9e2f66', ...tokens };
}

export const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json', ...headers } });

export const problem = (status: number, code: string, headers: Record<string, string> = {}, more: object = {}): Response =>
  json({ type: `/problems/${code}`, title: 'A title', status, detail: 'A detail.', code, instance: 'req-1', ...more }, status, {
    'content-type': 'application/problem+json',
    'x-request-id': 'req-1',
    ...headers,
  });

/** Answers sign-in, refresh and tickets by itself, everything else by `answer`. */
export class FakeServer {
  readonly asked: Asked[] = [];
  refreshes = 0;
  /** Access tokens that it takes. Absent: all. */
  accepts: ((token: string) => boolean) | undefined;
  answer: (asked: Asked) => Reply = () => json({});

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const url = new URL(String(input));
    const body: unknown = init.body === undefined ? undefined : JSON.parse(String(init.body));
    const asked = { method: init.method ?? 'GET', url, headers: new Headers(init.headers), body, credentials: init.credentials };
    this.asked.push(asked);
    const reply = await this.#reply(asked);
    init.signal?.throwIfAborted();
    if (reply instanceof Error) throw reply;
    return reply;
  };

  #reply(asked: Asked): Reply {
    if (asked.url.pathname === '/api/v1/auth/login') return json(signedIn(0));
    if (asked.url.pathname === '/api/v1/auth/refresh') return json(signedIn((this.refreshes += 1)));
    const token = asked.headers.get('authorization')?.replace('Bearer ', '') ?? '';
    if (this.accepts && !this.accepts(token)) return problem(401, 'unauthorized');
    if (asked.url.pathname === '/api/v1/auth/tickets') return json({ ticket: 'a-ticket', expires_at: user.created_at }, 201);
    return this.answer(asked);
  }

  /** The requests other than signing in. */
  get calls(): Asked[] {
    return this.asked.filter(({ url }) => !url.pathname.startsWith('/api/v1/auth/'));
  }

  login(options: Options = {}): Promise<Causerie> {
    const given = { fetch: this.fetch, webSocket: FakeSocket, random: () => 0, ...options };
    return Causerie.login('http://chat.test', { username: 'ada', password: 'a lovely engine' }, given);
  }
}

/** A socket that does what the test says. */
export class FakeSocket {
  static opened: FakeSocket[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  readonly sent: { type: string; ref?: string; data: Record<string, unknown> }[] = [];
  closedWith: number | undefined;

  constructor(
    readonly url: string,
    readonly protocols?: string | string[],
  ) {
    FakeSocket.opened.push(this);
  }

  send(data: string): void {
    this.sent.push(JSON.parse(data) as (typeof this.sent)[number]);
  }

  close(code?: number): void {
    this.closedWith = code ?? 1005;
  }

  frame(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  /** What a server says before the stream is live. */
  greet(cursor = 'c0'): void {
    this.frame({ type: 'hello', data: { user_id: user.id, heartbeat_interval_ms: 30_000, cursor: 'hello-cursor' } });
    this.frame({ type: 'caught_up', data: { cursor } });
  }

  event(number: number, seq: number = number, room = 'room'): void {
    this.frame(event(number, seq, room));
  }
}

export const event = (number: number, seq: number = number, room = 'room'): object => ({
  type: 'message.created',
  cursor: `c${number}`,
  event_id: `e${number}`,
  room_id: room,
  seq,
  occurred_at: user.created_at,
  data: { message: { id: `m${number}`, content: `text ${number}` } },
});

/** The socket number `count`, once it is there. */
export async function socket(count: number): Promise<FakeSocket> {
  await until(() => FakeSocket.opened.length >= count);
  return FakeSocket.opened[count - 1]!;
}

export async function until(holds: () => boolean, what = 'it', ms = 5000): Promise<void> {
  for (const begun = Date.now(); !holds(); ) {
    if (Date.now() - begun > ms) throw new Error(`${what} did not come to hold in ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
