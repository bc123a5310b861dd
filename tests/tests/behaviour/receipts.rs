//! Receipts: how far one's own messages have come, and who is told that a message was got or read.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tests::person::path_of;
use tests::person::text;
use tests::scene::{pair, three};
use tests::{Person, Server, Socket, on_both_engines};

mod blocks;
mod crowd;
mod cursors;
mod delivering;
mod hiding;
mod listing;
mod reading;
mod switches;

on_both_engines![
    a_message_is_sent_then_delivered_then_read,
    only_ones_own_words_have_a_status,
    every_answer_about_ones_own_message_tells_its_status,
    an_answer_that_is_given_again_is_the_first_one,
    in_a_group_a_message_is_as_far_as_with_the_last_one,
    who_joined_later_has_no_receipt_for_what_was_there,
    who_has_left_holds_nothing_back,
    who_is_alone_sends_to_nobody,
    deleting_leaves_the_receipts,
];

/// Says that a device has got everything up to a cursor; gives the answer.
async fn acknowledge(socket: &mut Socket, cursor: &str) -> Value {
    socket.ask("ack", json!({ "cursor": cursor })).await
}

/// Lets a device get everything that there is and say so; gives its socket.
async fn receive(person: &Person) -> Socket {
    let mut socket = person.listen_from_now().await;
    let cursor = socket.cursor.clone().expect("a greeting has a cursor");
    let answer = acknowledge(&mut socket, &cursor).await;
    assert_eq!((&answer["type"], &answer["data"]), (&json!("ack"), &json!({ "cursor": cursor })), "{answer}");
    socket
}

/// Reads up to a message.
async fn read(person: &Person, message: &Value) {
    person.post_empty(&format!("/messages/{}/read", text(&message["id"]))).await.expect(200);
}

async fn set_preference(person: &Person, read_receipts: bool) {
    let body = json!({ "read_receipts": read_receipts });
    assert_eq!(person.patch("/users/me/preferences", body.clone()).await.expect(200), body);
}

/// How far a message has come, as its sender is told by everything that shows it.
async fn status(sender: &Person, message: &Value) -> String {
    let shown = sender.get(&path_of(message)).await.expect(200);
    let (room, id) = (format!("/rooms/{}", text(&message["room_id"])), text(&message["id"]));
    let history = sender.get(&format!("{room}/messages?around={id}&limit=1")).await.expect(200);
    assert_eq!(history["items"], json!([shown]));
    let room = sender.get(&room).await.expect(200);
    if room["last_message"]["id"] == message["id"] {
        assert_eq!(room["last_message"], shown);
        let page = sender.get("/rooms").await.expect(200);
        let listed = page["items"].as_array().into_iter().flatten().find(|listed| listed["id"] == room["id"]);
        assert_eq!(listed.map(|listed| &listed["last_message"]), Some(&shown));
    }
    text(&shown["status"])
}

/// How far a message has come with each member, by their ids.
async fn receipts(sender: &Person, message: &Value) -> BTreeMap<String, String> {
    let page = sender.get(&format!("/messages/{}/receipts?limit=100", text(&message["id"]))).await.expect(200);
    assert!(page.get("next_cursor").is_none(), "{page}");
    let items = page["items"].as_array().expect("a page has items");
    let known: BTreeMap<String, String> = items.iter().map(|item| (text(&item["user_id"]), text(&item["status"]))).collect();
    assert_eq!(known.len(), items.len(), "each member is there once: {page}");
    known
}

/// Receipts as they should be.
fn known<const N: usize>(of: [(&Person, &str); N]) -> BTreeMap<String, String> {
    of.into_iter().map(|(person, status)| (person.id.clone(), status.to_owned())).collect()
}

/// What a room hears when someone has got or read everything up to a message.
fn told(person: &Person, message: &Value) -> Value {
    json!({ "room_id": message["room_id"], "user_id": person.id, "message_id": message["id"], "seq": message["seq"] })
}

/// The types and data of the frames about receipts that came before a message.
async fn heard(socket: &mut Socket, marker: &Value) -> Vec<(String, Value)> {
    let frames = socket.up_to(marker).await;
    let about = |frame: &&Value| matches!(frame["type"].as_str(), Some("message.delivered" | "message.read"));
    let of_the_room = |frame: &Value| frame["room_id"] == frame["data"]["room_id"] && frame["seq"].is_i64();
    assert!(frames.iter().filter(about).all(of_the_room), "they are the room's: {frames:?}");
    frames.iter().filter(about).map(|frame| (text(&frame["type"]), frame["data"].clone())).collect()
}

fn delivered(person: &Person, message: &Value) -> (String, Value) {
    ("message.delivered".to_owned(), told(person, message))
}

fn was_read(person: &Person, message: &Value) -> (String, Value) {
    ("message.read".to_owned(), told(person, message))
}

