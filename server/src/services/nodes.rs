//! This node among the others: tells them of the log and of its people, hears of theirs, and holds its leases.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::hub::Gone;
use super::{App, Result, presence};
use crate::domain::ids::{RoomId, UserId};
use crate::domain::users::PresenceStatus;
use crate::pubsub::{Bus, Heard, NodeId, Note};
use crate::storage;

/// How often a node says that it lives.
const BEAT: Duration = Duration::from_secs(3);
/// After how many beats the numbers of places are written anew, whatever stands there.
const RECOUNT: u32 = 10;

/// This node.
pub struct Nodes {
    id: NodeId,
    bus: Bus,
    /// How many changes of its people this node has told of.
    change: Mutex<u64>,
}

impl Nodes {
    /// A node of this id on a bus.
    pub fn new(id: NodeId, bus: Bus) -> Self {
        Self { id, bus, change: Mutex::default() }
    }

    /// This node's id.
    pub fn id(&self) -> NodeId {
        self.id
    }

    /// The way to the others.
    pub fn bus(&self) -> &Bus {
        &self.bus
    }

    /// Tells the others what a person shows who is on this node; without a status, that they have gone from it.
    pub fn tell_of(&self, user_id: UserId, status: Option<PresenceStatus>) {
        let mut change = self.change.lock().unwrap_or_else(PoisonError::into_inner);
        *change += 1;
        // Under the lock, so that changes go out in the order of their numbers.
        self.bus.tell(Note::Person { node: self.id, change: *change, user_id, status });
    }

    fn tell_all(&self, app: &App) {
        let change = self.change.lock().unwrap_or_else(PoisonError::into_inner);
        self.bus.tell(Note::Everyone { node: self.id, change: *change, people: app.hub.people() });
    }

    fn beat(&self) {
        let change = self.change.lock().unwrap_or_else(PoisonError::into_inner);
        self.bus.tell(Note::Alive { node: self.id, change: *change });
    }
}

/// Sends something of a person that may be lost to everyone else in some rooms, on every node.
pub fn whisper(app: &App, rooms: &[RoomId], of: UserId, text: &Utf8Bytes) {
    app.hub.whisper(rooms, of, text);
    if app.nodes.bus.is_up() == Some(true) {
        app.nodes.bus.tell(Note::Whisper { node: app.nodes.id, rooms: rooms.to_vec(), of, text: text.as_str().to_owned() });
    }
}

/// Talks with the other nodes until this one has drained.
pub async fn run(app: Arc<App>, mut heard: mpsc::UnboundedReceiver<Heard>) {
    let mut head = app.log.head();
    let (hand, people) = mpsc::unbounded_channel();
    tokio::spawn(follow(app.clone(), people));
    loop {
        tokio::select! {
            changed = head.changed() => match changed {
                Ok(()) => app.nodes.bus.tell(Note::Written { position: head.borrow_and_update().position }),
                Err(_) => return,
            },
            item = heard.recv() => match item {
                None => return,
                Some(Heard::Note(Note::Written { position })) => app.hub.hint(position),
                Some(Heard::Note(Note::Whisper { node, rooms, of, text })) if node != app.nodes.id => {
                    app.hub.whisper(&rooms, of, &text.into());
                }
                // What needs the database must not keep the hints waiting.
                Some(item) => drop(hand.send(item)),
            },
        }
    }
}

/// Follows who is on the other nodes.
async fn follow(app: Arc<App>, mut heard: mpsc::UnboundedReceiver<Heard>) {
    let mut beats = tokio::time::interval(BEAT);
    let mut count = 0_u32;
    loop {
        let outcome = tokio::select! {
            _ = beats.tick() => {
                count = count.wrapping_add(1);
                beat(&app, count.is_multiple_of(RECOUNT)).await;
                Ok(())
            }
            () = app.hub.stopped() => return,
            item = heard.recv() => match item {
                None => return,
                Some(Heard::Connected) => {
                    meet(&app).await;
                    Ok(())
                }
                Some(Heard::Note(note)) => hear(&app, note).await,
            },
        };
        if let Err(error) = outcome {
            // The next beat shows that something was missed.
            tracing::warn!(event = "nodes.note_failed", error = %error);
        }
    }
}

