//! Some members of a large room stop reading: the others hear as soon as before, and those who stalled are cut off and miss nothing
//! when they come back.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::json;
use tokio::task::JoinHandle;
use tokio::time::{Instant, interval, sleep};

use super::storm::register;
use super::told::{Told, Violations};
use crate::load::ear::{Ear, is_caught_up};
use crate::load::mark;
use crate::load::process::raise_file_limit;
use crate::person::text;
use crate::times::Times;
use crate::{Engine, Person, Server};

/// How many messages come while some stall: more than the buffers of one who does not read take, the kernel's too.
const MESSAGES: usize = 300;
/// How many come before and after that, with nobody stalled.
const CONTROLS: usize = 150;
const PACE: Duration = Duration::from_millis(50);
/// What fills a message up: as many characters as one may have, of three bytes each.
const FILLER: &str = "字";
const LENGTH: usize = 3_900;
/// How long a stalled connection may stay.
const CUT_OFF: Duration = Duration::from_secs(60);
const OPENED_AT_ONCE: usize = 32;
const FILES: usize = 1_000;
/// How much longer 99 in 100 deliveries to the others may take than without stalled ones: so many times, and so long.
const MOST: (u32, Duration) = (2, Duration::from_millis(100));

/// When each message of a part was sent.
type Sent = Arc<Mutex<Vec<Instant>>>;

/// Lets so many of so many members stall.
pub async fn run(engine: Engine, members: usize, stalled: usize) -> Result<Told> {
    ensure!(stalled < members && members > 1, "somebody must go on reading");
    raise_file_limit(2 * members + FILES)?;
    let server = Server::start(engine).await;
    let people = register((&server).into(), members).await;
    let speaker = Person::register(&server, "speaker").await;
    let room_id = speaker.group("Hall", &[]).await;
    let path = format!("/rooms/{room_id}/members");
    let adding = people.iter().map(|person| (speaker.clone(), path.clone(), json!({ "user_id": person.id })));
    let adding =
        stream::iter(adding.collect::<Vec<_>>()).map(|(speaker, path, body)| async move { speaker.post(&path, body).await.expect(201) });
    adding.buffered(OPENED_AT_ONCE).collect::<Vec<_>>().await;

    let (before, _) = part(&server, &people, &[], (&speaker, &room_id), (1, CONTROLS)).await?;
    println!("none stalled    {before} ({} deliveries)", before.count());
    let (others, slow) = people.split_at(members - stalled);
    let cursor = text(&speaker.get("/sync").await.expect(200)["next_cursor"]);
    let (with, cut) = part(&server, others, slow, (&speaker, &room_id), (2, MESSAGES)).await?;
    println!(
        "{stalled} stalled{:>width$} {with} ({} deliveries)",
        "",
        with.count(),
        width = 7_usize.saturating_sub(stalled.to_string().len())
    );
    println!("cut off         {stalled} connections with 4429, the last one {:.1} s after the others had everything", cut.as_secs_f64());

    let (after, _) = part(&server, &people, &[], (&speaker, &room_id), (3, CONTROLS)).await?;
    println!("none any more   {after} ({} deliveries)", after.count());
    // The machine may have other things to do, before or after.
    let without = before.p99().max(after.p99());
    let mut violations = Violations::default();
    violations.expect(with.p99() <= without * MOST.0 + MOST.1, "delivery", || {
        format!("p99 is {:?} beside stalled readers, {without:?} without", with.p99())
    });
    for person in slow {
        let heard = resume(&server, person, &cursor).await?;
        violations.expect(heard == (0..MESSAGES).collect::<Vec<_>>(), "silent gap", || {
            format!("{} came back to {} of {MESSAGES} messages", person.username, heard.len())
        });
    }
    violations.verdict()?;
    println!("each of them had all {MESSAGES} messages when it came back");
    server.terminate().await;
    Ok(Told::new(MESSAGES + 2 * CONTROLS, 0)
        .with("members, of whom stalled", format!("{members}, {stalled}"))
        .with("p99 to the others, none stalled", format!("{:.1} ms", without.as_secs_f64() * 1e3))
        .with("p99 to the others, beside them", format!("{:.1} ms", with.p99().as_secs_f64() * 1e3))
        .with("stalled ones cut off with 4429", stalled))
}

