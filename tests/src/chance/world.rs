//! The people of a case with their clients, and how each kind of step is taken.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::replica::Replica;
use super::room::Room;
use super::steps::{Step, What, choose, prefer};
use crate::person::{path_of, text};
use crate::{Answer, Cluster, Person};

const PEOPLE: usize = 20;
const GROUPS: usize = 30;
const DIRECT: usize = 20;

/// Everybody, and what each of their clients knows.
pub struct World {
    pub people: Vec<Person>,
    pub replicas: Vec<Replica>,
    /// Counts the steps, so that no two texts are alike.
    count: usize,
}

impl World {
    /// Twenty people in fifty rooms.
    pub async fn build(cluster: &Cluster) -> Self {
        let people = join_all((0..PEOPLE).map(|number| async move { Person::register(cluster, &format!("person{number}")).await })).await;
        for number in 0..GROUPS {
            // The first rooms are the largest ones.
            let size = 2 + (PEOPLE - 2) * (GROUPS - number) / GROUPS;
            let members: Vec<&Person> = (1..size).map(|step| &people[(number + step) % PEOPLE]).collect();
            people[number % PEOPLE].group(&format!("Room {number}"), &members).await;
        }
        for number in 0..DIRECT {
            people[number].direct(&people[(number + 1) % PEOPLE]).await;
        }
        let replicas = join_all(people.iter().map(Replica::load)).await;
        Self { people, replicas, count: 0 }
    }

    /// Takes a step and says what it was; one that finds nothing to be done to does nothing.
    pub async fn take(&mut self, step: &Step) -> String {
        self.count += 1;
        let Some(who) = choose(step.who, &(0..PEOPLE).collect::<Vec<_>>()).copied() else { return String::new() };
        let done = self.act(step, who).await;
        join_all(self.replicas.iter_mut().zip(&self.people).map(|(replica, person)| replica.follow(person))).await;
        format!("person{who}: {:?} {}", step.what, done.unwrap_or_else(|| "finds nothing".to_owned()))
    }

    async fn act(&self, step: &Step, who: usize) -> Option<String> {
        let (person, replica) = (&self.people[who], &self.replicas[who]);
        match step.what {
            What::Block | What::Unblock => self.block(step, person).await,
            What::CreateRoom => self.create(step, person).await,
            What::ChangeOneself => {
                let name = format!("Name {}", self.count);
                person.patch("/users/me", json!({ "display_name": name })).await.expect(200);
                Some(name)
            }
            What::ChangePreferences => {
                let body = json!({ "read_receipts": step.thing.is_multiple_of(2) });
                person.patch("/users/me/preferences", body.clone()).await.expect(200);
                Some(body.to_string())
            }
            _ => {
                let ids: Vec<&String> = replica.rooms.keys().collect();
                let room_id = *prefer(step.room, &ids)?;
                self.act_in(step, person, room_id, &replica.rooms[room_id]).await.map(|done| format!("in {room_id} {done}"))
            }
        }
    }

    async fn act_in(&self, step: &Step, person: &Person, room_id: &str, room: &Room) -> Option<String> {
        let path = format!("/rooms/{room_id}");
        let messages: Vec<&Value> = room.messages.values().collect();
        match step.what {
            What::Send => Some(sent(person.post(&format!("{path}/messages"), json!({ "content": self.words(step, person, room) })).await)),
            What::Edit => {
                let own: Vec<&Value> = messages.into_iter().filter(|message| is_own(message, person)).collect();
                let body = json!({ "content": self.words(step, person, room) });
                Some(sent(person.patch(&path_of(choose(step.thing, &own)?), body).await))
            }
            What::Delete => {
                let may =
                    |message: &&Value| message["kind"] == "user" && (message["sender_id"] == person.id.as_str() || room.role != "member");
                let path = path_of(choose(step.thing, &messages.into_iter().filter(may).collect::<Vec<_>>())?);
                person.delete(&path).await.expect(200);
                Some(path)
            }
            What::Mark | What::MarkMany | What::Read => self.mark(step, person, room_id, &messages).await,
            What::Archive => {
                let body = json!({ "archived": !room.is_archived });
                Some(person.put(&format!("{path}/archive"), body).await.expect(200)["is_archived"].to_string())
            }
            What::ClearForMe | What::ClearForEveryone | What::DeleteRoom | What::Undo => self.clear(step, person, room_id, room).await,
            What::Forward => self.forward(step, person, &messages).await,
            _ => self.gather(step, person, room_id, room).await,
        }
    }

