//! The sessions of the simulation: devices are cut off, keep a cursor, come back to any node, and are caught up there.

use std::fmt;

use rand::Rng;
use rand::rngs::SmallRng;

use super::super::cursor::shard_of;
use super::super::told::{Extent, Told};
use super::log::{Log, Row};
use super::node::Node;
use super::people::People;
use super::{Cursor, Flaw};

/// How often each device is cut off, about, for each event that each person makes.
const CUTS_PER_EVENT: usize = 1;
/// So many of a hundred devices are away at a time.
const AWAY: usize = 35;
/// How many events a replay reads at a time, at most.
const PAGE: usize = 16;

/// How long cursors are, as text.
#[derive(Default)]
pub struct Lengths {
    count: u64,
    sum: u64,
    longest: usize,
    shards: usize,
}

pub struct Sessions {
    away: Vec<u32>,
    catching_up: Vec<u32>,
    devices: usize,
    flaw: Flaw,
    pub resumes: u64,
    pub replayed: u64,
    /// How many resumes came to a node that had not read what the cursor had.
    pub ahead: u64,
    pub deaths: u64,
    pub lengths: Lengths,
}

impl Sessions {
    pub fn new(devices: usize, flaw: Flaw) -> Self {
        let away = (0..devices as u32).collect();
        Self { away, catching_up: Vec::new(), devices, flaw, resumes: 0, replayed: 0, ahead: 0, deaths: 0, lengths: Lengths::default() }
    }

    /// Most come at once, in the beginning.
    pub fn begin(&mut self, log: &Log, people: &mut People, nodes: &mut [Node], random: &mut SmallRng) {
        for device in self.away.split_off(self.devices * AWAY / 100) {
            self.resume(device, log, people, nodes, random);
        }
    }

    /// For each event that was written a device is cut off, and others come back.
    pub fn turn(&mut self, events: u64, log: &Log, people: &mut People, nodes: &mut [Node], tick: u32, random: &mut SmallRng) {
        for _ in 0..events as usize * CUTS_PER_EVENT {
            let device = random.random_range(0..self.devices) as u32;
            self.cut(device, people, nodes, random.random());
            let many = if self.away.len() * 100 > self.devices * AWAY { 2 } else { 1 };
            for _ in 0..many.min(self.away.len()) {
                // Many come back at once, when not every node may have read what they had; others after a long time.
                let at = if random.random() { self.away.len() - 1 } else { random.random_range(0..self.away.len()) };
                let device = self.away.swap_remove(at);
                self.resume(device, log, people, nodes, random);
            }
        }
        let catching_up = std::mem::take(&mut self.catching_up);
        for device in catching_up {
            if !random.random_bool(0.7) || !self.catch_up(device, random.random_range(1..=PAGE), log, people, nodes, tick) {
                self.catching_up.push(device);
            }
        }
    }

    pub fn finish(&mut self, log: &Log, people: &mut People, nodes: &mut [Node], tick: u32, random: &mut SmallRng) {
        for device in std::mem::take(&mut self.away) {
            self.resume(device, log, people, nodes, random);
        }
        for device in std::mem::take(&mut self.catching_up) {
            while !self.catch_up(device, PAGE, log, people, nodes, tick) {}
        }
    }

    pub fn cut_all(&mut self, node: u8, people: &mut People, of: &Node) {
        for device in 0..self.devices as u32 {
            if people.devices[device as usize].node == Some(node) {
                self.cut_from(device, people, of, false);
            }
        }
    }

    fn cut(&mut self, device: u32, people: &mut People, nodes: &[Node], keeps_beat: bool) {
        if let Some(node) = people.devices[device as usize].node {
            self.cut_from(device, people, &nodes[node as usize], keeps_beat);
        }
    }

    /// The device keeps the last cursor that it heard: of the last frame or, where nothing has come since, of the last heartbeat.
    fn cut_from(&mut self, device: u32, people: &mut People, node: &Node, keeps_beat: bool) {
        let mine = &mut people.devices[device as usize];
        let has_beat = mine.told.is_live() && keeps_beat && node.beat.0 > mine.told_at;
        let cursor = mine.told.cursor(if has_beat { &node.beat.1 } else { &node.read });
        let before = Cursor::parse(&mine.cursor);
        people.found.backwards += u64::from(!before.is_some_and(|before| cursor.covers(&before)));
        mine.cursor = cursor.to_string().into();
        self.lengths.note(&mine.cursor, cursor.shards());
        mine.node = None;
        mine.told = Told::default();
        self.away.push(device);
    }

