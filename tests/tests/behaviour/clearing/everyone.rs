//! Clearing for everyone: who may, what every member's view shows afterwards, and who hears of it.

use serde_json::json;
use tests::person::path_of;
use tests::{Person, Server, on_both_engines};

use super::super::sight::{Sight, all_frames, gist_of, log_end, missed, sight, told};
use super::{add, clear, clear_all, direct_pair, edit, leave, make_admin, remove, say_some, sights, three};

on_both_engines![
    admins_may_and_members_may_not,
    a_direct_room_has_nobody_who_may,
    it_empties_everybodys_view,
    all_messages_go_whatever_the_admin_sees,
    who_joins_later_sees_what_is_said_later,
    every_member_hears_of_it_and_nobody_else,
    who_resumes_does_not_hear_what_is_cleared,
    clearing_twice_changes_nothing,
    it_counts_from_where_everybodys_view_began,
];

async fn admins_may_and_members_may_not(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    make_admin(&ada, &room_id, &bob).await;
    say_some(&ada, &room_id).await;
    let (before, end) = (sights([&ada, &bob, &cleo], &room_id).await, log_end(&ada).await);
    for query in ["", "&dry_run=true", "&dry_run=false"] {
        cleo.delete(&format!("/rooms/{room_id}/messages?scope=everyone{query}")).await.problem(403, "forbidden");
    }
    assert_eq!((sights([&ada, &bob, &cleo], &room_id).await, log_end(&ada).await), (before, end));
    assert_eq!(clear_all(&bob, &room_id).await, (4, 3, true));
    ada.say(&room_id, "five").await;
    assert_eq!(clear_all(&ada, &room_id).await, (1, 3, true));
    // Nothing to clear makes it nobody's business either.
    cleo.delete(&format!("/rooms/{room_id}/messages?scope=everyone")).await.problem(403, "forbidden");
}

async fn a_direct_room_has_nobody_who_may(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    ada.say(&direct, "one").await;
    let before = sights([&ada, &bob], &direct).await;
    for person in [&ada, &bob] {
        for query in ["", "&dry_run=true"] {
            person.delete(&format!("/rooms/{direct}/messages?scope=everyone{query}")).await.problem(409, "conflict");
        }
    }
    assert_eq!(sights([&ada, &bob], &direct).await, before);
}

async fn it_empties_everybodys_view(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let said = say_some(&cleo, &room_id).await;
    ada.say(&room_id, "four, @bob and @cleo").await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=5, 2..=5, [3, 5]));
    assert_eq!(clear_all(&ada, &room_id).await, (5, 3, true));
    let people = [&ada, &bob, &cleo];
    assert_eq!(sights(people, &room_id).await, [Sight::nothing(), Sight::nothing(), Sight::nothing()]);
    for person in people {
        for message in &said {
            person.get(&path_of(message)).await.problem(404, "not_found");
            person.get(&format!("{}/revisions", path_of(message))).await.problem(404, "not_found");
            person.delete(&path_of(message)).await.problem(404, "not_found");
        }
    }
    cleo.patch(&path_of(&said[0]), json!({ "content": "other words" })).await.problem(404, "not_found");
    cleo.say(&room_id, "six, @bob").await;
    let expected = [Sight::new([6], [6], []), Sight::new([6], [6], [6]), Sight::new([6], [], [])];
    assert_eq!(sights(people, &room_id).await, expected);
}

async fn all_messages_go_whatever_the_admin_sees(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    say_some(&ada, &room_id).await;
    assert_eq!(clear(&ada, &room_id).await, (4, 1, true));
    let gone = cleo.say(&room_id, "to be deleted").await;
    cleo.delete(&path_of(&gone)).await.expect(200);
    cleo.say(&room_id, "six, @bob").await;
    ada.block(&cleo).await;
    bob.block(&cleo).await;
    let expected = [Sight::nothing(), Sight::new(1..=4, 2..=4, [3]), Sight::new(1..=6, [], [])];
    let people = [&ada, &bob, &cleo];
    assert_eq!(sights(people, &room_id).await, expected);
    // Cleo's history is the whole one.
    assert_eq!(clear_all(&ada, &room_id).await, (6, 3, true));
    assert_eq!(sights(people, &room_id).await, [Sight::nothing(), Sight::nothing(), Sight::nothing()]);
}

