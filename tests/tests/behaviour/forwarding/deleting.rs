//! Deleting after forwarding: what is deleted is gone from everywhere that told of it, and copies keep their own text.

use serde_json::{Value, json};
use tests::person::text;
use tests::{Person, Server, on_both_engines};

use super::{House, ask, forward, forward_to, origin, path_of};

on_both_engines![
    a_deleted_source_is_nowhere_told_any_more,
    texts_before_an_edit_go_too,
    a_deleted_copy_is_nowhere_told_any_more,
    a_deleted_source_is_gone_after_a_restart,
];

/// Everything that a person hears who comes back with a cursor; a socket and a poll agree.
async fn replay(person: &Person, cursor: &str, marker: &Value) -> Vec<Value> {
    let frames = person.connect(Some(cursor)).await.up_to(marker).await;
    let page = person.get(&format!("/sync?limit=100&cursor={cursor}")).await.expect(200);
    assert_eq!(page["items"], json!(frames));
    frames
}

async fn log_end(person: &Person) -> String {
    text(&person.get("/sync").await.expect(200)["next_cursor"])
}

/// The types and texts of the frames about a message.
fn about<'a>(frames: &'a [Value], message: &Value) -> Vec<(&'a str, &'a Value)> {
    let frames = frames.iter().filter(|frame| frame["data"]["message"]["id"] == message["id"]);
    frames.filter_map(|frame| Some((frame["type"].as_str()?, &frame["data"]["message"]["content"]))).collect()
}

async fn a_deleted_source_is_nowhere_told_any_more(server: &Server) {
    let House { ada, bob, cleo, kitchen } = House::new(server).await;
    let study = bob.group("Study", &[]).await;
    let start = log_end(&cleo).await;
    let source = ada.say(&kitchen, "a secret").await;
    let copy = forward_to(&bob, &source, &study).await;
    forward_to(&bob, &source, &study).await;
    let deleted = ada.delete(&path_of(&source)).await.expect(200);
    assert_eq!((&deleted["content"], &deleted["forwarded_count"]), (&Value::Null, &json!(2)));
    let marker = ada.say(&kitchen, "that was all").await;
    for person in [&ada, &cleo] {
        let frames = replay(person, &start, &marker).await;
        let names = ["message.created", "message.updated", "message.updated", "message.deleted"];
        assert_eq!(about(&frames, &source), names.map(|name| (name, &Value::Null)));
        assert!(!json!(frames).to_string().contains("a secret"), "{frames:?}");
    }
    // Where it was sent on to, it stands.
    let frames = replay(&bob, &start, &marker).await;
    assert_eq!(about(&frames, &copy), [("message.created", &json!("a secret"))]);
    assert!(about(&frames, &source).iter().all(|(_, content)| content.is_null()), "{frames:?}");
    let shown = bob.get(&path_of(&copy)).await.expect(200);
    assert_eq!((&shown["content"], &shown["forwarded_from"]), (&json!("a secret"), &origin(&source)));
    assert_eq!(bob.history(&study).await.iter().filter(|message| message["content"] == "a secret").count(), 2);
    ask(&bob, &source, &[&study]).await.problem(409, "conflict");
    let third = forward_to(&bob, &copy, &study).await;
    assert_eq!(third["content"], "a secret");
}

async fn texts_before_an_edit_go_too(server: &Server) {
    let House { ada, bob, cleo, kitchen } = House::new(server).await;
    let study = bob.group("Study", &[]).await;
    let start = log_end(&cleo).await;
    let source = ada.say(&kitchen, "a secret").await;
    forward(&bob, &source, &[&study, &kitchen]).await;
    for content in ["another secret", "the third secret"] {
        ada.patch(&path_of(&source), json!({ "content": content })).await.expect(200);
        forward_to(&bob, &source, &study).await;
    }
    let marker = ada.say(&kitchen, "that was all").await;
    let frames = replay(&cleo, &start, &marker).await;
    let texts = ["a secret", "a secret", "another secret", "another secret", "the third secret", "the third secret"].map(Value::from);
    assert_eq!(about(&frames, &source).into_iter().map(|(_, content)| content).collect::<Vec<_>>(), texts.iter().collect::<Vec<_>>());
    let twin = bob.history(&kitchen).await.into_iter().find(|message| message["sender_id"] == bob.id).expect("a copy is here");
    ada.delete(&path_of(&source)).await.expect(200);
    let end = ada.say(&kitchen, "and that").await;
    let frames = replay(&cleo, &start, &end).await;
    assert_eq!(about(&frames, &source).len(), 7);
    assert!(about(&frames, &source).iter().all(|(_, content)| content.is_null()), "{frames:?}");
    // The copy in the same room is somebody else's message.
    assert_eq!(about(&frames, &twin), [("message.created", &json!("a secret"))]);
}

async fn a_deleted_copy_is_nowhere_told_any_more(server: &Server) {
    let House { ada, bob, cleo, kitchen } = House::new(server).await;
    let study = bob.group("Study", &[&cleo]).await;
    let start = log_end(&cleo).await;
    let source = ada.say(&kitchen, "Tea is ready").await;
    let copy = forward_to(&bob, &source, &study).await;
    forward_to(&cleo, &copy, &study).await;
    bob.patch(&path_of(&copy), json!({ "content": "Coffee is ready" })).await.expect(200);
    bob.delete(&path_of(&copy)).await.expect(200);
    let marker = bob.say(&study, "that was all").await;
    let frames = replay(&cleo, &start, &marker).await;
    let names = ["message.created", "message.updated", "message.updated", "message.deleted"];
    assert_eq!(about(&frames, &copy), names.map(|name| (name, &Value::Null)));
    let tea = json!("Tea is ready");
    assert_eq!(about(&frames, &source), [("message.created", &tea), ("message.updated", &tea)]);
    assert_eq!(ada.get(&path_of(&source)).await.expect(200)["content"], "Tea is ready");
}

async fn a_deleted_source_is_gone_after_a_restart(server: &Server) {
    let House { ada, bob, cleo, kitchen } = House::new(server).await;
    let study = bob.group("Study", &[]).await;
    let start = log_end(&cleo).await;
    let source = ada.say(&kitchen, "a secret").await;
    let copy = forward_to(&bob, &source, &study).await;
    ada.delete(&path_of(&source)).await.expect(200);
    assert!(server.terminate().await.success());
    server.run().await;
    let marker = ada.say(&kitchen, "that was all").await;
    let frames = replay(&cleo, &start, &marker).await;
    assert_eq!(about(&frames, &source), ["message.created", "message.updated", "message.deleted"].map(|name| (name, &Value::Null)));
    assert_eq!(bob.get(&path_of(&copy)).await.expect(200)["content"], "a secret");
}
