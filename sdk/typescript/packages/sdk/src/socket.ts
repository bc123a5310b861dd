// The event stream: it connects, comes back with the cursor, repairs gaps, and gives each event once.

import { type ClientFrames, type ServerFrames, serverFrameTypes, type SyncPage } from '@causerie/api';
import { CauserieError, failure } from './errors.js';
import type { Options, SocketLike } from './options.js';
import { isOffline, onNetwork } from './platform.js';
import { onClose, reconnectDelay } from './rules.js';

/**
 * Where the stream is. `backoff` waits for the next try. So does `offline`, when the platform says that there is no network
 * or five tries in a row have failed. `closed` comes back only by `connect`.
 */
export type ConnectionState = 'connecting' | 'online' | 'backoff' | 'offline' | 'closed';

/** A frame of a type that this version does not know. */
export interface UnknownFrame {
  type: 'unknown';
  cursor?: string;
  event_id?: string;
  room_id?: string;
  seq?: number;
  occurred_at?: string;
  /** The frame as it came. */
  frame: { type: string; data?: unknown };
}

/** Every frame that a handler can get, by its `type`. */
export type EventMap = ServerFrames & { unknown: UnknownFrame };
export type CauserieEvent = EventMap[keyof EventMap];
type Handler = (event: never) => void;

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

interface Loose {
  type: string;
  ref?: string;
  cursor?: string;
  event_id?: string;
  room_id?: string;
  seq?: number;
  data?: unknown;
}

const PROTOCOL = 'causerie.v1';
const OPENING_MS = 15_000;
const ACKNOWLEDGE_MS = 1000;
const FAILURES_UNTIL_OFFLINE = 5;
/** How long a connection must have held for what failed before it to be forgotten. */
const STEADY_MS = 5000;
/** How many events are remembered, to know one that comes twice. */
const REMEMBERED = 4096;

const known: ReadonlySet<string> = /* @__PURE__ */ new Set(serverFrameTypes);

