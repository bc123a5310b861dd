//! Forwarding: a text sent on to other rooms, to each for itself, and what its own room is told of it.

use serde_json::{Value, json};
use tests::client::pointers;
use tests::generate::new_id;
use tests::person::path_of;
use tests::person::text;
use tests::{Answer, Client, Person, Server, on_both_engines};

mod copies;
mod counting;
mod deleting;
mod keys;

on_both_engines![
    a_text_goes_to_several_rooms_at_once,
    what_fails_in_one_room_does_not_keep_it_from_the_others,
    nothing_came_anywhere_and_nothing_is_told,
    a_message_out_of_sight_is_not_found,
    what_has_no_persons_text_cannot_be_forwarded,
    another_may_forward_what_is_not_theirs,
    as_many_rooms_as_fifty,
    what_cannot_be_understood_is_refused,
];

/// Ada, Bob and Cleo, with a group of the three.
struct House {
    ada: Person,
    bob: Person,
    cleo: Person,
    kitchen: String,
}

impl House {
    async fn new(server: &Server) -> Self {
        let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
        let cleo = Person::register(server, "cleo").await;
        let kitchen = ada.group("Kitchen", &[&bob, &cleo]).await;
        Self { ada, bob, cleo, kitchen }
    }
}

/// Asks for a message to be forwarded.
async fn ask(client: &Client, message: &Value, rooms: &[&str]) -> Answer {
    client.post(&format!("/messages/{}/forward", text(&message["id"])), json!({ "room_ids": rooms })).await
}

/// Forwards a message; gives what became of it in each room, in their order.
async fn forward(client: &Client, message: &Value, rooms: &[&str]) -> Vec<Value> {
    let outcomes = ask(client, message, rooms).await.expect(200);
    let items = outcomes["items"].as_array().expect("there are outcomes").clone();
    assert_eq!(items.iter().filter_map(|outcome| outcome["room_id"].as_str()).collect::<Vec<_>>(), rooms);
    for outcome in &items {
        let parts = ["message", "code", "detail"].map(|part| outcome.get(part).is_some());
        let expected = if outcome["status"] == "forwarded" { [true, false, false] } else { [false, true, true] };
        assert_eq!(parts, expected, "{outcome}");
    }
    items
}

/// Forwards a message to one room; gives the message there.
async fn forward_to(client: &Client, message: &Value, room_id: &str) -> Value {
    let outcome = forward(client, message, &[room_id]).await.remove(0);
    assert_eq!(outcome["status"], "forwarded", "{outcome}");
    outcome["message"].clone()
}

/// Where a copy of a message says that it comes from.
fn origin(message: &Value) -> Value {
    json!({ "message_id": message["id"], "room_id": message["room_id"], "sender_id": message["sender_id"] })
}

/// How often a message was forwarded, as one of its room is told by everything that shows it.
async fn count(person: &Person, message: &Value) -> i64 {
    let shown = person.get(&path_of(message)).await.expect(200);
    let around = format!("/rooms/{}/messages?around={}&limit=1", text(&message["room_id"]), text(&message["id"]));
    assert_eq!(person.get(&around).await.expect(200)["items"], json!([shown]));
    let room = person.get(&format!("/rooms/{}", text(&message["room_id"]))).await.expect(200);
    assert!(room["last_message"]["id"] != message["id"] || room["last_message"] == shown, "{room}");
    shown["forwarded_count"].as_i64().expect("it is a number")
}

/// The codes of what failed; nothing for what did not.
fn codes(outcomes: &[Value]) -> Vec<Option<&str>> {
    outcomes.iter().map(|outcome| outcome["code"].as_str()).collect()
}

async fn a_text_goes_to_several_rooms_at_once(server: &Server) {
    let House { ada, bob, cleo, kitchen } = House::new(server).await;
    let (study, direct) = (bob.group("Study", &[]).await, bob.direct(&cleo).await);
    let source = ada.say(&kitchen, "Tea is ready").await;
    assert_eq!((source.get("forwarded_from"), &source["forwarded_count"]), (None, &json!(0)));
    let outcomes = forward(&bob, &source, &[&direct, &study]).await;
    for (outcome, seq) in outcomes.iter().zip([1, 2]) {
        let copy = &outcome["message"];
        let (id, created_at) = (&copy["id"], &copy["created_at"]);
        assert!(*id != source["id"] && text(created_at) >= text(&source["created_at"]), "{copy}");
        let expected = json!({
            "id": id, "room_id": outcome["room_id"], "seq": seq, "sender_id": bob.id, "kind": "user", "content": "Tea is ready",
            "forwarded_from": origin(&source), "forwarded_count": 0, "is_edited": false, "status": "sent", "created_at": created_at,
        });
        assert_eq!(copy, &expected);
        assert_eq!(&bob.get(&path_of(copy)).await.expect(200), copy);
        assert_eq!(bob.history(&text(&copy["room_id"])).await.last(), Some(copy));
    }
    assert_ne!(outcomes[0]["message"]["id"], outcomes[1]["message"]["id"]);
    assert_eq!(count(&ada, &source).await, 2);
}