    /// A text that may name some members.
    fn words(&self, step: &Step, person: &Person, room: &Room) -> String {
        let mut words = format!("word {}", self.count);
        let others: Vec<&String> = room.members.keys().filter(|id| **id != person.id).collect();
        if step.other.is_multiple_of(3)
            && let Some(named) = choose(step.other, &others)
        {
            let named = self.people.iter().find(|other| other.id == **named);
            words += &format!(" @{}", named.map_or("", |named| named.username.as_str()));
        }
        words
    }

    async fn mark(&self, step: &Step, person: &Person, room_id: &str, messages: &[&Value]) -> Option<String> {
        let status = ["read", "unread"][usize::from(step.other % 2)];
        let message = choose(step.thing, messages);
        match step.what {
            What::Read => {
                let id = text(&message?["id"]);
                person.post_empty(&format!("/messages/{id}/read")).await.expect(200);
                Some(id)
            }
            What::MarkMany => {
                let replica = self.replicas.iter().zip(&self.people).find(|(_, other)| other.id == person.id)?.0;
                let marks: Vec<Value> = replica.rooms.keys().take(5).map(|id| json!({ "room_id": id, "status": status })).collect();
                person.post("/rooms/read-status", json!({ "rooms": marks })).await.expect(200);
                Some(format!("{} rooms as {status}", marks.len()))
            }
            _ => {
                let mut body = json!({ "status": status });
                if let Some(message) = message.filter(|_| !step.other.is_multiple_of(3)) {
                    body["message_id"] = message["id"].clone();
                }
                person.put(&format!("/rooms/{room_id}/read-status"), body.clone()).await.expect(200);
                Some(body.to_string())
            }
        }
    }

    /// Clears, deletes or takes back. What is told beforehand is what goes.
    async fn clear(&self, step: &Step, person: &Person, room_id: &str, room: &Room) -> Option<String> {
        let path = match step.what {
            What::Undo => {
                let answer = person.post_empty(&format!("/rooms/{room_id}/undo")).await;
                assert!(matches!(answer.status, 200 | 403 | 409), "{answer:?}");
                return Some(answer.status.to_string());
            }
            What::ClearForEveryone if room.role == "member" => return None,
            What::ClearForEveryone => format!("/rooms/{room_id}/messages?scope=everyone&dry_run="),
            What::DeleteRoom => format!("/rooms/{room_id}?dry_run="),
            _ => format!("/rooms/{room_id}/messages?dry_run="),
        };
        let told = person.delete(&format!("{path}true")).await.expect(200);
        let done = person.delete(&format!("{path}false")).await.expect(200);
        assert_eq!((&told["messages"], &told["members"]), (&done["messages"], &done["members"]), "{told} was told, {done} was done");
        if step.what != What::ClearForEveryone {
            assert_eq!(done["messages"], room.messages.len(), "what the client shows of {room_id} is what goes");
        }
        Some(done.to_string())
    }

