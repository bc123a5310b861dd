//! Problems on the wire (RFC 9457): the one error body, and the error half of a handler's signature.

use std::marker::PhantomData;

use poem::http::{HeaderValue, StatusCode, header};
use poem::{IntoResponse, Response};
use poem_openapi::payload::Payload;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchemaRef, Registry};
use poem_openapi::types::{ToJSON, Type};
use poem_openapi::{ApiResponse, Object};

use crate::domain::problems;
use crate::services::Error;

/// The media type of every error.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// One fault of a request.
#[derive(Clone, Debug, PartialEq, Object)]
#[oai(rename = "ProblemFault")]
pub struct FaultDocument {
    /// The place, as a JSON pointer.
    pub pointer: String,
    /// What is wrong there, without the value.
    pub detail: String,
}

/// Why a request was not done.
#[derive(Clone, Debug, PartialEq, Object)]
#[oai(rename = "Problem", skip_serializing_if_is_none)]
pub struct ProblemDocument {
    /// The page that explains this kind of problem.
    #[oai(rename = "type")]
    pub type_: String,
    /// What it is, in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: i32,
    /// What is the matter this time.
    pub detail: String,
    /// The stable word that clients act on.
    pub code: String,
    /// The id of the request.
    pub instance: String,
    /// Every fault of the request.
    pub errors: Option<Vec<FaultDocument>>,
}

impl ProblemDocument {
    /// What clients may know of an error; the cause stays in the log.
    pub fn new(error: &Error, instance: &str) -> Self {
        let problem = error.problem;
        let faults = error.faults.iter().map(|f| FaultDocument { pointer: f.pointer.clone(), detail: f.detail.clone() });
        Self {
            type_: format!("/problems/{}", problem.code),
            title: problem.title.to_owned(),
            status: problem.status.into(),
            detail: error.detail.clone().unwrap_or_else(|| problem.why.to_owned()),
            code: problem.code.to_owned(),
            instance: instance.to_owned(),
            errors: (!error.faults.is_empty()).then(|| faults.collect()),
        }
    }
}

/// The answer for an error.
pub fn respond(error: &Error, instance: &str) -> Response {
    let body = ProblemDocument::new(error, instance).to_json_string();
    let mut response = Response::builder().status(status_of(error)).content_type(MEDIA_TYPE).body(body);
    if let Some(secs) = error.retry_after_secs.or_else(|| matches!(error.problem.status, 429 | 503).then_some(1)) {
        response.headers_mut().insert(header::RETRY_AFTER, secs.into());
    }
    if error.problem.status == 401 {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

fn status_of(error: &Error) -> StatusCode {
    StatusCode::from_u16(error.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A service's error on its way through poem: the edge takes it out again.
pub fn carry(error: Error) -> poem::Error {
    let status = status_of(&error);
    poem::Error::new(error, status)
}

/// The statuses that an operation answers beside those that every operation of its shape has.
pub trait ErrorSet: Send + Sync + 'static {
    /// Each with what it means.
    const STATUSES: &'static [u16];
}

/// Names a set of error statuses: `error_set!(pub Known { 404 })`.
macro_rules! error_set {
    ($(#[$doc:meta])* $vis:vis $name:ident { $($status:literal),* $(,)? }) => {
        $(#[$doc])*
        $vis struct $name;
        impl $crate::api::problem::ErrorSet for $name {
            const STATUSES: &'static [u16] = &[$($status),*];
        }
    };
}
pub(crate) use error_set;

/// The statuses that follow from an operation's shape, so that no handler names them.
const BY_SHAPE: &[u16] = &[400, 401, 403, 408, 413, 415, 422, 429, 500, 503, 507];

/// A handler's error: one of the set, or one that every operation of its shape can give.
pub struct Problem<S> {
    error: Error,
    set: PhantomData<fn() -> S>,
}

impl<S: ErrorSet> From<Error> for Problem<S> {
    fn from(error: Error) -> Self {
        let status = error.problem.status;
        debug_assert!(BY_SHAPE.contains(&status) || S::STATUSES.contains(&status), "undocumented {status}: {error}");
        Self { error, set: PhantomData }
    }
}

impl<S> From<Problem<S>> for poem::Error {
    fn from(problem: Problem<S>) -> Self {
        carry(problem.error)
    }
}

/// The problem as a payload, for the declaration alone.
struct ProblemPayload;

impl Payload for ProblemPayload {
    const CONTENT_TYPE: &'static str = MEDIA_TYPE;

    fn schema_ref() -> MetaSchemaRef {
        ProblemDocument::schema_ref()
    }
    fn register(registry: &mut Registry) {
        ProblemDocument::register(registry);
    }
}

impl IntoResponse for ProblemPayload {
    fn into_response(self) -> Response {
        respond(&Error::new(&problems::INTERNAL), "")
    }
}

impl<S: ErrorSet> ApiResponse for Problem<S> {
    fn meta() -> MetaResponses {
        let response = |status: &u16| MetaResponse {
            description: "",
            status: Some(*status),
            status_range: None,
            content: vec![MetaMediaType { content_type: MEDIA_TYPE, schema: ProblemPayload::schema_ref() }],
            headers: Vec::new(),
        };
        MetaResponses { responses: S::STATUSES.iter().map(response).collect() }
    }
    fn register(registry: &mut Registry) {
        ProblemPayload::register(registry);
    }
}
