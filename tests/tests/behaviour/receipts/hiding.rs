//! Hiding: what is read while someone or their room hides it is never told, and what is got is told all the same.

use serde_json::{Value, json};
use tests::person::text;
use tests::{Person, Server, on_both_engines};

use super::{delivered, heard, known, pair, read, receipts, receive, set_preference, status, three, was_read};

on_both_engines![
    who_hides_reading_is_seen_to_have_got_it_at_most,
    no_way_to_read_is_told_while_it_is_hidden,
    a_room_that_hides_reading_hides_everybodys,
    what_was_read_in_hiding_stays_hidden_and_what_comes_then_is_told,
    answering_in_hiding_tells_nothing,
    who_hides_sees_what_others_do_not_hide,
    hiding_is_heard_by_nobody_on_coming_back,
    ones_own_devices_go_on_hearing_what_one_reads,
];

/// Who or what hides reading.
#[derive(Clone, Copy, Debug)]
enum Hider {
    Reader,
    Room,
}

impl Hider {
    async fn set(self, owner: &Person, reader: &Person, room_id: &str, read_receipts: bool) {
        match self {
            Self::Reader => set_preference(reader, read_receipts).await,
            Self::Room => super::switches::switch(owner, room_id, read_receipts).await,
        }
    }
}

/// Reads a message by one of the ways there are.
async fn read_by(way: usize, person: &Person, message: &Value) {
    let (room_id, id) = (text(&message["room_id"]), &message["id"]);
    let room = format!("/rooms/{room_id}/read-status");
    match way {
        0 => read(person, message).await,
        1 => drop(person.put(&room, json!({ "status": "read", "message_id": id })).await.expect(200)),
        2 => drop(person.put(&room, json!({ "status": "read" })).await.expect(200)),
        3 => drop(person.post("/rooms/read-status", json!({ "rooms": [{ "room_id": room_id, "status": "read" }] })).await.expect(200)),
        _ => assert_eq!(person.listen().await.ask("message.read", json!({ "message_id": id })).await["type"], "ack"),
    }
}

async fn who_hides_reading_is_seen_to_have_got_it_at_most(server: &Server) {
    let (ada, bob, group) = pair(server).await;
    let direct = ada.direct(&bob).await;
    set_preference(&bob, false).await;
    for room_id in [group, direct] {
        receive(&bob).await;
        let mut ear = ada.listen_from_now().await;
        let sent = ada.say(&room_id, "Good morning").await;
        read(&bob, &sent).await;
        assert_eq!((status(&ada, &sent).await, receipts(&ada, &sent).await), ("sent".to_owned(), known([(&bob, "sent")])));
        receive(&bob).await;
        assert_eq!((status(&ada, &sent).await, receipts(&ada, &sent).await), ("delivered".to_owned(), known([(&bob, "delivered")])));
        read(&bob, &sent).await;
        let marker = ada.say(&room_id, "that was all").await;
        assert_eq!(heard(&mut ear, &marker).await, [delivered(&bob, &sent)]);
        assert_eq!(status(&ada, &sent).await, "delivered");
    }
}

async fn no_way_to_read_is_told_while_it_is_hidden(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    for hider in [Hider::Reader, Hider::Room] {
        hider.set(&ada, &bob, &room_id, false).await;
        let mut ear = ada.listen_from_now().await;
        for way in 0..5 {
            let sent = ada.say(&room_id, &format!("word {way}")).await;
            read_by(way, &bob, &sent).await;
            assert_eq!(status(&ada, &sent).await, "sent", "{hider:?} {way}");
            assert_eq!(bob.get(&format!("/unread-count?room_id={room_id}")).await.expect(200)["total"], 0, "{hider:?} {way}");
        }
        let marker = ada.say(&room_id, "that was all").await;
        assert_eq!(heard(&mut ear, &marker).await, [], "{hider:?}");
        hider.set(&ada, &bob, &room_id, true).await;
    }
}

async fn a_room_that_hides_reading_hides_everybodys(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let other = ada.group("Study", &[&bob]).await;
    super::switches::switch(&ada, &room_id, false).await;
    let mut ear = ada.listen_from_now().await;
    let (here, there) = (ada.say(&room_id, "here").await, ada.say(&other, "there").await);
    for person in [&bob, &cleo] {
        read(person, &here).await;
        receive(person).await;
    }
    read(&bob, &there).await;
    assert_eq!(receipts(&ada, &here).await, known([(&bob, "delivered"), (&cleo, "delivered")]));
    // Another room is as it was.
    assert_eq!(receipts(&ada, &there).await, known([(&bob, "read")]));
    let marker = ada.say(&room_id, "that was all").await;
    let told = heard(&mut ear, &marker).await;
    assert_eq!(told.iter().filter(|(name, _)| name == "message.read").collect::<Vec<_>>(), [&was_read(&bob, &there)]);
}

