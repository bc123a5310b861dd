//! Idempotency-Key: a request that is sent again has one effect and one answer, also across a crash.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::person::text;
use tests::{Answer, Client, Person, Server, on_both_engines};

on_both_engines![
    each_operation_that_changes_something_is_done_once,
    without_a_key_each_request_counts,
    a_key_stands_for_one_request,
    a_key_belongs_to_a_person_on_all_devices,
    a_key_at_twenty_doors_opens_one,
    a_refusal_is_not_kept,
    a_repeat_does_not_need_what_the_first_one_took_away,
    a_key_has_a_form,
    kept_answers_survive_a_crash,
    a_crash_amid_many_sends_doubles_and_loses_none,
];

const REPLAYED: &str = "Idempotency-Replayed";

/// Something that a client may do: method, path below the API, body.
type Request = (&'static str, String, Option<Value>);

async fn perform(client: &Client, key: &str, (method, path, body): &Request) -> Answer {
    let client = client.with_header("Idempotency-Key", key);
    let with_body = |request: reqwest::RequestBuilder| match body {
        Some(body) => request.json(body),
        None => request,
    };
    client.send(method, path, with_body).await
}

async fn log_end(person: &Person) -> String {
    text(&person.get("/sync").await.expect(200)["next_cursor"])
}

/// How many events came after a cursor.
async fn events_since(person: &Person, cursor: &str) -> usize {
    let page = person.get(&format!("/sync?limit=100&cursor={cursor}")).await.expect(200);
    page["items"].as_array().expect("a page has items").len()
}

/// Everything that changes a room, in an order in which all can be done, with the status of each.
async fn requests(ada: &Person, bob: &Person, cleo: &Person) -> Vec<(u16, Request)> {
    let room_id = ada.group("Kitchen", &[bob]).await;
    let room = format!("/rooms/{room_id}");
    let edited = text(&ada.say(&room_id, "to be edited").await["id"]);
    let deleted = text(&ada.say(&room_id, "to be deleted").await["id"]);
    // A group of another's, to be joined and left again.
    let other = cleo.group("Study", &[]).await;
    let code = text(&cleo.post(&format!("/rooms/{other}/invites"), json!({ "max_uses": 1 })).await.expect(201)["code"]);
    let direct = ada.direct(cleo).await;
    vec![
        (201, ("POST", "/rooms".to_owned(), Some(json!({ "kind": "group", "name": "Cellar", "member_ids": [bob.id] })))),
        (201, ("POST", "/rooms".to_owned(), Some(json!({ "kind": "direct", "member_ids": [bob.id] })))),
        (200, ("PATCH", room.clone(), Some(json!({ "name": "Pantry", "description": "Jam" })))),
        (201, ("POST", format!("{room}/messages"), Some(json!({ "content": "once" })))),
        (201, ("POST", format!("{room}/messages"), Some(json!({ "content": "once more", "client_id": "a-1" })))),
        (200, ("PATCH", format!("{room}/messages/{edited}"), Some(json!({ "content": "edited" })))),
        (200, ("DELETE", format!("{room}/messages/{deleted}"), None)),
        (201, ("POST", format!("{room}/members"), Some(json!({ "user_id": cleo.id })))),
        (200, ("PATCH", format!("{room}/members/{}", cleo.id), Some(json!({ "role": "admin" })))),
        (204, ("DELETE", format!("{room}/members/{}", cleo.id), None)),
        (201, ("POST", format!("{room}/invites"), Some(json!({ "max_uses": 3 })))),
        (201, ("POST", format!("/invites/{code}/accept"), None)),
        (204, ("POST", format!("/rooms/{other}/leave"), None)),
        (200, ("PATCH", "/users/me".to_owned(), Some(json!({ "display_name": "Ada L." })))),
        (200, ("DELETE", format!("{room}/messages"), None)),
        (200, ("POST", format!("{room}/undo"), None)),
        (200, ("DELETE", format!("/rooms/{direct}"), None)),
        (204, ("POST", format!("/users/{}/block", cleo.id), None)),
        (204, ("DELETE", format!("/users/{}/block", cleo.id), None)),
        (200, ("PATCH", "/users/me/preferences".to_owned(), Some(json!({ "read_receipts": false })))),
        (200, ("POST", format!("/messages/{edited}/forward"), Some(json!({ "room_ids": [room_id] })))),
    ]
}

async fn three(server: &Server) -> [Person; 3] {
    let ada = Person::register(server, "ada").await;
    let bob = Person::register(server, "bob").await;
    [ada, bob, Person::register(server, "cleo").await]
}

async fn each_operation_that_changes_something_is_done_once(server: &Server) {
    let [ada, bob, cleo] = three(server).await;
    let requests = requests(&ada, &bob, &cleo).await;
    let mut first_answers = Vec::new();
    for (number, (status, request)) in requests.iter().enumerate() {
        let first = perform(&ada, &format!("key-{number}"), request).await;
        assert_eq!((first.status, first.header(REPLAYED)), (*status, ""), "{request:?}: {}", first.body);
        let end = log_end(&ada).await;
        let again = perform(&ada, &format!("key-{number}"), request).await;
        assert_eq!((again.status, again.header(REPLAYED)), (*status, "true"), "{request:?}: {}", again.body);
        assert_eq!(again.body, first.body, "{request:?}");
        assert_eq!(events_since(&ada, &end).await, 0, "{request:?}");
        first_answers.push(first.body);
    }
    // Long after, when much else has happened, the answers are the same.
    for (number, (status, request)) in requests.iter().enumerate().filter(|(_, (_, request))| request.0 == "POST") {
        let again = perform(&ada, &format!("key-{number}"), request).await;
        assert_eq!((again.status, again.header(REPLAYED)), (*status, "true"), "{request:?}: {}", again.body);
        assert_eq!(again.body["id"], first_answers[number]["id"], "{request:?}");
    }
    assert_eq!(ada.get("/rooms").await.expect(200)["items"].as_array().map(Vec::len), Some(3));
}

async fn without_a_key_each_request_counts(server: &Server) {
    let [ada, ..] = three(server).await;
    let room_id = ada.group("Kitchen", &[]).await;
    let path = format!("/rooms/{room_id}/messages");
    for _ in 0..2 {
        let answer = ada.post(&path, json!({ "content": "again" })).await;
        assert_eq!((answer.status, answer.header(REPLAYED)), (201, ""));
    }
    assert_eq!(ada.history(&room_id).await.len(), 3);
}

async fn a_key_stands_for_one_request(server: &Server) {
    let [ada, bob, _] = three(server).await;
    let (kitchen, study) = (ada.group("Kitchen", &[&bob]).await, ada.group("Study", &[]).await);
    let keyed = ada.with_header("Idempotency-Key", "the-key");
    let path = format!("/rooms/{kitchen}/messages");
    let sent = keyed.post(&path, json!({ "content": "once" })).await.expect(201);
    let end = log_end(&ada).await;
    keyed.post(&path, json!({ "content": "other words" })).await.problem(422, "idempotency_key_reused");
    keyed.post(&format!("/rooms/{study}/messages"), json!({ "content": "once" })).await.problem(422, "idempotency_key_reused");
    let message = format!("{path}/{}", text(&sent["id"]));
    keyed.patch(&message, json!({ "content": "once" })).await.problem(422, "idempotency_key_reused");
    keyed.delete(&message).await.problem(422, "idempotency_key_reused");
    keyed.patch(&format!("/rooms/{kitchen}"), json!({ "name": "Pantry" })).await.problem(422, "idempotency_key_reused");
    keyed.post("/rooms", json!({ "kind": "group", "name": "Cellar", "member_ids": [] })).await.problem(422, "idempotency_key_reused");
    for path in [path.clone(), format!("{path}?scope=everyone"), format!("/rooms/{kitchen}"), format!("/users/{}/block", bob.id)] {
        keyed.delete(&path).await.problem(422, "idempotency_key_reused");
    }
    for path in [format!("/rooms/{kitchen}/undo"), format!("/users/{}/block", bob.id)] {
        keyed.post_empty(&path).await.problem(422, "idempotency_key_reused");
    }
    assert_eq!(events_since(&ada, &end).await, 0);
    assert_eq!(keyed.post(&path, json!({ "content": "once" })).await.expect(201), sent);
    // To read, a key is of no use and does no harm.
    assert_eq!(keyed.get(&message).await.expect(200), sent);
}

async fn a_key_belongs_to_a_person_on_all_devices(server: &Server) {
    let [ada, bob, _] = three(server).await;
    let request: Request = ("POST", "/rooms".to_owned(), Some(json!({ "kind": "group", "name": "Kitchen", "member_ids": [] })));
    let made = perform(&ada, "the-key", &request).await.expect(201);
    let by_bob = perform(&bob, "the-key", &request).await;
    assert_eq!((by_bob.status, by_bob.header(REPLAYED)), (201, ""));
    assert_ne!(by_bob.body["id"], made["id"]);
    let phone = Person::login(server, "ada").await;
    let again = perform(&phone, "the-key", &request).await;
    assert_eq!((again.status, again.header(REPLAYED)), (201, "true"));
    assert_eq!(again.body, made);
}

async fn a_key_at_twenty_doors_opens_one(server: &Server) {
    let [ada, bob, cleo] = three(server).await;
    let witness = log_end(&bob).await;
    let requests = requests(&ada, &bob, &cleo).await;
    for (number, (status, request)) in requests.iter().enumerate() {
        let key = format!("key-{number}");
        let answers = join_all((0..20).map(|_| perform(&ada, &key, request))).await;
        let distinct: BTreeSet<String> = answers.iter().map(|answer| format!("{} {}", answer.status, answer.body)).collect();
        assert_eq!(distinct.len(), 1, "{request:?}: {distinct:?}");
        assert_eq!(answers[0].status, *status, "{request:?}: {}", answers[0].body);
        assert_eq!(answers.iter().filter(|answer| answer.header(REPLAYED) == "true").count(), 19, "{request:?}");
    }
    // Bob shares three rooms with Ada and hears each change once.
    let page = bob.get(&format!("/sync?limit=100&cursor={witness}")).await.expect(200);
    let mut counts = BTreeMap::new();
    for event in page["items"].as_array().expect("a page has items") {
        *counts.entry(text(&event["type"])).or_insert(0) += 1;
    }
    let expected = [("room.created", 3), ("message.updated", 2), ("message.deleted", 1), ("member.joined", 1), ("member.left", 1)];
    for (name, count) in expected {
        assert_eq!(counts.get(name), Some(&count), "{name}: {counts:?}");
    }
    let kitchen = requests.iter().find_map(|(_, (_, path, _))| path.strip_suffix("/invites")).expect("there is a kitchen");
    let history = bob.get(&format!("{kitchen}/messages")).await.expect(200);
    let texts = history["items"].as_array().into_iter().flatten().filter_map(|message| message["content"].as_str());
    assert_eq!(texts.filter(|content| content.starts_with("once")).count(), 2);
}

async fn a_refusal_is_not_kept(server: &Server) {
    let [ada, bob, _] = three(server).await;
    let room_id = ada.group("Kitchen", &[]).await;
    let request: Request = ("POST", format!("/rooms/{room_id}/messages"), Some(json!({ "content": "hello" })));
    perform(&bob, "the-key", &request).await.problem(404, "not_found");
    ada.post(&format!("/rooms/{room_id}/members"), json!({ "user_id": bob.id })).await.expect(201);
    let answer = perform(&bob, "the-key", &request).await;
    assert_eq!((answer.status, answer.header(REPLAYED)), (201, ""));
    // Nor does a refused request take a key for itself.
    let empty: Request = ("POST", format!("/rooms/{room_id}/messages"), Some(json!({ "content": "" })));
    perform(&bob, "other-key", &empty).await.problem(422, "validation_failed");
    perform(&bob, "other-key", &request).await.expect(201);
}

async fn a_repeat_does_not_need_what_the_first_one_took_away(server: &Server) {
    let [ada, bob, _] = three(server).await;
    let room_id = ada.group("Kitchen", &[&bob]).await;
    let leave: Request = ("POST", format!("/rooms/{room_id}/leave"), None);
    let send: Request = ("POST", format!("/rooms/{room_id}/messages"), Some(json!({ "content": "goodbye" })));
    let sent = perform(&bob, "send", &send).await.expect(201);
    perform(&bob, "leave", &leave).await.expect(204);
    assert_eq!(perform(&bob, "leave", &leave).await.header(REPLAYED), "true");
    perform(&bob, "another", &leave).await.problem(404, "not_found");
    let again = perform(&bob, "send", &send).await;
    assert_eq!((again.status, again.header(REPLAYED)), (201, "true"));
    assert_eq!(again.body, sent);
}

async fn a_key_has_a_form(server: &Server) {
    let [ada, ..] = three(server).await;
    let request: Request = ("POST", "/rooms".to_owned(), Some(json!({ "kind": "group", "name": "Kitchen", "member_ids": [] })));
    for key in ["", "two words", &"x".repeat(256)] {
        perform(&ada, key, &request).await.problem(400, "bad_request");
    }
    perform(&ada, &"x".repeat(255), &request).await.expect(201);
    perform(&ada, "!~{}\"';--", &request).await.expect(201);
    assert_eq!(ada.get("/rooms").await.expect(200)["items"].as_array().map(Vec::len), Some(2));
}

async fn kept_answers_survive_a_crash(server: &Server) {
    let [ada, bob, cleo] = three(server).await;
    let requests = requests(&ada, &bob, &cleo).await;
    let mut answers = Vec::new();
    for (number, (status, request)) in requests.iter().enumerate() {
        answers.push(perform(&ada, &format!("key-{number}"), request).await.expect(*status));
    }
    let end = log_end(&bob).await;
    server.kill().await;
    server.run().await;
    for (number, (status, request)) in requests.iter().enumerate() {
        let again = perform(&ada, &format!("key-{number}"), request).await;
        assert_eq!((again.status, again.header(REPLAYED)), (*status, "true"), "{request:?}: {}", again.body);
        assert_eq!(again.body["id"], answers[number]["id"], "{request:?}");
    }
    assert_eq!(events_since(&bob, &end).await, 0);
    let (_, send) = &requests[3];
    let other: Request = (send.0, send.1.clone(), Some(json!({ "content": "other words" })));
    perform(&ada, "key-3", &other).await.problem(422, "idempotency_key_reused");
}

async fn a_crash_amid_many_sends_doubles_and_loses_none(server: &Server) {
    let [ada, bob, _] = three(server).await;
    let room_id = ada.group("Kitchen", &[&bob]).await;
    let path = format!("/rooms/{room_id}/messages");
    let send = |number: usize| {
        let (client, path) = (ada.with_header("Idempotency-Key", &format!("key-{number}")), path.clone());
        async move { client.try_send("POST", &path, |request| request.json(&json!({ "content": format!("word {number}") }))).await }
    };
    let crash = async {
        // As soon as something is stored, and much is on its way.
        while bob.history(&room_id).await.len() < 2 {}
        server.kill().await;
    };
    let (before, ()) = tokio::join!(join_all((0..300).map(send)), crash);
    assert!(before.iter().any(Result::is_ok), "the crash came before the first answer");
    assert!(before.iter().any(Result::is_err), "the crash came after the last answer");
    server.run().await;
    let after = join_all((0..300).map(send)).await;
    let mut ids = BTreeSet::new();
    for (first, again) in before.into_iter().zip(after) {
        let again = again.expect("the server is back");
        if let Ok(first) = first.map(|answer| answer.expect(201)) {
            assert_eq!(again.header(REPLAYED), "true");
            assert_eq!(again.body, first);
        }
        ids.insert(text(&again.expect(201)["id"]));
    }
    assert_eq!(ids.len(), 300);
    let newest = bob.history(&room_id).await;
    assert_eq!(newest.last().map(|message| message["seq"].clone()), Some(json!(301)));
}
