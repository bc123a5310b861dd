//! What a phase cost: processor time and memory of the server, of what it leans on and of the generator, and how much of the
//! machine others used meanwhile.

use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::process::{Usage, busy_secs};

/// More cores than this in the hands of others spoil a figure.
pub const QUIET: f64 = 0.15;
/// A generator that is busy for so much of its core may be what was measured.
const GENERATOR_FULL: f64 = 0.9;

/// The processes whose cost is told.
#[derive(Clone, Debug, Default)]
pub struct Parties {
    pub servers: Vec<u32>,
    pub database: Vec<u32>,
    pub redis: Vec<u32>,
}

/// Processor time of one phase, and memory at its end.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Cost {
    pub wall_secs: f64,
    pub server_cpu_secs: f64,
    pub server_pss_kib: u64,
    pub server_resident_kib: u64,
    /// PostgreSQL and Redis; 0 without them.
    pub database_cpu_secs: f64,
    pub database_pss_kib: u64,
    pub redis_cpu_secs: f64,
    pub generator_cpu_secs: f64,
    /// How many cores everything else on the machine used.
    pub others_cores: f64,
}

impl Cost {
    /// Whether others used so much that the figures say little.
    pub fn is_disturbed(&self) -> bool {
        self.others_cores > QUIET
    }

    /// Whether the generator may have been what was slow.
    pub fn is_generator_full(&self) -> bool {
        self.generator_cpu_secs > GENERATOR_FULL * self.wall_secs
    }
}

/// A phase that is being measured.
pub struct Meter<'a> {
    parties: &'a Parties,
    begun: Instant,
    cpu_secs: [f64; 5],
}

impl<'a> Meter<'a> {
    pub fn start(parties: &'a Parties) -> Self {
        let [servers, database, redis] = usages(parties).map(|usage| usage.cpu_secs);
        Self { parties, begun: Instant::now(), cpu_secs: [servers, database, redis, Usage::own_cpu_secs(), busy_secs()] }
    }

    pub fn stop(&self) -> Cost {
        // The clocks first: to read memory takes a while.
        let (wall_secs, own, busy) = (self.begun.elapsed().as_secs_f64(), Usage::own_cpu_secs(), busy_secs());
        let usages = usages(self.parties);
        let [servers, database, redis] = usages;
        let now = [servers.cpu_secs, database.cpu_secs, redis.cpu_secs, own, busy];
        let mut spent = [0.0; 5];
        for (spent, (now, before)) in spent.iter_mut().zip(now.iter().zip(&self.cpu_secs)) {
            *spent = (now - before).max(0.0);
        }
        let [server_cpu_secs, database_cpu_secs, redis_cpu_secs, generator_cpu_secs, busy] = spent;
        let ours = server_cpu_secs + database_cpu_secs + redis_cpu_secs + generator_cpu_secs;
        Cost {
            wall_secs,
            server_cpu_secs,
            server_pss_kib: servers.pss_kib,
            server_resident_kib: servers.resident_kib,
            database_cpu_secs,
            database_pss_kib: database.pss_kib,
            redis_cpu_secs,
            generator_cpu_secs,
            others_cores: ((busy - ours) / wall_secs).max(0.0),
        }
    }
}

fn usages(parties: &Parties) -> [Usage; 3] {
    [&parties.servers, &parties.database, &parties.redis].map(|roots| Usage::of(roots))
}
