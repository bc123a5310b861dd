//! Taking back: the last clearing or deleting first, everything as it was before, and never what another has done.

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::person::path_of;
use tests::{Person, Server, on_both_engines};

use super::super::sight::{Sight, log_end, missed, sight, told};
use super::{
    NOTHING, add, cannot_undo, clear, clear_all, delete, direct_pair, edit, leave, read_all, remove, say_some, sights, three, undo,
};

on_both_engines![
    the_last_one_is_taken_back_first,
    what_was_read_before_is_read_afterwards,
    what_changed_meanwhile_is_seen_as_it_is_now,
    ones_own_devices_hear_of_it_and_nobody_else,
    changes_are_heard_again,
    who_resumes_hears_again_what_was_cleared,
    many_at_once_take_back_one,
    deleting_and_clearing_are_one_stack,
    who_comes_back_has_nothing_to_take_back,
    a_key_takes_back_once,
    only_members_take_back,
];

async fn the_last_one_is_taken_back_first(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let mut before = Vec::new();
    for round in 1..=3 {
        say_some(&ada, &room_id).await;
        before.push(sight(&bob, &room_id).await);
        assert_eq!(clear(&bob, &room_id).await, (if round == 1 { 4 } else { 3 }, 1, true));
        assert_eq!(sight(&bob, &room_id).await, Sight::nothing());
    }
    let others = sights([&ada, &cleo], &room_id).await;
    assert_eq!(before, [Sight::new(1..=4, 2..=4, [3]), Sight::new(5..=7, 5..=7, [6]), Sight::new(8..=10, 8..=10, [9])]);
    let expected = [Sight::new(8..=10, 8..=10, [9]), Sight::new(5..=10, 5..=10, [6, 9]), Sight::new(1..=10, 2..=10, [3, 6, 9])];
    for expected in expected {
        let room = undo(&bob, &room_id).await;
        assert_eq!(sight(&bob, &room_id).await, expected);
        assert_eq!(bob.get(&format!("/rooms/{room_id}")).await.expect(200), room);
    }
    cannot_undo(&bob, &room_id).await;
    assert_eq!(sights([&ada, &cleo], &room_id).await, others);
    // A new stack begins.
    clear(&bob, &room_id).await;
    undo(&bob, &room_id).await;
    cannot_undo(&bob, &room_id).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=10, 2..=10, [3, 6, 9]));
}

async fn what_was_read_before_is_read_afterwards(server: &Server) {
    let (ada, bob, _, room_id) = three(server).await;
    let [one, two, _] = say_some(&ada, &room_id).await;
    for (message, left) in [(&one, Sight::new(1..=4, 3..=4, [3])), (&two, Sight::new(1..=4, [4], []))] {
        let marking = json!({ "status": "read", "message_id": message["id"] });
        bob.put(&format!("/rooms/{room_id}/read-status"), marking).await.expect(200);
        clear(&bob, &room_id).await;
        undo(&bob, &room_id).await;
        assert_eq!(sight(&bob, &room_id).await, left);
    }
    clear(&bob, &room_id).await;
    ada.say(&room_id, "five").await;
    read_all(&bob, &room_id).await;
    undo(&bob, &room_id).await;
    // Who has read what came afterwards has read what was before it.
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=5, [], []));
}

async fn what_changed_meanwhile_is_seen_as_it_is_now(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let [one, two, three] = say_some(&ada, &room_id).await;
    clear(&bob, &room_id).await;
    edit(&ada, &one, "one, @bob").await;
    edit(&ada, &two, "two").await;
    ada.delete(&path_of(&three)).await.expect(200);
    undo(&bob, &room_id).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=4, 2..=3, [2]));
    assert_eq!(bob.history(&room_id).await, cleo.history(&room_id).await);
    assert_eq!(bob.get(&path_of(&one)).await.expect(200)["content"], "one, @bob");
}

async fn ones_own_devices_hear_of_it_and_nobody_else(server: &Server) {
    let (ada, bob, _, room_id) = three(server).await;
    let phone = Person::login(server, "bob").await;
    say_some(&ada, &room_id).await;
    clear(&bob, &room_id).await;
    say_some(&ada, &room_id).await;
    clear(&bob, &room_id).await;
    let mut own = [bob.listen_from_now().await, phone.listen_from_now().await];
    let mut other = ada.listen_from_now().await;
    undo(&phone, &room_id).await;
    undo(&bob, &room_id).await;
    let marker = ada.say(&room_id, "that was all").await;
    for socket in &mut own {
        let frames = socket.up_to(&marker).await;
        let told: Vec<Value> = frames.iter().map(|frame| json!([frame["type"], frame["data"]])).take(4).collect();
        let cleared = |seq: i64| json!(["room.cleared", { "room_id": room_id, "scope": "me", "seq": seq, "by": bob.id }]);
        let unread =
            |count: i64, mentions: i64| json!(["unread.updated", { "room_id": room_id, "unread_count": count, "mention_count": mentions }]);
        assert_eq!((told, frames.len()), (vec![cleared(4), unread(3, 1), cleared(0), unread(6, 2)], 5));
    }
    assert_eq!(told(&mut other, &ada).await, ["message.created 8"]);
}

