//! What is made from `openapi.yaml`.

pub mod enums;
pub mod frames;
pub mod operations;
pub mod problems;
pub mod spec;
