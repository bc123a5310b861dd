export type * from '@causerie/api';
// `Room` is the class here.
export type { Room as RoomRecord } from '@causerie/api';
export { type Api, Causerie } from './client.js';
export { CauserieError, type ClientCode, type ErrorFacts, type ProblemCode } from './errors.js';
export type { CauserieEvent, EventMap, UnknownFrame } from './handlers.js';
export type { Answer, Arguments, OperationId } from './http.js';
export type { CallOptions, LogEntry, Options, SocketConstructor, SocketLike } from './options.js';
export { type Page, Pages } from './pages.js';
export { Room } from './room.js';
export { browserStore, type Locks, memoryStore, type Session as StoredSession, type SessionStore } from './session.js';
export type { ConnectionState } from './socket.js';
