//! Calls: paced for everybody together, put off as long as the service asks, and timed.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use reqwest::Method;
use serde_json::Value;
use tokio::time::{Instant, sleep, sleep_until};

use crate::history::{At, Outcome};

/// How long one answer is waited for.
pub const PATIENCE: Duration = Duration::from_secs(15);
/// Between two calls of all people together: 2,400 a minute, where an address may have 3,000.
const PACE: Duration = Duration::from_millis(25);
/// How often a call is put off before that counts as refused.
const PATIENT: usize = 30;

/// The way to the service.
pub struct Client {
    http: reqwest::Client,
    base: String,
    begun: Instant,
    next: Mutex<Instant>,
    times: Mutex<BTreeMap<&'static str, Vec<Duration>>>,
    put_off: AtomicUsize,
}

/// A call with what came of it.
pub struct Call {
    pub invoked: At,
    pub completed: At,
    pub outcome: Outcome,
}

impl Client {
    pub fn new(url: &str) -> Result<Self> {
        let base = url.trim_end_matches('/').to_owned();
        let is_usable = reqwest::Url::parse(&base).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.query().is_none());
        if !is_usable {
            bail!("`{url}` is not of the form https://host");
        }
        // Upgrading is a thing of HTTP/1.1.
        let http = reqwest::Client::builder().http1_only().connect_timeout(PATIENCE).pool_idle_timeout(Duration::from_secs(5)).build()?;
        let (begun, next) = (Instant::now(), Mutex::new(Instant::now()));
        Ok(Self { http, base, begun, next, times: Mutex::default(), put_off: AtomicUsize::new(0) })
    }

    /// Whether anybody is there.
    pub async fn reach(&self) -> Result<()> {
        let answer = self.http.get(format!("{}/health/ready", self.base)).timeout(PATIENCE).send().await.context("nobody answers")?;
        let status = answer.status();
        // A gateway may keep what is not the API to itself.
        if !status.is_success() && status.as_u16() == 503 {
            bail!("it is not ready: {status} {}", answer.text().await.unwrap_or_default());
        }
        Ok(())
    }

    /// Now, in the history's time.
    pub fn now(&self) -> At {
        self.begun.elapsed()
    }

    /// How often the service asked to come back later.
    pub fn put_off(&self) -> usize {
        self.put_off.load(Ordering::Relaxed)
    }

    /// What calls took, by kind.
    pub fn times(&self) -> BTreeMap<&'static str, Vec<Duration>> {
        self.times.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes what something took.
    pub fn time(&self, kind: &'static str, taken: Duration) {
        self.times.lock().unwrap_or_else(PoisonError::into_inner).entry(kind).or_default().push(taken);
    }

    /// A request that opens an event stream.
    pub fn stream(&self, token: &str, cursor: Option<&str>) -> reqwest::RequestBuilder {
        let query = cursor.map(|cursor| format!("?cursor={cursor}")).unwrap_or_default();
        self.http.get(format!("{}/api/v1/events{query}", self.base)).bearer_auth(token)
    }

    /// Waits until it is this call's turn.
    pub async fn turn(&self) {
        let turn = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let turn = (*next).max(Instant::now());
            *next = turn + PACE;
            turn
        };
        sleep_until(turn).await;
    }

    /// Notes that the service asked to come back later.
    pub fn note_put_off(&self) {
        self.put_off.fetch_add(1, Ordering::Relaxed);
    }

    /// Calls an operation below `/api/v1`, again and again while it is put off.
    pub async fn call(&self, kind: &'static str, token: Option<&str>, method: Method, path: &str, body: Option<&Value>) -> Call {
        for _ in 0..PATIENT {
            self.turn().await;
            let invoked = self.now();
            let mut request = self.http.request(method.clone(), format!("{}/api/v1{path}", self.base)).timeout(PATIENCE);
            if let Some(token) = token {
                request = request.bearer_auth(token);
            }
            if let Some(body) = body {
                request = request.json(body);
            }
            match answered(request).await {
                Ok((429, _, wait)) => {
                    self.note_put_off();
                    sleep(wait).await;
                }
                Ok((status, body, _)) => {
                    let completed = self.now();
                    self.time(kind, completed - invoked);
                    return Call { invoked, completed, outcome: outcome(status, body) };
                }
                Err(_) => return Call { invoked, completed: self.now(), outcome: Outcome::Unknown },
            }
        }
        let now = self.now();
        Call { invoked: now, completed: now, outcome: Outcome::Refused("too_many_requests".to_owned()) }
    }
}

async fn answered(request: reqwest::RequestBuilder) -> reqwest::Result<(u16, Value, Duration)> {
    let answer = request.send().await?;
    let wait = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok()).unwrap_or(1);
    let status = answer.status().as_u16();
    let bytes = answer.bytes().await?;
    Ok((status, serde_json::from_slice(&bytes).unwrap_or_default(), Duration::from_secs(wait)))
}

/// What an answer means: only a fault of the caller's was not done for sure.
pub fn outcome(status: u16, body: Value) -> Outcome {
    match status {
        200..300 => Outcome::Acknowledged(body),
        400..500 => Outcome::Refused(body["code"].as_str().map_or_else(|| status.to_string(), str::to_owned)),
        _ => Outcome::Unknown,
    }
}
