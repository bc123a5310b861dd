//! The floors: the least that each part of the work takes on this machine, measured in the same run, each by a process of its own
//! that is kept to the servers' core.

mod commits;
mod http;
mod sockets;

use std::process::Stdio;

use anyhow::{Context, Result};
use clap::Subcommand;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use self::commits::Commits;
pub use self::commits::GROUP;
use super::bench::{Bench, Place};
use super::crowd::Seat;
use super::http::Pool;
use super::meter::{Meter, Parties};
use super::plan::{Plan, Work};
use super::process::pin;
use super::record::{Of, Run};
use super::stage::{Cores, database};
use super::work::{self, names};
use crate::times::Times;
use crate::{Engine, postgres};

/// How many connections ask the bare endpoint.
pub const ASKING: usize = 64;

/// What a process of a floor does.
#[derive(Subcommand)]
pub enum Floor {
    /// A bare broadcast: what is posted to a room goes to its sockets, and nowhere else.
    Sockets,
    /// A bare endpoint of poem: JSON in, JSON out.
    Http,
    /// Rows that are committed one by one, then in groups.
    Commits {
        /// Where the database is.
        #[arg(long)]
        url: String,
        #[arg(long)]
        secs: f64,
    },
}

impl Floor {
    /// Is that process.
    pub async fn be(self) -> Result<()> {
        match self {
            Self::Sockets => sockets::serve().await,
            Self::Http => http::serve().await,
            Self::Commits { url, secs } => commits::run(&url, secs).await,
        }
    }
}

/// A running process of a floor.
struct Running {
    process: Child,
    said: String,
}

/// How many runs that makes at most.
pub fn runs(plan: &Plan, works: &[Work]) -> usize {
    let of = |work: Work| if works.contains(&work) { plan.runs(work) } else { 0 };
    let commits = if works.contains(&Work::W1) { 2 } else { 0 };
    let sockets = if needs_large(works) { plan.runs(Work::W2) } else { 0 };
    let endpoint = if needs_endpoint(works) { 2 } else { 0 };
    of(Work::W1) + commits + sockets + of(Work::W3) + endpoint
}

/// What W4 sends to one socket is held against the rate of W2.
fn needs_large(works: &[Work]) -> bool {
    works.contains(&Work::W2) || works.contains(&Work::W4)
}

fn needs_endpoint(works: &[Work]) -> bool {
    works.contains(&Work::W5) || works.contains(&Work::W6)
}

/// Measures the floors of these workloads.
pub async fn measure(bench: &mut Bench, works: &[Work], engine: Engine, cores: Option<Cores>) -> Result<()> {
    sockets(bench, works, cores).await?;
    if needs_endpoint(works) {
        endpoint(bench, cores).await?;
    }
    if works.contains(&Work::W1) {
        commits(bench, engine, cores).await?;
    }
    Ok(())
}

/// The same workloads as the server's, against the bare broadcast.
async fn sockets(bench: &mut Bench, works: &[Work], cores: Option<Cores>) -> Result<()> {
    let plan = bench.plan.clone();
    let seat = |room: usize| Seat { token: format!("room-{room}"), room_id: format!("room-{room}"), room };
    if works.contains(&Work::W1) {
        let running = Running::start(&["sockets"], cores).await?;
        let seats = (0..plan.rooms * plan.members).map(|number| seat(number / plan.members)).collect();
        work::rooms(bench, &running.place(), seats).await?;
    }
    if needs_large(works) {
        let running = Running::start(&["sockets"], cores).await?;
        work::large(bench, &running.place(), (0..plan.large).map(|_| seat(0)).collect()).await?;
    }
    if works.contains(&Work::W3) {
        let running = Running::start(&["sockets"], cores).await?;
        let most = plan.idle.iter().max().copied().unwrap_or_default();
        let tokens: Vec<String> = (0..most.div_ceil(work::PER_PERSON)).map(|number| format!("room-{number}")).collect();
        work::idle(bench, &running.place(), &tokens).await?;
    }
    Ok(())
}

/// How long the bare endpoint takes for one who asks again and again, and how much it carries.
async fn endpoint(bench: &mut Bench, cores: Option<Cores>) -> Result<()> {
    let running = Running::start(&["http"], cores).await?;
    let place = running.place();
    for connections in [1, ASKING] {
        bench.ready(&names::endpoint(connections)).await;
        let pool = Pool::new(&place.addresses[0]);
        http::ask(&pool, connections, bench.plan.warm_up()).await?;
        let meter = Meter::start(&place.parties);
        let (times, secs) = http::ask(&pool, connections, bench.plan.span()).await?;
        let cost = meter.stop();
        let run = Run::new(Of::Floor, Work::W5, names::endpoint(connections)).with_times("answer", &times);
        let run = run.with("answers_per_s", times.count() as f64 / secs);
        let cpu = cost.server_cpu_secs * 1_000.0 / times.count() as f64;
        bench.note(run.with("cpu_s_per_1000_answers", cpu).with_cost(cost));
    }
    Ok(())
}

/// How many rows the engine commits, one by one and in groups.
async fn commits(bench: &mut Bench, engine: Engine, cores: Option<Cores>) -> Result<()> {
    bench.ready("commits").await;
    let folder = tempfile::tempdir()?;
    let url = match engine {
        Engine::Sqlite => format!("sqlite://{}", folder.path().join("floor.db").display()),
        Engine::Postgres => tokio::task::spawn_blocking(|| postgres::shared().create_database()).await?,
    };
    if let Some(cores) = cores {
        pin(&database(engine), cores.servers)?;
    }
    let secs = bench.plan.secs.to_string();
    let mut running = Running::start(&["commits", "--url", &url, "--secs", &secs], cores).await?;
    let told: Vec<Commits> = serde_json::from_str(&running.said)?;
    running.process.wait().await?;
    for commits in told {
        let mut times = Times::default();
        times.note(std::time::Duration::from_micros(commits.p50_micros));
        let run = Run::new(Of::Floor, Work::W1, names::commits(commits.group)).with("rows_per_s", commits.rows_per_s);
        let run = run.with("cpu_s_per_1000_rows", commits.cpu_secs_per_1000_rows);
        bench.note(
            run.with("commit_p50_ms", commits.p50_micros as f64 / 1_000.0).with("commit_p99_ms", commits.p99_micros as f64 / 1_000.0),
        );
    }
    Ok(())
}

impl Running {
    /// Starts a process and waits for its first line.
    async fn start(arguments: &[&str], cores: Option<Cores>) -> Result<Self> {
        let own = std::env::current_exe()?.display().to_string();
        let words: Vec<&str> = Cores::wrapper(cores).into_iter().chain([own.as_str(), "floor"]).chain(arguments.iter().copied()).collect();
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).stdout(Stdio::piped()).kill_on_drop(true);
        let mut process = command.spawn().with_context(|| format!("cannot start {}", words[0]))?;
        let mut lines = BufReader::new(process.stdout.take().context("its output is piped")?).lines();
        let said = lines.next_line().await?.with_context(|| format!("floor {}: it ended without a word", arguments[0]))?;
        Ok(Self { process, said })
    }

    fn place(&self) -> Place {
        let servers = self.process.id().into_iter().collect();
        Place { of: Of::Floor, addresses: vec![self.said.clone()], parties: Parties { servers, ..Parties::default() } }
    }
}
