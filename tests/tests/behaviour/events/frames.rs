//! The client's frames: each is answered under its reference, and one that cannot be understood leaves the socket open.

use serde_json::{Value, json};
use tests::client::pointers;
use tests::person::{text, told};
use tests::{Person, Server, Socket, on_both_engines};
use tokio_tungstenite::tungstenite::Message;

use super::pair;

on_both_engines![
    an_acknowledgement_carries_the_message,
    an_answer_carries_the_reference,
    sends_in_one_go_are_acknowledged_in_order,
    history_is_loaded_in_pages,
    a_ping_tells_the_cursor,
    an_ack_takes_cursors_of_this_stream_alone,
    what_cannot_be_understood_leaves_the_socket_open,
    a_room_that_one_is_not_in_does_not_exist,
    a_text_may_be_written_in_escapes,
];

async fn an_acknowledgement_carries_the_message(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut socket = ada.listen_from_now().await;
    let answer = socket.ask("message.send", json!({ "room_id": room_id, "content": "hello", "client_id": "a-1" })).await;
    assert_eq!(answer["type"], "ack");
    let message = &answer["data"]["message"];
    assert_eq!((&message["content"], &message["client_id"], &message["seq"]), (&json!("hello"), &json!("a-1"), &json!(2)));
    // An acknowledged message is stored: everyone can read it at once.
    assert_eq!(bob.history(&room_id).await.last(), Some(&told(message)));
    // A repeat is acknowledged with the message that is there.
    let again = socket.ask("message.send", json!({ "room_id": room_id, "content": "hello", "client_id": "a-1" })).await;
    assert_eq!(&again["data"]["message"], message);
    // Of a send, the acknowledgement comes also without a reference.
    socket.send(&json!({ "type": "message.send", "data": { "room_id": room_id, "content": "no reference" } })).await;
    let answer = socket.until("ack").await;
    assert!(answer.get("ref").is_none(), "{answer}");
    assert_eq!(answer["data"]["message"]["content"], "no reference");
}

async fn an_answer_carries_the_reference(server: &Server) {
    let (ada, _, room_id) = pair(server).await;
    let mut socket = ada.listen_from_now().await;
    let longest = "é".repeat(64);
    for reference in ["1", "a reference", "👩‍👩‍👧", "\"\\", &longest] {
        for (frame, answer) in [
            (json!({ "type": "ping" }), "pong"),
            (json!({ "type": "typing.start", "data": { "room_id": room_id } }), "ack"),
            (json!({ "type": "typing.stop", "data": { "room_id": room_id } }), "ack"),
            (json!({ "type": "presence.set", "data": { "status": "online" } }), "ack"),
            (json!({ "type": "history.load", "data": { "room_id": room_id } }), "history.loaded"),
            (json!({ "type": "message.send", "data": { "room_id": room_id, "content": "x" } }), "ack"),
            (json!({ "type": "message.send", "data": { "room_id": room_id, "content": "" } }), "error"),
            (json!({ "type": "nothing" }), "error"),
        ] {
            let mut frame = frame;
            frame["ref"] = json!(reference);
            socket.send(&frame).await;
            let got = socket.find(|got| got["ref"] == reference).await.expect("the socket is open");
            assert_eq!(got["type"], answer, "{frame}: {got}");
        }
    }
}

async fn sends_in_one_go_are_acknowledged_in_order(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut socket = ada.listen_from_now().await;
    for number in 0..50 {
        let data = json!({ "room_id": room_id, "content": format!("word {number}") });
        socket.send(&json!({ "type": "message.send", "ref": format!("s-{number}"), "data": data })).await;
    }
    let mut acked = Vec::new();
    while acked.len() < 50 {
        let answer = socket.until("ack").await;
        assert_eq!(answer["ref"], format!("s-{}", acked.len()));
        acked.push(told(&answer["data"]["message"]));
    }
    assert_eq!(bob.history(&room_id).await[1..], acked);
}

async fn history_is_loaded_in_pages(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    for number in 2..=7 {
        ada.say(&room_id, &format!("message {number}")).await;
    }
    let mut socket = bob.listen_from_now().await;
    let (mut seen, mut before) = (Vec::new(), Value::Null);
    loop {
        let mut ask = json!({ "room_id": room_id, "limit": 3 });
        if before.is_string() {
            ask["before"] = before.clone();
        }
        let page = socket.ask("history.load", ask).await;
        assert_eq!((&page["type"], &page["data"]["room_id"]), (&json!("history.loaded"), &json!(room_id)));
        assert_eq!(page["data"]["has_more_after"], !before.is_null());
        let items = page["data"]["items"].as_array().expect("a page has items");
        seen.extend(items.clone());
        before = items.last().expect("there is more")["id"].clone();
        if page["data"]["has_more_before"] == false {
            break;
        }
    }
    seen.reverse();
    assert_eq!(seen, bob.history(&room_id).await);
    let whole = socket.ask("history.load", json!({ "room_id": room_id })).await;
    assert_eq!(whole["data"]["items"].as_array().map(Vec::len), Some(7));
    let nowhere = socket.ask("history.load", json!({ "room_id": room_id, "before": room_id })).await;
    assert_eq!(nowhere["data"]["problem"]["code"], "not_found");
}

async fn a_ping_tells_the_cursor(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut socket = bob.listen_from_now().await;
    let sent = ada.say(&room_id, "before").await;
    socket.up_to(&sent).await;
    let pong = socket.ask("ping", Value::Null).await;
    assert_eq!(pong["type"], "pong");
    let with_data = socket.ask("ping", json!({})).await;
    assert_eq!(with_data["type"], "pong");
    let marker = ada.say(&room_id, "after").await;
    let mut resumed = bob.connect(pong["data"]["cursor"].as_str()).await;
    let frames = resumed.up_to(&marker).await;
    assert_eq!(frames.len(), 1, "what came before the pong is not missed, what came after it is: {frames:?}");
}

