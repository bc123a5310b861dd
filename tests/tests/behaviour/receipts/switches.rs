//! The room's switch: who may say that reading is not told in a room, and who hears of it.

use serde_json::{Value, json};
use tests::client::pointers;
use tests::person::text;
use tests::{Person, Server, on_both_engines};

use super::{pair, read, status, three};

on_both_engines![
    a_room_tells_of_reading_at_first,
    the_admins_of_a_group_may_switch_it,
    either_of_two_may_switch_it_in_a_direct_room,
    a_direct_room_has_nothing_else_to_change,
    everybody_in_the_room_hears_of_it,
    the_name_and_the_switch_leave_each_other_alone,
    a_stranger_switches_nothing,
    what_cannot_be_understood_is_refused,
];

/// Sets whether reading is told in a room.
pub async fn switch(person: &Person, room_id: &str, read_receipts: bool) {
    let room = person.patch(&format!("/rooms/{room_id}"), json!({ "read_receipts": read_receipts })).await.expect(200);
    assert_eq!((&room["id"], &room["read_receipts"]), (&json!(room_id), &json!(read_receipts)));
}

async fn is_told(person: &Person, room_id: &str) -> Value {
    person.get(&format!("/rooms/{room_id}")).await.expect(200)["read_receipts"].clone()
}

async fn a_room_tells_of_reading_at_first(server: &Server) {
    let (ada, bob, group) = pair(server).await;
    let direct = bob.direct(&ada).await;
    let page = ada.get("/rooms").await.expect(200);
    let listed: Vec<&Value> = page["items"].as_array().into_iter().flatten().map(|room| &room["read_receipts"]).collect();
    assert_eq!(listed, [&json!(true), &json!(true)]);
    for room_id in [group, direct] {
        assert_eq!((is_told(&ada, &room_id).await, is_told(&bob, &room_id).await), (json!(true), json!(true)));
    }
}

async fn the_admins_of_a_group_may_switch_it(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    ada.patch(&format!("/rooms/{room_id}/members/{}", cleo.id), json!({ "role": "admin" })).await.expect(200);
    let path = format!("/rooms/{room_id}");
    for read_receipts in [false, true] {
        bob.patch(&path, json!({ "read_receipts": read_receipts })).await.problem(403, "forbidden");
    }
    assert_eq!(is_told(&bob, &room_id).await, true);
    switch(&cleo, &room_id, false).await;
    assert_eq!(is_told(&bob, &room_id).await, false);
    bob.patch(&path, json!({ "read_receipts": true })).await.problem(403, "forbidden");
    assert_eq!(is_told(&bob, &room_id).await, false);
    switch(&ada, &room_id, true).await;
    assert_eq!(is_told(&bob, &room_id).await, true);
}

async fn either_of_two_may_switch_it_in_a_direct_room(server: &Server) {
    let (ada, bob, _) = pair(server).await;
    let direct = ada.direct(&bob).await;
    for (one, other) in [(&ada, &bob), (&bob, &ada)] {
        switch(one, &direct, false).await;
        assert_eq!(is_told(other, &direct).await, false);
        let sent = one.say(&direct, "Good morning").await;
        read(other, &sent).await;
        assert_eq!(status(one, &sent).await, "sent");
        // What one has switched off, the other may switch on.
        switch(other, &direct, true).await;
        assert_eq!((is_told(one, &direct).await, status(one, &sent).await), (json!(true), "sent".to_owned()));
    }
}

async fn a_direct_room_has_nothing_else_to_change(server: &Server) {
    let (ada, bob, _) = pair(server).await;
    let direct = ada.direct(&bob).await;
    let before = ada.get(&format!("/rooms/{direct}")).await.expect(200);
    let mut ear = bob.listen_from_now().await;
    let bodies = [
        json!({ "name": "Us" }),
        json!({ "description": "of us" }),
        json!({ "description": null }),
        json!({ "name": "Us", "read_receipts": false }),
        json!({ "description": null, "read_receipts": false }),
    ];
    for body in bodies {
        for person in [&ada, &bob] {
            person.patch(&format!("/rooms/{direct}"), body.clone()).await.problem(409, "conflict");
        }
    }
    assert_eq!(ada.get(&format!("/rooms/{direct}")).await.expect(200), before);
    let marker = ada.say(&direct, "that was all").await;
    assert_eq!(ear.up_to(&marker).await.len(), 1);
}

