//! Reading the history: pages before, after and around a message.

use serde_json::{Value, json};
use tests::person::text;
use tests::{Person, Server, on_both_engines};

use super::NOTHING;

on_both_engines![
    history_tells_at_every_edge_whether_there_is_more,
    history_around_a_message_has_both_sides,
    pages_of_history_lose_and_repeat_nothing,
    history_takes_one_place_of_its_own_room,
];

fn seqs(page: &Value) -> Vec<i64> {
    page["items"].as_array().expect("a page has items").iter().filter_map(|message| message["seq"].as_i64()).collect()
}

/// A direct room with messages 1 to `count`.
async fn room_of(server: &Server, count: usize) -> (Person, String, Vec<Value>) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let room_id = ada.direct(&bob).await;
    let mut messages = Vec::new();
    for number in 1..=count {
        messages.push(ada.say(&room_id, &format!("message {number}")).await);
    }
    (ada, room_id, messages)
}

async fn history_tells_at_every_edge_whether_there_is_more(server: &Server) {
    let (ada, room_id, messages) = room_of(server, 7).await;
    let id = |seq: usize| text(&messages[seq - 1]["id"]);
    let cases: Vec<(String, Vec<i64>, bool, bool)> = vec![
        ("limit=3".into(), vec![7, 6, 5], true, false),
        ("limit=7".into(), vec![7, 6, 5, 4, 3, 2, 1], false, false),
        ("limit=100".into(), vec![7, 6, 5, 4, 3, 2, 1], false, false),
        (format!("limit=3&before={}", id(5)), vec![4, 3, 2], true, true),
        (format!("limit=3&before={}", id(4)), vec![3, 2, 1], false, true),
        (format!("limit=3&before={}", id(2)), vec![1], false, true),
        (format!("limit=3&before={}", id(1)), vec![], false, true),
        (format!("limit=3&after={}", id(2)), vec![3, 4, 5], true, true),
        (format!("limit=3&after={}", id(4)), vec![5, 6, 7], true, false),
        (format!("limit=3&after={}", id(6)), vec![7], true, false),
        (format!("limit=3&after={}", id(7)), vec![], true, false),
    ];
    for (query, expected, before, after) in cases {
        let page = ada.get(&format!("/rooms/{room_id}/messages?{query}")).await.expect(200);
        assert_eq!(seqs(&page), expected, "{query}");
        assert_eq!((&page["has_more_before"], &page["has_more_after"]), (&json!(before), &json!(after)), "{query}");
        let kept = page["items"].as_array().expect("a page has items");
        assert!(kept.iter().all(|message| messages.contains(message)), "{query}");
    }
    let (bob, cleo) = (Person::login(server, "bob").await, Person::register(server, "cleo").await);
    let empty = bob.get(&format!("/rooms/{}/messages", bob.direct(&cleo).await)).await.expect(200);
    assert_eq!(empty, json!({ "items": [], "has_more_before": false, "has_more_after": false }));
}

async fn history_around_a_message_has_both_sides(server: &Server) {
    let (ada, room_id, messages) = room_of(server, 9).await;
    for (seq, limit) in (1..=9).flat_map(|seq| [1, 2, 3, 5, 9, 20].map(|limit| (seq, limit))) {
        let path = format!("/rooms/{room_id}/messages?limit={limit}&around={}", text(&messages[seq - 1]["id"]));
        let page = ada.get(&path).await.expect(200);
        let found = seqs(&page);
        assert!(found.contains(&(seq as i64)), "{seq} of {limit}: {found:?}");
        assert!(
            found.len() <= limit && found.is_sorted() && found.windows(2).all(|two| two[0] + 1 == two[1]),
            "{seq} of {limit}: {found:?}"
        );
        let (older, newer) = (seq as i64 - found[0], found[found.len() - 1] - seq as i64);
        if found[0] > 1 && found[found.len() - 1] < 9 {
            assert!((older - newer).abs() <= 1 && found.len() == limit, "{seq} of {limit}: {found:?}");
        }
        assert_eq!(page["has_more_before"], found[0] > 1, "{seq} of {limit}");
        assert_eq!(page["has_more_after"], found[found.len() - 1] < 9, "{seq} of {limit}");
    }
}

async fn pages_of_history_lose_and_repeat_nothing(server: &Server) {
    let (ada, room_id, messages) = room_of(server, 23).await;
    for (parameter, more) in [("before", "has_more_before"), ("after", "has_more_after")] {
        let start = if parameter == "before" { &messages[22] } else { &messages[0] };
        let (mut seen, mut at) = (vec![start["seq"].as_i64().expect("it has a number")], text(&start["id"]));
        loop {
            let page = ada.get(&format!("/rooms/{room_id}/messages?limit=4&{parameter}={at}")).await.expect(200);
            seen.extend(seqs(&page));
            if page[more] == false {
                break;
            }
            at = text(&page["items"].as_array().and_then(|items| items.last()).expect("there is more")["id"]);
        }
        if parameter == "before" {
            seen.reverse();
        }
        assert_eq!(seen, (1..=23).collect::<Vec<_>>(), "{parameter}");
    }
}

async fn history_takes_one_place_of_its_own_room(server: &Server) {
    let (ada, room_id, messages) = room_of(server, 2).await;
    let elsewhere = ada.say(&ada.group("Study", &[]).await, "elsewhere").await;
    let (first, other) = (text(&messages[0]["id"]), text(&elsewhere["id"]));
    let path = format!("/rooms/{room_id}/messages");
    for query in ["before={}&after={}", "before={}&around={}", "after={}&around={}"] {
        ada.get(&format!("{path}?{}", query.replace("{}", &first))).await.problem(400, "bad_request");
    }
    for parameter in ["before", "after", "around"] {
        ada.get(&format!("{path}?{parameter}={NOTHING}")).await.problem(404, "not_found");
        ada.get(&format!("{path}?{parameter}={other}")).await.problem(404, "not_found");
        ada.get(&format!("{path}?{parameter}=first")).await.problem(400, "bad_request");
    }
    ada.get(&format!("{path}/{other}")).await.problem(404, "not_found");
    for limit in ["0", "101"] {
        ada.get(&format!("{path}?limit={limit}")).await.problem(400, "bad_request");
    }
}
