//! W3: sockets of signed-in people on which nothing happens: their memory, the rate at which they open, and the processor
//! meanwhile.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::Result;
use futures_util::{StreamExt, stream};
use tokio::task::JoinSet;

use super::names;
use crate::load::account::Wrong;
use crate::load::bench::{Bench, Place};
use crate::load::ear::Ear;
use crate::load::meter::Meter;
use crate::load::plan::Work;
use crate::load::process::Usage;
use crate::load::record::Run;

/// The server lets a person have so many connections.
pub const PER_PERSON: usize = 10;
const OPENED_AT_ONCE: usize = 64;
/// What opening has left to do is done by then.
const SETTLED: Duration = Duration::from_secs(2);

/// Opens more and more sockets, ten with each token.
pub async fn idle(bench: &mut Bench, place: &Place, tokens: &[String]) -> Result<()> {
    let before = Usage::of(&place.parties.servers);
    let (mut listening, cut) = (JoinSet::new(), Rc::new(Cell::new(0)));
    for sockets in bench.plan.idle.clone() {
        bench.ready(&names::idle(sockets)).await;
        let new = listening.len()..sockets;
        let (count, begun) = (new.len(), Instant::now());
        let opening = new.map(|number| {
            let address = &place.addresses[number % place.addresses.len()];
            Ear::open_live(address, &tokens[number / PER_PERSON])
        });
        let mut opening = stream::iter(opening).buffer_unordered(OPENED_AT_ONCE);
        let opened = Usage::of(&place.parties.servers).cpu_secs;
        while let Some(ear) = opening.next().await {
            let (mut ear, cut) = (ear?, cut.clone());
            listening.spawn_local(async move {
                while ear.next().await.is_some() {}
                cut.set(cut.get() + 1);
            });
        }
        let secs = begun.elapsed().as_secs_f64();
        tokio::time::sleep(SETTLED).await;
        let after = Usage::of(&place.parties.servers);
        let meter = Meter::start(&place.parties);
        tokio::time::sleep(Duration::from_secs_f64(bench.plan.idle_secs)).await;
        let cost = meter.stop();
        let grown = |after: u64, before: u64| after.saturating_sub(before) as f64 / sockets as f64;
        let run = Run::new(place.of, Work::W3, names::idle(sockets))
            .with("connects_per_s", count as f64 / secs)
            .with("cpu_ms_per_connect", (after.cpu_secs - opened) * 1_000.0 / count as f64)
            .with("kib_per_socket", grown(after.pss_kib, before.pss_kib))
            .with("resident_kib_per_socket", grown(after.resident_kib, before.resident_kib))
            .with("pss_mib", cost.server_pss_kib as f64 / 1024.0)
            .with("idle_cpu_percent", 100.0 * cost.server_cpu_secs / cost.wall_secs);
        bench.note(run.with_cost(cost).with_wrong(Wrong { cut: cut.get(), ..Wrong::default() }));
    }
    Ok(())
}
