//! Members: taking in, roles, removal, leaving, and who hears of it, on sockets that are open meanwhile.

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::client::pointers;
use tests::person::text;
use tests::{Person, Server, on_both_engines};

mod leaving;

on_both_engines![
    admins_take_people_in_and_members_do_not,
    someone_who_is_in_already_is_found,
    members_are_listed_in_pages_with_who_they_are,
    an_answer_knows_that_the_new_member_is_online,
    the_owner_alone_changes_roles,
    ownership_is_handed_over,
    an_owner_cannot_step_down,
    a_direct_room_keeps_its_two_members,
    a_stranger_meets_no_member_operation,
    the_room_tells_of_everyone_who_comes_and_goes,
    joining_and_leaving_are_told_to_exactly_the_right_people,
];

/// Nobody's id.
const NOBODY: &str = "01936f5a-8d42-7c03-b1f6-2e9a4d7c5b22";

async fn four(server: &Server) -> [Person; 4] {
    let ada = Person::register(server, "ada").await;
    let bob = Person::register(server, "bob").await;
    let cleo = Person::register(server, "cleo").await;
    [ada, bob, cleo, Person::register(server, "dora").await]
}

fn seat(room_id: &str, person: &Person) -> String {
    format!("/rooms/{room_id}/members/{}", person.id)
}

async fn promote(owner: &Person, room_id: &str, person: &Person) {
    owner.patch(&seat(room_id, person), json!({ "role": "admin" })).await.expect(200);
}

async fn add(by: &Person, room_id: &str, person: &Person) -> Value {
    by.post(&format!("/rooms/{room_id}/members"), json!({ "user_id": person.id })).await.expect(201)
}

async fn leave(person: &Person, room_id: &str) {
    person.post_empty(&format!("/rooms/{room_id}/leave")).await.expect(204);
}

/// The roles of a room's members, by username.
async fn roles(person: &Person, room_id: &str) -> Vec<(String, String)> {
    let page = person.get(&format!("/rooms/{room_id}/members?limit=100")).await.expect(200);
    let members = page["items"].as_array().expect("a page has items");
    let mut roles: Vec<_> = members.iter().map(|member| (text(&member["user"]["username"]), text(&member["role"]))).collect();
    roles.sort();
    roles
}

fn owned(roles: &[(&str, &str)]) -> Vec<(String, String)> {
    roles.iter().map(|(name, role)| ((*name).to_owned(), (*role).to_owned())).collect()
}

fn names(frames: &[Value]) -> Vec<&str> {
    frames.iter().filter_map(|frame| frame["type"].as_str()).collect()
}

async fn admins_take_people_in_and_members_do_not(server: &Server) {
    let [ada, bob, cleo, dora] = four(server).await;
    let room_id = ada.group("Kitchen", &[]).await;
    let path = format!("/rooms/{room_id}/members");
    let admin = ada.post(&path, json!({ "user_id": bob.id, "role": "admin" })).await.expect(201);
    assert_eq!((&admin["role"], &admin["user"]["username"], &admin["room_id"]), (&json!("admin"), &json!("bob"), &json!(room_id)));
    assert_eq!(add(&bob, &room_id, &cleo).await["role"], "member");
    cleo.post(&path, json!({ "user_id": dora.id })).await.problem(403, "forbidden");
    bob.post(&path, json!({ "user_id": dora.id, "role": "admin" })).await.problem(403, "forbidden");
    let unknown = ada.post(&path, json!({ "user_id": NOBODY })).await.problem(422, "unknown_member");
    assert_eq!(pointers(&unknown), ["/user_id"]);
    let owner = ada.post(&path, json!({ "user_id": dora.id, "role": "owner" })).await.problem(422, "validation_failed");
    assert_eq!(pointers(&owner), ["/role"]);
    assert_eq!(roles(&cleo, &room_id).await, owned(&[("ada", "owner"), ("bob", "admin"), ("cleo", "member")]));
    assert_eq!(cleo.get(&format!("/rooms/{room_id}")).await.expect(200)["member_count"], 3);
}

async fn someone_who_is_in_already_is_found(server: &Server) {
    let [ada, bob, ..] = four(server).await;
    let room_id = ada.group("Kitchen", &[&bob]).await;
    let before = ada.history(&room_id).await;
    let mut socket = ada.listen_from_now().await;
    let found = ada.post(&format!("/rooms/{room_id}/members"), json!({ "user_id": bob.id, "role": "admin" })).await.expect(200);
    assert_eq!(found["role"], "member", "a second time is not a promotion");
    let path = format!("/rooms/{room_id}/members");
    let joining = (0..5).map(|_| ada.post(&path, json!({ "user_id": bob.id })));
    assert!(join_all(joining).await.iter().all(|answer| answer.status == 200));
    assert_eq!(ada.history(&room_id).await, before);
    assert_eq!(ada.get(&format!("/rooms/{room_id}")).await.expect(200)["member_count"], 2);
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(names(&socket.up_to(&marker).await), ["message.created"]);
}

