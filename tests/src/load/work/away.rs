//! W4: a member of many rooms comes back who was away for thousands of messages: how long until they have them all.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::Value;

use super::names;
use crate::Person;
use crate::load::account::{Account, Wrong};
use crate::load::bench::{Bench, Place};
use crate::load::ear::{Ear, is_caught_up};
use crate::load::http::Pool;
use crate::load::meter::Meter;
use crate::load::plan::Work;
use crate::load::record::Run;
use crate::times::Times;

const SENT_AT_ONCE: usize = 64;
/// How long nothing may come before the rest counts as missing.
const PATIENCE: Duration = Duration::from_secs(10);
/// Every node has heard of what was sent by then.
const HEARD_OF: Duration = Duration::from_secs(1);

pub async fn away(bench: &mut Bench, place: &Place, reader: &Person, sender: &Person) -> Result<()> {
    let mut rooms = Vec::new();
    for number in 0..bench.plan.away_rooms {
        rooms.push(sender.group(&format!("Away {number}"), &[reader]).await);
    }
    for missed in bench.plan.missed.clone() {
        let name = names::missed(missed);
        bench.tell(&name);
        let pool = Pool::new(&place.addresses[0]);
        let answer = pool.get("/api/v1/sync", &reader.access_token).await?;
        let answer: Value = serde_json::from_slice(&answer.body)?;
        let cursor = answer["next_cursor"].as_str().context("the log tells where it is")?.to_owned();
        let mut account = send(&pool, sender, &rooms, missed).await?;
        tokio::time::sleep(HEARD_OF).await;
        bench.ready(&name).await;
        let (mut first, mut all, mut wrong) = (Times::default(), Times::default(), Wrong::default());
        let meter = Meter::start(&place.parties);
        for round in 0..bench.plan.returns {
            let address = &place.addresses[round % place.addresses.len()];
            let (to_first, to_all) = come_back(&mut account, address, &reader.access_token, &cursor, missed as u64).await?;
            first.note(to_first);
            all.note(to_all);
            wrong.add(account.close().wrong);
        }
        let cost = meter.stop();
        let run = Run::new(place.of, Work::W4, name).with_times("all", &all).with_times("first", &first);
        let run = run.with("server_cpu_ms", cost.server_cpu_secs * 1_000.0 / bench.plan.returns as f64);
        bench.note(run.with("missed", missed as f64).with_cost(cost).with_wrong(wrong));
    }
    Ok(())
}

/// Sends so many messages to the rooms in turn; gives the account of one who is in all of them.
async fn send(pool: &Pool, sender: &Person, rooms: &[String], count: usize) -> Result<Account> {
    let mut account = Account::default();
    account.admit(&(0..rooms.len()).collect::<Vec<_>>());
    account.begin();
    let texts: Vec<(usize, String)> = (0..count).map(|number| account.announce(number % rooms.len(), Duration::ZERO)).collect();
    let post = async |(number, text): (usize, String)| {
        let path = format!("/api/v1/rooms/{}/messages", rooms[number % rooms.len()]);
        let answer = pool.post(&path, &sender.access_token, &format!(r#"{{"content":"{text}"}}"#)).await?;
        anyhow::Ok((number, answer))
    };
    let answers: Vec<_> = stream::iter(texts).map(post).buffer_unordered(SENT_AT_ONCE).try_collect().await?;
    for (number, answer) in answers {
        account.accept(number, &answer.body, Duration::ZERO);
    }
    ensure!(account.tally.refused == 0, "not accepted: {:?}", account.tally.first_refusal);
    Ok(account)
}

/// How long the first message and all of them took, from before the connection is made.
async fn come_back(account: &mut Account, address: &str, token: &str, cursor: &str, count: u64) -> Result<(Duration, Duration)> {
    account.again(Duration::ZERO);
    let begun = Instant::now();
    let mut ear = Ear::open(address, token, Some(cursor)).await?;
    let (mut first, mut is_live) = (None, false);
    // What a node had not read when the stream became live comes after that.
    while !is_live || account.tally.delivered < count {
        let Ok(frame) = tokio::time::timeout(PATIENCE, ear.next()).await else { break };
        let frame = frame.context("the event stream ended before everything had come")?;
        is_live |= is_caught_up(&frame);
        account.hear(0, frame.as_bytes(), begun.elapsed());
        if account.tally.delivered > 0 && first.is_none() {
            first = Some(begun.elapsed());
        }
    }
    let all = begun.elapsed();
    ear.close().await?;
    Ok((first.unwrap_or(all), all))
}
