//! Stale read (clause 5, read your writes): an answer shows everything that was acknowledged, to whomever, before the question. So
//! whoever was acknowledged as a member may read and send.

use std::collections::HashSet;

use serde_json::Value;

use crate::facts::{Facts, Message, seq, text};
use crate::history::{Operation, Outcome, What};

/// Why anybody may be refused: they asked too much, or their token was too old.
const EXCUSES: [&str; 2] = ["rate_limited", "unauthorized"];

pub fn find(facts: &Facts) -> Vec<String> {
    let mut found = Vec::new();
    for read in facts.operations() {
        match (&read.what, &read.outcome) {
            (What::ReadPage { room, before }, Outcome::Acknowledged(page)) => found.extend(in_page(facts, read, room, *before, page)),
            (What::ReadMessage { message, .. }, Outcome::Acknowledged(record)) => {
                found.extend(facts.messages.get(message.as_str()).and_then(|message| is_old(message, record, read)));
            }
            (What::Send { .. } | What::ReadPage { .. } | What::ReadMessage { .. } | What::ReadUnread { .. }, Outcome::Refused(code)) => {
                found.extend(refused(facts, read, code));
            }
            _ => {}
        }
    }
    found
}

fn in_page(facts: &Facts, read: &Operation, room: &str, before: Option<i64>, page: &Value) -> Vec<String> {
    let items = page["items"].as_array().map_or(&[][..], Vec::as_slice);
    let first = if page["has_more_before"] == true { items.iter().map(seq).min().unwrap_or(i64::MAX) } else { 1 };
    let covered = first..before.unwrap_or(i64::MAX);
    let there: HashSet<&str> = items.iter().map(|item| text(item, "id")).collect();
    let lacks = |message: &&Message| covered.contains(&message.seq) && !there.contains(message.id) && message.answer().is_some();
    let missing = facts.messages_of(room).filter(lacks).filter(|message| message.sent_by() < read.invoked);
    let lacking = missing.map(|message| {
        let (who, asked) = (&read.who, read.invoked);
        format!("{} was acknowledged at {:?}; the page that {who} asked for at {asked:?} has it not", message.name(), message.sent_by())
    });
    let old = items.iter().filter_map(|item| is_old(facts.messages.get(text(item, "id"))?, item, read));
    lacking.chain(old).collect()
}

/// Whether a text is one that was replaced before the question.
fn is_old(message: &Message, record: &Value, read: &Operation) -> Option<String> {
    let content = record["content"].as_str()?;
    let is_old = message.was_written(content) && !message.may_read(content, read.invoked, read.completed);
    is_old.then(|| {
        let (who, asked) = (&read.who, read.invoked);
        format!("{} had been edited before {who} asked for it at {asked:?}, who got {content:?}", message.name())
    })
}

fn refused(facts: &Facts, read: &Operation, code: &str) -> Option<String> {
    let membership = facts.members.get(&(read.what.room(), read.who.as_str()))?;
    let message_is_there = match &read.what {
        What::ReadMessage { message, .. } => facts.messages.get(message.as_str())?.sent_by() < read.invoked,
        _ => true,
    };
    let is_wrong = !EXCUSES.contains(&code) && message_is_there && membership.is_member_throughout(read.invoked, read.completed);
    is_wrong.then(|| format!("{} was a member when they asked at {:?}, and was told {code}: {:?}", read.who, read.invoked, read.what))
}
