//! Keys: a forwarding that is sent again has one effect and one answer, and gives no deleted text back.

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::{Answer, Client, Person, Server, on_both_engines};

use super::{House, ask, codes, count, forward_to, path_of};

on_both_engines![
    a_repeat_has_the_same_outcomes_and_no_effect,
    a_repeat_gives_no_deleted_text_back,
    a_repeat_gives_the_first_answer,
    at_many_doors_one_copy_comes_to_each_room,
    a_repeat_does_not_need_the_source_any_more,
    a_key_belongs_to_one_forwarding,
    without_a_key_each_forwarding_counts,
];

const REPLAYED: &str = "idempotency-replayed";

fn keyed(person: &Person, key: &str) -> Client {
    person.with_header("idempotency-key", key)
}

#[track_caller]
fn items(answer: &Answer, replayed: &str) -> Vec<Value> {
    assert_eq!((answer.status, answer.header(REPLAYED)), (200, replayed), "{}", answer.body);
    answer.body["items"].as_array().expect("there are outcomes").clone()
}

async fn a_repeat_has_the_same_outcomes_and_no_effect(server: &Server) {
    let House { ada, bob, cleo, kitchen } = House::new(server).await;
    let (study, cellar) = (ada.group("Study", &[]).await, cleo.group("Cellar", &[]).await);
    let source = ada.say(&kitchen, "Tea is ready").await;
    let rooms = [study.as_str(), &cellar, &kitchen];
    let first = items(&ask(&keyed(&ada, "tea"), &source, &rooms).await, "");
    assert_eq!(codes(&first), [None, Some("not_found"), None]);
    // What failed then would not fail now, and is not done all the same.
    cleo.post(&format!("/rooms/{cellar}/members"), json!({ "user_id": ada.id })).await.expect(201);
    let mut ears = [ada.listen_from_now().await, bob.listen_from_now().await];
    for _ in 0..3 {
        assert_eq!(items(&ask(&keyed(&ada, "tea"), &source, &rooms).await, "true"), first);
    }
    assert_eq!(count(&ada, &source).await, 2);
    assert_eq!((ada.history(&study).await.len(), ada.history(&kitchen).await.len()), (2, 3));
    assert!(cleo.history(&cellar).await.iter().all(|message| message["kind"] == "system"));
    let marker = bob.say(&kitchen, "that was all").await;
    for ear in &mut ears {
        assert_eq!(ear.up_to(&marker).await.len(), 1);
    }
}

async fn a_repeat_gives_no_deleted_text_back(server: &Server) {
    let House { ada, bob, kitchen, .. } = House::new(server).await;
    let (study, attic) = (bob.group("Study", &[]).await, bob.group("Attic", &[]).await);
    let source = ada.say(&kitchen, "a secret").await;
    let rooms = [study.as_str(), &attic];
    let first = items(&ask(&keyed(&bob, "secret"), &source, &rooms).await, "");
    let deleted = bob.delete(&path_of(&first[0]["message"])).await.expect(200);
    let again = items(&ask(&keyed(&bob, "secret"), &source, &rooms).await, "true");
    assert_eq!(again[1], first[1]);
    let placeholder = &again[0]["message"];
    assert_eq!((&placeholder["content"], &placeholder["deleted_at"]), (&Value::Null, &deleted["deleted_at"]));
    assert_eq!((&placeholder["id"], &placeholder["forwarded_from"]), (&first[0]["message"]["id"], &first[0]["message"]["forwarded_from"]));
    // The source's end leaves the copies as they are.
    ada.delete(&path_of(&source)).await.expect(200);
    assert_eq!(items(&ask(&keyed(&bob, "secret"), &source, &rooms).await, "true"), again);
    bob.delete(&path_of(&first[1]["message"])).await.expect(200);
    let last = items(&ask(&keyed(&bob, "secret"), &source, &rooms).await, "true");
    assert!(!json!(last).to_string().contains("a secret"), "{last:?}");
    // What was cleared is not given back either.
    let other = ada.say(&kitchen, "another secret").await;
    items(&ask(&keyed(&bob, "other"), &other, &rooms).await, "");
    bob.delete(&format!("/rooms/{study}/messages?scope=me")).await.expect(200);
    let again = items(&ask(&keyed(&bob, "other"), &other, &rooms).await, "true");
    assert_eq!((&again[0]["message"]["content"], &again[1]["message"]["content"]), (&Value::Null, &json!("another secret")));
}