    async fn forward(&self, step: &Step, person: &Person, messages: &[&Value]) -> Option<String> {
        let there: Vec<&&Value> = messages.iter().filter(|message| message["kind"] == "user" && !message["content"].is_null()).collect();
        let message = choose(step.thing, &there)?;
        // Any room may be the target, also one that the person is not in.
        let all: BTreeSet<&String> = self.replicas.iter().flat_map(|replica| replica.rooms.keys()).collect();
        let all: Vec<&String> = all.into_iter().collect();
        let targets: BTreeSet<&String> =
            (0..3).filter_map(|more: u16| prefer(step.other.wrapping_mul(more * 7 + 1), &all).copied()).collect();
        let path = format!("/messages/{}/forward", text(&message["id"]));
        let outcomes = person.post(&path, json!({ "room_ids": targets })).await.expect(200);
        let own = self.replicas.iter().zip(&self.people).find(|(_, other)| other.id == person.id)?.0;
        for outcome in outcomes["items"].as_array().into_iter().flatten() {
            let is_member = own.rooms.contains_key(&text(&outcome["room_id"]));
            assert!(is_member || outcome["code"] == "not_found", "{outcome}");
            assert!(!is_member || outcome["status"] == "forwarded" || outcome["code"] == "blocked", "{outcome}");
        }
        Some(format!("{} to {targets:?}", message["id"]))
    }

    async fn block(&self, step: &Step, person: &Person) -> Option<String> {
        let other = choose(step.other, &self.people).filter(|other| other.id != person.id)?;
        let path = format!("/users/{}/block", other.id);
        let answer = if step.what == What::Block { person.post_empty(&path).await } else { person.delete(&path).await };
        answer.expect(204);
        Some(other.username.clone())
    }

    async fn create(&self, step: &Step, person: &Person) -> Option<String> {
        let others: Vec<&Person> = self.people.iter().filter(|other| other.id != person.id).collect();
        let other = choose(step.other, &others)?;
        let kind = ["direct", "group"][usize::from(step.thing % 2)];
        let answer = person.post("/rooms", json!({ "kind": kind, "name": "New", "member_ids": [other.id] })).await;
        assert!(matches!(answer.status, 200 | 201) || answer.body["code"] == "blocked", "{answer:?}");
        Some(format!("{kind} with {}", other.username))
    }

    /// What makes a group another one: who is in it, as what, and what it is called. What one's role does not allow is refused.
    async fn gather(&self, step: &Step, person: &Person, room_id: &str, room: &Room) -> Option<String> {
        let other = choose(step.other, &self.people)?;
        let (path, role) = (format!("/rooms/{room_id}"), ["member", "admin", "owner"][usize::from(step.thing % 3)]);
        let answer = match step.what {
            What::AddMember => person.post(&format!("{path}/members"), json!({ "user_id": other.id })).await,
            What::ChangeRole => person.patch(&format!("{path}/members/{}", other.id), json!({ "role": role })).await,
            What::RemoveMember => person.delete(&format!("{path}/members/{}", other.id)).await,
            What::Leave => person.post_empty(&format!("{path}/leave")).await,
            What::Invite => {
                let invite = person.post(&format!("{path}/invites"), json!({})).await;
                if invite.status != 201 {
                    return Some(invite.status.to_string());
                }
                other.post_empty(&format!("/invites/{}/accept", text(&invite.body["code"]))).await
            }
            _ => {
                let name = json!({ "name": format!("Room {}", self.count) });
                let body = if step.thing.is_multiple_of(2) { name } else { json!({ "read_receipts": step.other.is_multiple_of(2) }) };
                person.patch(&path, body).await
            }
        };
        let is_free = room.role == "owner" && room.shared["kind"] == "group" && step.what != What::ChangeRole;
        assert!(answer.status < 300 || (matches!(answer.status, 403 | 404 | 409) && (!is_free || answer.status == 404)), "{answer:?}");
        Some(format!("{} as {role}: {}", other.username, answer.status))
    }
}

fn is_own(message: &Value, person: &Person) -> bool {
    message["kind"] == "user" && message["sender_id"] == person.id.as_str() && !message["content"].is_null()
}

/// What was said, or that one of two has blocked the other.
fn sent(answer: Answer) -> String {
    match answer.status {
        200 | 201 => format!("{} {}", answer.body["seq"], answer.body["content"]),
        _ => answer.problem(403, "blocked")["code"].to_string(),
    }
}
