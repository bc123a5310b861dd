//! The event stream: greeting, durable frames, answers to the client's frames, and how connections end.

use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use serde_json::{Value, json};
use tests::person::{text, told};
use tests::scene::pair;
use tests::{Person, Server, on_both_engines};

mod bursts;
mod ending;
mod frames;

on_both_engines![
    a_greeting_comes_first,
    a_greeting_names_those_in_ones_rooms_who_are_here,
    every_durable_event_arrives_with_its_place,
    ones_own_sends_reach_ones_other_devices,
    all_members_hear_one_order,
    others_do_not_learn_an_address,
    ones_own_record_is_whole_on_ones_devices,
    a_changed_person_is_told_as_online,
    a_quiet_socket_gets_a_heartbeat,
];

async fn a_greeting_comes_first(server: &Server) {
    let (ada, ..) = pair(server).await;
    let mut socket = ada.connect(None).await;
    let hello = socket.next().await.expect("the socket is open");
    assert_eq!(hello["type"], "hello");
    let data = &hello["data"];
    assert_eq!((&data["user_id"], &data["session_id"]), (&json!(ada.id), &json!(ada.session_id)));
    assert_eq!(data["heartbeat_interval_ms"], 30_000);
    assert_eq!(data["online_user_ids"], json!([]));
    let caught_up = socket.next().await.expect("the socket is open");
    assert_eq!(caught_up["type"], "caught_up");
    assert!(caught_up["data"]["cursor"].is_string());
}

async fn a_greeting_names_those_in_ones_rooms_who_are_here(server: &Server) {
    let (ada, bob, _) = pair(server).await;
    let (cleo, eve) = (Person::register(server, "cleo").await, Person::register(server, "eve").await);
    ada.direct(&cleo).await;
    bob.direct(&eve).await;
    let _here = [bob.listen_from_now().await, bob.listen_from_now().await, cleo.listen_from_now().await, eve.listen_from_now().await];
    let mut socket = ada.connect(None).await;
    let hello = socket.until("hello").await;
    let mut online: Vec<String> = hello["data"]["online_user_ids"].as_array().expect("it is a list").iter().map(text).collect();
    online.sort();
    let mut expected = vec![bob.id.clone(), cleo.id.clone()];
    expected.sort();
    assert_eq!(online, expected);
}

/// Does everything that the log tells of; the last is a message of the room `hall`.
async fn do_everything(ada: &Person, bob: &Person, cleo: &Person, hall: &str) -> Value {
    let room_id = ada.group("Kitchen", &[bob]).await;
    let room = format!("/rooms/{room_id}");
    let sent = ada.say(&room_id, "first").await;
    let message = format!("{room}/messages/{}", text(&sent["id"]));
    ada.patch(&message, json!({ "content": "second" })).await.expect(200);
    ada.delete(&message).await.expect(200);
    ada.patch(&room, json!({ "name": "Pantry" })).await.expect(200);
    ada.post(&format!("{room}/members"), json!({ "user_id": cleo.id })).await.expect(201);
    ada.patch(&format!("{room}/members/{}", cleo.id), json!({ "role": "admin" })).await.expect(200);
    cleo.post_empty(&format!("{room}/leave")).await.expect(204);
    ada.patch("/users/me", json!({ "display_name": "Ada L." })).await.expect(200);
    let study = bob.group("Study", &[]).await;
    bob.post_empty(&format!("/rooms/{study}/leave")).await.expect(204);
    ada.say(hall, "that was all").await
}

async fn every_durable_event_arrives_with_its_place(server: &Server) {
    let (ada, bob, hall) = pair(server).await;
    let cleo = Person::register(server, "cleo").await;
    let mut socket = bob.listen_from_now().await;
    let marker = do_everything(&ada, &bob, &cleo, &hall).await;
    let frames = socket.up_to(&marker).await;
    let names: BTreeSet<&str> = frames.iter().filter_map(|frame| frame["type"].as_str()).collect();
    let expected = [
        "member.joined",
        "member.left",
        "member.updated",
        "message.created",
        "message.deleted",
        "message.updated",
        "room.created",
        "room.deleted",
        "room.updated",
        "user.updated",
    ];
    assert_eq!(names, expected.into());
    let unique = |field: &str| frames.iter().filter_map(|frame| frame[field].as_str()).collect::<HashSet<_>>().len();
    assert_eq!((unique("event_id"), unique("cursor")), (frames.len(), frames.len()));
    let times: Vec<&str> = frames.iter().filter_map(|frame| frame["occurred_at"].as_str()).collect();
    assert!(times.len() == frames.len() && times.is_sorted(), "{times:?}");
    for frame in &frames {
        let is_for_one = frame["type"] == "room.deleted";
        assert_eq!(frame.get("room_id").is_none(), is_for_one, "{frame}");
        assert_eq!(frame.get("seq").is_none(), is_for_one, "{frame}");
    }
    // The same events come again over HTTP and to one who resumes from any of them.
    let at = frames.len() / 2;
    let mut resumed = bob.connect(frames[at]["cursor"].as_str()).await;
    assert_eq!(resumed.up_to(&marker).await, frames[at + 1..]);
}

