//! Preferences: what people choose for themselves, the same on all their devices, and nobody else's business.

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::client::pointers;
use tests::person::text;
use tests::scene::pair;
use tests::{Person, Server, on_both_engines};

on_both_engines![
    everybody_begins_with_the_same,
    a_choice_is_ones_own_on_all_devices,
    ones_own_devices_hear_of_it_and_nobody_else,
    a_repeat_changes_nothing_and_is_not_heard,
    who_resumes_hears_of_it,
    a_choice_outlives_a_restart,
    a_key_stands_for_one_choice,
    what_cannot_be_understood_is_refused,
];

const PATH: &str = "/users/me/preferences";

fn choice(read_receipts: bool) -> Value {
    json!({ "read_receipts": read_receipts })
}

async fn choose(person: &Person, read_receipts: bool) {
    assert_eq!(person.patch(PATH, choice(read_receipts)).await.expect(200), choice(read_receipts));
}

async fn chosen(person: &Person) -> Value {
    person.get(PATH).await.expect(200)
}

/// The types and data of the frames, with nothing of a room where they are one person's.
fn outline(frames: &[Value]) -> Vec<(&str, &Value)> {
    let of = |frame: &Value| frame["type"] == "preferences.updated";
    assert!(
        frames.iter().filter(|frame| of(frame)).all(|frame| frame.get("room_id").is_none() && frame.get("seq").is_none()),
        "{frames:?}"
    );
    let data = |frame: &Value| if of(frame) { "/data" } else { "/data/message/content" };
    frames.iter().filter_map(|frame| Some((frame["type"].as_str()?, frame.pointer(data(frame))?))).collect()
}

async fn everybody_begins_with_the_same(server: &Server) {
    let (ada, bob, _) = pair(server).await;
    assert_eq!((chosen(&ada).await, chosen(&bob).await), (choice(true), choice(true)));
    server.client().get(PATH).await.problem(401, "unauthorized");
    server.client().patch(PATH, choice(false)).await.problem(401, "unauthorized");
    assert_eq!(chosen(&ada).await, choice(true));
}

async fn a_choice_is_ones_own_on_all_devices(server: &Server) {
    let (ada, bob, _) = pair(server).await;
    let phone = Person::login(server, "ada").await;
    choose(&ada, false).await;
    assert_eq!((chosen(&ada).await, chosen(&phone).await, chosen(&bob).await), (choice(false), choice(false), choice(true)));
    choose(&phone, true).await;
    assert_eq!((chosen(&ada).await, chosen(&phone).await), (choice(true), choice(true)));
    // Others find nothing of it where they find the person.
    choose(&ada, false).await;
    assert!(!bob.get(&format!("/users/{}", ada.id)).await.expect(200).to_string().contains("read_receipts"));
}

async fn ones_own_devices_hear_of_it_and_nobody_else(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let phone = Person::login(server, "ada").await;
    let mut own = [ada.listen_from_now().await, phone.listen_from_now().await];
    let mut other = bob.listen_from_now().await;
    choose(&phone, false).await;
    choose(&ada, true).await;
    let marker = bob.say(&room_id, "that was all").await;
    let all = ("message.created", &json!("that was all"));
    for socket in &mut own {
        let frames = socket.up_to(&marker).await;
        assert_eq!(outline(&frames), [("preferences.updated", &choice(false)), ("preferences.updated", &choice(true)), all]);
    }
    assert_eq!(outline(&other.up_to(&marker).await), [all]);
}

async fn a_repeat_changes_nothing_and_is_not_heard(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut socket = ada.listen_from_now().await;
    choose(&ada, true).await;
    assert_eq!(ada.patch(PATH, json!({})).await.expect(200), choice(true));
    let answers = join_all((0..5).map(|_| ada.patch(PATH, choice(false)))).await;
    assert!(answers.iter().all(|answer| answer.status == 200 && answer.body == choice(false)), "{answers:?}");
    // What is absent stays as it is.
    assert_eq!(ada.patch(PATH, json!({})).await.expect(200), choice(false));
    let marker = bob.say(&room_id, "that was all").await;
    let frames = socket.up_to(&marker).await;
    assert_eq!(outline(&frames), [("preferences.updated", &choice(false)), ("message.created", &json!("that was all"))]);
}

async fn who_resumes_hears_of_it(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let phone = Person::login(server, "ada").await;
    let away = [phone.listen_from_now().await.cut(), bob.listen_from_now().await.cut()];
    choose(&ada, false).await;
    let marker = bob.say(&room_id, "that was all").await;
    let frames = phone.connect(away[0].as_deref()).await.up_to(&marker).await;
    assert_eq!(outline(&frames), [("preferences.updated", &choice(false)), ("message.created", &json!("that was all"))]);
    let page = phone.get(&format!("/sync?cursor={}", away[0].as_deref().expect("a greeting has a cursor"))).await.expect(200);
    assert_eq!(page["items"], json!(frames));
    assert_eq!(bob.connect(away[1].as_deref()).await.up_to(&marker).await.len(), 1);
}

async fn a_choice_outlives_a_restart(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    choose(&ada, false).await;
    assert!(server.terminate().await.success());
    server.run().await;
    assert_eq!((chosen(&ada).await, chosen(&bob).await), (choice(false), choice(true)));
    let sent = bob.say(&room_id, "Are you there?").await;
    ada.post_empty(&format!("/messages/{}/read", text(&sent["id"]))).await.expect(200);
    assert_eq!(bob.get(&format!("/rooms/{room_id}/messages/{}", text(&sent["id"]))).await.expect(200)["status"], "sent");
}

async fn a_key_stands_for_one_choice(server: &Server) {
    let (ada, ..) = pair(server).await;
    let keyed = ada.with_header("idempotency-key", "the-choice");
    assert_eq!(keyed.patch(PATH, choice(false)).await.expect(200), choice(false));
    choose(&ada, true).await;
    // The same request comes late: it was done already.
    let again = keyed.patch(PATH, choice(false)).await;
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!((again.expect(200), chosen(&ada).await), (choice(false), choice(true)));
    keyed.patch(PATH, choice(true)).await.problem(422, "idempotency_key_reused");
}

async fn what_cannot_be_understood_is_refused(server: &Server) {
    let (ada, ..) = pair(server).await;
    for wrong in [json!(null), json!("no"), json!(0), json!([])] {
        let problem = ada.patch(PATH, json!({ "read_receipts": wrong })).await.problem(422, "validation_failed");
        assert_eq!(pointers(&problem), ["/read_receipts"]);
    }
    let problem = ada.patch(PATH, json!({ "theme": "dark", "read_receipts": false })).await.problem(422, "validation_failed");
    assert_eq!(pointers(&problem), ["/theme"]);
    assert_eq!(chosen(&ada).await, choice(true));
}
