//! Leaving and removal: who may, who follows as owner, and that nothing of the room arrives afterwards.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::person::text;
use tests::{Person, Server, Socket, on_both_engines};

use super::{add, four, leave, names, owned, promote, roles, seat};

on_both_engines![
    removal_needs_a_higher_role,
    an_owner_who_leaves_is_followed_by_the_oldest_admin,
    without_admins_the_oldest_member_follows,
    the_last_one_out_removes_the_room,
    a_removed_member_is_out_within_a_second,
    after_leaving_nothing_of_the_room_is_left,
    nothing_follows_ones_own_leaving_while_others_talk,
    who_comes_back_hears_the_room_again,
];

/// The time in which a change of membership takes effect on open sockets.
const AT_ONCE: Duration = Duration::from_secs(1);

async fn removal_needs_a_higher_role(server: &Server) {
    let [ada, bob, cleo, dora] = four(server).await;
    let eve = Person::register(server, "eve").await;
    let room_id = ada.group("Kitchen", &[&bob, &cleo, &dora, &eve]).await;
    promote(&ada, &room_id, &bob).await;
    promote(&ada, &room_id, &cleo).await;
    bob.delete(&seat(&room_id, &cleo)).await.problem(403, "forbidden");
    bob.delete(&seat(&room_id, &ada)).await.problem(403, "forbidden");
    dora.delete(&seat(&room_id, &eve)).await.problem(403, "forbidden");
    bob.delete(&seat(&room_id, &dora)).await.expect(204);
    bob.delete(&seat(&room_id, &dora)).await.problem(404, "not_found");
    ada.delete(&seat(&room_id, &cleo)).await.expect(204);
    eve.delete(&seat(&room_id, &eve)).await.expect(204);
    assert_eq!(roles(&bob, &room_id).await, owned(&[("ada", "owner"), ("bob", "admin")]));
    assert_eq!(bob.get(&format!("/rooms/{room_id}")).await.expect(200)["member_count"], 2);
}

/// Adds people one after the other, so that each has a time of joining of their own, in milliseconds.
async fn add_in_turn(owner: &Person, room_id: &str, people: [&Person; 3]) {
    let mut last = String::new();
    for person in people {
        loop {
            let joined_at = text(&add(owner, room_id, person).await["joined_at"]);
            if joined_at > last {
                last = joined_at;
                break;
            }
            owner.delete(&seat(room_id, person)).await.expect(204);
        }
    }
}

async fn an_owner_who_leaves_is_followed_by_the_oldest_admin(server: &Server) {
    let [ada, bob, cleo, dora] = four(server).await;
    let room_id = ada.group("Kitchen", &[]).await;
    // Not in the order of their ids, which grow with time.
    add_in_turn(&ada, &room_id, [&dora, &cleo, &bob]).await;
    promote(&ada, &room_id, &bob).await;
    promote(&ada, &room_id, &cleo).await;
    leave(&ada, &room_id).await;
    assert_eq!(roles(&dora, &room_id).await, owned(&[("bob", "admin"), ("cleo", "owner"), ("dora", "member")]));
    assert_eq!(dora.get(&format!("/rooms/{room_id}")).await.expect(200)["owner_id"], cleo.id);
}

async fn without_admins_the_oldest_member_follows(server: &Server) {
    let [ada, bob, cleo, dora] = four(server).await;
    let room_id = ada.group("Kitchen", &[]).await;
    add_in_turn(&ada, &room_id, [&cleo, &bob, &dora]).await;
    let mut socket = dora.listen_from_now().await;
    ada.delete(&seat(&room_id, &ada)).await.expect(204);
    assert_eq!(roles(&dora, &room_id).await, owned(&[("bob", "member"), ("cleo", "owner"), ("dora", "member")]));
    let history = dora.history(&room_id).await;
    let [.., left, changed] = history.as_slice() else { panic!("the room told too little: {history:?}") };
    assert_eq!((&left["system_event"], &left["sender_id"]), (&json!("member_left"), &json!(ada.id)));
    assert_eq!((&changed["system_event"], &changed["sender_id"]), (&json!("owner_changed"), &json!(cleo.id)));
    let frames = socket.up_to(changed).await;
    let room = frames.iter().rev().find(|frame| frame["type"] == "room.updated").expect("the room is told anew");
    assert_eq!((&room["data"]["room"]["owner_id"], &room["data"]["room"]["member_count"]), (&json!(cleo.id), &json!(3)));
}

async fn the_last_one_out_removes_the_room(server: &Server) {
    let [ada, bob, ..] = four(server).await;
    let room_id = ada.group("Kitchen", &[&bob]).await;
    let code = text(&ada.post(&format!("/rooms/{room_id}/invites"), json!({})).await.expect(201)["code"]);
    let sent = ada.say(&room_id, "the last word").await;
    leave(&bob, &room_id).await;
    let mut devices = [ada.listen_from_now().await, ada.listen_from_now().await];
    leave(&ada, &room_id).await;
    for socket in &mut devices {
        let frame = socket.find_within(AT_ONCE, |frame| frame["type"] == "room.deleted").await.expect("the socket is open");
        assert_eq!(frame["data"]["room_id"], room_id);
    }
    ada.get(&format!("/rooms/{room_id}")).await.problem(404, "not_found");
    ada.get(&format!("/rooms/{room_id}/messages/{}", text(&sent["id"]))).await.problem(404, "not_found");
    ada.post(&format!("/rooms/{room_id}/messages"), json!({ "content": "anyone?" })).await.problem(404, "not_found");
    bob.post_empty(&format!("/invites/{code}/accept")).await.problem(404, "not_found");
    assert!(ada.get("/rooms").await.expect(200)["items"].as_array().expect("a page has items").is_empty());
}

