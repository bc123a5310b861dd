//! Silent gap (clauses 4, 6 and 7): a device that stayed, or came back with its cursor, has every event that its person may see
//! between what it has, and up to the end if it was there until the end. It could come back, and was told to load its state
//! anew for no other reason than a cursor that is none of the history's, or older than events are kept.

mod returns;

use std::collections::{BTreeMap, BTreeSet};

use super::hole::passed_over;
use crate::facts::{Event, Facts, Right, Segment, text};
use crate::history::{At, What};

pub fn find(facts: &Facts) -> Vec<String> {
    let mut found: Vec<String> = gaps(facts)
        .into_iter()
        .map(|((user, device, room), missing)| {
            let names: Vec<&str> = missing.values().map(String::as_str).take(3).collect();
            format!("{user} on {device} lacks {} events of room {room} that they may see: {} …", missing.len(), names.join(", "))
        })
        .collect();
    found.extend(untold(facts));
    found.extend(returns::find(facts));
    found
}

type Place<'a> = (&'a str, &'a str, &'a str);

/// What each device lacks, by user, device and room.
pub fn gaps<'a>(facts: &Facts<'a>) -> BTreeMap<Place<'a>, BTreeMap<i64, String>> {
    let mut gaps = BTreeMap::<Place, BTreeMap<i64, String>>::new();
    let passed: Vec<Vec<(&str, i64)>> = facts.stretches().map(|segment| passed_over(facts, segment)).collect();
    let mut devices = BTreeMap::<(&str, i64), BTreeSet<(&str, &str)>>::new();
    for (segment, passed) in facts.stretches().zip(&passed) {
        for place in passed {
            devices.entry(*place).or_default().insert((segment.user, segment.device));
        }
    }
    for (segment, passed) in facts.stretches().zip(passed) {
        let got = segment.by_room();
        for (room, known) in &facts.events {
            for event in missing(facts, segment, room, got.get(room), known) {
                let Some((_, number)) = event.place() else { continue };
                gaps.entry((segment.user, segment.device, room)).or_default().insert(number, event.name());
            }
        }
        for (room, number) in passed.into_iter().filter(|place| devices[place].len() == 1) {
            gaps.entry((segment.user, segment.device, room)).or_default().insert(number, format!("event {number}"));
        }
    }
    gaps
}

/// The known events of a room that a device must have, and has not.
fn missing<'a>(
    facts: &Facts<'a>,
    segment: &Segment<'a>,
    room: &'a str,
    got: Option<&BTreeMap<i64, Event<'a>>>,
    known: &BTreeMap<i64, Event<'a>>,
) -> Vec<Event<'a>> {
    let Some(membership) = facts.membership(room, segment.user) else { return Vec::new() };
    let in_place: Vec<i64> = got.into_iter().flatten().filter(|(_, event)| facts.is_in_place(event)).map(|(number, _)| *number).collect();
    let ends = in_place.first().copied().zip(in_place.last().copied());
    // What was begun when the device was live comes to it, and all that follows.
    let begun = known.iter().find(|(_, event)| begun(facts, room, event) > segment.live).map(|(number, _)| *number);
    let first = begun.into_iter().chain(ends.map(|(first, _)| first)).min();
    let last = if segment.is_rested { known.keys().next_back().copied() } else { ends.map(|(_, last)| last) };
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    if first > last {
        return Vec::new();
    }
    let lacks = |number: &i64| got.is_none_or(|got| !got.contains_key(number)) && membership.right(*number) == Right::Member;
    // An event that came with another number is there all the same; that is for `order` to say.
    let ids: BTreeSet<&str> = got.into_iter().flat_map(|got| got.values().map(|event| event.id)).collect();
    known.range(first..=last).filter(|(number, event)| lacks(number) && !ids.contains(event.id)).map(|(_, event)| *event).collect()
}

/// When the call that led to an event was begun; at the beginning, when that is not known.
fn begun(facts: &Facts, room: &str, event: &Event) -> At {
    match (event.kind, event.message()) {
        ("message.created", Some(message)) => {
            let known = facts.messages.get(text(message, "id")).map(|message| message.sent_from());
            known.filter(|begun| *begun < At::MAX).unwrap_or(At::ZERO)
        }
        ("member.joined", _) => {
            let membership = event.member().and_then(|user| facts.members.get(&(room, user)));
            let joins = membership.into_iter().flat_map(|membership| &membership.joins);
            joins.filter(|join| matches!(join.what, What::Join { .. })).map(|join| join.invoked).min().unwrap_or(At::ZERO)
        }
        _ => At::ZERO,
    }
}

/// Messages of which no event came to anybody, though devices were there from before their sending to the end.
fn untold(facts: &Facts) -> Vec<String> {
    let told: BTreeSet<&str> =
        facts.events.values().flat_map(BTreeMap::values).filter_map(|event| Some(text(event.message()?, "id"))).collect();
    let mut found = Vec::new();
    for message in facts.messages.values().filter(|message| message.answer().is_some() && !told.contains(message.id)) {
        let is_due = |segment: &&Segment| {
            let membership = facts.membership(message.room, segment.user);
            let is_member = membership.is_some_and(|membership| membership.is_member_throughout(message.sent_from(), At::MAX));
            segment.is_rested && segment.live < message.sent_from() && is_member
        };
        if let Some(segment) = facts.segments.iter().find(is_due) {
            found.push(format!("no event told of {}, though {} was there from before its sending on", message.name(), segment.name()));
        }
    }
    found.sort();
    found
}
