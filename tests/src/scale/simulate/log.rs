//! The database of the simulation: a log in shards that split, and of each stream (a room, or what is for one person) where
//! its events stand.

use super::super::cursor::{Cursor, shard_of};

/// Where a position leads: the number of the event within its stream is the truth that cursors are held against.
#[derive(Clone, Copy)]
pub struct Row {
    pub position: u64,
    pub stream: u32,
    pub seq: u32,
}

struct Shard {
    /// The position at which it split off its other half, or at which the log began.
    began_at: u64,
    /// The streams of its positions after that, and the events' numbers there.
    rows: Vec<(u32, u32)>,
}

pub struct Log {
    shards: Vec<Shard>,
    /// How many shards there were first.
    first: usize,
    /// Of each stream, the positions of its events.
    streams: Vec<Vec<u64>>,
}

/// The epoch, which nothing here changes.
pub const EPOCH: i64 = 0x1f_3a5c_77e9;

impl Log {
    /// An empty log whose shards have the age of `positions`.
    pub fn new(positions: &[u64], streams: usize) -> Self {
        let shards = positions.iter().map(|began_at| Shard { began_at: *began_at, rows: Vec::new() }).collect();
        Self { shards, first: positions.len(), streams: vec![Vec::new(); streams] }
    }

    pub fn shards(&self) -> usize {
        self.shards.len()
    }

    pub fn head(&self, shard: usize) -> u64 {
        self.shards[shard].began_at + self.shards[shard].rows.len() as u64
    }

    pub fn heads(&self) -> Cursor {
        let heads = (0..self.shards()).map(|shard| self.head(shard)).collect();
        Cursor::new(EPOCH, heads).expect("the plan has so many shards as can be")
    }

    pub fn began_at(&self) -> Vec<u64> {
        self.shards.iter().map(|shard| shard.began_at).collect()
    }

    pub fn shard(&self, stream: u32) -> usize {
        // What a UUID's random bits are for the server: any good mix of the number (splitmix64).
        let mut hash = u64::from(stream).wrapping_add(0x9e37_79b9_7f4a_7c15);
        hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        shard_of(hash ^ (hash >> 31), self.shards())
    }

    /// How many events a stream has.
    pub fn seq(&self, stream: u32) -> u32 {
        self.streams[stream as usize].len() as u32
    }

    /// Writes an event of a transaction that holds the shard's head.
    pub fn append(&mut self, stream: u32) {
        let shard = self.shard(stream);
        let position = self.head(shard) + 1;
        self.streams[stream as usize].push(position);
        let seq = self.seq(stream);
        self.shards[shard].rows.push((stream, seq));
    }

    /// Splits every shard in two, in one transaction that holds all heads: both halves go on from the position of the one.
    pub fn split(&mut self) {
        let halves: Vec<Shard> = (0..self.shards()).map(|shard| Shard { began_at: self.head(shard), rows: Vec::new() }).collect();
        self.shards.extend(halves);
    }

    /// Reads a shard after a position, at most so many rows, and says up to where. What was written before a split stands
    /// with the shard that it was in then; of that, only the streams that are in this shard now are told.
    pub fn read(&self, shard: usize, after: u64, limit: usize, into: &mut Vec<Row>) -> u64 {
        let (mut stands, mut until) = (shard, self.head(shard));
        while after < self.shards[stands].began_at && stands >= self.first {
            until = self.shards[stands].began_at;
            stands -= 1 << stands.ilog2();
        }
        let Shard { began_at, rows } = &self.shards[stands];
        let from = (after - began_at) as usize;
        let upto = (from + limit).min((until - began_at) as usize);
        let stretch = rows[from..upto].iter().zip(after + 1..);
        let here = stretch.filter(|((stream, _), _)| self.shard(*stream) == shard);
        into.extend(here.map(|(&(stream, seq), position)| Row { position, stream, seq }));
        began_at + upto as u64
    }

    /// A stream's events between two positions of its shard (the first excluded) and two numbers (both included).
    pub fn read_stream(&self, stream: u32, between: (u64, u64), seqs: (u32, u32)) -> impl Iterator<Item = Row> {
        let positions = &self.streams[stream as usize];
        let from = positions.partition_point(|position| *position <= between.0).max(seqs.0 as usize - 1);
        let upto = positions.partition_point(|position| *position <= between.1).min(seqs.1 as usize);
        let stretch = positions.get(from..upto).unwrap_or_default().iter().zip(from as u32 + 1..);
        stretch.map(move |(&position, seq)| Row { position, stream, seq })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_half_of_a_split_reads_its_own_streams_from_before_it_and_from_after() {
        let mut log = Log::new(&[100, 500], 64);
        let write_all = |log: &mut Log| (0..64).for_each(|stream| log.append(stream));
        for _ in 0..3 {
            write_all(&mut log);
            log.split();
        }
        write_all(&mut log);
        let mut seen = [0; 64];
        for shard in 0..16 {
            let mut at = [100, 500][shard % 2];
            while at < log.head(shard) {
                let mut rows = Vec::new();
                at = log.read(shard, at, 5, &mut rows);
                for row in rows {
                    seen[row.stream as usize] += 1;
                    assert_eq!((log.shard(row.stream), row.seq), (shard, seen[row.stream as usize]));
                }
            }
        }
        assert_eq!(seen, [4; 64]);
    }
}
