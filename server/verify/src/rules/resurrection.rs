//! Resurrection (clause 12, deleted is gone): no answer and no stream that was asked for after a deletion was acknowledged has
//! the text.

use std::collections::BTreeSet;

use crate::facts::{Facts, text};

pub fn find(facts: &Facts) -> Vec<String> {
    let mut found = BTreeSet::new();
    for telling in facts.tellings.iter().filter(|telling| !telling.message["content"].is_null()) {
        let Some(message) = facts.messages.get(text(telling.message, "id")) else { continue };
        if message.deleted_by() < telling.begun {
            let (by, at) = (message.deleted_by(), telling.begun);
            found.insert(format!(
                "{} was deleted by {by:?}; what {} asked for at {at:?} has its text ({:?}): {}",
                message.name(),
                telling.who,
                telling.place,
                telling.message["content"]
            ));
        }
    }
    found.into_iter().collect()
}
