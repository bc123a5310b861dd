//! The direct room of two of whom one has blocked the other: neither writes, whichever way they try; groups go on.

use serde_json::{Value, json};
use tests::person::{path_of, text};
use tests::{Answer, Person, Server, Socket, on_both_engines};

use super::super::sight::{Sight, log_end, missed, seq, sight, told};
use super::{direct_pair, edit, unblock};

on_both_engines![
    neither_writes_over_http,
    neither_writes_over_the_socket,
    neither_edits_what_they_wrote,
    neither_opens_a_direct_room,
    a_room_that_was_deleted_stays_deleted,
    what_is_refused_leaves_nothing,
    reading_and_deleting_go_on,
    both_have_to_unblock,
    groups_go_on_for_both,
    a_repeat_of_what_was_sent_before_is_refused_as_well,
    others_are_not_concerned,
];

async fn send(person: &Person, room_id: &str) -> Answer {
    person.post(&format!("/rooms/{room_id}/messages"), json!({ "content": "hello" })).await
}

async fn open(person: &Person, other: &Person) -> Answer {
    person.post("/rooms", json!({ "kind": "direct", "member_ids": [other.id] })).await
}

async fn send_by(socket: &mut Socket, room_id: &str) -> Value {
    socket.ask("message.send", json!({ "room_id": room_id, "content": "hello" })).await
}

async fn neither_writes_over_http(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    bob.block(&ada).await;
    for person in [&ada, &bob] {
        send(person, &direct).await.problem(403, "blocked");
    }
    unblock(&bob, &ada).await;
    for person in [&ada, &bob] {
        send(person, &direct).await.expect(201);
    }
    assert_eq!(sight(&bob, &direct).await, Sight::new(1..=2, [], []));
}

async fn neither_writes_over_the_socket(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    let mut sockets = [ada.listen().await, bob.listen().await];
    bob.block(&ada).await;
    for socket in &mut sockets {
        let answer = send_by(socket, &direct).await;
        let problem = &answer["data"]["problem"];
        assert_eq!((&answer["type"], &problem["code"], &problem["status"]), (&json!("error"), &json!("blocked"), &json!(403)), "{answer}");
    }
    unblock(&bob, &ada).await;
    for (socket, number) in sockets.iter_mut().zip(1..) {
        let answer = send_by(socket, &direct).await;
        assert_eq!((&answer["type"], seq(&answer["data"]["message"])), (&json!("ack"), number), "{answer}");
    }
}

async fn neither_edits_what_they_wrote(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    let (theirs, mine) = (ada.say(&direct, "one").await, bob.say(&direct, "two").await);
    bob.block(&ada).await;
    for (person, message) in [(&ada, &theirs), (&bob, &mine)] {
        let path = path_of(message);
        person.patch(&path, json!({ "content": "other words" })).await.problem(403, "blocked");
        assert_eq!(person.get(&path).await.expect(200)["content"], message["content"]);
        assert_eq!(person.get(&format!("{path}/revisions")).await.expect(200)["items"], json!([]));
    }
    unblock(&bob, &ada).await;
    for (person, message) in [(&ada, &theirs), (&bob, &mine)] {
        edit(person, message, "other words").await;
    }
}

async fn neither_opens_a_direct_room(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    let cleo = Person::register(server, "cleo").await;
    bob.block(&ada).await;
    bob.block(&cleo).await;
    // A room that is there, and one that never was.
    for (one, other) in [(&ada, &bob), (&bob, &ada), (&cleo, &bob), (&bob, &cleo)] {
        open(one, other).await.problem(403, "blocked");
    }
    assert_eq!(cleo.get("/rooms").await.expect(200)["items"], json!([]));
    assert_eq!(bob.get("/rooms").await.expect(200)["items"].as_array().map(Vec::len), Some(1));
    unblock(&bob, &ada).await;
    unblock(&bob, &cleo).await;
    assert_eq!(open(&ada, &bob).await.expect(200)["id"], direct.as_str());
    let made = open(&cleo, &bob).await.expect(201);
    assert_eq!(open(&bob, &cleo).await.expect(200)["id"], made["id"]);
}

async fn a_room_that_was_deleted_stays_deleted(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    ada.say(&direct, "one").await;
    for person in [&ada, &bob] {
        person.delete(&format!("/rooms/{direct}")).await.expect(200);
    }
    bob.block(&ada).await;
    for (one, other) in [(&ada, &bob), (&bob, &ada)] {
        open(one, other).await.problem(403, "blocked");
        send(one, &direct).await.problem(403, "blocked");
        assert_eq!(one.get(&format!("/rooms/{direct}")).await.expect(200)["is_deleted"], true);
        assert_eq!(one.get("/rooms").await.expect(200)["items"], json!([]));
    }
    // One's own deletion can be taken back all the same.
    bob.post_empty(&format!("/rooms/{direct}/undo")).await.expect(200);
    assert_eq!(sight(&bob, &direct).await, Sight::nothing());
    unblock(&bob, &ada).await;
    assert_eq!(sight(&bob, &direct).await, Sight::new([1], [1], []));
}

