//! How most tests begin: Ada, Bob and Cleo, in a room of theirs.

use crate::{Person, Server};

/// Ada and Bob.
async fn ada_and_bob(server: &Server) -> (Person, Person) {
    (Person::register(server, "ada").await, Person::register(server, "bob").await)
}

/// Ada and Bob, in a group of Ada's.
pub async fn pair(server: &Server) -> (Person, Person, String) {
    let (ada, bob) = ada_and_bob(server).await;
    let room_id = ada.group("Kitchen", &[&bob]).await;
    (ada, bob, room_id)
}

/// Ada and Bob, and the direct room of theirs.
pub async fn direct_pair(server: &Server) -> (Person, Person, String) {
    let (ada, bob) = ada_and_bob(server).await;
    let room_id = ada.direct(&bob).await;
    (ada, bob, room_id)
}

/// Ada, Bob and Cleo, in a group of Ada's: the room has told of its making, and that is message 1.
pub async fn three(server: &Server) -> (Person, Person, Person, String) {
    let ((ada, bob), cleo) = (ada_and_bob(server).await, Person::register(server, "cleo").await);
    let room_id = ada.group("Kitchen", &[&bob, &cleo]).await;
    (ada, bob, cleo, room_id)
}
