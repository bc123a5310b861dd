//! The house seen from the street, on both engines: one module a resource, and what holds for all of them.

mod access;
mod archive;
mod audit;
mod auth;
mod bad_input;
mod cookies;
mod events;
mod garbage_frames;
mod idempotency;
mod invites;
mod limits;
mod members;
mod messages;
mod migrations;
mod operations;
mod presence;
mod read_state;
mod resume;
mod rooms;
mod typing;
mod users;
