import {
  type CreateRoomRequest,
  type ListRoomsCall,
  type ListUsersCall,
  type LoginRequest,
  type OperationShapes,
  operations,
  type Preferences,
  type Receipt,
  type ReadStatus,
  type RegisterRequest,
  type Session as SignedInDevice,
  type SignedIn,
  type UnreadCount,
  type UpdateMeRequest,
  type UpdatePreferencesRequest,
  type User,
  type Block,
} from '@causerie/api';
import { type Camel, snake } from './camel.js';
import { type CauserieError, failure } from './errors.js';
import type { CauserieEvent, EventMap } from './handlers.js';
import { type Answer, type Arguments, Http, type OperationId } from './http.js';
import type { CallOptions, Options } from './options.js';
import { byCursor, type Pages } from './pages.js';
import { Room } from './room.js';
import { RETRIES } from './rules.js';
import { browserStore, memoryStore, type Session, Sessions } from './session.js';
import { type ConnectionState, EventStream } from './socket.js';

/** An operation as a function. What it takes is in the specification's names; it may be left out where nothing is needed. */
type Call<Id extends OperationId> =
  Record<never, never> extends Arguments<Id>
    ? (args?: Arguments<Id>, options?: CallOptions) => Promise<OperationShapes[Id]['answer']>
    : (args: Arguments<Id>, options?: CallOptions) => Promise<OperationShapes[Id]['answer']>;

/** Every operation of the specification, by its `operationId`. */
export type Api = { readonly [Id in OperationId]: Call<Id> };

/** A spent refresh token gives what it gave for 10 s: all tries must come within them. */
const REFRESH_TIMEOUT_MS = 3000;

const same = <Item>(item: Item): Item => item;
const going = (cursor: string | undefined): { cursor?: string } => (cursor === undefined ? {} : { cursor });

/** A client of one person on one device. */
export class Causerie {
  /** Every operation, typed, as the specification has it. */
  readonly api: Api;
  /** The event stream. */
  readonly stream: EventStream;
  readonly #http: Http;
  readonly #sessions: Sessions;
  readonly #endings = new Set<(reason: CauserieError) => void>();

  private constructor(
    baseUrl: string,
    readonly options: Options,
  ) {
    const isCookie = options.transport === 'cookie';
    // With cookies nothing secret is in it, and tabs must know of each other's refreshes.
    const store = options.store ?? (isCookie && 'indexedDB' in globalThis ? browserStore() : memoryStore());
    this.#http = new Http(baseUrl, options, () => this.#sessions);
    const renew = (session: Session): Promise<SignedIn> => this.#renew(session);
    this.#sessions = new Sessions(store, options.locks, options.now ?? Date.now, renew, (reason) => this.#ended(reason));
    const call = (id: OperationId) => (args = {}, options?: CallOptions) => this.call(id, args as never, options);
    this.api = Object.fromEntries(Object.keys(operations).map((id) => [id, call(id as OperationId)])) as unknown as Api;
    this.stream = new EventStream({
      options,
      url: (cursor) => this.#streamUrl(cursor),
      sync: (cursor) => this.api.sync({ query: { cursor, limit: 100 } }, { retries: 1 }),
      reauthenticate: async () => {
        const session = this.#sessions.current;
        if (session) await this.#sessions.refresh(session);
      },
    });
  }

  /** Signs in. */
  static login(baseUrl: string, who: Camel<Omit<LoginRequest, 'transport'>>, options: Options = {}): Promise<Causerie> {
    return Causerie.#begin('login', baseUrl, who, options);
  }

  /** Makes an account and signs in. */
  static register(baseUrl: string, who: Camel<Omit<RegisterRequest, 'transport'>>, options: Options = {}): Promise<Causerie> {
    return Causerie.#begin('register', baseUrl, who, options);
  }

  /** Goes on with the session of the store, if there is one. */
  static async resume(baseUrl: string, options: Options = {}): Promise<Causerie | undefined> {
    const chat = new Causerie(baseUrl, options);
    chat.#sessions.current = await chat.#sessions.store.load();
    return chat.#sessions.current && chat;
  }

  /** A client that is not signed in, for what everybody may call. */
  static anonymous(baseUrl: string, options: Options = {}): Causerie {
    return new Causerie(baseUrl, options);
  }

