//! What a blocked person says, changes and reads is not heard, live or afterwards; the person hears everything.

use serde_json::{Value, json};
use tests::person::path_of;
use tests::{Person, Server, on_both_engines};

use super::super::sight::{log_end, missed, told};
use super::{edit, talk, three, unblock};

on_both_engines![
    nothing_of_theirs_is_heard_live,
    who_resumes_hears_nothing_of_theirs,
    the_blocked_one_hears_everything,
    what_happens_to_them_is_heard,
    unblocking_lets_them_be_heard_again,
    many_devices_and_late_ones_hear_the_same,
    blocks_survive_a_crash,
];

/// What others hear when Cleo says something, changes it twice and takes it back, and Ada speaks between.
const ALL: [&str; 6] =
    ["message.created 2", "message.updated 2", "message.created 3", "message.updated 2", "message.deleted 2", "message.created 4"];

/// Cleo does everything that may be heard of, and Ada speaks between; Bob is named by both.
async fn all(ada: &Person, cleo: &Person, room_id: &str) {
    let sent = cleo.say(room_id, "two, @bob").await;
    edit(cleo, &sent, "two").await;
    ada.say(room_id, "three, @bob").await;
    edit(cleo, &sent, "two, @bob").await;
    cleo.delete(&path_of(&sent)).await.expect(200);
    ada.say(room_id, "four").await;
}

async fn read_all(person: &Person, room_id: &str) {
    person.put(&format!("/rooms/{room_id}/read-status"), json!({ "status": "read" })).await.expect(200);
}

async fn nothing_of_theirs_is_heard_live(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let mut early = bob.listen_from_now().await;
    bob.block(&cleo).await;
    assert_eq!(told(&mut early, &bob).await, ["user.blocked"]);
    let mut sockets = [early, bob.listen_from_now().await];
    let mut other = ada.listen_from_now().await;
    all(&ada, &cleo, &room_id).await;
    read_all(&cleo, &room_id).await;
    read_all(&ada, &room_id).await;
    // How far Cleo has read is hers as well.
    for socket in &mut sockets {
        assert_eq!(told(socket, &bob).await, ["message.created 3", "mention.created 3", "message.created 4"]);
    }
    assert_eq!(told(&mut other, &ada).await, [&ALL[..], &["message.read 4"]].concat());
}

async fn who_resumes_hears_nothing_of_theirs(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let start = log_end(&bob).await;
    all(&ada, &cleo, &room_id).await;
    read_all(&cleo, &room_id).await;
    bob.block(&cleo).await;
    // What Cleo said is not told; what Bob had unread when she was not blocked yet was so.
    let seen = ["unread.updated 1 0", "message.created 3", "mention.created 3", "unread.updated 1 1", "message.created 4", "user.blocked"];
    assert_eq!(missed(&bob, &start).await, seen);
    cleo.say(&room_id, "five, @bob").await;
    assert_eq!(missed(&bob, &start).await, seen);
    assert_eq!(missed(&ada, &start).await, [&ALL[..], &["message.read 4", "message.created 5"]].concat());
}

async fn the_blocked_one_hears_everything(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    bob.block(&cleo).await;
    let (mut socket, start) = (cleo.listen_from_now().await, log_end(&cleo).await);
    let sent = bob.say(&room_id, "two, @cleo").await;
    edit(&bob, &sent, "two").await;
    ada.say(&room_id, "three").await;
    read_all(&bob, &room_id).await;
    bob.delete(&path_of(&sent)).await.expect(200);
    let expected = [
        "message.created 2",
        "mention.created 2",
        "message.updated 2",
        "unread.updated 1 0",
        "message.created 3",
        "message.read 3",
        "message.deleted 2",
    ];
    assert_eq!(told(&mut socket, &cleo).await, expected);
    assert_eq!(missed(&cleo, &start).await, expected);
}

async fn what_happens_to_them_is_heard(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    bob.block(&cleo).await;
    let (mut socket, start) = (bob.listen_from_now().await, log_end(&bob).await);
    let member = format!("/rooms/{room_id}/members/{}", cleo.id);
    ada.patch(&member, json!({ "role": "admin" })).await.expect(200);
    cleo.delete(&format!("/rooms/{room_id}/messages?scope=everyone")).await.expect(200);
    cleo.patch(&format!("/rooms/{room_id}"), json!({ "name": "Study" })).await.expect(200);
    cleo.patch("/users/me", json!({ "display_name": "Cleopatra" })).await.expect(200);
    ada.delete(&member).await.expect(204);
    // The room is Bob's as well: who is in it, and what it is called, he has to know.
    let expected =
        ["member.updated", "room.cleared everyone 1", "room.updated", "user.updated", "member.left", "message.created 2", "room.updated"];
    assert_eq!(told(&mut socket, &bob).await, expected);
    assert_eq!(missed(&bob, &start).await, expected);
}

async fn unblocking_lets_them_be_heard_again(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let (mut socket, start) = (bob.listen_from_now().await, log_end(&bob).await);
    bob.block(&cleo).await;
    let sent = cleo.say(&room_id, "two").await;
    unblock(&bob, &cleo).await;
    edit(&cleo, &sent, "two, @bob").await;
    ada.say(&room_id, "three").await;
    let live = ["user.blocked", "user.unblocked", "unread.updated 1 0", "message.updated 2", "mention.created 2", "message.created 3"];
    assert_eq!(told(&mut socket, &bob).await, live);
    // Who resumes gets what was kept from them.
    assert_eq!(missed(&bob, &start).await, [&["user.blocked", "message.created 2"], &live[1..]].concat());
}

async fn many_devices_and_late_ones_hear_the_same(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let phone = Person::login(server, "bob").await;
    let mut sockets = vec![bob.listen_from_now().await, phone.listen_from_now().await];
    for round in 0..4 {
        if round % 2 == 0 {
            phone.block(&cleo).await
        } else {
            unblock(&bob, &cleo).await
        }
        sockets.push(bob.listen_from_now().await);
        for socket in &mut sockets {
            told(socket, &bob).await;
        }
        let sent = [cleo.say(&room_id, "theirs").await, ada.say(&room_id, "ours").await];
        let heard: Vec<String> =
            sent[usize::from(round % 2 == 0)..].iter().map(|sent| format!("message.created {}", sent["seq"])).collect();
        for socket in &mut sockets {
            assert_eq!(told(socket, &bob).await, heard, "in round {round}");
        }
    }
}

async fn blocks_survive_a_crash(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let start = log_end(&bob).await;
    bob.block(&cleo).await;
    server.kill().await;
    server.run().await;
    let mut socket = bob.listen_from_now().await;
    talk(&ada, &bob, &cleo, &room_id).await;
    let seen = ["message.created 2", "message.created 4", "message.created 6", "mention.created 6"];
    assert_eq!(told(&mut socket, &bob).await, seen);
    assert_eq!(missed(&bob, &start).await, [&["user.blocked"], &seen[..]].concat());
    let page = bob.get("/users/me/blocks").await.expect(200);
    assert_eq!(page["items"].as_array().map(|blocks| blocks.iter().map(|block| &block["user_id"]).collect()), Some(vec![&json!(cleo.id)]));
    assert_ne!(page["items"][0]["created_at"], Value::Null);
}
