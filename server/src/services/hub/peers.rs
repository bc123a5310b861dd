//! Who is connected to the other nodes, as far as those have told.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use tokio::time::Instant;

use crate::domain::ids::{RoomId, UserId};
use crate::domain::users::PresenceStatus;
use crate::pubsub::NodeId;

/// After this long without a word a node counts as dead.
pub const LEASE: Duration = Duration::from_secs(15);

/// The people of the other nodes.
#[derive(Default)]
pub struct Peers {
    nodes: HashMap<NodeId, Node>,
    people: HashMap<UserId, Person>,
    rooms: HashMap<RoomId, HashSet<UserId>>,
}

struct Node {
    /// How many changes of it are known.
    change: u64,
    heard: Instant,
}

struct Person {
    nodes: HashSet<NodeId>,
    status: PresenceStatus,
    rooms: HashSet<RoomId>,
}

/// Someone who is on no other node any more.
#[derive(Debug, PartialEq, Eq)]
pub struct Gone {
    pub user_id: UserId,
    pub rooms: Vec<RoomId>,
}

impl Peers {
    /// Notes that a node has told of so many changes; whether none of them was missed.
    pub fn hear(&mut self, id: NodeId, change: u64, now: Instant) -> bool {
        let Some(node) = self.nodes.get_mut(&id) else { return change == 0 && self.begin(id, now) };
        node.heard = now;
        node.change == change
    }

    fn begin(&mut self, id: NodeId, now: Instant) -> bool {
        self.nodes.insert(id, Node { change: 0, heard: now });
        true
    }

    /// Notes a change of a node's people; whether it follows the last one that is known.
    pub fn follow(&mut self, id: NodeId, change: u64, now: Instant) -> bool {
        let is_known = self.hear(id, change - 1, now);
        if let Some(node) = self.nodes.get_mut(&id).filter(|_| is_known) {
            node.change = change;
        }
        is_known
    }

    /// Whether a person is on another node.
    pub fn is_online(&self, user_id: UserId) -> bool {
        self.people.contains_key(&user_id)
    }

    /// What a person on another node shows.
    pub fn status(&self, user_id: UserId) -> Option<PresenceStatus> {
        self.people.get(&user_id).map(|person| person.status)
    }

    /// Who is on another node and in one of some rooms.
    pub fn of_rooms(&self, rooms: &[RoomId]) -> impl Iterator<Item = UserId> {
        rooms.iter().filter_map(|room_id| self.rooms.get(room_id)).flatten().copied()
    }

    /// Notes that a person is on a node, or shows something else. `rooms` are those they are in.
    pub fn put(&mut self, id: NodeId, user_id: UserId, status: PresenceStatus, rooms: &[RoomId]) {
        let new = || Person { nodes: HashSet::new(), status, rooms: HashSet::new() };
        let person = self.people.entry(user_id).or_insert_with(new);
        person.status = status;
        if person.nodes.insert(id) {
            rooms.iter().for_each(|room_id| self.join(*room_id, user_id));
        }
    }

    /// Notes that a person has gone from a node; what follows if it was the last of the others.
    pub fn remove(&mut self, id: NodeId, user_id: UserId) -> Option<Gone> {
        let person = self.people.get_mut(&user_id)?;
        person.nodes.remove(&id);
        if !person.nodes.is_empty() {
            return None;
        }
        let rooms: Vec<RoomId> = self.people.remove(&user_id)?.rooms.into_iter().collect();
        for room_id in &rooms {
            self.forget(*room_id, user_id);
        }
        Some(Gone { user_id, rooms })
    }

    /// Takes everybody of a node as it tells them; those who are not among them have gone.
    pub fn replace(&mut self, id: NodeId, change: u64, people: &[UserId], now: Instant) -> Vec<Gone> {
        self.nodes.insert(id, Node { change, heard: now });
        let present: HashSet<&UserId> = people.iter().collect();
        let absent = |(user_id, person): (&UserId, &Person)| person.nodes.contains(&id) && !present.contains(user_id);
        let gone: Vec<UserId> = self.people.iter().filter(|(user_id, person)| absent((user_id, person))).map(|(id, _)| *id).collect();
        gone.into_iter().filter_map(|user_id| self.remove(id, user_id)).collect()
    }

