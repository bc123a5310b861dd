//! The handlers of the tag Blocks.

use std::sync::Arc;

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};

use super::Tag;
use super::caller::Authenticated;
use super::problem::{Problem, error_set};
use super::responses::{Answer, NoContent};
use super::rooms::{Known, Listing};
use crate::domain::blocks::Block;
use crate::domain::ids::UserId;
use crate::services::{App, Page, blocks};

/// The operations on blocks.
pub struct Blocks;

error_set!(pub Blocking { 404, 409 });

#[OpenApi(tag = "Tag::Blocks")]
impl Blocks {
    #[oai(path = "/users/me/blocks", method = "get", operation_id = "listBlocks")]
    async fn list(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        #[oai(validator(min_length = 1, max_length = 200))] cursor: Query<Option<String>>,
        #[oai(default = "super::responses::default_limit", validator(minimum(value = "1"), maximum(value = "100")))] limit: Query<i64>,
    ) -> Result<Answer<Page<Block>>, Problem<Listing>> {
        Ok(Answer(blocks::list(&app, &caller.0, cursor.0.as_deref(), limit.0).await?))
    }

    #[oai(path = "/users/:user_id/block", method = "post", operation_id = "blockUser")]
    async fn block(&self, app: Data<&Arc<App>>, caller: Authenticated, user_id: Path<UserId>) -> Result<NoContent, Problem<Blocking>> {
        Ok(blocks::set(&app, &caller.0, user_id.0, true).await?.into())
    }

    #[oai(path = "/users/:user_id/block", method = "delete", operation_id = "unblockUser")]
    async fn unblock(&self, app: Data<&Arc<App>>, caller: Authenticated, user_id: Path<UserId>) -> Result<NoContent, Problem<Known>> {
        Ok(blocks::set(&app, &caller.0, user_id.0, false).await?.into())
    }
}
