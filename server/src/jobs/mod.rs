//! The loops that keep house; each turn calls a service.

pub mod audit;
pub mod clearing;
pub mod retention;