async fn a_message_is_sent_then_delivered_then_read(server: &Server) {
    let (ada, bob, group) = pair(server).await;
    let direct = ada.direct(&bob).await;
    for room_id in [group, direct] {
        receive(&bob).await;
        let mut socket = ada.listen_from_now().await;
        let sent = ada.say(&room_id, "Good morning").await;
        assert_eq!(sent["status"], "sent");
        assert_eq!((status(&ada, &sent).await, receipts(&ada, &sent).await), ("sent".to_owned(), known([(&bob, "sent")])));
        receive(&bob).await;
        assert_eq!((status(&ada, &sent).await, receipts(&ada, &sent).await), ("delivered".to_owned(), known([(&bob, "delivered")])));
        read(&bob, &sent).await;
        assert_eq!((status(&ada, &sent).await, receipts(&ada, &sent).await), ("read".to_owned(), known([(&bob, "read")])));
        let marker = ada.say(&room_id, "that was all").await;
        assert_eq!(heard(&mut socket, &marker).await, [delivered(&bob, &sent), was_read(&bob, &sent)]);
    }
}

async fn only_ones_own_words_have_a_status(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut sockets = [ada.listen_from_now().await, bob.listen_from_now().await];
    let sent = ada.say(&room_id, "Good morning").await;
    let answer = bob.say(&room_id, "You too").await;
    ada.patch(&path_of(&sent), json!({ "content": "Good evening" })).await.expect(200);
    ada.delete(&path_of(&ada.say(&room_id, "a slip").await)).await.expect(200);
    let marker = ada.say(&room_id, "that was all").await;
    for socket in &mut sockets {
        let frames = socket.up_to(&marker).await;
        assert_eq!(frames.iter().filter(|frame| frame["data"].get("message").is_some()).count(), 6, "{frames:?}");
        assert!(frames.iter().all(|frame| frame["data"]["message"].get("status").is_none()), "{frames:?}");
    }
    for (person, other) in [(&ada, &answer), (&bob, &sent)] {
        for message in person.history(&room_id).await {
            let is_own = message["kind"] == "user" && message["sender_id"] == person.id;
            assert_eq!(message.get("status").is_some(), is_own, "{message}");
        }
        assert!(person.get(&path_of(other)).await.expect(200).get("status").is_none());
    }
    for path in [format!("/rooms/{room_id}"), "/rooms".to_owned()] {
        let shown = bob.get(&path).await.expect(200);
        let room = shown["items"].get(0).unwrap_or(&shown);
        assert_eq!((&room["last_message"]["id"], room["last_message"].get("status")), (&marker["id"], None));
    }
}

async fn every_answer_about_ones_own_message_tells_its_status(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut socket = ada.listen_from_now().await;
    let answer = socket.ask("message.send", json!({ "room_id": room_id, "content": "Good morning", "client_id": "a-1" })).await;
    let sent = &answer["data"]["message"];
    assert_eq!(sent["status"], "sent", "{answer}");
    receive(&bob).await;
    let again = socket.ask("message.send", json!({ "room_id": room_id, "content": "Good morning", "client_id": "a-1" })).await;
    assert_eq!((&again["data"]["message"]["id"], &again["data"]["message"]["status"]), (&sent["id"], &json!("delivered")), "{again}");
    let found = ada.post(&format!("/rooms/{room_id}/messages"), json!({ "content": "Good morning", "client_id": "a-1" })).await.expect(200);
    assert_eq!((&found["id"], &found["status"]), (&sent["id"], &json!("delivered")));
    let edited = ada.patch(&path_of(sent), json!({ "content": "Good evening" })).await.expect(200);
    assert_eq!((&edited["content"], &edited["status"]), (&json!("Good evening"), &json!("delivered")));
    let loaded = socket.ask("history.load", json!({ "room_id": room_id, "limit": 1 })).await;
    assert_eq!(loaded["data"]["items"], json!([edited]), "{loaded}");
    let archived = ada.put(&format!("/rooms/{room_id}/archive"), json!({ "archived": true })).await.expect(200);
    assert_eq!(archived["last_message"], edited);
    let renamed = ada.patch(&format!("/rooms/{room_id}"), json!({ "name": "Pantry" })).await.expect(200);
    assert_eq!(renamed["last_message"], edited);
    let deleted = ada.delete(&path_of(sent)).await.expect(200);
    assert_eq!((&deleted["content"], &deleted["status"]), (&Value::Null, &json!("delivered")));
    assert_eq!(ada.get(&path_of(sent)).await.expect(200), deleted);
}

