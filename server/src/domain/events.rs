//! Events: what happened, immutable, in the log's order.

use poem_openapi::Object;
use poem_openapi::types::ToJSON;

use super::clearing::ClearScope;
use super::ids::{EventId, MessageId, RoomId, SessionId, UserId};
use super::members::Member;
use super::messages::{Message, MessageKind};
use super::preferences::Preferences;
use super::read_state::ReadStatus;
use super::rooms::Room;
use super::time::Timestamp;
use super::users::User;

/// The data of `message.created`, `message.updated` and `message.deleted`.
#[derive(Clone, Debug, PartialEq, Object)]
pub struct MessageData {
    pub message: Message,
}

/// The data of `room.created` and `room.updated`.
#[derive(Clone, Debug, PartialEq, Object)]
pub struct RoomData {
    pub room: Room,
}

/// The data of `room.deleted`.
#[derive(Clone, Debug, PartialEq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct RoomDeletedData {
    pub room_id: RoomId,
    /// Whether it comes back with the next message; absent when it is gone for good.
    pub until_next_message: Option<bool>,
}

/// The data of `room.cleared`.
#[derive(Clone, Debug, PartialEq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct RoomClearedData {
    pub room_id: RoomId,
    pub scope: ClearScope,
    /// Up to this number messages are out of sight now.
    pub seq: i64,
    /// Who did it.
    pub by: UserId,
    /// Absent when this takes clearing back.
    pub undo_until: Option<Timestamp>,
}

/// The data of `user.blocked` and `user.unblocked`.
#[derive(Clone, Debug, PartialEq, Object)]
pub struct UserBlockedData {
    pub user_id: UserId,
}

/// The data of `member.joined` and `member.updated`.
#[derive(Clone, Debug, PartialEq, Object)]
pub struct MemberData {
    pub member: Member,
}

/// The data of `member.left`.
#[derive(Clone, Debug, PartialEq, Object)]
pub struct MemberLeftData {
    pub room_id: RoomId,
    pub user_id: UserId,
    /// Who did it: the member, or who removed them.
    pub by: UserId,
}

/// The data of `user.updated`.
#[derive(Clone, Debug, PartialEq, Object)]
pub struct UserData {
    pub user: User,
}

/// The data of `room.archived` and `room.unarchived`.
#[derive(Clone, Debug, PartialEq, Object)]
pub struct RoomArchivedData {
    pub room_id: RoomId,
}

/// The data of `message.delivered` and `message.read`.
#[derive(Clone, Debug, PartialEq, Object)]
pub struct ReceiptData {
    pub room_id: RoomId,
    /// Who has got them, or has read.
    pub user_id: UserId,
    /// Everything up to this message.
    pub message_id: MessageId,
    /// Its number.
    pub seq: i64,
}

/// The data of `mention.created`.
#[derive(Clone, Debug, PartialEq, Object)]
pub struct MentionData {
    pub room_id: RoomId,
    pub message_id: MessageId,
    pub seq: i64,
    pub sender_id: UserId,
}

/// The data of `unread.updated`.
#[derive(Clone, Debug, PartialEq, Object)]
pub struct UnreadData {
    pub room_id: RoomId,
    pub unread_count: i64,
    pub mention_count: i64,
}

impl From<&ReadStatus> for UnreadData {
    fn from(status: &ReadStatus) -> Self {
        Self { room_id: status.room_id, unread_count: status.unread_count, mention_count: status.mention_count }
    }
}

/// The data of `session.revoked`, which nodes hear and clients do not.
#[derive(Clone, Debug, PartialEq, Object)]
pub struct SessionsRevokedData {
    pub session_ids: Vec<SessionId>,
}

/// Something that happened, to be written to the log.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    MessageCreated(MessageData),
    MessageUpdated(MessageData),
    MessageDeleted(MessageData),
    MessageDelivered(ReceiptData),
    MessageRead(ReceiptData),
    MentionCreated(MentionData),
    RoomReadStatus(ReadStatus),
    UnreadUpdated(UnreadData),
    RoomCreated(RoomData),
    RoomUpdated(RoomData),
    RoomDeleted(RoomDeletedData),
    RoomArchived(RoomArchivedData),
    RoomUnarchived(RoomArchivedData),
    RoomCleared(RoomClearedData),
    MemberJoined(MemberData),
    MemberUpdated(MemberData),
    MemberLeft(MemberLeftData),
    UserUpdated(UserData),
    UserBlocked(UserBlockedData),
    UserUnblocked(UserBlockedData),
    PreferencesUpdated(Preferences),
    /// Internal: closes the sockets of these sessions on every node.
    SessionsRevoked(SessionsRevokedData),
}

