//! Unauthorised (clauses 8 and 11): what happened in a room while somebody was no member never reaches them. An open stream
//! has one second to hear of the end of a membership, and none once it has told of it; an answer has none at all.

use std::collections::HashMap;
use std::time::Duration;

use crate::facts::{Event, Facts, Membership, Right, text};
use crate::history::{At, Connection, Frame, What};

/// How long an open stream may go on after a membership has ended.
const GRACE: Duration = Duration::from_secs(1);

pub fn find(facts: &Facts) -> Vec<String> {
    let mut found: Vec<String> = facts.history.connections.iter().flat_map(|connection| on(facts, connection)).collect();
    for operation in facts.operations() {
        let is_of_messages = matches!(operation.what, What::ReadPage { .. } | What::ReadMessage { .. });
        if is_of_messages
            && operation.answer().is_some()
            && is_absent(facts, operation.what.room(), &operation.who, operation.invoked, operation.completed)
        {
            found.push(format!("{} asked at {:?} and was answered: {:?}", operation.who, operation.invoked, operation.what));
        }
    }
    for settled in facts.history.settled.iter().filter(|settled| settled.messages.is_some()) {
        if is_absent(facts, &settled.room, &settled.who, settled.invoked, At::MAX) {
            found.push(format!("{} could read the history of room {}, and was no member", settled.who, settled.room));
        }
    }
    found
}

fn is_absent(facts: &Facts, room: &str, who: &str, from: At, to: At) -> bool {
    facts.members.get(&(room, who)).is_none_or(|membership| membership.is_absent_throughout(from, to))
}

fn on(facts: &Facts, connection: &Connection) -> Vec<String> {
    let mut found = Vec::new();
    // The rooms that the connection itself told its person out of.
    let mut out = HashMap::<&str, bool>::new();
    for frame in &connection.frames {
        let Some(event) = Event::of(&frame.body) else { continue };
        let Some((room, seq)) = event.place() else { continue };
        let user = connection.user.as_str();
        if event.member() == Some(user) || event.kind == "room.created" {
            out.insert(room, event.kind == "member.left");
        }
        if event.member() == Some(user) {
            continue;
        }
        let was_told = out.get(room).copied().unwrap_or(false);
        let membership = facts.members.get(&(room, user));
        if membership.is_none_or(|membership| is_wrong(facts, membership, frame, &event, seq, was_told)) {
            found.push(format!(
                "{} of room {room} came to {user} on {} at {:?}, who was no member",
                event.name(),
                connection.device,
                frame.at
            ));
        }
    }
    found
}

fn is_wrong(facts: &Facts, membership: &Membership, frame: &Frame, event: &Event, seq: i64, was_told: bool) -> bool {
    let is_late = |left: At| was_told || frame.at > left.saturating_add(GRACE);
    match membership.right(seq) {
        Right::None => true,
        Right::Open => false,
        Right::Left(_) => {
            // Of several stays the last one that had ended by then.
            let ended = membership.leaves.iter().map(|leave| leave.done_by()).filter(|ended| *ended < frame.at).max();
            was_told || ended.is_some_and(is_late)
        }
        // The event of leaving is not known; what was begun after its acknowledgement is after it all the same.
        Right::Member => {
            let begun = event.message().and_then(|message| facts.messages.get(text(message, "id"))).map(|message| message.sent_from());
            let is_after = |begun: At| membership.is_absent_throughout(begun, frame.at) && begun < At::MAX;
            let left = membership.leaves.iter().map(|leave| leave.done_by()).filter(|ended| *ended < frame.at).max();
            event.kind == "message.created" && begun.is_some_and(is_after) && left.is_some_and(is_late)
        }
    }
}
