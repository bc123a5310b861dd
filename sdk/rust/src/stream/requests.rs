//! Who waits for the answer to a frame.

use std::collections::BTreeMap;

use tokio::sync::oneshot;

use crate::error::{ClientCode, Error};
use crate::frames::Event;

type Waiting = oneshot::Sender<Result<Event, Error>>;

#[derive(Default)]
pub struct Requests {
    /// By number, so that those who wait hear of an end in their order.
    waiting: BTreeMap<u64, Waiting>,
    count: u64,
}

impl Requests {
    /// Notes who waits; gives the `ref` of the frame.
    pub fn add(&mut self, waiting: Waiting) -> String {
        self.count += 1;
        self.waiting.insert(self.count, waiting);
        format!("r{}", self.count)
    }

    /// Tells who waits for this frame.
    pub fn answer(&mut self, event: &Event) {
        let Some(waiting) = event.meta().reference.and_then(|reference| self.waiting.remove(&number(&reference)?)) else { return };
        let answer = match event {
            Event::Error(frame) => Err(Error::of_problem(&frame.problem)),
            other => Ok(other.clone()),
        };
        // Who has stopped waiting does not hear it.
        waiting.send(answer).ok();
    }

    /// The connection is gone: no answer will come.
    pub fn abandon(&mut self) {
        for (_, waiting) in std::mem::take(&mut self.waiting) {
            waiting.send(Err(Error::client(ClientCode::Closed, "The stream broke before the answer came."))).ok();
        }
    }
}

/// Of a `ref` that is one of these.
fn number(reference: &str) -> Option<u64> {
    reference.strip_prefix('r')?.parse().ok()
}
