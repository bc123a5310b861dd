//! Blocks: what a person wrote is out of one's sight, neither writes to the other directly, and groups go on.

use serde_json::{Value, json};
use tests::Person;
use tests::person::path_of;
use tests::scene::{direct_pair, three};

use super::sight::sights;

mod counting;
mod direct;
mod hearing;
mod hiding;
mod listing;
mod presence;

/// Nobody's id.
const NOBODY: &str = "01936f5c-40b9-7e12-8c7d-1a5f9e3b6d44";

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

async fn unblock(person: &Person, other: &Person) {
    person.delete(&format!("/users/{}/block", other.id)).await.expect(204);
}

async fn edit(person: &Person, message: &Value, content: &str) {
    person.patch(&path_of(message), json!({ "content": content })).await.expect(200);
}
