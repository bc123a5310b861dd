//! Clearing for oneself: what one's own view shows of a room afterwards, and that nobody else's is touched.

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::person::{path_of, text};
use tests::{Person, Server, on_both_engines};

use super::super::sight::{Sight, log, log_end, missed, seq, sight, told};
use super::{NOTHING, clear, direct_pair, edit, say_some, sights, three};

on_both_engines![
    clearing_empties_ones_own_view_and_no_other,
    what_was_cleared_is_found_by_no_path,
    what_comes_afterwards_is_seen_and_counted,
    a_cleared_room_is_read,
    ones_own_devices_hear_of_it_and_nobody_else,
    changes_of_what_is_cleared_are_not_heard,
    who_resumes_does_not_hear_what_is_cleared,
    what_is_cleared_stays_so_after_a_crash,
    clearing_twice_changes_nothing,
    as_many_go_as_the_history_shows,
    a_repeat_does_not_give_back_what_was_cleared,
    only_members_clear_and_only_what_can_be_understood,
];

async fn clearing_empties_ones_own_view_and_no_other(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let quiet = ada.group("Cellar", &[&bob]).await;
    ada.say(&quiet, "elsewhere").await;
    say_some(&ada, &room_id).await;
    let others = sights([&ada, &cleo], &room_id).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=4, 2..=4, [3]));
    assert_eq!(clear(&bob, &room_id).await, (4, 1, true));
    assert_eq!(sight(&bob, &room_id).await, Sight::nothing());
    assert_eq!(sight(&Person::login(server, "bob").await, &room_id).await, Sight::nothing());
    assert_eq!(sights([&ada, &cleo], &room_id).await, others);
    // Another room of the same people is as it was.
    assert_eq!(sight(&bob, &quiet).await, Sight::new(1..=2, [2], []));
    // Who has spoken clears what they said for themselves, too.
    assert_eq!(clear(&ada, &room_id).await, (4, 1, true));
    assert_eq!(sight(&ada, &room_id).await, Sight::nothing());
    assert_eq!(sight(&cleo, &room_id).await, others[1]);
}

async fn what_was_cleared_is_found_by_no_path(server: &Server) {
    let (ada, bob, _, room_id) = three(server).await;
    let mine = bob.say(&room_id, "mine").await;
    edit(&bob, &mine, "my own").await;
    let [one, ..] = say_some(&ada, &room_id).await;
    clear(&bob, &room_id).await;
    let mut socket = bob.listen().await;
    for message in [&mine, &one] {
        let (path, id) = (path_of(message), text(&message["id"]));
        bob.get(&path).await.problem(404, "not_found");
        bob.get(&format!("{path}/revisions")).await.problem(404, "not_found");
        bob.patch(&path, json!({ "content": "other words" })).await.problem(404, "not_found");
        bob.delete(&path).await.problem(404, "not_found");
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
        let answer = socket.ask("message.read", json!({ "message_id": id })).await;
        assert_eq!(answer["data"]["problem"]["code"], "not_found", "{answer}");
        ada.get(&path).await.expect(200);
    }
    let loaded = socket.ask("history.load", json!({ "room_id": room_id })).await;
    assert_eq!((&loaded["type"], &loaded["data"]["items"]), (&json!("history.loaded"), &json!([])), "{loaded}");
}

async fn what_comes_afterwards_is_seen_and_counted(server: &Server) {
    let (ada, bob, _, room_id) = three(server).await;
    say_some(&ada, &room_id).await;
    clear(&bob, &room_id).await;
    ada.say(&room_id, "five").await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new([5], [5], []));
    ada.say(&room_id, "six, @bob").await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(5..=6, 5..=6, [6]));
    bob.say(&room_id, "seven").await;
    ada.say(&room_id, "eight").await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(5..=8, [8], []));
    // Unread cannot begin before what is seen.
    let status = bob.put(&format!("/rooms/{room_id}/read-status"), json!({ "status": "unread" })).await.expect(200);
    assert_eq!(status["unread_count"], 1);
    assert_eq!(clear(&bob, &room_id).await, (4, 1, true));
    assert_eq!(sight(&bob, &room_id).await, Sight::nothing());
}

async fn a_cleared_room_is_read(server: &Server) {
    let (ada, bob, _, room_id) = three(server).await;
    say_some(&ada, &room_id).await;
    clear(&bob, &room_id).await;
    let end = log_end(&bob).await;
    for status in ["read", "unread"] {
        let answer = bob.put(&format!("/rooms/{room_id}/read-status"), json!({ "status": status })).await.expect(200);
        assert_eq!(answer, json!({ "room_id": room_id, "read_seq": 4, "unread_count": 0, "mention_count": 0 }), "{status}");
    }
    assert_eq!(log(&bob, &end).await, [Value::Null; 0]);
    // Nobody is told that Bob has read: he has not.
    assert_eq!(log(&ada, &end).await, [Value::Null; 0]);
}

