//! W6: pages of fifty from a room in which very much was said: the newest again and again, and hundreds back from it.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::Value;

use super::names;
use crate::Person;
use crate::load::bench::{Bench, Place};
use crate::load::http::Pool;
use crate::load::mark;
use crate::load::meter::Meter;
use crate::load::plan::Work;
use crate::load::record::Run;
use crate::times::Times;

const PAGE: usize = 50;
const SENT_AT_ONCE: usize = 128;
/// The first and the last pages back whose times are told apart.
const ENDS: usize = 20;

pub async fn pages(bench: &mut Bench, place: &Place, reader: &Person, sender: &Person) -> Result<()> {
    let count = bench.plan.history;
    bench.tell(format!("{count} messages are sent"));
    let (pool, token) = (Pool::new(&place.addresses[0]), &reader.access_token);
    let room_id = sender.group("History", &[reader]).await;
    let path = format!("/api/v1/rooms/{room_id}/messages");
    let say = async |number: usize| {
        let body = format!(r#"{{"content":"{}"}}"#, mark::text(0, number));
        let answer = pool.post(&path, &sender.access_token, &body).await?;
        ensure!(answer.status == 201, "a message was answered with {}", answer.status);
        Ok(())
    };
    stream::iter(0..count).map(say).buffer_unordered(SENT_AT_ONCE).try_collect::<Vec<()>>().await?;
    let newest = format!("{path}?limit={PAGE}");
    bench.ready(names::NEWEST).await;
    let (mut times, meter) = (Times::default(), Meter::start(&place.parties));
    for _ in 0..bench.plan.asks {
        page(&pool, &newest, token, &mut times).await?;
    }
    bench.note(run(place, names::NEWEST, &times, &meter));
    bench.ready(names::BACK).await;
    let (mut times, mut first, mut last) = (Times::default(), Times::default(), Times::default());
    let (meter, pages, mut before, mut path_of_page) = (Meter::start(&place.parties), bench.plan.pages, None, newest);
    for number in 0..pages {
        let mut once = Times::default();
        let items = page(&pool, &path_of_page, token, &mut once).await?;
        before = Some(follow(&items, before)?);
        path_of_page = format!("{path}?limit={PAGE}&before={}", items[PAGE - 1]["id"].as_str().context("a message has an id")?);
        times.add(&once)?;
        if number < ENDS {
            first.add(&once)?;
        } else if number + ENDS >= pages {
            last.add(&once)?;
        }
    }
    let run = run(place, names::BACK, &times, &meter).with_times("first_pages", &first).with_times("last_pages", &last);
    bench.note(run.with("pages", pages as f64));
    Ok(())
}

fn run(place: &Place, name: &str, times: &Times, meter: &Meter<'_>) -> Run {
    let cost = meter.stop();
    let cpu_ms = cost.server_cpu_secs * 1_000.0 / times.count() as f64;
    Run::new(place.of, Work::W6, name).with_times("answer", times).with("server_cpu_ms", cpu_ms).with_cost(cost)
}

async fn page(pool: &Pool, path: &str, token: &str, times: &mut Times) -> Result<Vec<Value>> {
    let begun = Instant::now();
    let answer = pool.get(path, token).await?;
    times.note(begun.elapsed());
    ensure!(answer.status == 200, "a page was answered with {}", answer.status);
    let page: Value = serde_json::from_slice(&answer.body)?;
    let items = page["items"].as_array().context("a page has items")?;
    ensure!(items.len() == PAGE, "a page has {} messages", items.len());
    Ok(items.clone())
}

/// Holds a page against the number that the page after it began with; gives the number that it ends with.
fn follow(items: &[Value], mut before: Option<u64>) -> Result<u64> {
    for item in items {
        let seq = item["seq"].as_u64().context("a message has a number")?;
        ensure!(before.is_none_or(|before| seq + 1 == before), "after {before:?} comes {seq}");
        before = Some(seq);
    }
    before.context("a page has messages")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_hole_or_a_change_of_places_in_pages_is_found() {
        let page = |seqs: &[u64]| seqs.iter().map(|seq| json!({ "seq": seq })).collect::<Vec<_>>();
        assert_eq!(follow(&page(&[9, 8, 7]), None).ok(), Some(7));
        assert_eq!(follow(&page(&[6, 5]), Some(7)).ok(), Some(5));
        for broken in [&[5, 4][..], &[7, 6], &[6, 4], &[5, 6], &[]] {
            let before = if broken.is_empty() { None } else { Some(7) };
            assert!(follow(&page(broken), before).is_err(), "{broken:?}");
        }
    }
}
