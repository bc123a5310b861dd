//! Causerie: a chat backend that other people build on.

pub mod api;
pub mod config;
pub mod domain;
pub mod jobs;
pub mod planted;
pub mod pubsub;
pub mod services;
pub mod socket;
pub mod start;
pub mod storage;
pub mod telemetry;

#[cfg(test)]
#[path = "../fuzz/target.rs"]
mod fuzz;
