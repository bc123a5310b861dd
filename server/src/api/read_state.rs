//! The handlers of the tag Read state.

use std::sync::Arc;

use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::{Object, OpenApi};
use validator::Validate;

use super::Tag;
use super::body::Body;
use super::caller::Authenticated;
use super::problem::Problem;
use super::responses::Answer;
use super::rooms::Known;
use crate::domain::ids::{MessageId, RoomId};
use crate::domain::problems;
use crate::domain::read_state::{ReadMark, ReadStatus, UnreadCount};
use crate::services::read_state::{self, Marking};
use crate::services::{App, Error, Page};

/// The operations on read state.
pub struct ReadState;

/// What a room is to be marked as.
#[derive(Object, Validate)]
#[oai(deny_unknown_fields)]
struct MarkRoomRequest {
    status: ReadMark,
    message_id: Option<MessageId>,
}

/// Rooms, and what each is to be marked as.
#[derive(Object, Validate)]
#[oai(deny_unknown_fields)]
struct MarkRoomsRequest {
    #[oai(validator(min_items = 1, max_items = 100))]
    rooms: Vec<RoomMark>,
}

/// A room, and what it is to be marked as.
#[derive(Object)]
#[oai(deny_unknown_fields)]
struct RoomMark {
    room_id: RoomId,
    status: ReadMark,
    message_id: Option<MessageId>,
}

#[OpenApi(tag = "Tag::ReadState")]
impl ReadState {
    #[oai(path = "/unread-count", method = "get", operation_id = "getUnreadCount")]
    async fn count(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        room_id: Query<Option<RoomId>>,
        explain: Query<Option<bool>>,
    ) -> Result<Answer<UnreadCount>, Problem<Known>> {
        Ok(Answer(read_state::count(&app, &caller.0, room_id.0, explain.0.unwrap_or_default()).await?))
    }

    #[oai(path = "/rooms/:room_id/read-status", method = "put", operation_id = "markRoom")]
    async fn mark(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        room_id: Path<RoomId>,
        body: Body<MarkRoomRequest>,
    ) -> Result<Answer<ReadStatus>, Problem<Known>> {
        let marking = Marking { room_id: room_id.0, mark: body.0.status, message_id: body.0.message_id };
        let marked = read_state::mark(&app, &caller.0, vec![marking]).await?.pop();
        Ok(Answer(marked.ok_or_else(|| Error::new(&problems::INTERNAL).cause("one room was marked, and there is no answer"))?))
    }

    #[oai(path = "/rooms/read-status", method = "post", operation_id = "markRooms")]
    async fn mark_many(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        body: Body<MarkRoomsRequest>,
    ) -> Result<Answer<Page<ReadStatus>>, Problem<Known>> {
        let marking = |mark: RoomMark| Marking { room_id: mark.room_id, mark: mark.status, message_id: mark.message_id };
        let items = read_state::mark(&app, &caller.0, body.0.rooms.into_iter().map(marking).collect()).await?;
        Ok(Answer(Page { items, next_cursor: None }))
    }

    #[oai(path = "/messages/:message_id/read", method = "post", operation_id = "readMessage")]
    async fn read(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        message_id: Path<MessageId>,
    ) -> Result<Answer<ReadStatus>, Problem<Known>> {
        Ok(Answer(read_state::read(&app, &caller.0, message_id.0).await?))
    }
}