async fn what_fails_in_one_room_does_not_keep_it_from_the_others(server: &Server) {
    let House { ada, bob, cleo, kitchen } = House::new(server).await;
    let (study, cellar) = (ada.group("Study", &[]).await, cleo.group("Cellar", &[&bob]).await);
    let (with_bob, with_cleo, nowhere) = (ada.direct(&bob).await, ada.direct(&cleo).await, new_id());
    bob.block(&ada).await;
    let source = ada.say(&kitchen, "Tea is ready").await;
    let before = cleo.history(&cellar).await;
    let rooms = [cellar.as_str(), &study, &with_bob, &kitchen, &nowhere, &with_cleo];
    let outcomes = forward(&ada, &source, &rooms).await;
    assert_eq!(codes(&outcomes), [Some("not_found"), None, Some("blocked"), None, Some("not_found"), None]);
    assert!(outcomes.iter().filter_map(|outcome| outcome["detail"].as_str()).all(|detail| !detail.is_empty()));
    // What does not exist and what is not one's own are told alike.
    assert_eq!(outcomes[0]["detail"], outcomes[4]["detail"]);
    assert_eq!((cleo.history(&cellar).await, ada.history(&with_bob).await), (before, vec![]));
    for at in [1, 3, 5] {
        assert_eq!(ada.history(rooms[at]).await.last(), Some(&outcomes[at]["message"]));
    }
    assert_eq!(count(&ada, &source).await, 3);
    // The other way round it is blocked as well.
    let from_bob = bob.say(&cellar, "Mind the step").await;
    assert_eq!(codes(&forward(&bob, &from_bob, &[&with_bob]).await), [Some("blocked")]);
}

async fn nothing_came_anywhere_and_nothing_is_told(server: &Server) {
    let House { ada, bob, kitchen, .. } = House::new(server).await;
    let study = ada.group("Study", &[]).await;
    let direct = bob.direct(&ada).await;
    let source = ada.say(&kitchen, "Tea is ready").await;
    ada.block(&bob).await;
    let mut ears = [ada.listen_from_now().await, bob.listen_from_now().await];
    let outcomes = forward(&bob, &source, &[&study, &direct]).await;
    assert_eq!(codes(&outcomes), [Some("not_found"), Some("blocked")]);
    assert_eq!(count(&ada, &source).await, 0);
    let marker = ada.say(&kitchen, "that was all").await;
    for ear in &mut ears {
        assert_eq!(ear.up_to(&marker).await.len(), 1);
    }
}

async fn a_message_out_of_sight_is_not_found(server: &Server) {
    let House { ada, bob, cleo, kitchen } = House::new(server).await;
    let eve = Person::register(server, "eve").await;
    let (den, hall) = (eve.group("Den", &[]).await, bob.group("Hall", &[&cleo]).await);
    let source = ada.say(&kitchen, "Tea is ready").await;
    ask(&eve, &source, &[&den]).await.problem(404, "not_found");
    eve.post(&format!("/messages/{}/forward", new_id()), json!({ "room_ids": [den] })).await.problem(404, "not_found");
    // Blocked by the reader, and seen again.
    bob.block(&ada).await;
    ask(&bob, &source, &[&hall]).await.problem(404, "not_found");
    bob.delete(&format!("/users/{}/block", ada.id)).await.expect(204);
    // Cleared by the reader.
    bob.delete(&format!("/rooms/{kitchen}/messages?scope=me")).await.expect(200);
    ask(&bob, &source, &[&hall]).await.problem(404, "not_found");
    // Of a room that one has left.
    cleo.post_empty(&format!("/rooms/{kitchen}/leave")).await.expect(204);
    ask(&cleo, &source, &[&hall]).await.problem(404, "not_found");
    assert_eq!((bob.history(&hall).await.len(), eve.history(&den).await.len(), count(&ada, &source).await), (1, 1, 0));
    // Taken back, it is there.
    bob.post_empty(&format!("/rooms/{kitchen}/undo")).await.expect(200);
    forward_to(&bob, &source, &hall).await;
    ada.delete(&format!("/rooms/{kitchen}/messages?scope=everyone")).await.expect(200);
    for person in [&ada, &bob] {
        ask(person, &source, &[&hall]).await.problem(404, "not_found");
    }
    server.client().post(&format!("/messages/{}/forward", text(&source["id"])), json!({ "room_ids": [hall] })).await.expect(401);
}

