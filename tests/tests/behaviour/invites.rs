//! Invites: codes that let their holders into a group, as often and as long as they are good for.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::client::pointers;
use tests::person::text;
use tests::{Person, Server, on_both_engines};

on_both_engines![
    a_code_lets_its_holder_in,
    members_hear_of_who_came_by_a_code,
    a_member_takes_no_use,
    the_last_uses_go_to_as_many_as_there_are,
    one_person_at_many_doors_comes_in_once,
    who_left_needs_another_use,
    an_invite_says_how_far_it_reaches,
    limits_of_an_invite_are_held,
    admins_invite_and_members_do_not,
    an_unknown_code_opens_nothing,
    codes_are_not_alike,
];

/// Makes an invite; gives its code.
async fn invite(by: &Person, room_id: &str, body: Value) -> String {
    text(&by.post(&format!("/rooms/{room_id}/invites"), body).await.expect(201)["code"])
}

fn door(code: &str) -> String {
    format!("/invites/{code}/accept")
}

async fn member_count(person: &Person, room_id: &str) -> i64 {
    person.get(&format!("/rooms/{room_id}")).await.expect(200)["member_count"].as_i64().expect("it is a number")
}

async fn people<const COUNT: usize>(server: &Server) -> [Person; COUNT] {
    let mut people = Vec::new();
    for number in 0..COUNT {
        people.push(Person::register(server, &format!("guest{number}")).await);
    }
    people.try_into().unwrap_or_else(|_| unreachable!("there are as many as were made"))
}

async fn a_code_lets_its_holder_in(server: &Server) {
    let [ada, bob] = people(server).await;
    let room_id = ada.group("Kitchen", &[]).await;
    let code = invite(&ada, &room_id, json!({})).await;
    let joined = bob.post_empty(&door(&code)).await.expect(201);
    assert_eq!((&joined["id"], &joined["my_role"], &joined["member_count"]), (&json!(room_id), &json!("member"), &json!(2)));
    assert_eq!(joined["last_message"]["system_event"], "member_joined");
    let again = bob.post_empty(&door(&code)).await.expect(200);
    assert_eq!(again, joined);
    assert_eq!(ada.post_empty(&door(&code)).await.expect(200)["my_role"], "owner");
    assert_eq!(member_count(&ada, &room_id).await, 2);
    bob.say(&room_id, "hello").await;
}

async fn members_hear_of_who_came_by_a_code(server: &Server) {
    let [ada, bob, eve] = people(server).await;
    let hall = ada.group("Hall", &[&eve]).await;
    let room_id = ada.group("Kitchen", &[]).await;
    let code = invite(&ada, &room_id, json!({})).await;
    let (mut owner, mut comer, mut stranger) = (ada.listen_from_now().await, bob.listen_from_now().await, eve.listen_from_now().await);
    let joined = bob.post_empty(&door(&code)).await.expect(201);
    for socket in [&mut owner, &mut comer] {
        let frames = socket.up_to(&joined["last_message"]).await;
        let names: Vec<&str> = frames.iter().filter_map(|frame| frame["type"].as_str()).collect();
        assert_eq!(names, ["member.joined", "room.updated", "message.created"]);
        let member = &frames[0]["data"]["member"];
        assert_eq!((&member["user_id"], &member["role"]), (&json!(bob.id), &json!("member")));
    }
    let marker = ada.say(&hall, "that was all").await;
    assert_eq!(stranger.up_to(&marker).await.len(), 1);
}

async fn a_member_takes_no_use(server: &Server) {
    let [ada, bob, cleo] = people(server).await;
    let room_id = ada.group("Kitchen", &[]).await;
    let code = invite(&ada, &room_id, json!({ "max_uses": 2 })).await;
    ada.post_empty(&door(&code)).await.expect(200);
    bob.post_empty(&door(&code)).await.expect(201);
    for _ in 0..3 {
        bob.post_empty(&door(&code)).await.expect(200);
    }
    cleo.post_empty(&door(&code)).await.expect(201);
    let dora = Person::register(server, "dora").await;
    dora.post_empty(&door(&code)).await.problem(410, "invite_expired");
    dora.get(&format!("/rooms/{room_id}")).await.problem(404, "not_found");
    // For a member the door stays open also when the code is used up.
    bob.post_empty(&door(&code)).await.expect(200);
    assert_eq!(member_count(&ada, &room_id).await, 3);
}

async fn the_last_uses_go_to_as_many_as_there_are(server: &Server) {
    let [ada, guests @ ..] = people::<11>(server).await;
    let room_id = ada.group("Kitchen", &[]).await;
    let path = door(&invite(&ada, &room_id, json!({ "max_uses": 3 })).await);
    let answers = join_all(guests.iter().map(|guest| guest.post_empty(&path))).await;
    let of = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
    assert_eq!((of(201), of(410)), (3, 7));
    assert_eq!(member_count(&ada, &room_id).await, 4);
}

