//! Read state: what is unread for whom, how far people have read, and who hears of it.

use serde_json::{Value, json};
use tests::person::path_of;
use tests::person::text;
use tests::scene::pair;
use tests::{Person, Socket};

mod chance;
mod counting;
mod frames;
mod marking;
mod mentions;

/// Nothing's id.
const NOTHING: &str = "01936f5c-40b9-7e12-8c7d-1a5f9e3b6d44";

fn seq(message: &Value) -> i64 {
    message["seq"].as_i64().expect("a message has a number")
}

/// Sends some messages, one after the other.
async fn say_many(person: &Person, room_id: &str, count: usize) -> Vec<Value> {
    let mut sent = Vec::new();
    for number in 0..count {
        sent.push(person.say(room_id, &format!("word {number}")).await);
    }
    sent
}

/// Takes someone into a group.
async fn add(owner: &Person, room_id: &str, person: &Person) {
    owner.post(&format!("/rooms/{room_id}/members"), json!({ "user_id": person.id })).await.expect(201);
}

async fn leave(person: &Person, room_id: &str) {
    person.post_empty(&format!("/rooms/{room_id}/leave")).await.expect(204);
}

/// What a room is to be marked as, as a body says it.
fn marking(status: &str, message: Option<&Value>) -> Value {
    message.map_or_else(|| json!({ "status": status }), |message| json!({ "status": status, "message_id": message["id"] }))
}

/// Marks a room, as a whole or from or up to a message; gives the read status.
async fn mark(person: &Person, room_id: &str, status: &str, message: Option<&Value>) -> Value {
    person.put(&format!("/rooms/{room_id}/read-status"), marking(status, message)).await.expect(200)
}

/// Reads up to a message by its own path; gives the read status.
async fn read(person: &Person, message: &Value) -> Value {
    person.post_empty(&format!("/messages/{}/read", text(&message["id"]))).await.expect(200)
}

/// How many messages of a room, and how many mentions among them, are unread.
async fn counts(person: &Person, room_id: &str) -> (i64, i64) {
    let count = person.get(&format!("/unread-count?room_id={room_id}")).await.expect(200);
    assert_eq!(count["rooms"].as_array().map(Vec::len), Some(1), "the room that was asked for is there: {count}");
    assert_eq!(count["rooms"][0]["room_id"], room_id);
    assert_eq!((&count["total"], &count["mentions"]), (&count["rooms"][0]["unread_count"], &count["rooms"][0]["mention_count"]));
    counts_of(&count["rooms"][0])
}

/// The two counts that a room, a read status or a frame's data has.
fn counts_of(status: &Value) -> (i64, i64) {
    let count = |name: &str| status[name].as_i64().unwrap_or_else(|| panic!("no {name}: {status}"));
    (count("unread_count"), count("mention_count"))
}

async fn room(person: &Person, room_id: &str) -> Value {
    person.get(&format!("/rooms/{room_id}")).await.expect(200)
}

/// The numbers of the messages that the server says are unread in a room.
async fn explained(person: &Person, room_id: &str) -> Vec<i64> {
    let count = person.get(&format!("/unread-count?room_id={room_id}&explain=true")).await.expect(200);
    count["rooms"][0]["messages"].as_array().expect("it explains itself").iter().map(seq).collect()
}

/// The messages of a room that are unread by the rules, counted afresh from its history.
async fn recounted(person: &Person, room_id: &str) -> Vec<Value> {
    let read_seq = room(person, room_id).await["read_seq"].as_i64().expect("a room tells how far it is read");
    let counts = |message: &Value| {
        seq(message) > read_seq && message["sender_id"] != person.id && message["kind"] == "user" && message.get("deleted_at").is_none()
    };
    person.history(room_id).await.into_iter().filter(counts).collect()
}

/// Holds everything that tells of a room's unread messages against a fresh count.
async fn check(person: &Person, room_id: &str, unread: usize) {
    let fresh = recounted(person, room_id).await;
    assert_eq!(fresh.len(), unread, "{}: {fresh:?}", person.username);
    let unread = i64::try_from(unread).expect("it is a small number");
    assert_eq!(counts(person, room_id).await.0, unread, "{}", person.username);
    assert_eq!(explained(person, room_id).await, fresh.iter().map(seq).collect::<Vec<_>>());
    let room = room(person, room_id).await;
    assert_eq!(counts_of(&room).0, unread, "{room}");
    assert_eq!(room.get("first_unread_message_id"), fresh.first().map(|message| &message["id"]), "{room}");
}

/// The frames of these types that came before a message.
async fn heard(socket: &mut Socket, marker: &Value, types: &[&str]) -> Vec<Value> {
    let frames = socket.up_to(marker).await;
    frames.into_iter().filter(|frame| frame["type"].as_str().is_some_and(|name| types.contains(&name))).collect()
}

fn names(frames: &[Value]) -> Vec<&str> {
    frames.iter().filter_map(|frame| frame["type"].as_str()).collect()
}
