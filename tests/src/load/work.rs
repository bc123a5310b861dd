//! The workloads, each in a file of its own. W1 to W3 are measured at a floor in the same way.

mod away;
mod idle;
mod large;
mod list;
pub mod names;
mod pages;
mod rooms;

pub use self::away::away;
pub use self::idle::{PER_PERSON, idle};
pub use self::large::large;
pub use self::list::list;
pub use self::pages::pages;
pub use self::rooms::rooms;
