//! What is run on demand against a server: the replay of a real channel, faults, and measurements.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, anyhow};
use clap::{Parser, Subcommand};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tests::engine::named;
use tests::faults::Faults;
use tests::load::Load;
use tests::load::floor::Floor;
use tests::replay::Replay;
use tests::scale::simulate::{Flaw, Plan};
use tests::simulation::Simulate;
use tests::view::Most;
use tests::{Engine, authorisation, canary, chance, faults, rooms, scale, schema, secrecy, view};

/// The house seen from the street, on demand. Servers that are started here are of this build's profile.
#[derive(Parser)]
#[command(name = "tests")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Plays whole days of an IRC channel and holds every member's list, the history and the transcript against each other.
    Replay {
        /// A running server without rate limits, as `http://127.0.0.1:8080`. Without it one is started on a fresh database.
        #[arg(long, conflicts_with_all = ["engine", "nodes"])]
        url: Option<String>,
        /// The engine of the server that is started: sqlite or postgres.
        #[arg(long, default_value = "sqlite", value_parser = named)]
        engine: Engine,
        /// How many servers are started; every device and every request is at another one. Several need postgres.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=9))]
        nodes: u8,
        /// How many sockets are cut off at random moments.
        #[arg(long, default_value_t = 0)]
        cuts: usize,
        /// What chooses the moments, and who acknowledges and reads; without it another each time.
        #[arg(long)]
        seed: Option<u64>,
        /// How many devices each person is signed in on; three in five are offline for half of the day.
        #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=10))]
        devices: u8,
        /// Files of the form `[12:18] <ada> text`.
        #[arg(required = true)]
        days: Vec<PathBuf>,
    },
    /// Lets something happen to servers of its own while people are at work, and looks whether anything was lost.
    Faults(Faults),
    /// Moves a server's database to the other engine under load; everybody goes on with their cursors.
    Move {
        /// The engine that is left: sqlite or postgres.
        #[arg(long, default_value = "sqlite", value_parser = named)]
        from: Engine,
        /// How many messages are there before.
        #[arg(long, default_value_t = 2_000)]
        messages: usize,
    },
    /// Measures how fast and how lean servers of its own are, beside the least that each part takes on this machine.
    Load(Load),
    /// Is a process of `load`.
    #[command(hide = true)]
    Floor {
        #[command(subcommand)]
        floor: Floor,
    },
    /// Lets people do whatever they may by chance, and holds every client that follows events against the server.
    Chance {
        /// The engine: sqlite or postgres.
        #[arg(long, default_value = "sqlite", value_parser = named)]
        engine: Engine,
        /// How many servers are started; every device and every request is at another one. Several need postgres.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=9))]
        nodes: u8,
        /// How many worlds, one after the other.
        #[arg(long, default_value_t = 10)]
        cases: u32,
        /// How many steps each.
        #[arg(long, default_value_t = 1_000)]
        steps: usize,
        /// What chooses the steps; without it another each time.
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Puts somebody into very many rooms on a server of its own and tells how long their list and counts take.
    Rooms {
        /// The engine: sqlite or postgres.
        #[arg(long, default_value = "sqlite", value_parser = named)]
        engine: Engine,
        #[arg(long, default_value_t = 1_000)]
        rooms: usize,
        /// What 99 in 100 answers may take, in milliseconds.
        #[arg(long, default_value_t = 20)]
        most_ms: u64,
    },
    /// Clears, archives, forwards and the like in rooms with very many messages on a server of its own, and tells how long
    /// that takes.
    View {
        /// The engine: sqlite or postgres.
        #[arg(long, default_value = "sqlite", value_parser = named)]
        engine: Engine,
        #[arg(long, default_value_t = 100_000)]
        messages: usize,
        /// What 99 in 100 answers may take, in milliseconds.
        #[arg(long, default_value_t = 100)]
        most_ms: u64,
        /// The same where a message is forwarded to ten rooms.
        #[arg(long, default_value_t = 200)]
        most_forward_ms: u64,
    },
    /// Writes the table of who may what anew: what was judged stays, what openapi.yaml has besides is marked to be judged.
    Authorisation,
    /// Puts secrets that can be recognised wherever a secret goes, and searches everything that the server leaves behind.
    Canary {
        /// The engine: sqlite or postgres.
        #[arg(long, default_value = "sqlite", value_parser = named)]
        engine: Engine,
    },
    /// Asks for what is there and what is not, and holds that neither the answers' bytes nor their times tell which.
    Secrecy {
        /// The engine: sqlite or postgres.
        #[arg(long, default_value = "sqlite", value_parser = named)]
        engine: Engine,
        /// What chooses the order; without it another each time.
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Prints the page on the schema, `docs/schema.md`.
    Schema,
    /// Runs devices on the Rust SDK against a model of the server, on a simulated network of which a seed chooses every fault.
    Simulate(Simulate),
    /// Looks at what lies beyond one database and one Redis.
    Scale {
        #[command(subcommand)]
        scale: Scale,
    },
}

#[derive(Subcommand)]
enum Scale {
    /// Measures what one row lock of the log on PostgreSQL carries, and one Redis.
    Measure {
        /// How many runs of each kind, of which the median is told.
        #[arg(long, default_value_t = 3)]
        runs: usize,
    },
    /// Drives a log in several shards through very many people's events, on three nodes, and splits its shards half-way.
    Simulate {
        #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
        users: u32,
        /// How many shards at the beginning; a power of two.
        #[arg(long, default_value_t = 16)]
        shards: usize,
        /// How many events each person makes, about.
        #[arg(long, default_value_t = 5)]
        events: u32,
        /// What chooses everything; without it another each time.
        #[arg(long)]
        seed: Option<u64>,
    },
}

fn main() -> ExitCode {
    let command = Arguments::parse().command;
    let single = if let Command::Simulate(simulate) = &command { simulate.single() } else { None };
    let outcome = match single {
        // It has executors of its own, and may have no other beside it.
        Some(single) => single.run(),
        None => attend(command),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn attend(command: Command) -> Result<()> {
    // A panic is where the contract was broken; it is told where it happens, and ends this as any error does.
    tokio::spawn(run(command)).await.unwrap_or_else(|_| Err(anyhow!("the panic above ended it")))
}

fn chosen(seed: Option<u64>) -> u64 {
    seed.unwrap_or_else(|| StdRng::from_os_rng().random())
}

async fn run(command: Command) -> Result<()> {
    match command {
        Command::Replay { url, engine, nodes, cuts, seed, devices, days } => {
            Replay { url, engine, nodes: nodes.into(), cuts, seed: chosen(seed), devices: devices.into(), days }.run().await
        }
        Command::Faults(faults) => faults.run().await,
        Command::Simulate(simulate) => simulate.run().await,
        Command::Move { from, messages } => faults::move_engine(from, messages).await,
        Command::Load(load) => load.run().await,
        Command::Floor { floor } => floor.be().await,
        Command::Chance { engine, nodes, cases, steps, seed } => chance::run(engine, nodes.into(), cases, steps, chosen(seed)).await,
        Command::Rooms { engine, rooms, most_ms } => rooms::run(engine, rooms, Duration::from_millis(most_ms)).await,
        Command::Authorisation => {
            let (path, kept) = (authorisation::path(), std::fs::read_to_string(authorisation::path()).unwrap_or_default());
            Ok(std::fs::write(path, authorisation::Table::read(&kept).draft())?)
        }
        Command::Canary { engine } => canary::run(engine).await,
        Command::Secrecy { engine, seed } => secrecy::run(engine, chosen(seed)).await,
        Command::Schema => {
            print!("{}", schema::page().await);
            Ok(())
        }
        Command::Scale { scale: Scale::Measure { runs } } => scale::measure::run(runs).await,
        Command::Scale { scale: Scale::Simulate { users, shards, events, seed } } => {
            scale::simulate::run(Plan { users, shards, events_per_user: events, seed: chosen(seed), flaw: Flaw::None })
        }
        Command::View { engine, messages, most_ms, most_forward_ms } => {
            let most = Most { each: Duration::from_millis(most_ms), forwarding: Duration::from_millis(most_forward_ms) };
            view::run(engine, messages, most).await
        }
    }
}
