//! The nouns: ids, times, records and events. Each has one shape, which is the one on the wire,
//! in the log and in a row. No I/O.

pub mod audit;
pub mod blocks;
pub mod breaker;
pub mod clearing;
pub mod clock;
pub mod cursor;
pub mod events;
pub mod forwarding;
pub mod ids;
pub mod invites;
pub mod members;
pub mod mentions;
pub mod messages;
pub mod names;
pub mod preferences;
pub mod problems;
pub mod quotas;
pub mod read_state;
pub mod readiness;
pub mod receipts;
pub mod rooms;
pub mod sessions;
pub mod time;
pub mod user_roles;
pub mod users;
pub mod views;