  static async #begin(id: 'login' | 'register', baseUrl: string, who: object, options: Options): Promise<Causerie> {
    const chat = new Causerie(baseUrl, options);
    const transport = options.transport ?? 'bearer';
    const body = { ...snake<LoginRequest & RegisterRequest>(who as never), transport };
    const answer = await chat.#http.operation(id, { body }, {}, undefined);
    await chat.#sessions.begin(answer.data, transport);
    return chat;
  }

  /** Who is signed in. */
  get user(): User {
    return this.#session.user;
  }

  get sessionId(): string {
    return this.#session.sessionId;
  }

  get #session(): Session {
    if (!this.#sessions.current) throw failure('signed_out', 'Nobody is signed in.');
    return this.#sessions.current;
  }

  /** Calls an operation by its `operationId`. */
  async call<Id extends OperationId>(id: Id, args: Arguments<Id>, options?: CallOptions): Promise<OperationShapes[Id]['answer']> {
    return (await this.request(id, args, options)).data;
  }

  /** The same, with the status and the headers of the answer. */
  request<Id extends OperationId>(id: Id, args: Arguments<Id>, options?: CallOptions): Promise<Answer<OperationShapes[Id]['answer']>> {
    return this.#http.operation(id, args, options);
  }

  /** Asks for any path, signed, and gives the answer as it comes. */
  fetch(path: string, init?: RequestInit): Promise<Response> {
    return this.#http.fetch(path, init);
  }

  readonly rooms = {
    /** Makes a group, or finds or makes the direct room with somebody. */
    create: async (body: Camel<CreateRoomRequest>, options?: CallOptions): Promise<Room> => {
      const room = await this.api.createRoom({ body: snake<CreateRoomRequest>(body) }, options);
      return new Room(this, room.id, room);
    },
    get: async (id: string, options?: CallOptions): Promise<Room> =>
      new Room(this, id, await this.api.getRoom({ path: { room_id: id } }, options)),
    /** A room by its id, without fetching it. */
    of: (id: string): Room => new Room(this, id),
    list: (query: NonNullable<ListRoomsCall['query']> = {}): Pages<Room> =>
      byCursor(
        (cursor) => this.api.listRooms({ query: { ...query, ...going(cursor) } }),
        (room) => new Room(this, room.id, room),
      ),
    join: async (inviteCode: string, options?: CallOptions): Promise<Room> => {
      const room = await this.api.acceptInvite({ path: { code: inviteCode } }, options);
      return new Room(this, room.id, room);
    },
    unread: (options?: CallOptions): Promise<UnreadCount> => this.api.getUnreadCount({}, options),
  };

  readonly messages = {
    /** Marks everything up to a message as read. */
    read: (id: string, options?: CallOptions): Promise<ReadStatus> => this.api.readMessage({ path: { message_id: id } }, options),
    /** Who has got a message, and who has read it. */
    receipts: (id: string): Pages<Receipt> =>
      byCursor((cursor) => this.api.listReceipts({ path: { message_id: id }, query: going(cursor) }), same),
  };

  readonly users = {
    me: (options?: CallOptions): Promise<User> => this.api.getMe({}, options),
    updateMe: (body: Camel<UpdateMeRequest>, options?: CallOptions): Promise<User> =>
      this.api.updateMe({ body: snake<UpdateMeRequest>(body) }, options),
    get: (id: string, options?: CallOptions): Promise<User> => this.api.getUser({ path: { user_id: id } }, options),
    list: (query: NonNullable<ListUsersCall['query']> = {}): Pages<User> =>
      byCursor((cursor) => this.api.listUsers({ query: { ...query, ...going(cursor) } }), same),
    block: (id: string, options?: CallOptions): Promise<void> => this.api.blockUser({ path: { user_id: id } }, options),
    unblock: (id: string, options?: CallOptions): Promise<void> => this.api.unblockUser({ path: { user_id: id } }, options),
    blocked: (): Pages<Block> => byCursor((cursor) => this.api.listBlocks({ query: going(cursor) }), same),
    preferences: (options?: CallOptions): Promise<Preferences> => this.api.getPreferences({}, options),
    setPreferences: (body: Camel<UpdatePreferencesRequest>, options?: CallOptions): Promise<Preferences> =>
      this.api.updatePreferences({ body: snake<UpdatePreferencesRequest>(body) }, options),
  };

  readonly sessions = {
    list: (): Pages<SignedInDevice> => byCursor(() => this.api.listSessions(), same),
    end: (id: string, options?: CallOptions): Promise<void> => this.api.deleteSession({ path: { session_id: id } }, options),
  };

  /** Calls back with each event of a type; `*` is every one. Gives what ends it. */
  on<Type extends keyof EventMap>(type: Type, handler: (event: EventMap[Type]) => void): () => void;
  on(type: '*', handler: (event: CauserieEvent) => void): () => void;
  on(type: never, handler: never): () => void {
    return this.stream.on(type, handler);
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    return this.stream.onState(listener);
  }

  /** Calls back when the session is over without having been signed out here: somebody must sign in again. */
  onSignedOut(listener: (reason: CauserieError) => void): () => void {
    this.#endings.add(listener);
    return () => void this.#endings.delete(listener);
  }

  /** Opens the event stream, from a cursor on if there is one. It reconnects and resumes by itself. */
  connect(options?: { cursor?: string; signal?: AbortSignal }): Promise<void> {
    return this.stream.connect(options);
  }

  /** Closes the event stream. The session lives on. */
  close(): void {
    this.stream.close();
  }

  /** Ends the session, here and on the server. */
  async logout(): Promise<void> {
    this.close();
    try {
      await this.api.revoke({});
    } finally {
      await this.#sessions.clear();
    }
  }

  async #renew(session: Session): Promise<SignedIn> {
    const { transport, refreshToken } = session;
    const body = { transport, ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }) };
    // Only the CSRF value of the cookies is needed: a spent access token must not be shown.
    const signed = transport === 'cookie' ? session : undefined;
    const timeout = Math.min(this.#http.options.timeout ?? REFRESH_TIMEOUT_MS, REFRESH_TIMEOUT_MS);
    return (await this.#http.operation('refresh', { body }, { timeout, retries: RETRIES }, signed)).data;
  }

  async #streamUrl(cursor: string | undefined): Promise<string> {
    const { ticket } = await this.api.createTicket({}, { retries: 0 });
    return `${this.#http.base.replace(/^http/, 'ws')}/api/v1/events?${new URLSearchParams({ ticket, ...going(cursor) })}`;
  }

  #ended(reason: CauserieError): void {
    this.stream.close(reason);
    for (const listener of this.#endings) listener(reason);
  }
}
