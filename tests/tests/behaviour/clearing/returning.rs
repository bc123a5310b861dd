//! A direct room that was deleted comes back: with the next message, by being opened again, or by taking the deletion back.

use serde_json::json;
use tests::person::path_of;
use tests::{Person, Server, Socket, on_both_engines};

use super::super::sight::{Sight, all_frames, gist_of, log, log_end, missed, sight, told};
use super::{clear, delete, direct_pair, is_deleted, listed, say_some, undo};

on_both_engines![
    the_next_message_brings_it_back_with_what_is_new,
    ones_own_message_brings_it_back,
    both_sides_are_told_that_it_is_back,
    a_room_that_came_back_gives_no_text_back,
    who_opens_it_again_finds_it_empty,
    the_other_one_opening_it_does_not_bring_it_back,
    who_resumes_finds_it_deleted_and_back,
    an_archived_room_comes_back_archived,
];

async fn the_next_message_brings_it_back_with_what_is_new(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    say_some(&ada, &direct).await;
    for round in 1..=3 {
        delete(&bob, &direct).await;
        assert!(is_deleted(&bob, &direct).await);
        let sent = ada.say(&direct, "There you are, @bob").await;
        assert!(!is_deleted(&bob, &direct).await);
        assert_eq!(sight(&bob, &direct).await, Sight::new([3 + round], [3 + round], [3 + round]));
        bob.get(&path_of(&sent)).await.expect(200);
    }
    assert_eq!(sight(&ada, &direct).await, Sight::new(1..=6, [], []));
}

async fn ones_own_message_brings_it_back(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    say_some(&ada, &direct).await;
    delete(&bob, &direct).await;
    bob.say(&direct, "four").await;
    assert!(!is_deleted(&bob, &direct).await);
    assert_eq!(sight(&bob, &direct).await, Sight::new([4], [], []));
    delete(&bob, &direct).await;
    let mut socket = bob.listen().await;
    let answer = socket.ask("message.send", json!({ "room_id": direct, "content": "five" })).await;
    assert_eq!(answer["data"]["message"]["seq"], 5, "{answer}");
    assert!(!is_deleted(&bob, &direct).await);
    assert_eq!(sight(&bob, &direct).await, Sight::new([5], [], []));
}

/// What a device is told of the room that is back: that it is in the list, and nothing of anybody else's.
async fn hears_of_the_return(socket: &mut Socket, person: &Person, direct: &str, unread: i64) {
    let frames = all_frames(socket, person).await;
    assert_eq!(frames.iter().map(gist_of).collect::<Vec<_>>(), ["message.created 4", "room.updated"]);
    let room = &frames[1]["data"]["room"];
    let told = json!([room["id"], room["is_deleted"], room["unread_count"], room["mention_count"]]);
    assert_eq!(told, json!([direct, false, unread, 0]), "{room}");
    assert!(frames[1].get("room_id").is_none() && frames[1].get("seq").is_none(), "it is one person's: {}", frames[1]);
}

async fn both_sides_are_told_that_it_is_back(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    let phone = Person::login(server, "bob").await;
    say_some(&ada, &direct).await;
    delete(&ada, &direct).await;
    delete(&bob, &direct).await;
    let mut sockets = [ada.listen_from_now().await, bob.listen_from_now().await, phone.listen_from_now().await];
    ada.say(&direct, "four").await;
    hears_of_the_return(&mut sockets[0], &ada, &direct, 0).await;
    hears_of_the_return(&mut sockets[1], &bob, &direct, 1).await;
    hears_of_the_return(&mut sockets[2], &bob, &direct, 1).await;
    assert_eq!((is_deleted(&ada, &direct).await, is_deleted(&bob, &direct).await), (false, false));
    // It is back once: further messages are messages.
    ada.say(&direct, "five").await;
    for (socket, person) in sockets.iter_mut().zip([&ada, &bob, &bob]) {
        assert_eq!(told(socket, person).await, ["message.created 5"]);
    }
}

