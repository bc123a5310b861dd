import type { Transport } from '@causerie/api';
import type { Locks, SessionStore } from './session.js';

/** What of a WebSocket is used; those of browsers, of Node.js and of `ws` fit. */
export interface SocketLike {
  // `any`, since each implementation has event classes of its own.
  onmessage: ((event: any) => void) | null;
  onclose: ((event: any) => void) | null;
  onerror: ((event: any) => void) | null;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

export type SocketConstructor = new (url: string, protocols?: string | string[]) => SocketLike;

/** A request that was made. It names no person, no token and no text. */
export interface LogEntry {
  operation: string;
  method: string;
  status: number;
  attempt: number;
  ms: number;
  requestId?: string | undefined;
}

export interface Options {
  /** Another `fetch`. */
  fetch?: typeof fetch;
  /** Another WebSocket. Node.js has none of its own before version 22: `ws` will do. */
  webSocket?: SocketConstructor;
  /** Headers for every request. */
  headers?: Record<string, string>;
  /** How long one try of a request may take, in milliseconds: 30,000. */
  timeout?: number;
  /** How often a failed request is sent again: 2. */
  retries?: number;
  /** Where the session is kept. Absent: in memory; with cookies, what is not secret of it by `browserStore`. */
  store?: SessionStore;
  /** What keeps two refreshes apart. Absent: Web Locks, over all tabs; without them, over all clients of this process. */
  locks?: Locks;
  /** How tokens travel: `bearer`, or `cookie`, where scripts of the page cannot read them. */
  transport?: Transport;
  /** Whether to tell the server, up to once a second, that events have arrived, which makes messages `delivered`: true. */
  acknowledge?: boolean;
  /** Hears of every try of a request. */
  log?: (entry: LogEntry) => void;
  /** The clock, in milliseconds. */
  now?: () => number;
  /** Chance, from 0 to 1. */
  random?: () => number;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** One per intended change. Absent: a new one, kept over the retries of this call. */
  idempotencyKey?: string;
  headers?: Record<string, string>;
  timeout?: number;
  retries?: number;
}
