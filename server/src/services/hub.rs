//! The hub: the books of who is connected to this node, and what its connections are given.

mod delivery;
mod entrance;
pub mod mailbox;
mod peers;
mod registry;
mod sight;

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, watch};
use tokio_tungstenite::tungstenite::Utf8Bytes;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use self::delivery::run;
pub use self::entrance::{Entrances, Glance, Glances, Registration, glance, register};
use self::mailbox::{Close, Mailbox};
pub use self::peers::Gone;
use self::peers::Peers;
use self::registry::{Connection, Registry};
pub use self::sight::Sight;
use super::App;
use super::log::Head;
use super::typing::Typing;
use crate::domain::ids::{RoomId, UserId};
use crate::domain::users::PresenceStatus;
use crate::planted::{self, Fault};

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

/// Lets a connection that fell behind take part again: it gets every event after the position that this gives.
pub async fn rejoin(app: &App, mailbox: &Mailbox) -> i64 {
    let _turn = app.hub.turn.lock().await;
    mailbox.catch_up();
    app.hub.position()
}
