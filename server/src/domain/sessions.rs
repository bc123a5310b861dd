//! Signed-in devices.

use poem_openapi::Object;

use super::ids::{SessionId, UserId};
use super::time::Timestamp;

/// One signed-in device.
#[derive(Clone, Debug, PartialEq, Object, sqlx::FromRow)]
#[oai(skip_serializing_if_is_none)]
pub struct Session {
    pub id: SessionId,
    pub device_name: Option<String>,
    pub created_at: Timestamp,
    pub last_used_at: Timestamp,
    pub expires_at: Timestamp,
    /// Whether this is the session that asks.
    #[sqlx(default)]
    pub is_current: bool,
}

/// What the holder of a session must see in whatever they read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// How many batches had been committed when they asked.
    pub commits: i64,
    /// Where the log ended then.
    pub head: i64,
}

impl Bounds {
    /// Of who reads at the primary alone.
    pub const ALL: Self = Self { commits: i64::MAX, head: i64::MAX };
}

/// Who asks: what a verified access token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    pub user_id: UserId,
    pub session_id: SessionId,
    /// When the access token ends.
    pub expires_at: Timestamp,
}
