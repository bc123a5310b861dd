//! A client in small: what one person knows of their rooms, loaded once and then kept right by events alone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::load::{every, history, plain, seq_of, shared};
use super::room::Room;
use crate::Person;
use crate::person::text;

/// All that one person knows.
#[derive(Clone, Debug, Default)]
pub struct Replica {
    pub rooms: BTreeMap<String, Room>,
    pub blocked: BTreeSet<String>,
    pub preferences: Value,
    /// People's records, as far as events told them.
    pub people: BTreeMap<String, Value>,
    /// The cursor of the last event.
    pub cursor: String,
}

impl Replica {
    /// Loads everything, and begins to follow from there.
    pub async fn load(person: &Person) -> Self {
        let cursor = text(&person.get("/sync").await.expect(200)["next_cursor"]);
        let mut replica = Self { cursor, preferences: person.get("/users/me/preferences").await.expect(200), ..Self::default() };
        for room in every(person, "/rooms").await {
            replica.load_room(person, &text(&room["id"])).await;
        }
        replica
    }

    /// Loads a room; one that is gone meanwhile is not there.
    async fn load_room(&mut self, person: &Person, room_id: &str) {
        let answer = person.get(&format!("/rooms/{room_id}")).await;
        if answer.status == 404 {
            self.rooms.remove(room_id);
            return;
        }
        let room = answer.expect(200);
        let flag = |name: &str| room[name].as_bool().expect("one's own room has it");
        let members = every(person, &format!("/rooms/{room_id}/members")).await;
        let loaded = Room {
            role: text(&room["my_role"]),
            is_archived: flag("is_archived"),
            is_deleted: flag("is_deleted"),
            read_seq: seq_of(&room["read_seq"]),
            cleared: BTreeMap::new(),
            messages: history(person, room_id).await.expect("the room was there a moment ago"),
            members: members.iter().map(|member| (text(&member["user_id"]), text(&member["role"]))).collect(),
            shared: shared(&room),
        };
        self.rooms.insert(room_id.to_owned(), loaded);
    }

    /// Asks for what has happened and takes it in.
    pub async fn follow(&mut self, person: &Person) {
        loop {
            let page = person.get(&format!("/sync?limit=100&cursor={}", self.cursor)).await.expect(200);
            assert!(page.get("resync").is_none(), "{page}");
            for frame in page["items"].as_array().expect("a page has items") {
                self.take(person, frame).await;
            }
            self.cursor = text(&page["next_cursor"]);
            if page["has_more"] == false {
                return;
            }
        }
    }

    /// Takes one event in.
    pub async fn take(&mut self, person: &Person, frame: &Value) {
        let (name, data) = (frame["type"].as_str().unwrap_or_default(), &frame["data"]);
        match name {
            "message.created" | "message.updated" | "message.deleted" => self.take_message(person, name, &data["message"]),
            "room.created" => self.load_room(person, &text(&data["room"]["id"])).await,
            "room.updated" => self.take_room(&data["room"]),
            "member.joined" | "member.updated" => self.take_member(person, &data["member"]).await,
            "room.cleared" => self.take_clearing(person, data).await,
            "user.blocked" => self.take_block(&text(&data["user_id"])),
            "user.unblocked" => {
                self.blocked.remove(&text(&data["user_id"]));
                for room_id in self.rooms.keys().cloned().collect::<Vec<_>>() {
                    // A room that is left since is heard of later on.
                    let Some(messages) = history(person, &room_id).await else { continue };
                    self.change(&room_id, |room| room.messages = messages);
                }
            }
            "user.updated" => {
                self.people.insert(text(&data["user"]["id"]), plain(&data["user"]));
            }
            "preferences.updated" => self.preferences = data.clone(),
            _ => self.take_state(person, name, data),
        }
    }

    /// Takes in what changes one room and needs nothing to be loaded.
    fn take_state(&mut self, person: &Person, name: &str, data: &Value) {
        let room_id = text(&data["room_id"]);
        match name {
            "member.left" if data["user_id"] == person.id.as_str() => {
                self.rooms.remove(&room_id);
            }
            "member.left" => self.change(&room_id, |room| {
                room.members.remove(&text(&data["user_id"]));
            }),
            "room.deleted" if data["until_next_message"] == true => self.change(&room_id, |room| room.is_deleted = true),
            "room.deleted" => {
                self.rooms.remove(&room_id);
            }
            "room.archived" => self.change(&room_id, |room| room.is_archived = true),
            "room.unarchived" => self.change(&room_id, |room| room.is_archived = false),
            "room.read_status" => self.change(&room_id, |room| room.read_seq = seq_of(&data["read_seq"])),
            // What these tell follows from the others.
            "unread.updated" | "mention.created" | "message.read" | "message.delivered" => {}
            _ => panic!("an event of the type {name}, which this client does not know: {data}"),
        }
    }

