//! Deleting: who may, what stays, and that nothing gives the text back.

use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use tests::person::{text, told};
use tests::{Person, Server, on_both_engines};

use super::{log, log_end, pair, path_of};

on_both_engines![
    the_sender_and_admins_delete_and_others_do_not,
    deleting_twice_is_deleting_once,
    after_deletion_nothing_gives_the_text_back,
    after_deletion_no_repeat_gives_the_text_back,
    after_deletion_no_room_gives_the_text_back,
    an_edit_and_a_deletion_at_once_leave_no_text,
];

async fn the_sender_and_admins_delete_and_others_do_not(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let (cleo, dora) = (Person::register(server, "cleo").await, Person::register(server, "dora").await);
    for person in [&cleo, &dora] {
        ada.post(&format!("/rooms/{room_id}/members"), json!({ "user_id": person.id })).await.expect(201);
    }
    ada.patch(&format!("/rooms/{room_id}/members/{}", bob.id), json!({ "role": "admin" })).await.expect(200);
    let mut socket = dora.listen_from_now().await;
    for (sender, deleter) in [(&cleo, &cleo), (&cleo, &bob), (&cleo, &ada), (&ada, &bob)] {
        let sent = sender.say(&room_id, "to be deleted").await;
        dora.delete(&path_of(&sent)).await.problem(403, "forbidden");
        let deleted = deleter.delete(&path_of(&sent)).await.expect(200);
        assert_eq!((&deleted["content"], &deleted["seq"], &deleted["id"]), (&Value::Null, &sent["seq"], &sent["id"]));
        assert!(deleted["deleted_at"].is_string(), "{deleted}");
        assert_eq!(dora.get(&path_of(&sent)).await.expect(200), told(&deleted));
        assert_eq!(dora.history(&room_id).await.last(), Some(&told(&deleted)));
        let frame = socket.until("message.deleted").await;
        assert_eq!(frame["data"]["message"], told(&deleted));
        sender.patch(&path_of(&sent), json!({ "content": "back again" })).await.problem(409, "conflict");
    }
    let direct = ada.direct(&bob).await;
    let sent = ada.say(&direct, "between us").await;
    bob.delete(&path_of(&sent)).await.problem(403, "forbidden");
    ada.delete(&path_of(&sent)).await.expect(200);
}

async fn deleting_twice_is_deleting_once(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut socket = bob.listen_from_now().await;
    let sent = ada.say(&room_id, "to be deleted").await;
    let path = path_of(&sent);
    let deleted = ada.delete(&path).await.expect(200);
    assert_eq!(ada.delete(&path).await.expect(200), deleted);
    let again = join_all((0..10).map(|_| ada.delete(&path))).await;
    assert!(again.iter().all(|answer| answer.status == 200 && answer.body == deleted));
    let marker = ada.say(&room_id, "that was all").await;
    let frames = socket.up_to(&marker).await;
    assert_eq!(frames.iter().filter(|frame| frame["type"] == "message.deleted").count(), 1);
    assert_eq!(frames.len(), 3);
}

async fn after_deletion_nothing_gives_the_text_back(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let direct = ada.direct(&bob).await;
    let start = log_end(&bob).await;
    let sent = ada.say(&room_id, "secret one").await;
    let path = path_of(&sent);
    ada.patch(&path, json!({ "content": "secret two" })).await.expect(200);
    ada.patch(&path, json!({ "content": "secret three" })).await.expect(200);
    assert!(bob.get(&format!("/rooms/{room_id}")).await.expect(200).to_string().contains("secret three"));
    ada.delete(&path).await.expect(200);
    for reader in [&ada, &bob] {
        reader.get(&format!("{path}/revisions")).await.problem(404, "not_found");
        for path in [path.clone(), format!("/rooms/{room_id}/messages"), format!("/rooms/{room_id}"), "/rooms".to_owned()] {
            let answer = reader.get(&path).await.expect(200).to_string();
            assert!(!answer.contains("secret") && answer.contains(&text(&sent["id"])), "{path}: {answer}");
        }
        for query in [format!("around={}", text(&sent["id"])), "limit=1".to_owned()] {
            let page = reader.get(&format!("/rooms/{room_id}/messages?{query}")).await.expect(200).to_string();
            assert!(!page.contains("secret"), "{page}");
        }
        let since = text(&sent["created_at"]);
        let page = reader.get(&format!("/sync?since={since}")).await.expect(200).to_string();
        assert!(page.contains(&text(&sent["id"])) && !page.contains("secret"), "{page}");
        let marker = ada.say(&direct, "that was all").await;
        let mut socket = reader.connect(Some(&start)).await;
        let frames = socket.up_to(&marker).await;
        assert_eq!(log(reader, start.clone()).await, frames);
        assert!(!json!(frames).to_string().contains("secret"), "{frames:?}");
        // The events are still there, each with the placeholder.
        let of_message: Vec<&Value> = frames.iter().filter(|frame| frame["data"]["message"]["id"] == sent["id"]).collect();
        let names: Vec<&str> = of_message.iter().filter_map(|frame| frame["type"].as_str()).collect();
        assert_eq!(names, ["message.created", "message.updated", "message.updated", "message.deleted"]);
        assert!(of_message.iter().all(|frame| frame["data"]["message"]["content"].is_null()));
        let loaded = socket.ask("history.load", json!({ "room_id": room_id })).await;
        assert!(loaded["type"] == "history.loaded" && !loaded.to_string().contains("secret"), "{loaded}");
    }
}

