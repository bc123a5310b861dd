//! What a client is made with, and what a single call may have otherwise.

use std::fmt::{Debug, Formatter};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::client::Client;
use crate::core::Core;
use crate::error::{ClientCode, Error};
use crate::retry::RETRIES;
use crate::store::{MemoryStore, SessionStore};
use crate::transport::Transport;
use crate::types::{LoginRequest, RegisterRequest};

/// A try of a request. It names no person, no token and no text.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LogEntry {
    /// The `operationId`.
    pub operation: &'static str,
    /// 0 when there was no answer.
    pub status: u16,
    pub attempt: u32,
    pub took: Duration,
    pub request_id: Option<String>,
}

/// What calls may have otherwise than the client: give it to [`Client::with`].
#[derive(Clone, Debug, Default)]
pub struct CallOptions {
    /// How long each try may take.
    pub timeout: Option<Duration>,
    /// How often a failed request is sent again.
    pub retries: Option<u32>,
    /// One per intended change. Absent: a new one for each call, kept over its retries.
    pub idempotency_key: Option<String>,
    pub headers: HeaderMap,
}

type Log = Arc<dyn Fn(&LogEntry) + Send + Sync>;
type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;
type Chance = Arc<dyn Fn() -> f64 + Send + Sync>;

#[derive(Clone)]
pub(crate) struct Options {
    pub http: Option<reqwest::Client>,
    pub transport: Option<Arc<dyn Transport>>,
    pub headers: HeaderMap,
    pub timeout: Duration,
    pub retries: u32,
    pub acknowledge: bool,
    pub log: Option<Log>,
    pub clock: Clock,
    pub chance: Chance,
}

/// Makes a [`Client`].
#[must_use]
pub struct ClientBuilder {
    base: String,
    options: Options,
    store: Arc<dyn SessionStore>,
    fault: Option<Error>,
}

impl ClientBuilder {
    pub(crate) fn new(base: &str) -> Self {
        let options = Options {
            http: None,
            transport: None,
            headers: HeaderMap::new(),
            timeout: Duration::from_secs(30),
            retries: RETRIES,
            acknowledge: true,
            log: None,
            clock: Arc::new(Utc::now),
            chance: Arc::new(rand::random),
        };
        Self { base: base.to_owned(), options, store: Arc::new(MemoryStore::default()), fault: None }
    }

    /// Another HTTP client, for calls and for the event stream. The stream needs one that speaks HTTP/1.1.
    pub fn http(mut self, client: reqwest::Client) -> Self {
        self.options.http = Some(client);
        self
    }

    /// Another way to the server than the HTTP client's, which then makes no connection.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.options.transport = Some(transport);
        self
    }

    /// A header for every request.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => {
                self.options.headers.insert(name, value);
            }
            _ => self.fault = Some(Error::client(ClientCode::InvalidRequest, format!("{name} is no header of HTTP."))),
        }
        self
    }

    /// How long one try of a request may take: 30 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = timeout;
        self
    }

    /// How often a failed request is sent again: 2.
    pub fn retries(mut self, retries: u32) -> Self {
        self.options.retries = retries;
        self
    }

    /// Where the session is kept: in memory, unless this is given. Clients of one session share one store.
    pub fn store(mut self, store: Arc<dyn SessionStore>) -> Self {
        self.store = store;
        self
    }

    /// Whether to tell the server, up to once a second, which events were handled, which makes messages `delivered`: yes.
    pub fn acknowledge(mut self, acknowledge: bool) -> Self {
        self.options.acknowledge = acknowledge;
        self
    }

    /// Hears of every try of a request.
    pub fn log(mut self, log: impl Fn(&LogEntry) + Send + Sync + 'static) -> Self {
        self.options.log = Some(Arc::new(log));
        self
    }

    /// Another clock than the system's.
    pub fn clock(mut self, clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        self.options.clock = Arc::new(clock);
        self
    }

    /// Another chance, from 0 to 1, than that of the system.
    pub fn chance(mut self, chance: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        self.options.chance = Arc::new(chance);
        self
    }

    /// Signs in.
    pub async fn login(self, who: LoginRequest) -> Result<Client, Error> {
        let client = self.anonymous()?;
        let answer = client.api().login().body(who).send().await?.into_inner();
        client.begin(answer).await
    }

    /// Makes an account and signs in.
    pub async fn register(self, who: RegisterRequest) -> Result<Client, Error> {
        let client = self.anonymous()?;
        let answer = client.api().register().body(who).send().await?.into_inner();
        client.begin(answer).await
    }

    /// Goes on with the session of the store, if there is one.
    pub async fn resume(self) -> Result<Option<Client>, Error> {
        let client = self.anonymous()?;
        Ok(client.take_up().await?.then_some(client))
    }

    /// A client that is not signed in, for what everybody may call.
    pub fn anonymous(self) -> Result<Client, Error> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        Ok(Client::new(Arc::new(Core::new(&self.base, self.options, self.store)?)))
    }
}

impl Debug for ClientBuilder {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("ClientBuilder").field("base", &self.base).finish_non_exhaustive()
    }
}
