// Who is signed in, and the one refresh at a time that keeps it so.

import type { SignedIn, Transport, User } from '@causerie/api';
import { CauserieError, failure } from './errors.js';
import { readCookie, uuid } from './platform.js';

/** A session as a store keeps it. With cookies there is no token in it. */
export interface Session {
  user: User;
  sessionId: string;
  transport: Transport;
  accessToken?: string;
  refreshToken?: string;
  csrfToken?: string;
  /** When to refresh: at 80 % of the token's life. */
  refreshAt: number;
  expiresAt: number;
  /** Differs after each refresh. */
  stamp: string;
}

/** Where a session is kept between pages or runs. All tabs, or clients, of one session share one store. */
export interface SessionStore {
  load(): Session | undefined | Promise<Session | undefined>;
  save(session: Session): void | Promise<void>;
  clear(): void | Promise<void>;
}

/** What of `navigator.locks` is used. */
export interface Locks {
  request(name: string, work: () => Promise<void>): Promise<void>;
}

export function memoryStore(): SessionStore {
  let kept: Session | undefined;
  return {
    load: () => kept,
    save: (session) => void (kept = session),
    clear: () => void (kept = undefined),
  };
}

/**
 * Keeps the session in the browser, for all tabs of the origin. In IndexedDB, since what one tab writes into local storage may
 * reach another one only after the lock has. With the bearer transport it holds the tokens, for every script of the origin to read.
 */
export function browserStore(name = 'causerie'): SessionStore {
  const ask = <Result>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      const opening = indexedDB.open(name, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('session');
      opening.onerror = () => reject(opening.error as Error);
      opening.onsuccess = () => {
        const database = opening.result;
        const transaction = database.transaction('session', mode);
        const request = work(transaction.objectStore('session'));
        const done = (settle: () => void) => () => {
          database.close();
          settle();
        };
        transaction.oncomplete = done(() => resolve(request.result));
        transaction.onabort = done(() => reject(transaction.error as Error));
      };
    });
  return {
    load: () => ask('readonly', (store) => store.get('current') as IDBRequest<Session | undefined>),
    save: (session) => ask('readwrite', (store) => store.put(session, 'current')).then(() => {}),
    clear: () => ask('readwrite', (store) => store.delete('current')),
  };
}

const held = new Map<string, Promise<void>>();

/** Locks over the clients of this process. */
const processLocks: Locks = {
  async request(name, work) {
    const before = held.get(name) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => {});
    held.set(name, settled);
    await mine.finally(() => {
      if (held.get(name) === settled) held.delete(name);
    });
  },
};

const CSRF_COOKIE = '__Host-causerie_csrf';

/** What the session asks of the network: new tokens for the session given. */
export type Renew = (session: Session) => Promise<SignedIn>;

export class Sessions {
  current: Session | undefined;
  #flight: Promise<void> | undefined;
  readonly #locks: Locks;

  constructor(
    readonly store: SessionStore,
    locks: Locks | undefined,
    readonly now: () => number,
    readonly renew: Renew,
    /** Called when the session is over without having been signed out here. */
    readonly ended: (reason: CauserieError) => void,
  ) {
    const web = (globalThis as { navigator?: { locks?: Locks } }).navigator?.locks;
    this.#locks = locks ?? web ?? processLocks;
  }

  async begin(answer: SignedIn, transport: Transport): Promise<void> {
    const life = answer.expires_in * 1000;
    const begun = this.now();
    this.current = {
      user: answer.user,
      sessionId: answer.session_id,
      transport,
      ...(answer.access_token === undefined ? {} : { accessToken: answer.access_token }),
      ...(answer.refresh_token === undefined ? {} : { refreshToken: answer.refresh_token }),
      ...(answer.csrf_token === undefined ? {} : { csrfToken: answer.csrf_token }),
      refreshAt: begun + life * 0.8,
      expiresAt: begun + life,
      stamp: uuid(),
    };
    await this.store.save(this.current);
  }

  /** Whoever calls next has a token that is good, as far as this side can know. */
  async fresh(): Promise<Session> {
    const session = this.current;
    if (!session) throw failure('signed_out', 'Nobody is signed in.');
    if (this.now() < session.refreshAt) return session;
    try {
      await this.refresh(session);
    } catch (error) {
      // What keeps the refresh from being done need not keep the call from it, while the token lives.
      if (this.current !== session || this.now() >= session.expiresAt) throw error;
    }
    return this.current ?? session;
  }

  /** Renews the session, unless it is no longer the one `seen`. All who ask at once share one refresh. */
  refresh(seen: Session): Promise<void> {
    if (this.current !== seen) return this.#flight ?? Promise.resolve();
    this.#flight ??= this.#locks.request(`causerie:${seen.sessionId}`, () => this.#renew(seen)).finally(() => (this.#flight = undefined));
    return this.#flight;
  }

  async #renew(seen: Session): Promise<void> {
    const kept = await this.store.load();
    if (kept && kept.sessionId === seen.sessionId && kept.stamp !== seen.stamp && kept.refreshAt >= seen.refreshAt) {
      // Another tab was first. An older one is there when the newer could not be saved.
      this.current = kept;
      return;
    }
    if (kept?.sessionId !== seen.sessionId) throw this.#end(failure('signed_out', 'Another client of this store has signed out.'));
    try {
      const answer = await this.renew(seen);
      // Who has signed out meanwhile stays so.
      if (this.current === seen) await this.begin(answer, seen.transport);
    } catch (error) {
      if (!(error instanceof CauserieError) || error.status !== 401) throw error;
      await this.store.clear();
      throw this.#end(error);
    }
  }

  #end(reason: CauserieError): CauserieError {
    this.current = undefined;
    this.ended(reason);
    return reason;
  }

  async clear(): Promise<void> {
    this.current = undefined;
    await this.store.clear();
  }
}

/** The headers that sign a request. */
export function credentials(session: Session, method: string): Record<string, string> {
  if (session.transport === 'bearer') return { authorization: `Bearer ${session.accessToken ?? ''}` };
  // Every refresh makes a new value, also that of another tab, so the cookie is read each time.
  const csrf = readCookie(CSRF_COOKIE) ?? session.csrfToken;
  return method === 'GET' || csrf === undefined ? {} : { 'x-csrf-token': csrf };
}
