// Who is told of a frame: the handlers of its type, and the request that it answers.

import { type ServerFrames, serverFrameTypes } from '@causerie/api';
import { CauserieError, failure } from './errors.js';
import type { Frame } from './inbox.js';

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
export type Handler = (event: never) => void;

const known: ReadonlySet<string> = /* @__PURE__ */ new Set(serverFrameTypes);

export class Handlers {
  readonly #handlers = new Map<string, Set<Handler>>();
  readonly #requests = new Map<string, { resolve: (event: CauserieEvent) => void; reject: (reason: unknown) => void }>();
  #ref = 0;

  on(type: string, handler: Handler): () => void {
    const handlers = this.#handlers.get(type) ?? new Set();
    this.#handlers.set(type, handlers.add(handler));
    return () => void handlers.delete(handler);
  }

  give(frame: Frame): void {
    this.#answer(frame);
    const event = known.has(frame.type) ? frame : { ...frame, type: 'unknown', frame };
    for (const type of [event.type, '*']) {
      for (const handler of this.#handlers.get(type) ?? []) guarded(() => handler(event as never));
    }
  }

  /** Sends a frame with a `ref` of its own, and waits for the frame that answers it. */
  request(send: (ref: string) => boolean): Promise<CauserieEvent> {
    const ref = `r${(this.#ref += 1)}`;
    return new Promise((resolve, reject) => {
      if (send(ref)) this.#requests.set(ref, { resolve, reject });
      else reject(failure('closed', 'The stream is not open.'));
    });
  }

  #answer(frame: Frame): void {
    const request = frame.ref === undefined ? undefined : this.#requests.get(frame.ref);
    if (!request) return;
    this.#requests.delete(frame.ref!);
    if (frame.type !== 'error') return request.resolve(frame as CauserieEvent);
    const { problem } = frame.data as ServerFrames['error']['data'];
    request.reject(new CauserieError({ ...problem, requestId: problem.instance }));
  }

  /** The connection is gone: no answer will come. */
  abandon(): void {
    for (const { reject } of this.#requests.values()) reject(failure('closed', 'The stream broke before the answer came.'));
    this.#requests.clear();
  }
}

/** A handler's fault is its own: it is told of like every uncaught error, and the stream goes on. */
export function guarded(call: () => void): void {
  try {
    call();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
