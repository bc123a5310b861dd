//! W2: one large room whose members all are online, and one of them speaks: so many messages on their way at once, or at a
//! constant rate, up to the highest that is held.

use std::time::Duration;

use anyhow::Result;

use super::names;
use crate::load::bench::{Bench, Place};
use crate::load::crowd::{Crowd, Seat};
use crate::load::pacer::Schedule;
use crate::load::plan::Work;
use crate::load::record::Run;

/// A rate at which one delivery in a hundred takes longer is not held.
const MOST: Duration = Duration::from_secs(1);

pub async fn large(bench: &mut Bench, place: &Place, seats: Vec<Seat>) -> Result<()> {
    let (plan, heard_by) = (bench.plan.clone(), seats.len());
    let crowd = Crowd::gather(&place.addresses, seats, place.parties.clone()).await?;
    for width in plan.widths {
        let name = names::in_flight(width);
        bench.ready(&name).await;
        let warm_up = crowd.window(0, width, bench.plan.warm_up()).await?;
        let phase = crowd.window(0, width, bench.plan.span()).await?;
        bench.note(Run::new(place.of, Work::W2, name).with_phase(phase).with_wrong(warm_up.tally.wrong));
    }
    for rate in plan.large_rates {
        let name = names::open(rate);
        bench.ready(&name).await;
        let schedule = |span| Schedule { per_sec: rate.into(), span };
        let warm_up = crowd.open(schedule(bench.plan.warm_up()), &[0]).await?;
        let phase = crowd.open(schedule(bench.plan.span()), &[0]).await?;
        let is_held = phase.is_held(heard_by) && phase.tally.delivery.p99() < MOST;
        let run = Run::new(place.of, Work::W2, name).with_phase(phase).with_wrong(warm_up.tally.wrong);
        bench.note(run.with("offered_per_s", rate.into()).with("is_held", f64::from(u8::from(is_held))));
        if !is_held {
            break;
        }
    }
    Ok(())
}
