//! The frames that clients send.

use poem_openapi::{Enum, Object, Union};

use crate::domain::ids::{MessageId, RoomId};

macro_rules! client {
    (@frames $data:ident $($name:ident)+) => {$(
        /// A frame that clients send.
        #[derive(Clone, Debug, PartialEq, Object)]
        pub struct $name {
            #[oai(rename = "ref", validator(min_length = 1, max_length = 64))]
            pub reference: Option<String>,
            pub data: $data,
        }
    )+};
    ($($data:ident of $($name:ident)+ { $($(#[$rule:meta])* $field:ident: $type:ty),+ $(,)? })+) => {$(
        /// The data of a frame that clients send.
        #[derive(Clone, Debug, PartialEq, Object)]
        #[oai(deny_unknown_fields)]
        pub struct $data {
            $($(#[$rule])* pub $field: $type,)+
        }
        client!(@frames $data $($name)+);
    )+};
}

client! {
    MessageSendData of MessageSendFrame {
        room_id: RoomId,
        #[oai(validator(min_length = 1, max_length = 4000))]
        content: String,
        #[oai(validator(min_length = 1, max_length = 64, pattern = r"^[\x21-\x7e]+$"))]
        client_id: Option<String>,
    }
    ReadMessageData of ReadMessageFrame { message_id: MessageId }
    TypingTargetData of TypingStartFrame TypingStopFrame { room_id: RoomId }
    HistoryLoadData of HistoryLoadFrame {
        room_id: RoomId,
        before: Option<MessageId>,
        #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
        limit: Option<i64>,
    }
    PresenceSetData of PresenceSetFrame { status: SettableStatus }
    AckCursorData of AckCursorFrame {
        #[oai(validator(min_length = 1, max_length = 200))]
        cursor: String,
    }
}

/// Asks for a `pong`.
#[derive(Clone, Debug, PartialEq, Object)]
pub struct PingFrame {
    #[oai(rename = "ref", validator(min_length = 1, max_length = 64))]
    pub reference: Option<String>,
    pub data: Option<PingData>,
}

/// Nothing.
#[derive(Clone, Debug, PartialEq, Object)]
#[oai(deny_unknown_fields)]
pub struct PingData {}

/// What people may show of themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum SettableStatus {
    Online,
    Away,
    Busy,
}

/// What clients send.
#[derive(Clone, Debug, PartialEq, Union)]
#[oai(one_of, discriminator_name = "type")]
pub enum ClientFrame {
    #[oai(mapping = "ping")]
    Ping(PingFrame),
    #[oai(mapping = "message.send")]
    MessageSend(MessageSendFrame),
    #[oai(mapping = "message.read")]
    ReadMessage(ReadMessageFrame),
    #[oai(mapping = "typing.start")]
    TypingStart(TypingStartFrame),
    #[oai(mapping = "typing.stop")]
    TypingStop(TypingStopFrame),
    #[oai(mapping = "history.load")]
    HistoryLoad(HistoryLoadFrame),
    #[oai(mapping = "presence.set")]
    PresenceSet(PresenceSetFrame),
    #[oai(mapping = "ack")]
    AckCursor(AckCursorFrame),
}