export class EventStream {
  state: ConnectionState = 'closed';
  /** The cursor of the last frame that was handled. */
  cursor: string | undefined;
  readonly #up: Uplink;
  readonly #handlers = new Map<string, Set<Handler>>();
  readonly #listeners = new Set<(state: ConnectionState) => void>();
  readonly #seen = new Set<string>();
  /** The last event of each room, to see a gap. */
  readonly #seqs = new Map<string, number>();
  /** Rooms in which a gap turned out to be none: there are events in them that this person does not get. */
  readonly #sparse = new Set<string>();
  readonly #answers = new Map<string, { resolve: (frame: Loose) => void; reject: (reason: unknown) => void }>();
  #waiting: { resolve: () => void; reject: (reason: unknown) => void }[] = [];
  #socket: SocketLike | undefined;
  #pending: Loose[] | undefined;
  /** The tries since the last connection that held. */
  #failures = 0;
  #onlineSince = 0;
  #reconnectAfter: number | undefined;
  #mustReauthenticate = false;
  #heartbeat = 30_000;
  #ref = 0;
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
  }

  /** Calls back with each frame of a type; `*` is every frame. Gives what ends it. */
  on<Type extends keyof EventMap>(type: Type, handler: (event: EventMap[Type]) => void): () => void;
  on(type: '*', handler: (event: CauserieEvent) => void): () => void;
  on(type: string, handler: Handler): () => void {
    const handlers = this.#handlers.get(type) ?? new Set();
    this.#handlers.set(type, handlers.add(handler));
    return () => void handlers.delete(handler);
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
    if (options.cursor !== undefined && this.state === 'closed') this.cursor = options.cursor;
    if (this.state === 'online') return Promise.resolve();
    const { signal } = options;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      signal?.addEventListener('abort', () => this.#end(signal.reason), { once: true });
      this.#waiting.push({ resolve, reject });
      if (this.state !== 'closed') return;
      this.#offNetwork = onNetwork(() => this.#networkChanged());
      this.#failures = 0;
      void this.#open();
    });
  }

  /** Closes the stream; `connect` opens it again, and goes on from the cursor. */
  close(): void {
    this.#end(failure('closed', 'The stream was closed.'));
  }

  /** Sends a frame, if the stream is open; says whether it was. */
  send<Type extends keyof ClientFrames>(type: Type, data: ClientFrames[Type]['data'], ref?: string): boolean {
    if (!this.#socket || this.state !== 'online') return false;
    this.#socket.send(JSON.stringify({ type, ...(ref === undefined ? {} : { ref }), data }));
    return true;
  }

  /** Sends a frame and waits for its answer. */
  async request<Type extends keyof ClientFrames>(type: Type, data: ClientFrames[Type]['data']): Promise<CauserieEvent> {
    const ref = `r${(this.#ref += 1)}`;
    const answer = new Promise<Loose>((resolve, reject) => this.#answers.set(ref, { resolve, reject }));
    if (!this.send(type, data, ref)) {
      this.#answers.delete(ref);
      throw failure('closed', 'The stream is not open.');
    }
    return (await answer) as CauserieEvent;
  }

  #become(state: ConnectionState): void {
    if (this.state === state) return;
    this.state = state;
    for (const listener of this.#listeners) guarded(() => listener(state));
  }

  async #open(): Promise<void> {
    this.#become('connecting');
    const Socket = this.#up.options.webSocket ?? (globalThis as { WebSocket?: Options['webSocket'] }).WebSocket;
    if (!Socket) return this.#end(failure('no_websocket', 'This platform has no WebSocket: give one as the option webSocket.'));
    const attempt = (this.#attempt = {});
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
    let frame: Loose;
    try {
      frame = JSON.parse(text) as Loose;
    } catch {
      return;
    }
    this.#listen(2 * this.#heartbeat + 10_000);
    if (this.#pending) this.#pending.push(frame);
    else this.#handle(frame);
  }

  #handle(frame: Loose): void {
    if (this.#isGap(frame)) {
      this.#pending = [frame];
      void this.#repair(frame);
      return;
    }
    const data = (frame.data ?? {}) as { cursor?: string; heartbeat_interval_ms?: number; reconnect_after_ms?: number };
    if (frame.type === 'hello') this.#heartbeat = data.heartbeat_interval_ms ?? this.#heartbeat;
    if (frame.type === 'closing') this.#reconnectAfter = data.reconnect_after_ms;
    if (frame.type === 'resync') this.#forget();
    this.#deliver(frame);
    // What `hello` names is before what was missed: only who brought no cursor begins there.
    if (frame.type !== 'hello' || this.cursor === undefined) this.#advance(data.cursor, frame.type);
    if (frame.type === 'caught_up') this.#online();
  }

  /** The frames that carry, in their data, the place up to which everything has been sent. */
  #advance(cursor: string | undefined, type: string): void {
    if (cursor !== undefined && ['hello', 'caught_up', 'resync', 'pong'].includes(type)) this.cursor = cursor;
  }

  #online(): void {
    this.#onlineSince = Date.now();
    this.#become('online');
    clearInterval(this.#beat);
    this.#beat = setInterval(() => this.send('ping', {}), this.#heartbeat);
    this.#settle();
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  /** Gives a frame to its handlers, unless it is an event that came before. */
  #deliver(frame: Loose): void {
    if (frame.event_id !== undefined) {
      if (this.#seen.has(frame.event_id)) return this.#passed(frame);
      this.#seen.add(frame.event_id);
      if (this.#seen.size > REMEMBERED) this.#seen.delete(this.#seen.values().next().value!);
    }
    const answer = frame.ref === undefined ? undefined : this.#answers.get(frame.ref);
    if (answer) {
      this.#answers.delete(frame.ref!);
      const problem = frame.type === 'error' ? (frame.data as { problem: ErrorProblem }).problem : undefined;
      if (problem) answer.reject(new CauserieError({ ...problem, requestId: problem.instance }));
      else answer.resolve(frame);
    }
    const event = known.has(frame.type) ? frame : { ...frame, type: 'unknown', frame };
    for (const type of [event.type, '*']) {
      for (const handler of this.#handlers.get(type) ?? []) guarded(() => handler(event as never));
    }
    this.#passed(frame);
  }

  #passed(frame: Loose): void {
    if (frame.room_id !== undefined && frame.seq !== undefined) {
      this.#seqs.set(frame.room_id, Math.max(frame.seq, this.#seqs.get(frame.room_id) ?? 0));
    }
    if (frame.cursor === undefined) return;
    this.cursor = frame.cursor;
    this.#owes = this.#up.options.acknowledge !== false;
    this.#settle();
  }

  /** Says soon that events have arrived. */
  #settle(): void {
    if (!this.#owes || this.#acknowledge !== undefined) return;
    this.#acknowledge = setTimeout(() => {
      this.#acknowledge = undefined;
      if (this.cursor !== undefined && this.send('ack', { cursor: this.cursor })) this.#owes = false;
    }, ACKNOWLEDGE_MS);
  }

  /** Whether events of the frame's room seem to be missing before it. */
  #isGap({ room_id, seq, event_id }: Loose): boolean {
    if (room_id === undefined || seq === undefined || event_id === undefined) return false;
    const last = this.#seqs.get(room_id);
    return last !== undefined && seq > last + 1 && !this.#sparse.has(room_id) && !this.#seen.has(event_id) && this.cursor !== undefined;
  }

  /** Fetches what is missing before a frame over HTTP, then goes on with what came meanwhile. */
  async #repair(held: Loose): Promise<void> {
    const socket = this.#socket;
    let found = false;
    try {
      for (let more = true; more && !this.#seen.has(held.event_id!); ) {
        const page = await this.#up.sync(this.cursor!);
        if (socket !== this.#socket) return;
        if (page.resync) {
          this.#forget();
          this.#deliver({ type: 'resync', data: { reason: page.resync.reason, cursor: page.next_cursor } });
        }
        for (const frame of page.items as Loose[]) {
          found ||= frame.room_id === held.room_id && frame.seq! < held.seq!;
          this.#deliver(frame);
        }
        this.cursor = page.next_cursor;
        more = page.has_more;
      }
    } catch {
      // The next connection brings everything after the cursor.
      if (socket !== this.#socket) return;
      this.#drop(4000, 'gap');
      return this.#later();
    }
    if (!found) this.#sparse.add(held.room_id!);
    this.#seqs.set(held.room_id!, Math.max(held.seq!, this.#seqs.get(held.room_id!) ?? 0));
    const pending = this.#pending ?? [];
    this.#pending = undefined;
    while (pending.length > 0 && !this.#pending) this.#handle(pending.shift()!);
    // Another gap: what is left waits behind it.
    (this.#pending as Loose[] | undefined)?.push(...pending);
  }

  #forget(): void {
    this.#seqs.clear();
    this.#sparse.clear();
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
    this.#attempt = undefined;
    this.#become(isOffline() || this.#failures > FAILURES_UNTIL_OFFLINE ? 'offline' : 'backoff');
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
      void this.#open();
    }
  }

  /** Lets go of the connection and of what belongs to it. */
  #drop(code?: number, reason?: string): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#pending = undefined;
    for (const timer of [this.#watch, this.#beat, this.#acknowledge, this.#retry]) clearTimeout(timer);
    this.#acknowledge = undefined;
    for (const { reject } of this.#answers.values()) reject(failure('closed', 'The stream broke before the answer came.'));
    this.#answers.clear();
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
type ErrorProblem = ServerFrames['error']['data']['problem'];

/** A handler's fault is its own: it is told of like every uncaught error, and the stream goes on. */
function guarded(call: () => void): void {
  try {
    call();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
