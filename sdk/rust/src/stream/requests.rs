//! Who waits for the answer to a frame.

use std::collections::HashMap;

use tokio::sync::oneshot;

use crate::error::{ClientCode, Error};
use crate::frames::Event;

type Waiting = oneshot::Sender<Result<Event, Error>>;

#[derive(Default)]
pub struct Requests {
    waiting: HashMap<String, Waiting>,
    count: u64,
}

impl Requests {
    /// Notes who waits; gives the `ref` of the frame.
    pub fn add(&mut self, waiting: Waiting) -> String {
        self.count += 1;
        let reference = format!("r{}", self.count);
        self.waiting.insert(reference.clone(), waiting);
        reference
    }

    /// Tells who waits for this frame.
    pub fn answer(&mut self, event: &Event) {
        let Some(waiting) = event.meta().reference.and_then(|reference| self.waiting.remove(&reference)) else { return };
        let answer = match event {
            Event::Error(frame) => Err(Error::of_problem(&frame.problem)),
            other => Ok(other.clone()),
        };
        // Who has stopped waiting does not hear it.
        waiting.send(answer).ok();
    }

    /// The connection is gone: no answer will come.
    pub fn abandon(&mut self) {
        for (_, waiting) in self.waiting.drain() {
            waiting.send(Err(Error::client(ClientCode::Closed, "The stream broke before the answer came."))).ok();
        }
    }
}