/// Takes leave of the others, once nobody is connected any more.
pub async fn leave(app: &App) {
    app.nodes.bus.tell(Note::Left { node: app.nodes.id });
    app.nodes.bus.remove_places(app.nodes.id).await;
}

/// What follows when the others can be heard from now on.
async fn meet(app: &App) {
    // Hints may have been missed.
    app.hub.hint(i64::MAX);
    app.hub.peers(|peers| peers.renew(Instant::now()));
    app.nodes.tell_all(app);
    app.nodes.beat();
    app.nodes.bus.replace_places(app.nodes.id, &app.hub.counts()).await;
}

/// What is due now and then.
async fn beat(app: &Arc<App>, recount: bool) {
    let nodes = &app.nodes;
    if nodes.bus.is_up() != Some(true) {
        return;
    }
    nodes.beat();
    if recount || !nodes.bus.renew_places(nodes.id).await {
        nodes.bus.replace_places(nodes.id, &app.hub.counts()).await;
        nodes.bus.renew_places(nodes.id).await;
    }
    for id in app.hub.peers(|peers| peers.silent(Instant::now())) {
        tracing::warn!(event = "nodes.lost", node = %id.0);
        let (gone, is_mine) = app.hub.peers(|peers| (peers.end(id), peers.are_all_after(nodes.id)));
        depart(app, gone, is_mine).await;
    }
}

/// People have gone with their node, which could not say so. One of the living ones writes down when.
async fn depart(app: &Arc<App>, gone: Vec<Gone>, is_mine: bool) {
    let at = app.now();
    for Gone { user_id, rooms } in gone.into_iter().filter(|gone| !app.hub.is_online(gone.user_id)) {
        if is_mine {
            presence::keep(app, user_id, at).await;
        }
        // Each node tells its own: all of them have noticed.
        app.hub.whisper(&rooms, user_id, &presence::frame_at(app, user_id, at));
    }
}

/// Follows one note about the others' people.
async fn hear(app: &Arc<App>, note: Note) -> Result<()> {
    let (now, own) = (Instant::now(), app.nodes.id);
    match note {
        Note::Ask { node } if node == own => app.nodes.tell_all(app),
        Note::Alive { node, change } if node != own && !app.hub.peers(|peers| peers.hear(node, change, now)) => {
            app.nodes.bus.tell(Note::Ask { node });
        }
        Note::Person { node, change, user_id, status } if node != own => {
            if !app.hub.peers(|peers| peers.follow(node, change, now)) {
                app.nodes.bus.tell(Note::Ask { node });
                return Ok(());
            }
            match status {
                Some(status) => come(app, node, user_id, status).await?,
                // The node that they left tells their rooms.
                None => drop(app.hub.peers(|peers| peers.remove(node, user_id))),
            }
        }
        Note::Everyone { node, change, people } if node != own => {
            let ids: Vec<UserId> = people.iter().map(|(user_id, _)| *user_id).collect();
            app.hub.peers(|peers| peers.replace(node, change, &ids, now));
            for (user_id, status) in people {
                come(app, node, user_id, status).await?;
            }
        }
        // Everybody on it has said goodbye.
        Note::Left { node } if node != own => drop(app.hub.peers(|peers| peers.end(node))),
        _ => {}
    }
    Ok(())
}

/// A person is on another node, or shows something else there.
async fn come(app: &App, node: NodeId, user_id: UserId, status: PresenceStatus) -> Result<()> {
    app.hub.set_status(user_id, status);
    if app.hub.peers(|peers| peers.status(user_id).is_some()) {
        // Their rooms are known, and followed.
        app.hub.peers(|peers| peers.put(node, user_id, status, &[]));
        return Ok(());
    }
    let mut conn = app.db.read().await?;
    // Between two batches of the log, so that no room is missed that they join or leave meanwhile.
    let _turn = app.hub.turn().await;
    let rooms = storage::members::room_ids_at(&mut conn, user_id, app.hub.position()).await?;
    app.hub.peers(|peers| peers.put(node, user_id, status, &rooms));
    Ok(())
}
