//! The simulation of a log in several shards: transactions of different shards end in any order, nodes lag, hints are lost,
//! devices come and go and bring their cursors to other nodes, and half-way every shard is split in two.

mod log;
mod node;
mod people;
mod sessions;
mod writers;

use std::time::Instant;

use anyhow::{Result, ensure};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

use self::log::{EPOCH, Log};
use self::node::Node;
use self::people::{Found, People};
use self::sessions::Sessions;
use self::writers::Writers;
use super::cursor::Cursor;

const NODES: u8 = 3;
/// How many positions each shard has behind it, more or less: cursors have the length that they would have after years.
const AGE: u64 = 10_000_000_000;
/// In so many of a hundred cases a hint does not reach a node.
const HINTS_LOST: u32 = 45;

/// How many nodes die in a run.
const DEATHS: u64 = 12;

/// What is wrong on purpose, to show that it would be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    None,
    /// A client that resumes is live at once: what its new node handed out before is not replayed.
    NoReplay,
    /// Where the new node lags behind the cursor, what it hands out is taken for news.
    NoFilter,
    /// A node goes on reading for a while as if no shard had been split.
    LateSplit,
}

/// What is simulated.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub users: u32,
    /// At the beginning; there are twice as many at the end.
    pub shards: usize,
    pub events_per_user: u32,
    pub seed: u64,
    pub flaw: Flaw,
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    pub found: Found,
    pub expected: u64,
    /// What the naive readers of the same nodes passed over: events, and deliveries.
    pub naive_passed_over: u64,
    pub naive_lost: u64,
    pub resumes: u64,
}

/// Simulates, prints what came of it, and fails when anything was lost, doubled or out of order.
pub fn run(plan: Plan) -> Result<()> {
    let outcome = simulate(plan)?;
    let Found { delivered, lost, doubled, backwards, refused } = outcome.found;
    ensure!(lost + doubled + backwards + refused == 0 && delivered == outcome.expected, "the log in shards is not sound");
    ensure!(outcome.naive_lost > 0, "the naive reader lost nothing: this run shows too little");
    Ok(())
}

/// The world of one run.
struct World {
    log: Log,
    people: People,
    writers: Writers,
    nodes: Vec<Node>,
    sessions: Sessions,
    random: SmallRng,
    /// How many commits no naive reader needs any more.
    gone: u64,
    tick: u32,
    /// How many events there will be.
    events: u64,
    flaw: Flaw,
}

fn simulate(plan: Plan) -> Result<Outcome> {
    let begun = Instant::now();
    let mut random = SmallRng::seed_from_u64(plan.seed);
    let ages: Vec<u64> = (0..plan.shards).map(|_| random.random_range(AGE / 10 * 9..AGE / 10 * 11)).collect();
    let born = Cursor::new(EPOCH, ages.clone());
    // After the split there are twice as many.
    let Some(born) = born.filter(|_| Cursor::new(EPOCH, vec![0; 2 * plan.shards]).is_some()) else {
        anyhow::bail!("--shards is a power of two, and small");
    };
    let people = People::new(plan.users, &born, &mut random);
    println!(
        "{} people with {} devices in {} rooms, {} shards, {NODES} nodes, --seed {}",
        plan.users,
        people.devices.len(),
        people.rooms,
        plan.shards,
        plan.seed
    );
    let mut world = World {
        log: Log::new(&ages, people.rosters.len()),
        nodes: (0..NODES).map(|name| Node::new(name, &born)).collect(),
        sessions: Sessions::new(people.devices.len(), plan.flaw),
        people,
        writers: Writers::default(),
        random,
        gone: 0,
        tick: 0,
        events: u64::from(plan.users) * u64::from(plan.events_per_user),
        flaw: plan.flaw,
    };
    world.sessions.begin(&world.log, &mut world.people, &mut world.nodes, &mut world.random);
    while world.writers.events < world.events / 2 {
        world.turn();
    }
    world.split();
    while world.writers.events < world.events {
        world.turn();
    }
    let outcome = world.finish();
    world.print(&outcome, begun);
    Ok(outcome)
}

impl World {
    fn turn(&mut self) {
        self.tick += 1;
        for _ in 0..=self.log.shards() {
            self.writers.begin(&self.log, &self.people, &mut self.random);
        }
        let before = self.writers.events;
        self.commit_some(false);
        self.disturb();
        for node in &mut self.nodes {
            node.turn(&self.log, &mut self.people, self.tick, &mut self.random, self.flaw);
            node.naive_turn(&self.writers, &self.people, self.gone);
        }
        self.forget();
        let count = self.writers.events - before;
        self.sessions.turn(count, &self.log, &mut self.people, &mut self.nodes, self.tick, &mut self.random);
    }