async fn ones_own_devices_hear_of_it_and_nobody_else(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let phone = Person::login(server, "bob").await;
    say_some(&ada, &room_id).await;
    let mut own = [bob.listen_from_now().await, phone.listen_from_now().await];
    let mut others = [ada.listen_from_now().await, cleo.listen_from_now().await];
    let removal = super::remove(&phone, &format!("/rooms/{room_id}/messages?scope=me")).await;
    let marker = ada.say(&room_id, "that was all").await;
    for socket in &mut own {
        let frames = socket.up_to(&marker).await;
        let [cleared, unread, _] = frames.as_slice() else { panic!("other frames: {frames:?}") };
        let data = json!({ "room_id": room_id, "scope": "me", "seq": 4, "by": bob.id, "undo_until": removal["undo_until"] });
        assert_eq!((&cleared["type"], &cleared["data"]), (&json!("room.cleared"), &data));
        let data = json!({ "room_id": room_id, "unread_count": 0, "mention_count": 0 });
        assert_eq!((&unread["type"], &unread["data"]), (&json!("unread.updated"), &data));
        assert!(frames[..2].iter().all(|frame| frame.get("room_id").is_none() && frame.get("seq").is_none()), "{frames:?}");
        // Ten minutes from then, to the millisecond.
        let between = millis(&removal["undo_until"]) - millis(&cleared["occurred_at"]);
        assert_eq!(between.rem_euclid(24 * 60 * 60 * 1000), 10 * 60 * 1000, "{removal} {cleared}");
    }
    for (socket, person) in others.iter_mut().zip([&ada, &cleo]) {
        assert_eq!(told(socket, person).await, ["message.created 5"]);
    }
}

/// The time of the day, in milliseconds.
fn millis(instant: &Value) -> i64 {
    let number = |from: usize, to: usize| text(instant)[from..to].parse::<i64>().expect("it is a number");
    ((number(11, 13) * 60 + number(14, 16)) * 60 + number(17, 19)) * 1000 + number(20, 23)
}

async fn changes_of_what_is_cleared_are_not_heard(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let [one, two, three] = say_some(&ada, &room_id).await;
    let (mut early, away) = (bob.listen_from_now().await, log_end(&bob).await);
    clear(&bob, &room_id).await;
    assert_eq!(told(&mut early, &bob).await, ["room.cleared me 4", "unread.updated 0 0"]);
    let mut sockets = [early, bob.listen_from_now().await];
    let mut witness = cleo.listen_from_now().await;
    edit(&ada, &one, "one, @bob").await;
    edit(&ada, &two, "two").await;
    ada.delete(&path_of(&three)).await.expect(200);
    let four = ada.say(&room_id, "four").await;
    edit(&ada, &four, "@bob, four").await;
    let seen = ["message.created 5", "message.updated 5", "mention.created 5"];
    for socket in &mut sockets {
        assert_eq!(told(socket, &bob).await, seen);
    }
    let all = ["message.updated 2", "message.updated 3", "message.deleted 4", "message.created 5", "message.updated 5"];
    assert_eq!(told(&mut witness, &cleo).await, all);
    assert_eq!(missed(&bob, &away).await, [&["room.cleared me 4", "unread.updated 0 0"][..], &seen].concat());
    assert_eq!(sight(&bob, &room_id).await, Sight::new([5], [5], [5]));
}

async fn who_resumes_does_not_hear_what_is_cleared(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let direct = ada.direct(&bob).await;
    let start = log_end(&bob).await;
    let [one, ..] = say_some(&ada, &room_id).await;
    edit(&ada, &one, "@bob, one").await;
    ada.say(&direct, "elsewhere").await;
    let all = missed(&bob, &start).await;
    clear(&bob, &room_id).await;
    ada.say(&room_id, "four").await;
    let left = ["message.created 1", "room.cleared me 4", "unread.updated 0 0", "message.created 5"];
    assert_eq!(missed(&bob, &start).await, left);
    // Nobody else's log has a gap.
    let told =
        ["message.created 2", "message.created 3", "mention.created 3", "message.created 4", "message.updated 2", "mention.created 2"];
    assert_eq!(all[..6], told);
    let room_events = ["message.created 2", "message.created 3", "message.created 4", "message.updated 2", "message.created 5"];
    assert_eq!(missed(&cleo, &start).await, room_events);
}

async fn what_is_cleared_stays_so_after_a_crash(server: &Server) {
    let (ada, bob, _, room_id) = three(server).await;
    let [one, ..] = say_some(&ada, &room_id).await;
    clear(&bob, &room_id).await;
    server.kill().await;
    server.run().await;
    let mut socket = bob.listen_from_now().await;
    edit(&ada, &one, "one, @bob").await;
    ada.say(&room_id, "four").await;
    assert_eq!(told(&mut socket, &bob).await, ["message.created 5"]);
    assert_eq!(sight(&bob, &room_id).await, Sight::new([5], [5], []));
    super::undo(&bob, &room_id).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=5, 2..=5, 2..=3));
}

