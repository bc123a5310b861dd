//! Rooms: making and finding them, listing them by activity, changing them, and what their members hear of it.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::client::pointers;
use tests::person::{text, told};
use tests::{Client, Person, Server, on_both_engines};

mod listing;

on_both_engines![
    a_direct_room_is_one_from_both_sides,
    a_pair_that_asks_at_once_gets_one_room,
    a_direct_room_needs_one_other_person,
    an_unknown_member_is_named_by_place,
    a_group_begins_with_its_founder_as_owner,
    a_founder_among_the_members_counts_once,
    a_stranger_does_not_see_a_room,
    admins_change_a_group_and_members_do_not,
    what_a_change_leaves_out_stays,
    a_direct_room_has_nothing_to_change,
    founders_hear_of_a_room_on_sockets_that_were_open_before,
    the_other_one_hears_of_a_direct_room_once,
    members_hear_of_a_change,
];

/// Nobody's id.
const NOBODY: &str = "01936f5a-8d42-7c03-b1f6-2e9a4d7c5b22";

async fn list(person: &Client, query: &str) -> Vec<Value> {
    let page = person.get(&format!("/rooms{query}")).await.expect(200);
    page["items"].as_array().expect("a page has items").clone()
}

fn names(frames: &[Value]) -> Vec<&str> {
    frames.iter().filter_map(|frame| frame["type"].as_str()).collect()
}

async fn a_direct_room_is_one_from_both_sides(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let made = ada.post("/rooms", json!({ "kind": "direct", "member_ids": [bob.id] })).await.expect(201);
    let found = ada.post("/rooms", json!({ "kind": "direct", "member_ids": [bob.id] })).await.expect(200);
    let found_by_bob = bob.post("/rooms", json!({ "kind": "direct", "member_ids": [ada.id] })).await.expect(200);
    assert_eq!(made, found);
    assert_eq!(made, found_by_bob);
    assert_eq!(made["kind"], "direct");
    assert_eq!(made["member_count"], 2);
    assert_eq!(made["my_role"], "member");
    assert!(made.get("owner_id").is_none() && made.get("name").is_none(), "{made}");
    assert_eq!(list(&ada, "").await, list(&bob, "").await);
    assert_eq!(list(&ada, "").await, [made]);
}

async fn a_pair_that_asks_at_once_gets_one_room(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let asking = (0..10).map(|turn| {
        let (asker, other) = if turn % 2 == 0 { (&ada, &bob) } else { (&bob, &ada) };
        asker.post("/rooms", json!({ "kind": "direct", "member_ids": [other.id] }))
    });
    let answers = join_all(asking).await;
    let ids: BTreeSet<String> = answers.iter().map(|answer| text(&answer.body["id"])).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 9);
    assert_eq!(list(&ada, "").await.len(), 1);
}

async fn a_direct_room_needs_one_other_person(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let cleo = Person::register(server, "cleo").await;
    ada.post("/rooms", json!({ "kind": "direct", "member_ids": [ada.id] })).await.problem(422, "self_message");
    ada.post("/rooms", json!({ "kind": "direct", "member_ids": [] })).await.problem(422, "self_message");
    let two = ada.post("/rooms", json!({ "kind": "direct", "member_ids": [bob.id, cleo.id] })).await.problem(422, "validation_failed");
    assert_eq!(pointers(&two), ["/member_ids"]);
    assert!(list(&ada, "").await.is_empty());
}

async fn an_unknown_member_is_named_by_place(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let direct = ada.post("/rooms", json!({ "kind": "direct", "member_ids": [NOBODY] })).await.problem(422, "unknown_member");
    assert_eq!(pointers(&direct), ["/member_ids/0"]);
    let body = json!({ "kind": "group", "name": "Kitchen", "member_ids": [bob.id, NOBODY] });
    let group = ada.post("/rooms", body).await.problem(422, "unknown_member");
    assert_eq!(pointers(&group), ["/member_ids/1"]);
    // The place is that of the request, also when the founder is named in it.
    let body = json!({ "kind": "group", "name": "Kitchen", "member_ids": [ada.id, NOBODY] });
    let group = ada.post("/rooms", body).await.problem(422, "unknown_member");
    assert_eq!(pointers(&group), ["/member_ids/1"]);
    assert!(list(&bob, "").await.is_empty(), "a room that was refused has members");
}

