//! W5: the list of somebody's rooms with unread counts, page by page.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use futures_util::{StreamExt, stream};
use serde_json::Value;

use super::names;
use crate::Person;
use crate::load::bench::{Bench, Place};
use crate::load::http::Pool;
use crate::load::mark;
use crate::load::meter::Meter;
use crate::load::plan::Work;
use crate::load::record::Run;
use crate::load::stage::AT_ONCE;
use crate::times::Times;

const PAGE: usize = 50;
/// One room in so many has so many unread messages.
const UNREAD_IN: usize = 10;
const UNREAD: usize = 3;

pub async fn list(bench: &mut Bench, place: &Place, reader: &Person, sender: &Person) -> Result<()> {
    let rooms = bench.plan.listed;
    bench.tell(format!("{rooms} rooms are made"));
    let make = async |number: usize| {
        let room_id = sender.group(&format!("Listed {number}"), &[reader]).await;
        let said = if number.is_multiple_of(UNREAD_IN) { UNREAD } else { 0 };
        for word in 0..said {
            sender.say(&room_id, &mark::text(0, word)).await;
        }
    };
    stream::iter(0..rooms).map(make).buffer_unordered(AT_ONCE).collect::<Vec<()>>().await;
    bench.ready(names::LIST).await;
    let (pool, mut each, mut whole) = (Pool::new(&place.addresses[0]), Times::default(), Times::default());
    // Once without being measured, and held against what was made.
    let pages = load(&pool, &reader.access_token, &mut Times::default()).await?;
    let items = || pages.iter().flat_map(|page| page["items"].as_array().into_iter().flatten());
    let unread: u64 = items().filter_map(|room| room["unread_count"].as_u64()).sum();
    let expected = (rooms.div_ceil(UNREAD_IN) * UNREAD) as u64;
    ensure!(items().count() == rooms && unread == expected, "{} rooms with {unread} unread are listed", items().count());
    let meter = Meter::start(&place.parties);
    while each.count() < bench.plan.asks as u64 {
        let begun = Instant::now();
        let again = load(&pool, &reader.access_token, &mut each).await?;
        whole.note(begun.elapsed());
        ensure!(again.len() == pages.len(), "{} pages came, and not {}", again.len(), pages.len());
    }
    let cost = meter.stop();
    let run = Run::new(place.of, Work::W5, names::LIST).with_times("answer", &each).with_times("all", &whole);
    let run = run.with("rooms", rooms as f64).with("unread", unread as f64);
    bench.note(run.with("server_cpu_ms", cost.server_cpu_secs * 1_000.0 / each.count() as f64).with_cost(cost));
    Ok(())
}

/// The whole list, and how long each page took.
async fn load(pool: &Pool, token: &str, times: &mut Times) -> Result<Vec<Value>> {
    let (mut pages, mut path) = (Vec::new(), format!("/api/v1/rooms?limit={PAGE}"));
    loop {
        let begun = Instant::now();
        let answer = pool.get(&path, token).await?;
        times.note(begun.elapsed());
        ensure!(answer.status == 200, "the list answered {}", answer.status);
        let page: Value = serde_json::from_slice(&answer.body).context("a page is JSON")?;
        let next = page["next_cursor"].as_str().map(|cursor| format!("/api/v1/rooms?limit={PAGE}&cursor={cursor}"));
        pages.push(page);
        match next {
            Some(next) => path = next,
            None => return Ok(pages),
        }
    }
}
