//! The cursors that devices acknowledge: how far they reach, and which are none.

use serde_json::{Value, json};
use tests::person::text;
use tests::{Person, Server, Socket, on_both_engines};

use super::{acknowledge, delivered, heard, known, pair, receipts, receive, status};

on_both_engines![
    an_acknowledgement_reaches_as_far_as_its_cursor,
    an_old_cursor_takes_nothing_back,
    nobody_has_got_what_has_not_happened,
    a_cursor_of_no_stream_delivers_nothing,
    a_cursor_of_a_poll_is_as_good,
];

/// The frame of a message's sending.
pub async fn frame_of(socket: &mut Socket, message: &Value) -> Value {
    socket.up_to(message).await.pop().expect("the last one is the message")
}

/// The cursor of a message's sending.
pub async fn cursor_of(socket: &mut Socket, message: &Value) -> String {
    text(&frame_of(socket, message).await["cursor"])
}

async fn an_acknowledgement_reaches_as_far_as_its_cursor(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let (mut ear, mut socket) = (ada.listen_from_now().await, bob.listen_from_now().await);
    let (mut sent, mut cursors) = (Vec::new(), Vec::new());
    for content in ["one", "two", "three"] {
        sent.push(ada.say(&room_id, content).await);
        cursors.push(cursor_of(&mut socket, &sent[sent.len() - 1]).await);
    }
    acknowledge(&mut socket, &cursors[1]).await;
    let all = async || [status(&ada, &sent[0]).await, status(&ada, &sent[1]).await, status(&ada, &sent[2]).await];
    assert_eq!(all().await, ["delivered", "delivered", "sent"]);
    assert_eq!(receipts(&ada, &sent[2]).await, known([(&bob, "sent")]));
    acknowledge(&mut socket, &cursors[2]).await;
    assert_eq!(all().await, ["delivered", "delivered", "delivered"]);
    let marker = ada.say(&room_id, "that was all").await;
    // One word for several messages: it is about everything up to the last.
    assert_eq!(heard(&mut ear, &marker).await, [delivered(&bob, &sent[1]), delivered(&bob, &sent[2])]);
}

async fn an_old_cursor_takes_nothing_back(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut socket = bob.listen_from_now().await;
    let old = socket.cursor.clone().expect("a greeting has a cursor");
    let mut ear = ada.listen_from_now().await;
    let sent = ada.say(&room_id, "Good morning").await;
    acknowledge(&mut socket, &old).await;
    assert_eq!(status(&ada, &sent).await, "sent");
    let last = cursor_of(&mut socket, &sent).await;
    acknowledge(&mut socket, &last).await;
    let answer = acknowledge(&mut socket, &old).await;
    assert_eq!((&answer["type"], &answer["data"]), (&json!("ack"), &json!({ "cursor": old })));
    assert_eq!(status(&ada, &sent).await, "delivered");
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(heard(&mut ear, &marker).await, [delivered(&bob, &sent)]);
}

async fn nobody_has_got_what_has_not_happened(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let (mut ear, mut socket) = (ada.listen_from_now().await, bob.listen_from_now().await);
    let now = socket.cursor.clone().expect("a greeting has a cursor");
    // The second half of a cursor is the position, in 64 bits: the highest one.
    let future = format!("{}f_________8", &now[..12]);
    let before = ada.say(&room_id, "before").await;
    frame_of(&mut socket, &before).await;
    acknowledge(&mut socket, &future).await;
    let after = ada.say(&room_id, "after").await;
    let last = cursor_of(&mut socket, &after).await;
    assert_eq!(status(&ada, &after).await, "sent");
    acknowledge(&mut socket, &future).await;
    let later = ada.say(&room_id, "later").await;
    assert_eq!(status(&ada, &later).await, "sent");
    // And one's own future does not stand in the way of what comes then.
    acknowledge(&mut socket, &last).await;
    receive(&bob).await;
    assert_eq!(receipts(&ada, &later).await, known([(&bob, "delivered")]));
    let marker = ada.say(&room_id, "that was all").await;
    let told = heard(&mut ear, &marker).await;
    assert_eq!(told.last(), Some(&delivered(&bob, &later)), "{told:?}");
}

async fn a_cursor_of_no_stream_delivers_nothing(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let other = Server::start(server.engine).await;
    let foreign = text(&Person::register(&other, "bob").await.get("/sync").await.expect(200)["next_cursor"]);
    let (mut ear, mut socket) = (ada.listen_from_now().await, bob.listen_from_now().await);
    let sent = ada.say(&room_id, "Good morning").await;
    let good = cursor_of(&mut socket, &sent).await;
    let (cut, longer) = (good[..good.len() - 1].to_owned(), format!("{good}A"));
    // A cursor begins with the number of its form.
    let other_form = good.replacen("AQ", "Ag", 1);
    let other_epoch = format!("AQ________{}", &good[10..]);
    for wrong in ["garbage".to_owned(), "0".to_owned(), "é".to_owned(), cut, longer, other_form, other_epoch, foreign] {
        let answer = acknowledge(&mut socket, &wrong).await;
        assert_eq!((&answer["type"], &answer["data"]["problem"]["code"]), (&json!("error"), &json!("invalid_cursor")), "{answer}");
    }
    for data in [json!({}), json!({ "cursor": "" }), json!({ "cursor": 7 }), json!({ "cursor": "A".repeat(201) })] {
        let answer = socket.ask("ack", data).await;
        assert_eq!((&answer["type"], &answer["data"]["problem"]["code"]), (&json!("error"), &json!("validation_failed")), "{answer}");
    }
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(heard(&mut ear, &marker).await, []);
    assert_eq!(status(&ada, &sent).await, "sent");
    assert_eq!(acknowledge(&mut socket, &good).await["type"], "ack");
    assert_eq!(status(&ada, &sent).await, "delivered");
}

async fn a_cursor_of_a_poll_is_as_good(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut socket = bob.listen_from_now().await;
    let mut last = socket.cursor.clone().expect("a greeting has a cursor");
    // Many times, since the stream may be a moment behind the log that a poll shows.
    for number in 0..20 {
        let sent = ada.say(&room_id, &format!("word {number}")).await;
        let page = bob.get(&format!("/sync?cursor={last}")).await.expect(200);
        last = text(&page["next_cursor"]);
        assert_eq!(acknowledge(&mut socket, &last).await["type"], "ack");
        assert_eq!(status(&ada, &sent).await, "delivered", "{number}");
    }
}
