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
    /// A message was sent.
    MessageCreated(Box<Durable<types::MessageData>>),
    /// A message's text was changed.
    MessageUpdated(Box<Durable<types::MessageData>>),
    /// A message was deleted; its placeholder stays.
    MessageDeleted(Box<Durable<types::MessageData>>),
    /// A member has read on.
    MessageRead(Box<Durable<types::ReceiptData>>),
    /// A device of a member has got messages.
    MessageDelivered(Box<Durable<types::ReceiptData>>),
    /// A new or changed message names one.
    MentionCreated(Box<Durable<types::MentionData>>),
    /// One's own read position moved, here or on another device.
    RoomReadStatus(Box<Durable<types::ReadStatus>>),
    /// One's own unread count of a room changed otherwise than by a message that came or went.
    UnreadUpdated(Box<Durable<types::UnreadData>>),
    /// A room was made, with the receiver in it.
    RoomCreated(Box<Durable<types::RoomData>>),
    /// A room was changed.
    RoomUpdated(Box<Durable<types::RoomData>>),
    /// A room is gone.
    RoomDeleted(Box<Durable<types::RoomDeletedData>>),
    /// One archived a room, here or on another device.
    RoomArchived(Box<Durable<types::RoomArchivedData>>),
    /// One took a room out of the archive, here or on another device.
    RoomUnarchived(Box<Durable<types::RoomArchivedData>>),
    /// Someone joined a room.
    MemberJoined(Box<Durable<types::MemberData>>),
    /// A member's role was changed.
    MemberUpdated(Box<Durable<types::MemberData>>),
    /// Someone left a room, or was removed.
    MemberLeft(Box<Durable<types::MemberLeftData>>),
    /// A room was emptied for the person, or for everyone; or that was taken back.
    RoomCleared(Box<Durable<types::RoomClearedData>>),
    /// One blocked somebody, here or on another device: drop what they wrote.
    UserBlocked(Box<Durable<types::UserBlockedData>>),
    /// One unblocked somebody, here or on another device: load the history of shared rooms again.
    UserUnblocked(Box<Durable<types::UserBlockedData>>),
    /// One changed what one chooses, here or on another device.
    PreferencesUpdated(Box<Durable<types::Preferences>>),
    /// A person changed their profile.
    UserUpdated(Box<Durable<types::UserData>>),
    /// The first frame of every connection.
    Hello(Box<Fleeting<types::HelloData>>),
    /// Everything since the cursor has been sent; what follows is live.
    CaughtUp(Box<Fleeting<types::CaughtUpData>>),
    /// The cursor is of no use: load the state anew, then go on from the cursor of this frame.
    Resync(Box<Fleeting<types::ResyncData>>),
    /// Someone types.
    TypingStarted(Box<Fleeting<types::TypingData>>),
    /// Someone no longer types.
    TypingStopped(Box<Fleeting<types::TypingData>>),
    /// Someone came, went, or shows another status.
    PresenceChanged(Box<Fleeting<types::PresenceData>>),
    /// The answer to `ping`.
    Pong(Box<Fleeting<types::PongData>>),
    /// A frame of the client was done. Of `message.send` and `ack` it comes always, of the others when they had a
    /// `ref`.
    Ack(Box<Fleeting<types::AckData>>),
    /// A frame of the client was not done. The stream stays open.
    Error(Box<Fleeting<types::ErrorData>>),
    /// The answer to `history.load`.
    HistoryLoaded(Box<Fleeting<types::HistoryData>>),
    /// The server is about to close the stream: connect again, with the last cursor.
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
    /// Asks whether the stream is alive; answered by `pong`.
    Ping(types::PingData),
    /// Sends a message, as `sendMessage` does; answered by `ack` or `error`.
    MessageSend(types::MessageSendData),
    /// Says that the caller has read up to a message.
    MessageRead(types::ReadMessageData),
    /// Says that the caller types. Holds for a few seconds; send it again while it lasts.
    TypingStart(types::TypingTargetData),
    /// Says that the caller no longer types.
    TypingStop(types::TypingTargetData),
    /// Asks for messages; answered by `history.loaded` or `error`.
    HistoryLoad(types::HistoryLoadData),
    /// Says what the caller shows of themselves.
    PresenceSet(types::PresenceSetData),
    /// Says up to which frame everything was handled.
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
