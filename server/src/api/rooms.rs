//! The handlers of the tag Rooms.

use std::sync::Arc;

use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::types::MaybeUndefined;
use poem_openapi::{Object, OpenApi};
use validator::Validate;

use super::Tag;
use super::body::Body;
use super::caller::Authenticated;
use super::problem::{Problem, error_set};
use super::responses::{Answer, MadeOrFound};
use crate::domain::clearing::Removal;
use crate::domain::ids::{RoomId, UserId};
use crate::domain::rooms::{Room, RoomFilter, RoomKind};
use crate::services::rooms::{NewRoom, RoomChange};
use crate::services::{App, Page, clearing, rooms};

/// The operations on rooms.
pub struct Rooms;

/// A room to be made.
#[derive(Object, Validate)]
#[oai(deny_unknown_fields)]
struct CreateRoomRequest {
    kind: RoomKind,
    #[oai(validator(min_length = 1, max_length = 100))]
    name: Option<String>,
    #[oai(validator(max_length = 1000))]
    description: Option<String>,
    #[oai(validator(max_items = 100, unique_items))]
    member_ids: Vec<UserId>,
}

/// What to change of a room.
#[derive(Object, Validate)]
#[oai(deny_unknown_fields)]
struct UpdateRoomRequest {
    #[oai(validator(min_length = 1, max_length = 100))]
    name: Option<String>,
    #[oai(nullable, validator(max_length = 1000))]
    description: MaybeUndefined<String>,
    read_receipts: Option<bool>,
}

error_set!(pub Known { 404 });
error_set!(pub Changing { 403, 404, 409 });
error_set!(pub Making { 403 });
error_set!(pub Listing {});

#[OpenApi(tag = "Tag::Rooms")]
impl Rooms {
    #[oai(path = "/rooms", method = "post", operation_id = "createRoom")]
    async fn create(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        body: Body<CreateRoomRequest>,
    ) -> Result<MadeOrFound<Room>, Problem<Making>> {
        let CreateRoomRequest { kind, name, description, member_ids } = body.0;
        Ok(rooms::create(&app, &caller.0, NewRoom { kind, name, description, member_ids }).await?.into())
    }

    #[oai(path = "/rooms", method = "get", operation_id = "listRooms")]
    async fn list(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        kind: Query<Option<RoomKind>>,
        archived: Query<Option<bool>>,
        #[oai(validator(min_length = 1, max_length = 200))] cursor: Query<Option<String>>,
        #[oai(default = "super::responses::default_limit", validator(minimum(value = "1"), maximum(value = "100")))] limit: Query<i64>,
    ) -> Result<Answer<Page<Room>>, Problem<Listing>> {
        let filter = RoomFilter { kind: kind.0, archived: archived.0 };
        Ok(Answer(rooms::list(&app, &caller.0, filter, cursor.0.as_deref(), limit.0).await?))
    }

    #[oai(path = "/rooms/:room_id", method = "get", operation_id = "getRoom")]
    async fn get(&self, app: Data<&Arc<App>>, caller: Authenticated, room_id: Path<RoomId>) -> Result<Answer<Room>, Problem<Known>> {
        Ok(Answer(rooms::get(&app, &caller.0, room_id.0).await?))
    }

    #[oai(path = "/rooms/:room_id", method = "patch", operation_id = "updateRoom")]
    async fn update(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        room_id: Path<RoomId>,
        body: Body<UpdateRoomRequest>,
    ) -> Result<Answer<Room>, Problem<Changing>> {
        let UpdateRoomRequest { name, description, read_receipts } = body.0;
        let description = match description {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(None),
            MaybeUndefined::Value(text) => Some(Some(text)),
        };
        Ok(Answer(rooms::update(&app, &caller.0, room_id.0, RoomChange { name, description, read_receipts }).await?))
    }

    #[oai(path = "/rooms/:room_id", method = "delete", operation_id = "deleteRoom")]
    async fn delete(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        room_id: Path<RoomId>,
        dry_run: Query<Option<bool>>,
    ) -> Result<Answer<Removal>, Problem<Known>> {
        Ok(Answer(clearing::delete(&app, &caller.0, room_id.0, dry_run.0.unwrap_or_default()).await?))
    }

    #[oai(path = "/rooms/:room_id/undo", method = "post", operation_id = "undoRoom")]
    async fn undo(&self, app: Data<&Arc<App>>, caller: Authenticated, room_id: Path<RoomId>) -> Result<Answer<Room>, Problem<Changing>> {
        Ok(Answer(clearing::undo(&app, &caller.0, room_id.0).await?))
    }
}
