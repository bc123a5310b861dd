//! Deleting a direct room from one's list: it goes with what is in it, and comes back with the next message.

use futures_util::future::join_all;
use serde_json::json;
use tests::person::{path_of, text};
use tests::{Person, Server, on_both_engines};

use super::super::sight::{Sight, all_frames, log_end, missed, sight, told};
use super::{NOTHING, clear, delete, direct_pair, edit, is_deleted, listed, remove, say_some, undo};

on_both_engines![
    a_deleted_room_leaves_the_list,
    the_other_side_keeps_all,
    an_empty_room_can_be_deleted,
    deleting_twice_changes_nothing,
    ones_own_devices_hear_of_it_and_nobody_else,
    a_room_that_was_cleared_is_deleted_quietly,
    a_deleted_room_is_still_heard,
    a_blocked_persons_room_can_be_deleted,
    only_members_delete_and_only_what_can_be_understood,
];

async fn a_deleted_room_leaves_the_list(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    let kitchen = ada.group("Kitchen", &[&bob]).await;
    say_some(&ada, &direct).await;
    assert_eq!(sight(&bob, &direct).await, Sight::new(1..=3, 1..=3, [2]));
    assert!(!is_deleted(&bob, &direct).await);
    assert_eq!(delete(&bob, &direct).await, (3, 1, true));
    assert!(is_deleted(&bob, &direct).await);
    for query in ["", "?limit=1", "?archived=false"] {
        assert_eq!(listed(&bob, query).await, [kitchen.as_str()], "{query}");
    }
    for query in ["?kind=direct", "?archived=true"] {
        assert_eq!(listed(&bob, query).await, [""; 0], "{query}");
    }
    assert_eq!(listed(&Person::login(server, "bob").await, "").await, [kitchen.as_str()]);
    assert_eq!(sight(&bob, &direct).await, Sight::nothing());
    assert_eq!(bob.get("/unread-count").await.expect(200), json!({ "total": 0, "mentions": 0, "rooms": [] }));
}

async fn the_other_side_keeps_all(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    let [one, ..] = say_some(&bob, &direct).await;
    let before = sight(&ada, &direct).await;
    delete(&bob, &direct).await;
    assert!(!is_deleted(&ada, &direct).await);
    assert_eq!(sight(&ada, &direct).await, before);
    assert_eq!(ada.get(&path_of(&one)).await.expect(200)["content"], "one");
    // Each of them has a list of their own.
    delete(&ada, &direct).await;
    assert!(is_deleted(&ada, &direct).await);
    undo(&bob, &direct).await;
    assert_eq!((is_deleted(&ada, &direct).await, is_deleted(&bob, &direct).await), (true, false));
    assert_eq!(sight(&bob, &direct).await, Sight::new(1..=3, [], []));
}

async fn an_empty_room_can_be_deleted(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    let mut socket = bob.listen_from_now().await;
    assert_eq!(delete(&bob, &direct).await, (0, 1, true));
    assert_eq!(told(&mut socket, &bob).await, ["room.deleted until the next message"]);
    assert!(is_deleted(&bob, &direct).await);
    undo(&bob, &direct).await;
    assert_eq!(told(&mut socket, &bob).await, ["room.updated"]);
    assert!(!is_deleted(&bob, &direct).await);
    delete(&bob, &direct).await;
    ada.say(&direct, "one").await;
    assert!(!is_deleted(&bob, &direct).await);
    assert_eq!(sight(&bob, &direct).await, Sight::new([1], [1], []));
}

async fn deleting_twice_changes_nothing(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    say_some(&ada, &direct).await;
    let mut socket = bob.listen_from_now().await;
    let path = format!("/rooms/{direct}");
    let answers = join_all((0..10).map(|_| bob.delete(&path))).await;
    let gone: Vec<i64> = answers.into_iter().filter_map(|answer| answer.expect(200)["messages"].as_i64()).collect();
    assert_eq!((gone.len(), gone.iter().sum::<i64>()), (10, 3));
    for _ in 0..2 {
        assert_eq!(delete(&bob, &direct).await, (0, 0, false));
        assert_eq!(clear(&bob, &direct).await, (0, 0, false));
    }
    let expected = ["room.cleared me 3", "unread.updated 0 0", "room.deleted until the next message"];
    assert_eq!(told(&mut socket, &bob).await, expected);
    undo(&bob, &direct).await;
    super::cannot_undo(&bob, &direct).await;
}

