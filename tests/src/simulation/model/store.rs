//! What the server has on its disk: sessions, rooms and the log.

use std::collections::BTreeMap;
use std::time::Duration;

use causerie_sdk::enums::{MessageKind, ResyncReason};
use causerie_sdk::{Event, types};
use serde_json::json;

use super::frames::created;
use crate::simulation::cast::{DEVICES, PEOPLE, ROOMS, id, room, user};
use crate::simulation::{clock, now};

/// How long a spent refresh token gives what it gave.
const GRACE: Duration = Duration::from_secs(10);

/// Who asks, on which device, and until when they may.
#[derive(Clone, Copy, Debug)]
pub struct Caller {
    pub person: usize,
    pub device: usize,
    pub session: usize,
    pub until: Duration,
}

#[derive(Clone)]
struct Session {
    device: usize,
    /// When its tokens were given, the first ones first.
    renewals: Vec<Duration>,
    is_over: bool,
}

/// An event in the log; its place is its position.
#[derive(Clone)]
pub struct Entry {
    pub position: i64,
    pub event: Event,
    room: usize,
    sender: usize,
}

/// Where a cursor leads.
pub enum Judged {
    After(i64),
    Resync(ResyncReason),
}

#[derive(Default)]
pub struct Store {
    token: Duration,
    sessions: Vec<Session>,
    /// By room, the oldest first.
    messages: [Vec<types::Message>; ROOMS.len()],
    /// What each `client_id` of a sender in a room has made, by the message's place.
    client_ids: BTreeMap<(usize, usize, String), usize>,
    log: Vec<Entry>,
    /// How many messages were begun; a number is of one alone, also when its message came to nothing.
    drafts: u64,
    /// What stands up to here is no longer given.
    pub floor: i64,
}

impl Store {
    pub fn new(token: Duration) -> Self {
        Self { token, ..Self::default() }
    }

    pub fn sign_in(&mut self, device: usize) -> types::SignedIn {
        self.sessions.push(Session { device, renewals: vec![now()], is_over: false });
        self.tokens(self.sessions.len() - 1)
    }

    /// New tokens, or those that were given for this one just now. A token that was spent before ends the session.
    pub fn refresh(&mut self, token: &str) -> Option<types::SignedIn> {
        let (number, generation) = read_token(token, "refresh")?;
        let session = self.sessions.get_mut(number).filter(|session| !session.is_over)?;
        let newest = session.renewals.len() - 1;
        if newest == generation {
            session.renewals.push(now());
        } else if newest != generation + 1 || now() > session.renewals[newest] + GRACE {
            session.is_over = true;
            return None;
        }
        Some(self.tokens(number))
    }

    fn tokens(&self, number: usize) -> types::SignedIn {
        let Session { device, renewals, .. } = &self.sessions[number];
        let (device, generation) = (*device, renewals.len() - 1);
        let person = DEVICES[device].1;
        let name = PEOPLE[person].name;
        let (user, now) = (user(person), clock());
        let user = json!({ "id": user, "username": name, "display_name": name, "is_online": true, "is_bot": false, "created_at": now });
        types::SignedIn {
            access_token: Some(format!("access-{number}-{generation}").into()),
            csrf_token: None,
            expires_in: self.token.as_secs() as i64,
            refresh_token: Some(format!("refresh-{number}-{generation}").into()),
            session_id: id(3, number as u64),
            token_type: "Bearer".to_owned(),
            user: serde_json::from_value(user).expect("it is a person"),
        }
    }

    /// Who has an access token. It lives its time, also when there is a newer one.
    pub fn authenticate(&self, token: &str) -> Option<Caller> {
        let (number, generation) = read_token(token, "access")?;
        let session = self.sessions.get(number).filter(|session| !session.is_over)?;
        let until = *session.renewals.get(generation)? + self.token;
        let (person, device) = (DEVICES[session.device].1, session.device);
        (now() < until).then_some(Caller { person, device, session: number, until })
    }

    /// What a `client_id` has made already.
    pub fn known(&self, sender: usize, room: usize, client_id: &str) -> Option<types::Message> {
        let place = self.client_ids.get(&(sender, room, client_id.to_owned()))?;
        Some(self.messages[room][*place].clone())
    }

    pub fn forget_client_ids(&mut self) {
        self.client_ids.clear();
    }

    /// A message as it would be written now.
    pub fn draft(&mut self, sender: usize, in_room: usize, content: String, client_id: &str) -> types::Message {
        self.drafts += 1;
        let seq = self.messages[in_room].len() as i64 + 1;
        types::Message {
            client_id: Some(client_id.to_owned()),
            content: serde_json::from_value(json!(content)).expect("it is a text"),
            created_at: clock(),
            deleted_at: None,
            edited_at: None,
            forwarded_count: None,
            forwarded_from: None,
            id: id(4, self.drafts),
            is_edited: false,
            kind: MessageKind::User,
            room_id: room(in_room),
            sender_id: user(sender),
            seq,
            status: None,
            system_event: None,
        }
    }

    /// Writes a message and its event, in one commit.
    pub fn append(&mut self, sender: usize, room: usize, message: types::Message) {
        let position = self.head() + 1;
        let place = self.messages[room].len();
        self.client_ids.insert((sender, room, message.client_id.clone().unwrap_or_default()), place);
        let event = created(cursor(position), id(5, position as u64), place as i64 + 1, message.clone());
        self.messages[room].push(message);
        self.log.push(Entry { position, event, room, sender });
    }

    /// The last position.
    pub fn head(&self) -> i64 {
        self.log.len() as i64
    }

    /// What somebody may see of the log after a position, up to another one.
    pub fn page(&self, person: usize, after: i64, upto: i64, limit: usize) -> Vec<Entry> {
        let is_theirs = |entry: &&Entry| ROOMS[entry.room].contains(&person) && PEOPLE[person].blocks != Some(entry.sender);
        let stretch = self.log.iter().skip(after as usize).take_while(|entry| entry.position <= upto);
        stretch.filter(is_theirs).take(limit).cloned().collect()
    }

    pub fn judge(&self, cursor: &str) -> Judged {
        match read_cursor(cursor) {
            None => Judged::Resync(ResyncReason::CursorInvalid),
            Some(position) if position > self.head() => Judged::Resync(ResyncReason::TooFar),
            Some(position) if position < self.floor => Judged::Resync(ResyncReason::Retention),
            Some(position) => Judged::After(position),
        }
    }

    /// A room as somebody sees it, the oldest message first.
    pub fn history(&self, person: usize, room: usize) -> Vec<types::Message> {
        let hidden = PEOPLE[person].blocks.map(user);
        self.messages[room].iter().filter(|message| Some(message.sender_id) != hidden).cloned().collect()
    }
}

/// The cursor of a position. Clients do not look into it.
pub fn cursor(position: i64) -> String {
    format!("p{position}")
}

pub fn read_cursor(cursor: &str) -> Option<i64> {
    cursor.strip_prefix('p')?.parse().ok()
}

fn read_token(token: &str, kind: &str) -> Option<(usize, usize)> {
    let (number, generation) = token.strip_prefix(kind)?.strip_prefix('-')?.split_once('-')?;
    Some((number.parse().ok()?, generation.parse().ok()?))
}
