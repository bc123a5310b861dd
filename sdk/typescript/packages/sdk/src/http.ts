// One call: its URL, its tries, its time-out, and what became of it.

import { operations, type Operation, type OperationShapes } from '@causerie/api';
import { CauserieError, failure, fromAnswer } from './errors.js';
import type { CallOptions, Options } from './options.js';
import { sleep, userAgent, uuid } from './platform.js';
import { isRetried, LONGEST_WAIT_S, RETRIES, retryDelay } from './rules.js';
import { credentials, type Session, type Sessions } from './session.js';

/** The operations that are calls: all but the event stream. */
export type OperationId = keyof OperationShapes;

/** What an operation takes, in the specification's names: `path`, `query`, `body`. */
export type Arguments<Id extends OperationId> = Omit<OperationShapes[Id]['call'], 'url' | 'headers'>;

/** An answer, with what came around it. */
export interface Answer<Data> {
  data: Data;
  status: number;
  headers: Headers;
}

/** The parts of a request that differ from call to call. */
interface Parts {
  path?: Record<string, unknown> | undefined;
  query?: Record<string, unknown> | undefined;
  body?: unknown;
}

const TIMEOUT_MS = 30_000;

export class Http {
  readonly base: string;

  constructor(
    base: string,
    readonly options: Options,
    readonly sessions: () => Sessions,
  ) {
    // In a browser, also what is relative to the page.
    this.base = new URL(base, (globalThis as { location?: { href: string } }).location?.href).href.replace(/\/+$/, '');
  }

  /** Calls an operation of the table. */
  operation<Id extends OperationId>(
    id: Id,
    args: Arguments<Id>,
    options: CallOptions = {},
    session?: Session,
  ): Promise<Answer<OperationShapes[Id]['answer']>> {
    const operation: Operation = operations[id];
    const { path, query, body } = args as Parts;
    const url = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = path?.[name];
      if (value === undefined || value === '') throw new TypeError(`${id} needs path.${name}`);
      return encodeURIComponent(String(value));
    });
    const headers: Record<string, string> = { ...options.headers };
    if (operation.key) headers['idempotency-key'] = options.idempotencyKey ?? uuid();
    if (body !== undefined) headers['content-type'] = 'application/json';
    const init = { method: operation.method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    // A spent refresh token gives the same successor for some seconds, so a refresh may be asked for twice.
    const isRepeatable = operation.method === 'GET' || operation.key === true || id === 'refresh';
    const isSigned = !operation.open || session !== undefined;
    return this.#tries({ id, url: url + search(query), init, isRepeatable, isSigned, session, options });
  }

  /** Asks for a path that the table does not have, signed like every call. Nothing is tried again or taken apart. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const session = await this.sessions().fresh();
    const headers = new Headers({ ...userAgent(), ...this.options.headers, ...credentials(session, init.method ?? 'GET') });
    new Headers(init.headers).forEach((value, name) => headers.set(name, value));
    return (this.options.fetch ?? fetch)(this.base + path, { ...init, headers, credentials: cookies(session) });
  }

  async #tries<Data>(call: {
    id: string;
    url: string;
    init: { method: string; headers: Record<string, string>; body?: string };
    isRepeatable: boolean;
    isSigned: boolean;
    /** The session of a refresh, which must not refresh. */
    session: Session | undefined;
    options: CallOptions;
  }): Promise<Answer<Data>> {
    const retries = call.options.retries ?? this.options.retries ?? RETRIES;
    let hasRefreshed = false;
    for (let failures = 0; ; ) {
      call.options.signal?.throwIfAborted();
      const session = call.isSigned ? (call.session ?? (await this.sessions().fresh())) : undefined;
      try {
        return await this.#once<Data>(call, session, failures + 1);
      } catch (error) {
        if (!(error instanceof CauserieError)) throw error;
        if (session && !call.session && !hasRefreshed && isStale(error)) {
          hasRefreshed = true;
          await this.sessions().refresh(session);
          continue;
        }
        failures += 1;
        if (failures > retries || !isRetried(error.status, call.isRepeatable) || error.code === 'invalid_answer') throw error;
        if ((error.retryAfter ?? 0) > LONGEST_WAIT_S) throw error;
        await sleep(retryDelay(failures, (this.options.random ?? Math.random)(), error.retryAfter), call.options.signal);
      }
    }
  }

  async #once<Data>(
    call: { id: string; url: string; init: { method: string; headers: Record<string, string>; body?: string }; options: CallOptions },
    session: Session | undefined,
    attempt: number,
  ): Promise<Answer<Data>> {
    const { signal } = call.options;
    const timeout = call.options.timeout ?? this.options.timeout ?? TIMEOUT_MS;
    const control = new AbortController();
    const abort = (): void => control.abort(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    const timer = setTimeout(() => control.abort(failure('timeout', `No answer within ${timeout} ms.`)), timeout);
    const { method } = call.init;
    const signed = session ? credentials(session, method) : {};
    const headers = { accept: '*/*', ...userAgent(), ...this.options.headers, ...call.init.headers, ...signed };
    const begun = Date.now();
    let status = 0;
    let requestId: string | undefined;
    try {
      const init = { ...call.init, headers, credentials: cookies(session ?? this.options), signal: control.signal };
      const response = await (this.options.fetch ?? fetch)(this.base + call.url, init);
      status = response.status;
      requestId = response.headers.get('x-request-id') ?? undefined;
      const text = await response.text();
      if (!response.ok) throw fromAnswer(status, response.headers, text, this.sessions().now());
      return { data: read(response.headers, text) as Data, status, headers: response.headers };
    } catch (error) {
      if (error instanceof CauserieError) throw error;
      if (control.signal.aborted) throw control.signal.reason;
      throw failure('network_error', 'The connection could not be made, or broke.', error);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      this.options.log?.({ operation: call.id, method, status, attempt, ms: Date.now() - begun, requestId });
    }
  }
}

/** Whether an answer says that the token, or the CSRF value, is no longer good. */
function isStale(error: CauserieError): boolean {
  return (error.status === 401 && (error.code === 'unauthorized' || error.code === 'http_401')) || error.code === 'csrf_failed';
}

function cookies(of: { transport?: string }): RequestCredentials {
  return of.transport === 'cookie' ? 'include' : 'omit';
}

function search(query: Record<string, unknown> | undefined): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`;
}

function read(headers: Headers, text: string): unknown {
  if (text === '') return undefined;
  if (!/\bjson\b/.test(headers.get('content-type') ?? '')) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw failure('invalid_answer', 'The answer is not the JSON that it says it is.', error);
  }
}
