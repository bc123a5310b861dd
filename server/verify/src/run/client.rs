//! Calls: paced for everybody together, put off as long as the service asks, and timed.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use reqwest::Method;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use serde_json::Value;
use tokio::time::{Instant, sleep, sleep_until};

use super::interrupt::Interrupt;
use crate::history::{At, Outcome};

/// How long one answer is waited for.
pub const PATIENCE: Duration = Duration::from_secs(15);
/// Between two calls of all people together: 2,400 a minute, where an address may have 3,000.
const PACE: Duration = Duration::from_millis(25);
/// How often a call is put off before that counts as refused.
const PATIENT: usize = 30;
/// The problem of who asked too much.
pub const RATE_LIMITED: &str = "rate_limited";

/// The way to the service.
pub struct Client {
    http: reqwest::Client,
    base: String,
    begun: Instant,
    interrupt: Interrupt,
    /// Whether calls are put off although somebody has asked for an end.
    is_patient: AtomicBool,
    next: Mutex<Instant>,
    times: Mutex<BTreeMap<&'static str, Vec<Duration>>>,
    refused: Mutex<BTreeMap<String, usize>>,
    put_off: AtomicUsize,
}

/// What a call is signed with.
#[derive(Clone)]
pub struct Token {
    pub text: String,
    /// Until when the service must take it.
    pub until: Instant,
}

/// A call with what came of it.
pub struct Call {
    pub invoked: At,
    pub completed: At,
    pub outcome: Outcome,
}

impl Client {
    pub fn new(url: &str, interrupt: Interrupt) -> Result<Self> {
        let base = url.trim_end_matches('/').to_owned();
        let is_usable = reqwest::Url::parse(&base).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.query().is_none());
        if !is_usable {
            bail!("`{url}` is not of the form https://host");
        }
        // Upgrading is a thing of HTTP/1.1.
        let http = reqwest::Client::builder().http1_only().connect_timeout(PATIENCE).pool_idle_timeout(Duration::from_secs(5)).build()?;
        Ok(Self {
            http,
            base,
            begun: Instant::now(),
            interrupt,
            is_patient: AtomicBool::new(false),
            next: Mutex::new(Instant::now()),
            times: Mutex::default(),
            refused: Mutex::default(),
            put_off: AtomicUsize::new(0),
        })
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

    /// How often each kind of call was refused, by why.
    pub fn refused(&self) -> BTreeMap<String, usize> {
        locked(&self.refused).clone()
    }

    /// What calls took, by kind.
    pub fn times(&self) -> BTreeMap<&'static str, Vec<Duration>> {
        locked(&self.times).clone()
    }

    /// Notes what something took.
    pub fn time(&self, kind: &'static str, taken: Duration) {
        locked(&self.times).entry(kind).or_default().push(taken);
    }

    /// A request that opens an event stream.
    pub fn stream(&self, token: &str, cursor: Option<&str>) -> reqwest::RequestBuilder {
        let query = cursor.map(|cursor| format!("?cursor={cursor}")).unwrap_or_default();
        self.http.get(format!("{}/api/v1/events{query}", self.base)).bearer_auth(token)
    }

    /// Waits until it is this call's turn.
    pub async fn turn(&self) {
        let turn = {
            let mut next = locked(&self.next);
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

    /// Notes that a call was refused, and why.
    pub fn note_refused(&self, kind: &str, why: &str) {
        *locked(&self.refused).entry(format!("{kind}: {why}")).or_default() += 1;
    }

    /// From now on calls are put off as long as the service asks, whoever wants it to end: what is left to do must be done.
    pub fn be_patient(&self) {
        self.is_patient.store(true, Ordering::Relaxed);
    }

    /// Calls an operation below `/api/v1`, again and again while it is put off.
    pub async fn call(&self, kind: &'static str, token: Option<&Token>, method: Method, path: &str, body: Option<&Value>) -> Call {
        for _ in 0..PATIENT {
            self.turn().await;
            let invoked = self.now();
            let mut request = self.http.request(method.clone(), format!("{}/api/v1{path}", self.base)).timeout(PATIENCE);
            if let Some(token) = token {
                request = request.bearer_auth(&token.text);
            }
            if let Some(body) = body {
                request = request.json(body);
            }
            match answered(request).await {
                Ok((429, _, wait)) => {
                    self.note_put_off();
                    tokio::select! {
                        () = sleep(wait) => {}
                        () = self.interrupt.heard(1), if !self.is_patient.load(Ordering::Relaxed) => break,
                    }
                }
                Ok((status, body, _)) => {
                    let completed = self.now();
                    self.time(kind, completed - invoked);
                    let outcome = outcome(status, body, token);
                    if let Outcome::Refused(why) = &outcome {
                        self.note_refused(kind, why);
                    }
                    return Call { invoked, completed, outcome };
                }
                Err(_) => return Call { invoked, completed: self.now(), outcome: Outcome::Unknown },
            }
        }
        self.note_refused(kind, RATE_LIMITED);
        let now = self.now();
        Call { invoked: now, completed: now, outcome: Outcome::Refused(RATE_LIMITED.to_owned()) }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn answered(request: reqwest::RequestBuilder) -> reqwest::Result<(u16, Value, Duration)> {
    let answer = request.send().await?;
    let (status, wait) = (answer.status().as_u16(), wait(answer.headers()));
    let bytes = answer.bytes().await?;
    Ok((status, serde_json::from_slice(&bytes).unwrap_or_default(), wait))
}

/// How long the service asks to wait before one comes back; a second if it does not say.
pub fn wait(headers: &HeaderMap) -> Duration {
    let secs = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    Duration::from_secs(secs.unwrap_or(1))
}

/// What an answer means: only a fault of the caller's was not done for sure.
pub fn outcome(status: u16, body: Value, token: Option<&Token>) -> Outcome {
    match status {
        200..300 => Outcome::Acknowledged(body),
        // The token was as it must be, and so this is no fault of the caller's.
        401 if token.is_some_and(|token| Instant::now() < token.until) => Outcome::Refused("unauthorized with a fresh token".to_owned()),
        // What took too long may have been done after all.
        408 => Outcome::Unknown,
        400..500 => Outcome::Refused(body["code"].as_str().map_or_else(|| status.to_string(), str::to_owned)),
        _ => Outcome::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;
    use serde_json::json;

    use super::*;

    #[test]
    fn only_a_fault_of_the_callers_is_a_refusal() {
        let (fresh, old) = (Instant::now() + PATIENCE, Instant::now() - Duration::from_millis(1));
        let told = |status, until| outcome(status, json!({ "code": "why" }), Some(&Token { text: String::new(), until }));
        let refused = |why: &str| Outcome::Refused(why.to_owned());
        assert_eq!(told(201, fresh), Outcome::Acknowledged(json!({ "code": "why" })));
        assert_eq!((told(401, fresh), told(401, old)), (refused("unauthorized with a fresh token"), refused("why")));
        assert_eq!((told(403, fresh), outcome(404, Value::Null, None)), (refused("why"), refused("404")));
        assert!([408, 500, 502, 503, 507].into_iter().all(|status| told(status, fresh) == Outcome::Unknown));
    }

    #[test]
    fn a_wait_is_as_long_as_it_is_asked_for() {
        let headers = |value| HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(value))]);
        assert_eq!(wait(&headers("7")), Duration::from_secs(7));
        assert_eq!([wait(&headers("soon")), wait(&HeaderMap::new())], [Duration::from_secs(1); 2]);
    }
}
