//! Blocks: people whom somebody does not want to hear from.

use poem_openapi::Object;

use super::ids::UserId;
use super::time::Timestamp;
use super::users::User;

/// Somebody who is blocked.
#[derive(Clone, Debug, PartialEq, Object, sqlx::FromRow)]
#[oai(skip_serializing_if_is_none)]
pub struct Block {
    pub user_id: UserId,
    #[sqlx(rename = "blocked_at")]
    pub created_at: Timestamp,
    /// Who this is.
    #[sqlx(skip)]
    pub user: Option<User>,
}
