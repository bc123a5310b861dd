//! Who is connected to this node, and to which rooms.

use std::collections::{HashMap, HashSet};

use super::mailbox::{Close, Mailbox};
use super::peers::Peers;
use super::sight::Sight;
use crate::domain::ids::{RoomId, SessionId, UserId};
use crate::domain::users::PresenceStatus;

/// How many connections one person may have.
pub const PER_USER: usize = 10;

/// One connection.
pub struct Connection {
    pub user_id: UserId,
    pub session_id: SessionId,
    pub mailbox: Mailbox,
    pub rooms: HashSet<RoomId>,
}

/// One person with all their connections; without any, they may still come back.
pub struct Person {
    pub connections: HashSet<u64>,
    pub status: PresenceStatus,
    /// The rooms of the last connection, for as long as the person may still come back.
    pub rooms: HashSet<RoomId>,
    /// What the person does not get to hear.
    pub sight: Sight,
    /// Counts the departures, so that an old one does not end a new stay.
    pub departures: u64,
}

/// The books of a node, and what it knows of the others.
#[derive(Default)]
pub struct Registry {
    connections: HashMap<u64, Connection>,
    people: HashMap<UserId, Person>,
    rooms: HashMap<RoomId, HashSet<u64>>,
    last_id: u64,
    /// The people of the other nodes.
    pub peers: Peers,
}

impl Registry {
    /// Adds a connection of a person with this sight; `None` when the person has too many. Also tells whether the person
    /// has just come.
    pub fn add(&mut self, connection: Connection, sight: Sight) -> Option<(u64, bool)> {
        let fresh = !self.people.contains_key(&connection.user_id);
        let status = self.peers.status(connection.user_id).unwrap_or(PresenceStatus::Online);
        let new = || Person { connections: HashSet::new(), status, rooms: HashSet::new(), sight: Sight::default(), departures: 0 };
        let person = self.people.entry(connection.user_id).or_insert_with(new);
        if person.connections.len() >= PER_USER {
            return None;
        }
        person.sight = sight;
        self.last_id += 1;
        let id = self.last_id;
        person.connections.insert(id);
        for room_id in &connection.rooms {
            self.rooms.entry(*room_id).or_default().insert(id);
        }
        self.connections.insert(id, connection);
        Some((id, fresh))
    }

    /// Removes a connection; the number of the departure when it was the person's last one.
    pub fn remove(&mut self, id: u64) -> Option<u64> {
        let connection = self.connections.remove(&id)?;
        for room_id in &connection.rooms {
            self.forget(*room_id, id);
        }
        let person = self.people.get_mut(&connection.user_id)?;
        person.connections.remove(&id);
        person.departures += 1;
        person.rooms = connection.rooms;
        person.connections.is_empty().then_some(person.departures)
    }

    /// Forgets a person who has not come back since a departure.
    pub fn end_stay(&mut self, user_id: UserId, departure: u64) -> bool {
        let gone = self.people.get(&user_id).is_some_and(|p| p.connections.is_empty() && p.departures == departure);
        if gone {
            self.people.remove(&user_id);
        }
        gone
    }

    fn forget(&mut self, room_id: RoomId, id: u64) {
        if let Some(ids) = self.rooms.get_mut(&room_id) {
            ids.remove(&id);
            if ids.is_empty() {
                self.rooms.remove(&room_id);
            }
        }
    }

    /// Lets a person's connections hear a room.
    pub fn join(&mut self, room_id: RoomId, user_id: UserId) {
        self.peers.join(room_id, user_id);
        for id in self.connection_ids(user_id) {
            self.rooms.entry(room_id).or_default().insert(id);
            if let Some(connection) = self.connections.get_mut(&id) {
                connection.rooms.insert(room_id);
            }
        }
    }

    /// A person's connections hear a room no more.
    pub fn leave(&mut self, room_id: RoomId, user_id: UserId) {
        self.peers.leave(room_id, user_id);
        for id in self.connection_ids(user_id) {
            self.forget(room_id, id);
            if let Some(connection) = self.connections.get_mut(&id) {
                connection.rooms.remove(&room_id);
            }
        }
    }

