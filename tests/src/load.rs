//! How fast and how lean the server is: the workloads of `docs/performance.md`, an open loop for rates, each delivery accounted
//! for, and in the same run the floors that the figures are held against.

pub(crate) mod about;
mod account;
mod bench;
mod crowd;
pub(crate) mod ear;
pub mod floor;
mod goals;
mod http;
pub(crate) mod mark;
mod meter;
mod pacer;
mod plan;
pub(crate) mod process;
mod profile;
mod record;
pub(crate) mod report;
mod stage;
mod work;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, bail, ensure};
use clap::{Args, Subcommand};
use tokio::runtime::Builder;
use tokio::task::LocalSet;

use self::about::About;
use self::bench::{Bench, Place};
use self::plan::{Plan, Work};
use self::record::{Of, Record};
use self::stage::{Cores, Stage};
use crate::{Engine, server};

/// Files that are open besides sockets.
const OTHER_FILES: usize = 3_000;

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Load {
    #[command(subcommand)]
    report: Option<Report>,
    #[command(flatten)]
    measure: Measure,
}

#[derive(Subcommand)]
enum Report {
    /// Shows records that were written before.
    Report {
        #[arg(required = true)]
        records: Vec<PathBuf>,
        /// Makes the page of the documents of them, with plots in a folder beside it.
        #[arg(long)]
        write: Option<PathBuf>,
    },
}

#[derive(Args)]
struct Measure {
    /// Which workloads; all when none is named.
    #[arg(long, value_delimiter = ',', ignore_case = true)]
    work: Vec<Work>,
    /// The engine: sqlite or postgres.
    #[arg(long, default_value = "sqlite", value_parser = crate::engine::named)]
    engine: Engine,
    /// How many servers are started, with Redis between them. Several need postgres.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=9))]
    nodes: u8,
    /// How long each phase is measured, in seconds.
    #[arg(long)]
    secs: Option<f64>,
    /// The folder that the record and the plots are written to.
    #[arg(long, default_value = "target/load")]
    out: PathBuf,
    /// How many seconds each phase may wait until nobody else uses the machine.
    #[arg(long, default_value_t = 0)]
    wait: u64,
    /// Samples the servers (W1, closed loop) with perf, and tells where their time goes. What is measured beside is a bit slower.
    #[arg(long)]
    profile: bool,
    /// Small sizes, for a first look.
    #[arg(long)]
    quick: bool,
    /// Makes the page of the documents of this record alone.
    #[arg(long)]
    write: Option<PathBuf>,
    /// Fails also when a goal is missed.
    #[arg(long, conflicts_with = "quick")]
    strict: bool,
}

impl Load {
    /// Measures, or shows what was measured.
    pub async fn run(self) -> Result<()> {
        match self.report {
            Some(Report::Report { records, write }) => {
                let mut records: Vec<Record> = records.iter().map(|path| report::read(path)).collect::<Result<_>>()?;
                // What the others are held against comes first, however the files are called.
                records.sort_by_key(|record| (record.about.engine != "SQLite", record.about.nodes));
                records.iter().for_each(|record| println!("{}", report::show(record)));
                write.map_or(Ok(()), |path| report::write_page(&records, &path))
            }
            // One thread, as it has one core, and nothing need be locked.
            None => {
                let work = || Builder::new_current_thread().enable_all().build()?.block_on(LocalSet::new().run_until(self.measure.run()));
                tokio::task::spawn_blocking(work).await?
            }
        }
    }
}

