//! Acknowledging: what a device says it has got is delivered, once, and nothing else is.

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::{Person, Server, on_both_engines};

use super::cursors::{cursor_of, frame_of};
use super::{acknowledge, delivered, heard, known, pair, path_of, read, receipts, receive, status, three, was_read};

on_both_engines![
    one_device_of_a_person_is_enough,
    acknowledging_twice_is_told_once,
    acknowledging_at_many_doors_is_told_once,
    what_is_not_acknowledged_is_not_delivered,
    each_room_is_told_of_its_last_message,
    nothing_is_told_of_ones_own_words_nor_of_the_rooms,
    what_was_read_is_not_told_as_got,
    what_comes_after_what_was_read_is_told_alone,
    delivery_outlives_a_restart,
    who_comes_back_hears_what_was_delivered,
];

async fn one_device_of_a_person_is_enough(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let phone = Person::login(server, "bob").await;
    let (mut ear, mut idle) = (ada.listen_from_now().await, bob.listen_from_now().await);
    let sent = ada.say(&room_id, "Good morning").await;
    receive(&phone).await;
    assert_eq!(status(&ada, &sent).await, "delivered");
    // The other device has nothing to add.
    let last = cursor_of(&mut idle, &sent).await;
    assert_eq!(acknowledge(&mut idle, &last).await["type"], "ack");
    receive(&bob).await;
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(heard(&mut ear, &marker).await, [delivered(&bob, &sent)]);
    // The receiver's own devices hear it as the room does.
    assert_eq!(heard(&mut idle, &marker).await, [delivered(&bob, &sent)]);
}

async fn acknowledging_twice_is_told_once(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut ear = ada.listen_from_now().await;
    let mut socket = bob.listen_from_now().await;
    let sent = ada.say(&room_id, "Good morning").await;
    let last = cursor_of(&mut socket, &sent).await;
    for _ in 0..3 {
        let answer = acknowledge(&mut socket, &last).await;
        assert_eq!((&answer["type"], &answer["data"]), (&json!("ack"), &json!({ "cursor": last })));
    }
    // To have got the news of the delivery is no news.
    for _ in 0..3 {
        receive(&bob).await;
    }
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(heard(&mut ear, &marker).await, [delivered(&bob, &sent)]);
    let answer = acknowledge(&mut socket, &last).await;
    assert_eq!(answer["type"], "ack", "{answer}");
    assert_eq!(status(&ada, &marker).await, "sent");
}

async fn acknowledging_at_many_doors_is_told_once(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut ear = ada.listen_from_now().await;
    let mut sockets = Vec::new();
    for _ in 0..6 {
        sockets.push(bob.listen_from_now().await);
    }
    let sent = ada.say(&room_id, "Good morning").await;
    let last = cursor_of(&mut sockets[0], &sent).await;
    let answers = join_all(sockets.iter_mut().map(|socket| acknowledge(socket, &last))).await;
    assert!(answers.iter().all(|answer| answer["type"] == "ack"), "{answers:?}");
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(heard(&mut ear, &marker).await, [delivered(&bob, &sent)]);
}

async fn what_is_not_acknowledged_is_not_delivered(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let (mut ear, mut socket) = (ada.listen_from_now().await, bob.listen_from_now().await);
    let sent = ada.say(&room_id, "Good morning").await;
    frame_of(&mut socket, &sent).await;
    bob.get("/sync").await.expect(200);
    bob.get(&path_of(&sent)).await.expect(200);
    bob.history(&room_id).await;
    socket.ask("history.load", json!({ "room_id": room_id })).await;
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(heard(&mut ear, &marker).await, []);
    assert_eq!((status(&ada, &sent).await, status(&ada, &marker).await), ("sent".to_owned(), "sent".to_owned()));
}

async fn each_room_is_told_of_its_last_message(server: &Server) {
    let (ada, bob, cleo, kitchen) = three(server).await;
    let direct = ada.direct(&bob).await;
    let study = cleo.group("Study", &[&bob]).await;
    let (mut by_ada, mut by_cleo) = (ada.listen_from_now().await, cleo.listen_from_now().await);
    ada.say(&kitchen, "one").await;
    let last = cleo.say(&kitchen, "two").await;
    let between = ada.say(&direct, "three").await;
    let elsewhere = cleo.say(&study, "four").await;
    receive(&bob).await;
    assert_eq!(receipts(&cleo, &last).await, known([(&ada, "sent"), (&bob, "delivered")]));
    let marker = ada.say(&kitchen, "that was all").await;
    let mut told = heard(&mut by_ada, &marker).await;
    told.sort_by_key(|(_, data)| data["room_id"] == direct);
    assert_eq!(told, [delivered(&bob, &last), delivered(&bob, &between)]);
    let mut told = heard(&mut by_cleo, &marker).await;
    told.sort_by_key(|(_, data)| data["room_id"] == study);
    assert_eq!(told, [delivered(&bob, &last), delivered(&bob, &elsewhere)]);
}

