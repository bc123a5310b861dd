//! Who was a member of what: by the numbers of the events of joining and leaving, and by the times of the calls.

use std::collections::{BTreeMap, HashMap};

use super::Event;
use crate::history::{At, History, Operation, What};

/// What is known of one person's membership in one room.
#[derive(Debug, Default)]
pub struct Membership<'a> {
    /// The calls by which they may have come, making the room included.
    pub joins: Vec<&'a Operation>,
    /// The calls by which they may have gone.
    pub leaves: Vec<&'a Operation>,
    /// Whether they were there from the first event on.
    pub is_founder: bool,
    /// The events of joining (true) and leaving, by number.
    pub moves: BTreeMap<i64, bool>,
}

/// Whether somebody may get an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// They were a member.
    Member,
    /// They were none.
    None,
    /// They had left, with the event of this number.
    Left(i64),
    /// What is known does not tell.
    Open,
}

impl Membership<'_> {
    /// Whether they may get the event with a number.
    pub fn right(&self, seq: i64) -> Right {
        let came = self.moves.values().filter(|is_join| **is_join).count() + usize::from(self.is_founder);
        // A call that may have been done, and whose event nobody got, could have opened a stay anywhere.
        let is_open = came < self.joins.len();
        match self.moves.range(..=seq).next_back() {
            Some((_, true)) => Right::Member,
            Some((at, false)) if *at == seq => Right::Member,
            None if self.is_founder => Right::Member,
            _ if is_open => Right::Open,
            Some((at, false)) => Right::Left(*at),
            None => Right::None,
        }
    }

    /// Whether they were a member for sure all the time from one moment to another.
    pub fn is_member_throughout(&self, from: At, to: At) -> bool {
        self.joins.iter().any(|join| {
            let is_out_of_the_way = |leave: &&Operation| leave.is_done_before(join.invoked) || leave.invoked > to;
            join.is_done_before(from) && self.leaves.iter().all(is_out_of_the_way)
        })
    }

    /// Whether they were none for sure all the time from one moment to another.
    pub fn is_absent_throughout(&self, from: At, to: At) -> bool {
        self.joins.iter().filter(|join| join.invoked <= to).all(|join| {
            let ends_it = |leave: &&Operation| leave.invoked >= join.done_by() && leave.is_done_before(from);
            self.leaves.iter().any(ends_it)
        })
    }
}

/// What is known of everybody.
pub fn all<'a>(history: &'a History, events: &HashMap<&'a str, BTreeMap<i64, Event<'a>>>) -> HashMap<(&'a str, &'a str), Membership<'a>> {
    let mut all = HashMap::<(&str, &str), Membership>::new();
    for operation in history.operations.iter().filter(|operation| operation.may_be_done()) {
        match &operation.what {
            What::Create { room, members } => {
                for user in members.iter().chain([&operation.who]) {
                    let membership = all.entry((room, user)).or_default();
                    if !membership.is_founder {
                        membership.joins.push(operation);
                        membership.is_founder = true;
                    }
                }
            }
            What::Join { room, user } => all.entry((room, user)).or_default().joins.push(operation),
            What::Leave { room, user } => all.entry((room, user)).or_default().leaves.push(operation),
            _ => {}
        }
    }
    for (room, events) in events {
        for (seq, event) in events {
            if let Some(user) = event.member() {
                all.entry((room, user)).or_default().moves.insert(*seq, event.kind == "member.joined");
            }
        }
    }
    all
}