impl Event {
    /// The `type` of the frame.
    pub fn name(&self) -> &'static str {
        match self {
            Self::MessageCreated(_) => "message.created",
            Self::MessageUpdated(_) => "message.updated",
            Self::MessageDeleted(_) => "message.deleted",
            Self::MessageDelivered(_) => "message.delivered",
            Self::MessageRead(_) => "message.read",
            Self::MentionCreated(_) => "mention.created",
            Self::RoomReadStatus(_) => "room.read_status",
            Self::UnreadUpdated(_) => "unread.updated",
            Self::RoomCreated(_) => "room.created",
            Self::RoomUpdated(_) => "room.updated",
            Self::RoomDeleted(_) => "room.deleted",
            Self::RoomArchived(_) => "room.archived",
            Self::RoomUnarchived(_) => "room.unarchived",
            Self::RoomCleared(_) => "room.cleared",
            Self::MemberJoined(_) => "member.joined",
            Self::MemberUpdated(_) => "member.updated",
            Self::MemberLeft(_) => "member.left",
            Self::UserUpdated(_) => "user.updated",
            Self::UserBlocked(_) => "user.blocked",
            Self::UserUnblocked(_) => "user.unblocked",
            Self::PreferencesUpdated(_) => "preferences.updated",
            Self::SessionsRevoked(_) => SESSIONS_REVOKED,
        }
    }
    /// The number of the message that this tells of: it is not for those who do not see the message.
    pub fn message_seq(&self) -> Option<i64> {
        match self {
            Self::MessageCreated(d) | Self::MessageUpdated(d) | Self::MessageDeleted(d) => Some(d.message.seq),
            Self::MentionCreated(d) => Some(d.seq),
            _ => None,
        }
    }
    /// The room of that message, where the event is one person's.
    pub fn message_room_id(&self) -> Option<RoomId> {
        match self {
            Self::MentionCreated(d) => Some(d.room_id),
            _ => None,
        }
    }
    /// Whose doing this tells of: it is not for those who have blocked them.
    pub fn sender_id(&self) -> Option<UserId> {
        match self {
            Self::MessageCreated(d) | Self::MessageUpdated(d) | Self::MessageDeleted(d) => {
                (d.message.kind == MessageKind::User).then_some(d.message.sender_id)
            }
            Self::MessageDelivered(d) | Self::MessageRead(d) => Some(d.user_id),
            Self::MentionCreated(d) => Some(d.sender_id),
            _ => None,
        }
    }
    /// The `data` of the frame, as JSON text.
    pub fn data(&self) -> String {
        match self {
            Self::MessageCreated(d) | Self::MessageUpdated(d) | Self::MessageDeleted(d) => d.to_json_string(),
            Self::MessageDelivered(d) | Self::MessageRead(d) => d.to_json_string(),
            Self::MentionCreated(d) => d.to_json_string(),
            Self::RoomReadStatus(d) => d.to_json_string(),
            Self::UnreadUpdated(d) => d.to_json_string(),
            Self::RoomCreated(d) | Self::RoomUpdated(d) => d.to_json_string(),
            Self::RoomDeleted(d) => d.to_json_string(),
            Self::RoomArchived(d) | Self::RoomUnarchived(d) => d.to_json_string(),
            Self::RoomCleared(d) => d.to_json_string(),
            Self::MemberJoined(d) | Self::MemberUpdated(d) => d.to_json_string(),
            Self::MemberLeft(d) => d.to_json_string(),
            Self::UserUpdated(d) => d.to_json_string(),
            Self::UserBlocked(d) | Self::UserUnblocked(d) => d.to_json_string(),
            Self::PreferencesUpdated(d) => d.to_json_string(),
            Self::SessionsRevoked(d) => d.to_json_string(),
        }
    }
}

/// The type of the one event that is for nodes, never for clients.
pub const SESSIONS_REVOKED: &str = "session.revoked";

/// Whom an event is for: a room's members, or one person on all their devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Room(RoomId),
    User(UserId),
}

/// An event as the log keeps it.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct LoggedEvent {
    /// Dense over the deployment's log: 1, 2, 3 …
    pub position: i64,
    pub event_id: EventId,
    pub room_id: Option<RoomId>,
    pub user_id: Option<UserId>,
    /// Dense over a room's events: 1, 2, 3 …; absent for events of one person.
    pub room_seq: Option<i64>,
    #[sqlx(rename = "type")]
    pub name: String,
    /// The frame's `data`, as JSON text.
    pub payload: String,
    pub created_at: Timestamp,
    /// The number of the message that it tells of.
    pub message_seq: Option<i64>,
    /// The room of that message, of an event of one person.
    pub message_room_id: Option<RoomId>,
    /// Whose doing it tells of.
    pub sender_id: Option<UserId>,
}