async fn who_joins_later_sees_what_is_said_later(server: &Server) {
    let (ada, bob, _, room_id) = three(server).await;
    say_some(&ada, &room_id).await;
    leave(&bob, &room_id).await;
    clear_all(&ada, &room_id).await;
    let dora = Person::register(server, "dora").await;
    add(&ada, &room_id, &dora).await;
    add(&ada, &room_id, &bob).await;
    ada.say(&room_id, "eight").await;
    // 5 told that Bob left; 6 and 7 tell who came.
    let expected = [Sight::new(6..=8, [8], []), Sight::new(6..=8, [8], []), Sight::new(6..=8, [], [])];
    assert_eq!(sights([&dora, &bob, &ada], &room_id).await, expected);
}

async fn every_member_hears_of_it_and_nobody_else(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let phone = Person::login(server, "bob").await;
    let eve = Person::register(server, "eve").await;
    leave(&cleo, &room_id).await;
    say_some(&ada, &room_id).await;
    let own = [&ada, &bob, &phone];
    let mut inside = [ada.listen_from_now().await, bob.listen_from_now().await, phone.listen_from_now().await];
    let mut outside = [cleo.listen_from_now().await, eve.listen_from_now().await];
    let removal = remove(&ada, &format!("/rooms/{room_id}/messages?scope=everyone")).await;
    assert_eq!((&removal["messages"], &removal["members"]), (&json!(5), &json!(2)), "{removal}");
    for (socket, person) in inside.iter_mut().zip(own) {
        let frames = all_frames(socket, person).await;
        assert_eq!(frames.iter().map(gist_of).collect::<Vec<_>>(), ["room.cleared everyone 5"]);
        let data = json!({ "room_id": room_id, "scope": "everyone", "seq": 5, "by": ada.id, "undo_until": removal["undo_until"] });
        assert_eq!((&frames[0]["data"], &frames[0]["room_id"]), (&data, &json!(room_id)));
        assert!(frames[0]["seq"].is_i64(), "it is one of the room's events: {}", frames[0]);
    }
    for (socket, person) in outside.iter_mut().zip([&cleo, &eve]) {
        assert_eq!(told(socket, person).await, [""; 0]);
    }
}

async fn who_resumes_does_not_hear_what_is_cleared(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let start = log_end(&bob).await;
    let [one, _, three] = say_some(&ada, &room_id).await;
    edit(&ada, &one, "one, @cleo").await;
    ada.delete(&path_of(&three)).await.expect(200);
    clear_all(&ada, &room_id).await;
    cleo.say(&room_id, "five, @bob").await;
    let expected = ["room.cleared everyone 4", "message.created 5"];
    assert_eq!(missed(&cleo, &start).await, expected);
    assert_eq!(missed(&ada, &start).await, expected);
    assert_eq!(missed(&bob, &start).await, [&expected[..], &["mention.created 5"]].concat());
}

async fn clearing_twice_changes_nothing(server: &Server) {
    let (ada, bob, _, room_id) = three(server).await;
    make_admin(&ada, &room_id, &bob).await;
    say_some(&ada, &room_id).await;
    assert_eq!(clear_all(&ada, &room_id).await, (4, 3, true));
    let mut socket = bob.listen_from_now().await;
    for person in [&ada, &bob, &ada] {
        assert_eq!(clear_all(person, &room_id).await, (0, 0, false));
        assert_eq!(clear(person, &room_id).await, (0, 0, false));
    }
    assert_eq!(told(&mut socket, &bob).await, [""; 0]);
    let path = format!("/rooms/{room_id}/messages?scope=everyone");
    ada.say(&room_id, "five").await;
    let answers = futures_util::future::join_all((0..10).map(|number| [&ada, &bob][number % 2].delete(&path))).await;
    let gone: Vec<i64> = answers.into_iter().filter_map(|answer| answer.expect(200)["messages"].as_i64()).collect();
    assert_eq!((gone.len(), gone.iter().sum::<i64>()), (10, 1));
    assert_eq!(told(&mut socket, &bob).await, ["message.created 5", "room.cleared everyone 5"]);
}

async fn it_counts_from_where_everybodys_view_began(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    say_some(&ada, &room_id).await;
    assert_eq!(clear_all(&ada, &room_id).await, (4, 3, true));
    say_some(&ada, &room_id).await;
    // Bob has nothing left of the second three, and they are still there for the others.
    assert_eq!(clear(&bob, &room_id).await, (3, 1, true));
    let path = format!("/rooms/{room_id}/messages");
    assert_eq!(bob.delete(&format!("{path}?dry_run=true")).await.expect(200)["messages"], 0);
    assert_eq!(cleo.delete(&format!("{path}?dry_run=true")).await.expect(200)["messages"], 3);
    assert_eq!(clear_all(&ada, &room_id).await, (3, 3, true));
    assert_eq!(clear(&cleo, &room_id).await, (0, 0, false));
}
