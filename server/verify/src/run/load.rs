//! The time in which everybody acts, each with two devices that come and go, until it is over or somebody interrupts it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use futures_util::future::join_all;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};

use super::chance::Chance;
use super::device::{Device, END, Phase};
use super::person::{Day, Person};
use super::{Plan, Stage};

const DEVICES: usize = 2;
/// How long the last messages may take to come.
const LAST: Duration = Duration::from_secs(30);
/// How often a last message is tried.
const TRIES: usize = 10;
/// How often it is told how far things are.
const TELL: Duration = Duration::from_secs(10);

/// Lets everybody act, then come to rest.
pub async fn run(stage: &Arc<Stage>, plan: &Plan, people: &[Arc<Person>], progress: &(dyn Fn(String) + Sync)) -> Result<()> {
    let (phase, is_phase) = watch::channel(Phase::Roam);
    let (over, is_over) = watch::channel(false);
    let coming = people.iter().map(|person| {
        let (stage, account, is_phase) = (stage.clone(), person.account.clone(), is_phase.clone());
        let chance = move |number: usize| Chance::of(plan.seed, (person.index * (DEVICES + 1) + number) as u64);
        async move {
            let start = |number| {
                let name = format!("device {number}");
                Device::start(stage.clone(), account.clone(), name, is_phase.clone(), chance(number + 1))
            };
            Day::new(chance(0), join_all((0..DEVICES).map(start)).await)
        }
    });
    let days = join_all(coming).await;
    if stage.notes.size().1 == 0 {
        bail!("no event stream could be opened");
    }
    let acting: Vec<_> =
        people.iter().zip(days).map(|(person, day)| tokio::spawn(live(person.clone(), day, people.to_vec(), is_over.clone()))).collect();
    watch_over(stage, plan.time, progress).await;
    let _ = over.send(true);
    let mut days = Vec::new();
    for acted in acting {
        days.push(acted.await?);
    }
    stage.client.be_patient();
    rest(stage, people, &days, &phase).await;
    let returns: usize =
        days.iter().flat_map(|day| &day.devices).map(|device| device.returns.load(std::sync::atomic::Ordering::Relaxed)).sum();
    progress(format!("devices came back {returns} times with a cursor"));
    Ok(())
}

async fn live(person: Arc<Person>, mut day: Day, people: Vec<Arc<Person>>, mut is_over: watch::Receiver<bool>) -> Day {
    while !*is_over.borrow() {
        person.act(&mut day, &people).await;
        let pause = Duration::from_millis(100 + day.chance.below(700) as u64);
        let _ = timeout(pause, is_over.changed()).await;
    }
    day
}

/// Waits until the time is over or somebody interrupts it, and tells how far things are.
async fn watch_over(stage: &Stage, time: Duration, progress: &(dyn Fn(String) + Sync)) {
    let begun = Instant::now();
    while begun.elapsed() < time {
        let step = TELL.min(time.saturating_sub(begun.elapsed()));
        tokio::select! {
            () = sleep(step) => {}
            () = stage.interrupt.heard(1) => {
                progress("interrupted; what was done so far is judged".to_owned());
                return;
            }
        }
        let (operations, frames) = stage.notes.size();
        progress(format!("{:>4.0} s  {operations} operations, {frames} frames", begun.elapsed().as_secs_f64()));
    }
}

/// Lets all devices stay, says a last word in each room, and waits until it has come to all of them.
async fn rest(stage: &Stage, people: &[Arc<Person>], days: &[Day], phase: &watch::Sender<Phase>) {
    let _ = phase.send(Phase::Stay);
    for room in stage.world.rooms() {
        let Some(owner) = people.get(room.owner) else { continue };
        let client_id = format!("{END}{}", owner.account.name);
        for _ in 0..TRIES {
            if owner.say(None, &room, &client_id, "that was all").await {
                break;
            }
        }
    }
    let is_there = |person: &Person, day: &Day| {
        let rooms: BTreeSet<String> =
            stage.world.rooms().iter().filter(|room| room.sure_members().contains(&person.index)).map(|room| room.id.clone()).collect();
        day.devices.iter().all(|device| device.has_all(&rooms))
    };
    let begun = Instant::now();
    while begun.elapsed() < LAST && !people.iter().zip(days).all(|(person, day)| is_there(person, day)) {
        sleep(Duration::from_millis(50)).await;
    }
    let _ = phase.send(Phase::Finish);
    join_all(days.iter().flat_map(|day| &day.devices).map(Device::end)).await;
}
