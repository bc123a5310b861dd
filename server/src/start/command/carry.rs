//! The commands that carry whole databases: backup, restore, and the move to another engine.

use std::path::{Path, PathBuf};

use anyhow::ensure;
use clap::{Arg, ArgMatches, Command, value_parser};

use crate::config::Settings;
use crate::domain::clock::{Clock, Ids};
use crate::services::{backup, engine_move};
use crate::storage::Db;

fn file(about: &'static str) -> Arg {
    Arg::new("file").value_name("FILE").required(true).value_parser(value_parser!(PathBuf)).help(about)
}

pub fn backup_command() -> Command {
    Command::new("backup").about("Write everything into a file; the server may run").arg(file("A file that is not there yet"))
}

pub fn restore_command() -> Command {
    Command::new("restore").about("Load a backup into an empty database of either engine").arg(file("What `causerie backup` wrote"))
}

pub fn engine_command() -> Command {
    let url = |name| Arg::new(name).long(name).value_name("URL");
    Command::new("engine")
        .about("Move everything into an empty database, mostly from SQLite to PostgreSQL; the server may run, and then takes no writes")
        .arg(url("from").help("The database that is left; the one of the settings without it"))
        .arg(url("to").required(true).help("The database that takes its place"))
}

fn path(matches: &ArgMatches) -> &Path {
    matches.get_one::<PathBuf>("file").expect("clap demands it")
}

pub async fn backup(matches: &ArgMatches, settings: &Settings) -> anyhow::Result<()> {
    let (path, db) = (path(matches), Db::open_to_carry(&settings.database_url, false).await?);
    let report = backup::write(&db, path, Clock::default().now()).await?;
    db.close().await;
    println!("{} has {} rows up to position {} of the log", path.display(), report.rows, report.position);
    println!("sha256 {}", report.sha256);
    Ok(())
}

pub async fn restore(matches: &ArgMatches, settings: &Settings) -> anyhow::Result<()> {
    std::fs::create_dir_all(&settings.data_dir)?;
    let (path, db) = (path(matches), Db::open_to_carry(&settings.database_url, true).await?);
    let report = backup::restore(&db, path, &Ids).await?;
    db.close().await;
    println!("{} rows are restored; the log goes on at position {} in a new life", report.rows, report.position);
    println!("sha256 {}", report.sha256);
    Ok(())
}

pub async fn engine(matches: &ArgMatches, settings: &Settings) -> anyhow::Result<()> {
    let to = matches.get_one::<String>("to").expect("clap demands it");
    let from = matches.get_one::<String>("from").unwrap_or(&settings.database_url);
    ensure!(from != to, "both ends are the same database");
    let (source, target) = (Db::open_to_carry(from, false).await?, Db::open_to_carry(to, true).await?);
    let moved = engine_move::run(&source, &target, Clock::default().now()).await?;
    source.close().await;
    target.close().await;
    for (name, end) in [("from", &moved.from), ("to", &moved.to)] {
        println!("{name:<4} {:<10} {} rows, sha256 {}", end.engine, end.rows, end.sha256);
    }
    println!("equal; the log goes on at position {} in the new database, and the old one takes no more writes", moved.position);
    Ok(())
}
