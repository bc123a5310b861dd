//! What one person sees of a room and hears of it, gathered from every place that tells, each held against the others.

use serde_json::{Value, json};
use tests::person::{path_of, text};
use tests::{Person, Socket};

/// How many messages a page has when the history is walked through.
const PAGE: usize = 3;

/// A room in one person's eyes, by the numbers of its messages.
#[derive(Clone, Debug, PartialEq)]
pub struct Sight {
    /// What the history shows, the oldest first.
    pub history: Vec<i64>,
    /// What of it is unread.
    pub unread: Vec<i64>,
    /// What of that names the person.
    pub mentions: Vec<i64>,
}

impl Sight {
    pub fn new(
        history: impl IntoIterator<Item = i64>,
        unread: impl IntoIterator<Item = i64>,
        mentions: impl IntoIterator<Item = i64>,
    ) -> Self {
        Self { history: history.into_iter().collect(), unread: unread.into_iter().collect(), mentions: mentions.into_iter().collect() }
    }

    /// An empty room.
    pub fn nothing() -> Self {
        Self::new([], [], [])
    }
}

pub fn seq(message: &Value) -> i64 {
    message["seq"].as_i64().expect("a message has a number")
}

pub fn seqs<'a>(messages: impl IntoIterator<Item = &'a Value>) -> Vec<i64> {
    messages.into_iter().map(seq).collect()
}

/// What tells a message from others, and what it says; how far it has come may change while a test looks.
fn gist(message: &Value) -> Value {
    json!([message["id"], message["seq"], message["content"], message.get("deleted_at")])
}

fn items(page: &Value) -> &[Value] {
    page["items"].as_array().expect("a page has items")
}

/// What a person sees of a room of theirs.
pub async fn sight(person: &Person, room_id: &str) -> Sight {
    let history = person.history(room_id).await;
    check_pages(person, room_id, &history).await;
    for message in &history {
        assert_eq!(gist(&person.get(&path_of(message)).await.expect(200)), gist(message));
    }
    let room = person.get(&format!("/rooms/{room_id}")).await.expect(200);
    assert_eq!(room.get("last_message").map(gist), history.last().map(gist), "{}: {room}", person.username);
    check_listed(person, &room).await;
    let read_seq = room["read_seq"].as_i64().expect("a room tells how far it is read");
    let counts = |message: &&Value| {
        seq(message) > read_seq && message["sender_id"] != person.id && message["kind"] == "user" && message.get("deleted_at").is_none()
    };
    let unread: Vec<&Value> = history.iter().filter(counts).collect();
    assert_eq!(room.get("first_unread_message_id"), unread.first().map(|message| &message["id"]), "{}: {room}", person.username);
    let unread = seqs(unread);
    let mentions = check_counts(person, &room, &unread).await;
    Sight { history: seqs(&history), unread, mentions }
}

/// What several people see of a room.
pub async fn sights<const N: usize>(people: [&Person; N], room_id: &str) -> Vec<Sight> {
    let mut seen = Vec::new();
    for person in people {
        seen.push(sight(person, room_id).await);
    }
    seen
}

/// Holds every count of a room against its unread messages; gives those that name the person.
async fn check_counts(person: &Person, room: &Value, unread: &[i64]) -> Vec<i64> {
    let (name, room_id) = (&person.username, text(&room["id"]));
    let count = person.get(&format!("/unread-count?room_id={room_id}&explain=true")).await.expect(200);
    let explained = count["rooms"][0]["messages"].as_array().expect("it explains itself");
    assert_eq!(seqs(explained), unread, "{name}: {count}");
    let mentions = seqs(explained.iter().filter(|message| message["rule"] == "mention"));
    let counts = json!({ "room_id": room_id, "unread_count": unread.len(), "mention_count": mentions.len() });
    let told = |of: &Value| json!({ "room_id": room_id, "unread_count": of["unread_count"], "mention_count": of["mention_count"] });
    assert_eq!(told(room), counts, "{name}");
    assert_eq!(told(&count["rooms"][0]), counts, "{name}");
    assert_eq!((&count["total"], &count["mentions"]), (&counts["unread_count"], &counts["mention_count"]), "{name}");
    let all = person.get("/unread-count").await.expect(200);
    let rooms = all["rooms"].as_array().expect("there is a list of rooms");
    assert_eq!(rooms.iter().find(|room| room["room_id"] == room_id.as_str()), Some(&counts).filter(|_| !unread.is_empty()), "{name}");
    let sum = |field: &str| rooms.iter().filter_map(|room| room[field].as_i64()).sum::<i64>();
    assert_eq!(all["total"], sum("unread_count"), "{name}: {all}");
    assert_eq!(all["mentions"], sum("mention_count"), "{name}: {all}");
    mentions
}