async fn what_has_no_persons_text_cannot_be_forwarded(server: &Server) {
    let House { ada, bob, kitchen, .. } = House::new(server).await;
    let study = bob.group("Study", &[]).await;
    let made = bob.history(&kitchen).await.remove(0);
    assert_eq!(made["kind"], "system");
    let deleted = ada.say(&kitchen, "a slip").await;
    ada.delete(&path_of(&deleted)).await.expect(200);
    for (person, message) in [(&bob, &made), (&ada, &made), (&bob, &deleted), (&ada, &deleted)] {
        ask(person, message, &[&study, &kitchen]).await.problem(409, "conflict");
    }
    assert_eq!((bob.history(&study).await.len(), bob.history(&kitchen).await.len()), (1, 2));
}

async fn another_may_forward_what_is_not_theirs(server: &Server) {
    let House { ada, bob, cleo, kitchen } = House::new(server).await;
    // Who has blocked the reader is read by them all the same.
    ada.block(&cleo).await;
    let source = ada.say(&kitchen, "Tea is ready").await;
    let hall = cleo.group("Hall", &[&ada, &bob]).await;
    let copy = forward_to(&cleo, &source, &hall).await;
    assert_eq!((&copy["sender_id"], &copy["forwarded_from"]), (&json!(cleo.id), &origin(&source)));
    assert_eq!(bob.get(&path_of(&copy)).await.expect(200)["forwarded_from"], origin(&source));
    // And the copy is out of their sight, as all that Cleo writes.
    ada.get(&path_of(&copy)).await.problem(404, "not_found");
    assert_eq!((count(&ada, &source).await, count(&cleo, &source).await), (1, 1));
}

async fn as_many_rooms_as_fifty(server: &Server) {
    let House { ada, kitchen, .. } = House::new(server).await;
    let source = ada.say(&kitchen, "Tea is ready").await;
    let mut rooms: Vec<String> = (0..47).map(|_| new_id()).collect();
    for name in ["Study", "Cellar", "Attic"] {
        rooms.insert(rooms.len() / 2, ada.group(name, &[]).await);
    }
    let rooms: Vec<&str> = rooms.iter().map(String::as_str).collect();
    let outcomes = forward(&ada, &source, &rooms).await;
    assert_eq!(codes(&outcomes).into_iter().filter(|code| *code == Some("not_found")).count(), 47);
    assert_eq!((outcomes.len(), count(&ada, &source).await), (50, 3));
}

async fn what_cannot_be_understood_is_refused(server: &Server) {
    let House { ada, kitchen, .. } = House::new(server).await;
    let source = ada.say(&kitchen, "Tea is ready").await;
    let path = format!("/messages/{}/forward", text(&source["id"]));
    let many: Vec<String> = (0..51).map(|_| new_id()).collect();
    for wrong in [json!([]), json!(many), json!([kitchen, kitchen]), json!(kitchen), json!(null)] {
        let problem = ada.post(&path, json!({ "room_ids": wrong })).await.problem(422, "validation_failed");
        assert_eq!(pointers(&problem), ["/room_ids"]);
    }
    ada.post(&path, json!({})).await.problem(422, "validation_failed");
    let problem = ada.post(&path, json!({ "room_ids": [kitchen, "the hall"] })).await.problem(422, "validation_failed");
    assert_eq!(pointers(&problem), ["/room_ids/1"]);
    let problem = ada.post(&path, json!({ "room_ids": [kitchen], "content": "other words" })).await.problem(422, "validation_failed");
    assert_eq!(pointers(&problem), ["/content"]);
    ada.post("/messages/the-last/forward", json!({ "room_ids": [kitchen] })).await.problem(400, "bad_request");
    assert_eq!((ada.history(&kitchen).await.len(), count(&ada, &source).await), (2, 0));
}