async fn members_are_listed_in_pages_with_who_they_are(server: &Server) {
    let [ada, bob, cleo, dora] = four(server).await;
    let room_id = ada.group("Kitchen", &[&bob, &cleo]).await;
    let path = format!("/rooms/{room_id}/members");
    let _here = bob.listen_from_now().await;
    let (mut seen, mut query) = (Vec::new(), "?limit=2".to_owned());
    loop {
        let page = cleo.get(&format!("{path}{query}")).await.expect(200);
        seen.extend(page["items"].as_array().expect("a page has items").clone());
        let Some(cursor) = page.get("next_cursor") else { break };
        query = format!("?limit=2&cursor={}", text(cursor));
    }
    let mut found: Vec<(String, bool)> =
        seen.iter().map(|member| (text(&member["user"]["username"]), member["user"]["is_online"] == true)).collect();
    found.sort();
    assert_eq!(found, [("ada".to_owned(), false), ("bob".to_owned(), true), ("cleo".to_owned(), false)]);
    assert!(seen.iter().all(|member| member["user_id"] == member["user"]["id"] && member["user"].get("email").is_none()));
    dora.get(&path).await.problem(404, "not_found");
    ada.get(&format!("{path}?cursor=garbage")).await.problem(400, "invalid_cursor");
}

async fn an_answer_knows_that_the_new_member_is_online(server: &Server) {
    let [ada, bob, ..] = four(server).await;
    let room_id = ada.group("Kitchen", &[]).await;
    let _here = bob.listen_from_now().await;
    assert_eq!(add(&ada, &room_id, &bob).await["user"]["is_online"], true);
    let promoted = ada.patch(&seat(&room_id, &bob), json!({ "role": "admin" })).await.expect(200);
    assert_eq!(promoted["user"]["is_online"], true);
}

async fn the_owner_alone_changes_roles(server: &Server) {
    let [ada, bob, cleo, dora] = four(server).await;
    let room_id = ada.group("Kitchen", &[&bob, &cleo]).await;
    let mut socket = cleo.listen_from_now().await;
    let promoted = ada.patch(&seat(&room_id, &bob), json!({ "role": "admin" })).await.expect(200);
    assert_eq!((&promoted["role"], &promoted["user_id"]), (&json!("admin"), &json!(bob.id)));
    let frame = socket.until("member.updated").await;
    assert_eq!((&frame["data"]["member"]["user_id"], &frame["data"]["member"]["role"]), (&json!(bob.id), &json!("admin")));
    bob.patch(&seat(&room_id, &cleo), json!({ "role": "admin" })).await.problem(403, "forbidden");
    cleo.patch(&seat(&room_id, &cleo), json!({ "role": "owner" })).await.problem(403, "forbidden");
    ada.patch(&seat(&room_id, &dora), json!({ "role": "admin" })).await.problem(404, "not_found");
    let fault = ada.patch(&seat(&room_id, &bob), json!({ "role": "king" })).await.problem(422, "validation_failed");
    assert_eq!(pointers(&fault), ["/role"]);
    ada.patch(&seat(&room_id, &bob), json!({ "role": "member" })).await.expect(200);
    assert_eq!(roles(&bob, &room_id).await, owned(&[("ada", "owner"), ("bob", "member"), ("cleo", "member")]));
}

async fn ownership_is_handed_over(server: &Server) {
    let [ada, bob, cleo, _] = four(server).await;
    let room_id = ada.group("Kitchen", &[&bob, &cleo]).await;
    let mut socket = cleo.listen_from_now().await;
    let owner = ada.patch(&seat(&room_id, &bob), json!({ "role": "owner" })).await.expect(200);
    assert_eq!((&owner["role"], &owner["user_id"]), (&json!("owner"), &json!(bob.id)));
    let room = ada.get(&format!("/rooms/{room_id}")).await.expect(200);
    assert_eq!((&room["owner_id"], &room["my_role"]), (&json!(bob.id), &json!("admin")));
    assert_eq!(roles(&ada, &room_id).await, owned(&[("ada", "admin"), ("bob", "owner"), ("cleo", "member")]));
    let told = room["last_message"].clone();
    assert_eq!((&told["system_event"], &told["sender_id"]), (&json!("owner_changed"), &json!(bob.id)));
    let frames = socket.up_to(&told).await;
    let updated = |id: &str, role: &str| {
        frames.iter().any(|frame| {
            let member = &frame["data"]["member"];
            frame["type"] == "member.updated" && member["user_id"] == id && member["role"] == role
        })
    };
    assert!(updated(&ada.id, "admin") && updated(&bob.id, "owner"), "{frames:?}");
    assert!(frames.iter().any(|frame| frame["type"] == "room.updated" && frame["data"]["room"]["owner_id"] == bob.id.as_str()));
    ada.patch(&seat(&room_id, &cleo), json!({ "role": "admin" })).await.problem(403, "forbidden");
    bob.patch(&seat(&room_id, &cleo), json!({ "role": "admin" })).await.expect(200);
}

