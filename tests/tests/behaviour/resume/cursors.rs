//! Cursors that cannot be served: the client is told why, and goes on from where the log is now.

use serde_json::json;
use tests::person::text;
use tests::{Person, Server, Socket, on_both_engines};

use super::{log_end, missed, pair};

on_both_engines![
    a_cursor_that_is_none_leads_to_a_resync,
    a_cursor_of_another_server_leads_to_a_resync,
    a_cursor_beyond_the_end_leads_to_a_resync,
    an_empty_cursor_is_a_mistake,
];

/// What a socket and a poll say to a cursor; both go on from the cursor that comes with it.
async fn check_resync(ada: &Person, bob: &Person, room_id: &str, cursor: &str, reason: &str) {
    ada.say(room_id, "unheard, for lack of a cursor").await;
    drop(bob.listen_from_now().await);
    let mut socket = bob.connect(Some(cursor)).await;
    let hello = socket.next().await.expect("the socket is open");
    // Who is cut off here and keeps the cursor of the greeting is told again.
    assert_eq!((&hello["type"], &hello["data"]["cursor"]), (&json!("hello"), &json!(cursor.replace("%C3%A9", "é"))));
    let resync = socket.next().await.expect("the socket is open");
    assert_eq!((&resync["type"], &resync["data"]["reason"]), (&json!("resync"), &json!(reason)), "{cursor}: {resync}");
    let page = bob.get(&format!("/sync?cursor={cursor}")).await.expect(200);
    assert_eq!((&page["items"], &page["has_more"]), (&json!([]), &json!(false)), "{cursor}");
    assert_eq!(page["resync"]["reason"], reason, "{cursor}");
    let sent = ada.say(room_id, "heard").await;
    let live = socket.up_to(&sent).await;
    assert_eq!(live.len(), 1, "{cursor}");
    assert_eq!(missed(&mut bob.connect(resync["data"]["cursor"].as_str()).await).await, live, "{cursor}");
    let next = bob.get(&format!("/sync?cursor={}", text(&page["next_cursor"]))).await.expect(200);
    assert_eq!((&next["items"], next.get("resync")), (&json!(live), None), "{cursor}");
}

async fn a_cursor_that_is_none_leads_to_a_resync(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let good = log_end(&bob).await;
    let (cut, longer) = (&good[..good.len() - 1], format!("{good}A"));
    // A cursor begins with the number of its form.
    let other_form = good.replacen("AQ", "Ag", 1);
    for cursor in ["garbage", "0", "%C3%A9", cut, &longer, &other_form, &"A".repeat(200)] {
        check_resync(&ada, &bob, &room_id, cursor, "cursor_invalid").await;
    }
}

async fn a_cursor_of_another_server_leads_to_a_resync(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let other = Server::start(server.engine).await;
    let foreign = log_end(&Person::register(&other, "bob").await).await;
    check_resync(&ada, &bob, &room_id, &foreign, "epoch").await;
}

async fn a_cursor_beyond_the_end_leads_to_a_resync(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let good = log_end(&bob).await;
    // The second half of a cursor is the position, in 64 bits: the highest one, and one a little beyond the end.
    let (epoch, position) = good.split_at(12);
    assert_eq!((good.len(), position.len()), (23, 11));
    check_resync(&ada, &bob, &room_id, &format!("{epoch}f_________8"), "too_far").await;
    let further = format!("{epoch}{}B{}", &position[..7], &position[8..]);
    assert_ne!(further, good);
    check_resync(&ada, &bob, &room_id, &further, "too_far").await;
}

async fn an_empty_cursor_is_a_mistake(server: &Server) {
    let (_, bob, _) = pair(server).await;
    bob.get("/sync?cursor=").await.problem(400, "bad_request");
    bob.get(&format!("/sync?cursor={}", "A".repeat(201))).await.problem(400, "bad_request");
    for cursor in [String::new(), "A".repeat(201)] {
        assert!(Socket::open(server.address(), &bob.access_token, Some(&cursor)).await.is_err(), "{cursor}");
    }
}
