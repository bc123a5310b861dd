//! Whom one has blocked: kept for oneself, told to one's own devices, and a repeat is none.

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::person::text;
use tests::{Person, Server, on_both_engines};

use super::super::sight::{all_frames, log_end, missed, told};
use super::{NOBODY, direct_pair, unblock};

on_both_engines![
    blocked_people_are_listed_until_they_are_unblocked,
    the_list_is_read_page_by_page,
    ones_own_devices_hear_of_it_and_nobody_else,
    a_repeat_changes_nothing_and_is_not_heard,
    nobody_blocks_themselves_or_nobody,
    a_deleted_account_stays_blocked,
    who_resumes_hears_of_blocking,
];

async fn list(person: &Person, query: &str) -> Value {
    person.get(&format!("/users/me/blocks{query}")).await.expect(200)
}

fn ids(page: &Value) -> Vec<String> {
    page["items"].as_array().expect("a page has items").iter().map(|block| text(&block["user_id"])).collect()
}

async fn blocked_people_are_listed_until_they_are_unblocked(server: &Server) {
    let (ada, bob, _) = direct_pair(server).await;
    let cleo = Person::register(server, "cleo").await;
    assert_eq!(list(&bob, "").await, json!({ "items": [] }));
    bob.block(&cleo).await;
    bob.block(&ada).await;
    let page = list(&bob, "").await;
    let mut expected = [ada.id.clone(), cleo.id.clone()];
    expected.sort();
    assert_eq!((ids(&page), page.get("next_cursor")), (expected.to_vec(), None));
    for listed in page["items"].as_array().expect("a page has items") {
        let record = bob.get(&format!("/users/{}", text(&listed["user_id"]))).await.expect(200);
        assert_eq!(listed["user"], record, "{listed}");
    }
    assert_eq!(list(&Person::login(server, "bob").await, "").await, page);
    // Whom Bob has blocked is nobody else's business, and goes one way.
    for person in [&ada, &cleo] {
        assert_eq!(list(person, "").await, json!({ "items": [] }));
    }
    unblock(&bob, &ada).await;
    assert_eq!(ids(&list(&bob, "").await), [cleo.id.as_str()]);
    unblock(&bob, &cleo).await;
    assert_eq!(list(&bob, "").await, json!({ "items": [] }));
    server.client().get("/users/me/blocks").await.problem(401, "unauthorized");
}

async fn the_list_is_read_page_by_page(server: &Server) {
    let bob = Person::register(server, "bob").await;
    let mut expected = Vec::new();
    for number in 0..5 {
        let other = Person::register(server, &format!("other{number}")).await;
        bob.block(&other).await;
        expected.push(other.id);
    }
    expected.sort();
    for limit in [1, 2, 5] {
        let (mut seen, mut query) = (Vec::new(), format!("?limit={limit}"));
        loop {
            let page = list(&bob, &query).await;
            assert!(ids(&page).len() <= limit, "{page}");
            seen.extend(ids(&page));
            let Some(cursor) = page.get("next_cursor") else { break };
            query = format!("?limit={limit}&cursor={}", text(cursor));
        }
        assert_eq!(seen, expected, "{limit}");
    }
    for (query, code) in [("limit=0", "bad_request"), ("limit=101", "bad_request"), ("cursor=nowhere", "invalid_cursor")] {
        bob.get(&format!("/users/me/blocks?{query}")).await.problem(400, code);
    }
}

