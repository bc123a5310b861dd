//! Messages: sending, reading, editing, deleting.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::client::pointers;
use tests::person::path_of;
use tests::person::{text, told};
use tests::scene::pair;
use tests::{Person, Server, on_both_engines};

mod deleting;

mod history;

on_both_engines![
    a_message_reaches_history_and_socket,
    numbers_are_dense_from_one,
    a_refused_message_takes_no_number,
    sending_twice_with_one_client_id_stores_once,
    twenty_at_once_with_one_client_id_store_one,
    a_client_id_belongs_to_its_sender_and_room,
    texts_are_kept_exactly,
    texts_have_one_to_4000_characters,
    the_sender_alone_edits_and_earlier_texts_are_kept,
    an_edit_that_changes_nothing_is_none,
    edits_at_once_keep_every_text,
    what_the_room_says_stays_as_it_is,
    a_stranger_meets_no_message,
];

/// Nothing's id.
const NOTHING: &str = "01936f5c-40b9-7e12-8c7d-1a5f9e3b6d44";

/// Every event after a cursor.
async fn log(person: &Person, mut cursor: String) -> Vec<Value> {
    let mut events = Vec::new();
    loop {
        let page = person.get(&format!("/sync?limit=100&cursor={cursor}")).await.expect(200);
        events.extend(page["items"].as_array().expect("a page has items").clone());
        cursor = text(&page["next_cursor"]);
        if page["has_more"] != true {
            return events;
        }
    }
}

async fn log_end(person: &Person) -> String {
    text(&person.get("/sync").await.expect(200)["next_cursor"])
}

async fn a_message_reaches_history_and_socket(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut socket = bob.listen_from_now().await;
    let sent = ada.say(&room_id, "Good morning!").await;
    assert_eq!((&sent["sender_id"], &sent["room_id"], &sent["kind"]), (&json!(ada.id), &json!(room_id), &json!("user")));
    let frame = socket.find(|frame| frame["data"]["message"]["id"] == sent["id"]).await.expect("the socket is open");
    assert_eq!((&frame["type"], &frame["data"]["message"]), (&json!("message.created"), &told(&sent)));
    assert_eq!(bob.history(&room_id).await.last(), Some(&told(&sent)));
    assert_eq!(bob.get(&path_of(&sent)).await.expect(200), told(&sent));
    assert_eq!(ada.get(&path_of(&sent)).await.expect(200), sent);
    let answer = socket.ask("message.send", json!({ "room_id": room_id, "content": "Hello", "client_id": "b-1" })).await;
    assert_eq!(answer["type"], "ack", "{answer}");
    assert_eq!(ada.history(&room_id).await.last(), Some(&told(&answer["data"]["message"])));
}

async fn numbers_are_dense_from_one(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let direct = ada.direct(&bob).await;
    let talk = (0..60).map(|turn| {
        let (speaker, room_id) = (if turn % 2 == 0 { &ada } else { &bob }, if turn % 3 == 0 { &direct } else { &room_id });
        async move { speaker.say(room_id, &format!("word {turn}")).await }
    });
    let sent = join_all(talk).await;
    for (room_id, count) in [(&direct, 20), (&room_id, 41)] {
        let history: Vec<Value> = bob.history(room_id).await.iter().map(told).collect();
        assert_eq!(history.iter().filter_map(|message| message["seq"].as_i64()).collect::<Vec<_>>(), (1..=count).collect::<Vec<_>>());
        let of_room = sent.iter().filter(|message| message["room_id"] == room_id.as_str());
        assert!(of_room.clone().all(|message| history.contains(&told(message))), "what was answered is what is kept");
    }
}

async fn a_refused_message_takes_no_number(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let direct = ada.direct(&bob).await;
    let path = format!("/rooms/{room_id}/messages");
    ada.post(&format!("/rooms/{direct}/messages"), json!({ "content": "x", "client_id": "a-1" })).await.expect(201);
    let sending = (0..30).map(|turn| {
        let client_id = if turn % 3 == 0 { "a-1".to_owned() } else { format!("new-{turn}") };
        ada.post(&path, json!({ "content": format!("word {turn}"), "client_id": client_id }))
    });
    let answers = join_all(sending).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 422).count(), 10);
    let history = ada.history(&room_id).await;
    assert_eq!(history.iter().filter_map(|message| message["seq"].as_i64()).collect::<Vec<_>>(), (1..=21).collect::<Vec<_>>());
}

async fn sending_twice_with_one_client_id_stores_once(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let path = format!("/rooms/{room_id}/messages");
    let mut socket = bob.listen_from_now().await;
    let sent = ada.post(&path, json!({ "content": "once", "client_id": "a-1" })).await.expect(201);
    assert_eq!(sent["client_id"], "a-1");
    assert_eq!(ada.post(&path, json!({ "content": "once", "client_id": "a-1" })).await.expect(200), sent);
    // The id alone tells that it is the same message: what is there is given, not what came.
    assert_eq!(ada.post(&path, json!({ "content": "twice", "client_id": "a-1" })).await.expect(200), sent);
    let mut own = ada.listen_from_now().await;
    let acked = own.ask("message.send", json!({ "room_id": room_id, "content": "once", "client_id": "a-1" })).await;
    assert_eq!((&acked["type"], &acked["data"]["message"]), (&json!("ack"), &sent));
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(socket.up_to(&marker).await.len(), 2);
    assert_eq!(ada.history(&room_id).await.len(), 3);
}

