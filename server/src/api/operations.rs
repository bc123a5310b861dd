//! What operators and the curious ask, beside the versioned API: health, metrics, the contract and its pages.

mod pages;

use std::sync::{Arc, LazyLock};

use futures_util::future::BoxFuture;
use metrics_exporter_prometheus::PrometheusHandle;
use poem::http::StatusCode;
use poem::web::Data;
use poem::{EndpointExt, Response, Route, get, handler};
use poem_openapi::types::ToJSON;

use super::problem::carry;
use super::schema;
use crate::domain::readiness::Readiness;
use crate::services::Result;

/// Says whether this node can serve now.
pub type Probe = Arc<dyn Fn() -> BoxFuture<'static, Result<Readiness>> + Send + Sync>;

/// What these operations look at.
#[derive(Clone)]
pub struct Operations {
    pub probe: Probe,
    pub metrics: PrometheusHandle,
}

/// The routes of the operations outside `/api/v1`.
pub fn routes(route: Route, operations: Operations) -> Route {
    route
        .at("/", get(pages::front))
        .at("/health/live", get(live))
        .at("/health/ready", get(ready.data(operations.clone())))
        .at("/metrics", get(measurements.data(operations)))
        .at("/openapi.yaml", get(yaml))
        .at("/openapi.json", get(json))
        .at("/problems/:code", get(pages::explain))
        .at("/docs", get(pages::docs))
        .at("/docs/events", get(pages::events))
        .at("/docs/:file", get(pages::asset))
}

#[handler]
fn live() -> Response {
    Response::builder().content_type("application/json").body(r#"{"status":"ok"}"#)
}

#[handler]
async fn ready(operations: Data<&Operations>) -> poem::Result<Response> {
    let readiness = (operations.probe)().await.map_err(carry)?;
    Ok(Response::builder().content_type("application/json").body(readiness.to_json_string()))
}

#[handler]
fn measurements(operations: Data<&Operations>) -> Response {
    Response::builder().status(StatusCode::OK).content_type("text/plain; version=0.0.4").body(operations.metrics.render())
}

#[handler]
fn yaml() -> Response {
    Response::builder().content_type("application/yaml").body(schema::TEXT)
}

static JSON: LazyLock<String> = LazyLock::new(|| schema::spec().document.to_string());

#[handler]
fn json() -> Response {
    Response::builder().content_type("application/json").body(JSON.as_str())
}
