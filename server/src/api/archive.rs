//! The handlers of the tag Archive.

use std::sync::Arc;

use poem::web::Data;
use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};
use validator::Validate;

use super::Tag;
use super::body::Body;
use super::caller::Authenticated;
use super::problem::Problem;
use super::responses::Answer;
use super::rooms::Known;
use crate::domain::ids::RoomId;
use crate::domain::rooms::Room;
use crate::services::{App, archive};

/// The operations on the archive.
pub struct Archive;

/// Whether a room is to be archived.
#[derive(Object, Validate)]
#[oai(deny_unknown_fields)]
struct ArchiveRoomRequest {
    archived: bool,
}

#[OpenApi(tag = "Tag::Archive")]
impl Archive {
    #[oai(path = "/rooms/:room_id/archive", method = "put", operation_id = "archiveRoom")]
    async fn set(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        room_id: Path<RoomId>,
        body: Body<ArchiveRoomRequest>,
    ) -> Result<Answer<Room>, Problem<Known>> {
        Ok(Answer(archive::set(&app, &caller.0, room_id.0, body.0.archived).await?))
    }
}
