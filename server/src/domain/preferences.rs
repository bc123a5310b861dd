//! Preferences: what people choose for themselves.

use poem_openapi::Object;

/// What a person has chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Object, sqlx::FromRow)]
pub struct Preferences {
    /// Whether others are told what the person has read.
    pub read_receipts: bool,
}
