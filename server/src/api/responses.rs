//! The success half of a handler's signature: one type a status.

use poem::http::StatusCode;
use poem::{IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::types::{ParseFromJSON, ToJSON, Type};

use crate::services::{Done, Made};

const JSON: &str = "application/json";

/// 200 with a body.
pub struct Answer<T>(pub T);

/// 201 with a body.
pub struct Created<T>(pub T);

/// 201 with what was made, or 200 with what was there already.
pub struct MadeOrFound<T: Type + ParseFromJSON + ToJSON>(pub Made<T>);

/// 204.
pub struct NoContent;

impl From<Done> for NoContent {
    fn from(_: Done) -> Self {
        Self
    }
}

impl<T: Type + ParseFromJSON + ToJSON> From<Made<T>> for MadeOrFound<T> {
    fn from(made: Made<T>) -> Self {
        Self(made)
    }
}

fn json(status: StatusCode, value: &impl ToJSON) -> Response {
    Response::builder().status(status).content_type(JSON).body(value.to_json_string())
}

fn meta<T: Type>(statuses: &[u16]) -> MetaResponses {
    let response = |status: &u16| MetaResponse {
        description: "",
        status: Some(*status),
        status_range: None,
        content: vec![MetaMediaType { content_type: JSON, schema: T::schema_ref() }],
        headers: Vec::new(),
    };
    MetaResponses { responses: statuses.iter().map(response).collect() }
}

impl<T: ToJSON + Send> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        json(StatusCode::OK, &self.0)
    }
}

impl<T: ToJSON> ApiResponse for Answer<T> {
    fn meta() -> MetaResponses {
        meta::<T>(&[200])
    }
    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: ToJSON + Send> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        json(StatusCode::CREATED, &self.0)
    }
}

impl<T: ToJSON> ApiResponse for Created<T> {
    fn meta() -> MetaResponses {
        meta::<T>(&[201])
    }
    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: Type + ParseFromJSON + ToJSON + Send> IntoResponse for MadeOrFound<T> {
    fn into_response(self) -> Response {
        json(if self.0.created { StatusCode::CREATED } else { StatusCode::OK }, &self.0.value)
    }
}

impl<T: Type + ParseFromJSON + ToJSON> ApiResponse for MadeOrFound<T> {
    fn meta() -> MetaResponses {
        meta::<T>(&[200, 201])
    }
    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl IntoResponse for NoContent {
    fn into_response(self) -> Response {
        Response::builder().status(StatusCode::NO_CONTENT).finish()
    }
}

impl ApiResponse for NoContent {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "",
                status: Some(204),
                status_range: None,
                content: Vec::new(),
                headers: Vec::new(),
            }],
        }
    }
    fn register(_: &mut Registry) {}
}

/// How many items a list gives when nobody says.
pub fn default_limit() -> i64 {
    50
}
