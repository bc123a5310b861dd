// @generated from openapi.yaml by `cargo ci write`; do not edit.

use crate::frame::{Durable, Fleeting, Tagged, UnknownFrame};
use crate::types;
/// Every `type` of a server's frame that this version knows.
pub const SERVER_FRAMES: &[&str] = &[
    "message.created",
    "message.updated",
    "message.deleted",
    "message.read",
    "message.delivered",
    "mention.created",
    "room.read_status",
    "unread.updated",
    "room.created",
    "room.updated",
    "room.deleted",
    "room.archived",
    "room.unarchived",
    "member.joined",
    "member.updated",
    "member.left",
    "room.cleared",
    "user.blocked",
    "user.unblocked",
    "preferences.updated",
    "user.updated",
    "hello",
    "caught_up",
    "resync",
    "typing.started",
    "typing.stopped",
    "presence.changed",
    "pong",
    "ack",
    "error",
    "history.loaded",
    "closing",
];
/// What the event stream tells.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A message was sent, forwarded to the room, or told by the room itself (`kind` is `system`). Goes to the members
    /// of the room, on all their devices, the sender's own ones too, but not to those who have blocked its sender.
    MessageCreated(Box<Durable<types::MessageData>>),
    /// A message's text was changed by its sender. Goes to the members of the room, on all their devices, but not to
    /// those who have blocked its sender and not to those who have cleared the message.
    MessageUpdated(Box<Durable<types::MessageData>>),
    /// A message was deleted; its placeholder stays, with `content: null`. Goes to the members of the room, on all
    /// their devices, but not to those who have blocked its sender and not to those who have cleared the message.
    MessageDeleted(Box<Durable<types::MessageData>>),
    /// A member has read everything up to a message. Not told in rooms of over 100 members, nor where the reader or
    /// the room hides it. Goes to the members of the room, but not to those who have blocked the reader.
    MessageRead(Box<Durable<types::ReceiptData>>),
    /// A device of a member has acknowledged everything up to a message with the client's `ack`. Not told in rooms of
    /// over 100 members. Goes to the members of the room, but not to those who have blocked that member.
    MessageDelivered(Box<Durable<types::ReceiptData>>),
    /// A new or changed message names somebody by `@username`. Goes to the devices of the person who is named, unless
    /// they have blocked its sender.
    MentionCreated(Box<Durable<types::MentionData>>),
    /// One's own read position moved, forward by reading or backward by marking as unread, here or on another device.
    /// Goes to the person's own devices.
    RoomReadStatus(Box<Durable<types::ReadStatus>>),
    /// One's own unread count of a room changed otherwise than by a message that came or went: by reading, marking,
    /// clearing, blocking, or a mention that an edit or a deletion took away. Goes to the person's own devices.
    UnreadUpdated(Box<Durable<types::UnreadData>>),
    /// A room was made, with the receiver in it. Goes to all who were put into the room, on all their devices, those
    /// of its maker too.
    RoomCreated(Box<Durable<types::RoomData>>),
    /// A room was changed: its name, its description, its owner, how many members it has, or a direct room that the
    /// person had deleted comes back. Goes to the members of the room, on all their devices; what comes back, to that
    /// person alone.
    RoomUpdated(Box<Durable<types::RoomData>>),
    /// A room is gone for the receiver: they were the last to leave a group, or they deleted a direct room, which
    /// comes back with its next message (`until_next_message`). Goes to the person's own devices.
    RoomDeleted(Box<Durable<types::RoomDeletedData>>),
    /// One archived a room, here or on another device. Goes to the person's own devices.
    RoomArchived(Box<Durable<types::RoomArchivedData>>),
    /// One took a room out of the archive, here or on another device. Goes to the person's own devices.
    RoomUnarchived(Box<Durable<types::RoomArchivedData>>),
    /// Someone joined a room: was added, or accepted an invite. Goes to the members of the room, on all their devices,
    /// those of the new one too.
    MemberJoined(Box<Durable<types::MemberData>>),
    /// A member's role was changed. Goes to the members of the room, on all their devices.
    MemberUpdated(Box<Durable<types::MemberData>>),
    /// Someone left a room, or was removed. Goes to the members of the room and, as the last frame of it, to who has
    /// left.
    MemberLeft(Box<Durable<types::MemberLeftData>>),
    /// A room was emptied for the person, or for everyone; or that was taken back. Goes to the person's own devices
    /// for `me`, to the members of the room for `everyone`.
    RoomCleared(Box<Durable<types::RoomClearedData>>),
    /// One blocked somebody, here or on another device: drop what they wrote. Goes to the person's own devices; who is
    /// blocked hears nothing.
    UserBlocked(Box<Durable<types::UserBlockedData>>),
    /// One unblocked somebody, here or on another device: load the history of shared rooms again. Goes to the person's
    /// own devices.
    UserUnblocked(Box<Durable<types::UserBlockedData>>),
    /// One changed what one chooses, here or on another device. Goes to the person's own devices.
    PreferencesUpdated(Box<Durable<types::Preferences>>),
    /// A person changed their profile or deleted their account, or went offline (then `last_seen_at` is new, for
    /// themselves alone). Goes to the members of each room that the person is in, once a room and without `email`;
    /// then to the person's own devices, with it.
    UserUpdated(Box<Durable<types::UserData>>),
    /// The first frame of every connection. Goes to the connection that was opened.
    Hello(Box<Fleeting<types::HelloData>>),
    /// Everything since the cursor has been sent; what follows is live. Comes once, after `hello` and what was missed.
    /// Goes to the connection that was opened.
    CaughtUp(Box<Fleeting<types::CaughtUpData>>),
    /// The cursor is of no use: load the state anew, then go on from the cursor of this frame. Comes in the place of
    /// `caught_up`. Goes to the connection that was opened with that cursor.
    Resync(Box<Fleeting<types::ResyncData>>),
    /// Someone types; told at most every 500 ms. Goes to the connections of the other members of the room that are
    /// open now, but not where one of the two has blocked the other.
    TypingStarted(Box<Fleeting<types::TypingData>>),
    /// Someone no longer types: they said so, sent the message, or said nothing for 5 s. Goes to those whom
    /// `typing.started` went to.
    TypingStopped(Box<Fleeting<types::TypingData>>),
    /// Someone came, shows another status, or went: 30 s after their last connection ended. Goes to the open
    /// connections of those who share a room with them, but not where one of the two has blocked the other.
    PresenceChanged(Box<Fleeting<types::PresenceData>>),
    /// The answer to `ping`, with its `ref`; comes also by itself every 30 s, without one. Everything for this
    /// connection up to its cursor has been sent. Goes to the connection alone.
    Pong(Box<Fleeting<types::PongData>>),
    /// A frame of the client was done. Of `message.send` and `ack` it comes always, of the others when they had a
    /// `ref`. Goes to the connection that asked.
    Ack(Box<Fleeting<types::AckData>>),
    /// A frame of the client was not done. The stream stays open. Goes to the connection that asked.
    Error(Box<Fleeting<types::ErrorData>>),
    /// The answer to `history.load`. Goes to the connection that asked.
    HistoryLoaded(Box<Fleeting<types::HistoryData>>),
    /// The server is about to close the stream with 1012, since it restarts: connect again, with the last cursor. Goes
    /// to every connection of the node that stops.
    Closing(Box<Fleeting<types::ClosingData>>),
    /// A frame of a type that this version does not know, or whose data it does not understand.
    Unknown(Box<UnknownFrame>),
}
impl Event {
    /// The `type` of the frame.
    pub fn kind(&self) -> &str {
        match self {
            Self::MessageCreated(_) => "message.created",
            Self::MessageUpdated(_) => "message.updated",
            Self::MessageDeleted(_) => "message.deleted",
            Self::MessageRead(_) => "message.read",
            Self::MessageDelivered(_) => "message.delivered",
            Self::MentionCreated(_) => "mention.created",
            Self::RoomReadStatus(_) => "room.read_status",
            Self::UnreadUpdated(_) => "unread.updated",
            Self::RoomCreated(_) => "room.created",
            Self::RoomUpdated(_) => "room.updated",
            Self::RoomDeleted(_) => "room.deleted",
            Self::RoomArchived(_) => "room.archived",
            Self::RoomUnarchived(_) => "room.unarchived",
            Self::MemberJoined(_) => "member.joined",
            Self::MemberUpdated(_) => "member.updated",
            Self::MemberLeft(_) => "member.left",
            Self::RoomCleared(_) => "room.cleared",
            Self::UserBlocked(_) => "user.blocked",
            Self::UserUnblocked(_) => "user.unblocked",
            Self::PreferencesUpdated(_) => "preferences.updated",
            Self::UserUpdated(_) => "user.updated",
            Self::Hello(_) => "hello",
            Self::CaughtUp(_) => "caught_up",
            Self::Resync(_) => "resync",
            Self::TypingStarted(_) => "typing.started",
            Self::TypingStopped(_) => "typing.stopped",
            Self::PresenceChanged(_) => "presence.changed",
            Self::Pong(_) => "pong",
            Self::Ack(_) => "ack",
            Self::Error(_) => "error",
            Self::HistoryLoaded(_) => "history.loaded",
            Self::Closing(_) => "closing",
            Self::Unknown(frame) => &frame.kind,
        }
    }
    /// The event of a frame as it came. It takes every frame.
    pub fn from_frame(frame: serde_json::Value) -> Self {
        let known = match frame["type"].as_str().unwrap_or_default() {
            "message.created" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::MessageCreated(Box::new(frame)))
            }
            "message.updated" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::MessageUpdated(Box::new(frame)))
            }
            "message.deleted" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::MessageDeleted(Box::new(frame)))
            }
            "message.read" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::MessageRead(Box::new(frame)))
            }
            "message.delivered" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::MessageDelivered(Box::new(frame)))
            }
            "mention.created" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::MentionCreated(Box::new(frame)))
            }
            "room.read_status" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::RoomReadStatus(Box::new(frame)))
            }
            "unread.updated" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::UnreadUpdated(Box::new(frame)))
            }
            "room.created" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::RoomCreated(Box::new(frame)))
            }
            "room.updated" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::RoomUpdated(Box::new(frame)))
            }
            "room.deleted" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::RoomDeleted(Box::new(frame)))
            }
            "room.archived" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::RoomArchived(Box::new(frame)))
            }
            "room.unarchived" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::RoomUnarchived(Box::new(frame)))
            }
            "member.joined" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::MemberJoined(Box::new(frame)))
            }
            "member.updated" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::MemberUpdated(Box::new(frame)))
            }
            "member.left" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::MemberLeft(Box::new(frame)))
            }
            "room.cleared" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::RoomCleared(Box::new(frame)))
            }
            "user.blocked" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::UserBlocked(Box::new(frame)))
            }
            "user.unblocked" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::UserUnblocked(Box::new(frame)))
            }
            "preferences.updated" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::PreferencesUpdated(Box::new(frame)))
            }
            "user.updated" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::UserUpdated(Box::new(frame)))
            }
            "hello" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::Hello(Box::new(frame)))
            }
            "caught_up" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::CaughtUp(Box::new(frame)))
            }
            "resync" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::Resync(Box::new(frame)))
            }
            "typing.started" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::TypingStarted(Box::new(frame)))
            }
            "typing.stopped" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::TypingStopped(Box::new(frame)))
            }
            "presence.changed" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::PresenceChanged(Box::new(frame)))
            }
            "pong" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::Pong(Box::new(frame)))
            }
            "ack" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::Ack(Box::new(frame)))
            }
            "error" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::Error(Box::new(frame)))
            }
            "history.loaded" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::HistoryLoaded(Box::new(frame)))
            }
            "closing" => {
                serde_json::from_value(frame.clone())
                    .map(|frame| Self::Closing(Box::new(frame)))
            }
            _ => return Self::Unknown(Box::new(UnknownFrame::new(frame))),
        };
        known.unwrap_or_else(|_| Self::Unknown(Box::new(UnknownFrame::new(frame))))
    }
    /// What a frame says around its data.
    pub(crate) fn meta(&self) -> crate::frame::Meta {
        match self {
            Self::MessageCreated(frame) => frame.meta(),
            Self::MessageUpdated(frame) => frame.meta(),
            Self::MessageDeleted(frame) => frame.meta(),
            Self::MessageRead(frame) => frame.meta(),
            Self::MessageDelivered(frame) => frame.meta(),
            Self::MentionCreated(frame) => frame.meta(),
            Self::RoomReadStatus(frame) => frame.meta(),
            Self::UnreadUpdated(frame) => frame.meta(),
            Self::RoomCreated(frame) => frame.meta(),
            Self::RoomUpdated(frame) => frame.meta(),
            Self::RoomDeleted(frame) => frame.meta(),
            Self::RoomArchived(frame) => frame.meta(),
            Self::RoomUnarchived(frame) => frame.meta(),
            Self::MemberJoined(frame) => frame.meta(),
            Self::MemberUpdated(frame) => frame.meta(),
            Self::MemberLeft(frame) => frame.meta(),
            Self::RoomCleared(frame) => frame.meta(),
            Self::UserBlocked(frame) => frame.meta(),
            Self::UserUnblocked(frame) => frame.meta(),
            Self::PreferencesUpdated(frame) => frame.meta(),
            Self::UserUpdated(frame) => frame.meta(),
            Self::Hello(frame) => frame.meta(),
            Self::CaughtUp(frame) => frame.meta(),
            Self::Resync(frame) => frame.meta(),
            Self::TypingStarted(frame) => frame.meta(),
            Self::TypingStopped(frame) => frame.meta(),
            Self::PresenceChanged(frame) => frame.meta(),
            Self::Pong(frame) => frame.meta(),
            Self::Ack(frame) => frame.meta(),
            Self::Error(frame) => frame.meta(),
            Self::HistoryLoaded(frame) => frame.meta(),
            Self::Closing(frame) => frame.meta(),
            Self::Unknown(frame) => frame.meta(),
        }
    }
}
impl serde::Serialize for Event {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::MessageCreated(frame) => {
                Tagged {
                    kind: "message.created",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::MessageUpdated(frame) => {
                Tagged {
                    kind: "message.updated",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::MessageDeleted(frame) => {
                Tagged {
                    kind: "message.deleted",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::MessageRead(frame) => {
                Tagged {
                    kind: "message.read",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::MessageDelivered(frame) => {
                Tagged {
                    kind: "message.delivered",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::MentionCreated(frame) => {
                Tagged {
                    kind: "mention.created",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::RoomReadStatus(frame) => {
                Tagged {
                    kind: "room.read_status",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::UnreadUpdated(frame) => {
                Tagged {
                    kind: "unread.updated",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::RoomCreated(frame) => {
                Tagged {
                    kind: "room.created",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::RoomUpdated(frame) => {
                Tagged {
                    kind: "room.updated",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::RoomDeleted(frame) => {
                Tagged {
                    kind: "room.deleted",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::RoomArchived(frame) => {
                Tagged {
                    kind: "room.archived",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::RoomUnarchived(frame) => {
                Tagged {
                    kind: "room.unarchived",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::MemberJoined(frame) => {
                Tagged {
                    kind: "member.joined",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::MemberUpdated(frame) => {
                Tagged {
                    kind: "member.updated",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::MemberLeft(frame) => {
                Tagged {
                    kind: "member.left",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::RoomCleared(frame) => {
                Tagged {
                    kind: "room.cleared",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::UserBlocked(frame) => {
                Tagged {
                    kind: "user.blocked",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::UserUnblocked(frame) => {
                Tagged {
                    kind: "user.unblocked",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::PreferencesUpdated(frame) => {
                Tagged {
                    kind: "preferences.updated",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::UserUpdated(frame) => {
                Tagged {
                    kind: "user.updated",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::Hello(frame) => Tagged { kind: "hello", frame }.serialize(serializer),
            Self::CaughtUp(frame) => {
                Tagged { kind: "caught_up", frame }.serialize(serializer)
            }
            Self::Resync(frame) => Tagged { kind: "resync", frame }.serialize(serializer),
            Self::TypingStarted(frame) => {
                Tagged {
                    kind: "typing.started",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::TypingStopped(frame) => {
                Tagged {
                    kind: "typing.stopped",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::PresenceChanged(frame) => {
                Tagged {
                    kind: "presence.changed",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::Pong(frame) => Tagged { kind: "pong", frame }.serialize(serializer),
            Self::Ack(frame) => Tagged { kind: "ack", frame }.serialize(serializer),
            Self::Error(frame) => Tagged { kind: "error", frame }.serialize(serializer),
            Self::HistoryLoaded(frame) => {
                Tagged {
                    kind: "history.loaded",
                    frame,
                }
                    .serialize(serializer)
            }
            Self::Closing(frame) => {
                Tagged { kind: "closing", frame }.serialize(serializer)
            }
            Self::Unknown(frame) => frame.frame.serialize(serializer),
        }
    }
}
/// What a client says on the event stream.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Command {
    /// Asks whether the stream is alive. Answered by `pong`.
    Ping(types::PingData),
    /// Sends a message, as `sendMessage` does. Answered by `ack` with the message that is stored, or `error`.
    MessageSend(types::MessageSendData),
    /// Says that the caller has read up to a message. Answered by `ack` when it has a `ref`, or `error`.
    MessageRead(types::ReadMessageData),
    /// Says that the caller types. Holds for 5 s; send it again while it lasts. Answered by `ack` when it has a `ref`,
    /// or `error`.
    TypingStart(types::TypingTargetData),
    /// Says that the caller no longer types. Answered by `ack` when it has a `ref`, or `error`.
    TypingStop(types::TypingTargetData),
    /// Asks for messages. Answered by `history.loaded`, or `error`.
    HistoryLoad(types::HistoryLoadData),
    /// Says what the caller shows of themselves. Answered by `ack` when it has a `ref`, or `error`.
    PresenceSet(types::PresenceSetData),
    /// Says that this device has handled everything up to a frame, which is what makes messages delivered. Answered by
    /// `ack`.
    Ack(types::AckCursorData),
}
impl Command {
    /// The `type` of the frame.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Ping(_) => "ping",
            Self::MessageSend(_) => "message.send",
            Self::MessageRead(_) => "message.read",
            Self::TypingStart(_) => "typing.start",
            Self::TypingStop(_) => "typing.stop",
            Self::HistoryLoad(_) => "history.load",
            Self::PresenceSet(_) => "presence.set",
            Self::Ack(_) => "ack",
        }
    }
    /// The `data` of the frame.
    pub fn data(&self) -> serde_json::Result<serde_json::Value> {
        match self {
            Self::Ping(data) => serde_json::to_value(data),
            Self::MessageSend(data) => serde_json::to_value(data),
            Self::MessageRead(data) => serde_json::to_value(data),
            Self::TypingStart(data) => serde_json::to_value(data),
            Self::TypingStop(data) => serde_json::to_value(data),
            Self::HistoryLoad(data) => serde_json::to_value(data),
            Self::PresenceSet(data) => serde_json::to_value(data),
            Self::Ack(data) => serde_json::to_value(data),
        }
    }
}
