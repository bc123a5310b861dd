//! Of two of whom one has blocked the other, neither sees the other typing or coming; everybody else does.

use serde_json::{Value, json};
use tests::{Person, Server, Socket, on_both_engines};

use super::super::sight::all_frames;
use super::{three, unblock};

on_both_engines![
    neither_sees_the_other_typing,
    nor_in_the_direct_room,
    neither_sees_the_other_coming,
    neither_hears_of_the_others_status,
    neither_is_greeted_with_the_other,
    a_block_among_connected_people_holds_at_once,
];

/// The fleeting frames that come before a message: whom they are about, and what they say.
async fn fleeting(socket: &mut Socket, marker: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    loop {
        let frame = socket.next().await.expect("the socket is open until the message comes");
        if frame["data"]["message"]["id"] == marker["id"] {
            return found;
        }
        let what = match frame["type"].as_str() {
            Some("presence.changed") => &frame["data"]["status"],
            Some("typing.started" | "typing.stopped") => &frame["type"],
            _ => continue,
        };
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        found.push((word(&frame["data"]["user_id"]), word(what)));
    }
}

/// What was said of somebody, in order.
fn of(person: &Person, words: &[&str]) -> Vec<(String, String)> {
    words.iter().map(|word| (person.id.clone(), (*word).to_owned())).collect()
}

async fn tell(socket: &mut Socket, name: &str, data: Value) {
    assert_eq!(socket.ask(name, data).await["type"], "ack");
}

/// Types and stops.
async fn type_in(socket: &mut Socket, room_id: &str) {
    tell(socket, "typing.start", json!({ "room_id": room_id })).await;
    tell(socket, "typing.stop", json!({ "room_id": room_id })).await;
}

async fn neither_sees_the_other_typing(server: &Server) {
    let (ada, bob, cleo, kitchen) = three(server).await;
    bob.block(&cleo).await;
    let mut sockets = [ada.listen_from_now().await, bob.listen_from_now().await, cleo.listen_from_now().await];
    let came = ada.say(&kitchen, "all are here").await;
    for socket in &mut sockets {
        fleeting(socket, &came).await;
    }
    type_in(&mut sockets[1], &kitchen).await;
    type_in(&mut sockets[2], &kitchen).await;
    type_in(&mut sockets[0], &kitchen).await;
    let marker = ada.say(&kitchen, "that was all").await;
    let words = ["typing.started", "typing.stopped"];
    let [by_ada, by_bob, by_cleo] = [of(&ada, &words), of(&bob, &words), of(&cleo, &words)];
    assert_eq!(fleeting(&mut sockets[0], &marker).await, [by_bob.clone(), by_cleo.clone()].concat());
    assert_eq!(fleeting(&mut sockets[1], &marker).await, by_ada);
    assert_eq!(fleeting(&mut sockets[2], &marker).await, by_ada);
    unblock(&bob, &cleo).await;
    all_frames(&mut sockets[1], &bob).await;
    type_in(&mut sockets[1], &kitchen).await;
    type_in(&mut sockets[2], &kitchen).await;
    let marker = ada.say(&kitchen, "and that").await;
    assert_eq!(fleeting(&mut sockets[1], &marker).await, by_cleo);
    assert_eq!(fleeting(&mut sockets[2], &marker).await, by_bob);
}

async fn nor_in_the_direct_room(server: &Server) {
    let (ada, bob, cleo, kitchen) = three(server).await;
    let direct = bob.direct(&cleo).await;
    bob.block(&cleo).await;
    let mut sockets = [bob.listen_from_now().await, cleo.listen_from_now().await];
    for expected in [false, true] {
        if expected {
            unblock(&bob, &cleo).await;
            all_frames(&mut sockets[0], &bob).await;
        }
        // Who types is not told that nobody sees it.
        for socket in &mut sockets {
            type_in(socket, &direct).await;
        }
        let marker = ada.say(&kitchen, "that was all").await;
        for (socket, other) in sockets.iter_mut().zip([&cleo, &bob]) {
            let words = if expected { &["typing.started", "typing.stopped"][..] } else { &[] };
            let typing: Vec<_> = fleeting(socket, &marker).await.into_iter().filter(|(_, what)| what.starts_with("typing.")).collect();
            assert_eq!(typing, of(other, words));
        }
    }
}