async fn twenty_at_once_with_one_client_id_store_one(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut socket = bob.listen_from_now().await;
    let path = format!("/rooms/{room_id}/messages");
    let sending = (0..20).map(|turn| ada.post(&path, json!({ "content": format!("try {turn}"), "client_id": "a-1" })));
    let answers = join_all(sending).await;
    let of = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
    assert_eq!((of(201), of(200)), (1, 19));
    assert!(answers.iter().all(|answer| answer.body == answers[0].body), "all answers are the one message");
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(socket.up_to(&marker).await.len(), 2);
    assert_eq!(bob.history(&room_id).await.len(), 3);
}

async fn a_client_id_belongs_to_its_sender_and_room(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let direct = ada.direct(&bob).await;
    let body = json!({ "content": "mine", "client_id": "1" });
    let sent = ada.post(&format!("/rooms/{room_id}/messages"), body.clone()).await.expect(201);
    assert_ne!(bob.post(&format!("/rooms/{room_id}/messages"), body.clone()).await.expect(201)["id"], sent["id"]);
    let problem = ada.post(&format!("/rooms/{direct}/messages"), body).await.problem(422, "idempotency_key_reused");
    assert_eq!(pointers(&problem), ["/client_id"]);
    assert!(ada.history(&direct).await.is_empty());
    for client_id in ["", "two words", "ü", &"x".repeat(65)] {
        let body = json!({ "content": "mine", "client_id": client_id });
        let problem = ada.post(&format!("/rooms/{room_id}/messages"), body).await.problem(422, "validation_failed");
        assert!(pointers(&problem).iter().all(|pointer| *pointer == "/client_id"), "{problem}");
    }
}

async fn texts_are_kept_exactly(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let (start, mut socket) = (log_end(&bob).await, bob.listen_from_now().await);
    let texts = [
        "  led and followed by spaces \t".to_owned(),
        "\r\nlines\n\nand lines\n".to_owned(),
        " ".to_owned(),
        "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇩🇪".to_owned(),
        "שלום עולם \u{202e}‎ مرحبا \u{200f}".to_owned(),
        "e\u{301} is not é, and \u{feff} stays \u{200b}".to_owned(),
        "<b>&amp;</b> \"quoted\" \\ 'and' $1 ?1 %s {} \u{1}\u{7f}".to_owned(),
        "x".repeat(4000),
        "字".repeat(4000),
        "😀".repeat(4000),
    ];
    let mut sent = Vec::new();
    for content in &texts {
        let message = told(&ada.say(&room_id, content).await);
        assert_eq!(message["content"], *content);
        assert_eq!(bob.get(&path_of(&message)).await.expect(200), message);
        sent.push(message);
    }
    let frames = socket.up_to(sent.last().expect("there are texts")).await;
    assert_eq!(frames.iter().map(|frame| &frame["data"]["message"]).collect::<Vec<_>>(), sent.iter().collect::<Vec<_>>());
    assert_eq!(log(&bob, start).await, frames);
    assert_eq!(bob.history(&room_id).await[1..], sent);
    let last = ada.patch(&path_of(&sent[0]), json!({ "content": texts[9] })).await.expect(200);
    assert_eq!(last["content"], texts[9]);
    let revisions = bob.get(&format!("{}/revisions", path_of(&last))).await.expect(200);
    assert_eq!(revisions["items"][0]["content"], texts[0]);
}

async fn texts_have_one_to_4000_characters(server: &Server) {
    let (ada, _, room_id) = pair(server).await;
    let path = format!("/rooms/{room_id}/messages");
    let sent = ada.say(&room_id, "short").await;
    for content in [json!("x".repeat(4001)), json!("😀".repeat(4001)), json!(""), json!(null), json!(7), json!("a\u{0}b")] {
        for problem in [
            ada.post(&path, json!({ "content": content })).await.problem(422, "validation_failed"),
            ada.patch(&path_of(&sent), json!({ "content": content })).await.problem(422, "validation_failed"),
        ] {
            assert!(pointers(&problem).contains(&"/content"), "{problem}");
        }
    }
    assert_eq!(pointers(&ada.post(&path, json!({})).await.problem(422, "validation_failed")), ["/content"]);
    assert_eq!(pointers(&ada.post(&path, json!({ "content": "x", "seq": 1 })).await.problem(422, "validation_failed")), ["/seq"]);
    assert_eq!(ada.history(&room_id).await[1..], [sent]);
}