async fn a_group_begins_with_its_founder_as_owner(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let body = json!({ "kind": "group", "name": "Kitchen", "description": "Where the coffee is", "member_ids": [bob.id] });
    let room = ada.post("/rooms", body).await.expect(201);
    assert_eq!(room["name"], "Kitchen");
    assert_eq!(room["description"], "Where the coffee is");
    assert_eq!(room["owner_id"], ada.id);
    assert_eq!(room["member_count"], 2);
    assert_eq!(room["my_role"], "owner");
    let path = format!("/rooms/{}", text(&room["id"]));
    assert_eq!(ada.get(&path).await.expect(200), room);
    assert_eq!(bob.get(&path).await.expect(200)["my_role"], "member");
    let history = bob.history(&text(&room["id"])).await;
    assert_eq!(history.len(), 1);
    assert_eq!(history[0]["kind"], "system");
    assert_eq!(history[0]["system_event"], "room_created");
    assert_eq!(history[0]["seq"], 1);
    assert_eq!(history[0]["sender_id"], ada.id);
    assert_eq!(room["last_message"], history[0]);
}

async fn a_founder_among_the_members_counts_once(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let room = ada.post("/rooms", json!({ "kind": "group", "name": "Kitchen", "member_ids": [ada.id, bob.id] })).await.expect(201);
    assert_eq!(room["member_count"], 2);
    assert_eq!(room["my_role"], "owner");
    let twice = ada.post("/rooms", json!({ "kind": "group", "name": "Kitchen", "member_ids": [bob.id, bob.id] })).await;
    assert_eq!(pointers(&twice.problem(422, "validation_failed")), ["/member_ids"]);
    let alone = ada.post("/rooms", json!({ "kind": "group", "name": "Study", "member_ids": [] })).await.expect(201);
    assert_eq!(alone["member_count"], 1);
}

async fn a_stranger_does_not_see_a_room(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let eve = Person::register(server, "eve").await;
    for room_id in [ada.group("Kitchen", &[&bob]).await, ada.direct(&bob).await] {
        let path = format!("/rooms/{room_id}");
        eve.get(&path).await.problem(404, "not_found");
        eve.patch(&path, json!({ "name": "Mine" })).await.problem(404, "not_found");
    }
    assert!(list(&eve, "").await.is_empty());
    eve.get(&format!("/rooms/{NOBODY}")).await.problem(404, "not_found");
}

async fn admins_change_a_group_and_members_do_not(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let cleo = Person::register(server, "cleo").await;
    let room_id = ada.group("Kitchen", &[&bob, &cleo]).await;
    let path = format!("/rooms/{room_id}");
    ada.patch(&format!("{path}/members/{}", bob.id), json!({ "role": "admin" })).await.expect(200);
    assert_eq!(ada.patch(&path, json!({ "name": "Galley" })).await.expect(200)["name"], "Galley");
    let changed = bob.patch(&path, json!({ "name": "Pantry" })).await.expect(200);
    assert_eq!((&changed["name"], &changed["my_role"]), (&json!("Pantry"), &json!("admin")));
    cleo.patch(&path, json!({ "name": "Mine" })).await.problem(403, "forbidden");
    assert_eq!(cleo.get(&path).await.expect(200)["name"], "Pantry");
}