async fn clearing_twice_changes_nothing(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    let mut socket = bob.listen_from_now().await;
    // A room without messages is as one that was cleared.
    assert_eq!(clear(&bob, &direct).await, (0, 0, false));
    ada.say(&direct, "one").await;
    assert_eq!(clear(&bob, &direct).await, (1, 1, true));
    for _ in 0..2 {
        assert_eq!(clear(&bob, &direct).await, (0, 0, false));
    }
    assert_eq!(told(&mut socket, &bob).await, ["message.created 1", "room.cleared me 1", "unread.updated 0 0"]);
    ada.say(&direct, "two").await;
    let path = format!("/rooms/{direct}/messages");
    let answers = join_all((0..10).map(|_| bob.delete(&path))).await;
    let gone: Vec<i64> = answers.into_iter().filter_map(|answer| answer.expect(200)["messages"].as_i64()).collect();
    assert_eq!((gone.len(), gone.iter().sum::<i64>()), (10, 1));
    assert_eq!(told(&mut socket, &bob).await, ["message.created 2", "room.cleared me 2", "unread.updated 0 0"]);
    assert_eq!(sight(&bob, &direct).await, Sight::nothing());
    // Nor is there more to take back than was done.
    super::undo(&bob, &direct).await;
    super::undo(&bob, &direct).await;
    super::cannot_undo(&bob, &direct).await;
    assert_eq!(sight(&bob, &direct).await, Sight::new(1..=2, 1..=2, []));
}

async fn as_many_go_as_the_history_shows(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let [one, ..] = say_some(&ada, &room_id).await;
    let gone = cleo.say(&room_id, "to be deleted").await;
    cleo.say(&room_id, "six").await;
    ada.delete(&path_of(&one)).await.expect(200);
    cleo.delete(&path_of(&gone)).await.expect(200);
    super::leave(&cleo, &room_id).await;
    super::add(&ada, &room_id, &cleo).await;
    // Bob does not see Cleo's words nor her placeholder, but what the room says of her.
    bob.block(&cleo).await;
    for (person, shown) in [(&bob, vec![1, 2, 3, 4, 7, 8]), (&cleo, (1..=8).collect()), (&ada, (1..=8).collect())] {
        assert_eq!(sight(person, &room_id).await.history, shown, "{}", person.username);
        let count = i64::try_from(shown.len()).expect("it is a small number");
        assert_eq!(clear(person, &room_id).await, (count, 1, true), "{}", person.username);
        assert_eq!(sight(person, &room_id).await, Sight::nothing());
    }
    ada.say(&room_id, "nine").await;
    cleo.say(&room_id, "ten").await;
    assert_eq!(clear(&bob, &room_id).await, (1, 1, true));
    // What Bob does not see is nothing to him.
    cleo.say(&room_id, "eleven").await;
    assert_eq!(clear(&bob, &room_id).await, (0, 0, false));
    assert_eq!(clear(&ada, &room_id).await, (3, 1, true));
}

async fn a_repeat_does_not_give_back_what_was_cleared(server: &Server) {
    let (ada, _, _, room_id) = three(server).await;
    let path = format!("/rooms/{room_id}/messages");
    let keyed = ada.with_header("Idempotency-Key", "send");
    let by_key = keyed.post(&path, json!({ "content": "a secret" })).await.expect(201);
    let named = json!({ "content": "a secret", "client_id": "a-1" });
    let by_name = ada.post(&path, named.clone()).await.expect(201);
    let edited = ada.with_header("Idempotency-Key", "edit").patch(&path_of(&by_key), json!({ "content": "my secret" })).await.expect(200);
    clear(&ada, &room_id).await;
    let repeats = [
        (keyed.post(&path, json!({ "content": "a secret" })).await.expect(201), &by_key),
        (ada.post(&path, named).await.expect(200), &by_name),
        (ada.with_header("Idempotency-Key", "edit").patch(&path_of(&by_key), json!({ "content": "my secret" })).await.expect(200), &edited),
    ];
    for (again, first) in repeats {
        assert_eq!((&again["id"], seq(&again), &again["content"]), (&first["id"], seq(first), &Value::Null), "{again}");
        assert!(!again.to_string().contains("secret"), "{again}");
    }
}

async fn only_members_clear_and_only_what_can_be_understood(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    say_some(&ada, &room_id).await;
    super::leave(&cleo, &room_id).await;
    let eve = Person::register(server, "eve").await;
    let before = sights([&ada, &bob], &room_id).await;
    for (person, id) in [(&eve, room_id.as_str()), (&cleo, &room_id), (&bob, NOTHING)] {
        for query in ["", "?dry_run=true", "?scope=everyone"] {
            person.delete(&format!("/rooms/{id}/messages{query}")).await.problem(404, "not_found");
        }
    }
    for query in ["scope=all", "scope=", "dry_run=perhaps"] {
        bob.delete(&format!("/rooms/{room_id}/messages?{query}")).await.problem(400, "bad_request");
    }
    server.client().delete(&format!("/rooms/{room_id}/messages")).await.problem(401, "unauthorized");
    assert_eq!(sights([&ada, &bob], &room_id).await, before);
}
