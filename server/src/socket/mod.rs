//! The WebSocket edge: frames in become calls of services, events become frames out.

mod connection;
mod frames;
mod handshake;

pub use handshake::upgrade;
