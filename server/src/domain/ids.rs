//! Ids: one type a noun, so that a room's id is never taken for a user's. UUIDv7 (RFC 9562).

use poem_openapi::NewType;
use poem_openapi::types::{ParseError, ParseFromParameter, ParseResult};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, NewType, sqlx::Type, Serialize, Deserialize)]
        #[oai(from_parameter = false, from_multipart = false)]
        #[sqlx(transparent)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl ParseFromParameter for $name {
            fn parse_from_parameter(text: &str) -> ParseResult<Self> {
                // The one form that the specification knows, so that a thing has one address.
                let id = Uuid::try_parse(text).ok().filter(|_| text.len() == 36);
                id.map(Self).ok_or_else(|| ParseError::custom("is not a UUID"))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// A person or a bot.
    UserId,
    /// A signed-in device: one family of refresh tokens.
    SessionId,
    /// A direct room or a group.
    RoomId,
    /// A message.
    MessageId,
    /// An event of the log; the same on every delivery.
    EventId,
}
