//! Messages: sending, reading, editing, deleting.

use serde_json::json;
use tests::{Person, Server, on_both_engines};

on_both_engines![a_message_reaches_history_and_socket];

async fn a_message_reaches_history_and_socket(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let room_id = ada.group("Kitchen", &[&bob]).await;
    let mut socket = bob.listen().await;
    let sent = ada.say(&room_id, "Good morning!").await;
    let frame = socket.until("message.created").await;
    assert_eq!(frame["data"]["message"], sent);
    assert_eq!(bob.history(&room_id).await.last(), Some(&sent));
    let answer = socket.ask("message.send", json!({ "room_id": room_id, "content": "Hello", "client_id": "b-1" })).await;
    assert_eq!(answer["type"], "ack", "{answer}");
}
