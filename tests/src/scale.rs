//! Scale: what one row lock and one Redis carry, measured, and the log in several shards that leads past the first, simulated.

pub mod cursor;
pub mod measure;
pub mod simulate;
pub mod told;
