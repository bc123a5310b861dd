//! The client of one person on one device. Its clones share the session.

use std::fmt::{Debug, Formatter};
use std::sync::Arc;

use reqwest::{Method, RequestBuilder};
use uuid::Uuid;

use crate::call::{Caller, sign};
use crate::core::Core;
use crate::error::Error;
use crate::messages::Messages;
use crate::operations;
use crate::options::{CallOptions, ClientBuilder};
use crate::rooms::Rooms;
use crate::stream::{Events, StreamHandle};
use crate::types::{LoginRequest, RegisterRequest, SignedIn, User};
use crate::users::{Sessions, Users};
use crate::values::Secret;

/// A client of one person on one device.
#[derive(Clone)]
pub struct Client {
    api: operations::Client,
}

impl Client {
    /// Signs in. [`Client::builder`] is for who wants something otherwise.
    pub async fn login(base_url: &str, username: impl Into<String>, password: impl Into<Secret>) -> Result<Self, Error> {
        let (username, password) = (username.into(), password.into());
        Self::builder(base_url).login(LoginRequest { username, password, device_name: None, transport: None }).await
    }

    /// Makes an account and signs in.
    pub async fn register(base_url: &str, username: impl Into<String>, password: impl Into<Secret>) -> Result<Self, Error> {
        let (username, password) = (username.into(), password.into());
        let who = RegisterRequest { username, password, device_name: None, display_name: None, email: None, transport: None };
        Self::builder(base_url).register(who).await
    }

    /// What makes a client with options of one's own.
    pub fn builder(base_url: &str) -> ClientBuilder {
        ClientBuilder::new(base_url)
    }

    pub(crate) fn new(core: Arc<Core>) -> Self {
        let (base, http) = (core.base.clone(), core.http.clone());
        Self { api: operations::Client::new_with_client(&base, http, Caller { core, options: CallOptions::default() }) }
    }

    pub(crate) fn core(&self) -> &Arc<Core> {
        use progenitor_client::ClientInfo;
        &self.api.inner().core
    }

    pub(crate) async fn begin(self, answer: SignedIn) -> Result<Self, Error> {
        self.core().begin(answer).await?;
        Ok(self)
    }

    pub(crate) async fn take_up(&self) -> Result<bool, Error> {
        self.core().sessions.take_up().await
    }

    /// The same client with calls that have something otherwise.
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        let core = self.core().clone();
        let (base, http) = (core.base.clone(), core.http.clone());
        Self { api: operations::Client::new_with_client(&base, http, Caller { core, options }) }
    }

    /// Who is signed in.
    pub fn user(&self) -> Option<User> {
        self.core().sessions.current().map(|session| session.user.clone())
    }

    /// The id of who is signed in.
    pub fn user_id(&self) -> Result<Uuid, Error> {
        self.core().sessions.current().map(|session| session.user.id).ok_or_else(Error::signed_out)
    }

    /// The session of this device.
    pub fn session_id(&self) -> Option<Uuid> {
        self.core().sessions.current().map(|session| session.session_id)
    }

    /// Every operation of the specification, by its `operationId`, with the same retries, refreshes and keys.
    pub fn api(&self) -> &operations::Client {
        &self.api
    }

    /// A request for any path, signed. Nothing is tried again or taken apart.
    pub async fn request(&self, method: Method, path: &str) -> Result<RequestBuilder, Error> {
        let core = self.core();
        let session = core.fresh().await?;
        let mut headers = core.options.headers.clone();
        sign(&mut headers, Some(&session))?;
        Ok(core.http.request(method, format!("{}{path}", core.base)).headers(headers))
    }

    /// Rooms.
    pub fn rooms(&self) -> Rooms {
        Rooms { client: self.clone() }
    }

    /// Messages, by their ids alone.
    pub fn messages(&self) -> Messages {
        Messages { client: self.clone() }
    }

    /// People.
    pub fn users(&self) -> Users {
        Users { client: self.clone() }
    }

    /// The devices on which one is signed in.
    pub fn sessions(&self) -> Sessions {
        Sessions { client: self.clone() }
    }

    /// Opens the event stream, from now on. It reconnects and resumes by itself, for as long as it is held.
    pub async fn events(&self) -> Result<Events, Error> {
        Events::open(self, None).await
    }

    /// Opens the event stream from a cursor on that was kept.
    pub async fn events_from(&self, cursor: impl Into<String>) -> Result<Events, Error> {
        Events::open(self, Some(cursor.into())).await
    }

    /// The event stream that was opened last, to speak on it and to see its state.
    pub fn stream(&self) -> Option<StreamHandle> {
        self.core().stream()
    }

    /// Waits until the session is over without having been signed out here: somebody must sign in again.
    pub async fn signed_out(&self) -> Error {
        let mut endings = self.core().sessions.endings();
        let reason = endings.wait_for(Option::is_some).await;
        reason.ok().and_then(|reason| reason.clone()).unwrap_or_else(Error::signed_out)
    }

    /// Ends the session, here and on the server, and closes the event stream.
    pub async fn logout(self) -> Result<(), Error> {
        if let Some(stream) = self.stream() {
            stream.close();
        }
        let revoked = self.api.revoke().body(crate::types::RevokeRequest::default()).send().await;
        self.core().sessions.clear().await?;
        revoked.map(|_| ()).map_err(Error::from)
    }
}

impl Debug for Client {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        let core = self.core();
        out.debug_struct("Client").field("base", &core.base).field("session_id", &self.session_id()).finish_non_exhaustive()
    }
}