async fn everybody_in_the_room_hears_of_it(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let eve = Person::register(server, "eve").await;
    let hall = ada.group("Hall", &[&bob, &eve]).await;
    let mut ears = [ada.listen_from_now().await, bob.listen_from_now().await];
    let (mut outside, away) = (eve.listen_from_now().await, bob.listen_from_now().await.cut());
    switch(&ada, &room_id, false).await;
    switch(&ada, &room_id, true).await;
    let marker = ada.say(&hall, "that was all").await;
    for ear in &mut ears {
        let frames = ear.up_to(&marker).await;
        let said: Vec<(&str, &Value)> =
            frames.iter().filter_map(|frame| Some((frame["type"].as_str()?, &frame["data"]["room"]["read_receipts"]))).collect();
        assert_eq!(said, [("room.updated", &json!(false)), ("room.updated", &json!(true)), ("message.created", &Value::Null)]);
    }
    assert_eq!(outside.up_to(&marker).await.len(), 1);
    assert_eq!(bob.connect(away.as_deref()).await.up_to(&marker).await.len(), 3);
}

async fn the_name_and_the_switch_leave_each_other_alone(server: &Server) {
    let (ada, _, room_id) = pair(server).await;
    let path = format!("/rooms/{room_id}");
    ada.patch(&path, json!({ "name": "Pantry", "description": "Jam", "read_receipts": false })).await.expect(200);
    let shown = async || {
        let room = ada.get(&path).await.expect(200);
        json!([room["name"], room["description"], room["read_receipts"]])
    };
    assert_eq!(shown().await, json!(["Pantry", "Jam", false]));
    ada.patch(&path, json!({ "name": "Cellar" })).await.expect(200);
    assert_eq!(shown().await, json!(["Cellar", "Jam", false]));
    switch(&ada, &room_id, true).await;
    assert_eq!(shown().await, json!(["Cellar", "Jam", true]));
    // Members coming and going leave it as it is.
    switch(&ada, &room_id, false).await;
    let cleo = Person::register(server, "cleo").await;
    ada.post(&format!("{path}/members"), json!({ "user_id": cleo.id })).await.expect(201);
    assert_eq!((shown().await, is_told(&cleo, &room_id).await), (json!(["Cellar", "Jam", false]), json!(false)));
}

async fn a_stranger_switches_nothing(server: &Server) {
    let (ada, bob, group) = pair(server).await;
    let eve = Person::register(server, "eve").await;
    let direct = ada.direct(&bob).await;
    for room_id in [&group, &direct] {
        eve.patch(&format!("/rooms/{room_id}"), json!({ "read_receipts": false })).await.problem(404, "not_found");
        assert_eq!(is_told(&ada, room_id).await, true);
    }
    bob.post_empty(&format!("/rooms/{group}/leave")).await.expect(204);
    bob.patch(&format!("/rooms/{group}"), json!({ "read_receipts": false })).await.problem(404, "not_found");
}

async fn what_cannot_be_understood_is_refused(server: &Server) {
    let (ada, bob, group) = pair(server).await;
    let direct = ada.direct(&bob).await;
    for room_id in [&group, &direct] {
        for wrong in [json!(null), json!("no"), json!(0)] {
            let problem =
                ada.patch(&format!("/rooms/{room_id}"), json!({ "read_receipts": wrong })).await.problem(422, "validation_failed");
            assert_eq!(pointers(&problem), ["/read_receipts"]);
        }
        assert_eq!(is_told(&ada, room_id).await, true);
    }
    let before = text(&ada.get("/sync").await.expect(200)["next_cursor"]);
    ada.patch(&format!("/rooms/{group}"), json!({})).await.expect(200);
    let page = ada.get(&format!("/sync?limit=100&cursor={before}")).await.expect(200);
    let told = page["items"].as_array().into_iter().flatten();
    assert!(told.map(|frame| &frame["data"]["room"]["read_receipts"]).all(|told| *told == true), "{page}");
}
