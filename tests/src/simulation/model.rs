//! A model of the server: the log on its disk, which outlives it, and the hub, the sockets and the writer, which do not. It speaks
//! by the types that the SDK has from `openapi.yaml`, so that it cannot say what that does not know.

mod connection;
mod frames;
mod node;
mod routes;
mod store;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use clap::ValueEnum;
use tokio::sync::Notify;

pub use self::frames::to_value;
pub use self::node::run;
pub use self::store::{Store, cursor};
use super::held;
use super::trace::Trace;
use crate::faults::points::Point;

/// A fault of the model, by which it is shown that the simulation finds some.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Plant {
    /// An answer goes out while its commit is on its way.
    AnswerBeforeCommit,
    /// The last event of a page of what was missed is left out.
    HoleInReplay,
    /// A cursor that the log no longer reaches is answered as if all were well.
    ResyncSuppressed,
    /// `hello` names the end of the log to who comes back with a cursor.
    HelloAhead,
    /// `caught_up` comes before what was missed.
    CaughtUpAhead,
    /// A `client_id` names its message only until the server ends.
    ClientIdForgotten,
}

/// What is done to the server from outside.
#[derive(Default)]
pub struct Controls {
    /// Where it is to end next.
    pub armed: Option<Point>,
    /// It has come there.
    pub is_ending: bool,
    /// It takes no more, and says so.
    pub is_draining: bool,
    /// Which devices' sockets it closes, with which code.
    pub closing: BTreeMap<usize, u16>,
}

/// How often what was done, as the server knows it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub connections: usize,
    pub resumes: usize,
    pub resyncs: usize,
    pub repairs: usize,
    pub refreshes: usize,
}

/// What is there whether the server runs or not.
pub struct Site {
    pub store: Mutex<Store>,
    pub controls: Mutex<Controls>,
    pub counts: Mutex<Counts>,
    /// Wakes all connections, to look whether something is there for them. In their order, as a channel would not.
    pub hint: Notify,
    pub trace: Trace,
    pub plant: Option<Plant>,
    pub heartbeat: Duration,
    pub commit: Duration,
}

impl Site {
    pub fn has(&self, plant: Plant) -> bool {
        self.plant == Some(plant)
    }

    /// Changes what is done to the server, and has it look.
    pub fn control(&self, change: impl FnOnce(&mut Controls)) {
        change(&mut held(&self.controls));
        self.hint.notify_waiters();
    }

    fn count(&self, count: impl FnOnce(&mut Counts)) {
        count(&mut held(&self.counts));
    }
}
