//! The move to another engine under load: people send and listen, the database is carried away under them, a server on the
//! new one takes the old one's place, and everybody goes on with the cursor and the token that they have.

use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tokio::time::Instant;

use super::stage::{Plan, RECOVERY, Stage};
use super::wait_until;
use crate::engine::Database;
use crate::{Engine, Server};

const DEVICES: usize = 5;
/// Both ends sign with it.
const KEY: (&str, &str) = ("CAUSERIE_JWT_KEY", "6f1d3a5c7e9b2d4f8a0c1e3b5d7f9a2c4e6b8d0f1a3c5e7b");
const NO_LIMITS: (&str, &str) = ("CAUSERIE_RATE_LIMITS", "off");

/// Moves a server away from an engine once so many messages are there.
pub async fn move_engine(from: Engine, messages: usize) -> Result<()> {
    let to = if from == Engine::Sqlite { Engine::Postgres } else { Engine::Sqlite };
    let source = Server::with(from, &[NO_LIMITS, KEY]).await;
    let target = Server::idle(to, Database::new(to), &[NO_LIMITS, KEY, ("CAUSERIE_LISTEN", source.address())], &[]);
    let plan = Plan { listeners: vec![(&source).into(); DEVICES], senders: vec![(&source).into()], pace: Duration::ZERO };
    let stage = Stage::set(&plan).await;
    let acknowledged = || stage.acknowledged();
    let told_to_retry = || stage.tally.retries.load(Ordering::Relaxed);
    wait_until("the messages are there", RECOVERY, || acknowledged() >= messages).await?;
    let begun = Instant::now();
    carry(&source, &target).await?;
    let moved = begun.elapsed();
    // What was on its way when the log was closed has been answered by now, or will be refused.
    let (closed, retries) = (acknowledged(), told_to_retry());
    wait_until("senders are told to come back", RECOVERY, || told_to_retry() >= retries + 16).await?;
    ensure!(acknowledged() <= closed + 16, "the old database took {} messages after it was left", acknowledged() - closed);
    let sealed = acknowledged();
    let down = Instant::now();
    source.terminate().await;
    target.run().await;
    wait_until("the new server takes messages", RECOVERY, || acknowledged() > sealed).await?;
    let (back, paused) = (down.elapsed(), begun.elapsed());
    stage.works().await?;
    println!("the move        {:.2} s for {closed} messages and all that comes with them", moved.as_secs_f64());
    println!("the restart     {:.2} s until a message was acknowledged again", back.as_secs_f64());
    println!("no writes       for at most {:.2} s", paused.as_secs_f64());
    let outcome = stage.end().await?;
    ensure!(outcome.heard.iter().all(|heard| heard.reconnects > 0), "a device never came back, so that it shows nothing");
    target.terminate().await;
    Ok(())
}

/// Runs the command while both the server and its people are at work, prints what it says, and compares the digests.
async fn carry(source: &Server, target: &Server) -> Result<()> {
    let (from, to) = (source.database_url(), target.database_url());
    let output = source.command(&["migrate", "engine", "--from", &from, "--to", &to]).output().await?;
    let said = String::from_utf8(output.stdout)?;
    print!("{said}");
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut digests = said.lines().filter_map(|line| line.split("sha256 ").nth(1));
    let (first, second) = (digests.next().context("no digest was printed")?, digests.next().context("one digest was printed")?);
    ensure!(first == second && first.len() == 64, "the digests differ");
    Ok(())
}
