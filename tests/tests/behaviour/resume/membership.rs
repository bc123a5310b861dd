//! Who sees which stretch of a room's events: those from joining to leaving, live, resumed and polled alike.

use std::sync::atomic::{AtomicBool, Ordering};

use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use tests::{Person, Server, on_both_engines};

use super::{CUTS, SEED, check_same, check_seqs, glimpse, log, log_end, missed};

on_both_engines![
    who_joined_later_sees_from_the_joining_on,
    who_left_sees_up_to_the_leaving,
    who_came_back_sees_both_stretches,
    a_removed_room_is_seen_to_its_end,
    a_stranger_sees_nothing,
    what_was_live_is_what_is_resumed,
    cuts_amid_coming_and_going_lose_nothing_and_give_nothing_more,
];

struct House {
    ada: Person,
    bob: Person,
    cleo: Person,
    /// A room that all are in, for a last message that all hear.
    hall: String,
    /// A room of Ada's and Bob's.
    room_id: String,
    /// Cleo's cursor before anything happens.
    start: String,
}

impl House {
    async fn new(server: &Server) -> Self {
        let ada = Person::register(server, "ada").await;
        let (bob, cleo) = (Person::register(server, "bob").await, Person::register(server, "cleo").await);
        let hall = ada.group("Hall", &[&bob, &cleo]).await;
        let room_id = ada.group("Kitchen", &[&bob]).await;
        let start = log_end(&cleo).await;
        Self { ada, bob, cleo, hall, room_id, start }
    }

    async fn say(&self, content: &str) {
        self.ada.say(&self.room_id, content).await;
    }

    async fn add_cleo(&self) {
        self.ada.post(&format!("/rooms/{}/members", self.room_id), json!({ "user_id": self.cleo.id })).await.expect(201);
    }

    async fn remove_cleo(&self) {
        self.ada.delete(&format!("/rooms/{}/members/{}", self.room_id, self.cleo.id)).await.expect(204);
    }

    /// What a person sees of the kitchen since the start; a resumed socket and a poll agree.
    async fn seen_by(&self, person: &Person) -> Vec<Value> {
        let resumed = missed(&mut person.connect(Some(&self.start)).await).await;
        assert_eq!(log(person, &self.start).await, resumed);
        resumed.into_iter().filter(|frame| frame["room_id"] == self.room_id.as_str()).collect()
    }
}

/// Frames in short: a message by its text, a system message by what it tells, and all others by their type.
fn outline(frames: &[Value]) -> Vec<&str> {
    let words = |frame: &Value| match &frame["data"]["message"]["system_event"] {
        Value::String(_) => "/data/message/system_event",
        _ if frame["data"].get("message").is_some() => "/data/message/content",
        _ => "/type",
    };
    frames.iter().filter_map(|frame| frame.pointer(words(frame)).and_then(Value::as_str)).collect()
}

async fn who_joined_later_sees_from_the_joining_on(server: &Server) {
    let house = House::new(server).await;
    house.say("before").await;
    house.add_cleo().await;
    house.say("after").await;
    let seen = house.seen_by(&house.cleo).await;
    assert_eq!(outline(&seen), ["member.joined", "room.updated", "member_joined", "after"]);
    check_seqs(&seen);
    assert_eq!(outline(&house.seen_by(&house.bob).await)[0], "before");
}

async fn who_left_sees_up_to_the_leaving(server: &Server) {
    let house = House::new(server).await;
    house.add_cleo().await;
    house.say("with cleo").await;
    house.remove_cleo().await;
    house.say("without cleo").await;
    let seen = house.seen_by(&house.cleo).await;
    assert_eq!(outline(&seen), ["member.joined", "room.updated", "member_joined", "with cleo", "member.left"]);
    check_seqs(&seen);
    // Also from a cursor amid her stay, and from one after it.
    let amid = missed(&mut house.cleo.connect(seen[3]["cursor"].as_str()).await).await;
    assert_eq!(outline(&amid), ["member.left"]);
    assert!(missed(&mut house.cleo.connect(seen[4]["cursor"].as_str()).await).await.is_empty());
}

async fn who_came_back_sees_both_stretches(server: &Server) {
    let house = House::new(server).await;
    house.add_cleo().await;
    house.say("first stay").await;
    house.remove_cleo().await;
    house.say("in between").await;
    house.add_cleo().await;
    house.say("second stay").await;
    house.remove_cleo().await;
    house.say("afterwards").await;
    let seen = house.seen_by(&house.cleo).await;
    let stay = |words: &'static str| ["member.joined", "room.updated", "member_joined", words, "member.left"];
    assert_eq!(outline(&seen), [stay("first stay"), stay("second stay")].concat());
    check_seqs(&seen[..5]);
    check_seqs(&seen[5..]);
}

