//! Blocks: what a person wrote is out of one's sight, neither writes to the other directly, and groups go on.

use serde_json::{Value, json};
use tests::{Person, Server};

use super::sight::{Sight, path_of, sight};

mod counting;
mod direct;
mod hearing;
mod hiding;
mod listing;
mod presence;

/// Nobody's id.
const NOBODY: &str = "01936f5c-40b9-7e12-8c7d-1a5f9e3b6d44";

/// Ada, Bob and Cleo in a group of Ada's: the room has told of its making, and that is message 1.
async fn three(server: &Server) -> (Person, Person, Person, String) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let cleo = Person::register(server, "cleo").await;
    let room_id = ada.group("Kitchen", &[&bob, &cleo]).await;
    (ada, bob, cleo, room_id)
}

/// Ada and Bob and the direct room of theirs.
async fn two(server: &Server) -> (Person, Person, String) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let room_id = ada.direct(&bob).await;
    (ada, bob, room_id)
}

/// A talk of Ada, Cleo and Bob, all of whom say something, and Ada and Cleo to Bob: messages 2 to 7, none read by Bob after 4.
async fn talk(ada: &Person, bob: &Person, cleo: &Person, room_id: &str) -> [Value; 6] {
    [
        ada.say(room_id, "two").await,
        cleo.say(room_id, "three").await,
        bob.say(room_id, "four").await,
        cleo.say(room_id, "five, @bob").await,
        ada.say(room_id, "six, @bob").await,
        cleo.say(room_id, "seven").await,
    ]
}

async fn block(person: &Person, other: &Person) {
    person.post_empty(&format!("/users/{}/block", other.id)).await.expect(204);
}

async fn unblock(person: &Person, other: &Person) {
    person.delete(&format!("/users/{}/block", other.id)).await.expect(204);
}

async fn edit(person: &Person, message: &Value, content: &str) {
    person.patch(&path_of(message), json!({ "content": content })).await.expect(200);
}

/// What several people see of a room.
async fn sights<const N: usize>(people: [&Person; N], room_id: &str) -> Vec<Sight> {
    let mut seen = Vec::new();
    for person in people {
        seen.push(sight(person, room_id).await);
    }
    seen
}
