//! W1: rooms of ten whose members all are online. Some speak, each waiting for the answer; or messages come at a constant rate,
//! each by anybody.

use anyhow::Result;

use super::names;
use crate::load::bench::{Bench, Place};
use crate::load::crowd::{Crowd, Seat};
use crate::load::pacer::Schedule;
use crate::load::plan::Work;
use crate::load::profile::Profile;
use crate::load::record::Run;

pub async fn rooms(bench: &mut Bench, place: &Place, seats: Vec<Seat>) -> Result<()> {
    let plan = bench.plan.clone();
    let crowd = Crowd::gather(&place.addresses, seats, place.parties.clone()).await?;
    for senders in plan.senders {
        let name = names::closed(senders);
        bench.ready(&name).await;
        let warm_up = crowd.closed(senders, bench.plan.warm_up()).await?;
        let sampler = bench.sample(place)?;
        let phase = crowd.closed(senders, bench.plan.span()).await?;
        if let Some(sampler) = sampler {
            let cpu_us_per_message = phase.cost.server_cpu_secs * 1e6 / phase.tally.accepted.max(1) as f64;
            bench.profiles.push(Profile { run: name.clone(), cpu_us_per_message, parts: sampler.stop().await? });
        }
        bench.note(Run::new(place.of, Work::W1, name).with_phase(phase).with_wrong(warm_up.tally.wrong));
    }
    let everybody: Vec<usize> = (0..crowd.size()).collect();
    for rate in plan.rates {
        let name = names::open(rate);
        bench.ready(&name).await;
        let schedule = |span| Schedule { per_sec: rate.into(), span };
        let warm_up = crowd.open(schedule(bench.plan.warm_up()), &everybody).await?;
        let phase = crowd.open(schedule(bench.plan.span()), &everybody).await?;
        let is_held = phase.is_held(plan.members);
        let run = Run::new(place.of, Work::W1, name).with_phase(phase).with_wrong(warm_up.tally.wrong);
        bench.note(run.with("offered_per_s", rate.into()).with("is_held", f64::from(u8::from(is_held))));
        if !is_held {
            break;
        }
    }
    Ok(())
}
