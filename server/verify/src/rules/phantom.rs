//! Phantom (clause 1): whatever is told was sent by who is said to have sent it, by a call that was not refused.

use std::collections::HashSet;

use crate::facts::{Facts, text};

pub fn find(facts: &Facts) -> Vec<String> {
    let mut told = HashSet::new();
    let mut found = Vec::new();
    for telling in facts.tellings.iter().filter(|telling| telling.message["kind"] == "user") {
        let id = text(telling.message, "id");
        let Some(message) = facts.messages.get(id) else { continue };
        let content = telling.message["content"].as_str();
        let why = if !message.sends.iter().any(|send| send.may_be_done()) {
            if message.sends.is_empty() { "nobody sent it" } else { "its sending was refused" }
        } else if content.is_some_and(|content| !message.was_written(content)) {
            "nobody wrote this text into it, or was refused to"
        } else {
            continue;
        };
        if told.insert((id, content)) {
            found.push(format!("{} was told to {}, but {why}: {}", message.name(), telling.who, telling.message));
        }
    }
    found
}
