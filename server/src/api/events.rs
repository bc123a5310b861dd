//! The handlers of the tag Events, and the types of all frames of the event stream.

use std::sync::Arc;

use poem::web::Data;
use poem_openapi::param::Query;
use poem_openapi::registry::Registry;
use poem_openapi::types::{ParseFromJSON, Type};
use poem_openapi::{Enum, Object, OpenApi, Union};

use super::Tag;
use super::caller::Authenticated;
use super::problem::{Problem, ProblemDocument, error_set};
use super::responses::Answer;
use crate::domain::cursor::Cursor;
use crate::domain::events::{
    MemberData, MemberLeftData, MentionData, MessageData, MessageReadData, RoomArchivedData, RoomClearedData, RoomData, RoomDeletedData,
    UnreadData, UserBlockedData, UserData,
};
use crate::domain::ids::{EventId, MessageId, RoomId, SessionId, UserId};
use crate::domain::messages::Message;
use crate::domain::problems;
use crate::domain::read_state::ReadStatus;
use crate::domain::time::Timestamp;
use crate::domain::users::PresenceStatus;
use crate::services::stream::{self, From};
use crate::services::{App, Error};

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
    MessageReadFrame MessageReadData;
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

macro_rules! client {
    (@frames $data:ident $($name:ident)+) => {$(
        /// A frame that clients send.
        #[derive(Clone, Debug, PartialEq, Object)]
        pub struct $name {
            #[oai(rename = "ref", validator(min_length = 1, max_length = 64))]
            pub reference: Option<String>,
            pub data: $data,
        }
    )+};
    ($($data:ident of $($name:ident)+ { $($(#[$rule:meta])* $field:ident: $type:ty),+ $(,)? })+) => {$(
        /// The data of a frame that clients send.
        #[derive(Clone, Debug, PartialEq, Object)]
        #[oai(deny_unknown_fields)]
        pub struct $data {
            $($(#[$rule])* pub $field: $type,)+
        }
        client!(@frames $data $($name)+);
    )+};
}

client! {
    MessageSendData of MessageSendFrame {
        room_id: RoomId,
        #[oai(validator(min_length = 1, max_length = 4000))]
        content: String,
        #[oai(validator(min_length = 1, max_length = 64, pattern = r"^[\x21-\x7e]+$"))]
        client_id: Option<String>,
    }
    ReadMessageData of ReadMessageFrame { message_id: MessageId }
    TypingTargetData of TypingStartFrame TypingStopFrame { room_id: RoomId }
    HistoryLoadData of HistoryLoadFrame {
        room_id: RoomId,
        before: Option<MessageId>,
        #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
        limit: Option<i64>,
    }
    PresenceSetData of PresenceSetFrame { status: SettableStatus }
    AckCursorData of AckCursorFrame {
        #[oai(validator(min_length = 1, max_length = 200))]
        cursor: String,
    }
}

/// Asks for a `pong`.
#[derive(Clone, Debug, PartialEq, Object)]
pub struct PingFrame {
    #[oai(rename = "ref", validator(min_length = 1, max_length = 64))]
    pub reference: Option<String>,
    pub data: Option<PingData>,
}

/// Nothing.
#[derive(Clone, Debug, PartialEq, Object)]
#[oai(deny_unknown_fields)]
pub struct PingData {}

/// What people may show of themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum SettableStatus {
    Online,
    Away,
    Busy,
}

/// What clients send.
#[derive(Clone, Debug, PartialEq, Union)]
#[oai(one_of, discriminator_name = "type")]
pub enum ClientFrame {
    #[oai(mapping = "ping")]
    Ping(PingFrame),
    #[oai(mapping = "message.send")]
    MessageSend(MessageSendFrame),
    #[oai(mapping = "message.read")]
    ReadMessage(ReadMessageFrame),
    #[oai(mapping = "typing.start")]
    TypingStart(TypingStartFrame),
    #[oai(mapping = "typing.stop")]
    TypingStop(TypingStopFrame),
    #[oai(mapping = "history.load")]
    HistoryLoad(HistoryLoadFrame),
    #[oai(mapping = "presence.set")]
    PresenceSet(PresenceSetFrame),
    #[oai(mapping = "ack")]
    AckCursor(AckCursorFrame),
}

/// Registers the frames, which no operation of poem-openapi names.
pub fn register(registry: &mut Registry) {
    ClientFrame::register(registry);
    ServerFrame::register(registry);
}

/// Why the events between the cursor and now cannot be given.
#[derive(Clone, Debug, PartialEq, Object)]
pub struct SyncResync {
    pub reason: ResyncReason,
}

/// A stretch of the log, as one person may see it.
#[derive(Clone, Debug, PartialEq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct SyncPage {
    pub items: Vec<ServerFrame>,
    pub next_cursor: String,
    pub has_more: bool,
    pub resync: Option<SyncResync>,
}

/// The operations on events.
pub struct Events;

error_set!(pub Syncing {});

#[OpenApi(tag = "Tag::Events")]
impl Events {
    #[oai(path = "/sync", method = "get", operation_id = "sync")]
    async fn sync(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        #[oai(validator(min_length = 1, max_length = 200))] cursor: Query<Option<String>>,
        since: Query<Option<Timestamp>>,
        #[oai(default = "super::responses::default_limit", validator(minimum(value = "1"), maximum(value = "100")))] limit: Query<i64>,
    ) -> Result<Answer<SyncPage>, Problem<Syncing>> {
        let from = match (cursor.0, since.0) {
            (Some(_), Some(_)) => return Err(Error::new(&problems::BAD_REQUEST).detail("give one of cursor and since").into()),
            (Some(cursor), None) => From::Cursor(cursor),
            (None, Some(since)) => From::Time(since),
            (None, None) => From::Now,
        };
        Ok(Answer(read(&app, caller.0.user_id(), from, limit.0).await?))
    }
}

async fn read(app: &App, user_id: UserId, from: From, limit: i64) -> crate::services::Result<SyncPage> {
    let stretch = stream::stretch(app, user_id, from, limit).await?;
    let broken = |message: String| Error::new(&problems::INTERNAL).cause(message);
    let item = |event| {
        let text = stream::frame(stretch.epoch, event);
        ServerFrame::parse_from_json_string(&text).map_err(|error| broken(error.into_message()))
    };
    let items = stretch.events.iter().map(item).collect::<crate::services::Result<Vec<_>>>()?;
    let resync = match stretch.resync {
        Some(reason) => {
            let reason = ResyncReason::parse_from_json(Some(reason.into())).map_err(|error| broken(error.into_message()))?;
            Some(SyncResync { reason })
        }
        None => None,
    };
    let next_cursor = Cursor { epoch: stretch.epoch, position: stretch.position }.to_string();
    Ok(SyncPage { items, next_cursor, has_more: stretch.has_more, resync })
}