    /// Nobody hears a room any more.
    pub fn close_room(&mut self, room_id: RoomId) {
        self.peers.close_room(room_id);
        for id in self.rooms.remove(&room_id).into_iter().flatten() {
            if let Some(connection) = self.connections.get_mut(&id) {
                connection.rooms.remove(&room_id);
            }
        }
    }

    /// What the person of a connection does not get to hear.
    pub fn sight(&self, connection: &Connection) -> Option<&Sight> {
        self.people.get(&connection.user_id).map(|person| &person.sight)
    }

    /// Notes that one person blocks another, or no longer does.
    pub fn set_blocked(&mut self, blocker_id: UserId, blocked_id: UserId, blocked: bool) {
        let set = |ids: &mut HashSet<UserId>, id| if blocked { ids.insert(id) } else { ids.remove(&id) };
        if let Some(person) = self.people.get_mut(&blocker_id) {
            set(&mut person.sight.blocked, blocked_id);
        }
        if let Some(person) = self.people.get_mut(&blocked_id) {
            set(&mut person.sight.blocked_by, blocker_id);
        }
    }

    /// Notes up to which number a person has cleared a room for themselves.
    pub fn set_cleared(&mut self, user_id: UserId, room_id: RoomId, seq: i64) {
        if let Some(person) = self.people.get_mut(&user_id) {
            person.sight.cleared.insert(room_id, seq);
        }
    }

    /// Closes the connections of signed-out sessions.
    pub fn close_sessions(&self, session_ids: &[SessionId]) {
        for connection in self.connections.values().filter(|c| session_ids.contains(&c.session_id)) {
            connection.mailbox.close(Close::UNAUTHORIZED);
        }
    }

    /// Closes every connection.
    pub fn close_all(&self, close: Close) {
        self.connections.values().for_each(|connection| connection.mailbox.close(close));
    }

    fn connection_ids(&self, user_id: UserId) -> Vec<u64> {
        self.people.get(&user_id).map(|person| person.connections.iter().copied().collect()).unwrap_or_default()
    }

    /// The connections that hear a room.
    pub fn of_room(&self, room_id: RoomId) -> impl Iterator<Item = &Connection> {
        self.rooms.get(&room_id).into_iter().flatten().filter_map(|id| self.connections.get(id))
    }

    /// The connections of a person.
    pub fn of_user(&self, user_id: UserId) -> impl Iterator<Item = &Connection> {
        self.people.get(&user_id).into_iter().flat_map(|person| &person.connections).filter_map(|id| self.connections.get(id))
    }

    /// Each connection that hears one of some rooms, once.
    pub fn of_rooms(&self, rooms: &[RoomId]) -> impl Iterator<Item = &Connection> {
        let ids: HashSet<u64> = rooms.iter().filter_map(|room_id| self.rooms.get(room_id)).flatten().copied().collect();
        ids.into_iter().filter_map(|id| self.connections.get(&id))
    }

    /// Who has no connection just now, and may still come back to one of some rooms.
    pub fn away_from(&self, rooms: &[RoomId]) -> impl Iterator<Item = UserId> {
        let away = self.people.iter().filter(|(_, person)| person.connections.is_empty());
        away.filter(|(_, person)| rooms.iter().any(|room_id| person.rooms.contains(room_id))).map(|(user_id, _)| *user_id)
    }

    /// A person who is here, or was a moment ago.
    pub fn person(&mut self, user_id: UserId) -> Option<&mut Person> {
        self.people.get_mut(&user_id)
    }

    /// Everybody who is here, or was a moment ago.
    pub fn people(&self) -> impl ExactSizeIterator<Item = (&UserId, &Person)> {
        self.people.iter()
    }

    /// Whether a person is here, or was a moment ago.
    pub fn is_here(&self, user_id: UserId) -> bool {
        self.people.contains_key(&user_id)
    }
}