async fn ones_own_devices_hear_of_it_and_nobody_else(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    ada.group("Kitchen", &[&bob]).await;
    let phone = Person::login(server, "bob").await;
    ada.say(&direct, "one, @bob").await;
    let mut own = [bob.listen_from_now().await, phone.listen_from_now().await];
    let mut other = ada.listen_from_now().await;
    phone.block(&ada).await;
    unblock(&bob, &ada).await;
    let unread =
        |count: i64, mentions: i64| json!(["unread.updated", { "room_id": direct, "unread_count": count, "mention_count": mentions }]);
    let about = |name: &str| json!([name, { "user_id": ada.id }]);
    for socket in &mut own {
        let frames = all_frames(socket, &bob).await;
        let told: Vec<Value> = frames.iter().map(|frame| json!([frame["type"], frame["data"]])).collect();
        // The group, in which nothing is unread, is not told of.
        assert_eq!(told, [about("user.blocked"), unread(0, 0), about("user.unblocked"), unread(1, 1)]);
        assert!(frames.iter().all(|frame| frame.get("room_id").is_none() && frame.get("seq").is_none()), "{frames:?}");
    }
    assert_eq!(told(&mut other, &ada).await, [""; 0]);
}

async fn a_repeat_changes_nothing_and_is_not_heard(server: &Server) {
    let (ada, bob, _) = direct_pair(server).await;
    let mut socket = bob.listen_from_now().await;
    unblock(&bob, &ada).await;
    assert_eq!(told(&mut socket, &bob).await, [""; 0]);
    let path = format!("/users/{}/block", ada.id);
    let answers = join_all((0..10).map(|_| bob.post_empty(&path))).await;
    assert!(answers.iter().all(|answer| answer.status == 204), "{answers:?}");
    let page = list(&bob, "").await;
    assert_eq!(told(&mut socket, &bob).await, ["user.blocked"]);
    bob.block(&ada).await;
    assert_eq!(list(&bob, "").await, page, "it is the first block that is kept");
    let answers = join_all((0..10).map(|_| bob.delete(&path))).await;
    assert!(answers.iter().all(|answer| answer.status == 204), "{answers:?}");
    assert_eq!(told(&mut socket, &bob).await, ["user.unblocked"]);
    assert_eq!(list(&bob, "").await, json!({ "items": [] }));
}

async fn nobody_blocks_themselves_or_nobody(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    let end = log_end(&bob).await;
    bob.post_empty(&format!("/users/{}/block", bob.id)).await.problem(409, "conflict");
    bob.delete(&format!("/users/{}/block", bob.id)).await.expect(204);
    bob.post_empty(&format!("/users/{NOBODY}/block")).await.problem(404, "not_found");
    bob.delete(&format!("/users/{NOBODY}/block")).await.problem(404, "not_found");
    for path in [format!("/users/{}/block", ada.id), format!("/users/{NOBODY}/block")] {
        server.client().post_empty(&path).await.problem(401, "unauthorized");
        server.client().delete(&path).await.problem(401, "unauthorized");
    }
    assert_eq!((list(&bob, "").await, log_end(&bob).await), (json!({ "items": [] }), end));
    bob.say(&direct, "I may still speak").await;
}

async fn a_deleted_account_stays_blocked(server: &Server) {
    let (ada, bob, _) = direct_pair(server).await;
    bob.block(&ada).await;
    ada.delete("/users/me").await.expect(204);
    let page = list(&bob, "").await;
    assert_eq!((ids(&page), &page["items"][0]["user"]["username"]), (vec![ada.id.clone()], &json!("deleted")));
    unblock(&bob, &ada).await;
    assert_eq!(list(&bob, "").await, json!({ "items": [] }));
}

async fn who_resumes_hears_of_blocking(server: &Server) {
    let (ada, bob, direct) = direct_pair(server).await;
    let start = log_end(&bob).await;
    ada.say(&direct, "one").await;
    bob.block(&ada).await;
    assert_eq!(missed(&bob, &start).await, ["user.blocked", "unread.updated 0 0"]);
    unblock(&bob, &ada).await;
    let all = ["message.created 1", "user.blocked", "unread.updated 0 0", "user.unblocked", "unread.updated 1 0"];
    assert_eq!(missed(&bob, &start).await, all);
    assert_eq!(missed(&ada, &start).await, all[..1]);
}
