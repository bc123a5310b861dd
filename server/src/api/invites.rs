//! The handlers of the tag Invites.

use std::sync::Arc;

use poem::web::Data;
use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};
use validator::Validate;

use super::Tag;
use super::body::OptionalBody;
use super::caller::Authenticated;
use super::problem::{Problem, error_set};
use super::responses::{Created, MadeOrFound};
use super::rooms::Changing;
use crate::domain::ids::RoomId;
use crate::domain::invites::Invite;
use crate::domain::rooms::Room;
use crate::services::{App, invites};

/// The operations on invites.
pub struct Invites;

/// How long and how often a code lets people in.
#[derive(Object, Validate)]
#[oai(deny_unknown_fields)]
struct CreateInviteRequest {
    #[oai(validator(minimum(value = "60"), maximum(value = "2592000")))]
    expires_in_secs: Option<i64>,
    #[oai(validator(minimum(value = "1"), maximum(value = "10000")))]
    max_uses: Option<i64>,
}

error_set!(pub Accepting { 403, 404, 410 });

#[OpenApi(tag = "Tag::Invites")]
impl Invites {
    #[oai(path = "/rooms/:room_id/invites", method = "post", operation_id = "createInvite")]
    async fn create(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        room_id: Path<RoomId>,
        body: OptionalBody<CreateInviteRequest>,
    ) -> Result<Created<Invite>, Problem<Changing>> {
        let CreateInviteRequest { expires_in_secs, max_uses } = body.0;
        Ok(Created(invites::create(&app, &caller.0, room_id.0, expires_in_secs, max_uses).await?))
    }

    #[oai(path = "/invites/:code/accept", method = "post", operation_id = "acceptInvite")]
    async fn accept(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        #[oai(validator(pattern = "^[A-Za-z0-9_-]{22}$"))] code: Path<String>,
    ) -> Result<MadeOrFound<Room>, Problem<Accepting>> {
        Ok(invites::accept(&app, &caller.0, code.0).await?.into())
    }
}
