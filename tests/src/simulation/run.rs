//! One run: the hosts, the steps of the simulated time, and the faults between them.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};

use anyhow::{Result, anyhow};
use tokio::sync::Notify;
use turmoil::Sim;

use super::cast::{DEVICES, SERVER};
use super::device::Device;
use super::judge::{is_at_the_end, is_current, judge};
use super::model::{Counts, Plant, Site, Store};
use super::notes::Notes;
use super::outcome::{Figures, Outcome};
use super::plan::{Fault, Plan};
use super::trace::Trace;
use super::{EPOCH_MS, held, model};

/// Hosts take turns of this length.
const TICK: Duration = Duration::from_millis(10);
/// How long a server is away that has come to the point where it ends.
const AWAY: Duration = Duration::from_millis(900);
/// How often it is looked whether all have what is there.
const LOOK: Duration = Duration::from_millis(500);
/// How long everybody has for that, once all is repaired: a silent connection is given up, waits have grown, tokens are over.
const PATIENCE: Duration = Duration::from_secs(90);
/// How long all are left alone after that: nothing may come twice.
const REST: Duration = Duration::from_secs(3);

struct Run<'a> {
    sim: Sim<'a>,
    site: Arc<Site>,
    devices: Vec<Arc<Device>>,
    /// Which devices do not run.
    killed: BTreeSet<usize>,
    /// When the server is to be started again.
    start: Option<Duration>,
    figures: Figures,
}

/// Runs what a seed has planned. Nothing else may have run tasks in this process.
pub fn run(plan: &Plan, plant: Option<Plant>, is_shown: bool) -> Result<Outcome> {
    let trace = Trace::new(is_shown);
    let notes = Arc::new(Notes::new());
    let site = Arc::new(Site {
        store: Mutex::new(Store::new(plan.token)),
        controls: Mutex::default(),
        counts: Mutex::default(),
        hint: Notify::new(),
        trace: trace.clone(),
        plant,
        heartbeat: plan.heartbeat,
        commit: plan.commit,
    });
    // It makes no connection; what makes one is given with each client.
    let http = reqwest::Client::new();
    let device = |number| Arc::new(Device::new(number, plan, notes.clone(), trace.clone(), http.clone()));
    let devices: Vec<Arc<Device>> = (0..DEVICES.len()).map(device).collect();
    let mut builder = turmoil::Builder::new();
    builder
        .rng_seed(plan.seed)
        .epoch(UNIX_EPOCH + Duration::from_millis(EPOCH_MS))
        .tick_duration(TICK)
        .simulation_duration(Duration::from_secs(3_600))
        .min_message_latency(plan.latency.0)
        .max_message_latency(plan.latency.1);
    let mut sim = builder.build();
    let served = site.clone();
    sim.host(SERVER.0, move || model::run(served.clone()));
    for device in devices.clone() {
        sim.host(device.name(), move || device.clone().run());
    }
    trace.tell_at(0, "plan", format_args!("{plan:?}"));
    let mut run = Run { sim, site, devices, killed: BTreeSet::new(), start: None, figures: Figures::default() };
    run.work(plan)?;
    run.repair();
    run.settle()?;
    let at = run.sim.elapsed();
    let violations = judge(&run.devices, &held(&run.site.store), &notes, at);
    let (digest, lines) = trace.digest();
    let figures = run.figures();
    Ok(Outcome { seed: plan.seed, digest, lines, figures, violations })
}

