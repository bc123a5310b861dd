//! The rules: free functions over [`App`]. They judge, write through a unit of work, and answer nouns.

pub mod access;
pub mod app;
pub mod archive;
pub mod audit;
pub mod auth;
pub mod blocks;
pub mod brute_force;
pub mod clearing;
pub mod error;
pub mod forwarding;
pub mod history;
pub mod hub;
pub mod invites;
pub mod log;
pub mod members;
mod mentions;
pub mod messages;
pub mod passwords;
pub mod preferences;
pub mod presence;
pub mod read_state;
pub mod receipts;
pub mod requests;
pub mod retention;
pub mod rooms;
pub mod stream;
pub mod tokens;
pub mod typing;
pub mod user_roles;
pub mod users;
pub mod work;

pub use app::App;
pub use error::{Error, Fault, Result};
pub use requests::{Caller, Done, Idempotency, Made, Page, Request};
pub use work::Work;