async fn a_repeat_gives_the_first_answer(server: &Server) {
    let House { ada, bob, cleo, kitchen } = House::new(server).await;
    let study = bob.group("Study", &[&cleo]).await;
    let source = ada.say(&kitchen, "Tea is ready").await;
    let first = items(&ask(&keyed(&bob, "tea"), &source, &[&study]).await, "");
    assert_eq!(first[0]["message"]["status"], "sent");
    cleo.put(&format!("/rooms/{study}/read-status"), json!({ "status": "read" })).await.expect(200);
    let copy = path_of(&first[0]["message"]);
    bob.patch(&copy, json!({ "content": "Coffee is ready" })).await.expect(200);
    forward_to(&cleo, &first[0]["message"], &study).await;
    let now = bob.get(&copy).await.expect(200);
    assert_eq!((&now["status"], &now["forwarded_count"], &now["is_edited"]), (&json!("read"), &json!(1), &json!(true)));
    assert_eq!(items(&ask(&keyed(&bob, "tea"), &source, &[&study]).await, "true"), first);
}

async fn at_many_doors_one_copy_comes_to_each_room(server: &Server) {
    let House { ada, bob, kitchen, .. } = House::new(server).await;
    let (study, direct) = (bob.group("Study", &[]).await, bob.direct(&ada).await);
    let source = ada.say(&kitchen, "Tea is ready").await;
    let (client, rooms) = (keyed(&bob, "tea"), [study.as_str(), &direct]);
    let answers = join_all((0..12).map(|_| ask(&client, &source, &rooms))).await;
    assert!(answers.iter().all(|answer| answer.status == 200 && answer.body == answers[0].body), "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| answer.header(REPLAYED) == "true").count(), 11);
    assert_eq!((bob.history(&study).await.len(), bob.history(&direct).await.len(), count(&ada, &source).await), (2, 1, 2));
}

async fn a_repeat_does_not_need_the_source_any_more(server: &Server) {
    let House { ada, bob, kitchen, .. } = House::new(server).await;
    let study = bob.group("Study", &[]).await;
    let source = ada.say(&kitchen, "Tea is ready").await;
    let first = items(&ask(&keyed(&bob, "tea"), &source, &[&study]).await, "");
    bob.post_empty(&format!("/rooms/{kitchen}/leave")).await.expect(204);
    ask(&bob, &source, &[&study]).await.problem(404, "not_found");
    assert_eq!(items(&ask(&keyed(&bob, "tea"), &source, &[&study]).await, "true"), first);
    assert!(server.terminate().await.success());
    server.run().await;
    assert_eq!(items(&ask(&keyed(&bob, "tea"), &source, &[&study]).await, "true"), first);
    assert_eq!((bob.history(&study).await.len(), count(&ada, &source).await), (2, 1));
}

async fn a_key_belongs_to_one_forwarding(server: &Server) {
    let House { ada, bob, kitchen, .. } = House::new(server).await;
    let (study, attic) = (bob.group("Study", &[]).await, bob.group("Attic", &[]).await);
    let (source, other) = (ada.say(&kitchen, "Tea is ready").await, ada.say(&kitchen, "Cake too").await);
    let client = keyed(&bob, "tea");
    // A refusal takes no key.
    client
        .post(&format!("/messages/{}/forward", tests::generate::new_id()), json!({ "room_ids": [study] }))
        .await
        .problem(404, "not_found");
    items(&ask(&client, &source, &[&study]).await, "");
    for (message, room_id) in [(&source, &attic), (&other, &study)] {
        ask(&client, message, &[room_id]).await.problem(422, "idempotency_key_reused");
    }
    ask(&client, &source, &[&study, &attic]).await.problem(422, "idempotency_key_reused");
    assert_eq!((bob.history(&study).await.len(), bob.history(&attic).await.len()), (2, 1));
    // Another's key is another key.
    items(&ask(&keyed(&ada, "tea"), &source, &[&kitchen]).await, "");
    assert_eq!(count(&ada, &source).await, 2);
}

async fn without_a_key_each_forwarding_counts(server: &Server) {
    let House { ada, bob, kitchen, .. } = House::new(server).await;
    let study = bob.group("Study", &[]).await;
    let source = ada.say(&kitchen, "Tea is ready").await;
    let (one, two) = (items(&ask(&bob, &source, &[&study]).await, ""), items(&ask(&bob, &source, &[&study]).await, ""));
    assert_ne!(one[0]["message"]["id"], two[0]["message"]["id"]);
    assert_eq!((bob.history(&study).await.len(), count(&ada, &source).await), (3, 2));
}