async fn one_person_at_many_doors_comes_in_once(server: &Server) {
    let [ada, bob] = people(server).await;
    let room_id = ada.group("Kitchen", &[]).await;
    let path = door(&invite(&ada, &room_id, json!({ "max_uses": 1 })).await);
    let answers = join_all((0..10).map(|_| bob.post_empty(&path))).await;
    let of = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
    assert_eq!((of(201), of(200)), (1, 9));
    assert_eq!(member_count(&ada, &room_id).await, 2);
    let told = ada.history(&room_id).await;
    assert_eq!(told.iter().filter(|message| message["system_event"] == "member_joined").count(), 1);
}

async fn who_left_needs_another_use(server: &Server) {
    let [ada, bob] = people(server).await;
    let room_id = ada.group("Kitchen", &[]).await;
    let once = invite(&ada, &room_id, json!({ "max_uses": 1 })).await;
    let twice = invite(&ada, &room_id, json!({ "max_uses": 2 })).await;
    bob.post_empty(&door(&once)).await.expect(201);
    bob.post_empty(&format!("/rooms/{room_id}/leave")).await.expect(204);
    bob.post_empty(&door(&once)).await.problem(410, "invite_expired");
    bob.post_empty(&door(&twice)).await.expect(201);
}

async fn an_invite_says_how_far_it_reaches(server: &Server) {
    let [ada] = people(server).await;
    let room_id = ada.group("Kitchen", &[]).await;
    let path = format!("/rooms/{room_id}/invites");
    let open = ada.post(&path, json!({})).await.expect(201);
    assert_eq!((&open["room_id"], &open["created_by"], &open["uses"]), (&json!(room_id), &json!(ada.id), &json!(0)));
    assert!(open.get("expires_at").is_none() && open.get("max_uses").is_none(), "{open}");
    let close = ada.post(&path, json!({ "expires_in_secs": 60, "max_uses": 1 })).await.expect(201);
    assert_eq!(close["max_uses"], 1);
    let (made, ends) = (text(&close["created_at"]), text(&close["expires_at"]));
    // The form is fixed, so that texts sort as the times do: a minute later is the next minute at the same second.
    assert!(ends > made, "{close}");
    assert_eq!(ends[17..], made[17..], "{close}");
    let month = ada.post(&path, json!({ "expires_in_secs": 2_592_000, "max_uses": 10_000 })).await.expect(201);
    assert!(text(&month["expires_at"]) > ends, "{month}");
}

async fn limits_of_an_invite_are_held(server: &Server) {
    let [ada] = people(server).await;
    let path = format!("/rooms/{}/invites", ada.group("Kitchen", &[]).await);
    for (body, pointer) in [
        (json!({ "expires_in_secs": 59 }), "/expires_in_secs"),
        (json!({ "expires_in_secs": 2_592_001 }), "/expires_in_secs"),
        (json!({ "expires_in_secs": -60 }), "/expires_in_secs"),
        (json!({ "expires_in_secs": "60" }), "/expires_in_secs"),
        (json!({ "max_uses": 0 }), "/max_uses"),
        (json!({ "max_uses": 10_001 }), "/max_uses"),
        (json!({ "max_uses": 1.5 }), "/max_uses"),
        (json!({ "code": "q7Zt0mVxR2yKc9LwBn4sHg" }), "/code"),
    ] {
        let problem = ada.post(&path, body.clone()).await.problem(422, "validation_failed");
        assert_eq!(pointers(&problem), [pointer], "{body}");
    }
}

async fn admins_invite_and_members_do_not(server: &Server) {
    let [ada, bob, cleo, eve] = people(server).await;
    let room_id = ada.group("Kitchen", &[&bob, &cleo]).await;
    ada.patch(&format!("/rooms/{room_id}/members/{}", bob.id), json!({ "role": "admin" })).await.expect(200);
    let path = format!("/rooms/{room_id}/invites");
    let invite = bob.post(&path, json!({})).await.expect(201);
    assert_eq!(invite["created_by"], bob.id);
    cleo.post(&path, json!({})).await.problem(403, "forbidden");
    eve.post(&path, json!({})).await.problem(404, "not_found");
    let direct = format!("/rooms/{}/invites", ada.direct(&bob).await);
    ada.post(&direct, json!({})).await.problem(409, "conflict");
    eve.post(&direct, json!({})).await.problem(404, "not_found");
}

async fn an_unknown_code_opens_nothing(server: &Server) {
    let [ada] = people(server).await;
    ada.post_empty(&door("q7Zt0mVxR2yKc9LwBn4sHg")).await.problem(404, "not_found");
    ada.post_empty(&door("short")).await.problem(400, "bad_request");
    ada.post_empty(&door("q7Zt0mVxR2yKc9LwBn4s%27")).await.problem(400, "bad_request");
}

async fn codes_are_not_alike(server: &Server) {
    let [ada] = people(server).await;
    let room_id = ada.group("Kitchen", &[]).await;
    let codes = join_all((0..20).map(|_| invite(&ada, &room_id, json!({})))).await;
    assert!(codes.iter().all(|code| code.len() == 22), "{codes:?}");
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), 20);
}
