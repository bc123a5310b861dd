//! What all clones of a client share: the address, the HTTP client, the session and the newest event stream.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use reqwest::Url;

use crate::error::{ClientCode, Error};
use crate::options::Options;
use crate::session::Sessions;
use crate::store::SessionStore;
use crate::stream::StreamHandle;

/// `causerie-rust/` and the version.
pub(crate) const USER_AGENT: &str = concat!("causerie-rust/", env!("CARGO_PKG_VERSION"));

pub(crate) struct Core {
    pub base: String,
    pub options: Options,
    pub http: reqwest::Client,
    /// The one for the event stream, which needs HTTP/1.1.
    pub socket: reqwest::Client,
    pub sessions: Sessions,
    stream: Mutex<Option<StreamHandle>>,
}

impl Core {
    pub fn new(base: &str, options: Options, store: Arc<dyn SessionStore>) -> Result<Self, Error> {
        let refused = |source| Error::caused(ClientCode::InvalidRequest, "The HTTP client cannot be made.", source);
        let made = |builder: reqwest::ClientBuilder| builder.user_agent(USER_AGENT).build().map_err(refused);
        let (http, socket) = match &options.http {
            Some(given) => (given.clone(), given.clone()),
            None => (made(reqwest::Client::builder())?, made(reqwest::Client::builder().http1_only())?),
        };
        let url = Url::parse(base).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let url = url.ok_or_else(|| Error::client(ClientCode::InvalidRequest, format!("{base} is no address of a server.")))?;
        let base = url.as_str().trim_end_matches('/').to_owned();
        Ok(Self { base, options, http, socket, sessions: Sessions::new(store), stream: Mutex::new(None) })
    }

    pub fn now(&self) -> DateTime<Utc> {
        (self.options.clock)()
    }

    pub fn chance(&self) -> f64 {
        (self.options.chance)()
    }

    /// The event stream that was opened last.
    pub fn stream(&self) -> Option<StreamHandle> {
        self.stream.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn set_stream(&self, stream: StreamHandle) {
        *self.stream.lock().unwrap_or_else(PoisonError::into_inner) = Some(stream);
    }
}
