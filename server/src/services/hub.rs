//! The hub: the books of who is connected to this node, and what its connections are given.

mod delivery;
pub mod mailbox;
mod peers;
mod registry;
mod sight;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, watch};
use tokio_tungstenite::tungstenite::Utf8Bytes;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use self::delivery::run;
use self::mailbox::{Close, Inbox, Mailbox, mailbox};
pub use self::peers::Gone;
use self::peers::Peers;
use self::registry::{Connection, PER_USER, Registry};
pub use self::sight::Sight;
use super::log::Head;
use super::typing::Typing;
use super::{App, Result, presence};
use crate::domain::ids::{RoomId, UserId};
use crate::domain::sessions::Identity;
use crate::domain::users::PresenceStatus;
use crate::planted::{self, Fault};
use crate::storage;

/// Everyone who is connected to this node.
pub struct Hub {
    /// The sockets' tasks.
    pub tracker: TaskTracker,
    /// Set when the node goes down.
    pub draining: CancellationToken,
    /// Who is typing.
    pub typing: Typing,
    registry: Mutex<Registry>,
    head: watch::Receiver<Head>,
    /// Held while a batch is handed out, so that a connection is added between two batches and misses none.
    turn: tokio::sync::Mutex<()>,
    position: watch::Sender<i64>,
    /// Another node says that it has written.
    hinted: Notify,
    stopped: CancellationToken,
}

/// A connection that is in the books; dropping it takes it out.
pub struct Registration {
    app: Arc<App>,
    user_id: UserId,
    id: u64,
    pub mailbox: Mailbox,
    pub inbox: Option<Inbox>,
    /// The connection gets every event after this position.
    pub position: i64,
    pub rooms: Vec<RoomId>,
    pub sight: Sight,
}

impl Drop for Registration {
    fn drop(&mut self) {
        let departure = self.app.hub.registry().remove(self.id);
        if let Some(departure) = departure {
            let (app, user_id) = (self.app.clone(), self.user_id);
            self.app.hub.tracker.spawn(presence::leave(app, user_id, departure));
        }
        give_place_back(self.app.clone(), self.user_id);
    }
}

impl Hub {
    /// A hub that reads on from the log's end.
    pub fn new(head: watch::Receiver<Head>) -> Self {
        let (position, _) = watch::channel(head.borrow().position);
        Self {
            tracker: TaskTracker::new(),
            draining: CancellationToken::new(),
            typing: Typing::default(),
            registry: Mutex::default(),
            head,
            turn: tokio::sync::Mutex::default(),
            position,
            hinted: Notify::new(),
            stopped: CancellationToken::new(),
        }
    }

    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The log's life.
    pub fn epoch(&self) -> i64 {
        self.head.borrow().epoch
    }

    /// Up to here every event is in the mailboxes of those it is for.
    pub fn position(&self) -> i64 {
        *self.position.borrow()
    }

    /// Waits until everything up to a position has been handed out.
    pub async fn reached(&self, position: i64) {
        // Ends without it only with the hub itself.
        let _ = self.position.subscribe().wait_for(|reached| *reached >= position).await;
    }

    /// Another node says that the log has come to a position.
    pub(super) fn hint(&self, position: i64) {
        if planted::has(Fault::HintAsTruth) && position < i64::MAX {
            // What it tells of is one event; those before it have been told of, surely.
            self.position.send_if_modified(|reached| position - 1 > *reached && std::mem::replace(reached, position - 1) != position - 1);
        }
        if position > self.position() {
            self.hinted.notify_one();
        }
    }

    /// Whether a person is connected to any node, or was a moment ago.
    pub fn is_online(&self, user_id: UserId) -> bool {
        let registry = self.registry();
        registry.is_here(user_id) || registry.peers.is_online(user_id)
    }

    /// Looks at, or changes, what is known of the people of the other nodes.
    pub(super) fn peers<T>(&self, run: impl FnOnce(&mut Peers) -> T) -> T {
        run(&mut self.registry().peers)
    }

    /// Everybody who is connected to this node, or was a moment ago, and what they show.
    pub(super) fn people(&self) -> Vec<(UserId, PresenceStatus)> {
        self.registry().people().map(|(user_id, person)| (*user_id, person.status)).collect()
    }

    /// How many connections each person has to this node.
    pub(super) fn counts(&self) -> Vec<(UserId, usize)> {
        self.registry().people().map(|(user_id, person)| (*user_id, person.connections.len())).filter(|(_, count)| *count > 0).collect()
    }

    /// Holds the log's delivery up, so that what is read and noted meanwhile fits the hub's position.
    pub(super) async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// Resolves when the last connection has gone from a node that goes down.
    pub(super) async fn stopped(&self) {
        self.stopped.cancelled().await;
    }

    /// Who of those whom a person knows is connected to one of some rooms, or was a moment ago.
    pub fn online_in(&self, rooms: &[RoomId], sight: &Sight) -> HashSet<UserId> {
        let registry = self.registry();
        let present = registry
            .of_rooms(rooms)
            .map(|connection| connection.user_id)
            .chain(registry.away_from(rooms))
            .chain(registry.peers.of_rooms(rooms));
        present.filter(|user_id| sight.knows(*user_id)).collect()
    }