async fn nothing_is_told_of_ones_own_words_nor_of_the_rooms(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let cleo = Person::register(server, "cleo").await;
    let mut ear = ada.listen_from_now().await;
    bob.say(&room_id, "to myself").await;
    ada.post(&format!("/rooms/{room_id}/members"), json!({ "user_id": cleo.id })).await.expect(201);
    ada.patch(&format!("/rooms/{room_id}"), json!({ "name": "Pantry" })).await.expect(200);
    receive(&bob).await;
    receive(&cleo).await;
    let marker = ada.say(&room_id, "that was all").await;
    // What was said before they came is not Cleo's to get.
    assert_eq!(heard(&mut ear, &marker).await, []);
}

async fn what_was_read_is_not_told_as_got(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut ear = ada.listen_from_now().await;
    let sent = ada.say(&room_id, "Good morning").await;
    read(&bob, &sent).await;
    receive(&bob).await;
    assert_eq!((status(&ada, &sent).await, receipts(&ada, &sent).await), ("read".to_owned(), known([(&bob, "read")])));
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(heard(&mut ear, &marker).await, [was_read(&bob, &sent)]);
}

async fn what_comes_after_what_was_read_is_told_alone(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let cleo = Person::register(server, "cleo").await;
    let mut ear = ada.listen_from_now().await;
    let sent = ada.say(&room_id, "Good morning").await;
    read(&bob, &sent).await;
    // The room itself has spoken after what was read, and that is nothing to be got.
    ada.post(&format!("/rooms/{room_id}/members"), json!({ "user_id": cleo.id })).await.expect(201);
    receive(&bob).await;
    let next = ada.say(&room_id, "Welcome").await;
    assert_eq!(heard(&mut ear, &next).await, [was_read(&bob, &sent)]);
    receive(&bob).await;
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(heard(&mut ear, &marker).await, [delivered(&bob, &next)]);
}

async fn delivery_outlives_a_restart(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let ear = ada.listen_from_now().await;
    let start = ear.cut();
    let sent = ada.say(&room_id, "Good morning").await;
    let last = receive(&bob).await.cut().expect("a greeting has a cursor");
    assert!(server.terminate().await.success());
    server.run().await;
    assert_eq!((status(&ada, &sent).await, receipts(&ada, &sent).await), ("delivered".to_owned(), known([(&bob, "delivered")])));
    // The same word again, on a new connection, is no news.
    let mut socket = bob.connect(Some(&last)).await;
    assert_eq!(acknowledge(&mut socket, &last).await["type"], "ack");
    receive(&bob).await;
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(heard(&mut ada.connect(start.as_deref()).await, &marker).await, [delivered(&bob, &sent)]);
    assert_eq!(status(&ada, &marker).await, "sent");
    receive(&bob).await;
    assert_eq!(status(&ada, &marker).await, "delivered");
}

async fn who_comes_back_hears_what_was_delivered(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let (away, mut there) = (ada.listen_from_now().await.cut(), ada.listen_from_now().await);
    let gone = bob.listen_from_now().await.cut();
    let sent = ada.say(&room_id, "Good morning").await;
    // Bob was away, comes back with his cursor and gets it then.
    let mut back = bob.connect(gone.as_deref()).await;
    let last = cursor_of(&mut back, &sent).await;
    acknowledge(&mut back, &last).await;
    let marker = ada.say(&room_id, "that was all").await;
    let expected = there.up_to(&marker).await;
    assert_eq!(ada.connect(away.as_deref()).await.up_to(&marker).await, expected);
    let page = ada.get(&format!("/sync?limit=100&cursor={}", away.as_deref().expect("a greeting has a cursor"))).await.expect(200);
    assert_eq!(page["items"].as_array(), Some(&expected));
    let told: Vec<&Value> = expected.iter().filter(|frame| frame["type"] == "message.delivered").map(|frame| &frame["data"]).collect();
    assert_eq!(told, [&super::told(&bob, &sent)]);
}
