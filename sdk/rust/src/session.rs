//! Who is signed in, and the one refresh at a time that keeps it so.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use tokio::sync::watch;
use uuid::Uuid;

use crate::core::Core;
use crate::error::{ClientCode, Error};
use crate::store::{SessionStore, StoredSession};
use crate::types::SignedIn;

/// A refresh that is under way, for all who wait for it.
type Flight = Shared<BoxFuture<'static, Result<(), Error>>>;

pub(crate) struct Sessions {
    store: Arc<dyn SessionStore>,
    current: Mutex<Option<Arc<StoredSession>>>,
    flight: Mutex<Option<Flight>>,
    /// Why the session is over, when it was not signed out here.
    ended: watch::Sender<Option<Error>>,
}

impl Sessions {
    pub fn new(store: Arc<dyn SessionStore>) -> Self {
        Self { store, current: Mutex::default(), flight: Mutex::default(), ended: watch::Sender::new(None) }
    }

    pub fn current(&self) -> Option<Arc<StoredSession>> {
        lock(&self.current).clone()
    }

    /// Tells when the session is over.
    pub fn endings(&self) -> watch::Receiver<Option<Error>> {
        self.ended.subscribe()
    }

    /// Takes the session of the store up; says whether there is one.
    pub async fn take_up(&self) -> Result<bool, Error> {
        let kept = self.store.load().await.map_err(store_failed)?;
        let is_there = kept.is_some();
        *lock(&self.current) = kept.map(Arc::new);
        Ok(is_there)
    }

    /// Forgets the session, here and in the store.
    pub async fn clear(&self) -> Result<(), Error> {
        *lock(&self.current) = None;
        self.store.clear().await.map_err(store_failed)
    }

    fn is_current(&self, seen: &Arc<StoredSession>) -> bool {
        self.current().is_some_and(|current| Arc::ptr_eq(&current, seen))
    }

    fn end(&self, reason: Error) -> Error {
        *lock(&self.current) = None;
        self.ended.send_replace(Some(reason.clone()));
        reason
    }
}

impl Core {
    /// Begins a session, or goes on with its new tokens.
    pub async fn begin(&self, answer: SignedIn) -> Result<(), Error> {
        let (Some(access_token), Some(refresh_token)) = (answer.access_token, answer.refresh_token) else {
            return Err(Error::client(ClientCode::InvalidAnswer, "The server has given no tokens."));
        };
        let life = TimeDelta::seconds(answer.expires_in);
        let begun = self.now();
        let session = StoredSession {
            user: answer.user,
            session_id: answer.session_id,
            access_token,
            refresh_token,
            refresh_at: begun + life * 4 / 5,
            expires_at: begun + life,
            stamp: Uuid::new_v4(),
        };
        *lock(&self.sessions.current) = Some(Arc::new(session.clone()));
        self.sessions.store.save(session).await.map_err(store_failed)
    }

    /// The session, with a token that is good as far as this side can know.
    pub async fn fresh(self: &Arc<Self>) -> Result<Arc<StoredSession>, Error> {
        let session = self.sessions.current().ok_or_else(Error::signed_out)?;
        if self.now() < session.refresh_at {
            return Ok(session);
        }
        if let Err(error) = self.refresh(&session).await {
            // What keeps the refresh from being done need not keep the call from it, while the token lives.
            if !self.sessions.is_current(&session) || self.now() >= session.expires_at {
                return Err(error);
            }
        }
        self.sessions.current().ok_or_else(Error::signed_out)
    }

    /// Renews the session, unless it is no longer the one `seen`. All who ask at once share one refresh, which goes on also
    /// when they no longer wait for it: a token that the server has spent must not be lost.
    pub async fn refresh(self: &Arc<Self>, seen: &Arc<StoredSession>) -> Result<(), Error> {
        let flight = {
            let mut slot = lock(&self.sessions.flight);
            match &*slot {
                Some(flight) => flight.clone(),
                None if !self.sessions.is_current(seen) => return Ok(()),
                None => slot.insert(self.take_off(seen.clone())).clone(),
            }
        };
        flight.await
    }

    fn take_off(self: &Arc<Self>, seen: Arc<StoredSession>) -> Flight {
        let core = self.clone();
        let task = tokio::spawn(async move {
            let outcome = {
                let lock = process_lock(seen.session_id);
                let _held = lock.lock().await;
                core.renew(&seen).await
            };
            *lock(&core.sessions.flight) = None;
            outcome
        });
        let lost = |source| Err(Error::caused(ClientCode::SignedOut, "The refresh was broken off.", source));
        task.map(move |outcome| outcome.unwrap_or_else(lost)).boxed().shared()
    }

    async fn renew(self: &Arc<Self>, seen: &Arc<StoredSession>) -> Result<(), Error> {
        let sessions = &self.sessions;
        match sessions.store.load().await.map_err(store_failed)? {
            // Another client of the store was first.
            Some(kept) if kept.session_id == seen.session_id && kept.stamp != seen.stamp => {
                *lock(&sessions.current) = Some(Arc::new(kept));
                return Ok(());
            }
            Some(kept) if kept.session_id == seen.session_id => {}
            _ => return Err(sessions.end(Error::client(ClientCode::SignedOut, "Another client of this store has signed out."))),
        }
        match self.ask_for_tokens(seen).await {
            // Who has signed out meanwhile stays so.
            Ok(answer) if sessions.is_current(seen) => self.begin(answer).await,
            Ok(_) => Ok(()),
            Err(error) if error.status == 401 => {
                sessions.store.clear().await.map_err(store_failed)?;
                Err(sessions.end(error))
            }
            Err(error) => Err(error),
        }
    }
}

/// The lock over all clients of a session in this process.
fn process_lock(session: Uuid) -> Arc<tokio::sync::Mutex<()>> {
    static LOCKS: Mutex<Option<HashMap<Uuid, Weak<tokio::sync::Mutex<()>>>>> = Mutex::new(None);
    let mut locks = lock(&LOCKS);
    let locks = locks.get_or_insert_default();
    locks.retain(|_, lock| lock.strong_count() > 0);
    if let Some(lock) = locks.get(&session).and_then(Weak::upgrade) {
        return lock;
    }
    let made = Arc::default();
    locks.insert(session, Arc::downgrade(&made));
    made
}

fn store_failed(source: Box<dyn std::error::Error + Send + Sync>) -> Error {
    Error::caused(ClientCode::StoreFailed, "The session store has failed.", source)
}

/// What panicked while it held the lock has left nothing half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
