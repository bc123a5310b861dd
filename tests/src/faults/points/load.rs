//! Many people at work while the server ends itself again and again, at each point in turn, at a pass that chance chooses.

use std::time::Duration;

use anyhow::{Result, ensure};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::super::stage::{Plan, Stage};
use super::super::told::Told;
use super::{CRASH_AT, Point};
use crate::{Engine, Server};

/// In an order in which a replay follows a crash that has left something to replay.
const POINTS: [Point; 4] = [Point::BeforeCommit, Point::AfterCommit, Point::InReplay, Point::AfterAnswer];
/// How soon a point must be passed under load.
const PATIENCE: Duration = Duration::from_secs(30);

pub async fn run(engine: Engine, crashes: usize, seed: u64) -> Result<Told> {
    let mut chance = StdRng::seed_from_u64(seed);
    let server = Server::start(engine).await;
    let stage = Stage::set(&Plan { listeners: vec![(&server).into()], senders: vec![(&server).into()], pace: Duration::ZERO }).await;
    stage.works().await?;
    server.kill().await;
    for crash in 0..crashes {
        let point = POINTS[crash % POINTS.len()];
        let pass = if point == Point::InReplay { 1 } else { chance.random_range(1..=30) };
        server.run_with(&[(CRASH_AT, &point.at(pass))]).await;
        let ended = server.ended(PATIENCE).await;
        ensure!(
            ended.is_some_and(|status| !status.success()),
            "crash {}: {} was not passed under load: {ended:?}",
            crash + 1,
            point.at(pass)
        );
    }
    server.run().await;
    stage.works().await?;
    println!("under load      {crashes} crashes, at each point in turn");
    let outcome = stage.end().await?;
    server.terminate().await;
    Ok(Told::new(outcome.acknowledged.len(), crashes + 1))
}
