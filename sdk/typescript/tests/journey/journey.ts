// The journey of two people, the same on Node.js and in browsers.

import type { Causerie, CauserieError, ConnectionState, Message } from '@causerie/sdk';
import { expect } from 'vitest';

/** Somebody who takes part, and everything that they were told. */
export interface Person {
  chat: Causerie;
  texts: string[];
  told: string[];
  states: ConnectionState[];
}

/** Where somebody is: here, or in a browser. */
export interface Actor {
  /** Does something there. The work is sent as text, so it uses nothing but what it is given. */
  do<Given, Result>(work: (person: Person, given: Given) => Result, given?: Given): Promise<Awaited<Result>>;
  /** Takes the network away and gives it back, or closes the stream and opens it again. */
  leave(): Promise<void>;
  comeBack(): Promise<void>;
}

export const PASSWORD = 'a lovely engine 42';

/** Notes everything that somebody is told. Also sent to browsers as text. */
export function follow(chat: Causerie): Person {
  const person: Person = { chat, texts: [], told: [], states: [] };
  chat.on('*', ({ type }) => person.told.push(type));
  chat.on('message.created', ({ data }) => {
    if (data.message.kind === 'user') person.texts.push(data.message.content ?? '');
  });
  chat.onState((state) => person.states.push(state));
  return person;
}

async function until<Given>(actor: Actor, work: (person: Person, given: Given) => boolean, given: Given, what: string): Promise<void> {
  for (const begun = Date.now(); !(await actor.do(work, given)); ) {
    if (Date.now() - begun > 20_000) throw new Error(`this did not come to hold in 20 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const told = (actor: Actor, type: string): Promise<void> =>
  until(actor, (person, type) => person.told.includes(type), type, `somebody is told of ${type}`);
const got = (actor: Actor, count: number): Promise<void> =>
  until(actor, (person, count) => person.texts.length >= count, count, `somebody gets ${count} messages`);
const texts = (actor: Actor): Promise<string[]> => actor.do((person) => person.texts);

/** What people wrote in a room, oldest first. */
function history(actor: Actor, room: string): Promise<(string | null)[]> {
  return actor.do(async ({ chat }, room) => {
    const found: Message[] = [];
    for await (const message of chat.rooms.of(room).messages({ limit: 20 })) if (message.kind === 'user') found.push(message);
    return found.reverse().map(({ content }) => content);
  }, room);
}

const send = (actor: Actor, room: string, content: string, retries = 2): Promise<Message> =>
  actor.do(({ chat }, { room, content, retries }) => chat.rooms.of(room).send({ content }, { retries }), { room, content, retries });

/** Two people meet, write, edit, delete, read and forward. Gives the room. */
export async function talk(ada: Actor, bob: Actor): Promise<string> {
  await Promise.all([ada.do(({ chat }) => chat.connect()), bob.do(({ chat }) => chat.connect())]);
  const [adaId, bobId] = await Promise.all([ada.do(({ chat }) => chat.user.id), bob.do(({ chat }) => chat.user.id)]);
  const create = ({ chat }: Person, memberIds: string[]) =>
    chat.rooms.create({ kind: 'group', name: 'launch', memberIds }).then(({ id }) => id);
  const room = await ada.do(create, [bobId]);
  await told(bob, 'room.created');
  const first = await send(ada, room, 'one');
  const second = await send(ada, room, 'two');
  await send(ada, room, 'three');
  await got(bob, 3);

  const place = { room, first: first.id, second: second.id };
  const refusal = await bob.do(
    ({ chat }, { room, first }) => chat.rooms.of(room).edit(first, 'mine').then(() => '', (error: CauserieError) => error.code),
    place,
  );
  expect(refusal).toBe('forbidden');
  await ada.do(({ chat }, { room, first }) => chat.rooms.of(room).edit(first, 'one!'), place);
  await ada.do(({ chat }, { room, second }) => chat.rooms.of(room).deleteMessage(second), place);
  await told(bob, 'message.updated');
  await told(bob, 'message.deleted');
  expect(await history(bob, room)).toEqual(['one!', null, 'three']);

  const unread = ({ chat }: Person, room: string) => chat.rooms.of(room).reload().then(({ unread_count }) => unread_count);
  expect(await bob.do(unread, room)).toBe(2);
  await bob.do(({ chat }, room) => chat.rooms.of(room).markRead(), room);
  await told(ada, 'message.read');
  expect(await bob.do(unread, room)).toBe(0);
  expect(await ada.do(({ chat }, { room, first }) => chat.rooms.of(room).message(first), place)).toMatchObject({ status: 'read' });

  const outcomes = await bob.do(
    async ({ chat }, { room, first, adaId }) => {
      const direct = await chat.rooms.create({ kind: 'direct', memberIds: [adaId] });
      return chat.rooms.of(room).forward(first, [direct.id]);
    },
    { ...place, adaId },
  );
  expect(outcomes).toMatchObject([{ message: { content: 'one!' } }]);
  // Bob's own devices are told too.
  for (const actor of [ada, bob]) await until(actor, (person) => person.texts.at(-1) === 'one!', undefined, 'the forwarded message comes');
  return room;
}

/** Bob is away while Ada writes; he gets everything, once and in order. */
export async function away(ada: Actor, bob: Actor, room: string): Promise<void> {
  const before = (await texts(bob)).length;
  await bob.leave();
  const missed = Array.from({ length: 130 }, (_, number) => `missed ${number}`);
  for (const text of missed) await send(ada, room, text);
  await bob.comeBack();
  await send(ada, room, 'here again');
  await until(bob, (person) => person.texts.at(-1) === 'here again', undefined, 'Bob is there again');
  expect((await texts(bob)).slice(before)).toEqual([...missed, 'here again']);
}

/** The server goes away and comes back while messages are under way; each arrives once. */
export async function restarted(restart: () => Promise<void>, ada: Actor, bob: Actor, room: string, name: string): Promise<void> {
  const before = (await texts(bob)).length;
  const written = Array.from({ length: 20 }, (_, number) => `${name} ${number}`);
  for (const actor of [ada, bob]) await actor.do((person) => void (person.states.length = 0));
  const restarting = restart();
  for (const text of written) await send(ada, room, text, 8);
  await restarting;
  for (const actor of [ada, bob]) {
    await until(actor, (person) => person.states.at(-1) === 'online', undefined, 'both are back');
    expect(await actor.do((person) => person.states)).toContain('backoff');
  }
  await got(bob, before + written.length);
  expect((await texts(bob)).slice(before)).toEqual(written);
  expect((await history(bob, room)).slice(-written.length)).toEqual(written);
}