impl Measure {
    async fn run(mut self) -> Result<()> {
        let nodes = usize::from(self.nodes);
        ensure!(nodes == 1 || self.engine == Engine::Postgres, "several nodes need --engine postgres");
        self.work.sort_unstable();
        self.work.dedup();
        if self.work.is_empty() {
            self.work = Work::ALL.to_vec();
        }
        let plan = Plan::new(self.quick, self.secs);
        // Before this process is kept to one core, and cargo with it.
        if self.profile {
            server::keep_symbols();
        }
        server::binary();
        let cores = Cores::of_machine();
        let about = About::read(self.engine, nodes, cores, self.command());
        let most = plan.idle.iter().max().copied().unwrap_or_default() + plan.large;
        process::raise_file_limit(most + OTHER_FILES)?;
        if let Some(cores) = cores {
            process::pin(&[std::process::id()], cores.generator)?;
        }
        let runs = floor::runs(&plan, &self.work) + self.work.iter().map(|work| plan.runs(*work)).sum::<usize>();
        let mut bench = Bench::new(plan, runs, Duration::from_secs(self.wait), self.profile)?;
        floor::measure(&mut bench, &self.work, self.engine, cores).await?;
        let mut stage = Stage::set(self.engine, nodes, cores).await?;
        // Idle sockets first, as their people are to be in no room.
        self.work.sort_by_key(|work| *work != Work::W3);
        for work in &self.work {
            measure(&mut bench, &mut stage, *work).await?;
        }
        bench.finish();
        self.end(Record { about, plan: bench.plan, runs: bench.runs, profiles: bench.profiles })
    }

    /// How this is called again, wherever its files go.
    fn command(&self) -> String {
        let mut words = vec!["load".to_owned()];
        if self.work.len() < Work::ALL.len() {
            let works: Vec<String> = self.work.iter().map(|work| format!("{work:?}").to_lowercase()).collect();
            words.push(format!("--work {}", works.join(",")));
        }
        if self.engine == Engine::Postgres {
            words.push("--engine postgres".to_owned());
        }
        if self.nodes > 1 {
            words.push(format!("--nodes {}", self.nodes));
        }
        words.extend(self.secs.map(|secs| format!("--secs {secs}")));
        words.extend(self.profile.then(|| "--profile".to_owned()));
        words.extend(self.quick.then(|| "--quick".to_owned()));
        words.join(" ")
    }

    fn end(&self, record: Record) -> Result<()> {
        println!("{}", report::show(&record));
        println!("{}", report::keep(&record, &self.out)?.display());
        if let Some(page) = &self.write {
            report::write_page(std::slice::from_ref(&record), page)?;
        }
        let wrong = record.wrong();
        ensure!(wrong.is_nothing(), "what must never be: {wrong:?}");
        if let Some(refusal) = record.refusal() {
            bail!("a message was refused: {refusal}");
        }
        let missed = goals::hold(&record).iter().filter(|reached| !reached.is_met()).count();
        ensure!(!self.strict || missed == 0, "{missed} goals are missed");
        Ok(())
    }
}

/// Measures the server.
async fn measure(bench: &mut Bench, stage: &mut Stage, work: Work) -> Result<()> {
    let plan = bench.plan.clone();
    bench.tell(format!("{work:?} is prepared"));
    let most = plan.idle.iter().max().copied().unwrap_or_default();
    let people = match work {
        Work::W1 => plan.rooms * plan.members,
        Work::W2 => plan.large,
        Work::W3 => most.div_ceil(work::PER_PERSON),
        Work::W4 | Work::W5 | Work::W6 => 0,
    };
    stage.begin(people).await?;
    let place = Place { of: Of::Server, addresses: stage.addresses(), parties: stage.parties().await };
    match work {
        Work::W1 => {
            let mut seats = Vec::new();
            for (room, members) in stage.people()[..people].chunks(plan.members).enumerate() {
                seats.extend(stage.seats(room, members).await?);
            }
            work::rooms(bench, &place, seats).await
        }
        Work::W2 => work::large(bench, &place, stage.seats(0, &stage.people()[..people]).await?).await,
        Work::W3 => {
            let tokens: Vec<String> = stage.people()[..people].iter().map(|person| person.access_token.clone()).collect();
            work::idle(bench, &place, &tokens).await
        }
        Work::W4 | Work::W5 | Work::W6 => {
            let name = format!("{work:?}").to_lowercase();
            let (reader, sender) = (stage.newcomer(&format!("reader-{name}")).await, stage.newcomer(&format!("sender-{name}")).await);
            match work {
                Work::W4 => work::away(bench, &place, &reader, &sender).await,
                Work::W5 => work::list(bench, &place, &reader, &sender).await,
                _ => work::pages(bench, &place, &reader, &sender).await,
            }
        }
    }
}
