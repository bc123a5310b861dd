import { operations, serverFrameTypes, specSha256 } from '@causerie/api';
import type { OperationId } from '@causerie/sdk';
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { FakeServer, FakeSocket, socket } from '../support/fakes.js';
import { spec, text } from '../support/files.js';

const METHODS = ['get', 'put', 'post', 'patch', 'delete'];

it('the generated sources are of this specification', () => {
  expect(specSha256).toBe(createHash('sha256').update(text('openapi.yaml')).digest('hex'));
  expect([...serverFrameTypes].sort()).toEqual(Object.keys(spec.components.schemas['ServerFrame']!.discriminator!.mapping).sort());
});

it('every operation of the specification is reached, at its path, with its parameters', async () => {
  const server = new FakeServer();
  const chat = await server.login();
  const ids: string[] = [];
  for (const [path, item] of Object.entries(spec.paths)) {
    for (const method of METHODS.filter((method) => item[method])) {
      const operation = item[method]!;
      ids.push(operation.operationId);
      if (operation.operationId === 'openEventStream') continue;
      const parameters = (operation.parameters ?? []).map(({ $ref, ...given }) =>
        $ref ? spec.components.parameters[$ref.split('/').at(-1)!]! : (given as { name: string; in: string }),
      );
      const given = (place: string) => parameters.filter((each) => each.in === place).map(({ name }) => [name, `a ${name}/ä`] as const);
      const body = operation.requestBody ? { some: 'body' } : undefined;
      const args = { path: Object.fromEntries(given('path')), query: Object.fromEntries(given('query')), ...(body ? { body } : {}) };
      await chat.call(operation.operationId as OperationId, args as never);
      const asked = server.asked.at(-1)!;
      expect(asked.method).toBe(method.toUpperCase());
      expect(asked.url.pathname).toBe(path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(`a ${name}/ä`)));
      expect(Object.fromEntries(asked.url.searchParams)).toEqual(args.query);
      expect(asked.body).toEqual(body);
      expect(asked.headers.has('idempotency-key')).toBe(given('header').some(([name]) => name === 'Idempotency-Key'));
      expect(asked.headers.has('authorization')).toBe((operation.security ?? []).length > 0);
      expect(chat.api).toHaveProperty(operation.operationId);
    }
  }
  expect(Object.keys(operations).sort()).toEqual(ids.sort());
});

it('the event stream is reached by connect', async () => {
  FakeSocket.opened = [];
  const chat = await new FakeServer().login();
  const connected = chat.connect({ cursor: 'kept' });
  const opened = await socket(1);
  const path = Object.entries(spec.paths).find(([, item]) => item['get']?.operationId === 'openEventStream')![0];
  expect(opened.url).toBe(`ws://chat.test${path}?ticket=a-ticket&cursor=kept`);
  expect(opened.protocols).toEqual(['causerie.v1']);
  opened.greet();
  await connected;
  chat.close();
});

it('a parameter of the path that is missing is said before anything is sent', async () => {
  const server = new FakeServer();
  const chat = await server.login();
  await expect(chat.api.getRoom({ path: {} as { room_id: string } })).rejects.toThrow('getRoom needs path.room_id');
  expect(server.calls).toHaveLength(0);
});