    /// Forgets a node with its people.
    pub fn end(&mut self, id: NodeId) -> Vec<Gone> {
        self.nodes.remove(&id);
        let people: Vec<UserId> = self.people.iter().filter(|(_, person)| person.nodes.contains(&id)).map(|(id, _)| *id).collect();
        people.into_iter().filter_map(|user_id| self.remove(id, user_id)).collect()
    }

    /// The nodes that have been silent for too long.
    pub fn silent(&self, now: Instant) -> Vec<NodeId> {
        self.nodes.iter().filter(|(_, node)| now - node.heard > LEASE).map(|(id, _)| *id).collect()
    }

    /// Gives every node its time anew: while nothing could be heard, silence said nothing.
    pub fn renew(&mut self, now: Instant) {
        self.nodes.values_mut().for_each(|node| node.heard = now);
    }

    /// Whether a node's id is lower than those of all others that live: it does what one of them has to do.
    pub fn are_all_after(&self, id: NodeId) -> bool {
        self.nodes.keys().all(|other| *other > id)
    }

    /// A person is in a room from now on.
    pub fn join(&mut self, room_id: RoomId, user_id: UserId) {
        if let Some(person) = self.people.get_mut(&user_id) {
            person.rooms.insert(room_id);
            self.rooms.entry(room_id).or_default().insert(user_id);
        }
    }

    /// A person is in a room no more.
    pub fn leave(&mut self, room_id: RoomId, user_id: UserId) {
        if let Some(person) = self.people.get_mut(&user_id) {
            person.rooms.remove(&room_id);
            self.forget(room_id, user_id);
        }
    }

    /// Nobody is in a room any more.
    pub fn close_room(&mut self, room_id: RoomId) {
        for user_id in self.rooms.remove(&room_id).into_iter().flatten() {
            if let Some(person) = self.people.get_mut(&user_id) {
                person.rooms.remove(&room_id);
            }
        }
    }

    fn forget(&mut self, room_id: RoomId, user_id: UserId) {
        if let Some(people) = self.rooms.get_mut(&room_id) {
            people.remove(&user_id);
            if people.is_empty() {
                self.rooms.remove(&room_id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_change_that_was_missed_is_noticed() {
        let (mut peers, node, now) = (Peers::default(), NodeId(Uuid::from_u128(1)), Instant::now());
        assert!(!peers.hear(node, 4, now), "a node that has told something already is asked");
        peers.replace(node, 4, &[], now);
        assert!(peers.follow(node, 5, now) && peers.hear(node, 5, now));
        assert!(!peers.follow(node, 7, now) && !peers.hear(node, 7, now));
    }

    #[test]
    fn a_person_is_gone_with_the_last_of_their_nodes() {
        let (mut peers, now) = (Peers::default(), Instant::now());
        let [one, two] = [1, 2].map(|number| NodeId(Uuid::from_u128(number)));
        let (ada, room) = (UserId(Uuid::from_u128(3)), RoomId(Uuid::from_u128(4)));
        for node in [one, two] {
            peers.replace(node, 0, &[ada], now);
            peers.put(node, ada, PresenceStatus::Online, &[room]);
        }
        assert_eq!(peers.of_rooms(&[room]).collect::<Vec<_>>(), [ada]);
        assert!(peers.end(one).is_empty() && peers.is_online(ada));
        assert_eq!(peers.silent(now + LEASE + LEASE), [two]);
        assert_eq!(peers.end(two), [Gone { user_id: ada, rooms: vec![room] }]);
        assert!(!peers.is_online(ada) && peers.of_rooms(&[room]).next().is_none());
    }
}
