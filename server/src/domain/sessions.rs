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

/// Who asks: what a verified access token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    pub user_id: UserId,
    pub session_id: SessionId,
    /// When the access token ends.
    pub expires_at: Timestamp,
}
