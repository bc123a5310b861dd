//! Unread (clause 13, counts are exact): what others wrote, is not deleted, and stands above how far one has read. What was
//! under way while one asked may count or not.

use crate::facts::{Facts, Message};
use crate::history::{At, What};

pub fn find(facts: &Facts) -> Vec<String> {
    let asked = facts.operations().filter_map(|operation| match &operation.what {
        What::ReadUnread { room } => {
            let total = operation.answer()?["total"].as_i64()?;
            Some((room.as_str(), operation.who.as_str(), operation.invoked, operation.completed, total))
        }
        _ => None,
    });
    let settled =
        facts.history.settled.iter().filter_map(|settled| {
            settled.unread.map(|unread| (settled.room.as_str(), settled.who.as_str(), settled.invoked, At::MAX, unread))
        });
    let mut found = Vec::new();
    for (room, who, from, to, told) in asked.chain(settled) {
        let (least, most) = bounds(facts, room, who, from, to);
        if told < least || told > most {
            let must = if least == most { format!("{least}") } else { format!("{least} to {most}") };
            found.push(format!("{who} asked at {from:?} how many messages of room {room} are unread: {told}; they are {must}"));
        }
    }
    found
}

/// The least and the most that the count may be for who asks from one moment to another.
fn bounds(facts: &Facts, room: &str, who: &str, from: At, to: At) -> (i64, i64) {
    let (least_read, most_read) = read_up_to(facts, room, who, from, to);
    let (mut least, mut most) = (0, 0);
    let may_count = |message: &&Message| message.sender != who && message.sent_from() < At::MAX && !message.is_double();
    for message in facts.messages_of(room).filter(may_count) {
        // When all is over, what anybody was told of is there, acknowledged or not.
        let there = if to == At::MAX { message.sent_by().min(message.seen_by) } else { message.sent_by() };
        let is_sent = there < from && (message.deleted_from() > to || message.deleted_from() == At::MAX);
        least += i64::from(is_sent && message.seq > most_read);
        let may_be_sent = message.sent_from() <= to && message.deleted_by() >= from;
        most += i64::from(may_be_sent && message.seq > least_read);
    }
    (least, most)
}

/// How far somebody has read at least, and at most.
fn read_up_to(facts: &Facts, room: &str, who: &str, from: At, to: At) -> (i64, i64) {
    let (mut least, mut most) = (0, 0);
    let mut reaches = |number: i64, by: At, since: At| {
        least = least.max(if by < from { number } else { 0 });
        most = most.max(if since <= to { number } else { 0 });
    };
    for operation in facts.operations().filter(|operation| operation.who == who && operation.may_be_done()) {
        match &operation.what {
            What::MarkRead { room: marked, seq } if marked == room => reaches(*seq, operation.done_by(), operation.invoked),
            _ => {}
        }
    }
    for message in facts.messages_of(room).filter(|message| message.sender == who && message.is_of_a_person) {
        reaches(message.seq, message.sent_by(), message.sent_from());
    }
    let membership = facts.members.get(&(room, who));
    for join in membership.into_iter().flat_map(|membership| &membership.joins) {
        if let What::Join { .. } = join.what {
            // What was said before one came is read.
            let before = facts.messages_of(room).filter(|message| message.sent_by() < join.invoked).map(|message| message.seq);
            reaches(before.max().unwrap_or(0), join.done_by(), join.invoked);
            let after = facts.messages_of(room).filter(|message| message.is_of_a_person && message.sent_from() > join.done_by());
            let first_after = after.filter(|message| message.sent_from() < At::MAX).map(|message| message.seq).min();
            reaches(first_after.unwrap_or(i64::MAX) - 1, At::MAX, join.invoked);
        }
    }
    (least, most)
}
