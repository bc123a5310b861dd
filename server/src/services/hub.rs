//! The hub: reads the log once for the whole node and hands each event to the connections it is for.

pub mod mailbox;
mod registry;
mod sight;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use poem_openapi::types::ParseFromJSON;
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Utf8Bytes;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use self::mailbox::{Close, Inbox, Mailbox, mailbox};
use self::registry::{Connection, Registry};
pub use self::sight::Sight;
use super::log::Head;
use super::typing::Typing;
use super::{App, Error, Result, presence, stream};
use crate::domain::events::{
    LoggedEvent, MemberData, MemberLeftData, RoomClearedData, RoomDeletedData, SESSIONS_REVOKED, SessionsRevokedData, UserBlockedData,
};
use crate::domain::ids::{RoomId, UserId};
use crate::domain::problems;
use crate::domain::sessions::Identity;
use crate::domain::users::PresenceStatus;
use crate::storage;

/// How many events are read at a time.
const BATCH: i64 = 512;
/// How often the log is looked at when nobody says that it changed: another node may have written.
const POLL: Duration = Duration::from_secs(1);

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

    /// Whether a person is connected, or was a moment ago.
    pub fn is_online(&self, user_id: UserId) -> bool {
        self.registry().is_online(user_id)
    }

    /// Who of those whom a person knows is connected to one of some rooms, or was a moment ago.
    pub fn online_in(&self, rooms: &[RoomId], sight: &Sight) -> HashSet<UserId> {
        let registry = self.registry();
        let present = registry.of_rooms(rooms).map(|connection| connection.user_id).chain(registry.away_from(rooms));
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
        self.registry().person(user_id).map_or(PresenceStatus::Offline, |person| person.status)
    }

    /// Ends a person's stay, unless they came back since.
    pub(super) fn end_stay(&self, user_id: UserId, departure: u64) -> bool {
        let mut registry = self.registry();
        let has_left = registry.end_stay(user_id, departure);
        metrics::gauge!("causerie_users_online").set(registry.people() as f64);
        has_left
    }

    /// Tells all connections to come back elsewhere, and waits until they are closed.
    pub async fn drain(&self) {
        self.draining.cancel();
        self.registry().close_all(Close::RESTART);
        self.tracker.close();
        self.tracker.wait().await;
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
    metrics::gauge!("causerie_users_online").set(app.hub.registry().people() as f64);
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
        presence::announce(app, identity.user_id, &registration.rooms, None);
    }
    Ok(Ok(registration))
}

/// Lets a connection that fell behind take part again: it gets every event after the position that this gives.
pub async fn rejoin(app: &App, mailbox: &Mailbox) -> i64 {
    let _turn = app.hub.turn.lock().await;
    mailbox.catch_up();
    app.hub.position()
}

/// Hands out the log's events until the node has drained.
pub async fn run(app: Arc<App>) {
    let mut head = app.hub.head.clone();
    loop {
        tokio::select! {
            () = app.hub.stopped.cancelled() => return,
            // A closed log is polled on until the hub is stopped.
            _ = tokio::time::timeout(POLL, head.changed()) => {}
        }
        loop {
            match deliver(&app).await {
                Ok(count) if count < BATCH as usize => break,
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(event = "hub.read_failed", error = %error, cause = ?error.cause);
                    tokio::time::sleep(POLL).await;
                    break;
                }
            }
        }
    }
}

async fn deliver(app: &App) -> Result<usize> {
    let hub = &app.hub;
    let mut conn = app.db.read().await?;
    let _turn = hub.turn.lock().await;
    let events = storage::events::list_all(&mut conn, hub.position(), BATCH).await?;
    let mut founders = HashMap::new();
    for event in events.iter().filter(|event| event.name == "room.created") {
        if let Some(room_id) = event.room_id {
            founders.insert(event.position, storage::members::user_ids_at(&mut conn, room_id, event.position).await?);
        }
    }
    drop(conn);
    let (epoch, now) = (hub.epoch(), app.now());
    for event in &events {
        let seconds = (now.0 - event.created_at.0).max(0) as f64 / 1000.0;
        let founders = founders.remove(&event.position).unwrap_or_default();
        let count = hand_out(&mut hub.registry(), epoch, event, &founders)?;
        metrics::counter!("causerie_deliveries_total").increment(count);
        metrics::histogram!("causerie_message_delivery_seconds").record(seconds);
        // Only now may a connection's cursor pass this event.
        hub.position.send_replace(event.position);
    }
    metrics::gauge!("causerie_log_head_position").set(hub.position() as f64);
    Ok(events.len())
}

/// Gives one event to those it is for, and follows what it changes about who hears what.
fn hand_out(registry: &mut Registry, epoch: i64, event: &LoggedEvent, founders: &[UserId]) -> Result<u64> {
    if event.name == SESSIONS_REVOKED {
        registry.close_sessions(&read::<SessionsRevokedData>(event)?.session_ids);
        return Ok(0);
    }
    match (event.name.as_str(), event.room_id) {
        ("room.created", Some(room_id)) => founders.iter().for_each(|user_id| registry.join(room_id, *user_id)),
        ("member.joined", Some(room_id)) => registry.join(room_id, read::<MemberData>(event)?.member.user_id),
        _ => {}
    }
    let text: Utf8Bytes = stream::frame(epoch, event).into();
    if let Some(user_id) = event.user_id {
        follow(registry, event, user_id)?;
    }
    let put = |connection: &Connection| {
        registry.sight(connection).is_none_or(|sight| sight.reaches(event)) && connection.mailbox.put(text.clone(), event.position)
    };
    let count = match (event.room_id, event.user_id) {
        (Some(room_id), _) => registry.of_room(room_id).filter(|connection| put(connection)).count(),
        (None, Some(user_id)) => registry.of_user(user_id).filter(|connection| put(connection)).count(),
        (None, None) => 0,
    };
    match (event.name.as_str(), event.room_id, event.user_id) {
        ("member.left", Some(room_id), _) => registry.leave(room_id, read::<MemberLeftData>(event)?.user_id),
        ("room.deleted", Some(room_id), _) => registry.close_room(room_id),
        ("room.deleted", None, Some(user_id)) => {
            let data = read::<RoomDeletedData>(event)?;
            if data.until_next_message.is_none() {
                registry.leave(data.room_id, user_id);
            }
        }
        _ => {}
    }
    Ok(count as u64)
}

/// Follows what a person's own event changes about what they hear.
fn follow(registry: &mut Registry, event: &LoggedEvent, user_id: UserId) -> Result<()> {
    match event.name.as_str() {
        "user.blocked" => registry.set_blocked(user_id, read::<UserBlockedData>(event)?.user_id, true),
        "user.unblocked" => registry.set_blocked(user_id, read::<UserBlockedData>(event)?.user_id, false),
        "room.cleared" => {
            let RoomClearedData { room_id, seq, .. } = read(event)?;
            registry.set_cleared(user_id, room_id, seq);
        }
        _ => {}
    }
    Ok(())
}

fn read<T: ParseFromJSON>(event: &LoggedEvent) -> Result<T> {
    T::parse_from_json_string(&event.payload).map_err(|error| Error::new(&problems::INTERNAL).cause(error.into_message()))
}
