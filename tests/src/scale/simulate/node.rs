//! The nodes of the simulation: each reads every shard at its own pace, and hands out what it reads; beside it the naive
//! reader of the same node, which asks for numbers above the last.

use rand::Rng;
use rand::rngs::SmallRng;

use super::super::cursor::Cursor;
use super::Flaw;
use super::log::Log;
use super::people::People;
use super::writers::Writers;

/// How many rows are read at a time, at most.
const BATCH: usize = 64;

pub struct Node {
    name: u8,
    /// Up to where it has read each shard.
    pub read: Cursor,
    /// The shards of which a hint has come.
    hinted: Vec<bool>,
    /// In how many of a hundred ticks it looks at a hinted shard, and how often at any without a hint.
    pace: u32,
    /// Until when it stands still.
    pub frozen_until: u32,
    /// What its last heartbeat said, and when: the cursor that its clients keep until the next frame.
    pub beat: (u32, Cursor),
    naive: NaiveReader,
    pub backwards: u64,
}

/// How far a naive reader is: the highest number seen, and how many commits it has looked at.
#[derive(Default)]
struct NaiveReader {
    last: u64,
    looked: u64,
    passed_over: u64,
    lost: u64,
}

impl Node {
    pub fn new(name: u8, read: &Cursor) -> Self {
        let (hinted, beat) = (vec![false; read.shards()], (0, read.clone()));
        let pace = [90, 50, 15][name as usize % 3];
        Self { name, read: read.clone(), hinted, pace, frozen_until: 0, beat, naive: NaiveReader::default(), backwards: 0 }
    }

    pub fn hint(&mut self, shard: usize) {
        self.hinted.resize(self.hinted.len().max(shard + 1), false);
        self.hinted[shard] = true;
    }

    /// A process that starts anew reads on from the heads that it finds; its clients bring their cursors.
    pub fn restart(&mut self, log: &Log, tick: u32) {
        self.read = log.heads();
        self.beat = (tick, self.read.clone());
    }

    /// Looks at some of the shards.
    pub fn turn(&mut self, log: &Log, people: &mut People, tick: u32, random: &mut SmallRng, flaw: Flaw) {
        if tick < self.frozen_until {
            return;
        }
        // With the rows, in the same statement, it hears how many shards there are: a row that was written after a split is
        // never read before the split is known, or else the new half would inherit a position that is too far.
        if flaw != Flaw::LateSplit || random.random_ratio(1, 50) {
            self.read.widen(log.shards());
        }
        self.hinted.resize(self.read.shards(), false);
        for shard in 0..self.read.shards() {
            let looks = if self.hinted[shard] { random.random_range(0..100) < self.pace } else { random.random_ratio(1, 100) };
            if looks {
                self.read(shard, random.random_range(1..=BATCH), log, people, tick);
            }
        }
        if random.random_ratio(1, 30) {
            self.beat = (tick, self.read.clone());
        }
    }

    /// Reads everything there is.
    pub fn finish(&mut self, log: &Log, people: &mut People, tick: u32) {
        self.read.widen(log.shards());
        for shard in 0..self.read.shards() {
            while self.read.at(shard) < log.head(shard) {
                self.read(shard, BATCH, log, people, tick);
            }
        }
    }

    fn read(&mut self, shard: usize, limit: usize, log: &Log, people: &mut People, tick: u32) {
        let after = self.read.at(shard);
        if let Some(hinted) = self.hinted.get_mut(shard) {
            *hinted = after + (limit as u64) < log.head(shard);
        }
        if after >= log.head(shard) {
            return;
        }
        let mut rows = Vec::new();
        let upto = log.read(shard, after, limit, &mut rows);
        for row in rows {
            people.hand_out(self.name, &self.read, shard, &row, tick);
            self.backwards += u64::from(!self.read.raise(shard, row.position));
        }
        self.backwards += u64::from(!self.read.raise(shard, upto));
    }

    /// The naive reader looks too: of what has been committed since, it takes the numbers above its last.
    pub fn naive_turn(&mut self, writers: &Writers, people: &People, gone: u64) {
        let last = self.naive.last;
        for event in writers.committed.iter().skip((self.naive.looked - gone) as usize) {
            if event.number > last {
                self.naive.last = self.naive.last.max(event.number);
            } else {
                self.naive.passed_over += 1;
                self.naive.lost += people.listening(self.name, event.stream, event.seq);
            }
        }
        self.naive.looked = gone + writers.committed.len() as u64;
    }

    /// How many commits its naive reader has looked at.
    pub fn naive_looked(&self) -> u64 {
        self.naive.looked
    }

    /// How many events its naive reader passed over, and how many deliveries that were.
    pub fn naive_lost(&self) -> (u64, u64) {
        (self.naive.passed_over, self.naive.lost)
    }
}