async fn an_ack_takes_cursors_of_this_stream_alone(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut socket = bob.listen_from_now().await;
    ada.say(&room_id, "handled").await;
    let frame = socket.until("message.created").await;
    let answer = socket.ask("ack", json!({ "cursor": frame["cursor"] })).await;
    assert_eq!((&answer["type"], &answer["data"]["cursor"]), (&json!("ack"), &frame["cursor"]));
    let foreign = socket.ask("ack", json!({ "cursor": "garbage" })).await;
    let problem = &foreign["data"]["problem"];
    assert_eq!((&problem["code"], pointers(problem)), (&json!("invalid_cursor"), vec!["/data/cursor"]));
}

/// Sends what cannot be understood, and gives the problem; the socket goes on.
async fn refused(socket: &mut Socket, message: Message) -> Value {
    socket.send_message(message).await;
    let problem = socket.until("error").await["data"]["problem"].clone();
    assert_eq!(socket.ask("ping", Value::Null).await["type"], "pong");
    problem
}

async fn what_cannot_be_understood_leaves_the_socket_open(server: &Server) {
    let (ada, _, room_id) = pair(server).await;
    let mut socket = ada.listen_from_now().await;
    let deep = format!(r#"{{"type":"ping","data":{}{}}}"#, "[".repeat(40), "]".repeat(40));
    for (text, code) in [
        ("", "invalid_json"),
        ("{\"type\":", "invalid_json"),
        ("hello", "invalid_json"),
        ("{} {}", "invalid_json"),
        (&deep, "invalid_json"),
    ] {
        assert_eq!(refused(&mut socket, Message::text(text)).await["code"], code, "{text}");
    }
    assert_eq!(refused(&mut socket, Message::binary(br#"{"type":"ping"}"#.as_slice())).await["code"], "bad_request");
    for (frame, pointer) in [
        (json!(7), "/type"),
        (json!([]), "/type"),
        (json!(null), "/type"),
        (json!({}), "/type"),
        (json!({ "type": "message.created", "data": {} }), "/type"),
        (json!({ "type": 7 }), "/type"),
        (json!({ "type": "message.send" }), "/data"),
        (json!({ "type": "message.send", "data": null }), "/data"),
        (json!({ "type": "message.send", "data": "x" }), "/data"),
        (json!({ "type": "message.send", "data": { "content": "x" } }), "/data/room_id"),
        (json!({ "type": "message.send", "data": { "room_id": room_id } }), "/data/content"),
        (json!({ "type": "message.send", "data": { "room_id": room_id, "content": 7 } }), "/data/content"),
        (json!({ "type": "message.send", "data": { "room_id": room_id, "content": "x".repeat(4001) } }), "/data/content"),
        (json!({ "type": "message.send", "data": { "room_id": room_id, "content": "x", "seq": 1 } }), "/data/seq"),
        (json!({ "type": "message.send", "data": { "room_id": "here", "content": "x" } }), "/data/room_id"),
        (json!({ "type": "typing.start", "data": { "room_id": room_id }, "more": true }), "/more"),
        (json!({ "type": "presence.set", "data": { "status": "invisible" } }), "/data/status"),
        (json!({ "type": "presence.set", "data": { "status": "offline" } }), "/data/status"),
        (json!({ "type": "history.load", "data": { "room_id": room_id, "limit": 101 } }), "/data/limit"),
        (json!({ "type": "ping", "ref": 7 }), "/ref"),
        (json!({ "type": "ping", "ref": "x".repeat(65) }), "/ref"),
    ] {
        let problem = refused(&mut socket, Message::text(frame.to_string())).await;
        assert_eq!((&problem["code"], pointers(&problem)), (&json!("validation_failed"), vec![pointer]), "{frame}");
    }
    assert_eq!(ada.history(&room_id).await.len(), 1);
}

async fn a_room_that_one_is_not_in_does_not_exist(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let eve = Person::register(server, "eve").await;
    let mut socket = eve.listen_from_now().await;
    let message = text(&ada.say(&room_id, "between us").await["id"]);
    for room_id in [room_id.clone(), ada.direct(&bob).await, message] {
        for (name, data) in [
            ("message.send", json!({ "room_id": room_id, "content": "me too" })),
            ("history.load", json!({ "room_id": room_id })),
            ("typing.start", json!({ "room_id": room_id })),
            ("typing.stop", json!({ "room_id": room_id })),
        ] {
            let answer = socket.ask(name, data).await;
            assert_eq!((&answer["type"], &answer["data"]["problem"]["code"]), (&json!("error"), &json!("not_found")), "{answer}");
        }
    }
    assert_eq!(ada.history(&room_id).await.len(), 2);
}

async fn a_text_may_be_written_in_escapes(server: &Server) {
    let (ada, _, room_id) = pair(server).await;
    let mut socket = ada.listen_from_now().await;
    // 4000 characters in their longest form are 48,000 bytes.
    let escaped = r"\ud83d\ude00".repeat(4000);
    let frame = format!(r#"{{"type":"message.send","ref":"e","data":{{"room_id":"{room_id}","content":"{escaped}"}}}}"#);
    socket.send_text(&frame).await;
    let answer = socket.find(|frame| frame["ref"] == "e").await.expect("the socket is open");
    assert_eq!(answer["data"]["message"]["content"], "😀".repeat(4000));
}
