//! Chance: twenty people in fifty rooms do whatever they may, and after every step everybody's client, which only follows
//! events, has exactly the counts that the server tells and that a recount finds; at the end it has everything else too.

mod load;
mod replica;
mod room;
mod steps;
mod world;

use std::time::Duration;

use anyhow::{Result, anyhow, ensure};
use futures_util::future::join_all;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use serde_json::Value;
use tokio::runtime::Handle;
use tokio::time::Instant;

use self::steps::Step;
use self::world::World;
use crate::person::text;
use crate::{Cluster, Engine, Person};

/// After how many steps the server counts everything again.
const AUDITED: usize = 20;
/// After how many steps everything is compared, and not the counts alone.
const COMPARED: usize = 100;
/// How long a failing case is made smaller.
const SHRUNK: Duration = Duration::from_secs(300);
/// How many of the last steps are named when something is wrong.
const NAMED: usize = 15;

/// Takes so many steps in each of so many worlds of so many nodes, of which every request goes to another one. A failing case
/// is made smaller and printed.
pub async fn run(engine: Engine, nodes: usize, cases: u32, steps: usize, seed: u64) -> Result<()> {
    let begun = Instant::now();
    println!("{engine:?}, {nodes} nodes: {cases} worlds of {steps} steps each, chosen by --seed {seed}");
    let config = Config { cases, failure_persistence: None, max_shrink_time: u32::try_from(SHRUNK.as_millis())?, ..Config::default() };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let handle = Handle::current();
    let outcome = tokio::task::spawn_blocking(move || {
        let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
        runner.run(&steps::some(steps), |steps| {
            // A broken contract panics; it has to end this case alone.
            let case = handle.block_on(handle.spawn(case(engine, nodes, steps)));
            case.map_err(|error| TestCaseError::fail(error.to_string()))
        })
    });
    outcome.await?.map_err(|error| anyhow!("{error}"))?;
    ensure!(cases > 0 && steps > 0, "no step was taken");
    println!("{} steps, {:.1} s: every client agrees after each", cases as usize * steps, begun.elapsed().as_secs_f64());
    Ok(())
}

/// One world from its beginning to its end.
async fn case(engine: Engine, nodes: usize, steps: Vec<Step>) {
    let cluster = Cluster::start(engine, nodes).await;
    let mut world = World::build(&cluster).await;
    let auditor = Person::register(&cluster, "auditor").await;
    let granted = cluster.nodes[0].command(&["user", "grant", "auditor", "admin"]).output().await.expect("the command can be started");
    assert!(granted.status.success(), "{}", String::from_utf8_lossy(&granted.stderr));
    let first: Vec<_> = world.replicas.to_vec();
    let mut taken = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        taken.push(world.take(step).await);
        let last = &taken[taken.len().saturating_sub(NAMED)..];
        let counted = join_all(world.people.iter().map(|person| person.get("/unread-count?explain=true"))).await;
        for ((person, replica), answer) in world.people.iter().zip(&world.replicas).zip(counted) {
            let counted = sorted(answer.expect(200));
            assert_eq!(counted, replica.unread(person), "{} after step {at}; the last were {last:#?}", person.username);
        }
        // The explanation above comes from the view that the audit counts: for every member, it can come less often.
        if (at + 1) % AUDITED == 0 || at + 1 == steps.len() {
            let audit = auditor.get("/admin/audit/unread").await.expect(200);
            assert_eq!(audit["mismatch_count"], 0, "after step {at}: {audit}; the last were {last:#?}");
        }
        if (at + 1) % COMPARED == 0 || at + 1 == steps.len() {
            join_all(world.replicas.iter().zip(&world.people).map(|(replica, person)| replica.compare(person))).await;
        }
    }
    // Who was away all the time hears it in one piece, and ends with the same.
    for (mut replica, person) in first.into_iter().zip(&world.people) {
        let mut socket = person.connect(Some(&replica.cursor)).await;
        socket.until("caught_up").await;
        for frame in socket.drain().await {
            replica.take(person, &frame).await;
        }
        replica.compare(person).await;
    }
}

fn sorted(mut counted: Value) -> Value {
    if let Some(rooms) = counted["rooms"].as_array_mut() {
        rooms.sort_by_key(|room| text(&room["room_id"]));
    }
    counted
}
