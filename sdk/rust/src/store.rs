//! A session as it is kept between runs, and where.

use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::types::User;
use crate::values::Secret;

/// Who is signed in on this device. It holds the tokens: keep it where nobody else can read it. Its `Debug` shows none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredSession {
    pub user: User,
    pub session_id: Uuid,
    pub access_token: Secret,
    pub refresh_token: Secret,
    /// When to refresh: at 80 % of the token's life.
    pub refresh_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// Differs after each refresh.
    pub stamp: Uuid,
}

/// What a store answers, when it does.
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, Box<dyn std::error::Error + Send + Sync>>> + Send + 'a>>;

/// Where a session is kept between runs.
pub trait SessionStore: Send + Sync {
    fn load(&self) -> StoreFuture<'_, Option<StoredSession>>;
    fn save(&self, session: StoredSession) -> StoreFuture<'_, ()>;
    fn clear(&self) -> StoreFuture<'_, ()>;
}

/// Keeps the session for as long as the program runs.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<Option<StoredSession>>);

impl MemoryStore {
    fn put(&self, session: Option<StoredSession>) -> StoreFuture<'_, ()> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = session;
        Box::pin(ready(Ok(())))
    }
}

impl SessionStore for MemoryStore {
    fn load(&self) -> StoreFuture<'_, Option<StoredSession>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(ready(Ok(kept)))
    }

    fn save(&self, session: StoredSession) -> StoreFuture<'_, ()> {
        self.put(Some(session))
    }

    fn clear(&self) -> StoreFuture<'_, ()> {
        self.put(None)
    }
}
