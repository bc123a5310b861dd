//! Deleting a group from one's list: it is left, with all that follows.

use serde_json::json;
use tests::{Server, on_both_engines};

use super::super::sight::{Sight, missed, seqs, sight, told};
use super::{add, cannot_undo, clear, clear_all, delete, make_admin, remove, say_some, sights, three};

on_both_engines![
    a_deleted_group_is_left,
    ownership_passes_on_and_the_last_one_removes_it,
    everybody_hears_that_it_was_left,
    who_comes_back_has_nothing_to_take_back,
];

async fn a_deleted_group_is_left(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    say_some(&ada, &room_id).await;
    let others = sights([&ada, &cleo], &room_id).await;
    // What goes is what Bob saw; there is no way back but to be taken in again.
    assert_eq!(delete(&bob, &room_id).await, (4, 1, false));
    for path in ["", "/messages", "/members"] {
        bob.get(&format!("/rooms/{room_id}{path}")).await.problem(404, "not_found");
    }
    bob.delete(&format!("/rooms/{room_id}")).await.problem(404, "not_found");
    bob.post_empty(&format!("/rooms/{room_id}/undo")).await.problem(404, "not_found");
    assert_eq!(bob.get("/rooms").await.expect(200)["items"], json!([]));
    assert_eq!(bob.get("/unread-count").await.expect(200), json!({ "total": 0, "mentions": 0, "rooms": [] }));
    let room = ada.get(&format!("/rooms/{room_id}")).await.expect(200);
    assert_eq!((&room["member_count"], &room["owner_id"]), (&json!(2), &json!(ada.id)));
    // The others have lost nothing, and are told by the room.
    let with_farewell = |before: &Sight| Sight { history: [&before.history[..], &[5]].concat(), ..before.clone() };
    assert_eq!(sights([&ada, &cleo], &room_id).await, others.iter().map(with_farewell).collect::<Vec<_>>());
    assert_eq!(ada.history(&room_id).await[4]["system_event"], "member_left");
}

async fn ownership_passes_on_and_the_last_one_removes_it(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    make_admin(&ada, &room_id, &cleo).await;
    let path = format!("/rooms/{room_id}");
    remove(&ada, &path).await;
    let room = bob.get(&path).await.expect(200);
    assert_eq!((&room["owner_id"], &room["member_count"]), (&json!(cleo.id), &json!(2)));
    remove(&cleo, &path).await;
    assert_eq!(bob.get(&path).await.expect(200)["owner_id"], bob.id.as_str());
    clear(&bob, &room_id).await;
    let mut socket = bob.listen_from_now().await;
    assert_eq!(delete(&bob, &room_id).await, (0, 1, false));
    assert_eq!(told(&mut socket, &bob).await, ["room.deleted"]);
    bob.get(&path).await.problem(404, "not_found");
}

async fn everybody_hears_that_it_was_left(server: &Server) {
    let (ada, bob, _, room_id) = three(server).await;
    let mut sockets = [ada.listen_from_now().await, bob.listen_from_now().await];
    let away = [sockets[0].cursor.clone(), sockets[1].cursor.clone()].map(|cursor| cursor.expect("a greeting has a cursor"));
    remove(&bob, &format!("/rooms/{room_id}")).await;
    ada.say(&room_id, "three").await;
    let all = ["member.left", "message.created 2", "room.updated", "message.created 3"];
    assert_eq!(told(&mut sockets[0], &ada).await, all);
    assert_eq!(missed(&ada, &away[0]).await, all);
    assert_eq!(told(&mut sockets[1], &bob).await, all[..1]);
    assert_eq!(missed(&bob, &away[1]).await, all[..1]);
}

async fn who_comes_back_has_nothing_to_take_back(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    say_some(&ada, &room_id).await;
    clear(&bob, &room_id).await;
    delete(&bob, &room_id).await;
    add(&ada, &room_id, &bob).await;
    cannot_undo(&bob, &room_id).await;
    // Back again, Bob is as everybody who comes: 5 and 6 told of his going and coming, and what was said is read.
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=6, [], []));
    // What an admin has cleared for everyone stays so, whoever goes and comes, and is no member's to take back.
    make_admin(&ada, &room_id, &bob).await;
    clear_all(&bob, &room_id).await;
    delete(&bob, &room_id).await;
    add(&ada, &room_id, &bob).await;
    bob.post_empty(&format!("/rooms/{room_id}/undo")).await.problem(403, "forbidden");
    assert_eq!(seqs(&cleo.history(&room_id).await), [7, 8]);
}
