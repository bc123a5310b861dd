//! The writers of the simulation: transactions that hold the heads of one shard or two, and end in any order.

use std::collections::VecDeque;

use rand::Rng;
use rand::rngs::SmallRng;

use super::log::Log;
use super::people::{Member, People};

/// How many works one commit carries at most.
const BATCH: usize = 8;
/// How often a work is looked for that is of the shard in hand.
const LOOKS: usize = 64;

/// What a work changes besides the events that it writes.
#[derive(Clone, Copy)]
enum Change {
    Nothing,
    Join(u32),
    Leave(Member),
}

/// An event that waits for its commit, with the number that the naive scheme has drawn for it.
struct Pending {
    stream: u32,
    number: u64,
    change: Change,
}

struct Transaction {
    shards: [usize; 2],
    pending: Vec<Pending>,
}

/// An event as the naive scheme sees it: one number over all shards, visible from its commit on.
pub struct Naive {
    pub number: u64,
    pub stream: u32,
    pub seq: u32,
}

#[derive(Default)]
pub struct Writers {
    open: Vec<Transaction>,
    /// Whose heads are held.
    held: Vec<bool>,
    /// The sequence that the naive scheme draws its numbers from.
    sequence: u64,
    /// What was committed, in the order of the commits, as far as a naive reader still needs it.
    pub committed: VecDeque<Naive>,
    pub commits: u64,
    pub rollbacks: u64,
    pub events: u64,
}

impl Writers {
    /// Begins a transaction at a random place, unless its heads are held.
    pub fn begin(&mut self, log: &Log, people: &People, random: &mut SmallRng) {
        self.held.resize(log.shards(), false);
        let Some(work) = work(people, random) else { return };
        let shard = log.shard(work[0].0);
        let other = work.get(1).map_or(shard, |(stream, _)| log.shard(*stream));
        if self.held[shard] || self.held[other] {
            return;
        }
        (self.held[shard], self.held[other]) = (true, true);
        let mut transaction = Transaction { shards: [shard, other], pending: Vec::new() };
        self.run(&mut transaction, work, random);
        let more = random.random_range(0..BATCH);
        for _ in 0..LOOKS * more / BATCH {
            let Some(work) = work_of(shard, log, people, random) else { continue };
            self.run(&mut transaction, vec![(work, Change::Nothing)], random);
        }
        self.open.push(transaction);
    }

    /// Runs a work behind a savepoint; one in twenty is taken back, with the numbers that it drew.
    fn run(&mut self, transaction: &mut Transaction, work: Vec<(u32, Change)>, random: &mut SmallRng) {
        let mark = transaction.pending.len();
        for (stream, change) in work {
            self.sequence += 1;
            transaction.pending.push(Pending { stream, number: self.sequence, change });
        }
        if random.random_ratio(1, 20) {
            transaction.pending.truncate(mark);
        }
    }

    /// Ends some of the open transactions, or all; one in ten is rolled back. Names the shards that have something new.
    pub fn end_some(&mut self, all: bool, log: &mut Log, people: &mut People, random: &mut SmallRng) -> Vec<usize> {
        let mut news = Vec::new();
        for at in (0..self.open.len()).rev() {
            if !all && !random.random_ratio(1, 4) {
                continue;
            }
            let transaction = self.open.swap_remove(at);
            transaction.shards.iter().for_each(|shard| self.held[*shard] = false);
            if random.random_ratio(1, 10) {
                self.rollbacks += 1;
                continue;
            }
            self.commits += 1;
            self.events += transaction.pending.len() as u64;
            for Pending { stream, number, change } in transaction.pending {
                log.append(stream);
                let seq = log.seq(stream);
                match change {
                    Change::Nothing => {}
                    Change::Join(person) => people.enter(stream, person, seq),
                    Change::Leave(member) => people.leave(member, seq),
                }
                self.committed.push_back(Naive { number, stream, seq });
            }
            news.extend(transaction.shards);
        }
        news
    }
}

/// Somebody says something, does something for themselves alone, or joins or leaves a room: then both hear of it.
fn work(people: &People, random: &mut SmallRng) -> Option<Vec<(u32, Change)>> {
    let room = room(people, random);
    match random.random_range(0..100) {
        0..80 => Some(vec![(room, Change::Nothing)]),
        80..92 => Some(vec![(people.rooms + random.random_range(0..people.persons.len() as u32), Change::Nothing)]),
        92..97 => {
            let person = random.random_range(0..people.persons.len() as u32);
            people.stay(room, person).is_none().then(|| vec![(room, Change::Join(person)), (people.rooms + person, Change::Nothing)])
        }
        _ => {
            let roster = &people.rosters[room as usize];
            let person = roster.get(random.random_range(0..roster.len().max(1)))?.person;
            let member = people.stay(room, person)?;
            Some(vec![(room, Change::Leave(member)), (people.rooms + person, Change::Nothing)])
        }
    }
}

/// A message to a room of a shard, if one look finds it.
fn work_of(shard: usize, log: &Log, people: &People, random: &mut SmallRng) -> Option<u32> {
    let room = room(people, random);
    (log.shard(room) == shard).then_some(room)
}

/// Some rooms are far busier than others.
fn room(people: &People, random: &mut SmallRng) -> u32 {
    let chance: f64 = random.random();
    (f64::from(people.rooms) * chance * chance * chance) as u32
}