async fn what_a_change_leaves_out_stays(server: &Server) {
    let ada = Person::register(server, "ada").await;
    let body = json!({ "kind": "group", "name": "Kitchen", "description": "Coffee", "member_ids": [] });
    let path = format!("/rooms/{}", text(&ada.post("/rooms", body).await.expect(201)["id"]));
    let named = ada.patch(&path, json!({ "name": "Pantry" })).await.expect(200);
    assert_eq!(named["description"], "Coffee");
    let described = ada.patch(&path, json!({ "description": "Tea" })).await.expect(200);
    assert_eq!((&described["name"], &described["description"]), (&json!("Pantry"), &json!("Tea")));
    let cleared = ada.patch(&path, json!({ "description": null })).await.expect(200);
    assert!(cleared.get("description").is_none(), "{cleared}");
    assert_eq!(cleared["name"], "Pantry");
    assert_eq!(ada.patch(&path, json!({})).await.expect(200), cleared);
    for body in [json!({ "name": null }), json!({ "name": "" }), json!({ "name": "x".repeat(101) })] {
        assert_eq!(pointers(&ada.patch(&path, body).await.problem(422, "validation_failed")), ["/name"]);
    }
    let long = ada.patch(&path, json!({ "description": "x".repeat(1001) })).await.problem(422, "validation_failed");
    assert_eq!(pointers(&long), ["/description"]);
    assert_eq!(pointers(&ada.patch(&path, json!({ "owner_id": NOBODY })).await.problem(422, "validation_failed")), ["/owner_id"]);
    assert_eq!(ada.get(&path).await.expect(200), cleared);
}

async fn a_direct_room_has_nothing_to_change(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let path = format!("/rooms/{}", ada.direct(&bob).await);
    ada.patch(&path, json!({ "name": "Us" })).await.problem(409, "conflict");
    assert!(bob.get(&path).await.expect(200).get("name").is_none());
}

async fn founders_hear_of_a_room_on_sockets_that_were_open_before(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let eve = Person::register(server, "eve").await;
    let hall = ada.group("Hall", &[&bob, &eve]).await;
    let mut founders = [ada.listen_from_now().await, ada.listen_from_now().await, bob.listen_from_now().await];
    let mut stranger = eve.listen_from_now().await;
    let room_id = ada.group("Kitchen", &[&bob]).await;
    let marker = ada.say(&hall, "that was all").await;
    let mut heard = Vec::new();
    for socket in &mut founders {
        let frames = socket.up_to(&marker).await;
        assert_eq!(names(&frames), ["room.created", "message.created", "message.created"]);
        assert_eq!((&frames[0]["room_id"], &frames[0]["seq"]), (&json!(room_id), &json!(1)));
        assert_eq!((&frames[1]["room_id"], &frames[1]["seq"]), (&json!(room_id), &json!(2)));
        let room = &frames[0]["data"]["room"];
        assert_eq!((&room["name"], &room["member_count"]), (&json!("Kitchen"), &json!(2)));
        assert!(room.get("my_role").is_none(), "one frame for all says nothing of one: {room}");
        heard.push(frames);
    }
    assert!(heard.iter().all(|frames| *frames == heard[0]), "the frames are the same for everyone");
    assert_eq!(names(&stranger.up_to(&marker).await), ["message.created"]);
    // The sockets go on hearing the room.
    let sent = bob.say(&room_id, "coffee?").await;
    for socket in &mut founders {
        assert_eq!(socket.until("message.created").await["data"]["message"], told(&sent));
    }
}

async fn the_other_one_hears_of_a_direct_room_once(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let mut socket = bob.listen_from_now().await;
    let room_id = ada.direct(&bob).await;
    assert_eq!(ada.direct(&bob).await, room_id);
    assert_eq!(bob.direct(&ada).await, room_id);
    let marker = ada.say(&room_id, "hello").await;
    assert_eq!(marker["seq"], 1);
    let frames = socket.up_to(&marker).await;
    assert_eq!(names(&frames), ["room.created", "message.created"]);
    assert_eq!(frames[0]["data"]["room"]["kind"], "direct");
}

async fn members_hear_of_a_change(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let room_id = ada.group("Kitchen", &[&bob]).await;
    let mut sockets = [ada.listen_from_now().await, bob.listen_from_now().await];
    ada.patch(&format!("/rooms/{room_id}"), json!({ "name": "Pantry", "description": "Jam" })).await.expect(200);
    for socket in &mut sockets {
        let frame = socket.until("room.updated").await;
        assert_eq!(frame["room_id"], room_id);
        let room = &frame["data"]["room"];
        assert_eq!((&room["name"], &room["description"], &room["id"]), (&json!("Pantry"), &json!("Jam"), &json!(room_id)));
    }
}
