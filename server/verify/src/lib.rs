//! The judge: what people did to a service and saw of it, held against what `docs/contract.md` promises. It knows of the
//! service only what clients know, so that the service and its tests can be judged by the same one.

#[cfg(test)]
mod cases;
mod check;
mod facts;
pub mod history;
mod rules;
pub mod run;

pub use check::{Broken, RULES, Rule, Violation, check, summary, verdict};
pub use history::{At, ConnectionId, History, Operation, Outcome, Recorder, Settled, What};
