//! The frames that the server sends.

use poem_openapi::{Enum, Object, Union};

use crate::api::problem::ProblemDocument;
use crate::domain::events::{
    MemberData, MemberLeftData, MentionData, MessageData, ReceiptData, RoomArchivedData, RoomClearedData, RoomData, RoomDeletedData,
    UnreadData, UserBlockedData, UserData,
};
use crate::domain::ids::{EventId, RoomId, SessionId, UserId};
use crate::domain::messages::Message;
use crate::domain::preferences::Preferences;
use crate::domain::read_state::ReadStatus;
use crate::domain::time::Timestamp;
use crate::domain::users::PresenceStatus;

macro_rules! durable {
    ($($name:ident $data:ty;)+) => {$(
        /// A frame of an event that the log keeps.
        #[derive(Clone, Debug, PartialEq, Object)]
        #[oai(skip_serializing_if_is_none)]
        pub struct $name {
            pub cursor: String,
            pub event_id: EventId,
            pub room_id: Option<RoomId>,
            pub seq: Option<i64>,
            pub occurred_at: Timestamp,
            pub data: $data,
        }
    )+};
}

durable! {
    MessageCreatedFrame MessageData;
    MessageUpdatedFrame MessageData;
    MessageDeletedFrame MessageData;
    MessageDeliveredFrame ReceiptData;
    MessageReadFrame ReceiptData;
    MentionCreatedFrame MentionData;
    RoomReadStatusFrame ReadStatus;
    UnreadUpdatedFrame UnreadData;
    RoomCreatedFrame RoomData;
    RoomUpdatedFrame RoomData;
    RoomDeletedFrame RoomDeletedData;
    RoomArchivedFrame RoomArchivedData;
    RoomUnarchivedFrame RoomArchivedData;
    RoomClearedFrame RoomClearedData;
    MemberJoinedFrame MemberData;
    MemberUpdatedFrame MemberData;
    MemberLeftFrame MemberLeftData;
    UserUpdatedFrame UserData;
    UserBlockedFrame UserBlockedData;
    UserUnblockedFrame UserBlockedData;
    PreferencesUpdatedFrame Preferences;
}

macro_rules! data {
    ($($name:ident { $($field:ident: $type:ty),+ $(,)? })+) => {$(
        /// The data of a frame that the log does not keep.
        #[derive(Clone, Debug, PartialEq, Object)]
        #[oai(skip_serializing_if_is_none)]
        pub struct $name {
            $(pub $field: $type,)+
        }
    )+};
}

data! {
    HelloData {
        user_id: UserId, session_id: SessionId, heartbeat_interval_ms: i64, online_user_ids: Vec<UserId>,
        server_time: Timestamp, cursor: String,
    }
    CaughtUpData { cursor: String }
    ResyncData { reason: ResyncReason, cursor: String }
    TypingData { room_id: RoomId, user_id: UserId }
    PresenceData { user_id: UserId, status: PresenceStatus, is_online: bool, last_seen_at: Option<Timestamp> }
    PongData { server_time: Timestamp, cursor: String }
    AckData { message: Option<Message>, cursor: Option<String> }
    ErrorData { problem: ProblemDocument }
    HistoryData { room_id: RoomId, items: Vec<Message>, has_more_before: bool, has_more_after: bool }
    ClosingData { reconnect_after_ms: i64 }
}

macro_rules! fleeting {
    ($($name:ident $data:ident $($reference:ty)?;)+) => {$(
        /// A frame that the log does not keep.
        #[derive(Clone, Debug, PartialEq, Object)]
        #[oai(skip_serializing_if_is_none)]
        pub struct $name {
            $(#[oai(rename = "ref")]
            pub reference: $reference,)?
            pub occurred_at: Option<Timestamp>,
            pub data: $data,
        }
    )+};
}

// The third word is the type of `ref`, in the frames that answer one of the client's.
fleeting! {
    HelloFrame HelloData;
    CaughtUpFrame CaughtUpData;
    ResyncFrame ResyncData;
    TypingStartedFrame TypingData;
    TypingStoppedFrame TypingData;
    PresenceChangedFrame PresenceData;
    PongFrame PongData Option<String>;
    AckFrame AckData Option<String>;
    ErrorFrame ErrorData Option<String>;
    HistoryLoadedFrame HistoryData Option<String>;
    ClosingFrame ClosingData;
}

/// Why a client has to load its state anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum ResyncReason {
    Retention,
    Epoch,
    CursorInvalid,
    Restored,
    TooFar,
}

/// What the server sends.
#[derive(Clone, Debug, PartialEq, Union)]
#[oai(one_of, discriminator_name = "type")]
pub enum ServerFrame {
    #[oai(mapping = "message.created")]
    MessageCreated(MessageCreatedFrame),
    #[oai(mapping = "message.updated")]
    MessageUpdated(MessageUpdatedFrame),
    #[oai(mapping = "message.deleted")]
    MessageDeleted(MessageDeletedFrame),
    #[oai(mapping = "message.delivered")]
    MessageDelivered(MessageDeliveredFrame),
    #[oai(mapping = "message.read")]
    MessageRead(MessageReadFrame),
    #[oai(mapping = "mention.created")]
    MentionCreated(MentionCreatedFrame),
    #[oai(mapping = "room.read_status")]
    RoomReadStatus(RoomReadStatusFrame),
    #[oai(mapping = "unread.updated")]
    UnreadUpdated(UnreadUpdatedFrame),
    #[oai(mapping = "room.created")]
    RoomCreated(RoomCreatedFrame),
    #[oai(mapping = "room.updated")]
    RoomUpdated(RoomUpdatedFrame),
    #[oai(mapping = "room.deleted")]
    RoomDeleted(RoomDeletedFrame),
    #[oai(mapping = "room.archived")]
    RoomArchived(RoomArchivedFrame),
    #[oai(mapping = "room.unarchived")]
    RoomUnarchived(RoomUnarchivedFrame),
    #[oai(mapping = "room.cleared")]
    RoomCleared(RoomClearedFrame),
    #[oai(mapping = "member.joined")]
    MemberJoined(MemberJoinedFrame),
    #[oai(mapping = "member.updated")]
    MemberUpdated(MemberUpdatedFrame),
    #[oai(mapping = "member.left")]
    MemberLeft(MemberLeftFrame),
    #[oai(mapping = "user.updated")]
    UserUpdated(UserUpdatedFrame),
    #[oai(mapping = "user.blocked")]
    UserBlocked(UserBlockedFrame),
    #[oai(mapping = "user.unblocked")]
    UserUnblocked(UserUnblockedFrame),
    #[oai(mapping = "preferences.updated")]
    PreferencesUpdated(PreferencesUpdatedFrame),
    #[oai(mapping = "hello")]
    Hello(HelloFrame),
    #[oai(mapping = "caught_up")]
    CaughtUp(CaughtUpFrame),
    #[oai(mapping = "resync")]
    Resync(ResyncFrame),
    #[oai(mapping = "typing.started")]
    TypingStarted(TypingStartedFrame),
    #[oai(mapping = "typing.stopped")]
    TypingStopped(TypingStoppedFrame),
    #[oai(mapping = "presence.changed")]
    PresenceChanged(PresenceChangedFrame),
    #[oai(mapping = "pong")]
    Pong(PongFrame),
    #[oai(mapping = "ack")]
    Ack(AckFrame),
    #[oai(mapping = "error")]
    Error(ErrorFrame),
    #[oai(mapping = "history.loaded")]
    HistoryLoaded(HistoryLoadedFrame),
    #[oai(mapping = "closing")]
    Closing(ClosingFrame),
}
