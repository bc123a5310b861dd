//! One row of the table of operations.

use crate::spec::OPERATIONS;

/// How an operation is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// The `operationId`.
    pub id: &'static str,
    /// The function of [`Api`](crate::Api) that calls it.
    pub call: &'static str,
    pub method: &'static str,
    /// With its parameters in braces.
    pub path: &'static str,
    /// Whether it takes an `Idempotency-Key`.
    pub has_key: bool,
    /// Whether it needs nobody to be signed in.
    pub is_open: bool,
    /// Whether it is the event stream, and no request.
    pub is_socket: bool,
}

impl Operation {
    /// The operation that a function calls.
    pub(crate) fn of_call(call: &str) -> Option<&'static Self> {
        OPERATIONS.iter().find(|operation| operation.call == call)
    }

    /// Whether sending it twice does no harm. A spent refresh token gives the same successor for some seconds, so a refresh
    /// may be asked for twice.
    pub(crate) fn is_repeatable(&self) -> bool {
        self.method == "GET" || self.has_key || self.id == "refresh"
    }
}
