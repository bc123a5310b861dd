//! Messages and the earlier texts of edited ones.

use poem_openapi::{Enum, Object};

use super::forwarding::ForwardedFrom;
use super::ids::{MessageId, RoomId, UserId};
use super::receipts::MessageStatus;
use super::time::Timestamp;

/// Who speaks: a person, or the room itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, sqlx::Type)]
#[oai(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum MessageKind {
    User,
    System,
}

/// What a system message tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, sqlx::Type)]
#[oai(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum SystemEvent {
    RoomCreated,
    MemberJoined,
    MemberLeft,
    MemberRemoved,
    OwnerChanged,
}

/// A message. A deleted one stays as a placeholder: its `seq`, and `content: null`.
#[derive(Clone, Debug, PartialEq, Object, sqlx::FromRow)]
pub struct Message {
    pub id: MessageId,
    pub room_id: RoomId,
    /// Counts the room's messages: 1, 2, 3 …
    pub seq: i64,
    /// The sender; of a system message, whom it is about.
    pub sender_id: UserId,
    pub kind: MessageKind,
    /// `null` once deleted.
    #[oai(nullable)]
    pub content: Option<String>,
    #[oai(skip_serializing_if_is_none)]
    pub system_event: Option<SystemEvent>,
    #[oai(skip_serializing_if_is_none)]
    pub client_id: Option<String>,
    /// Where it comes from, when it was forwarded.
    #[oai(skip_serializing_if_is_none)]
    pub forwarded_from: Option<ForwardedFrom>,
    /// How often it was forwarded.
    #[oai(default)]
    pub forwarded_count: i64,
    pub is_edited: bool,
    #[oai(skip_serializing_if_is_none)]
    pub edited_at: Option<Timestamp>,
    #[oai(skip_serializing_if_is_none)]
    pub deleted_at: Option<Timestamp>,
    /// How far one's own message has come; absent in events and in what others wrote.
    #[oai(skip_serializing_if_is_none)]
    #[sqlx(skip)]
    pub status: Option<MessageStatus>,
    pub created_at: Timestamp,
}

/// A text that an edit replaced.
#[derive(Clone, Debug, PartialEq, Object, sqlx::FromRow)]
pub struct Revision {
    /// Counts the message's texts: 1 is the first one.
    pub revision: i64,
    pub content: String,
    /// When this text was written.
    pub written_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use poem_openapi::types::ToJSON;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_deleted_message_says_that_its_content_is_null() {
        let message = Message {
            id: MessageId(Uuid::from_u128(1)),
            room_id: RoomId(Uuid::from_u128(2)),
            seq: 1,
            sender_id: UserId(Uuid::from_u128(3)),
            kind: MessageKind::User,
            content: None,
            system_event: None,
            client_id: None,
            forwarded_from: None,
            forwarded_count: 0,
            is_edited: false,
            edited_at: None,
            deleted_at: Some(Timestamp(0)),
            status: None,
            created_at: Timestamp(0),
        };
        let text = message.to_json_string();
        assert!(text.contains(r#""content":null"#) && !text.contains("client_id"), "{text}");
    }
}