async fn a_removed_room_is_seen_to_its_end(server: &Server) {
    let house = House::new(server).await;
    house.say("last words").await;
    for person in [&house.bob, &house.ada] {
        person.post_empty(&format!("/rooms/{}/leave", house.room_id)).await.expect(204);
    }
    assert_eq!(outline(&house.seen_by(&house.bob).await), ["last words", "member.left"]);
    let resumed = missed(&mut house.ada.connect(Some(&house.start)).await).await;
    assert_eq!(log(&house.ada, &house.start).await, resumed);
    let last = resumed.last().expect("there was much");
    assert_eq!((&last["type"], &last["data"]["room_id"]), (&json!("room.deleted"), &json!(house.room_id)));
    assert!(house.seen_by(&house.cleo).await.is_empty());
}

async fn a_stranger_sees_nothing(server: &Server) {
    let house = House::new(server).await;
    let direct = house.ada.direct(&house.bob).await;
    house.ada.say(&direct, "between us").await;
    house.say("for two").await;
    assert!(missed(&mut house.cleo.connect(Some(&house.start)).await).await.is_empty());
    assert!(log(&house.cleo, &house.start).await.is_empty());
    let since = house.cleo.get("/sync?since=2020-01-01T00:00:00.000Z").await.expect(200);
    let foreign = |frame: &&Value| frame["room_id"] == house.room_id.as_str() || frame["room_id"] == direct.as_str();
    assert_eq!(since["items"].as_array().expect("a page has items").iter().find(foreign), None);
}

async fn what_was_live_is_what_is_resumed(server: &Server) {
    let house = House::new(server).await;
    let people = [&house.ada, &house.bob, &house.cleo];
    let mut sockets = Vec::new();
    for person in people {
        sockets.push(person.listen_from_now().await);
    }
    for turn in 0..3 {
        house.say(&format!("alone {turn}")).await;
        // The joining, the talk and the removal overlap, as they do in life.
        tokio::join!(house.add_cleo(), house.say("while she comes"), house.say("while she comes too"));
        house.say(&format!("together {turn}")).await;
        tokio::join!(house.say("while she goes"), house.remove_cleo(), house.say("while she goes too"));
    }
    let code = house.ada.post(&format!("/rooms/{}/invites", house.room_id), json!({})).await.expect(201)["code"].clone();
    house.cleo.post_empty(&format!("/invites/{}/accept", code.as_str().expect("it is a text"))).await.expect(201);
    house.ada.post_empty(&format!("/rooms/{}/leave", house.room_id)).await.expect(204);
    let marker = house.ada.say(&house.hall, "that was all").await;
    for (person, socket) in people.into_iter().zip(&mut sockets) {
        let live = socket.up_to(&marker).await;
        assert_eq!(missed(&mut person.connect(Some(&house.start)).await).await, live, "{}", person.username);
        assert_eq!(log(person, &house.start).await, live, "{}", person.username);
    }
}

async fn cuts_amid_coming_and_going_lose_nothing_and_give_nothing_more(server: &Server) {
    let house = House::new(server).await;
    let stop = AtomicBool::new(false);
    let coming_and_going = async {
        while !stop.load(Ordering::Relaxed) {
            house.add_cleo().await;
            house.say("with cleo").await;
            house.remove_cleo().await;
        }
    };
    let talk = async {
        while !stop.load(Ordering::Relaxed) {
            house.bob.say(&house.room_id, "all the time").await;
        }
    };
    let cutting = async {
        let (mut chance, mut seen, mut cursor) = (StdRng::seed_from_u64(SEED), Vec::new(), house.start.clone());
        for _ in 0..CUTS {
            let frames;
            (frames, cursor) = glimpse(&house.cleo, cursor, &mut chance).await;
            seen.extend(frames);
        }
        stop.store(true, Ordering::Relaxed);
        (seen, cursor)
    };
    let ((mut seen, cursor), (), ()) = tokio::join!(cutting, coming_and_going, talk);
    seen.extend(missed(&mut house.cleo.connect(Some(&cursor)).await).await);
    let log = log(&house.cleo, &house.start).await;
    assert!(log.iter().filter(|frame| frame["type"] == "member.left").count() > 5, "there was too little coming and going");
    check_same(&seen, &log);
}
