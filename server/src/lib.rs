//! Causerie: a chat backend that other people build on.

pub mod domain;