async fn changes_are_heard_again(server: &Server) {
    let (ada, bob, _, room_id) = three(server).await;
    let [one, two, _] = say_some(&ada, &room_id).await;
    let mut early = bob.listen_from_now().await;
    clear(&bob, &room_id).await;
    let late = bob.listen_from_now().await;
    undo(&bob, &room_id).await;
    told(&mut early, &bob).await;
    let mut sockets = [early, late];
    told(&mut sockets[1], &bob).await;
    edit(&ada, &one, "one, @bob").await;
    ada.delete(&path_of(&two)).await.expect(200);
    for socket in &mut sockets {
        let expected = ["message.updated 2", "mention.created 2", "message.deleted 3", "unread.updated 2 1"];
        assert_eq!(told(socket, &bob).await, expected);
    }
}

async fn who_resumes_hears_again_what_was_cleared(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let start = log_end(&bob).await;
    ada.say(&room_id, "two").await;
    clear(&bob, &room_id).await;
    ada.say(&room_id, "three").await;
    clear_all(&ada, &room_id).await;
    undo(&bob, &room_id).await;
    let own = ["room.cleared me 2", "unread.updated 0 0", "room.cleared everyone 3", "room.cleared me 0 back", "unread.updated 0 0"];
    assert_eq!(missed(&bob, &start).await, own);
    undo(&ada, &room_id).await;
    let all = ["message.created 2", own[0], own[1], "message.created 3", own[2], own[3], own[4], "room.cleared everyone 0 back"];
    assert_eq!(missed(&bob, &start).await, all);
    assert_eq!(missed(&cleo, &start).await, [all[0], all[3], all[4], all[7]]);
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=3, 2..=3, []));
}

async fn many_at_once_take_back_one(server: &Server) {
    let (ada, bob, _, room_id) = three(server).await;
    say_some(&ada, &room_id).await;
    clear(&bob, &room_id).await;
    let mut socket = bob.listen_from_now().await;
    let path = format!("/rooms/{room_id}/undo");
    let answers = join_all((0..10).map(|_| bob.post_empty(&path))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [&[200][..], &[409; 9]].concat());
    assert_eq!(told(&mut socket, &bob).await, ["room.cleared me 0 back", "unread.updated 3 1"]);
}

async fn deleting_and_clearing_are_one_stack(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    say_some(&ada, &direct).await;
    delete(&bob, &direct).await;
    say_some(&ada, &direct).await;
    clear(&bob, &direct).await;
    ada.say(&direct, "seven").await;
    delete(&bob, &direct).await;
    let mut socket = bob.listen_from_now().await;
    for (expected, events) in [
        (Sight::new([7], [7], []), vec!["room.cleared me 6 back", "unread.updated 1 0", "room.updated"]),
        (Sight::new(4..=7, 4..=7, [5]), vec!["room.cleared me 3 back", "unread.updated 4 1"]),
        (Sight::new(1..=7, 1..=7, [2, 5]), vec!["room.cleared me 0 back", "unread.updated 7 2", "room.updated"]),
    ] {
        undo(&bob, &direct).await;
        assert_eq!(sight(&bob, &direct).await, expected);
        assert_eq!(told(&mut socket, &bob).await, events);
    }
    cannot_undo(&bob, &direct).await;
}

async fn who_comes_back_has_nothing_to_take_back(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    say_some(&ada, &room_id).await;
    clear(&bob, &room_id).await;
    leave(&bob, &room_id).await;
    clear(&cleo, &room_id).await;
    ada.delete(&format!("/rooms/{room_id}/members/{}", cleo.id)).await.expect(204);
    for person in [&bob, &cleo] {
        person.post_empty(&format!("/rooms/{room_id}/undo")).await.problem(404, "not_found");
        add(&ada, &room_id, person).await;
        let before = sight(person, &room_id).await;
        cannot_undo(person, &room_id).await;
        assert_eq!(sight(person, &room_id).await, before);
    }
}

async fn a_key_takes_back_once(server: &Server) {
    let (ada, bob, _, room_id) = three(server).await;
    for _ in 0..2 {
        ada.say(&room_id, "word").await;
        clear(&bob, &room_id).await;
    }
    let keyed = bob.with_header("Idempotency-Key", "undo");
    let path = format!("/rooms/{room_id}/undo");
    let first = keyed.post_empty(&path).await.expect(200);
    let again = keyed.post_empty(&path).await;
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.expect(200), first);
    assert_eq!(sight(&bob, &room_id).await, Sight::new([3], [3], []));
    // The kept answer does not give back what is cleared again.
    clear(&bob, &room_id).await;
    assert_eq!(keyed.post_empty(&path).await.expect(200).get("last_message"), None);
    let clearing = bob.with_header("Idempotency-Key", "clear");
    undo(&bob, &room_id).await;
    let gone = clearing.delete(&format!("/rooms/{room_id}/messages")).await.expect(200);
    undo(&bob, &room_id).await;
    // And a repeat of clearing does not clear again.
    assert_eq!(clearing.delete(&format!("/rooms/{room_id}/messages")).await.expect(200), gone);
    assert_eq!(sight(&bob, &room_id).await, Sight::new([3], [3], []));
}

async fn only_members_take_back(server: &Server) {
    let (ada, bob, _, room_id) = three(server).await;
    let eve = Person::register(server, "eve").await;
    remove(&bob, &format!("/rooms/{room_id}/messages")).await;
    for (person, id) in [(&eve, room_id.as_str()), (&bob, NOTHING)] {
        person.post_empty(&format!("/rooms/{id}/undo")).await.problem(404, "not_found");
    }
    server.client().post_empty(&format!("/rooms/{room_id}/undo")).await.problem(401, "unauthorized");
    cannot_undo(&ada, &room_id).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::nothing());
}
