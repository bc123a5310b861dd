//! What can go wrong, free of HTTP: a problem of the list, where it is, and its cause for the log.

use crate::domain::problems::{self, Problem};
use crate::storage::is_away;

/// One fault of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The place, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// What is wrong there, without the value.
    pub detail: String,
}

/// A refusal or a failure.
#[derive(Debug, thiserror::Error)]
#[error("{}: {}", problem.code, detail.as_deref().unwrap_or(problem.title))]
pub struct Error {
    pub problem: &'static Problem,
    pub detail: Option<String>,
    pub faults: Vec<Fault>,
    pub retry_after_secs: Option<u64>,
    /// For the log alone; never sent.
    #[source]
    pub cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What services answer.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A problem of the list.
    pub fn new(problem: &'static Problem) -> Self {
        Self { problem, detail: None, faults: Vec::new(), retry_after_secs: None, cause: None }
    }
    /// What is the matter this time.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
    /// Names a place that is at fault.
    pub fn fault(mut self, pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        self.faults.push(Fault { pointer: pointer.into(), detail: detail.into() });
        self
    }
    /// When the same request may succeed.
    pub fn retry_after(mut self, secs: u64) -> Self {
        self.retry_after_secs = Some(secs);
        self
    }
    /// Why, for the log.
    pub fn cause(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }
    /// Whether it may well work a moment later: the database is away, or there is too much to do.
    pub fn is_unavailable(&self) -> bool {
        self.problem.code == problems::UNAVAILABLE.code
    }
    /// The same, for another who waited for it; its cause was told once.
    pub fn again(&self) -> Self {
        let (detail, faults) = (self.detail.clone(), self.faults.clone());
        Self { problem: self.problem, detail, faults, retry_after_secs: self.retry_after_secs, cause: None }
    }
    /// Judges a failure of the engine: away, full, or our own mistake.
    pub fn of_engine(error: &sqlx::Error) -> Self {
        use sqlx::Error as E;
        let cause = error.to_string();
        match error {
            error if is_away(error) => Self::new(&problems::UNAVAILABLE).retry_after(1),
            E::PoolClosed => Self::new(&problems::UNAVAILABLE).retry_after(1),
            E::Database(e) => match e.code().as_deref() {
                // SQLITE_FULL; PostgreSQL: disk full
                Some("13" | "53100") => Self::new(&problems::STORAGE_FULL).retry_after(30),
                // SQLITE_BUSY; PostgreSQL: a lock or the statement itself took too long
                Some("5" | "55P03" | "57014") => Self::new(&problems::UNAVAILABLE).retry_after(1),
                _ => Self::new(&problems::INTERNAL),
            },
            _ => Self::new(&problems::INTERNAL),
        }
        .cause(cause)
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::of_engine(&error)
    }
}
