//! What a blocked person has written is not in one's history, on no page and by no path; everybody else sees it.

use serde_json::{Value, json};
use tests::person::{path_of, text};
use tests::{Person, Server, on_both_engines};

use super::super::sight::{Sight, sight};
use super::{edit, sights, talk, three, unblock};

on_both_engines![
    what_they_wrote_is_out_of_ones_sight_and_of_nobody_elses,
    what_they_write_is_never_seen,
    what_they_wrote_is_found_by_no_path,
    what_the_room_says_of_them_is_seen,
    pages_are_full_whatever_is_left_out,
    an_empty_page_tells_where_there_is_more,
    unblocking_brings_everything_back,
    blocking_goes_one_way,
    many_can_be_blocked,
    who_joins_later_does_not_see_them_either,
];

async fn what_they_wrote_is_out_of_ones_sight_and_of_nobody_elses(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let said = talk(&ada, &bob, &cleo, &room_id).await;
    let before = sights([&ada, &cleo], &room_id).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=7, 5..=7, [5, 6]));
    bob.block(&cleo).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new([1, 2, 4, 6], [6], [6]));
    assert_eq!(sight(&Person::login(server, "bob").await, &room_id).await, Sight::new([1, 2, 4, 6], [6], [6]));
    // The last message that Bob sees is not the room's.
    assert_eq!(bob.get(&format!("/rooms/{room_id}")).await.expect(200)["last_message"]["id"], said[4]["id"]);
    assert_eq!(sights([&ada, &cleo], &room_id).await, before);
}

async fn what_they_write_is_never_seen(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    bob.block(&cleo).await;
    let said = talk(&ada, &bob, &cleo, &room_id).await;
    edit(&cleo, &said[5], "seven, @bob").await;
    cleo.delete(&path_of(&said[1])).await.expect(200);
    assert_eq!(sight(&bob, &room_id).await, Sight::new([1, 2, 4, 6], [6], [6]));
    assert_eq!(sight(&cleo, &room_id).await, Sight::new(1..=7, [], []));
    // Cleo has nothing of it to notice: she is answered as ever.
    cleo.get(&path_of(&said[2])).await.expect(200);
    assert_eq!(cleo.get(&format!("/rooms/{room_id}/members")).await.expect(200)["items"].as_array().map(Vec::len), Some(3));
}

async fn what_they_wrote_is_found_by_no_path(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let said = talk(&ada, &bob, &cleo, &room_id).await;
    edit(&cleo, &said[1], "tree").await;
    bob.block(&cleo).await;
    let mut socket = bob.listen().await;
    let (path, id) = (path_of(&said[1]), text(&said[1]["id"]));
    bob.get(&path).await.problem(404, "not_found");
    bob.get(&format!("{path}/revisions")).await.problem(404, "not_found");
    bob.post_empty(&format!("/messages/{id}/read")).await.problem(404, "not_found");
    for status in ["read", "unread"] {
        let marking = json!({ "status": status, "message_id": id });
        bob.put(&format!("/rooms/{room_id}/read-status"), marking).await.problem(404, "not_found");
    }
    for side in ["before", "after", "around"] {
        bob.get(&format!("/rooms/{room_id}/messages?{side}={id}")).await.problem(404, "not_found");
    }
    let answer = socket.ask("history.load", json!({ "room_id": room_id, "before": id })).await;
    assert_eq!(answer["data"]["problem"]["code"], "not_found", "{answer}");
    let loaded = socket.ask("history.load", json!({ "room_id": room_id })).await;
    let seqs: Vec<&Value> = loaded["data"]["items"].as_array().into_iter().flatten().map(|message| &message["seq"]).collect();
    assert_eq!(seqs, [6, 4, 2, 1]);
    ada.get(&path).await.expect(200);
}

async fn what_the_room_says_of_them_is_seen(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    bob.block(&cleo).await;
    cleo.say(&room_id, "two").await;
    cleo.post_empty(&format!("/rooms/{room_id}/leave")).await.expect(204);
    ada.post(&format!("/rooms/{room_id}/members"), json!({ "user_id": cleo.id })).await.expect(201);
    assert_eq!(sight(&bob, &room_id).await, Sight::new([1, 3, 4], [], []));
    let room = bob.get(&format!("/rooms/{room_id}")).await.expect(200);
    assert_eq!((&room["last_message"]["seq"], &room["last_message"]["system_event"]), (&json!(4), &json!("member_joined")));
}