async fn told_of_leaving(socket: &mut Socket, person: &Person) {
    let fits = |frame: &Value| frame["type"] == "member.left" && frame["data"]["user_id"] == person.id.as_str();
    socket.find_within(AT_ONCE, fits).await.expect("the socket is open");
}

async fn a_removed_member_is_out_within_a_second(server: &Server) {
    let [ada, bob, cleo, _] = four(server).await;
    let hall = ada.group("Hall", &[&bob]).await;
    let room_id = ada.group("Kitchen", &[&bob, &cleo]).await;
    let mut removed = [bob.listen_from_now().await, bob.listen_from_now().await];
    let mut witness = cleo.listen_from_now().await;
    ada.delete(&seat(&room_id, &bob)).await.expect(204);
    let sent = ada.say(&room_id, "without bob").await;
    for socket in &mut removed {
        told_of_leaving(socket, &bob).await;
    }
    witness.up_to(&sent).await;
    let marker = ada.say(&hall, "that was all").await;
    for socket in &mut removed {
        assert_eq!(names(&socket.up_to(&marker).await), ["message.created"]);
    }
}

async fn after_leaving_nothing_of_the_room_is_left(server: &Server) {
    let [ada, bob, ..] = four(server).await;
    let hall = ada.group("Hall", &[&bob]).await;
    let room_id = ada.group("Kitchen", &[&bob]).await;
    let sent = bob.say(&room_id, "my own words").await;
    let mut socket = bob.listen_from_now().await;
    leave(&bob, &room_id).await;
    told_of_leaving(&mut socket, &bob).await;
    let message = format!("/rooms/{room_id}/messages/{}", text(&sent["id"]));
    bob.get(&format!("/rooms/{room_id}")).await.problem(404, "not_found");
    bob.get(&format!("/rooms/{room_id}/members")).await.problem(404, "not_found");
    bob.get(&format!("/rooms/{room_id}/messages")).await.problem(404, "not_found");
    bob.get(&message).await.problem(404, "not_found");
    bob.get(&format!("{message}/revisions")).await.problem(404, "not_found");
    bob.patch(&message, json!({ "content": "other words" })).await.problem(404, "not_found");
    bob.delete(&message).await.problem(404, "not_found");
    bob.post(&format!("/rooms/{room_id}/messages"), json!({ "content": "still here" })).await.problem(404, "not_found");
    for (name, data) in [
        ("message.send", json!({ "room_id": room_id, "content": "still here" })),
        ("history.load", json!({ "room_id": room_id })),
        ("typing.start", json!({ "room_id": room_id })),
    ] {
        let answer = socket.ask(name, data).await;
        assert_eq!((&answer["type"], &answer["data"]["problem"]["code"]), (&json!("error"), &json!("not_found")), "{answer}");
    }
    ada.say(&room_id, "is he gone?").await;
    ada.patch(&format!("/rooms/{room_id}"), json!({ "name": "Quiet kitchen" })).await.expect(200);
    let marker = ada.say(&hall, "that was all").await;
    assert_eq!(names(&socket.up_to(&marker).await), ["message.created"]);
}

async fn nothing_follows_ones_own_leaving_while_others_talk(server: &Server) {
    let [ada, bob, cleo, _] = four(server).await;
    let hall = ada.group("Hall", &[&bob]).await;
    let room_id = ada.group("Kitchen", &[&bob, &cleo]).await;
    let mut socket = bob.listen_from_now().await;
    let talk = (0..60).map(|turn| {
        let (speaker, room_id) = (if turn % 2 == 0 { &ada } else { &cleo }, room_id.as_str());
        async move { drop(speaker.say(room_id, &format!("word {turn}")).await) }
    });
    tokio::join!(join_all(talk), leave(&bob, &room_id));
    let marker = ada.say(&hall, "that was all").await;
    let frames = socket.up_to(&marker).await;
    let of_room: Vec<Value> = frames.into_iter().filter(|frame| frame["room_id"] == room_id.as_str()).collect();
    let last = of_room.last().expect("bob heard of his leaving");
    assert_eq!((&last["type"], &last["data"]["user_id"]), (&json!("member.left"), &json!(bob.id)));
    assert_eq!(names(&of_room).iter().filter(|name| **name == "member.left").count(), 1);
}

async fn who_comes_back_hears_the_room_again(server: &Server) {
    let [ada, bob, ..] = four(server).await;
    let room_id = ada.group("Kitchen", &[&bob]).await;
    let mut socket = bob.listen_from_now().await;
    leave(&bob, &room_id).await;
    ada.say(&room_id, "in between").await;
    add(&ada, &room_id, &bob).await;
    let marker = ada.say(&room_id, "welcome back").await;
    let frames = socket.up_to(&marker).await;
    assert_eq!(names(&frames), ["member.left", "member.joined", "room.updated", "message.created", "message.created"]);
    assert!(!frames.iter().any(|frame| frame["data"]["message"]["content"] == "in between"));
    // Who is a member sees the whole history, also from before.
    assert!(bob.history(&room_id).await.iter().any(|message| message["content"] == "in between"));
}
