//! An HTTP client that holds every answer against the contract.

use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

use crate::contract::contract;
use crate::doors::Doors;

/// The path below which the API is.
pub const API: &str = "/api/v1";

/// A client of a service, with an access token or without. Each request goes to one of its doors.
#[derive(Clone)]
pub struct Client {
    doors: Doors,
    token: Option<String>,
    headers: Vec<(String, String)>,
}

/// An answer that fits the contract.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// The JSON of the body; of any other body its text; `null` without one.
    pub body: Value,
    /// Method and path, for messages.
    place: String,
}

impl Client {
    /// A client of the service behind these doors.
    pub fn new(doors: Doors) -> Self {
        Self { doors, token: None, headers: Vec::new() }
    }

    /// The same client at other doors.
    pub fn at(&self, doors: impl Into<Doors>) -> Self {
        Self { doors: doors.into(), ..self.clone() }
    }

    /// Where its requests go.
    pub fn doors(&self) -> &Doors {
        &self.doors
    }

    /// The same client with an access token.
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The same client with one more header on each request.
    pub fn with_header(&self, name: &str, value: &str) -> Self {
        let mut headers = self.headers.clone();
        headers.push((name.to_owned(), value.to_owned()));
        Self { headers, ..self.clone() }
    }

    /// A request below `/api/v1`, or, from a path that begins with `//`, elsewhere: `//health/live`.
    pub fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).expect("it is a method");
        let mut request = self.doors.http().request(method, format!("http://{}{}", self.doors.address(), full(path)));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        request
    }

    /// Sends a request, with what `request` makes of it, and holds the answer against the contract.
    pub async fn send(&self, method: &str, path: &str, request: impl FnOnce(RequestBuilder) -> RequestBuilder) -> Answer {
        self.try_send(method, path, request).await.unwrap_or_else(|error| panic!("{method} {path}: {error:?}"))
    }

    /// Like [`Client::send`], with an error when there is no answer.
    pub async fn try_send(
        &self,
        method: &str,
        path: &str,
        request: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> reqwest::Result<Answer> {
        let response = request(self.request(method, path)).send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await?;
        contract().check_answer(method, full(path).as_str(), status, &headers, &bytes);
        let text = || String::from_utf8_lossy(&bytes).into_owned().into();
        let body = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap_or_else(|_| text()) };
        Ok(Answer { status, headers, body, place: format!("{method} {path}") })
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, |request| request).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, |request| request.json(&body)).await
    }

    /// A POST without a body.
    pub async fn post_empty(&self, path: &str) -> Answer {
        self.send("POST", path, |request| request).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send("PUT", path, |request| request.json(&body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send("PATCH", path, |request| request.json(&body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, |request| request).await
    }
}

fn full(path: &str) -> String {
    match path.strip_prefix("//") {
        Some(rest) => format!("/{rest}"),
        None => format!("{API}{path}"),
    }
}

impl Answer {
    /// The body, when the status is this one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{} answered {}: {}", self.place, self.status, self.body);
        self.body
    }

    /// The problem, when it is of this status and code.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Value {
        let place = self.place.clone();
        let body = self.expect(status);
        assert_eq!(body["code"], code, "{place}: {body}");
        body
    }

    /// The value of a header; empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// The pointers of a problem's errors.
pub fn pointers(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().into_iter().flatten().filter_map(|error| error["pointer"].as_str()).collect()
}
