#![doc = include_str!("../README.md")]

mod call;
mod client;
mod core;
mod error;
mod frame;
#[rustfmt::skip]
#[expect(clippy::allow_attributes, clippy::unwrap_used, reason = "what generators write is not mended by hand")]
mod generated;
mod history;
mod messages;
mod open;
mod operation;
mod options;
mod pages;
mod retry;
mod room;
mod rooms;
mod session;
mod store;
mod stream;
mod transport;
mod users;
mod values;

pub use client::Client;
pub use error::{ClientCode, Code, Error, ErrorFacts};
pub use frame::{Durable, Fleeting, UnknownFrame};
pub use generated::frames::{Command, Event, SERVER_FRAMES};
pub use generated::operations::{Client as Api, types};
pub use generated::problems::{PROBLEMS, ProblemCode};
pub use generated::spec::{OPERATIONS, SPEC_SHA256, SPEC_VERSION};
pub use generated::{enums, operations};
pub use history::MessageQuery;
pub use messages::Messages;
pub use operation::Operation;
pub use options::{CallOptions, ClientBuilder, LogEntry};
pub use pages::{Page, Pages};
pub use room::Room;
pub use rooms::{RoomQuery, Rooms};
pub use store::{MemoryStore, SessionStore, StoreFuture, StoredSession};
pub use stream::{ConnectionState, Events, StreamHandle};
pub use transport::{Transport, TransportFuture};
pub use users::{Sessions, UserQuery, Users};
pub use values::{Content, Nullable, Secret};

pub(crate) use generated::{frames, problems, spec};

/// The rules that clients of all languages share, as `sdk/vectors` has them.
#[doc(hidden)]
pub mod rules {
    pub use crate::retry::{LONGEST_WAIT, RETRIES, is_retried, read_retry_after, reconnect_delay, retry_delay};
    pub use crate::stream::{CloseAction, on_close};
}

/// What most programs need: `use causerie_sdk::prelude::*`.
pub mod prelude {
    pub use crate::{Client, Error, Event, Room};
    pub use futures_util::{StreamExt, TryStreamExt};
}