    fn commit_some(&mut self, all: bool) {
        for shard in self.writers.end_some(all, &mut self.log, &mut self.people, &mut self.random) {
            for node in &mut self.nodes {
                if !self.random.random_ratio(HINTS_LOST, 100) {
                    node.hint(shard);
                }
            }
        }
    }

    /// Now and then a node stands still, or dies with all its connections and starts anew.
    fn disturb(&mut self) {
        if self.random.random_ratio(1, 400) {
            let node = self.random.random_range(0..self.nodes.len());
            self.nodes[node].frozen_until = self.tick + self.random.random_range(20..200);
        }
        if self.sessions.deaths < self.writers.events * DEATHS / self.events {
            let node = self.random.random_range(0..NODES);
            self.sessions.cut_all(node, &mut self.people, &self.nodes[node as usize]);
            self.nodes[node as usize].restart(&self.log, self.tick);
            self.sessions.deaths += 1;
        }
    }

    /// The split waits for every transaction under way, as its locks do.
    fn split(&mut self) {
        self.commit_some(true);
        self.log.split();
    }

    fn forget(&mut self) {
        let needed = self.nodes.iter().map(Node::naive_looked).min().unwrap_or_default();
        self.writers.committed.drain(..(needed - self.gone) as usize);
        self.gone = needed;
    }

    /// Everything is committed and read, everybody comes back, and each device's deliveries are counted.
    fn finish(&mut self) -> Outcome {
        self.tick += 1;
        self.commit_some(true);
        for node in &mut self.nodes {
            node.finish(&self.log, &mut self.people, self.tick);
            node.naive_turn(&self.writers, &self.people, self.gone);
        }
        self.sessions.finish(&self.log, &mut self.people, &mut self.nodes, self.tick, &mut self.random);
        let expected = self.people.audit(&self.log);
        self.people.found.backwards += self.nodes.iter().map(|node| node.backwards).sum::<u64>();
        let naive: Vec<(u64, u64)> = self.nodes.iter().map(Node::naive_lost).collect();
        Outcome {
            found: self.people.found,
            expected,
            naive_passed_over: naive.iter().map(|(passed_over, _)| passed_over).sum(),
            naive_lost: naive.iter().map(|(_, lost)| lost).sum(),
            resumes: self.sessions.resumes,
        }
    }

    fn print(&self, outcome: &Outcome, begun: Instant) {
        let Found { delivered, lost, doubled, backwards, refused } = outcome.found;
        let Writers { events, commits, rollbacks, .. } = &self.writers;
        let Sessions { resumes, replayed, ahead, deaths, .. } = &self.sessions;
        println!("{events} events in {commits} commits, {rollbacks} rolled back, {HINTS_LOST} % of hints lost, {deaths} nodes died");
        println!("{resumes} resumes, {ahead} of them at a node that lagged behind the cursor, {replayed} events replayed");
        println!("the cursor: {}", self.sessions.lengths);
        println!("deliveries: {} expected, {delivered} made; {lost} lost, {doubled} doubled", outcome.expected);
        println!("cursors: {backwards} went backwards, {refused} were refused");
        println!("naive (one number, position > last): {} passed over, {} deliveries lost", outcome.naive_passed_over, outcome.naive_lost);
        println!("{:.1} s, at most {} MiB", begun.elapsed().as_secs_f64(), peak_mib().unwrap_or_default());
    }
}

/// The most memory that this process has held.
fn peak_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(flaw: Flaw, users: u32, seed: u64) -> Outcome {
        simulate(Plan { users, shards: 8, events_per_user: 5, seed, flaw }).expect("the plan is sound")
    }

    #[test]
    fn nothing_is_lost_doubled_or_out_of_order_while_the_naive_reader_of_the_same_run_loses() {
        let outcome = of(Flaw::None, 5_000, 1);
        assert_eq!(outcome.found, Found { delivered: outcome.expected, ..Found::default() });
        assert!(outcome.expected > 100_000 && outcome.resumes > 10_000 && outcome.naive_lost > 100, "{outcome:?}");
    }

    #[test]
    fn each_flaw_is_found() {
        assert!(of(Flaw::NoReplay, 1_000, 1).found.lost > 0);
        assert!(of(Flaw::NoFilter, 1_000, 1).found.doubled > 0);
        let late = (1..=5).map(|seed| of(Flaw::LateSplit, 1_000, seed).found.lost).sum::<u64>();
        assert!(late > 0);
    }
}