async fn what_is_refused_leaves_nothing(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    let mut sockets = [ada.listen_from_now().await, bob.listen_from_now().await];
    bob.block(&ada).await;
    let end = log_end(&bob).await;
    for person in [&ada, &bob] {
        send(person, &direct).await.problem(403, "blocked");
    }
    assert_eq!(send_by(&mut sockets[0], &direct).await["type"], "error");
    open(&ada, &bob).await.problem(403, "blocked");
    assert_eq!(log_end(&bob).await, end);
    assert_eq!(told(&mut sockets[0], &ada).await, [""; 0]);
    assert_eq!(told(&mut sockets[1], &bob).await, ["user.blocked"]);
    unblock(&bob, &ada).await;
    assert_eq!(seq(&ada.say(&direct, "one").await), 1, "a refused message takes no number");
    assert_eq!(missed(&bob, &end).await, ["user.unblocked", "message.created 1"]);
}

async fn reading_and_deleting_go_on(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    let (theirs, mine) = (ada.say(&direct, "one").await, bob.say(&direct, "two").await);
    bob.say(&direct, "three").await;
    bob.block(&ada).await;
    assert_eq!(sight(&ada, &direct).await, Sight::new(1..=3, 2..=3, []));
    assert_eq!(sight(&bob, &direct).await, Sight::new(2..=3, [], []));
    ada.post_empty(&format!("/messages/{}/read", text(&mine["id"]))).await.expect(200);
    assert_eq!(sight(&ada, &direct).await, Sight::new(1..=3, [3], []));
    // What one has written oneself one may take back.
    for (person, message) in [(&ada, &theirs), (&bob, &mine)] {
        person.delete(&path_of(message)).await.expect(200);
    }
    ada.put(&format!("/rooms/{direct}/archive"), json!({ "archived": true })).await.expect(200);
    ada.delete(&format!("/rooms/{direct}/messages")).await.expect(200);
    assert_eq!(sight(&ada, &direct).await, Sight::nothing());
    assert_eq!(sight(&bob, &direct).await, Sight::new(2..=3, [], []));
}

async fn both_have_to_unblock(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    bob.block(&ada).await;
    ada.block(&bob).await;
    for one_more in [Some(&bob), None] {
        for (one, other) in [(&ada, &bob), (&bob, &ada)] {
            send(one, &direct).await.problem(403, "blocked");
            open(one, other).await.problem(403, "blocked");
        }
        if one_more.is_some() {
            unblock(&bob, &ada).await;
        }
    }
    unblock(&ada, &bob).await;
    for person in [&ada, &bob] {
        send(person, &direct).await.expect(201);
    }
    assert_eq!(sight(&ada, &direct).await, Sight::new(1..=2, [2], []));
}

async fn groups_go_on_for_both(server: &Server) {
    let (ada, bob, _) = direct_pair(server).await;
    let kitchen = ada.group("Kitchen", &[&bob]).await;
    bob.block(&ada).await;
    let theirs = ada.say(&kitchen, "two, @bob").await;
    let mine = bob.say(&kitchen, "three, @ada").await;
    edit(&ada, &theirs, "two").await;
    edit(&bob, &mine, "three").await;
    let mut socket = ada.listen().await;
    assert_eq!(send_by(&mut socket, &kitchen).await["type"], "ack");
    assert_eq!(sight(&ada, &kitchen).await, Sight::new(1..=4, [], []));
    assert_eq!(sight(&bob, &kitchen).await, Sight::new([1, 3], [], []));
    // Nor does a group of the two alone become a direct room.
    ada.group("Study", &[&bob]).await;
    bob.group("Cellar", &[&ada]).await;
}

async fn a_repeat_of_what_was_sent_before_is_refused_as_well(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    let body = json!({ "content": "one", "client_id": "a-1" });
    let path = format!("/rooms/{direct}/messages");
    let sent = ada.post(&path, body.clone()).await.expect(201);
    bob.block(&ada).await;
    ada.post(&path, body.clone()).await.problem(403, "blocked");
    unblock(&bob, &ada).await;
    assert_eq!(ada.post(&path, body).await.expect(200)["id"], sent["id"]);
    // A refusal is not kept under a key.
    let keyed = ada.with_header("Idempotency-Key", "the-key");
    bob.block(&ada).await;
    keyed.post(&path, json!({ "content": "two" })).await.problem(403, "blocked");
    unblock(&bob, &ada).await;
    assert_eq!(seq(&keyed.post(&path, json!({ "content": "two" })).await.expect(201)), 2);
}

async fn others_are_not_concerned(server: &Server) {
    let (ada, bob, _) = direct_pair(server).await;
    let cleo = Person::register(server, "cleo").await;
    let (with_ada, with_bob) = (cleo.direct(&ada).await, cleo.direct(&bob).await);
    bob.block(&ada).await;
    for (person, room_id) in [(&cleo, &with_ada), (&ada, &with_ada), (&cleo, &with_bob), (&bob, &with_bob)] {
        send(person, room_id).await.expect(201);
    }
    assert_eq!(sight(&bob, &with_bob).await, Sight::new(1..=2, [], []));
    assert_eq!(sight(&ada, &with_ada).await, Sight::new(1..=2, [], []));
}
