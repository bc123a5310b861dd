//! Doubled (clause 2, once in effect): one `client_id` makes one message, a history has each message once, and who comes back
//! with a cursor gets nothing that stands before it again. A delivery after an older cursor is no double.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::facts::{Facts, text};

pub fn find(facts: &Facts) -> Vec<String> {
    let mut found = Vec::new();
    let mut by_client_id = BTreeMap::<(&str, &str, &str), BTreeSet<&str>>::new();
    for telling in facts.tellings.iter().filter(|telling| telling.message["kind"] == "user") {
        let field = |name| text(telling.message, name);
        if !field("client_id").is_empty() {
            by_client_id.entry((field("room_id"), field("sender_id"), field("client_id"))).or_default().insert(field("id"));
        }
    }
    for ((room, sender, client_id), ids) in by_client_id.iter().filter(|(_, ids)| ids.len() > 1) {
        found.push(format!("what {sender} sent once as {client_id} is there {} times in room {room}: {ids:?}", ids.len()));
    }
    for (room, readers) in facts.settled() {
        for (settled, messages) in readers {
            let mut seen = HashSet::new();
            let twice: Vec<&str> = messages.iter().map(|message| text(message, "id")).filter(|id| !seen.insert(*id)).collect();
            found.extend(twice.iter().map(|id| format!("the history of room {room} that {} read has message {id} twice", settled.who)));
        }
    }
    for seen in &facts.seen {
        let Some(event) = seen.event else { continue };
        if seen.is_again {
            found.push(format!("{} came twice to {}", event.name(), seen.name()));
        } else if seen.is_double {
            found.push(format!("two events told {} of the same sending: {}", seen.name(), event.name()));
        }
    }
    found
}
