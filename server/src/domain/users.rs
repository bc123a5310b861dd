//! People and bots, and whether they are here.

use poem_openapi::{Enum, Object};
use serde::{Deserialize, Serialize};

use super::ids::UserId;
use super::time::Timestamp;

/// A person or a bot, as others see them.
#[derive(Clone, Debug, PartialEq, Object, sqlx::FromRow)]
#[oai(skip_serializing_if_is_none)]
pub struct User {
    pub id: UserId,
    pub username: String,
    pub display_name: String,
    pub avatar_url: Option<String>,
    /// Only in one's own record.
    #[sqlx(default)]
    pub email: Option<String>,
    /// Known by the presence service, not by the row.
    #[sqlx(default)]
    pub is_online: bool,
    pub last_seen_at: Option<Timestamp>,
    pub is_bot: bool,
    pub created_at: Timestamp,
}

/// The username that people who deleted their account are shown with; nobody can take it.
pub const DELETED: &str = "deleted";

/// What a person shows of themselves while connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize, Deserialize)]
#[oai(rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum PresenceStatus {
    Online,
    Away,
    Busy,
    Offline,
}