/// Says all messages of a part while some listen and some stall; gives what each delivery took, and how long after the last one the
/// stalled ones were all cut off.
async fn part(
    server: &Server,
    others: &[Person],
    slow: &[Person],
    (speaker, room_id): (&Person, &str),
    (phase, messages): (u16, usize),
) -> Result<(Times, Duration)> {
    let address = server.address();
    let opening = stream::iter(others.to_vec()).map(|person| async move { Ear::open_live(address, &person.access_token).await });
    let ears: Vec<Ear> = opening.buffered(OPENED_AT_ONCE).try_collect().await?;
    let opening = stream::iter(slow.to_vec()).map(|person| async move { Ear::open_narrow(address, &person.access_token).await });
    let stalled: Vec<Ear> = opening.buffered(OPENED_AT_ONCE).try_collect().await?;
    // Nobody is told any more who else has come.
    sleep(Duration::from_secs(1)).await;
    let sent = Sent::default();
    let listening: Vec<JoinHandle<Times>> =
        ears.into_iter().map(|ear| tokio::spawn(listen(ear, sent.clone(), (phase, messages)))).collect();
    let mut pace = interval(PACE);
    for number in 0..messages {
        pace.tick().await;
        sent.lock().unwrap_or_else(PoisonError::into_inner).push(Instant::now());
        let words = format!("{}{}", mark::text(phase, number), FILLER.repeat(LENGTH - mark::LENGTH));
        speaker.say(room_id, &words).await;
    }
    let mut times = Times::default();
    for one in listening {
        let heard = tokio::time::timeout(CUT_OFF, one).await.context("a reader did not have everything in time")??;
        ensure!(heard.count() == messages as u64, "one who reads heard {} of {messages} messages", heard.count());
        times.add(&heard)?;
    }
    // Held until the server has given them up.
    let cut = if stalled.is_empty() { Duration::ZERO } else { cut_off(server, stalled.len()).await? };
    Ok((times, cut))
}

async fn listen(mut ear: Ear, sent: Sent, (phase, messages): (u16, usize)) -> Times {
    let mut times = Times::default();
    while times.count() < messages as u64 {
        let Some(frame) = ear.next().await else { break };
        let Some(sighting) = mark::read(frame.as_bytes()).filter(|sighting| sighting.phase == phase) else { continue };
        let begun = sent.lock().unwrap_or_else(PoisonError::into_inner).get(sighting.number).copied();
        times.note(begun.map(|begun| begun.elapsed()).unwrap_or_default());
    }
    times
}

/// Waits until the server has closed so many connections for being too slow.
async fn cut_off(server: &Server, count: usize) -> Result<Duration> {
    let begun = Instant::now();
    loop {
        let page = server.client().get("//metrics").await.expect(200);
        let page = page.as_str().context("metrics are text")?;
        let closed = page.lines().find_map(|line| line.strip_prefix(r#"causerie_ws_closed_total{code="4429"} "#)?.parse::<usize>().ok());
        if closed == Some(count) {
            return Ok(begun.elapsed());
        }
        ensure!(begun.elapsed() < CUT_OFF, "{closed:?} of {count} stalled connections were closed with 4429 within {CUT_OFF:?}");
        sleep(Duration::from_millis(200)).await;
    }
}

/// Comes back with a cursor; gives the numbers of the messages.
async fn resume(server: &Server, person: &Person, cursor: &str) -> Result<Vec<usize>> {
    let mut ear = Ear::open(server.address(), &person.access_token, Some(cursor)).await?;
    let mut heard = Vec::new();
    while let Some(frame) = ear.next().await {
        if is_caught_up(&frame) {
            return Ok(heard);
        }
        heard.extend(mark::read(frame.as_bytes()).filter(|sighting| sighting.phase == 2).map(|sighting| sighting.number));
    }
    anyhow::bail!("{} was closed before it had caught up", person.username)
}
