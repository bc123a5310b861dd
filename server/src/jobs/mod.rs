//! The loops that keep house; each turn calls a service.

pub mod retention;
