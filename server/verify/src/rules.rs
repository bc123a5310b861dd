//! The rules, one file each: what each finds, in words. `check.rs` lists them.

pub mod convergence;
pub mod doubled;
pub mod hole;
pub mod lost;
pub mod order;
pub mod phantom;
pub mod resurrection;
pub mod silent_gap;
pub mod stale_read;
pub mod unauthorised;
pub mod unread;