async fn after_deletion_no_repeat_gives_the_text_back(server: &Server) {
    let (ada, _, room_id) = pair(server).await;
    let (send, edit) = (ada.with_header("Idempotency-Key", "send"), ada.with_header("Idempotency-Key", "edit"));
    let body = json!({ "content": "secret one", "client_id": "a-1" });
    let list = format!("/rooms/{room_id}/messages");
    let sent = send.post(&list, body.clone()).await.expect(201);
    let path = path_of(&sent);
    edit.patch(&path, json!({ "content": "secret two" })).await.expect(200);
    let deleted = ada.delete(&path).await.expect(200);
    let replayed = send.post(&list, body.clone()).await;
    assert_eq!((replayed.header("Idempotency-Replayed"), replayed.status), ("true", 201));
    assert_eq!(replayed.body["content"], Value::Null);
    let replayed = edit.patch(&path, json!({ "content": "secret two" })).await;
    assert_eq!((replayed.header("Idempotency-Replayed"), replayed.status), ("true", 200));
    assert_eq!(replayed.body["content"], Value::Null);
    assert_eq!(ada.post(&list, body).await.expect(200), deleted);
    let mut socket = ada.listen_from_now().await;
    let acked = socket.ask("message.send", json!({ "room_id": room_id, "content": "secret one", "client_id": "a-1" })).await;
    assert_eq!(acked["data"]["message"], deleted);
}

async fn after_deletion_no_room_gives_the_text_back(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let direct = ada.direct(&bob).await;
    let (find, change) = (ada.with_header("Idempotency-Key", "find"), ada.with_header("Idempotency-Key", "change"));
    let here = ada.say(&direct, "secret one").await;
    let there = ada.say(&room_id, "secret two").await;
    let (body, path) = (json!({ "kind": "direct", "member_ids": [bob.id] }), format!("/rooms/{room_id}"));
    assert_eq!(find.post("/rooms", body.clone()).await.expect(200)["last_message"], here);
    assert_eq!(change.patch(&path, json!({ "name": "Study" })).await.expect(200)["last_message"], there);
    ada.delete(&path_of(&here)).await.expect(200);
    ada.delete(&path_of(&there)).await.expect(200);
    for replayed in [find.post("/rooms", body).await, change.patch(&path, json!({ "name": "Study" })).await] {
        assert_eq!((replayed.header("Idempotency-Replayed"), replayed.status), ("true", 200));
        assert!(!replayed.body.to_string().contains("secret"), "{}", replayed.body);
    }
}

async fn an_edit_and_a_deletion_at_once_leave_no_text(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let start = log_end(&bob).await;
    let texts: Vec<String> = (0..30).map(|turn| format!("secret {turn}")).collect();
    let sent = join_all(texts.iter().map(|content| ada.say(&room_id, content))).await;
    // Pairs that meet in one commit are the ones that may go wrong.
    let racing = sent.iter().map(|message| {
        let path = path_of(message);
        let ada = &ada;
        async move { join(ada.patch(&path, json!({ "content": "secret edit" })), ada.delete(&path)).await }
    });
    for (edited, deleted) in join_all(racing).await {
        assert!(matches!(edited.status, 200 | 409), "{edited:?}");
        assert_eq!(deleted.expect(200)["content"], Value::Null);
    }
    assert!(!json!(bob.history(&room_id).await).to_string().contains("secret"));
    let events = log(&bob, start).await;
    let leaks: Vec<&Value> = events.iter().filter(|event| event.to_string().contains("secret")).collect();
    assert!(leaks.is_empty(), "{} of {} events give a deleted text back, such as {}", leaks.len(), events.len(), leaks[0]);
}
