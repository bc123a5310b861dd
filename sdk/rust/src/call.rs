//! One call: its tries, its time-outs, and what became of it. Every operation of the generated client goes through here.

use std::fmt::{Debug, Formatter};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use reqwest::{Method, Request, Response, StatusCode};
use serde_json::json;

use crate::core::{self, Core};
use crate::error::{ClientCode, Error};
use crate::operation::Operation;
use crate::operations;
use crate::options::{CallOptions, LogEntry};
use crate::problems::ProblemCode;
use crate::retry::{LONGEST_WAIT, is_retried, retry_delay};
use crate::store::StoredSession;
use crate::transport::broken;
use crate::types::{Problem, SignedIn};
use crate::values::Secret;

/// A spent refresh token gives what it gave for 10 s: all tries must come within them.
const REFRESH_TIMEOUT: Duration = Duration::from_secs(3);
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// What a generated client calls through: the core, and what its calls have otherwise.
#[derive(Clone)]
pub struct Caller {
    pub(crate) core: Arc<Core>,
    pub(crate) options: CallOptions,
}

impl Debug for Caller {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Caller").field("base", &self.core.base).finish_non_exhaustive()
    }
}

/// An answer whose body has come whole.
pub(crate) struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl ClientHooks<Caller> for operations::Client {
    /// Tries a request until it is answered. What has failed is told by an answer that carries the error: the generated
    /// client passes it on, and [`Error`] takes it out again.
    async fn exec(&self, request: Request, info: &OperationInfo) -> reqwest::Result<Response> {
        let mut refusal = None;
        let answer = match self.inner().call(request, info.operation_id, &mut refusal).await {
            Ok(answer) => return Ok(response(answer, None)),
            Err(error) => (error, refusal.filter(|answer| serde_json::from_slice::<Problem>(&answer.body).is_ok())),
        };
        // What the specification has no type for gets a status that it does not name.
        let (error, refusal) = answer;
        let none = || Answer { status: StatusCode::IM_A_TEAPOT, headers: HeaderMap::new(), body: Bytes::new() };
        Ok(response(refusal.unwrap_or_else(none), Some(error)))
    }
}

fn response(answer: Answer, error: Option<Error>) -> Response {
    let mut made = http::Response::new(answer.body);
    *made.status_mut() = answer.status;
    *made.headers_mut() = answer.headers;
    if let Some(error) = error {
        made.extensions_mut().insert(error);
    }
    made.into()
}

impl From<progenitor_client::Error<Problem>> for Error {
    fn from(error: progenitor_client::Error<Problem>) -> Self {
        use progenitor_client::Error as Raw;
        match error {
            Raw::ErrorResponse(answer) => {
                let body = serde_json::to_vec(&*answer).unwrap_or_default();
                Self::of_answer(answer.status().as_u16(), answer.headers(), &body, chrono::Utc::now())
            }
            Raw::UnexpectedResponse(response) => response.extensions().get::<Self>().cloned().unwrap_or_else(|| {
                Self::client(ClientCode::InvalidAnswer, format!("The answer's status {} is not in the specification.", response.status()))
            }),
            Raw::InvalidRequest(detail) => Self::client(ClientCode::InvalidRequest, detail),
            Raw::InvalidResponsePayload(_, source) => {
                Self::caused(ClientCode::InvalidAnswer, "The answer is not what the specification says.", source)
            }
            other => Self::caused(ClientCode::NetworkError, "The connection could not be made, or broke.", other),
        }
    }
}

impl Caller {
    async fn call(&self, mut request: Request, call: &str, refusal: &mut Option<Answer>) -> Result<Answer, Error> {
        let unknown = || Error::client(ClientCode::InvalidRequest, format!("There is no operation {call}."));
        let operation = Operation::of_call(call).ok_or_else(unknown)?;
        let headers = request.headers_mut();
        headers.extend(self.core.options.headers.clone());
        headers.extend(self.options.headers.clone());
        if operation.has_key && !headers.contains_key(IDEMPOTENCY_KEY) {
            let key = self.options.idempotency_key.clone().unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
            let no_key = |source| Error::caused(ClientCode::InvalidRequest, "The idempotency key is no header of HTTP.", source);
            headers.insert(IDEMPOTENCY_KEY, HeaderValue::try_from(key).map_err(no_key)?);
        }
        self.core.tries(operation, &request, &self.options, refusal).await
    }
}