async fn a_room_that_came_back_gives_no_text_back(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    let start = log_end(&bob).await;
    delete(&bob, &direct).await;
    let sent = ada.say(&direct, "a secret").await;
    delete(&bob, &direct).await;
    undo(&bob, &direct).await;
    assert_eq!(sight(&bob, &direct).await, Sight::new([1], [1], []));
    ada.delete(&path_of(&sent)).await.expect(200);
    assert!(!json!(log(&bob, &start).await).to_string().contains("secret"), "the log tells of a message that was deleted");
    // What was cleared is not told either, by whatever event.
    delete(&bob, &direct).await;
    ada.say(&direct, "another secret").await;
    clear(&bob, &direct).await;
    assert!(!json!(log(&bob, &start).await).to_string().contains("secret"), "the log tells of a message that was cleared");
}

async fn who_opens_it_again_finds_it_empty(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    say_some(&ada, &direct).await;
    delete(&bob, &direct).await;
    let phone = Person::login(server, "bob").await;
    let mut sockets = [bob.listen_from_now().await, phone.listen_from_now().await];
    let mut other = ada.listen_from_now().await;
    let found = bob.post("/rooms", json!({ "kind": "direct", "member_ids": [ada.id] })).await.expect(200);
    assert_eq!((&found["id"], &found["is_deleted"], found.get("last_message")), (&json!(direct), &json!(false), None));
    assert!(!is_deleted(&bob, &direct).await);
    assert_eq!(sight(&bob, &direct).await, Sight::nothing());
    for socket in &mut sockets {
        let frames = all_frames(socket, &bob).await;
        assert_eq!(frames.iter().map(gist_of).collect::<Vec<_>>(), ["room.updated"]);
        assert_eq!((&frames[0]["data"]["room"]["id"], frames[0].get("room_id")), (&json!(direct), None), "it is Bob's alone");
    }
    assert_eq!(told(&mut other, &ada).await, [""; 0]);
    // Once more, it is found as it is.
    bob.post("/rooms", json!({ "kind": "direct", "member_ids": [ada.id] })).await.expect(200);
    assert_eq!(told(&mut sockets[0], &bob).await, [""; 0]);
    ada.say(&direct, "four").await;
    assert_eq!(sight(&bob, &direct).await, Sight::new([4], [4], []));
    // The deletion can still be taken back, and gives everything.
    undo(&bob, &direct).await;
    assert_eq!(sight(&bob, &direct).await, Sight::new(1..=4, 1..=4, [2]));
}

async fn the_other_one_opening_it_does_not_bring_it_back(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    say_some(&ada, &direct).await;
    delete(&bob, &direct).await;
    let mut socket = bob.listen_from_now().await;
    assert_eq!(ada.direct(&bob).await, direct);
    ada.put(&format!("/rooms/{direct}/read-status"), json!({ "status": "read" })).await.expect(200);
    assert!(is_deleted(&bob, &direct).await);
    assert_eq!(told(&mut socket, &bob).await, [""; 0]);
}

async fn who_resumes_finds_it_deleted_and_back(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    let start = log_end(&bob).await;
    say_some(&ada, &direct).await;
    delete(&bob, &direct).await;
    let deleted = ["room.cleared me 3", "unread.updated 0 0", "room.deleted until the next message"];
    assert_eq!(missed(&bob, &start).await, deleted);
    ada.say(&direct, "four").await;
    assert_eq!(missed(&bob, &start).await, [&deleted[..], &["message.created 4", "room.updated"]].concat());
    undo(&bob, &direct).await;
    let all = [
        "message.created 1",
        "message.created 2",
        "mention.created 2",
        "message.created 3",
        "room.cleared me 3",
        "unread.updated 0 0",
        "room.deleted until the next message",
        "message.created 4",
        "room.updated",
        "room.cleared me 0 back",
        "unread.updated 4 1",
        "room.updated",
    ];
    assert_eq!(missed(&bob, &start).await, all);
    let messages = [all[0], all[1], all[3], all[7]];
    assert_eq!(missed(&ada, &start).await, messages);
}

async fn an_archived_room_comes_back_archived(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    bob.put(&format!("/rooms/{direct}/archive"), json!({ "archived": true })).await.expect(200);
    delete(&bob, &direct).await;
    assert_eq!(listed(&bob, "?archived=true").await, [""; 0]);
    ada.say(&direct, "one").await;
    assert_eq!(listed(&bob, "?archived=true").await, [direct.as_str()]);
    assert_eq!(listed(&bob, "?archived=false").await, [""; 0]);
}