    fn change(&mut self, room_id: &str, change: impl FnOnce(&mut Room)) {
        if let Some(room) = self.rooms.get_mut(room_id) {
            change(room);
        }
    }

    fn take_message(&mut self, person: &Person, name: &str, message: &Value) {
        let (seq, is_own) = (seq_of(&message["seq"]), message["sender_id"] == person.id.as_str() && message["kind"] == "user");
        self.change(&text(&message["room_id"]), |room| {
            if name == "message.created" && is_own {
                room.read_seq = seq;
            }
            room.messages.insert(seq, plain(message));
        });
    }

    fn take_room(&mut self, told: &Value) {
        self.change(&text(&told["id"]), |room| {
            room.shared = shared(told);
            // Only what is told to one person has what is theirs.
            if let Some(is_deleted) = told["is_deleted"].as_bool() {
                room.is_deleted = is_deleted;
            }
        });
    }

    async fn take_member(&mut self, person: &Person, member: &Value) {
        let (room_id, user_id) = (text(&member["room_id"]), text(&member["user_id"]));
        if user_id == person.id && !self.rooms.contains_key(&room_id) {
            self.load_room(person, &room_id).await;
        }
        self.change(&room_id, |room| {
            let role = text(&member["role"]);
            if user_id == person.id {
                room.role.clone_from(&role);
            }
            room.members.insert(user_id, role);
        });
    }

    async fn take_clearing(&mut self, person: &Person, data: &Value) {
        let (room_id, seq) = (text(&data["room_id"]), seq_of(&data["seq"]));
        if data.get("undo_until").is_none() {
            // It was taken back: what is to be seen again is loaded, with how far one has read.
            let keep = self.rooms.get(&room_id).map(|room| room.cleared.clone());
            self.load_room(person, &room_id).await;
            self.change(&room_id, |room| room.cleared = keep.unwrap_or_default());
        }
        self.change(&room_id, |room| {
            room.cleared.insert(text(&data["scope"]), seq);
            let hidden = room.cleared.values().copied().max().unwrap_or(0);
            room.messages.retain(|seq, _| *seq > hidden);
        });
    }

    fn take_block(&mut self, user_id: &str) {
        self.blocked.insert(user_id.to_owned());
        for room in self.rooms.values_mut() {
            room.messages.retain(|_, message| message["sender_id"] != user_id || message["kind"] != "user");
        }
    }

    /// What is unread, as `GET /unread-count?explain=true` tells it; rooms by their ids.
    pub fn unread(&self, person: &Person) -> Value {
        let mut rooms = Vec::new();
        for (room_id, room) in &self.rooms {
            let messages = room.unread(person);
            let mentions = messages.iter().filter(|message| message["rule"] == "mention").count();
            if !messages.is_empty() {
                rooms.push(json!({ "room_id": room_id, "unread_count": messages.len(), "mention_count": mentions, "messages": messages }));
            }
        }
        let sum = |name: &str| rooms.iter().filter_map(|room| room[name].as_i64()).sum::<i64>();
        json!({ "total": sum("unread_count"), "mentions": sum("mention_count"), "rooms": rooms })
    }

    /// Holds all that the person knows against what the server answers now.
    pub async fn compare(&self, person: &Person) {
        let who = &person.username;
        let listed = every(person, "/rooms").await;
        let mut ids: Vec<String> = listed.iter().map(|room| text(&room["id"])).collect();
        ids.sort_unstable();
        let known = self.rooms.iter().filter(|(_, room)| !room.is_deleted).map(|(room_id, _)| room_id.clone());
        assert_eq!(known.collect::<Vec<_>>(), ids, "{who}: the rooms of the list");
        for (room_id, room) in &self.rooms {
            let mut answer = plain(&person.get(&format!("/rooms/{room_id}")).await.expect(200));
            answer.as_object_mut().map(|fields| fields.remove("last_activity_at"));
            assert_eq!(room.shown(person), answer, "{who}: a room");
            assert_eq!(Some(&room.messages), history(person, room_id).await.as_ref(), "{who}: the history of {room_id}");
            let members = every(person, &format!("/rooms/{room_id}/members")).await;
            let roles = members.iter().map(|member| (text(&member["user_id"]), text(&member["role"]))).collect();
            assert_eq!(room.members, roles, "{who}: the members of {room_id}");
        }
        let blocked = every(person, "/users/me/blocks").await.iter().map(|block| text(&block["user_id"])).collect();
        assert_eq!(self.blocked, blocked, "{who}: the blocked people");
        assert_eq!(self.preferences, person.get("/users/me/preferences").await.expect(200), "{who}: the preferences");
        for (user_id, user) in &self.people {
            assert_eq!(*user, plain(&person.get(&format!("/users/{user_id}")).await.expect(200)), "{who}: what is known of somebody");
        }
    }
}