async fn ones_own_devices_hear_of_it_and_nobody_else(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    let phone = Person::login(server, "bob").await;
    say_some(&ada, &direct).await;
    let mut own = [bob.listen_from_now().await, phone.listen_from_now().await];
    let mut other = ada.listen_from_now().await;
    let removal = remove(&phone, &format!("/rooms/{direct}")).await;
    for socket in &mut own {
        let frames = all_frames(socket, &bob).await;
        let told: Vec<_> = frames.iter().map(|frame| (text(&frame["type"]), frame["data"].clone())).collect();
        let cleared = json!({ "room_id": direct, "scope": "me", "seq": 3, "by": bob.id, "undo_until": removal["undo_until"] });
        let expected = [
            ("room.cleared".to_owned(), cleared),
            ("unread.updated".to_owned(), json!({ "room_id": direct, "unread_count": 0, "mention_count": 0 })),
            ("room.deleted".to_owned(), json!({ "room_id": direct, "until_next_message": true })),
        ];
        assert_eq!(told, expected);
        assert!(frames.iter().all(|frame| frame.get("room_id").is_none() && frame.get("seq").is_none()), "{frames:?}");
    }
    assert_eq!(told(&mut other, &ada).await, [""; 0]);
}

async fn a_room_that_was_cleared_is_deleted_quietly(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    say_some(&ada, &direct).await;
    clear(&bob, &direct).await;
    let mut socket = bob.listen_from_now().await;
    assert_eq!(delete(&bob, &direct).await, (0, 1, true));
    assert_eq!(told(&mut socket, &bob).await, ["room.deleted until the next message"]);
    // Taken back one after the other: first it is in the list again, then it is full again.
    undo(&bob, &direct).await;
    assert_eq!(told(&mut socket, &bob).await, ["room.updated"]);
    assert_eq!(sight(&bob, &direct).await, Sight::nothing());
    undo(&bob, &direct).await;
    assert_eq!(told(&mut socket, &bob).await, ["room.cleared me 0 back", "unread.updated 3 1"]);
    assert_eq!(sight(&bob, &direct).await, Sight::new(1..=3, 1..=3, [2]));
}

async fn a_deleted_room_is_still_heard(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    let [one, ..] = say_some(&ada, &direct).await;
    let mut early = bob.listen_from_now().await;
    delete(&bob, &direct).await;
    assert_eq!(told(&mut early, &bob).await.len(), 3);
    let mut sockets = [early, bob.listen_from_now().await];
    let mut own = ada.listen().await;
    assert_eq!(own.ask("typing.start", json!({ "room_id": direct })).await["type"], "ack");
    edit(&ada, &one, "one, @bob").await;
    let four = ada.say(&direct, "four, @bob").await;
    edit(&ada, &four, "four").await;
    for socket in &mut sockets {
        assert_eq!(socket.until("typing.started").await["data"], json!({ "room_id": direct, "user_id": ada.id }));
        let expected = ["message.created 4", "mention.created 4", "room.updated", "message.updated 4", "unread.updated 1 0"];
        assert_eq!(told(socket, &bob).await, expected);
    }
}

async fn a_blocked_persons_room_can_be_deleted(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    say_some(&ada, &direct).await;
    bob.say(&direct, "four").await;
    bob.block(&ada).await;
    let mut socket = bob.listen_from_now().await;
    // Bob has seen his own words alone.
    assert_eq!(delete(&bob, &direct).await, (1, 1, true));
    assert!(is_deleted(&bob, &direct).await);
    undo(&bob, &direct).await;
    assert_eq!(sight(&bob, &direct).await, Sight::new([4], [], []));
    let expected = ["room.cleared me 4", "unread.updated 0 0", "room.deleted until the next message"];
    let back = ["room.cleared me 0 back", "unread.updated 0 0", "room.updated"];
    assert_eq!(told(&mut socket, &bob).await, [&expected[..], &back].concat());
    assert_eq!(delete(&ada, &direct).await, (4, 1, true));
    assert!(is_deleted(&ada, &direct).await);
}

async fn only_members_delete_and_only_what_can_be_understood(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    ada.say(&direct, "one").await;
    let (eve, end) = (Person::register(server, "eve").await, log_end(&bob).await);
    for (person, id) in [(&eve, direct.as_str()), (&bob, NOTHING)] {
        for query in ["", "?dry_run=true"] {
            person.delete(&format!("/rooms/{id}{query}")).await.problem(404, "not_found");
        }
    }
    bob.delete(&format!("/rooms/{direct}?dry_run=perhaps")).await.problem(400, "bad_request");
    server.client().delete(&format!("/rooms/{direct}")).await.problem(401, "unauthorized");
    assert_eq!((is_deleted(&ada, &direct).await, is_deleted(&bob, &direct).await), (false, false));
    assert_eq!(sight(&bob, &direct).await, Sight::new([1], [1], []));
    assert_eq!(missed(&bob, &end).await, [""; 0]);
}
