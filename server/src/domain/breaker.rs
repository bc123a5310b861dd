//! A circuit breaker: a dependency that does not answer is left alone for a while, then tried with few calls at a time.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// When a breaker opens, and how it comes back.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// So many failures with no success between open it.
    pub failures: usize,
    /// Failures older than this count no more.
    pub window: Duration,
    /// How long it refuses every call.
    pub rest: Duration,
    /// How many calls at a time may try afterwards. The first success closes it, a failure opens it again.
    pub probes: usize,
}

/// How the dependency is thought to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Closed,
    HalfOpen,
    Open,
}

/// A call's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Success,
    Failure,
    Unknown,
}

/// The rules at work, with the time as a parameter.
#[derive(Debug)]
struct Circuit {
    rules: Rules,
    phase: Phase,
    /// Rises with each change of the state: what a call of an earlier one says comes too late.
    era: u64,
}

#[derive(Debug)]
enum Phase {
    Closed { failures: VecDeque<Instant> },
    Open { until: Instant },
    HalfOpen { probes: usize },
}

impl Circuit {
    fn new(rules: Rules) -> Self {
        Self { rules, phase: Phase::Closed { failures: VecDeque::new() }, era: 0 }
    }

    fn state(&self) -> State {
        match self.phase {
            Phase::Closed { .. } => State::Closed,
            Phase::Open { .. } => State::Open,
            Phase::HalfOpen { .. } => State::HalfOpen,
        }
    }

    fn turn(&mut self, phase: Phase) {
        self.phase = phase;
        self.era += 1;
    }

    /// The era that the call belongs to; `None` when it is refused.
    fn enter(&mut self, now: Instant) -> Option<u64> {
        if matches!(self.phase, Phase::Open { until } if until <= now) {
            self.turn(Phase::HalfOpen { probes: 0 });
        }
        match &mut self.phase {
            Phase::Closed { .. } => Some(self.era),
            Phase::HalfOpen { probes } if *probes < self.rules.probes => {
                *probes += 1;
                Some(self.era)
            }
            _ => None,
        }
    }

    fn settle(&mut self, era: u64, outcome: Outcome, now: Instant) {
        if era != self.era {
            return;
        }
        match (&mut self.phase, outcome) {
            (Phase::Closed { failures }, Outcome::Success) => failures.clear(),
            (Phase::Closed { failures }, Outcome::Failure) => {
                failures.retain(|at| now - *at < self.rules.window);
                failures.push_back(now);
                if failures.len() >= self.rules.failures {
                    self.turn(Phase::Open { until: now + self.rules.rest });
                }
            }
            (Phase::HalfOpen { .. }, Outcome::Success) => self.turn(Phase::Closed { failures: VecDeque::new() }),
            (Phase::HalfOpen { .. }, Outcome::Failure) => self.turn(Phase::Open { until: now + self.rules.rest }),
            (Phase::HalfOpen { probes }, Outcome::Unknown) => *probes -= 1,
            _ => {}
        }
    }
}

/// The breaker of one dependency. Its state is in the metrics, its changes are in the log.
#[derive(Debug)]
pub struct Breaker {
    name: String,
    circuit: Mutex<Circuit>,
}

/// A call that may be made; to be settled when it has ended.
#[derive(Debug)]
pub struct Permit {
    breaker: Arc<Breaker>,
    era: u64,
    since: Instant,
    patience: Duration,
    outcome: Outcome,
}

impl Breaker {
    /// A closed breaker of a dependency by its name.
    pub fn new(name: impl Into<String>, rules: Rules) -> Arc<Self> {
        let name = name.into();
        metrics::gauge!("causerie_breaker_state", "dependency" => name.clone()).set(0.0);
        Arc::new(Self { name, circuit: Mutex::new(Circuit::new(rules)) })
    }

    /// Asks whether a call may be made now; `None` when it is refused. One that is dropped unsettled has failed when it
    /// took longer than it may. Sooner, its caller went away and nothing is known: clients that hang up must not be able
    /// to open the breaker.
    pub fn enter(self: &Arc<Self>, patience: Duration) -> Option<Permit> {
        let since = Instant::now();
        let era = self.change(|circuit| circuit.enter(since))?;
        Some(Permit { breaker: self.clone(), era, since, patience, outcome: Outcome::Unknown })
    }

    /// How the dependency is thought to be.
    pub fn state(&self) -> State {
        self.change(|circuit| circuit.state())
    }

    fn change<T>(&self, step: impl FnOnce(&mut Circuit) -> T) -> T {
        let mut circuit = self.circuit.lock().unwrap_or_else(PoisonError::into_inner);
        let before = circuit.era;
        let done = step(&mut circuit);
        if circuit.era != before {
            // Told under the lock, so that the last word is the last state.
            let (state, code) = match circuit.state() {
                State::Closed => ("closed", 0.0),
                State::HalfOpen => ("half_open", 1.0),
                State::Open => ("open", 2.0),
            };
            metrics::gauge!("causerie_breaker_state", "dependency" => self.name.clone()).set(code);
            tracing::warn!(event = "breaker.changed", dependency = %self.name, state);
        }
        done
    }
}

impl Permit {
    /// The dependency has answered, were it with a refusal of its own.
    pub fn succeed(mut self) {
        self.outcome = Outcome::Success;
    }

    /// The dependency has not answered in time, or is away.
    pub fn fail(mut self) {
        self.outcome = Outcome::Failure;
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let now = Instant::now();
        self.breaker.change(|circuit| {
            let is_overdue = self.outcome == Outcome::Unknown && now - self.since >= self.patience;
            let outcome = if is_overdue { Outcome::Failure } else { self.outcome };
            circuit.settle(self.era, outcome, now);
        });
    }
}

#[cfg(test)]
mod tests;
