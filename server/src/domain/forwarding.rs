//! Forwarding: messages sent on to other rooms, and what became of them there.

use poem_openapi::types::{ParseFromJSON, ToJSON};
use poem_openapi::{Enum, Object};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Encode, Type};

use super::ids::{MessageId, RoomId, UserId};
use super::messages::Message;

/// Where a forwarded message comes from. A row keeps it as JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Object)]
pub struct ForwardedFrom {
    pub message_id: MessageId,
    pub room_id: RoomId,
    /// Who wrote it.
    pub sender_id: UserId,
}

impl<DB: Database> Type<DB> for ForwardedFrom
where
    String: Type<DB>,
{
    fn type_info() -> DB::TypeInfo {
        String::type_info()
    }
    fn compatible(ty: &DB::TypeInfo) -> bool {
        String::compatible(ty)
    }
}

impl<'r, DB: Database> Decode<'r, DB> for ForwardedFrom
where
    String: Decode<'r, DB>,
{
    fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
        let text = String::decode(value)?;
        Self::parse_from_json_string(&text).map_err(|error| error.into_message().into())
    }
}

impl<'q, DB: Database> Encode<'q, DB> for ForwardedFrom
where
    String: Encode<'q, DB>,
{
    fn encode_by_ref(&self, buffer: &mut DB::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        self.to_json_string().encode(buffer)
    }
}

/// Whether a message has come to a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum ForwardStatus {
    Forwarded,
    Failed,
}

/// What became of a message in one room.
#[derive(Clone, Debug, PartialEq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ForwardOutcome {
    pub room_id: RoomId,
    pub status: ForwardStatus,
    pub message: Option<Message>,
    /// Why it is not there: the code of a problem.
    pub code: Option<String>,
    pub detail: Option<String>,
}

/// What became of a message in each room.
#[derive(Clone, Debug, PartialEq, Object)]
pub struct ForwardOutcomes {
    pub items: Vec<ForwardOutcome>,
}