    /// It comes to a random node, which holds its cursor against the log.
    fn resume(&mut self, device: u32, log: &Log, people: &mut People, nodes: &mut [Node], random: &mut SmallRng) {
        let node = random.random_range(0..nodes.len());
        let (heads, began_at) = (log.heads(), log.began_at());
        let extent = Extent { heads: &heads, floors: &vec![0; log.shards()], began_at: &began_at };
        let mine = &mut people.devices[device as usize];
        let Ok(cursor) = extent.judge(&mine.cursor) else {
            people.found.refused += 1;
            return;
        };
        // Judging the cursor, it has heard how many shards there are.
        nodes[node].read.widen(log.shards());
        self.resumes += 1;
        self.ahead += u64::from(!nodes[node].read.covers(&cursor));
        mine.told = Told::upto(cursor, &nodes[node].read);
        mine.node = Some(node as u8);
        self.catching_up.push(device);
    }

    /// Replays a page of what the node has handed out before the device came. Gives whether there is nothing more to do.
    fn catch_up(&mut self, device: u32, page: usize, log: &Log, people: &mut People, nodes: &[Node], tick: u32) -> bool {
        let mine = &mut people.devices[device as usize];
        // It was cut off meanwhile; or it is here twice, since it came back meanwhile as well, and is live already.
        let Some(node) = mine.node.filter(|_| !mine.told.is_live()) else { return true };
        let read = &nodes[node as usize].read;
        mine.told.settle(read);
        let (rows, is_whole) = self.missing(device, page, log, people, read);
        for (shard, stay, row) in rows {
            people.tell(device, stay, &row, tick);
            people.found.backwards += u64::from(!people.devices[device as usize].told.raise(shard, row.position));
            self.replayed += 1;
        }
        if !is_whole {
            return false;
        }
        let mine = &mut people.devices[device as usize];
        for shard in 0..read.shards() {
            if let Some((_, upto)) = mine.told.missing(shard, read) {
                people.found.backwards += u64::from(!mine.told.raise(shard, upto));
            }
        }
        mine.told_at = tick;
        mine.told.settle(read);
        if self.flaw == Flaw::NoFilter {
            mine.told = Told::Level;
        }
        true
    }

    /// The next page of events that a device is still to be told, shard by shard, and whether it is the last.
    fn missing(&self, device: u32, page: usize, log: &Log, people: &People, read: &Cursor) -> (Vec<(usize, u32, Row)>, bool) {
        let mine = &people.devices[device as usize];
        let mut rows = Vec::new();
        if self.flaw == Flaw::NoReplay {
            return (rows, true);
        }
        for (number, stay) in people.persons[mine.person as usize].stays.iter().enumerate() {
            // A node that has not heard of a split yet has read nothing behind it: the shard is still whole.
            let shard = shard_of(log.shard(stay.stream) as u64, read.shards());
            if let Some(between) = mine.told.missing(shard, read) {
                let stretch = log.read_stream(stay.stream, between, (stay.joined, stay.left));
                rows.extend(stretch.map(|row| (shard, number as u32, row)));
            }
        }
        rows.sort_unstable_by_key(|(shard, _, row)| (*shard, row.position));
        let is_whole = rows.len() <= page;
        rows.truncate(page);
        (rows, is_whole)
    }
}

impl Lengths {
    fn note(&mut self, cursor: &str, shards: usize) {
        self.count += 1;
        self.sum += cursor.len() as u64;
        self.longest = self.longest.max(cursor.len());
        self.shards = self.shards.max(shards);
    }
}

impl fmt::Display for Lengths {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mean = self.sum as f64 / self.count.max(1) as f64;
        write!(out, "{mean:.0} letters, {} at most, for up to {} shards", self.longest, self.shards)
    }
}
