//! The list of one's rooms: by last activity, of one kind, in pages.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::Value;
use tests::person::{text, told};
use tests::{Person, Server, on_both_engines};

use super::list;

on_both_engines![
    rooms_are_listed_by_last_activity,
    the_list_can_be_of_one_kind,
    pages_lose_and_repeat_nothing,
    pages_repeat_no_room_that_moves_up_meanwhile,
    a_foreign_cursor_or_limit_is_refused,
];

/// The ids of some rooms.
fn ids(rooms: &[Value]) -> Vec<String> {
    rooms.iter().map(|room| text(&room["id"])).collect()
}

async fn rooms_are_listed_by_last_activity(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let kitchen = ada.group("Kitchen", &[&bob]).await;
    let cellar = ada.group("Cellar", &[]).await;
    let direct = bob.direct(&ada).await;
    let quiet = list(&ada, "").await;
    // Times are in milliseconds: a message of the same one as the last room would tell nothing.
    let sent = loop {
        let sent = bob.say(&kitchen, "Good morning!").await;
        if sent["created_at"].as_str() > quiet[0]["last_activity_at"].as_str() {
            break sent;
        }
    };
    let rooms = list(&ada, "").await;
    assert_eq!(rooms[0]["id"], kitchen);
    assert_eq!(rooms[0]["last_message"], told(&sent));
    assert_eq!(rooms[0]["last_activity_at"], sent["created_at"]);
    assert_eq!(ids(&rooms).into_iter().collect::<BTreeSet<_>>(), [kitchen, cellar, direct.clone()].into());
    let times: Vec<&str> = rooms.iter().filter_map(|room| room["last_activity_at"].as_str()).collect();
    assert!(times.is_sorted_by(|newer, older| newer >= older), "{times:?}");
    let direct_room = rooms.iter().find(|room| room["id"] == direct).expect("the direct room is listed");
    assert!(direct_room.get("last_message").is_none(), "{direct_room}");
    let roles: Vec<&Value> = rooms.iter().filter(|room| room["kind"] == "group").map(|room| &room["my_role"]).collect();
    assert_eq!(roles, ["owner", "owner"]);
    assert_eq!(list(&bob, "?kind=group").await[0]["my_role"], "member");
}

async fn the_list_can_be_of_one_kind(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let group = ada.group("Kitchen", &[&bob]).await;
    let direct = ada.direct(&bob).await;
    assert_eq!(ids(&list(&bob, "?kind=group").await), [group]);
    assert_eq!(ids(&list(&bob, "?kind=direct").await), [direct]);
    bob.get("/rooms?kind=castle").await.problem(400, "bad_request");
}

/// Makes many groups at once, so that some have the same time of last activity.
async fn many_groups(founder: &Person, count: usize) -> BTreeSet<String> {
    let made = (0..count).map(|number| async move { founder.group(&format!("Room {number}"), &[]).await });
    join_all(made).await.into_iter().collect()
}

async fn pages_lose_and_repeat_nothing(server: &Server) {
    let ada = Person::register(server, "ada").await;
    let made = many_groups(&ada, 23).await;
    let whole = ids(&list(&ada, "?limit=100").await);
    assert_eq!(whole.iter().cloned().collect::<BTreeSet<_>>(), made);
    let (mut seen, mut query) = (Vec::new(), "?limit=5".to_owned());
    loop {
        let page = ada.get(&format!("/rooms{query}")).await.expect(200);
        let items = page["items"].as_array().expect("a page has items");
        assert!((1..=5).contains(&items.len()), "a page of {}", items.len());
        seen.extend(ids(items));
        let Some(cursor) = page.get("next_cursor") else { break };
        query = format!("?limit=5&cursor={}", text(cursor));
    }
    assert_eq!(seen, whole);
    // A page that holds the rest exactly is the last one.
    assert!(ada.get("/rooms?limit=23").await.expect(200).get("next_cursor").is_none());
}

async fn pages_repeat_no_room_that_moves_up_meanwhile(server: &Server) {
    let ada = Person::register(server, "ada").await;
    let made = many_groups(&ada, 9).await;
    let first = ada.get("/rooms?limit=4").await.expect(200);
    let mut seen = ids(first["items"].as_array().expect("a page has items"));
    ada.say(&seen[3], "up I go").await;
    let rest = list(&ada, &format!("?limit=100&cursor={}", text(&first["next_cursor"]))).await;
    seen.extend(ids(&rest));
    assert_eq!(seen.len(), 9);
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), made);
}

async fn a_foreign_cursor_or_limit_is_refused(server: &Server) {
    let ada = Person::register(server, "ada").await;
    ada.get("/rooms?cursor=garbage").await.problem(400, "invalid_cursor");
    for limit in ["0", "101", "-1", "many"] {
        ada.get(&format!("/rooms?limit={limit}")).await.problem(400, "bad_request");
    }
}