async fn what_was_read_in_hiding_stays_hidden_and_what_comes_then_is_told(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    for hider in [Hider::Reader, Hider::Room] {
        let mut ear = ada.listen_from_now().await;
        hider.set(&ada, &bob, &room_id, false).await;
        let before = ada.say(&room_id, "in hiding").await;
        read(&bob, &before).await;
        receive(&bob).await;
        hider.set(&ada, &bob, &room_id, true).await;
        let seen = async || (status(&ada, &before).await, receipts(&ada, &before).await);
        assert_eq!(seen().await, ("delivered".to_owned(), known([(&bob, "delivered")])), "{hider:?}");
        // To read once more what was read is no reading.
        read(&bob, &before).await;
        bob.put(&format!("/rooms/{room_id}/read-status"), json!({ "status": "read" })).await.expect(200);
        assert_eq!(seen().await, ("delivered".to_owned(), known([(&bob, "delivered")])), "{hider:?}");
        let after = ada.say(&room_id, "in the open").await;
        assert_eq!(status(&ada, &after).await, "sent", "{hider:?}");
        read(&bob, &after).await;
        assert_eq!((status(&ada, &after).await, receipts(&ada, &after).await), ("read".to_owned(), known([(&bob, "read")])), "{hider:?}");
        let marker = ada.say(&room_id, "that was all").await;
        assert_eq!(heard(&mut ear, &marker).await, [delivered(&bob, &before), was_read(&bob, &after)], "{hider:?}");
    }
}

async fn answering_in_hiding_tells_nothing(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    for hider in [Hider::Reader, Hider::Room] {
        hider.set(&ada, &bob, &room_id, false).await;
        let mut ear = ada.listen_from_now().await;
        let sent = ada.say(&room_id, "Good morning").await;
        bob.say(&room_id, "You too").await;
        assert_eq!((status(&ada, &sent).await, receipts(&ada, &sent).await), ("sent".to_owned(), known([(&bob, "sent")])), "{hider:?}");
        hider.set(&ada, &bob, &room_id, true).await;
        assert_eq!(status(&ada, &sent).await, "sent", "{hider:?}");
        let marker = ada.say(&room_id, "that was all").await;
        assert_eq!(heard(&mut ear, &marker).await, [], "{hider:?}");
        bob.say(&room_id, "Indeed").await;
        assert_eq!(status(&ada, &marker).await, "read", "{hider:?}");
    }
}

async fn who_hides_sees_what_others_do_not_hide(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    set_preference(&ada, false).await;
    let mut ear = ada.listen_from_now().await;
    let sent = ada.say(&room_id, "Good morning").await;
    let by_bob = bob.say(&room_id, "You too").await;
    read(&cleo, &by_bob).await;
    read(&ada, &by_bob).await;
    assert_eq!((status(&ada, &sent).await, receipts(&ada, &sent).await), ("read".to_owned(), known([(&bob, "read"), (&cleo, "read")])));
    assert_eq!(receipts(&bob, &by_bob).await, known([(&ada, "sent"), (&cleo, "read")]));
    // One who hides keeps the whole at what is known of them.
    assert_eq!(status(&bob, &by_bob).await, "sent");
    let marker = bob.say(&room_id, "that was all").await;
    assert_eq!(heard(&mut ear, &marker).await, [was_read(&cleo, &by_bob)]);
}

async fn hiding_is_heard_by_nobody_on_coming_back(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let away = ada.listen_from_now().await.cut();
    for hider in [Hider::Reader, Hider::Room] {
        hider.set(&ada, &bob, &room_id, false).await;
        read(&bob, &ada.say(&room_id, "in hiding").await).await;
        hider.set(&ada, &bob, &room_id, true).await;
    }
    let open = ada.say(&room_id, "in the open").await;
    read(&bob, &open).await;
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(heard(&mut ada.connect(away.as_deref()).await, &marker).await, [was_read(&bob, &open)]);
}

async fn ones_own_devices_go_on_hearing_what_one_reads(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let phone = Person::login(server, "bob").await;
    set_preference(&bob, false).await;
    let mut own = phone.listen_from_now().await;
    let sent = ada.say(&room_id, "Good morning").await;
    read(&bob, &sent).await;
    let marker = ada.say(&room_id, "that was all").await;
    let frames = own.up_to(&marker).await;
    let names: Vec<&str> = frames.iter().filter_map(|frame| frame["type"].as_str()).collect();
    assert_eq!(names, ["message.created", "room.read_status", "unread.updated", "message.created"]);
    assert_eq!((&frames[1]["data"]["read_seq"], &frames[2]["data"]["unread_count"]), (&sent["seq"], &json!(0)));
}
