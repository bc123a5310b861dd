//! What a seed chooses before a run begins: the network, the server's habits, and which faults come when.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::cast::DEVICES;
use crate::faults::points::Point;

/// What happens from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing goes from or to a device, and what is on its way is lost.
    Cut(usize),
    /// The same in one direction, to the server or to the device.
    CutToServer(usize),
    CutToDevice(usize),
    /// The network of a device is whole again.
    Repair(usize),
    /// What is sent by or to a device waits, and comes when it is let go.
    Hold(usize),
    Release(usize),
    /// The server ends without a warning, at once or when it next comes to a point, and is started again.
    Crash(Option<Point>),
    Start,
    /// The server says that it will end, and is started again.
    Drain,
    /// A device ends without a warning, and is started again with what it has kept.
    Kill(usize),
    Revive(usize),
    /// A program does not read its stream.
    Stall(usize, Duration),
    /// The server closes the socket of a device with a code.
    Close(usize, u16),
    /// The log forgets all but its last events.
    Forget(usize),
}

/// A run before it has begun.
#[derive(Clone, Debug)]
pub struct Plan {
    pub seed: u64,
    /// What a message takes from host to host.
    pub latency: (Duration, Duration),
    pub heartbeat: Duration,
    /// How long an access token lives.
    pub token: Duration,
    /// How long a commit takes, at most.
    pub commit: Duration,
    /// How long a device is silent after a message, at most.
    pub pause: Duration,
    /// How long people write and faults come. What follows is quiet.
    pub work: Duration,
    /// In the order of their times.
    pub faults: Vec<(Duration, Fault)>,
}

/// How long people write who write very much.
const BUSY: Duration = Duration::from_secs(30);
/// Of the codes that the specification names, those that may come at any time.
const CODES: [u16; 6] = [1011, 1012, 1006, 4401, 4408, 4429];
const POINTS: [Point; 4] = [Point::BeforeCommit, Point::AfterCommit, Point::AfterAnswer, Point::InReplay];

impl Plan {
    pub fn of(seed: u64) -> Self {
        let mut chance = StdRng::seed_from_u64(seed);
        let millis = |chance: &mut StdRng, least, most| Duration::from_millis(chance.random_range(least..=most));
        // Not under a tick, so that nothing arrives before it was sent.
        let least = millis(&mut chance, 10, 50);
        let mut plan = Self {
            seed,
            latency: (least, least + millis(&mut chance, 0, 300)),
            heartbeat: millis(&mut chance, 2_000, 8_000),
            token: millis(&mut chance, 15_000, 120_000),
            commit: millis(&mut chance, 1, 60),
            pause: millis(&mut chance, 100, 1_500),
            work: millis(&mut chance, 25_000, 50_000),
            faults: Vec::new(),
        };
        if chance.random_range(0..6) == 0 {
            // So many messages that who does not read them holds the server up.
            (plan.commit, plan.pause, plan.work) = (Duration::from_millis(1), Duration::from_millis(60), plan.work.min(BUSY));
            plan.draw_stall(&mut chance, Duration::from_secs(2));
        }
        for _ in 0..chance.random_range(6..=16) {
            let at = Duration::from_millis(chance.random_range(2_000..plan.work.as_millis() as u64));
            plan.draw(&mut chance, at);
        }
        // What comes at the same moment stays in its order.
        plan.faults.sort_by_key(|(at, _)| *at);
        plan
    }

    fn draw_stall(&mut self, chance: &mut StdRng, at: Duration) {
        let device = chance.random_range(0..DEVICES.len());
        self.faults.push((at, Fault::Stall(device, self.work)));
    }

    fn draw(&mut self, chance: &mut StdRng, at: Duration) {
        let device = chance.random_range(0..DEVICES.len());
        let lasting = Duration::from_millis(chance.random_range(200..12_000));
        let short = lasting / 4;
        let (fault, end) = match chance.random_range(0..20) {
            0..=2 => (Fault::Cut(device), Some((lasting, Fault::Repair(device)))),
            3 => (Fault::CutToServer(device), Some((lasting, Fault::Repair(device)))),
            4 => (Fault::CutToDevice(device), Some((lasting, Fault::Repair(device)))),
            5 | 6 => (Fault::Hold(device), Some((lasting, Fault::Release(device)))),
            7 => (Fault::Crash(None), Some((short, Fault::Start))),
            8..=11 => (Fault::Crash(Some(POINTS[chance.random_range(0..POINTS.len())])), None),
            12 => (Fault::Drain, Some((short, Fault::Start))),
            13 | 14 => (Fault::Kill(device), Some((lasting, Fault::Revive(device)))),
            15 => (Fault::Stall(device, lasting * 2), None),
            16 | 17 => (Fault::Close(device, CODES[chance.random_range(0..CODES.len())]), None),
            _ => (Fault::Forget(chance.random_range(0..8)), None),
        };
        self.faults.push((at, fault));
        self.faults.extend(end.map(|(after, end)| (at + after, end)));
    }
}