async fn the_sender_alone_edits_and_earlier_texts_are_kept(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut socket = ada.listen_from_now().await;
    let sent = bob.say(&room_id, "first").await;
    let path = path_of(&sent);
    ada.patch(&path, json!({ "content": "the owner's words" })).await.problem(403, "forbidden");
    bob.patch(&path, json!({ "content": "second" })).await.expect(200);
    let edited = bob.patch(&path, json!({ "content": "third" })).await.expect(200);
    assert_eq!((&edited["content"], &edited["is_edited"]), (&json!("third"), &json!(true)));
    assert!(edited["edited_at"].as_str() >= sent["created_at"].as_str(), "{edited}");
    for kept in ["id", "seq", "created_at", "sender_id"] {
        assert_eq!(edited[kept], sent[kept], "{kept}");
    }
    let frame = socket.find(|frame| frame["data"]["message"]["content"] == "third").await.expect("the socket is open");
    assert_eq!((&frame["type"], &frame["data"]["message"]), (&json!("message.updated"), &told(&edited)));
    assert_eq!(ada.get(&path).await.expect(200), told(&edited));
    assert_eq!(ada.history(&room_id).await.last(), Some(&told(&edited)));
    let revisions = ada.get(&format!("{path}/revisions")).await.expect(200)["items"].clone();
    assert_eq!((&revisions[0]["revision"], &revisions[0]["content"]), (&json!(1), &json!("first")));
    assert_eq!((&revisions[1]["revision"], &revisions[1]["content"]), (&json!(2), &json!("second")));
    assert_eq!(revisions.as_array().map(Vec::len), Some(2));
    assert_eq!(revisions[0]["written_at"], sent["created_at"]);
}

async fn an_edit_that_changes_nothing_is_none(server: &Server) {
    let (ada, _, room_id) = pair(server).await;
    let mut socket = ada.listen_from_now().await;
    let sent = ada.say(&room_id, "as it is").await;
    assert_eq!(ada.patch(&path_of(&sent), json!({ "content": "as it is" })).await.expect(200), sent);
    let revisions = ada.get(&format!("{}/revisions", path_of(&sent))).await.expect(200);
    assert_eq!(revisions["items"], json!([]));
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(socket.up_to(&marker).await.len(), 2);
}

async fn edits_at_once_keep_every_text(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut socket = bob.listen_from_now().await;
    let sent = ada.say(&room_id, "text 0").await;
    let path = path_of(&sent);
    let edits = join_all((1..=20).map(|turn| ada.patch(&path, json!({ "content": format!("text {turn}") })))).await;
    assert!(edits.iter().all(|answer| answer.status == 200));
    let last = ada.get(&path).await.expect(200);
    let revisions = ada.get(&format!("{path}/revisions")).await.expect(200)["items"].clone();
    let mut texts: Vec<String> = revisions.as_array().into_iter().flatten().map(|revision| text(&revision["content"])).collect();
    texts.push(text(&last["content"]));
    assert_eq!(texts[0], "text 0");
    assert_eq!(texts.iter().cloned().collect::<BTreeSet<_>>(), (0..=20).map(|turn| format!("text {turn}")).collect());
    assert_eq!(texts.len(), 21);
    // Everybody heard the edits in the order in which they are kept.
    let marker = ada.say(&room_id, "that was all").await;
    let frames = socket.up_to(&marker).await;
    let heard: Vec<String> = frames[..21].iter().map(|frame| text(&frame["data"]["message"]["content"])).collect();
    assert_eq!(heard, texts);
}

async fn what_the_room_says_stays_as_it_is(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let cleo = Person::register(server, "cleo").await;
    ada.post(&format!("/rooms/{room_id}/members"), json!({ "user_id": cleo.id })).await.expect(201);
    let history = ada.history(&room_id).await;
    assert_eq!(history.len(), 2);
    for told in &history {
        for person in [&ada, &bob, &cleo] {
            person.patch(&path_of(told), json!({ "content": "other words" })).await.problem(403, "forbidden");
            person.delete(&path_of(told)).await.problem(403, "forbidden");
        }
    }
    assert_eq!(ada.history(&room_id).await, history);
}

async fn a_stranger_meets_no_message(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let eve = Person::register(server, "eve").await;
    for room_id in [room_id, ada.direct(&bob).await] {
        let (list, path) = (format!("/rooms/{room_id}/messages"), path_of(&ada.say(&room_id, "between us").await));
        eve.get(&list).await.problem(404, "not_found");
        eve.post(&list, json!({ "content": "me too" })).await.problem(404, "not_found");
        eve.get(&path).await.problem(404, "not_found");
        eve.patch(&path, json!({ "content": "mine" })).await.problem(404, "not_found");
        eve.delete(&path).await.problem(404, "not_found");
        eve.get(&format!("{path}/revisions")).await.problem(404, "not_found");
    }
    let own = eve.group("Study", &[]).await;
    let foreign = text(&ada.say(&ada.direct(&bob).await, "between us").await["id"]);
    // A message is not found by way of a room of one's own.
    eve.get(&format!("/rooms/{own}/messages/{foreign}")).await.problem(404, "not_found");
    eve.delete(&format!("/rooms/{own}/messages/{foreign}")).await.problem(404, "not_found");
    ada.get(&format!("/rooms/{NOTHING}/messages")).await.problem(404, "not_found");
    eve.get(&format!("/rooms/{own}/messages/{NOTHING}")).await.problem(404, "not_found");
}
