// What comes over the stream, in order and once: it drops duplicates, repairs gaps over HTTP, and keeps the cursor.

import type { SyncPage } from '@causerie/api';

/** A frame as it comes, of whatever type. */
export interface Frame {
  type: string;
  ref?: string;
  cursor?: string;
  event_id?: string;
  room_id?: string;
  seq?: number;
  data?: unknown;
}

/** Where frames go. */
export interface Outlet {
  /** A stretch of the log over HTTP. */
  sync(cursor: string): Promise<SyncPage>;
  /** Takes a frame that is new. */
  give(frame: Frame): void;
  /** Hears of each frame that is done with, once the cursor is past it. */
  passed(frame: Frame): void;
  /** Hears that this connection is of no more use: another one brings everything after the cursor. */
  stale(): void;
}

/** How many events are remembered, to know one that comes twice. */
const REMEMBERED = 4096;
/** The frames whose data says up to where everything has been sent. */
const MARKS = ['hello', 'caught_up', 'resync', 'pong'];

export class Inbox {
  /** The cursor of the last frame that was handled. */
  cursor: string | undefined;
  readonly #outlet: Outlet;
  readonly #seen = new Set<string>();
  /** The last event of each room, to see a gap. */
  readonly #seqs = new Map<string, number>();
  /** Rooms in which a gap turned out to be none: there are events in them that this person does not get. */
  readonly #sparse = new Set<string>();
  /** The last event that a repair has brought, until the stream has come there: what it says before is older than the cursor. */
  #ahead: string | undefined;
  /** What waits while a gap is repaired. */
  #pending: Frame[] | undefined;
  #connection = 0;

  constructor(outlet: Outlet) {
    this.#outlet = outlet;
  }

  receive(frame: Frame): void {
    if (this.#pending) this.#pending.push(frame);
    else this.#handle(frame);
  }

  /** The connection is gone, and with it what waits: the next one brings it again. */
  reset(): void {
    this.#pending = undefined;
    this.#ahead = undefined;
    this.#connection += 1;
  }

  #handle(frame: Frame): void {
    if (this.#isGap(frame)) {
      this.#pending = [frame];
      void this.#repair(frame);
      return;
    }
    if (frame.type === 'resync') this.#forget();
    const isNew = this.#note(frame);
    if (isNew) this.#outlet.give(frame);
    this.#pass(frame, this.#isBehind(frame, isNew));
  }

  /** Whether a frame is of before the end of what a repair has brought. */
  #isBehind({ event_id }: Frame, isNew: boolean): boolean {
    if (this.#ahead === undefined) return false;
    const isPast = event_id !== undefined && isNew;
    if (isPast || event_id === this.#ahead) this.#ahead = undefined;
    return !isPast;
  }

  /** Remembers an event; says whether it is new. */
  #note({ event_id }: Frame): boolean {
    if (event_id === undefined) return true;
    if (this.#seen.has(event_id)) return false;
    this.#seen.add(event_id);
    if (this.#seen.size > REMEMBERED) this.#seen.delete(this.#seen.values().next().value!);
    return true;
  }

  #pass(frame: Frame, isBehind: boolean): void {
    this.#count(frame.room_id, frame.seq);
    const mark = MARKS.includes(frame.type) ? (frame.data as { cursor?: string } | undefined)?.cursor : undefined;
    // `hello` names the cursor that one came with, which may be behind the last frame by now: only who brought none begins there.
    if (!isBehind && (frame.type !== 'hello' || this.cursor === undefined)) this.cursor = frame.cursor ?? mark ?? this.cursor;
    this.#outlet.passed(frame);
  }

  #count(room: string | undefined, seq: number | undefined): void {
    if (room !== undefined && seq !== undefined) this.#seqs.set(room, Math.max(seq, this.#seqs.get(room) ?? 0));
  }

  /** Whether events of the frame's room seem to be missing before it. */
  #isGap({ room_id, seq, event_id }: Frame): boolean {
    if (room_id === undefined || seq === undefined || event_id === undefined || this.cursor === undefined) return false;
    const last = this.#seqs.get(room_id);
    return last !== undefined && seq > last + 1 && !this.#sparse.has(room_id) && !this.#seen.has(event_id);
  }

  /** Fetches what is missing before a frame, then goes on with what came meanwhile. */
  async #repair(held: Frame): Promise<void> {
    const connection = this.#connection;
    let found = false;
    try {
      for (let more = true; more && !this.#seen.has(held.event_id!); ) {
        const page = await this.#outlet.sync(this.cursor!);
        if (connection !== this.#connection) return;
        if (page.resync) {
          this.#forget();
          this.#outlet.give({ type: 'resync', data: { reason: page.resync.reason, cursor: page.next_cursor } });
        }
        for (const frame of page.items as Frame[]) {
          found ||= frame.room_id === held.room_id && frame.seq! < held.seq!;
          if (this.#note(frame)) this.#outlet.give(frame);
          this.#pass(frame, false);
        }
        this.cursor = page.next_cursor;
        this.#ahead = (page.items as Frame[]).at(-1)?.event_id ?? this.#ahead;
        more = page.has_more;
        // What this connection still says is of before: it would move the cursor back, and events would come again.
        if (page.resync) return this.#outlet.stale();
      }
    } catch {
      if (connection === this.#connection) this.#outlet.stale();
      return;
    }
    if (!found) this.#sparse.add(held.room_id!);
    this.#count(held.room_id, held.seq);
    const pending = this.#pending ?? [];
    this.#pending = undefined;
    while (pending.length > 0 && !this.#pending) this.#handle(pending.shift()!);
    // Another gap: what is left waits behind it.
    (this.#pending as Frame[] | undefined)?.push(...pending);
  }

  #forget(): void {
    this.#seqs.clear();
    this.#sparse.clear();
    this.#ahead = undefined;
  }
}
