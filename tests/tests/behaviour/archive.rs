//! Archiving: a room out of one's own list, on all one's devices, and nobody else's business.

use serde_json::{Value, json};
use tests::client::pointers;
use tests::person::{text, told};
use tests::scene::pair;
use tests::{Person, Server, on_both_engines};

on_both_engines![
    an_archived_room_is_in_the_other_list,
    archiving_is_ones_own_business,
    ones_own_devices_hear_of_it_and_nobody_else,
    a_repeat_changes_nothing_and_is_not_heard,
    archiving_survives_new_messages_and_reading,
    an_archived_room_goes_on_counting,
    who_comes_back_finds_the_room_not_archived,
    who_resumes_hears_of_archiving,
    direct_rooms_can_be_archived_and_found_again,
    both_filters_together_and_page_by_page,
    a_room_that_is_not_ones_own_is_not_found,
    what_cannot_be_understood_is_refused,
];

/// Nothing's id.
const NOTHING: &str = "01936f5c-40b9-7e12-8c7d-1a5f9e3b6d44";

/// Archives a room or takes it back; gives the room.
async fn archive(person: &Person, room_id: &str, archived: bool) -> Value {
    let room = person.put(&format!("/rooms/{room_id}/archive"), json!({ "archived": archived })).await.expect(200);
    assert_eq!((&room["id"], &room["is_archived"]), (&json!(room_id), &json!(archived)));
    room
}

/// The ids of the rooms in one's list, sorted.
async fn ids(person: &Person, query: &str) -> Vec<String> {
    let page = person.get(&format!("/rooms{query}")).await.expect(200);
    let mut ids: Vec<String> = page["items"].as_array().expect("a page has items").iter().map(|room| text(&room["id"])).collect();
    ids.sort();
    ids
}

fn sorted<const N: usize>(rooms: [&String; N]) -> Vec<String> {
    let mut ids: Vec<String> = rooms.into_iter().cloned().collect();
    ids.sort();
    ids
}

fn names(frames: &[Value]) -> Vec<&str> {
    frames.iter().filter_map(|frame| frame["type"].as_str()).collect()
}

async fn an_archived_room_is_in_the_other_list(server: &Server) {
    let (ada, bob, kitchen) = pair(server).await;
    let (cellar, direct) = (ada.group("Cellar", &[]).await, ada.direct(&bob).await);
    assert_eq!(ids(&ada, "?archived=true").await, [""; 0]);
    let room = archive(&ada, &kitchen, true).await;
    assert_eq!(ada.get(&format!("/rooms/{kitchen}")).await.expect(200), room);
    assert_eq!(ids(&ada, "?archived=true").await, sorted([&kitchen]));
    assert_eq!(ids(&ada, "?archived=false").await, sorted([&cellar, &direct]));
    // Without the filter, both.
    assert_eq!(ids(&ada, "").await, sorted([&kitchen, &cellar, &direct]));
    let page = ada.get("/rooms").await.expect(200);
    for listed in page["items"].as_array().expect("a page has items") {
        assert_eq!(listed["is_archived"], listed["id"] == kitchen, "{listed}");
    }
    archive(&ada, &kitchen, false).await;
    assert_eq!(ids(&ada, "?archived=true").await, [""; 0]);
    assert_eq!(ids(&ada, "?archived=false").await, sorted([&kitchen, &cellar, &direct]));
}

async fn archiving_is_ones_own_business(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let before = bob.get(&format!("/rooms/{room_id}")).await.expect(200);
    archive(&ada, &room_id, true).await;
    assert_eq!(bob.get(&format!("/rooms/{room_id}")).await.expect(200), before);
    assert_eq!(before["is_archived"], false);
    assert_eq!((ids(&bob, "?archived=true").await, ids(&bob, "?archived=false").await), (vec![], sorted([&room_id])));
    assert_eq!(ids(&Person::login(server, "ada").await, "?archived=true").await, sorted([&room_id]));
}

async fn ones_own_devices_hear_of_it_and_nobody_else(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let phone = Person::login(server, "ada").await;
    let mut own = [ada.listen_from_now().await, phone.listen_from_now().await];
    let mut other = bob.listen_from_now().await;
    archive(&phone, &room_id, true).await;
    archive(&ada, &room_id, false).await;
    let marker = bob.say(&room_id, "that was all").await;
    for socket in &mut own {
        let frames = socket.up_to(&marker).await;
        assert_eq!(names(&frames), ["room.archived", "room.unarchived", "message.created"]);
        for frame in &frames[..2] {
            assert_eq!(frame["data"], json!({ "room_id": room_id }));
            assert!(frame.get("room_id").is_none() && frame.get("seq").is_none(), "it is one person's: {frame}");
        }
    }
    assert_eq!(names(&other.up_to(&marker).await), ["message.created"]);
}

async fn a_repeat_changes_nothing_and_is_not_heard(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut socket = ada.listen_from_now().await;
    archive(&ada, &room_id, false).await;
    let marker = bob.say(&room_id, "nothing yet").await;
    assert_eq!(names(&socket.up_to(&marker).await), ["message.created"]);
    let room = archive(&ada, &room_id, true).await;
    assert_eq!(archive(&ada, &room_id, true).await, room);
    let path = format!("/rooms/{room_id}/archive");
    let again = futures_util::future::join_all((0..5).map(|_| ada.put(&path, json!({ "archived": true })))).await;
    assert!(again.iter().all(|answer| answer.status == 200 && answer.body == room), "{again:?}");
    let marker = bob.say(&room_id, "that was all").await;
    assert_eq!(names(&socket.up_to(&marker).await), ["room.archived", "message.created"]);
    assert_eq!(ids(&ada, "?archived=true").await, sorted([&room_id]));
}

