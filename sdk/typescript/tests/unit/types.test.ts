// What the compiler holds true; `tsc --project tests` is the judge.

import type { CauserieError, CauserieEvent, Api, Causerie, Message, ProblemCode, Room, RoomRecord, UnknownFrame } from '@causerie/sdk';
import { expectTypeOf, it } from 'vitest';

it('frames are told apart by their type', () => {
  const told = (event: CauserieEvent): string => {
    switch (event.type) {
      case 'message.created':
        expectTypeOf(event.data.message).toEqualTypeOf<Message>();
        return event.cursor;
      case 'unknown':
        expectTypeOf(event).toEqualTypeOf<UnknownFrame>();
        return event.frame.type;
      case 'closing':
        return String(event.data.reconnect_after_ms);
      default:
        return event.type;
    }
  };
  expectTypeOf(told).returns.toBeString();
  // @ts-expect-error: there is no such frame.
  const wrong = (event: CauserieEvent): boolean => event.type === 'message.painted';
  expectTypeOf(wrong).returns.toBeBoolean();
});

it('codes are those known, and whatever comes', () => {
  expectTypeOf<'weak_password'>().toExtend<ProblemCode>();
  expectTypeOf<CauserieError['code']>().toEqualTypeOf<ProblemCode>();
  expectTypeOf<string>().toExtend<ProblemCode>();
});

it('operations take what they need, and may be called bare where they need nothing', () => {
  expectTypeOf<Api['getMe']>().toBeCallableWith();
  expectTypeOf<Api['createRoom']>().toBeCallableWith({ body: { kind: 'group', member_ids: [] } });
  // @ts-expect-error: it needs a body.
  expectTypeOf<Api['createRoom']>().toBeCallableWith({});
  // @ts-expect-error: the event stream is no call.
  type Stream = Api['openEventStream'];
  expectTypeOf<Stream>().toBeAny();
  expectTypeOf<Awaited<ReturnType<Api['getRoom']>>>().toEqualTypeOf<RoomRecord>();
  expectTypeOf<Awaited<ReturnType<Api['leaveRoom']>>>().toBeVoid();
});

it('the façade takes names in camelCase only', () => {
  type Create = Causerie['rooms']['create'];
  expectTypeOf<Create>().toBeCallableWith({ kind: 'direct', memberIds: ['a'] });
  // @ts-expect-error: that is the name of the wire.
  expectTypeOf<Create>().toBeCallableWith({ kind: 'direct', member_ids: ['a'] });
  expectTypeOf<Room['messages']>().toBeCallableWith({ before: 'a', limit: 3 });
  // @ts-expect-error: a message has a text.
  expectTypeOf<Room['send']>().toBeCallableWith({ clientId: 'a' });
});
