// The event stream: it connects, comes back with the cursor, and tells handlers what the inbox lets through.

import type { ClientFrames, SyncPage } from '@causerie/api';
import { CauserieError, failure } from './errors.js';
import { type CauserieEvent, type EventMap, guarded, type Handler, Handlers } from './handlers.js';
import { type Frame, Inbox } from './inbox.js';
import type { Options, SocketLike } from './options.js';
import { isOffline, onNetwork } from './platform.js';
import { onClose, reconnectDelay } from './rules.js';

/**
 * Where the stream is. `backoff` waits for the next try. So does `offline`, when the platform says that there is no network
 * or five tries in a row have failed. `closed` comes back only by `connect`.
 */
export type ConnectionState = 'connecting' | 'online' | 'backoff' | 'offline' | 'closed';

/** What the stream needs of the client. */
export interface Uplink {
  readonly options: Options;
  /** The address to connect to, with a fresh ticket. */
  url(cursor: string | undefined): Promise<string>;
  /** A stretch of the log over HTTP. */
  sync(cursor: string): Promise<SyncPage>;
  /** Makes the session good again after the server has said that it is not. */
  reauthenticate(): Promise<void>;
}

const PROTOCOL = 'causerie.v1';
const OPENING_MS = 15_000;
const ACKNOWLEDGE_MS = 1000;
const FAILURES_UNTIL_OFFLINE = 5;
/** How long a connection must have held for what failed before it to be forgotten. */
const STEADY_MS = 5000;

export class EventStream {
  state: ConnectionState = 'closed';
  readonly #inbox: Inbox;
  readonly #up: Uplink;
  readonly #handlers = new Handlers();
  readonly #listeners = new Set<(state: ConnectionState) => void>();
  #waiting: { resolve: () => void; reject: (reason: unknown) => void }[] = [];
  #socket: SocketLike | undefined;
  /** The failures since a connection held, which make the waits longer. */
  #failures = 0;
  /** Those since there was one at all. */
  #misses = 0;
  #onlineSince = 0;
  #reconnectAfter: number | undefined;
  #mustReauthenticate = false;
  #heartbeat = 30_000;
  #retry: Timer;
  #watch: Timer;
  #beat: Timer;
  #acknowledge: Timer;
  /** Whether events have come that the server has not been told of. */
  #owes = false;
  /** Names the try that is under way: one that has been overtaken finds another here. */
  #attempt: object | undefined;
  #offNetwork: (() => void) | undefined;

