//! The entrance: what must be known of people who connect is asked of the database together, and those who come at once enter
//! the books in one turn. After a restart everybody comes at once.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::Sight;
use super::mailbox::{Close, Inbox, Mailbox, mailbox};
use super::registry::{Connection, PER_USER};
use crate::domain::ids::{RoomId, SessionId, UserId};
use crate::domain::sessions::Identity;
use crate::pubsub::PLACES_LEASE;
use crate::services::together::Answering;
use crate::services::{App, Result, presence};
use crate::storage::{self, Conn};

/// How long one may wait to be let in; coming back would only make the queue longer.
const PATIENCE: Duration = Duration::from_secs(10);
const BATCH: usize = 128;
/// How often one asks for a place that is not free.
const AGAIN: Duration = Duration::from_millis(500);

/// A person's rooms and the bounds of what they hear.
#[derive(Clone, Default)]
pub struct Glance {
    pub rooms: Vec<RoomId>,
    pub sight: Sight,
}

/// Who looks at what people who are about to be greeted may know.
pub struct Glances;

/// Who enters connections into the books.
pub struct Entrances;

/// One of the connections that a person may have to all nodes together; dropping it gives it back.
struct Place {
    app: Arc<App>,
    user_id: UserId,
}

impl Drop for Place {
    fn drop(&mut self) {
        let (app, user_id) = (self.app.clone(), self.user_id);
        if app.nodes.bus().is_up() == Some(true) {
            let tracker = app.hub.tracker.clone();
            tracker.spawn(async move { app.nodes.bus().give_place_back(app.nodes.id(), user_id).await });
        }
    }
}

/// A connection that has its place, and is not in the books yet.
pub struct Entrant {
    place: Place,
    session_id: SessionId,
}

/// A connection that is in the books; dropping it takes it out.
pub struct Registration {
    place: Place,
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
        let Place { app, user_id } = &self.place;
        let departure = app.hub.registry().remove(self.id);
        if let Some(departure) = departure {
            app.hub.tracker.spawn(presence::leave(app.clone(), *user_id, departure));
        }
    }
}

impl Answering for Glances {
    type Question = (Arc<App>, UserId);
    type Answer = Glance;
    const NAME: &'static str = "glances";
    const BATCH: usize = BATCH;
    const PATIENCE: Duration = PATIENCE;

    async fn answer(&mut self, asked: Vec<Self::Question>) -> storage::Result<Vec<Glance>> {
        let Some((app, _)) = asked.first() else { return Ok(Vec::new()) };
        let users: Vec<UserId> = asked.iter().map(|(_, user_id)| *user_id).collect();
        look(&mut app.db.read().await?, &users, app.hub.position()).await
    }
}

impl Answering for Entrances {
    type Question = Entrant;
    /// `Err(close)` when the connection has to end.
    type Answer = std::result::Result<Registration, Close>;
    const NAME: &'static str = "entrances";
    const BATCH: usize = BATCH;
    const PATIENCE: Duration = PATIENCE;

    async fn answer(&mut self, entrants: Vec<Entrant>) -> storage::Result<Vec<Self::Answer>> {
        let Some(first) = entrants.first() else { return Ok(Vec::new()) };
        let app = first.place.app.clone();
        let users: Vec<UserId> = entrants.iter().map(|entrant| entrant.place.user_id).collect();
        let now = app.now().0;
        let sessions: Vec<_> = (0..).zip(&entrants).map(|(at, entrant)| (at, entrant.session_id, entrant.place.user_id, now)).collect();
        let mut conn = app.db.read().await?;
        let turn = app.hub.turn().await;
        let position = app.hub.position();
        // It may be a moment ahead of the hub, which then hears of it once more.
        let known = look(&mut conn, &users, position).await?;
        let entered: Vec<_> = entrants.into_iter().zip(known).map(|(entrant, glance)| entrant.enter(position, glance)).collect();
        drop(turn);
        metrics::gauge!("causerie_users_online").set(app.hub.registry().people().len() as f64);
        // A session may have been signed out before the hub could hear of it for its connection.
        let live: HashSet<i64> = storage::batch::list_bounds(&mut conn, &sessions).await?.into_iter().map(|(at, _, _)| at).collect();
        let judge = |(at, entered): (i64, Option<(Registration, bool)>)| {
            let (registration, is_fresh) = entered.ok_or(Close::TOO_MANY)?;
            // The node may have begun to drain before it knew the connection.
            if app.hub.draining.is_cancelled() {
                return Err(Close::RESTART);
            }
            if !live.contains(&at) {
                return Err(Close::UNAUTHORIZED);
            }
            if is_fresh {
                presence::come(&app, registration.place.user_id, &registration.rooms);
            }
            Ok(registration)
        };
        Ok((0..).zip(entered).map(judge).collect())
    }
}

impl Entrant {
    /// Enters the books, within a turn; with it, whether the person was not here before. `None` when they have too many.
    fn enter(self, position: i64, Glance { rooms, sight }: Glance) -> Option<(Registration, bool)> {
        let Self { place, session_id } = self;
        let (mailbox, inbox) = mailbox();
        let of = rooms.iter().copied().collect();
        let connection = Connection { user_id: place.user_id, session_id, mailbox: mailbox.clone(), rooms: of };
        let (id, is_fresh) = place.app.hub.registry().add(connection, sight.clone())?;
        Some((Registration { place, id, mailbox, inbox: Some(inbox), position, rooms, sight }, is_fresh))
    }
}

/// What people know as of a position of the log, in their order.
async fn look(conn: &mut Conn, users: &[UserId], position: i64) -> storage::Result<Vec<Glance>> {
    let asked: Vec<(i64, UserId)> = (0..).zip(users.iter().copied()).collect();
    let mut glances = vec![Glance::default(); users.len()];
    for (at, room_id) in storage::batch::list_room_ids_at(conn, &asked, position).await? {
        glances[place(at)].rooms.push(room_id);
    }
    for (at, user_id) in storage::batch::list_blocked(conn, &asked).await? {
        glances[place(at)].sight.blocked.insert(user_id);
    }
    for (at, user_id) in storage::batch::list_blockers(conn, &asked).await? {
        glances[place(at)].sight.blocked_by.insert(user_id);
    }
    for (at, room_id, seq) in storage::batch::list_cleared(conn, &asked).await? {
        glances[place(at)].sight.cleared.insert(room_id, seq);
    }
    Ok(glances)
}

/// A place of the list that was sent.
fn place(at: i64) -> usize {
    usize::try_from(at).expect("places are counted from 0")
}

/// What a person may know who is about to be greeted.
pub async fn glance(app: &Arc<App>, user_id: UserId) -> Result<Glance> {
    app.glances.ask((app.clone(), user_id)).await
}

/// Puts a connection into the books: `Err(close)` when it has to end.
pub async fn register(app: &Arc<App>, identity: &Identity) -> Result<std::result::Result<Registration, Close>> {
    let begun = Instant::now();
    while app.nodes.bus().take_place(app.nodes.id(), identity.user_id, PER_USER).await == Some(false) {
        if begun.elapsed() > PLACES_LEASE {
            return Ok(Err(Close::TOO_MANY));
        }
        // They may be those that the person had to a node that has just died, and come back from.
        tokio::time::sleep(AGAIN).await;
    }
    let place = Place { app: app.clone(), user_id: identity.user_id };
    app.entrances.ask(Entrant { place, session_id: identity.session_id }).await
}
