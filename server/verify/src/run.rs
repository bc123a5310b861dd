//! The consistency checker: people of its own talk on a service through its doors, while everything that is done and seen is
//! written down; then the history is judged, and what was made is deleted.

mod chance;
mod client;
mod device;
mod figures;
mod load;
mod person;
mod report;
mod settle;
mod stream;
mod world;

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use futures_util::StreamExt;
use futures_util::stream::iter;

use crate::check;
use crate::history::Recorder;

use client::Client;
pub use figures::Figures;
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
}

/// Does it all; an error is what kept it from being done.
pub async fn run(plan: Plan, progress: &(dyn Fn(String) + Sync)) -> Result<Report> {
    ensure!(plan.users >= 2, "at least two people must talk");
    ensure!((1..=plan.users).contains(&plan.rooms), "there must be a room, and no more of them than people");
    let stage = Arc::new(Stage { client: Client::new(&plan.url)?, notes: Recorder::default(), world: World::default() });
    stage.client.reach().await.with_context(|| format!("{} cannot be used", plan.url))?;
    progress(format!("seed {}: {} people in {} rooms for {:.0} s", plan.seed, plan.users, plan.rooms, plan.time.as_secs_f64()));
    let mut people = Vec::new();
    let done = act(&stage, &plan, &mut people, progress).await;
    progress("deleting what was made".to_owned());
    let left = settle::clean(&people).await;
    done?;
    progress("judging".to_owned());
    let history = stage.notes.take();
    let figures = Figures::of(&history, &stage.client);
    let violations = tokio::task::spawn_blocking(move || check(&history)).await?;
    Ok(Report { plan, figures, violations, left })
}

/// Everything from the first registration to the last reading.
async fn act(stage: &Arc<Stage>, plan: &Plan, people: &mut Vec<Arc<Person>>, progress: &(dyn Fn(String) + Sync)) -> Result<()> {
    let mut coming = iter(0..plan.users).map(|index| Person::register(stage.clone(), plan, index)).buffered(AT_ONCE);
    while let Some(person) = coming.next().await {
        people.push(Arc::new(person.context("somebody could not be registered")?));
    }
    drop(coming);
    progress(format!("{} people are registered", people.len()));
    world::furnish(stage, plan, people).await.context("a room could not be made")?;
    load::run(stage, plan, people, progress).await?;
    progress("settling".to_owned());
    settle::read(stage, people).await
}
