//! Order (clauses 3 and 4): a message and an event have one number for everybody, a number has one of each, numbers rise in
//! every history and on every stream, what was sent after an acknowledgement comes after it, and all streams agree on one
//! order of all events.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::facts::{Event, Facts, seq, text};
use crate::history::At;

pub fn find(facts: &Facts) -> Vec<String> {
    [numbers(facts), histories(facts), streams(facts), succession(facts), agreement(facts)].concat()
}

/// Pairs of which each half must always go with the same other half.
#[derive(Default)]
struct Pairs<'a> {
    numbers: HashMap<&'a str, (&'a str, i64)>,
    ids: HashMap<(&'a str, i64), &'a str>,
}

impl<'a> Pairs<'a> {
    /// Takes a pair in; says what it is at odds with, once a pair.
    fn differs(&mut self, id: &'a str, place: (&'a str, i64)) -> Option<String> {
        let known = *self.numbers.entry(id).or_insert(place);
        if known != place {
            self.numbers.insert(id, place);
            return Some(format!("{id} has number {} of room {} and number {} of room {}", known.1, known.0, place.1, place.0));
        }
        match self.ids.entry(place) {
            Entry::Occupied(mut other) if *other.get() != id => {
                Some(format!("number {} of room {} is {} and {id}", place.1, place.0, other.insert(id)))
            }
            Entry::Occupied(_) => None,
            Entry::Vacant(free) => {
                free.insert(id);
                None
            }
        }
    }
}

fn numbers(facts: &Facts) -> Vec<String> {
    let (mut messages, mut events) = (Pairs::default(), Pairs::default());
    let of_messages = facts.tellings.iter().filter_map(|telling| {
        let message = telling.message;
        messages.differs(text(message, "id"), (text(message, "room_id"), seq(message))).map(|what| format!("message {what}"))
    });
    let mut found: Vec<String> = of_messages.collect();
    let frames = facts.history.connections.iter().flat_map(|connection| &connection.frames);
    found.extend(frames.filter_map(|frame| {
        let event = Event::of(&frame.body)?;
        events.differs(event.id, event.place()?).map(|what| format!("event {what}"))
    }));
    found
}

fn histories(facts: &Facts) -> Vec<String> {
    let mut found = Vec::new();
    for (room, readers) in facts.settled() {
        for (settled, messages) in readers {
            let falls = messages.windows(2).find(|pair| seq(&pair[0]) >= seq(&pair[1]) && pair[0]["id"] != pair[1]["id"]);
            if let Some([one, other]) = falls {
                found.push(format!("in the history of room {room} that {} read, {} stands before {}", settled.who, seq(one), seq(other)));
            }
        }
    }
    found
}

fn streams(facts: &Facts) -> Vec<String> {
    let mut found = Vec::new();
    for seen in &facts.seen {
        let (Some(event), Some(before)) = (seen.event, seen.number_before) else { continue };
        if let Some((room, _)) = event.place().filter(|(_, seq)| before >= *seq) {
            found.push(format!("{} of room {room} came to {} after number {before}", event.name(), seen.name()));
        }
    }
    found
}

/// What was sent when another was acknowledged already has the higher number.
fn succession(facts: &Facts) -> Vec<String> {
    let mut found = Vec::new();
    for room in facts.by_room.keys() {
        let mut sent: Vec<_> = facts.messages_of(room).filter(|message| message.is_of_a_person && !message.is_double()).collect();
        sent.sort_by_key(|message| message.sent_from());
        let mut acknowledged: Vec<_> = sent.iter().filter(|message| message.sent_by() < At::MAX).copied().collect();
        acknowledged.sort_by_key(|message| message.sent_by());
        let (mut next, mut highest) = (0, None);
        for message in sent {
            while let Some(before) = acknowledged.get(next).filter(|before| before.sent_by() < message.sent_from()) {
                highest = highest.into_iter().chain([*before]).max_by_key(|message| message.seq);
                next += 1;
            }
            if let Some(before) = highest.filter(|before| before.seq > message.seq) {
                found.push(format!("{} was sent when {} was acknowledged already", message.name(), before.name()));
            }
        }
    }
    found
}

/// All streams together give one order of all cursors: following them never leads back.
fn agreement(facts: &Facts) -> Vec<String> {
    let mut next = HashMap::<&str, Vec<&str>>::new();
    let mut before = HashMap::<&str, usize>::new();
    for seen in &facts.seen {
        let Some(cursor) = seen.cursor.filter(|_| !seen.is_again) else { continue };
        before.entry(cursor).or_default();
        if let Some(last) = seen.cursor_before.filter(|last| *last != cursor) {
            before.entry(last).or_default();
            next.entry(last).or_default().push(cursor);
            *before.entry(cursor).or_default() += 1;
        }
    }
    let mut free: Vec<&str> = before.iter().filter(|(_, count)| **count == 0).map(|(cursor, _)| *cursor).collect();
    while let Some(cursor) = free.pop() {
        before.remove(cursor);
        for following in next.get(cursor).into_iter().flatten() {
            if let Some(count) = before.get_mut(following) {
                *count -= 1;
                if *count == 0 {
                    free.push(following);
                }
            }
        }
    }
    circle(&before, &next)
        .into_iter()
        .map(|circle| format!("streams do not agree on the order of these cursors: {}", circle.join(" → ")))
        .collect()
}

/// Some cursors that follow one another in a circle, if any are left over.
fn circle<'a>(left: &HashMap<&'a str, usize>, next: &HashMap<&'a str, Vec<&'a str>>) -> Option<Vec<&'a str>> {
    // Whatever is left over has one before it that is left over; going back leads into a circle.
    let mut back = HashMap::new();
    for (from, all) in next.iter().filter(|(from, _)| left.contains_key(*from)) {
        back.extend(all.iter().filter(|to| left.contains_key(*to)).map(|to| (*to, *from)));
    }
    let mut way = vec![*left.keys().min()?];
    loop {
        let previous = *back.get(way.last()?)?;
        if let Some(at) = way.iter().position(|cursor| *cursor == previous) {
            way.drain(..at);
            way.push(previous);
            way.reverse();
            return Some(way);
        }
        way.push(previous);
    }
}
