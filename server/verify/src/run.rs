//! The consistency checker: people of its own talk on a service through its doors, while everything that is done and seen is
//! written down; then the history is judged, and what was made is deleted.

mod accounts;
mod chance;
mod client;
mod device;
mod figures;
mod interrupt;
mod load;
mod person;
mod report;
mod settle;
mod stream;
mod world;

use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Error, Result, anyhow, bail, ensure};
use futures_util::StreamExt;
use futures_util::stream::iter;

use crate::check;
use crate::history::Recorder;

use accounts::Accounts;
use client::Client;
pub use figures::Figures;
use interrupt::Interrupt;
use person::Person;
pub use report::Report;
use world::World;

/// How many people are registered at a time.
const AT_ONCE: usize = 4;

/// What is to be done, and where.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Such as `https://chat.example.org`.
    pub url: String,
    pub users: usize,
    pub rooms: usize,
    pub time: Duration,
    /// Chooses what people do.
    pub seed: u64,
    /// Tells this run's people from those of others.
    pub name: String,
    /// Everybody's.
    pub password: String,
}

/// What everybody who acts has in hand.
pub struct Stage {
    pub client: Client,
    pub notes: Recorder,
    pub world: World,
    pub accounts: Accounts,
    pub interrupt: Interrupt,
}

/// Does it all; an error is what kept it from being done, or from being judged.
pub async fn run(plan: Plan, progress: &(dyn Fn(String) + Sync)) -> Result<Report> {
    ensure!(plan.users >= 2, "at least two people must talk");
    ensure!((1..=plan.users).contains(&plan.rooms), "there must be a room, and no more of them than people");
    let interrupt = Interrupt::listen()?;
    let client = Client::new(&plan.url, interrupt.clone())?;
    let (notes, world, accounts) = (Recorder::default(), World::default(), Accounts::default());
    let stage = Arc::new(Stage { client, notes, world, accounts, interrupt });
    stage.client.reach().await.with_context(|| format!("{} cannot be used", plan.url))?;
    progress(format!("seed {}: {} people in {} rooms for {:.0} s", plan.seed, plan.users, plan.rooms, plan.time.as_secs_f64()));
    let mut people = Vec::new();
    let done = tokio::select! {
        done = act(&stage, &plan, &mut people, progress) => done,
        () = stage.interrupt.heard(2) => Err(anyhow!("interrupted twice")),
    };
    progress("deleting what was made".to_owned());
    stage.client.be_patient();
    let cleaned = tokio::select! {
        () = settle::clean(&people) => Ok(()),
        () = stage.interrupt.heard(2) => Err(anyhow!("interrupted twice")),
    };
    let left = stage.accounts.left();
    done.and(cleaned).map_err(|error| naming(error, &left))?;
    progress("judging".to_owned());
    let history = stage.notes.take();
    let figures = Figures::of(&history, &stage.client);
    let violations = tokio::task::spawn_blocking(move || check(&history)).await?;
    let report = Report { plan, figures, violations, left };
    ensure!(report.is_worth_something(), "it could not be judged, since no message was acknowledged\n{report}");
    Ok(report)
}

/// An error, with the accounts that are left behind.
fn naming(error: Error, left: &[String]) -> Error {
    if left.is_empty() { error } else { anyhow!("{error:#}; not deleted: {}", left.join(", ")) }
}

/// Everything from the first registration to the last reading.
async fn act(stage: &Arc<Stage>, plan: &Plan, people: &mut Vec<Arc<Person>>, progress: &(dyn Fn(String) + Sync)) -> Result<()> {
    register(stage, plan, people).await?;
    progress(format!("{} people are registered", people.len()));
    world::furnish(stage, plan, people).await.context("a room could not be made")?;
    load::run(stage, plan, people, progress).await?;
    progress("settling".to_owned());
    settle::read(stage, people).await
}

/// Registers everybody; once somebody interrupts it or cannot be registered, nobody more than those who are at it.
async fn register(stage: &Arc<Stage>, plan: &Plan, people: &mut Vec<Arc<Person>>) -> Result<()> {
    let is_over = AtomicBool::new(false);
    let indices = iter(0..plan.users).take_while(|_| ready(!is_over.load(Ordering::Relaxed) && !stage.interrupt.is_heard(1)));
    let mut coming = indices.map(|index| Person::register(stage.clone(), plan, index)).buffered(AT_ONCE);
    let mut done = Ok(());
    while let Some(person) = coming.next().await {
        match person {
            Ok(person) => people.push(Arc::new(person)),
            Err(error) => {
                is_over.store(true, Ordering::Relaxed);
                done = done.and(Err(error.context("somebody could not be registered")));
            }
        }
    }
    if stage.interrupt.is_heard(1) {
        bail!("interrupted before anybody had talked");
    }
    done
}