impl Run<'_> {
    /// People write, and the faults come.
    fn work(&mut self, plan: &Plan) -> Result<()> {
        let mut faults = plan.faults.iter().peekable();
        while self.sim.elapsed() < plan.work {
            while let Some((_, fault)) = faults.next_if(|(at, _)| *at <= self.sim.elapsed()) {
                self.apply(*fault);
            }
            self.step()?;
        }
        Ok(())
    }

    fn step(&mut self) -> Result<()> {
        self.sim.step().map_err(|error| anyhow!("a host ended: {error}"))?;
        if std::mem::take(&mut held(&self.site.controls).is_ending) {
            self.crash();
            self.start = Some(self.sim.elapsed() + AWAY);
        }
        if self.start.is_some_and(|at| at <= self.sim.elapsed()) {
            self.start();
        }
        Ok(())
    }

    fn tell(&self, what: &str) {
        self.site.trace.tell_at(self.sim.elapsed().as_millis(), "world", what);
    }

    fn crash(&mut self) {
        self.tell("the server crashes");
        self.figures.crashes += 1;
        self.sim.crash(SERVER.0);
    }

    fn start(&mut self) {
        self.start = None;
        if !self.sim.is_host_running(SERVER.0) {
            self.tell("the server starts");
            held(&self.site.controls).is_draining = false;
            self.sim.bounce(SERVER.0);
        }
    }

    fn apply(&mut self, fault: Fault) {
        self.tell(&format!("{fault:?}"));
        let is_running = self.sim.is_host_running(SERVER.0);
        match fault {
            Fault::Cut(device) => self.part(device, |sim, name| sim.partition(name, SERVER.0)),
            Fault::CutToServer(device) => self.part(device, |sim, name| sim.partition_oneway(name, SERVER.0)),
            Fault::CutToDevice(device) => self.part(device, |sim, name| sim.partition_oneway(SERVER.0, name)),
            Fault::Hold(device) => self.part(device, |sim, name| sim.hold(name, SERVER.0)),
            Fault::Repair(device) => self.sim.repair(DEVICES[device].0, SERVER.0),
            Fault::Release(device) => self.sim.release(DEVICES[device].0, SERVER.0),
            Fault::Crash(None) if is_running => self.crash(),
            Fault::Crash(point) => held(&self.site.controls).armed = point,
            Fault::Drain => self.site.control(|controls| controls.is_draining = true),
            Fault::Start => {
                if held(&self.site.controls).is_draining && is_running {
                    self.crash();
                }
                self.start();
            }
            Fault::Kill(device) if self.killed.insert(device) => {
                self.figures.crashes += 1;
                self.sim.crash(DEVICES[device].0);
            }
            Fault::Kill(_) => {}
            Fault::Revive(device) => self.revive(device),
            Fault::Stall(device, lasting) => *held(&self.devices[device].stalled) = self.sim.elapsed() + lasting,
            Fault::Close(device, code) => self.site.control(|controls| controls.closing.extend([(device, code)])),
            Fault::Forget(keep) => {
                let mut store = held(&self.site.store);
                store.floor = store.floor.max(store.head() - keep as i64);
            }
        }
    }

    fn part(&mut self, device: usize, part: impl FnOnce(&Sim, &'static str)) {
        self.figures.partitions += 1;
        part(&self.sim, DEVICES[device].0);
    }

    fn revive(&mut self, device: usize) {
        if self.killed.remove(&device) {
            self.sim.bounce(DEVICES[device].0);
        }
    }

    /// All is well again.
    fn repair(&mut self) {
        self.tell("all is repaired");
        held(&self.site.controls).armed = None;
        if held(&self.site.controls).is_draining {
            self.crash();
        }
        self.start();
        for device in self.devices.clone() {
            self.sim.repair(device.name(), SERVER.0);
            self.sim.release(device.name(), SERVER.0);
            self.revive(device.number);
            *held(&device.stalled) = Duration::ZERO;
        }
        held(&self.site.controls).closing.clear();
    }

    /// Waits until all have what is there, and a while longer.
    fn settle(&mut self) -> Result<()> {
        let (begun, mut since) = (self.sim.elapsed(), None::<Duration>);
        while self.sim.elapsed() < begun + PATIENCE {
            let next = self.sim.elapsed() + LOOK;
            while self.sim.elapsed() < next {
                self.step()?;
            }
            let is_settled = {
                let store = held(&self.site.store);
                self.devices.iter().all(|device| device.is_done() && is_at_the_end(device, &store) && is_current(device, &store))
            };
            since = since.filter(|_| is_settled).or(is_settled.then_some(self.sim.elapsed()));
            if since.is_some_and(|since| since + REST <= self.sim.elapsed()) {
                break;
            }
        }
        Ok(())
    }

    fn figures(&self) -> Figures {
        let Counts { connections, resumes, resyncs, repairs, refreshes } = *held(&self.site.counts);
        Figures {
            acknowledged: self.devices.iter().map(|device| *held(&device.acknowledged)).sum(),
            reconnects: connections.saturating_sub(DEVICES.len()),
            resumes,
            resyncs,
            repairs,
            refreshes,
            simulated_ms: self.sim.elapsed().as_millis() as u64,
            ..self.figures
        }
    }
}