async fn an_owner_cannot_step_down(server: &Server) {
    let [ada, bob, ..] = four(server).await;
    let room_id = ada.group("Kitchen", &[&bob]).await;
    for role in ["admin", "member"] {
        ada.patch(&seat(&room_id, &ada), json!({ "role": role })).await.problem(409, "conflict");
    }
    assert_eq!(roles(&bob, &room_id).await, owned(&[("ada", "owner"), ("bob", "member")]));
}

async fn a_direct_room_keeps_its_two_members(server: &Server) {
    let [ada, bob, cleo, _] = four(server).await;
    let room_id = ada.direct(&bob).await;
    ada.post_empty(&format!("/rooms/{room_id}/leave")).await.problem(409, "conflict");
    ada.post(&format!("/rooms/{room_id}/members"), json!({ "user_id": cleo.id })).await.problem(409, "conflict");
    ada.patch(&seat(&room_id, &bob), json!({ "role": "admin" })).await.problem(409, "conflict");
    ada.delete(&seat(&room_id, &bob)).await.problem(409, "conflict");
    assert_eq!(roles(&bob, &room_id).await, owned(&[("ada", "member"), ("bob", "member")]));
}

async fn a_stranger_meets_no_member_operation(server: &Server) {
    let [ada, bob, eve, _] = four(server).await;
    for room_id in [ada.group("Kitchen", &[&bob]).await, ada.direct(&bob).await] {
        let path = format!("/rooms/{room_id}/members");
        eve.get(&path).await.problem(404, "not_found");
        eve.post(&path, json!({ "user_id": eve.id })).await.problem(404, "not_found");
        eve.patch(&seat(&room_id, &bob), json!({ "role": "admin" })).await.problem(404, "not_found");
        eve.delete(&seat(&room_id, &bob)).await.problem(404, "not_found");
        eve.delete(&seat(&room_id, &eve)).await.problem(404, "not_found");
        eve.post_empty(&format!("/rooms/{room_id}/leave")).await.problem(404, "not_found");
    }
}

async fn the_room_tells_of_everyone_who_comes_and_goes(server: &Server) {
    let [ada, bob, cleo, dora] = four(server).await;
    let room_id = ada.group("Kitchen", &[&bob]).await;
    add(&ada, &room_id, &cleo).await;
    add(&ada, &room_id, &dora).await;
    leave(&dora, &room_id).await;
    ada.delete(&seat(&room_id, &cleo)).await.expect(204);
    leave(&ada, &room_id).await;
    let history = bob.history(&room_id).await;
    let told: Vec<(&str, &str)> = history
        .iter()
        .map(|message| (message["system_event"].as_str().unwrap_or(""), message["sender_id"].as_str().unwrap_or("")))
        .collect();
    let expected = [
        ("room_created", ada.id.as_str()),
        ("member_joined", &cleo.id),
        ("member_joined", &dora.id),
        ("member_left", &dora.id),
        ("member_removed", &cleo.id),
        ("member_left", &ada.id),
        ("owner_changed", &bob.id),
    ];
    assert_eq!(told, expected);
    assert!(history.iter().all(|message| message["kind"] == "system" && message["content"].is_string()));
    assert_eq!(history.iter().filter_map(|message| message["seq"].as_i64()).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7]);
}

async fn joining_and_leaving_are_told_to_exactly_the_right_people(server: &Server) {
    let [ada, bob, cleo, eve] = four(server).await;
    let hall = ada.group("Hall", &[&bob, &cleo, &eve]).await;
    let room_id = ada.group("Kitchen", &[&bob]).await;
    ada.say(&room_id, "before cleo").await;
    let (mut member, mut comer, mut stranger) = (bob.listen_from_now().await, cleo.listen_from_now().await, eve.listen_from_now().await);
    add(&ada, &room_id, &cleo).await;
    ada.delete(&seat(&room_id, &cleo)).await.expect(204);
    ada.say(&room_id, "after cleo").await;
    let marker = ada.say(&hall, "that was all").await;
    let stay = ["member.joined", "room.updated", "message.created", "member.left"];
    let after = ["message.created", "room.updated", "message.created", "message.created"];
    let frames = member.up_to(&marker).await;
    assert_eq!(names(&frames), [&stay[..], &after].concat());
    assert_eq!((&frames[0]["data"]["member"]["user_id"], &frames[0]["data"]["member"]["role"]), (&json!(cleo.id), &json!("member")));
    assert_eq!(frames[1]["data"]["room"]["member_count"], 3);
    assert_eq!(frames[3]["data"], json!({ "room_id": room_id, "user_id": cleo.id, "by": ada.id }));
    assert_eq!(frames[5]["data"]["room"]["member_count"], 2);
    let heard = comer.up_to(&marker).await;
    assert_eq!(names(&heard), [&stay[..], &["message.created"]].concat());
    assert_eq!(heard[..4], frames[..4]);
    assert_eq!(names(&stranger.up_to(&marker).await), ["message.created"]);
}
