//! The handlers of the tag Users.

use std::sync::Arc;

use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::types::MaybeUndefined;
use poem_openapi::{Object, OpenApi};
use validator::Validate;

use super::Tag;
use super::body::Body;
use super::caller::Authenticated;
use super::problem::Problem;
use super::responses::{Answer, NoContent};
use super::rooms::{Known, Listing, Making};
use crate::domain::ids::UserId;
use crate::domain::users::User;
use crate::services::users::{self, Find, UserChange};
use crate::services::{App, Page};

/// The operations on people.
pub struct Users;

/// What to change of one's own record.
#[derive(Object, Validate)]
#[oai(deny_unknown_fields)]
struct UpdateMeRequest {
    #[oai(validator(min_length = 1, max_length = 64))]
    display_name: Option<String>,
    #[oai(nullable, validator(min_length = 1, max_length = 2048, pattern = "^https?://[^/?#]"))]
    avatar_url: MaybeUndefined<String>,
    #[oai(nullable, validator(min_length = 3, max_length = 254))]
    email: MaybeUndefined<String>,
}

#[OpenApi(tag = "Tag::Users")]
impl Users {
    #[oai(path = "/users", method = "get", operation_id = "listUsers")]
    async fn list(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        #[oai(validator(max_length = 64))] q: Query<Option<String>>,
        online: Query<Option<bool>>,
        #[oai(validator(min_length = 1, max_length = 200))] cursor: Query<Option<String>>,
        #[oai(default = "super::responses::default_limit", validator(minimum(value = "1"), maximum(value = "100")))] limit: Query<i64>,
    ) -> Result<Answer<Page<User>>, Problem<Listing>> {
        let find = Find { prefix: q.0.unwrap_or_default(), online: online.0 };
        Ok(Answer(users::list(&app, &caller.0, find, cursor.0.as_deref(), limit.0).await?))
    }

    #[oai(path = "/users/me", method = "get", operation_id = "getMe")]
    async fn me(&self, app: Data<&Arc<App>>, caller: Authenticated) -> Result<Answer<User>, Problem<Listing>> {
        Ok(Answer(users::me(&app, &caller.0).await?))
    }

    #[oai(path = "/users/me", method = "patch", operation_id = "updateMe")]
    async fn update(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        body: Body<UpdateMeRequest>,
    ) -> Result<Answer<User>, Problem<Making>> {
        let UpdateMeRequest { display_name, avatar_url, email } = body.0;
        Ok(Answer(users::update(&app, &caller.0, UserChange { display_name, avatar_url, email }).await?))
    }

    #[oai(path = "/users/me", method = "delete", operation_id = "deleteMe")]
    async fn delete(&self, app: Data<&Arc<App>>, caller: Authenticated) -> Result<NoContent, Problem<Making>> {
        Ok(users::delete(&app, &caller.0).await?.into())
    }

    #[oai(path = "/users/:user_id", method = "get", operation_id = "getUser")]
    async fn get(&self, app: Data<&Arc<App>>, caller: Authenticated, user_id: Path<UserId>) -> Result<Answer<User>, Problem<Known>> {
        Ok(Answer(users::get(&app, &caller.0, user_id.0).await?))
    }
}
