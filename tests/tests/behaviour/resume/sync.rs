//! `GET /sync`: the event log over HTTP, by cursor and by time.

use serde_json::{Value, json};
use tests::person::{text, told};
use tests::{Person, Server, on_both_engines};

use super::{log_end, pair};

on_both_engines![
    pages_tell_what_the_socket_told,
    without_a_cursor_the_log_begins_now,
    a_socket_goes_on_from_where_a_poll_has_ended,
    a_time_leads_to_what_came_after_it,
    a_cursor_and_a_time_are_one_too_many,
];

fn items(page: &Value) -> &Vec<Value> {
    page["items"].as_array().expect("a page has items")
}

/// Makes events of several kinds; gives the last message.
async fn make_events(ada: &Person, bob: &Person, room_id: &str) -> Value {
    for number in 0..10 {
        let sent = bob.say(room_id, &format!("word {number}")).await;
        bob.patch(&format!("/rooms/{room_id}/messages/{}", text(&sent["id"])), json!({ "content": "edited" })).await.expect(200);
    }
    ada.patch(&format!("/rooms/{room_id}"), json!({ "name": "Pantry" })).await.expect(200);
    ada.patch("/users/me", json!({ "display_name": "Ada L." })).await.expect(200);
    ada.direct(bob).await;
    ada.say(room_id, "that was all").await
}

async fn pages_tell_what_the_socket_told(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut socket = bob.listen_from_now().await;
    let start = socket.cursor.clone().expect("a greeting has a cursor");
    let marker = make_events(&ada, &bob, &room_id).await;
    let heard = socket.up_to(&marker).await;
    for limit in [1, 7, heard.len(), 100] {
        let (mut polled, mut cursor) = (Vec::new(), start.clone());
        loop {
            let page = bob.get(&format!("/sync?limit={limit}&cursor={cursor}")).await.expect(200);
            assert!(page.get("resync").is_none() && items(&page).len() <= limit, "{page}");
            polled.extend(items(&page).clone());
            cursor = text(&page["next_cursor"]);
            assert_eq!(page["has_more"], polled.len() < heard.len(), "{limit}: {}", polled.len());
            if page["has_more"] == false {
                break;
            }
        }
        assert_eq!(polled, heard, "{limit}");
    }
    // The cursors of both are of one kind.
    let of_socket = text(&heard[heard.len() - 2]["cursor"]);
    let page = bob.get(&format!("/sync?cursor={of_socket}")).await.expect(200);
    assert_eq!(items(&page)[..], heard[heard.len() - 1..]);
    let last = ada.say(&room_id, "and on").await;
    let on = socket.up_to(&last).await;
    assert_eq!(bob.connect(page["next_cursor"].as_str()).await.up_to(&last).await, on);
    for limit in ["0", "101"] {
        bob.get(&format!("/sync?limit={limit}&cursor={start}")).await.problem(400, "bad_request");
    }
}

async fn without_a_cursor_the_log_begins_now(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    ada.say(&room_id, "before").await;
    let page = bob.get("/sync").await.expect(200);
    assert_eq!((&page["items"], &page["has_more"], page.get("resync")), (&json!([]), &json!(false), None));
    let cursor = text(&page["next_cursor"]);
    let again = bob.get(&format!("/sync?cursor={cursor}")).await.expect(200);
    assert_eq!((&again["items"], &again["next_cursor"]), (&json!([]), &json!(cursor)));
    let sent = ada.say(&room_id, "after").await;
    let page = bob.get(&format!("/sync?cursor={cursor}")).await.expect(200);
    assert_eq!(items(&page).iter().map(|frame| &frame["data"]["message"]).collect::<Vec<_>>(), [&told(&sent)]);
}

async fn a_socket_goes_on_from_where_a_poll_has_ended(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    // At once after a write, when the log may be further than the streams are.
    for turn in 0..30 {
        ada.say(&room_id, &format!("polled {turn}")).await;
        let mut socket = bob.connect(Some(&log_end(&bob).await)).await;
        let sent = ada.say(&room_id, &format!("streamed {turn}")).await;
        let frames = socket.up_to(&sent).await;
        let texts: Vec<&Value> = frames.iter().map(|frame| &frame["data"]["message"]["content"]).collect();
        assert_eq!(texts, [&sent["content"]], "in turn {turn}");
    }
}

async fn a_time_leads_to_what_came_after_it(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    make_events(&ada, &bob, &room_id).await;
    let whole = bob.get("/sync?limit=100&since=2020-01-01T00:00:00.000Z").await.expect(200);
    let all = items(&whole).clone();
    assert_eq!(all[0]["type"], "room.created", "it begins with the first event that is Bob's to see");
    for frame in &all {
        let since = text(&frame["occurred_at"]);
        let page = bob.get(&format!("/sync?limit=100&since={since}")).await.expect(200);
        let later: Vec<Value> = all.iter().filter(|frame| text(&frame["occurred_at"]) > since).cloned().collect();
        let not_earlier: Vec<Value> = all.iter().filter(|frame| text(&frame["occurred_at"]) >= since).cloned().collect();
        assert!(items(&page).ends_with(&later), "{since} loses events");
        assert!(not_earlier.ends_with(items(&page)), "{since} gives earlier events");
    }
    // What follows such a page is read by its cursor.
    let page = bob.get("/sync?limit=5&since=2020-01-01T00:00:00.000Z").await.expect(200);
    assert_eq!(page["has_more"], true);
    let rest = bob.get(&format!("/sync?limit=100&cursor={}", text(&page["next_cursor"]))).await.expect(200);
    assert_eq!([&items(&page)[..], &items(&rest)[..]].concat(), all);
    let future = bob.get("/sync?since=2100-01-01T00:00:00.000Z").await.expect(200);
    assert_eq!((&future["items"], &future["has_more"]), (&json!([]), &json!(false)));
    let sent = ada.say(&room_id, "after").await;
    let next = bob.get(&format!("/sync?cursor={}", text(&future["next_cursor"]))).await.expect(200);
    assert_eq!(items(&next).iter().map(|frame| &frame["data"]["message"]).collect::<Vec<_>>(), [&told(&sent)]);
}

async fn a_cursor_and_a_time_are_one_too_many(server: &Server) {
    let (_, bob, _) = pair(server).await;
    let cursor = log_end(&bob).await;
    bob.get(&format!("/sync?cursor={cursor}&since=2020-01-01T00:00:00.000Z")).await.problem(400, "bad_request");
    for since in ["yesterday", "2020-01-01", "1606000000", ""] {
        bob.get(&format!("/sync?since={since}")).await.problem(400, "bad_request");
    }
    server.client().get("/sync").await.problem(401, "unauthorized");
}
