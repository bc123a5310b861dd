//! Hole (clause 3): the numbers of a room's messages run from 1 without a gap, and so do those of its events, as far as several
//! devices went past them. What one device alone lacks is for `silent gap` to say, what was acknowledged for `lost`.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::facts::{Facts, Right, Segment, seq};

pub fn find(facts: &Facts) -> Vec<String> {
    [messages(facts), events(facts)].concat()
}

fn messages(facts: &Facts) -> Vec<String> {
    let mut found = Vec::new();
    for (room, readers) in facts.settled() {
        let numbers: BTreeSet<i64> = readers.iter().flat_map(|(_, messages)| messages.iter().map(seq)).collect();
        let known: HashSet<i64> = facts.messages_of(room).map(|message| message.seq).collect();
        let last = numbers.last().copied().unwrap_or(0);
        let holes = (1..last).filter(|number| !numbers.contains(number) && !known.contains(number));
        found.extend(holes.map(|number| format!("in room {room} no history has a message {number}, and there is a {last}")));
    }
    found
}

fn events(facts: &Facts) -> Vec<String> {
    // By number that was passed over: which devices did so.
    let mut passed = BTreeMap::<(&str, i64), BTreeSet<(&str, &str)>>::new();
    for segment in facts.stretches() {
        for (room, number) in passed_over(facts, segment) {
            passed.entry((room, number)).or_default().insert((segment.user, segment.device));
        }
    }
    let holes = passed.into_iter().filter(|(_, devices)| devices.len() > 1);
    holes
        .map(|((room, number), devices)| format!("nobody got event {number} of room {room}; {} devices went past it", devices.len()))
        .collect()
}

/// The numbers that nobody got, between two events that a device got as a member.
pub fn passed_over<'a>(facts: &Facts<'a>, segment: &Segment<'a>) -> Vec<(&'a str, i64)> {
    let mut found = Vec::new();
    for (room, events) in segment.by_room() {
        let (Some(known), Some(membership)) = (facts.events.get(room), facts.membership(room, segment.user)) else { continue };
        let numbers: Vec<i64> = events.into_iter().filter(|(_, event)| facts.is_in_place(event)).map(|(number, _)| number).collect();
        for pair in numbers.windows(2) {
            let missing = (pair[0] + 1..pair[1]).filter(|number| !known.contains_key(number));
            // Who left in between did not hear what happened meanwhile, and nobody else may have listened.
            let is_member = |number: &i64| membership.right(*number) == Right::Member && membership.right(pair[1] - 1) == Right::Member;
            found.extend(missing.filter(is_member).map(|number| (room, number)));
        }
    }
    found
}
