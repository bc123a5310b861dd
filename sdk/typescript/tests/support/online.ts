// A client that is online with a server and a socket of the test's own; both are new for each test.

import type { Causerie, Options } from '@causerie/sdk';
import { beforeEach } from 'vitest';
import { FakeServer, FakeSocket, socket } from './fakes.js';

export const server = { now: new FakeServer() };

export async function online(options: Options = {}): Promise<{ chat: Causerie; first: FakeSocket; texts: string[] }> {
  const chat = await server.now.login(options);
  const texts: string[] = [];
  chat.on('message.created', ({ data }) => texts.push(data.message.content ?? ''));
  const connected = chat.connect();
  const first = await socket(1);
  first.greet();
  await connected;
  return { chat, first, texts };
}

beforeEach(() => {
  server.now = new FakeServer();
  FakeSocket.opened = [];
});