impl Core {
    async fn tries(
        self: &Arc<Self>,
        operation: &'static Operation,
        request: &Request,
        options: &CallOptions,
        refusal: &mut Option<Answer>,
    ) -> Result<Answer, Error> {
        let retries = options.retries.unwrap_or(self.options.retries);
        let (mut failures, mut has_refreshed) = (0, false);
        loop {
            let session = if operation.is_open { None } else { Some(self.fresh().await?) };
            let error = match self.once(operation, request, options, session.as_deref(), failures + 1, refusal).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            if let Some(session) = session.filter(|_| !has_refreshed && is_stale(&error)) {
                has_refreshed = true;
                // What follows has an outcome of its own.
                *refusal = None;
                self.refresh(&session).await?;
                continue;
            }
            failures += 1;
            let is_final = error.code == ClientCode::InvalidRequest || error.retry_after.is_some_and(|wait| wait > LONGEST_WAIT);
            if failures > retries || is_final || !is_retried(error.status, operation.is_repeatable()) {
                return Err(error);
            }
            *refusal = None;
            tokio::time::sleep(retry_delay(failures, self.chance(), error.retry_after)).await;
        }
    }

    /// One try. Leaves a refusal of the server as it came.
    async fn once(
        &self,
        operation: &'static Operation,
        request: &Request,
        options: &CallOptions,
        session: Option<&StoredSession>,
        attempt: u32,
        refusal: &mut Option<Answer>,
    ) -> Result<Answer, Error> {
        *refusal = None;
        let mut request =
            request.try_clone().ok_or_else(|| Error::client(ClientCode::InvalidRequest, "The body can be sent once only."))?;
        sign(request.headers_mut(), session)?;
        let timeout = options.timeout.unwrap_or(self.options.timeout);
        // The waiting is this side's.
        *request.timeout_mut() = None;
        let begun = Instant::now();
        let answer = tokio::time::timeout(timeout, self.exchange(request)).await;
        let answer = answer.unwrap_or_else(|_| Err(Error::client(ClientCode::Timeout, format!("No answer within {timeout:?}."))));
        if let Some(log) = &self.options.log {
            let found = answer.as_ref().ok();
            let request_id = found.and_then(|answer| answer.headers.get("x-request-id")?.to_str().ok().map(str::to_owned));
            let status = found.map_or(0, |answer| answer.status.as_u16());
            log(&LogEntry { operation: operation.id, status, attempt, took: begun.elapsed(), request_id });
        }
        let answer = answer?;
        if answer.status.is_success() {
            return Ok(answer);
        }
        let error = Error::of_answer(answer.status.as_u16(), &answer.headers, &answer.body, self.now());
        *refusal = Some(answer);
        Err(error)
    }

    async fn exchange(&self, request: Request) -> Result<Answer, Error> {
        let failed = "The connection could not be made, or broke.";
        let response = self.carry(&self.http, request, failed).await?;
        let (status, headers) = (response.status(), response.headers().clone());
        Ok(Answer { status, headers, body: response.bytes().await.map_err(|source| broken(source, failed))? })
    }

    /// New tokens for those of a session.
    pub(crate) async fn ask_for_tokens(self: &Arc<Self>, session: &StoredSession) -> Result<SignedIn, Error> {
        let operation = Operation::of_call("refresh").ok_or_else(Error::signed_out)?;
        let url = format!("{}{}", self.base, operation.path);
        let body = json!({ "refresh_token": session.refresh_token, "transport": "bearer" });
        let built = self.http.request(Method::POST, url).headers(self.options.headers.clone()).json(&body).build();
        let request = built.map_err(|source| Error::caused(ClientCode::InvalidRequest, "The request cannot be made.", source))?;
        let timeout = self.options.timeout.min(REFRESH_TIMEOUT);
        let options = CallOptions { timeout: Some(timeout), retries: Some(2), ..CallOptions::default() };
        let answer = self.tries(operation, &request, &options, &mut None).await?;
        let read = serde_json::from_slice(&answer.body);
        read.map_err(|source| Error::caused(ClientCode::InvalidAnswer, "The answer is not what the specification says.", source))
    }
}

/// Adds who asks.
pub(crate) fn sign(headers: &mut HeaderMap, session: Option<&StoredSession>) -> Result<(), Error> {
    headers.entry(USER_AGENT).or_insert(HeaderValue::from_static(core::USER_AGENT));
    if let Some(session) = session {
        headers.insert(AUTHORIZATION, bearer(&session.access_token)?);
    }
    Ok(())
}

fn bearer(token: &Secret) -> Result<HeaderValue, Error> {
    let refused = |_| Error::client(ClientCode::InvalidAnswer, "The access token is no header of HTTP.");
    let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose())).map_err(refused)?;
    value.set_sensitive(true);
    Ok(value)
}

/// Whether an answer says that the token is no longer good.
pub(crate) fn is_stale(error: &Error) -> bool {
    let unnamed = || ProblemCode::from("http_401");
    error.status == 401 && (error.code == ProblemCode::Unauthorized || error.code == unnamed())
}