/// Holds the list of rooms against one of them.
async fn check_listed(person: &Person, room: &Value) {
    let page = person.get("/rooms?limit=100").await.expect(200);
    let mut listed = items(&page).iter().find(|listed| listed["id"] == room["id"]).cloned();
    let mut expected = (room["is_deleted"] != true).then(|| room.clone());
    for room in [&mut listed, &mut expected].into_iter().flatten() {
        let gist = room.get("last_message").map(gist);
        room["last_message"] = gist.into();
    }
    assert_eq!(listed, expected, "{}", person.username);
}

/// Walks through a room's history in small pages, from the newest back, from the oldest on, and around the middle.
async fn check_pages(person: &Person, room_id: &str, history: &[Value]) {
    let all: Vec<String> = history.iter().map(|message| text(&message["id"])).collect();
    let mut end = all.len();
    loop {
        let start = end.saturating_sub(PAGE);
        let query = all.get(end).map(|id| format!("&before={id}")).unwrap_or_default();
        let expected: Vec<&String> = all[start..end].iter().rev().collect();
        check_page(person, room_id, &query, &expected, (start > 0, end < all.len())).await;
        if start == 0 {
            break;
        }
        end = start;
    }
    for (at, id) in all.iter().enumerate().step_by(PAGE) {
        let end = (at + 1 + PAGE).min(all.len());
        let expected: Vec<&String> = all[at + 1..end].iter().collect();
        check_page(person, room_id, &format!("&after={id}"), &expected, (true, end < all.len())).await;
    }
    let middle = all.len() / 2;
    if let Some(id) = all.get(middle) {
        let start = middle.saturating_sub(1);
        let end = (start + PAGE).min(all.len());
        let expected: Vec<&String> = all[start..end].iter().collect();
        check_page(person, room_id, &format!("&around={id}"), &expected, (start > 0, end < all.len())).await;
    }
}

async fn check_page(person: &Person, room_id: &str, query: &str, expected: &[&String], more: (bool, bool)) {
    let page = person.get(&format!("/rooms/{room_id}/messages?limit={PAGE}{query}")).await.expect(200);
    let ids: Vec<String> = items(&page).iter().map(|message| text(&message["id"])).collect();
    assert_eq!(ids.iter().collect::<Vec<_>>(), expected, "{} with {query}", person.username);
    let told = (&page["has_more_before"], &page["has_more_after"]);
    assert_eq!(told, (&json!(more.0), &json!(more.1)), "{} with {query}: {page}", person.username);
}

/// A frame in a few words: its type, and the numbers and words that matter.
pub fn gist_of(frame: &Value) -> String {
    let (name, data) = (text(&frame["type"]), &frame["data"]);
    let words = match name.as_str() {
        "message.created" | "message.updated" | "message.deleted" => data["message"]["seq"].to_string(),
        "message.read" | "mention.created" => data["seq"].to_string(),
        "unread.updated" => format!("{} {}", data["unread_count"], data["mention_count"]),
        "room.cleared" => {
            let undo = if data.get("undo_until").is_some() { "" } else { " back" };
            format!("{} {}{undo}", text(&data["scope"]), data["seq"])
        }
        "room.deleted" => if data["until_next_message"] == true { "until the next message" } else { "" }.to_owned(),
        _ => String::new(),
    };
    format!("{name} {words}").trim_end().to_owned()
}

pub async fn log_end(person: &Person) -> String {
    text(&person.get("/sync").await.expect(200)["next_cursor"])
}

/// Every event of a person after a cursor.
pub async fn log(person: &Person, cursor: &str) -> Vec<Value> {
    let (mut events, mut cursor) = (Vec::new(), cursor.to_owned());
    loop {
        let page = person.get(&format!("/sync?limit=100&cursor={cursor}")).await.expect(200);
        events.extend_from_slice(items(&page));
        cursor = text(&page["next_cursor"]);
        if page["has_more"] != true {
            return events;
        }
    }
}

/// What a person is told who comes back with a cursor, by HTTP and by socket alike.
pub async fn missed(person: &Person, cursor: &str) -> Vec<String> {
    let events = log(person, cursor).await;
    let mut socket = person.connect(Some(cursor)).await;
    let frames = all_frames(&mut socket, person).await;
    assert_eq!(frames, events, "{}: the socket and the log tell the same", person.username);
    events.iter().map(gist_of).collect()
}

/// What a socket was told up to now.
pub async fn told(socket: &mut Socket, person: &Person) -> Vec<String> {
    all_frames(socket, person).await.iter().map(gist_of).collect()
}

/// Every durable frame up to the end of the log.
pub async fn all_frames(socket: &mut Socket, person: &Person) -> Vec<Value> {
    let end = log_end(person).await;
    // The stream may be a moment behind the log; its cursor says when it is there.
    while socket.ask("ping", Value::Null).await["data"]["cursor"] != end.as_str() {}
    socket.drain().await
}
