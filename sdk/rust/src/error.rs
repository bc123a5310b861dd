//! The one error of this crate: what the server answers, and what fails on this side.

use std::fmt::{Display, Formatter};
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::problems::ProblemCode;
use crate::retry::read_retry_after;
use crate::types::{Problem, ProblemFault};

crate::open::enumerations! {
    /// What has failed on this side.
    ClientCode {
        /// The connection could not be made, or broke.
        NetworkError = "network_error",
        /// There was no answer in time.
        Timeout = "timeout",
        /// The answer is not what the specification says.
        InvalidAnswer = "invalid_answer",
        /// The call cannot be made as it is.
        InvalidRequest = "invalid_request",
        /// Nobody is signed in, or no longer.
        SignedOut = "signed_out",
        /// The event stream is closed.
        Closed = "closed",
        /// The server says that this client breaks the protocol of the event stream.
        ProtocolError = "protocol_error",
        /// More than 10 connections of one person.
        TooManyConnections = "too_many_connections",
        /// The session store has failed.
        StoreFailed = "store_failed",
    }
}

/// The code of an error: one of the server's, also one that this version does not know, or one of this side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    Server(ProblemCode),
    Client(ClientCode),
}

impl Code {
    /// The code as it is written.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Server(code) => code.as_str(),
            Self::Client(code) => code.as_str(),
        }
    }
}

impl Display for Code {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.as_str())
    }
}

impl PartialEq<ProblemCode> for Code {
    fn eq(&self, other: &ProblemCode) -> bool {
        matches!(self, Self::Server(code) if code == other)
    }
}

impl PartialEq<ClientCode> for Code {
    fn eq(&self, other: &ClientCode) -> bool {
        matches!(self, Self::Client(code) if code == other)
    }
}

/// What is known of a failure.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ErrorFacts {
    /// The HTTP status; 0 when there was no answer.
    pub status: u16,
    pub code: Code,
    pub title: String,
    pub detail: String,
    /// What to tell who runs the server.
    pub request_id: Option<String>,
    /// How long the server asks to wait.
    pub retry_after: Option<Duration>,
    /// What is wrong with the request, place by place.
    pub errors: Vec<ProblemFault>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// Whatever fails gives this; its facts are reached through it.
#[derive(Clone, Debug)]
pub struct Error(Arc<ErrorFacts>);

impl Deref for Error {
    type Target = ErrorFacts;

    fn deref(&self) -> &ErrorFacts {
        &self.0
    }
}

impl Display for Error {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}: {} ({})", self.title, self.detail, self.code)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

impl Error {
    /// A failure of this side.
    pub(crate) fn client(code: ClientCode, detail: impl Into<String>) -> Self {
        Self::with_source(code, detail, None)
    }

    /// A failure of this side, and what has caused it.
    pub(crate) fn caused(code: ClientCode, detail: impl Into<String>, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::with_source(code, detail, Some(source.into().into()))
    }

    fn with_source(code: ClientCode, detail: impl Into<String>, source: Option<Arc<dyn std::error::Error + Send + Sync>>) -> Self {
        let title = code.as_str().replace('_', " ");
        let (code, detail) = (Code::Client(code), detail.into());
        Self(Arc::new(ErrorFacts { status: 0, code, title, detail, request_id: None, retry_after: None, errors: Vec::new(), source }))
    }

    pub(crate) fn signed_out() -> Self {
        Self::client(ClientCode::SignedOut, "Nobody is signed in.")
    }

    pub(crate) fn closed() -> Self {
        Self::client(ClientCode::Closed, "The stream is not open.")
    }

    /// A problem that came in a frame.
    pub(crate) fn of_problem(problem: &Problem) -> Self {
        Self(Arc::new(ErrorFacts {
            status: u16::try_from(problem.status).unwrap_or_default(),
            code: Code::Server(problem.code.as_str().into()),
            title: problem.title.clone(),
            detail: problem.detail.clone(),
            request_id: Some(problem.instance.clone()),
            retry_after: None,
            errors: problem.errors.clone(),
            source: None,
        }))
    }

    /// The error of an answer: its problem document, or what can be said of an answer that has none.
    pub(crate) fn of_answer(status: u16, headers: &HeaderMap, body: &[u8], now: DateTime<Utc>) -> Self {
        let problem: Value = serde_json::from_slice(body).unwrap_or_default();
        let said = |key: &str| problem[key].as_str().map(str::to_owned);
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let code = said("code").unwrap_or_else(|| format!("http_{status}"));
        Self(Arc::new(ErrorFacts {
            status,
            code: Code::Server(code.into()),
            title: said("title").unwrap_or_else(|| format!("HTTP {status}")),
            detail: said("detail").unwrap_or_else(|| "The answer is no problem document.".to_owned()),
            request_id: header("x-request-id").map(str::to_owned).or_else(|| said("instance")),
            retry_after: header("retry-after").and_then(|value| read_retry_after(value, now)),
            errors: serde_json::from_value(problem["errors"].clone()).unwrap_or_default(),
            source: None,
        }))
    }
}