async fn an_answer_that_is_given_again_is_the_first_one(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let keyed = |key: &str| ada.with_header("idempotency-key", key);
    let send =
        |client: tests::Client| async move { client.post(&format!("/rooms/{room_id}/messages"), json!({ "content": "once" })).await };
    let sent = send.clone()(keyed("send")).await.expect(201);
    let direct = ada.direct(&bob).await;
    let last = ada.say(&direct, "between us").await;
    let open = |client: tests::Client| {
        let body = json!({ "kind": "direct", "member_ids": [bob.id] });
        async move { client.post("/rooms", body).await.expect(200) }
    };
    assert_eq!(open(keyed("open")).await["last_message"], last);
    assert_eq!(open(keyed("open")).await["last_message"], last);
    receive(&bob).await;
    read(&bob, &last).await;
    assert_eq!(status(&ada, &sent).await, "delivered");
    assert_eq!(send(keyed("send")).await.expect(201), sent);
    // But for what a room shows, which is what it shows now.
    assert_eq!(open(keyed("open")).await["last_message"]["status"], "read");
}

async fn in_a_group_a_message_is_as_far_as_with_the_last_one(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let sent = ada.say(&room_id, "Good morning").await;
    read(&bob, &sent).await;
    assert_eq!(receipts(&ada, &sent).await, known([(&bob, "read"), (&cleo, "sent")]));
    assert_eq!(status(&ada, &sent).await, "sent");
    receive(&cleo).await;
    assert_eq!(receipts(&ada, &sent).await, known([(&bob, "read"), (&cleo, "delivered")]));
    assert_eq!(status(&ada, &sent).await, "delivered");
    read(&cleo, &sent).await;
    assert_eq!(receipts(&ada, &sent).await, known([(&bob, "read"), (&cleo, "read")]));
    assert_eq!(status(&ada, &sent).await, "read");
    // Each message has its own: the next one begins anew.
    let next = bob.say(&room_id, "You too").await;
    assert_eq!((status(&bob, &next).await, status(&ada, &sent).await), ("sent".to_owned(), "read".to_owned()));
    assert_eq!(receipts(&bob, &next).await, known([(&ada, "sent"), (&cleo, "sent")]));
}

async fn who_joined_later_has_no_receipt_for_what_was_there(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let cleo = Person::register(server, "cleo").await;
    let before = ada.say(&room_id, "Good morning").await;
    read(&bob, &before).await;
    ada.post(&format!("/rooms/{room_id}/members"), json!({ "user_id": cleo.id })).await.expect(201);
    let after = ada.say(&room_id, "Welcome").await;
    assert_eq!(receipts(&ada, &before).await, known([(&bob, "read")]));
    assert_eq!(receipts(&ada, &after).await, known([(&bob, "sent"), (&cleo, "sent")]));
    assert_eq!((status(&ada, &before).await, status(&ada, &after).await), ("read".to_owned(), "sent".to_owned()));
    receive(&cleo).await;
    cleo.put(&format!("/rooms/{room_id}/read-status"), json!({ "status": "read" })).await.expect(200);
    assert_eq!(receipts(&ada, &before).await, known([(&bob, "read")]));
    assert_eq!(receipts(&ada, &after).await, known([(&bob, "sent"), (&cleo, "read")]));
}

async fn who_has_left_holds_nothing_back(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let sent = ada.say(&room_id, "Good morning").await;
    read(&bob, &sent).await;
    assert_eq!(status(&ada, &sent).await, "sent");
    cleo.post_empty(&format!("/rooms/{room_id}/leave")).await.expect(204);
    assert_eq!((status(&ada, &sent).await, receipts(&ada, &sent).await), ("read".to_owned(), known([(&bob, "read")])));
    // What they hear elsewhere says nothing of a room that they are not in.
    receive(&cleo).await;
    assert_eq!(receipts(&ada, &sent).await, known([(&bob, "read")]));
}

async fn who_is_alone_sends_to_nobody(server: &Server) {
    let ada = Person::register(server, "ada").await;
    let room_id = ada.group("Diary", &[]).await;
    let sent = ada.say(&room_id, "Dear diary").await;
    receive(&ada).await;
    read(&ada, &sent).await;
    assert_eq!((status(&ada, &sent).await, receipts(&ada, &sent).await), ("sent".to_owned(), known([])));
}

async fn deleting_leaves_the_receipts(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let sent = ada.say(&room_id, "Good morning").await;
    read(&bob, &sent).await;
    ada.delete(&path_of(&sent)).await.expect(200);
    assert_eq!((status(&ada, &sent).await, receipts(&ada, &sent).await), ("sent".to_owned(), known([(&bob, "read"), (&cleo, "sent")])));
    receive(&cleo).await;
    assert_eq!(receipts(&ada, &sent).await, known([(&bob, "read"), (&cleo, "delivered")]));
    read(&cleo, &sent).await;
    assert_eq!(status(&ada, &sent).await, "read");
    // The owner deletes another's message, whose receipts stay the other's.
    let other = bob.say(&room_id, "a slip").await;
    let deleted = ada.delete(&path_of(&other)).await.expect(200);
    assert!(deleted.get("status").is_none(), "{deleted}");
    ada.get(&format!("/messages/{}/receipts", text(&other["id"]))).await.problem(403, "forbidden");
    assert_eq!(receipts(&bob, &other).await, known([(&ada, "sent"), (&cleo, "sent")]));
}
