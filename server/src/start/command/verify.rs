//! `causerie verify`: holds a running deployment, this one or another, against what is promised.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, ensure};
use causerie_verify::run::{self, Plan, Report};
use clap::{Arg, ArgMatches, Command, value_parser};

use crate::domain::clock::Ids;

/// The exit statuses besides success: something was violated; it could not be found out.
const VIOLATED: u8 = 1;
const NOT_RUN: u8 = 2;

pub fn command() -> Command {
    let arg = |name, value| Arg::new(name).long(name).value_name(value);
    let count = || value_parser!(u16).range(1..=1_000);
    Command::new("verify")
        .about("Talk on a running deployment for a while, and hold what came of it against the contract")
        .arg(arg("url", "URL").required(true).help("Where it is, such as https://chat.example.org"))
        .arg(arg("users", "N").value_parser(count()).default_value("50").help("How many people it registers"))
        .arg(arg("rooms", "N").value_parser(count()).help("How many rooms they make; one for five of them without it"))
        .arg(arg("minutes", "N").value_parser(value_parser!(f64)).default_value("2").help("How long they talk; 0.5 is half a minute"))
        .arg(arg("seed", "N").value_parser(value_parser!(u64)).help("What chooses what they do; another each time without it"))
        .arg(arg("out", "FILE").value_parser(value_parser!(PathBuf)).help("Where the report goes as JSON, too"))
}

/// Does it; 0 without a violation, 1 with some, 2 when it could not be done.
pub fn run(matches: &ArgMatches) -> ExitCode {
    let done = super::runtime().map_err(anyhow::Error::from).and_then(|runtime| runtime.block_on(verify(matches)));
    match done {
        Ok(report) => {
            println!("{report}");
            if report.violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(VIOLATED) }
        }
        Err(error) => {
            eprintln!("causerie: {error:#}");
            ExitCode::from(NOT_RUN)
        }
    }
}

async fn verify(matches: &ArgMatches) -> anyhow::Result<Report> {
    let report = run::run(plan(matches)?, &|line| eprintln!("{line}")).await?;
    if let Some(path) = matches.get_one::<PathBuf>("out") {
        std::fs::write(path, format!("{:#}\n", report.json())).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(report)
}

fn plan(matches: &ArgMatches) -> anyhow::Result<Plan> {
    let count = |name| matches.get_one::<u16>(name).copied().map(usize::from);
    let minutes = matches.get_one::<f64>("minutes").copied().unwrap_or_default();
    ensure!((0.01..=1_440.0).contains(&minutes), "the minutes must be 0.01 to 1440");
    let users = count("users").unwrap_or_default();
    Ok(Plan {
        url: matches.get_one::<String>("url").cloned().unwrap_or_default(),
        users,
        rooms: count("rooms").unwrap_or_else(|| users.div_ceil(5)),
        time: Duration::from_secs_f64(minutes * 60.0),
        seed: matches.get_one::<u64>("seed").copied().unwrap_or_else(|| Ids.below(1_000_000_000)),
        name: format!("verify-{}", hex::encode(Ids.secret::<4>())),
        password: hex::encode(Ids.secret::<16>()),
    })
}
