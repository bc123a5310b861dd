//! What every request passes on its way in and out: its id, its limits, its body's size, and on the way back
//! errors as problems, the headers that every answer has, a line of log and a measurement.

mod errors;
mod visit;

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use percent_encoding::percent_decode_str;
use poem::http::{HeaderValue, Method, StatusCode, Uri, header};
use poem::{Endpoint, IntoResponse, Request, Response};
use tokio::time::Instant;
use tracing::Instrument;

use super::caller::Visit;
use super::limits::{Limits, TIDY_EVERY};
use super::{cors, limits, problem};
use crate::domain::problems;
use crate::services::{App, Error, Result};

/// How long a request may work once its body is here.
const WORK_TIMEOUT: Duration = Duration::from_secs(30);
/// What a page may do that does not say so itself: nothing.
const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// The outer endpoint.
pub struct Edge<E> {
    inner: E,
    app: Arc<App>,
    limits: Arc<Limits>,
}

impl<E: Endpoint> Edge<E> {
    /// Puts the edge around an endpoint.
    pub fn around(inner: E, app: Arc<App>) -> Self {
        let limits = Arc::new(Limits::new(app.settings.rate_limits));
        tidy(&limits);
        Self { inner, app, limits }
    }

    async fn answer(&self, mut request: Request, visit: &Arc<Visit>) -> Result<Response> {
        if is_api(request.uri().path()) {
            visit.admit(self.limits.check_address(&self.app, visit.request.address, visit.operation).await)?;
        }
        if !is_text(request.uri()) {
            return Err(Error::new(&problems::BAD_REQUEST).detail("The address must be UTF-8, without the character U+0000."));
        }
        // An empty segment fits a parameter of the router's, but names nothing.
        let is_known = visit.operation.is_some() || !is_api(request.uri().path());
        if !is_known && super::schema::spec().allowed(request.uri().path()).is_none() {
            return Err(Error::new(&problems::NOT_FOUND).detail("There is nothing at this address."));
        }
        request.set_data(visit.clone());
        request.set_data(self.app.clone());
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let work = AssertUnwindSafe(self.inner.call(request)).catch_unwind();
        match tokio::time::timeout(WORK_TIMEOUT, work).await {
            Ok(Ok(Ok(output))) => Ok(output.into_response()),
            Ok(Ok(Err(error))) => Err(errors::judge(error, visit)),
            Ok(Err(panic)) => Err(Error::new(&problems::INTERNAL).cause(panic_message(&*panic))),
            Err(_) => Err(Error::new(&problems::UNAVAILABLE).retry_after(1).cause(format!("{method} {path} took over 30 s"))),
        }
    }
}

impl<E: Endpoint> Endpoint for Edge<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let began = Instant::now();
        let origin = cors::origin(&request, &self.app.settings.allowed_origins);
        let (visit, refusal) = visit::open(&mut request, &self.app, &self.limits).await;
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let span = tracing::info_span!("request", request_id = %visit.id, trace_id = trace_id(&request));
        async {
            let outcome = match (refusal, cors::preflight(&request, origin.as_ref())) {
                (_, Some(response)) => Ok(response),
                (Some(error), None) => Err(error),
                (None, None) => self.answer(request, &visit).await,
            };
            let mut response = match outcome {
                Ok(response) => response,
                Err(error) => refuse(&error, &visit, &path),
            };
            self.dress(&mut response, &visit, &path, origin);
            measure(&method, &visit, response.status(), began);
            Ok(response)
        }
        .instrument(span)
        .await
    }
}

impl<E> Edge<E> {
    /// The headers that every answer has.
    fn dress(&self, response: &mut Response, visit: &Visit, path: &str, origin: Option<HeaderValue>) {
        let headers = response.headers_mut();
        if let Ok(id) = HeaderValue::try_from(&visit.id) {
            headers.insert("x-request-id", id);
        }
        if visit.request.is_replayed() {
            headers.insert("idempotency-replayed", HeaderValue::from_static("true"));
        }
        if let Some(standing) = *visit.standing.lock().unwrap_or_else(PoisonError::into_inner) {
            limits::write(&standing, headers);
        }
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(POLICY);
        if is_api(path) {
            headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        }
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        if self.app.settings.is_https() {
            headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
        }
        cors::write(headers, origin);
    }
}

/// The answer for an error; the cause is logged here and nowhere else.
fn refuse(error: &Error, visit: &Visit, path: &str) -> Response {
    if error.problem.status >= 500 {
        let cause = error.cause.as_ref().map(|cause| cause.to_string());
        tracing::error!(event = "http.failed", code = error.problem.code, cause);
    }
    let mut response = problem::respond(error, &visit.id);
    if error.problem.status == 405
        && let Some(Ok(allow)) = super::schema::spec().allowed(path).map(HeaderValue::try_from)
    {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}

/// Whether a path is one of the versioned API's.
fn is_api(path: &str) -> bool {
    path.starts_with("/api/")
}

/// Whether what an address holds is text that both engines can look for: PostgreSQL cannot look for U+0000.
fn is_text(address: &Uri) -> bool {
    let target = address.path_and_query().map_or("", |target| target.as_str());
    percent_decode_str(target).decode_utf8().is_ok_and(|text| !text.contains('\0'))
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic without a message".to_owned())
}

/// The trace that a caller is following (W3C Trace Context), so that its logs and ours meet.
fn trace_id(request: &Request) -> Option<&str> {
    let id = request.header("traceparent")?.split('-').nth(1)?;
    let is_fit = id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()) && id.bytes().any(|byte| byte != b'0');
    is_fit.then_some(id)
}

/// Labels come from closed sets: the specification's paths and methods, never what was asked for.
fn measure(method: &Method, visit: &Visit, status: StatusCode, began: Instant) {
    let (route, method) = match visit.operation {
        Some(operation) => (operation.template.as_str(), if *method == Method::HEAD { "HEAD" } else { operation.method.as_str() }),
        None => ("other", "other"),
    };
    let took = began.elapsed();
    let labels = [
        ("http_route", route.to_owned()),
        ("http_request_method", method.to_owned()),
        ("http_response_status_code", status.as_str().to_owned()),
    ];
    metrics::histogram!("http_server_request_duration_seconds", &labels).record(took);
    tracing::info!(event = "http.request", method, route, status = status.as_u16(), duration_ms = took.as_secs_f64() * 1000.0);
}

/// Drops forgotten callers now and then, for as long as the edge lives.
fn tidy(limits: &Arc<Limits>) {
    let limits = Arc::downgrade(limits);
    tokio::spawn(async move {
        let mut turn = tokio::time::interval(TIDY_EVERY);
        loop {
            turn.tick().await;
            let Some(limits) = limits.upgrade() else { return };
            limits.tidy();
        }
    });
}