async fn ones_own_sends_reach_ones_other_devices(server: &Server) {
    let (ada, _, room_id) = pair(server).await;
    let phone = Person::login(server, "ada").await;
    let (mut sending, mut other_tab, mut on_phone) =
        (ada.listen_from_now().await, ada.listen_from_now().await, phone.listen_from_now().await);
    let acked = sending.ask("message.send", json!({ "room_id": room_id, "content": "by socket" })).await;
    let by_http = phone.say(&room_id, "by HTTP").await;
    for socket in [&mut sending, &mut other_tab, &mut on_phone] {
        let frames = socket.up_to(&by_http).await;
        let heard: Vec<&Value> = frames.iter().map(|frame| &frame["data"]["message"]).collect();
        assert_eq!(heard, [&told(&acked["data"]["message"]), &told(&by_http)]);
    }
}

async fn all_members_hear_one_order(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut sockets = [ada.listen_from_now().await, bob.listen_from_now().await, bob.listen_from_now().await];
    let texts: Vec<String> = (0..80).map(|number| format!("word {number}")).collect();
    let talk = texts.iter().enumerate().map(|(number, content)| if number % 2 == 0 { &ada } else { &bob }.say(&room_id, content));
    futures_util::future::join_all(talk).await;
    let marker = ada.say(&room_id, "that was all").await;
    let mut heard = Vec::new();
    for socket in &mut sockets {
        heard.push(socket.up_to(&marker).await);
    }
    assert_eq!(heard[0], heard[1]);
    assert_eq!(heard[0], heard[2]);
    let numbers = |of: fn(&Value) -> &Value| heard[0].iter().filter_map(|frame| of(frame).as_i64()).collect::<Vec<_>>();
    let seqs = numbers(|frame| &frame["seq"]);
    assert_eq!(seqs, (seqs[0]..seqs[0] + 81).collect::<Vec<_>>());
    assert_eq!(numbers(|frame| &frame["data"]["message"]["seq"]), (2..=82).collect::<Vec<_>>());
    let history: Vec<Value> = bob.history(&room_id).await.split_off(1).iter().map(told).collect();
    assert_eq!(heard[0].iter().map(|frame| &frame["data"]["message"]).collect::<Vec<_>>(), history.iter().collect::<Vec<_>>());
}

async fn others_do_not_learn_an_address(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut socket = bob.listen_from_now().await;
    ada.patch("/users/me", json!({ "email": "ada@example.com", "display_name": "Ada L." })).await.expect(200);
    let marker = ada.say(&room_id, "that was all").await;
    let frames = socket.up_to(&marker).await;
    let user = &frames[0]["data"]["user"];
    assert_eq!((&user["id"], &user["display_name"]), (&json!(ada.id), &json!("Ada L.")));
    assert!(!json!(frames).to_string().contains("ada@example.com"), "{frames:?}");
}

async fn ones_own_record_is_whole_on_ones_devices(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    ada.direct(&bob).await;
    let mut socket = ada.listen_from_now().await;
    ada.patch("/users/me", json!({ "email": "ada@example.com" })).await.expect(200);
    let marker = ada.say(&room_id, "that was all").await;
    let frames = socket.up_to(&marker).await;
    // Each is "the person as they are now": a last one without the address would take it off the screen again.
    let last = frames.iter().rev().find(|frame| frame["type"] == "user.updated").expect("the change is told");
    assert_eq!(last["data"]["user"]["email"], "ada@example.com", "{last}");
}

async fn a_changed_person_is_told_as_online(server: &Server) {
    let (ada, bob, _) = pair(server).await;
    let (_here, mut socket) = (ada.listen_from_now().await, bob.listen_from_now().await);
    ada.patch("/users/me", json!({ "display_name": "Ada L." })).await.expect(200);
    let frame = socket.until("user.updated").await;
    assert_eq!(frame["data"]["user"]["is_online"], true, "{frame}");
}

async fn a_quiet_socket_gets_a_heartbeat(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let eve = Person::register(server, "eve").await;
    let (mut socket, mut stranger) = (bob.listen_from_now().await, eve.listen_from_now().await);
    let before = stranger.cursor.clone().expect("a greeting has a cursor");
    let sent = ada.say(&room_id, "the last for a while").await;
    socket.up_to(&sent).await;
    let beat = socket.find_within(Duration::from_secs(33), |frame| frame["type"] == "pong").await.expect("the socket is open");
    assert!(beat.get("ref").is_none(), "{beat}");
    // A heartbeat moves the cursor on also for one who is told nothing, so that a long quiet costs no long replay.
    stranger.find_within(Duration::from_secs(33), |frame| frame["type"] == "pong").await.expect("the socket is open");
    assert_ne!(stranger.cursor, Some(before));
    let mut resumed = bob.connect(beat["data"]["cursor"].as_str()).await;
    let marker = ada.say(&room_id, "and on").await;
    assert_eq!(resumed.up_to(&marker).await.len(), 1);
}