  constructor(up: Uplink) {
    this.#up = up;
    this.#inbox = new Inbox({
      sync: (cursor) => up.sync(cursor),
      give: (frame) => this.#handlers.give(frame),
      passed: (frame) => this.#passed(frame),
      stale: () => {
        this.#drop(4000, 'stale');
        this.#later();
      },
    });
  }

  /** The cursor of the last frame that was handled. */
  get cursor(): string | undefined {
    return this.#inbox.cursor;
  }

  /** Calls back with each frame of a type; `*` is every frame. Gives what ends it. */
  on<Type extends keyof EventMap>(type: Type, handler: (event: EventMap[Type]) => void): () => void;
  on(type: '*', handler: (event: CauserieEvent) => void): () => void;
  on(type: string, handler: Handler): () => void {
    return this.#handlers.on(type, handler);
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Connects, and resolves when everything that was missed has come. From then on it reconnects by itself, until `close`, or
   * until the signal is aborted.
   */
  connect(options: { cursor?: string | undefined; signal?: AbortSignal | undefined } = {}): Promise<void> {
    if (options.cursor !== undefined && this.state === 'closed') this.#inbox.cursor = options.cursor;
    if (this.state === 'online') return Promise.resolve();
    const { signal } = options;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      signal?.addEventListener('abort', () => this.#end(signal.reason), { once: true });
      this.#waiting.push({ resolve, reject });
      if (this.state !== 'closed') return;
      this.#offNetwork = onNetwork(() => this.#networkChanged());
      this.#failures = this.#misses = 0;
      void this.#open();
    });
  }

  /** Closes the stream; `connect` opens it again, and goes on from the cursor. */
  close(reason: CauserieError = failure('closed', 'The stream was closed.')): void {
    this.#end(reason);
  }

  /** Sends a frame, if the stream is open; says whether it was. */
  send<Type extends keyof ClientFrames>(type: Type, data: ClientFrames[Type]['data'], ref?: string): boolean {
    if (!this.#socket || this.state !== 'online') return false;
    this.#socket.send(JSON.stringify({ type, ...(ref === undefined ? {} : { ref }), data }));
    return true;
  }

  /** Sends a frame and waits for its answer. */
  request<Type extends keyof ClientFrames>(type: Type, data: ClientFrames[Type]['data']): Promise<CauserieEvent> {
    return this.#handlers.request((ref) => this.send(type, data, ref));
  }

  #become(state: ConnectionState): void {
    if (this.state === state) return;
    this.state = state;
    for (const listener of this.#listeners) guarded(() => listener(state));
  }

  async #open(): Promise<void> {
    const attempt = (this.#attempt = {});
    this.#become('connecting');
    const Socket = this.#up.options.webSocket ?? (globalThis as { WebSocket?: Options['webSocket'] }).WebSocket;
    if (!Socket) return this.#end(failure('no_websocket', 'This platform has no WebSocket: give one as the option webSocket.'));
    // A listener may have closed it.
    if (attempt !== this.#attempt) return;
    let url: string;
    try {
      if (this.#mustReauthenticate) await this.#up.reauthenticate();
      this.#mustReauthenticate = false;
      url = await this.#up.url(this.cursor);
    } catch (error) {
      if (attempt !== this.#attempt) return;
      const isOver = error instanceof CauserieError && (error.status === 401 || error.code === 'signed_out');
      return isOver ? this.#end(error) : this.#later(1000 * ((error as CauserieError).retryAfter ?? 0));
    }
    // Closed, or begun anew, while the ticket was under way.
    if (attempt !== this.#attempt) return;
    let socket: SocketLike;
    try {
      socket = new Socket(url, [PROTOCOL]);
    } catch (error) {
      return this.#end(failure('network_error', 'The platform refuses to open a WebSocket to this address.', error));
    }
    this.#socket = socket;
    this.#listen(OPENING_MS);
    socket.onmessage = (event: { data: unknown }) => {
      if (socket === this.#socket) this.#receive(String(event.data));
    };
    socket.onclose = (event: { code: number }) => {
      if (socket === this.#socket) this.#closed(event.code);
    };
    socket.onerror = () => {};
  }

  /** The connection counts as dead when nothing is heard for so long. */
  #listen(ms: number): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => {
      this.#drop(4000, 'nothing heard');
      this.#later();
    }, ms);
  }

  #receive(text: string): void {
    let frame: Frame;
    try {
      frame = JSON.parse(text) as Frame;
    } catch {
      return;
    }
    const data = (frame.data ?? {}) as { heartbeat_interval_ms?: number; reconnect_after_ms?: number };
    if (frame.type === 'hello') this.#heartbeat = data.heartbeat_interval_ms ?? this.#heartbeat;
    if (frame.type === 'closing') this.#reconnectAfter = data.reconnect_after_ms;
    this.#listen(2 * this.#heartbeat + 10_000);
    this.#inbox.receive(frame);
  }

  #online(): void {
    this.#onlineSince = Date.now();
    this.#misses = 0;
    this.#become('online');
    clearInterval(this.#beat);
    this.#beat = setInterval(() => this.send('ping', {}), this.#heartbeat);
    this.#settle();
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  #passed(frame: Frame): void {
    if (frame.cursor !== undefined) {
      this.#owes = this.#up.options.acknowledge !== false;
      this.#settle();
    }
    // What was missed is there, or cannot be given; both are followed by what happens.
    if (frame.type === 'caught_up' || frame.type === 'resync') this.#online();
  }

  /** Says soon that events have arrived. */
  #settle(): void {
    if (!this.#owes || this.#acknowledge !== undefined) return;
    this.#acknowledge = setTimeout(() => {
      this.#acknowledge = undefined;
      if (this.cursor !== undefined && this.send('ack', { cursor: this.cursor })) this.#owes = false;
    }, ACKNOWLEDGE_MS);
  }

  #closed(code: number): void {
    this.#drop();
    this.#forgive();
    const close = onClose(code);
    if (close.action === 'terminal') return this.#end(failure(close.code, `The server closed the stream with ${code}.`));
    if (close.action === 'reauth') this.#mustReauthenticate = true;
    const after = this.#reconnectAfter;
    this.#reconnectAfter = undefined;
    // The first time at once: nothing is known to be wrong.
    if (close.action === 'reauth' && this.#failures === 0) {
      this.#failures = 1;
      void this.#open();
    } else this.#later(after);
  }

  #forgive(): void {
    if (this.state === 'online' && Date.now() - this.#onlineSince >= STEADY_MS) this.#failures = 0;
  }

  /** Tries again, not before `atLeast` milliseconds. */
  #later(atLeast = 0): void {
    this.#forgive();
    this.#failures += 1;
    this.#misses += 1;
    this.#attempt = undefined;
    this.#become(isOffline() || this.#misses > FAILURES_UNTIL_OFFLINE ? 'offline' : 'backoff');
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#open(), atLeast + reconnectDelay(this.#failures, (this.#up.options.random ?? Math.random)()));
  }

  #networkChanged(): void {
    if (this.state === 'closed') return;
    if (isOffline()) {
      this.#drop(4000, 'offline');
      this.#later();
    } else if (this.state === 'backoff' || this.state === 'offline') {
      clearTimeout(this.#retry);
      this.#failures = 0;
      void this.#open();
    }
  }

  /** Lets go of the connection and of what belongs to it. */
  #drop(code?: number, reason?: string): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#inbox.reset();
    for (const timer of [this.#watch, this.#beat, this.#acknowledge, this.#retry]) clearTimeout(timer);
    this.#acknowledge = undefined;
    this.#handlers.abandon();
    if (socket && code !== undefined) socket.close(code, reason);
  }

  /** Gives up until somebody calls `connect`. */
  #end(reason: unknown): void {
    this.#drop(1000, 'bye');
    this.#attempt = undefined;
    this.#offNetwork?.();
    this.#offNetwork = undefined;
    this.#become('closed');
    for (const { reject } of this.#waiting.splice(0)) reject(reason);
  }
}

type Timer = ReturnType<typeof setTimeout> | undefined;
