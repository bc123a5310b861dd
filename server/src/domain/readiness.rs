//! Whether a node can serve, and how what it leans on is.

use poem_openapi::{Enum, Object};

use super::breaker::State;

/// How a node that can serve does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum ReadinessStatus {
    Ok,
    /// It keeps every promise, but something that makes it faster, or shares with other nodes, is away.
    Degraded,
}

/// How a dependency is thought to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum DependencyState {
    Up,
    /// It is tried again with few calls, or has to catch up.
    Trying,
    Down,
}

/// Something that a node leans on.
#[derive(Clone, Debug, PartialEq, Eq, Object)]
pub struct Dependency {
    pub name: String,
    pub state: DependencyState,
}

/// A node that can serve.
#[derive(Clone, Debug, PartialEq, Eq, Object)]
pub struct Readiness {
    pub status: ReadinessStatus,
    pub dependencies: Vec<Dependency>,
}

impl Readiness {
    /// Of a node whose database answers, and its other dependencies.
    pub fn of(dependencies: Vec<Dependency>) -> Self {
        let is_whole = dependencies.iter().all(|dependency| dependency.state == DependencyState::Up);
        Self { status: if is_whole { ReadinessStatus::Ok } else { ReadinessStatus::Degraded }, dependencies }
    }
}

impl From<State> for DependencyState {
    fn from(state: State) -> Self {
        match state {
            State::Closed => Self::Up,
            State::HalfOpen => Self::Trying,
            State::Open => Self::Down,
        }
    }
}