async fn neither_sees_the_other_coming(server: &Server) {
    for blocker_first in [true, false] {
        let names = if blocker_first { ["ada", "bob", "cleo"] } else { ["dora", "eve", "fay"] };
        let [ada, bob, cleo] =
            [Person::register(server, names[0]).await, Person::register(server, names[1]).await, Person::register(server, names[2]).await];
        let kitchen = ada.group("Kitchen", &[&bob, &cleo]).await;
        bob.direct(&cleo).await;
        bob.block(&cleo).await;
        let mut witness = ada.listen_from_now().await;
        let (first, second) = if blocker_first { (&bob, &cleo) } else { (&cleo, &bob) };
        let (mut here, _late) = (first.listen_from_now().await, second.listen_from_now().await);
        let marker = ada.say(&kitchen, "that was all").await;
        assert_eq!(fleeting(&mut here, &marker).await, []);
        assert_eq!(fleeting(&mut witness, &marker).await, [of(first, &["online"]), of(second, &["online"])].concat());
    }
}

async fn neither_hears_of_the_others_status(server: &Server) {
    let (ada, bob, cleo, kitchen) = three(server).await;
    bob.block(&cleo).await;
    let mut sockets = [bob.listen_from_now().await, cleo.listen_from_now().await];
    let mut witness = ada.listen_from_now().await;
    for socket in &mut sockets {
        tell(socket, "presence.set", json!({ "status": "busy" })).await;
    }
    let marker = ada.say(&kitchen, "that was all").await;
    assert_eq!(fleeting(&mut witness, &marker).await, [of(&bob, &["busy"]), of(&cleo, &["busy"])].concat());
    for socket in &mut sockets {
        assert_eq!(fleeting(socket, &marker).await, of(&ada, &["online"]));
    }
}

async fn greeted_with(person: &Person) -> Vec<String> {
    let hello = person.connect(None).await.until("hello").await;
    let online = hello["data"]["online_user_ids"].as_array().expect("it is a list");
    let mut ids: Vec<String> = online.iter().filter_map(|id| id.as_str()).filter(|id| *id != person.id).map(str::to_owned).collect();
    ids.sort();
    ids
}

async fn neither_is_greeted_with_the_other(server: &Server) {
    let (ada, bob, cleo, _) = three(server).await;
    bob.direct(&cleo).await;
    let _here = [ada.listen().await, bob.listen().await, cleo.listen().await];
    let but = |person: &Person| {
        let mut ids = [&ada, &bob, &cleo].map(|other| other.id.clone()).to_vec();
        ids.retain(|id| *id != person.id);
        ids.sort();
        ids
    };
    for person in [&ada, &bob, &cleo] {
        assert_eq!(greeted_with(person).await, but(person));
    }
    bob.block(&cleo).await;
    assert_eq!(greeted_with(&ada).await, but(&ada));
    for person in [&bob, &cleo] {
        assert_eq!(greeted_with(person).await, [ada.id.as_str()]);
    }
    unblock(&bob, &cleo).await;
    for person in [&ada, &bob, &cleo] {
        assert_eq!(greeted_with(person).await, but(person));
    }
}

async fn a_block_among_connected_people_holds_at_once(server: &Server) {
    let (ada, bob, cleo, kitchen) = three(server).await;
    let mut sockets = [bob.listen_from_now().await, cleo.listen_from_now().await];
    let came = ada.say(&kitchen, "all are here").await;
    for socket in &mut sockets {
        fleeting(socket, &came).await;
    }
    for (status, is_blocked) in [("busy", true), ("away", false), ("online", true), ("busy", false)] {
        if is_blocked {
            bob.block(&cleo).await
        } else {
            unblock(&bob, &cleo).await
        }
        // The stream has come to where the block is told.
        all_frames(&mut sockets[0], &bob).await;
        for socket in &mut sockets {
            tell(socket, "presence.set", json!({ "status": status })).await;
            type_in(socket, &kitchen).await;
        }
        let marker = ada.say(&kitchen, "that was all").await;
        let words = if is_blocked { &[][..] } else { &[status, "typing.started", "typing.stopped"] };
        assert_eq!(fleeting(&mut sockets[0], &marker).await, of(&cleo, words), "{status}");
        assert_eq!(fleeting(&mut sockets[1], &marker).await, of(&bob, words), "{status}");
    }
}
