//! Clearing and deleting: a room emptied for oneself or for everyone, a room taken out of one's list, and both taken back.

use serde_json::{Value, json};
use tests::Person;
use tests::person::{path_of, text};
use tests::scene::{direct_pair, three};

use super::sight::{log_end, sights};

mod chance;
mod deleting;
mod everyone;
mod expiring;
mod leaving;
mod own;
mod restoring;
mod returning;
mod undoing;

/// Nothing's id.
const NOTHING: &str = "01936f5c-40b9-7e12-8c7d-1a5f9e3b6d44";

/// Sends some messages, one after the other, the second one of which names Bob.
async fn say_some(person: &Person, room_id: &str) -> [Value; 3] {
    [person.say(room_id, "one").await, person.say(room_id, "two, @bob").await, person.say(room_id, "three").await]
}

async fn edit(person: &Person, message: &Value, content: &str) {
    person.patch(&path_of(message), json!({ "content": content })).await.expect(200);
}

async fn read_all(person: &Person, room_id: &str) {
    person.put(&format!("/rooms/{room_id}/read-status"), json!({ "status": "read" })).await.expect(200);
}

async fn add(owner: &Person, room_id: &str, person: &Person) {
    owner.post(&format!("/rooms/{room_id}/members"), json!({ "user_id": person.id })).await.expect(201);
}

async fn leave(person: &Person, room_id: &str) {
    person.post_empty(&format!("/rooms/{room_id}/leave")).await.expect(204);
}

async fn make_admin(owner: &Person, room_id: &str, person: &Person) {
    owner.patch(&format!("/rooms/{room_id}/members/{}", person.id), json!({ "role": "admin" })).await.expect(200);
}

/// Takes something away after a dry run, which has to tell the same and to change nothing; gives the answer.
async fn remove(person: &Person, path: &str) -> Value {
    let (end, sign) = (log_end(person).await, if path.contains('?') { '&' } else { '?' });
    let mut would_go = person.delete(&format!("{path}{sign}dry_run=true")).await.expect(200);
    assert_eq!(log_end(person).await, end, "a dry run is not told of");
    let gone = person.delete(path).await.expect(200);
    assert_eq!((&would_go["dry_run"], would_go.get("undo_until")), (&json!(true), None), "{would_go}");
    would_go["dry_run"] = json!(false);
    let mut but_undo = gone.clone();
    but_undo.as_object_mut().map(|fields| fields.remove("undo_until"));
    assert_eq!(but_undo, would_go);
    gone
}

/// How many messages went, for how many members, and whether that can be taken back.
fn extent(removal: &Value) -> (i64, i64, bool) {
    let count = |name: &str| removal[name].as_i64().unwrap_or_else(|| panic!("no {name}: {removal}"));
    (count("messages"), count("members"), removal.get("undo_until").is_some())
}

/// Empties a room for oneself.
async fn clear(person: &Person, room_id: &str) -> (i64, i64, bool) {
    extent(&remove(person, &format!("/rooms/{room_id}/messages")).await)
}

/// Empties a room for everyone.
async fn clear_all(person: &Person, room_id: &str) -> (i64, i64, bool) {
    extent(&remove(person, &format!("/rooms/{room_id}/messages?scope=everyone")).await)
}

/// Deletes a room from one's list.
async fn delete(person: &Person, room_id: &str) -> (i64, i64, bool) {
    extent(&remove(person, &format!("/rooms/{room_id}")).await)
}

/// Takes the last of these back; gives the room.
async fn undo(person: &Person, room_id: &str) -> Value {
    let room = person.post_empty(&format!("/rooms/{room_id}/undo")).await.expect(200);
    assert_eq!((&room["id"], &room["is_deleted"]), (&json!(room_id), &json!(false)));
    room
}

/// There is nothing that could be taken back.
async fn cannot_undo(person: &Person, room_id: &str) {
    let end = log_end(person).await;
    person.post_empty(&format!("/rooms/{room_id}/undo")).await.problem(409, "conflict");
    assert_eq!(log_end(person).await, end);
}

/// The ids of the rooms in one's list.
async fn listed(person: &Person, query: &str) -> Vec<String> {
    let page = person.get(&format!("/rooms{query}")).await.expect(200);
    page["items"].as_array().expect("a page has items").iter().map(|room| text(&room["id"])).collect()
}

/// Whether the room counts as deleted, for its list and for itself.
async fn is_deleted(person: &Person, room_id: &str) -> bool {
    let room = person.get(&format!("/rooms/{room_id}")).await.expect(200);
    let is_listed = listed(person, "").await.iter().any(|id| id == room_id);
    assert_eq!(room["is_deleted"], !is_listed, "{room}");
    !is_listed
}