async fn pages_are_full_whatever_is_left_out(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    // Runs of Cleo's of all lengths up to longer than a page of the walk through the history, at both ends too.
    let mut shown = vec![1];
    for run in 1..=5 {
        for _ in 0..run {
            cleo.say(&room_id, "out of sight").await;
        }
        let sent = if run % 2 == 0 { &ada } else { &bob }.say(&room_id, "in sight").await;
        shown.push(super::super::sight::seq(&sent));
    }
    cleo.say(&room_id, "out of sight").await;
    bob.block(&cleo).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(shown.clone(), [], []));
    for limit in 1..=shown.len() {
        let page = bob.get(&format!("/rooms/{room_id}/messages?limit={limit}")).await.expect(200);
        assert_eq!(page["items"].as_array().map(Vec::len), Some(limit));
        assert_eq!((&page["has_more_before"], &page["has_more_after"]), (&json!(limit < shown.len()), &json!(false)), "{limit}");
    }
    unblock(&bob, &cleo).await;
    assert_eq!(sight(&bob, &room_id).await.history, (1..=22).collect::<Vec<i64>>());
}

async fn an_empty_page_tells_where_there_is_more(server: &Server) {
    let (ada, bob, cleo, _) = three(server).await;
    let direct = bob.direct(&cleo).await;
    cleo.say(&direct, "one").await;
    let mine = bob.say(&direct, "two").await;
    cleo.say(&direct, "three").await;
    bob.block(&cleo).await;
    assert_eq!(sight(&bob, &direct).await, Sight::new([2], [], []));
    for (side, before, after) in [("before", false, true), ("after", true, false)] {
        let page = bob.get(&format!("/rooms/{direct}/messages?{side}={}", text(&mine["id"]))).await.expect(200);
        assert_eq!(page, json!({ "items": [], "has_more_before": before, "has_more_after": after }), "{side}");
    }
    // Nothing at all is left where the other one alone has spoken.
    let other = ada.direct(&cleo).await;
    cleo.say(&other, "one").await;
    ada.block(&cleo).await;
    assert_eq!(sight(&ada, &other).await, Sight::nothing());
    let page = ada.get(&format!("/rooms/{other}/messages")).await.expect(200);
    assert_eq!(page, json!({ "items": [], "has_more_before": false, "has_more_after": false }));
}

async fn unblocking_brings_everything_back(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    talk(&ada, &bob, &cleo, &room_id).await;
    let before = sight(&bob, &room_id).await;
    bob.block(&cleo).await;
    unblock(&bob, &cleo).await;
    assert_eq!(sight(&bob, &room_id).await, before);
    // And what was written and changed meanwhile.
    bob.block(&cleo).await;
    let eight = cleo.say(&room_id, "eight").await;
    let nine = cleo.say(&room_id, "nine, @bob").await;
    edit(&cleo, &eight, "eight, @bob").await;
    cleo.delete(&path_of(&nine)).await.expect(200);
    unblock(&bob, &cleo).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=9, 5..=8, [5, 6, 8]));
    assert_eq!(bob.history(&room_id).await.last().map(|message| message["content"].clone()), Some(Value::Null));
    assert_eq!(bob.get(&path_of(&eight)).await.expect(200)["content"], "eight, @bob");
}

async fn blocking_goes_one_way(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    talk(&ada, &bob, &cleo, &room_id).await;
    cleo.block(&bob).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=7, 5..=7, [5, 6]));
    assert_eq!(sight(&cleo, &room_id).await, Sight::new([1, 2, 3, 5, 6, 7], [], []));
    bob.block(&cleo).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new([1, 2, 4, 6], [6], [6]));
    unblock(&cleo, &bob).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new([1, 2, 4, 6], [6], [6]));
    assert_eq!(sight(&cleo, &room_id).await, Sight::new(1..=7, [], []));
}

async fn many_can_be_blocked(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    talk(&ada, &bob, &cleo, &room_id).await;
    bob.block(&cleo).await;
    bob.block(&ada).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new([1, 4], [], []));
    unblock(&bob, &cleo).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new([1, 3, 4, 5, 7], [5, 7], [5]));
    unblock(&bob, &ada).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=7, 5..=7, [5, 6]));
}

async fn who_joins_later_does_not_see_them_either(server: &Server) {
    let (ada, bob, cleo, _) = three(server).await;
    let study = ada.group("Study", &[&cleo]).await;
    bob.block(&cleo).await;
    cleo.say(&study, "two").await;
    ada.say(&study, "three").await;
    ada.post(&format!("/rooms/{study}/members"), json!({ "user_id": bob.id })).await.expect(201);
    cleo.say(&study, "five, @bob").await;
    assert_eq!(sight(&bob, &study).await, Sight::new([1, 3, 4], [], []));
    // Cleo may found a group with Bob in it; what the room says of that is not hers.
    let hall = cleo.group("Hall", &[&bob]).await;
    cleo.say(&hall, "two").await;
    assert_eq!(sight(&bob, &hall).await, Sight::new([1], [], []));
}