async fn archiving_survives_new_messages_and_reading(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    archive(&ada, &room_id, true).await;
    bob.say(&room_id, "Are you there, @ada?").await;
    assert_eq!(ids(&ada, "?archived=true").await, sorted([&room_id]));
    ada.put(&format!("/rooms/{room_id}/read-status"), json!({ "status": "read" })).await.expect(200);
    ada.say(&room_id, "I am").await;
    ada.patch(&format!("/rooms/{room_id}"), json!({ "name": "Study" })).await.expect(200);
    assert_eq!(ids(&ada, "?archived=true").await, sorted([&room_id]));
    assert_eq!(ids(&ada, "?archived=false").await, [""; 0]);
}

async fn an_archived_room_goes_on_counting(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    archive(&ada, &room_id, true).await;
    let sent = bob.say(&room_id, "Are you there, @ada?").await;
    let page = ada.get("/rooms?archived=true").await.expect(200);
    let listed = &page["items"][0];
    assert_eq!((&listed["unread_count"], &listed["mention_count"]), (&json!(1), &json!(1)), "{listed}");
    assert_eq!((&listed["first_unread_message_id"], &listed["last_message"]), (&sent["id"], &told(&sent)));
    assert_eq!(ada.get("/unread-count").await.expect(200)["total"], 1);
}

async fn who_comes_back_finds_the_room_not_archived(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    archive(&bob, &room_id, true).await;
    bob.post_empty(&format!("/rooms/{room_id}/leave")).await.expect(204);
    assert_eq!(ids(&bob, "?archived=true").await, [""; 0]);
    ada.post(&format!("/rooms/{room_id}/members"), json!({ "user_id": bob.id })).await.expect(201);
    assert_eq!(ids(&bob, "?archived=false").await, sorted([&room_id]));
}

async fn who_resumes_hears_of_archiving(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let phone = Person::login(server, "ada").await;
    let away = [phone.listen_from_now().await.cut(), bob.listen_from_now().await.cut()];
    archive(&ada, &room_id, true).await;
    let marker = bob.say(&room_id, "that was all").await;
    let frames = phone.connect(away[0].as_deref()).await.up_to(&marker).await;
    assert_eq!(names(&frames), ["room.archived", "message.created"]);
    let frames = bob.connect(away[1].as_deref()).await.up_to(&marker).await;
    assert_eq!(names(&frames), ["message.created"]);
}

async fn direct_rooms_can_be_archived_and_found_again(server: &Server) {
    let (ada, bob, _) = pair(server).await;
    let direct = ada.direct(&bob).await;
    archive(&ada, &direct, true).await;
    let found = ada.post("/rooms", json!({ "kind": "direct", "member_ids": [bob.id] })).await.expect(200);
    assert_eq!((&found["id"], &found["is_archived"]), (&json!(direct), &json!(true)));
    let found = bob.post("/rooms", json!({ "kind": "direct", "member_ids": [ada.id] })).await.expect(200);
    assert_eq!((&found["id"], &found["is_archived"]), (&json!(direct), &json!(false)));
}

async fn both_filters_together_and_page_by_page(server: &Server) {
    let (ada, bob, _) = pair(server).await;
    let direct = ada.direct(&bob).await;
    archive(&ada, &direct, true).await;
    let mut archived = Vec::new();
    for number in 0..6 {
        let room_id = ada.group(&format!("Room {number}"), &[]).await;
        if number % 2 == 0 {
            archive(&ada, &room_id, true).await;
            archived.push(room_id);
        }
    }
    archived.sort();
    assert_eq!(ids(&ada, "?archived=true&kind=group").await, archived);
    assert_eq!(ids(&ada, "?archived=true&kind=direct").await, sorted([&direct]));
    assert_eq!(ids(&ada, "?archived=false&kind=direct").await, [""; 0]);
    let (mut seen, mut query) = (Vec::new(), "?archived=true&kind=group&limit=1".to_owned());
    loop {
        let page = ada.get(&format!("/rooms{query}")).await.expect(200);
        seen.extend(page["items"].as_array().expect("a page has items").iter().map(|room| text(&room["id"])));
        let Some(cursor) = page.get("next_cursor") else { break };
        query = format!("?archived=true&kind=group&limit=1&cursor={}", text(cursor));
    }
    seen.sort();
    assert_eq!(seen, archived);
}

async fn a_room_that_is_not_ones_own_is_not_found(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let eve = Person::register(server, "eve").await;
    let mut socket = eve.listen_from_now().await;
    for archived in [true, false] {
        for id in [room_id.as_str(), NOTHING] {
            eve.put(&format!("/rooms/{id}/archive"), json!({ "archived": archived })).await.problem(404, "not_found");
        }
    }
    bob.post_empty(&format!("/rooms/{room_id}/leave")).await.expect(204);
    bob.put(&format!("/rooms/{room_id}/archive"), json!({ "archived": true })).await.problem(404, "not_found");
    assert_eq!(socket.drain().await, [Value::Null; 0]);
    assert_eq!(ids(&ada, "?archived=false").await, sorted([&room_id]));
    server.client().put(&format!("/rooms/{room_id}/archive"), json!({ "archived": true })).await.expect(401);
}

async fn what_cannot_be_understood_is_refused(server: &Server) {
    let (ada, _, room_id) = pair(server).await;
    for body in [json!({}), json!({ "archived": "yes" }), json!({ "archived": null })] {
        let problem = ada.put(&format!("/rooms/{room_id}/archive"), body).await.problem(422, "validation_failed");
        assert_eq!(pointers(&problem), ["/archived"]);
    }
    ada.get("/rooms?archived=perhaps").await.problem(400, "bad_request");
    assert_eq!(ids(&ada, "?archived=true").await, [""; 0]);
}
