// Generated from openapi.yaml by `npm run generate` in sdk/typescript; do not edit.

import type * as t from './types.gen.js';

/** The frames of the server, by their `type`. */
export interface ServerFrames {
  'message.created': t.MessageCreatedFrame;
  'message.updated': t.MessageUpdatedFrame;
  'message.deleted': t.MessageDeletedFrame;
  'message.read': t.MessageReadFrame;
  'message.delivered': t.MessageDeliveredFrame;
  'mention.created': t.MentionCreatedFrame;
  'room.read_status': t.RoomReadStatusFrame;
  'unread.updated': t.UnreadUpdatedFrame;
  'room.created': t.RoomCreatedFrame;
  'room.updated': t.RoomUpdatedFrame;
  'room.deleted': t.RoomDeletedFrame;
  'room.archived': t.RoomArchivedFrame;
  'room.unarchived': t.RoomUnarchivedFrame;
  'member.joined': t.MemberJoinedFrame;
  'member.updated': t.MemberUpdatedFrame;
  'member.left': t.MemberLeftFrame;
  'room.cleared': t.RoomClearedFrame;
  'user.blocked': t.UserBlockedFrame;
  'user.unblocked': t.UserUnblockedFrame;
  'preferences.updated': t.PreferencesUpdatedFrame;
  'user.updated': t.UserUpdatedFrame;
  'hello': t.HelloFrame;
  'caught_up': t.CaughtUpFrame;
  'resync': t.ResyncFrame;
  'typing.started': t.TypingStartedFrame;
  'typing.stopped': t.TypingStoppedFrame;
  'presence.changed': t.PresenceChangedFrame;
  'pong': t.PongFrame;
  'ack': t.AckFrame;
  'error': t.ErrorFrame;
  'history.loaded': t.HistoryLoadedFrame;
  'closing': t.ClosingFrame;
}

/** The frames of clients, by their `type`. */
export interface ClientFrames {
  'ping': t.PingFrame;
  'message.send': t.MessageSendFrame;
  'message.read': t.ReadMessageFrame;
  'typing.start': t.TypingStartFrame;
  'typing.stop': t.TypingStopFrame;
  'history.load': t.HistoryLoadFrame;
  'presence.set': t.PresenceSetFrame;
  'ack': t.AckCursorFrame;
}

/** Every `type` of a server's frame that this version knows. */
export const serverFrameTypes = [
  'message.created',
  'message.updated',
  'message.deleted',
  'message.read',
  'message.delivered',
  'mention.created',
  'room.read_status',
  'unread.updated',
  'room.created',
  'room.updated',
  'room.deleted',
  'room.archived',
  'room.unarchived',
  'member.joined',
  'member.updated',
  'member.left',
  'room.cleared',
  'user.blocked',
  'user.unblocked',
  'preferences.updated',
  'user.updated',
  'hello',
  'caught_up',
  'resync',
  'typing.started',
  'typing.stopped',
  'presence.changed',
  'pong',
  'ack',
  'error',
  'history.loaded',
  'closing',
] as const satisfies readonly (keyof ServerFrames)[];