    /// Sends something of a person that may be lost to everyone else in some rooms, but for those who are blocked.
    pub fn whisper(&self, rooms: &[RoomId], of: UserId, text: &Utf8Bytes) {
        let registry = self.registry();
        let knows = |connection: &&Connection| connection.user_id != of && registry.sight(connection).is_none_or(|sight| sight.knows(of));
        for connection in registry.of_rooms(rooms).filter(knows) {
            connection.mailbox.whisper(text.clone());
        }
    }

    /// Sets what a person shows of themselves; whether that is a change.
    pub(super) fn set_status(&self, user_id: UserId, status: PresenceStatus) -> bool {
        self.registry().person(user_id).is_some_and(|person| std::mem::replace(&mut person.status, status) != status)
    }

    /// What a person shows of themselves.
    pub fn status(&self, user_id: UserId) -> PresenceStatus {
        let mut registry = self.registry();
        let here = registry.person(user_id).map(|person| person.status);
        here.or_else(|| registry.peers.status(user_id)).unwrap_or(PresenceStatus::Offline)
    }

    /// Ends a person's stay, unless they came back since.
    pub(super) fn end_stay(&self, user_id: UserId, departure: u64) -> bool {
        let mut registry = self.registry();
        let has_left = registry.end_stay(user_id, departure);
        metrics::gauge!("causerie_users_online").set(registry.people().len() as f64);
        has_left
    }

    /// Tells all connections to come back elsewhere, and waits until they are closed.
    pub async fn drain(&self) {
        self.draining.cancel();
        self.registry().close_all(Close::RESTART);
        self.tracker.close();
        self.tracker.wait().await;
        self.stop();
    }

    /// Delivers no more.
    pub fn stop(&self) {
        self.stopped.cancel();
    }
}

/// What a person does not get to hear.
pub async fn sight(app: &App, user_id: UserId) -> Result<Sight> {
    let mut conn = app.db.read().await?;
    Ok(Sight::load(&mut conn, user_id).await?)
}

/// Puts a connection into the books: `Err(close)` when it has to end.
pub async fn register(app: &Arc<App>, identity: &Identity) -> Result<std::result::Result<Registration, Close>> {
    if app.nodes.bus().take_place(app.nodes.id(), identity.user_id, PER_USER).await == Some(false) {
        return Ok(Err(Close::TOO_MANY));
    }
    let entered = enter(app, identity).await;
    if !matches!(entered, Ok(Ok(_))) {
        give_place_back(app.clone(), identity.user_id);
    }
    entered
}

/// Puts a connection that has its place into the books.
async fn enter(app: &Arc<App>, identity: &Identity) -> Result<std::result::Result<Registration, Close>> {
    let mut conn = app.db.read().await?;
    let (mailbox, inbox) = mailbox();
    let turn = app.hub.turn.lock().await;
    let position = app.hub.position();
    let rooms = storage::members::room_ids_at(&mut conn, identity.user_id, position).await?;
    let connection = Connection {
        user_id: identity.user_id,
        session_id: identity.session_id,
        mailbox: mailbox.clone(),
        rooms: rooms.iter().copied().collect(),
    };
    // It may be a moment ahead of the hub, which then hears of it once more.
    let sight = Sight::load(&mut conn, identity.user_id).await?;
    let added = app.hub.registry().add(connection, sight.clone());
    metrics::gauge!("causerie_users_online").set(app.hub.registry().people().len() as f64);
    drop(turn);
    let Some((id, fresh)) = added else { return Ok(Err(Close::TOO_MANY)) };
    let registration =
        Registration { app: app.clone(), user_id: identity.user_id, id, mailbox, inbox: Some(inbox), position, rooms, sight };
    // The node may have begun to drain before it knew this connection.
    if app.hub.draining.is_cancelled() {
        return Ok(Err(Close::RESTART));
    }
    // The session may have been signed out before the hub could hear of it for this connection.
    if !storage::sessions::is_live(&mut conn, identity.session_id, identity.user_id, app.now()).await? {
        return Ok(Err(Close::UNAUTHORIZED));
    }
    if fresh {
        presence::come(app, identity.user_id, &registration.rooms);
    }
    Ok(Ok(registration))
}

/// Gives back the place of a connection that is over.
fn give_place_back(app: Arc<App>, user_id: UserId) {
    if app.nodes.bus().is_up() == Some(true) {
        let tracker = app.hub.tracker.clone();
        tracker.spawn(async move { app.nodes.bus().give_place_back(app.nodes.id(), user_id).await });
    }
}

/// Lets a connection that fell behind take part again: it gets every event after the position that this gives.
pub async fn rejoin(app: &App, mailbox: &Mailbox) -> i64 {
    let _turn = app.hub.turn.lock().await;
    mailbox.catch_up();
    app.hub.position()
}
