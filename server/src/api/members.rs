//! The handlers of the tag Members.

use std::sync::Arc;

use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::{Enum, Object, OpenApi};
use validator::Validate;

use super::Tag;
use super::body::Body;
use super::caller::Authenticated;
use super::problem::{Problem, error_set};
use super::responses::{Answer, MadeOrFound, NoContent};
use super::rooms::Known;
use crate::domain::ids::{RoomId, UserId};
use crate::domain::members::{Member, Role};
use crate::services::{App, Page, members};

/// The operations on members.
pub struct Members;

/// Whom to take in.
#[derive(Object, Validate)]
#[oai(deny_unknown_fields)]
struct AddMemberRequest {
    user_id: UserId,
    role: Option<AddedRole>,
}

/// What a new member may be.
#[derive(Clone, Copy, Enum)]
#[oai(rename_all = "snake_case")]
enum AddedRole {
    Member,
    Admin,
}

/// What a member is to be.
#[derive(Object, Validate)]
#[oai(deny_unknown_fields)]
struct UpdateMemberRequest {
    role: Role,
}

error_set!(pub Changing { 403, 404, 409 });

#[OpenApi(tag = "Tag::Members")]
impl Members {
    #[oai(path = "/rooms/:room_id/members", method = "get", operation_id = "listMembers")]
    async fn list(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        room_id: Path<RoomId>,
        #[oai(validator(min_length = 1, max_length = 200))] cursor: Query<Option<String>>,
        #[oai(default = "super::responses::default_limit", validator(minimum(value = "1"), maximum(value = "100")))] limit: Query<i64>,
    ) -> Result<Answer<Page<Member>>, Problem<Known>> {
        Ok(Answer(members::list(&app, &caller.0, room_id.0, cursor.0.as_deref(), limit.0).await?))
    }

    #[oai(path = "/rooms/:room_id/members", method = "post", operation_id = "addMember")]
    async fn add(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        room_id: Path<RoomId>,
        body: Body<AddMemberRequest>,
    ) -> Result<MadeOrFound<Member>, Problem<Changing>> {
        let role = match body.0.role {
            Some(AddedRole::Admin) => Role::Admin,
            Some(AddedRole::Member) | None => Role::Member,
        };
        Ok(members::add(&app, &caller.0, room_id.0, body.0.user_id, role).await?.into())
    }

    #[oai(path = "/rooms/:room_id/members/:user_id", method = "patch", operation_id = "updateMember")]
    async fn update(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        room_id: Path<RoomId>,
        user_id: Path<UserId>,
        body: Body<UpdateMemberRequest>,
    ) -> Result<Answer<Member>, Problem<Changing>> {
        Ok(Answer(members::update(&app, &caller.0, room_id.0, user_id.0, body.0.role).await?))
    }

    #[oai(path = "/rooms/:room_id/members/:user_id", method = "delete", operation_id = "removeMember")]
    async fn remove(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        room_id: Path<RoomId>,
        user_id: Path<UserId>,
    ) -> Result<NoContent, Problem<Changing>> {
        Ok(members::remove(&app, &caller.0, room_id.0, user_id.0).await?.into())
    }

    #[oai(path = "/rooms/:room_id/leave", method = "post", operation_id = "leaveRoom")]
    async fn leave(&self, app: Data<&Arc<App>>, caller: Authenticated, room_id: Path<RoomId>) -> Result<NoContent, Problem<Changing>> {
        Ok(members::leave(&app, &caller.0, room_id.0).await?.into())
    }
}
