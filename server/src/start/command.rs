//! The command line: what to do, and with which settings.

mod carry;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command, value_parser};

use super::serve;
use crate::api::declared;
use crate::config::{ALL, Raw, Settings, sample};
use crate::services::user_roles;
use crate::storage::{Db, migrate};
use crate::telemetry;

/// The exit status for settings that cannot be used (`EX_CONFIG` of sysexits.h).
const BAD_SETTINGS: u8 = 78;

fn command() -> Command {
    let config = Arg::new("config").long("config").value_name("FILE").value_parser(value_parser!(PathBuf)).global(true);
    Command::new("causerie")
        .about("A chat backend that other people build on")
        .version(env!("CARGO_PKG_VERSION"))
        .arg(config.help("A settings file, TOML; the environment and flags go before it"))
        .args(ALL.iter().map(|setting| setting.arg()))
        .subcommand(Command::new("serve").about("Serve (also without a command)"))
        .subcommand(
            Command::new("migrate")
                .about("Move the database's schema, or everything to another engine")
                .subcommand_required(true)
                .subcommand(Command::new("up").about("Apply every migration that is missing"))
                .subcommand(Command::new("down").about("Take the last migration back"))
                .subcommand(Command::new("status").about("List the migrations and say which are applied"))
                .subcommand(carry::engine_command()),
        )
        .subcommand(carry::backup_command())
        .subcommand(carry::restore_command())
        .subcommand(verify::command())
        .subcommand(Command::new("openapi").about("Print the specification that the handlers declare"))
        .subcommand(
            Command::new("user").about("Look after accounts").subcommand_required(true).subcommand(
                Command::new("grant")
                    .about("Give a person a role in the whole deployment: admin")
                    .arg(Arg::new("username").required(true))
                    .arg(Arg::new("role").required(true)),
            ),
        )
        .subcommand(
            Command::new("config")
                .about("Look at the settings")
                .subcommand_required(true)
                .subcommand(Command::new("check").about("Say whether they can be used, and if not, everything that is wrong"))
                .subcommand(Command::new("show").about("Print them as they stand, without secrets"))
                .subcommand(Command::new("sample").about("Print a settings file to fill in, with every default")),
        )
}

/// Runs the command line's command.
pub fn run() -> ExitCode {
    let matches = command().get_matches();
    if matches.subcommand_name() == Some("openapi") {
        println!("{:#}", declared::json());
        return ExitCode::SUCCESS;
    }
    // It looks at a deployment from outside, and needs no settings of one.
    if let Some(matches) = matches.subcommand_matches("verify") {
        return verify::run(matches);
    }
    // Also where the settings at hand cannot be used: the sample is how to mend them.
    if matches.subcommand_matches("config").and_then(ArgMatches::subcommand_name) == Some("sample") {
        print!("{}", sample());
        return ExitCode::SUCCESS;
    }
    let file = matches.get_one::<PathBuf>("config").map(PathBuf::as_path);
    let raw = Raw::read(file, |name| std::env::var(name).ok(), &matches);
    let settings = match judge(&raw) {
        Ok(settings) => settings,
        Err(faults) => {
            faults.iter().for_each(|fault| eprintln!("causerie: {fault}"));
            return ExitCode::from(BAD_SETTINGS);
        }
    };
    match execute(&matches, &raw, settings) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("causerie: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn judge(raw: &Raw) -> Result<Settings, Vec<String>> {
    let log = telemetry::check(raw.get("log")).map_err(|why| format!("log: {why}"));
    match (Settings::judge(raw), log) {
        (Ok(settings), Ok(())) => Ok(settings),
        (settings, log) => Err(settings.err().into_iter().flatten().chain(log.err()).collect()),
    }
}

fn execute(matches: &ArgMatches, raw: &Raw, settings: Settings) -> anyhow::Result<()> {
    let nested = |name| matches.subcommand_matches(name).and_then(ArgMatches::subcommand_name);
    if let Some((_, named)) = matches.subcommand_matches("user").and_then(ArgMatches::subcommand) {
        let word = |name| named.get_one::<String>(name).map(String::as_str).unwrap_or_default();
        return runtime()?.block_on(grant(word("username"), word("role"), settings));
    }
    if let Some(matches) = matches.subcommand_matches("backup") {
        return runtime()?.block_on(carry::backup(matches, &settings));
    }
    if let Some(matches) = matches.subcommand_matches("restore") {
        return runtime()?.block_on(carry::restore(matches, &settings));
    }
    if let Some(matches) = matches.subcommand_matches("migrate").and_then(|migrate| migrate.subcommand_matches("engine")) {
        return runtime()?.block_on(carry::engine(matches, &settings));
    }
    match (nested("config"), nested("migrate")) {
        (Some("show"), _) => print!("{}", raw.show()),
        (Some(_), _) => println!("the settings can be used"),
        (None, Some(direction)) => runtime()?.block_on(migrate(direction, settings))?,
        (None, None) => runtime()?.block_on(serve(settings))?,
    }
    Ok(())
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}

async fn migrate(direction: &str, settings: Settings) -> anyhow::Result<()> {
    std::fs::create_dir_all(&settings.data_dir)?;
    let db = Db::open(&settings.database_url).await?;
    match direction {
        "up" => migrate::up(&db).await?,
        "down" => migrate::down(&db).await?,
        _ => {}
    }
    for state in migrate::status(&db).await? {
        println!("{:04} {} {}", state.version, if state.applied { "applied" } else { "missing" }, state.name);
    }
    db.close().await;
    Ok(())
}

async fn grant(username: &str, role: &str, settings: Settings) -> anyhow::Result<()> {
    std::fs::create_dir_all(&settings.data_dir)?;
    let db = Db::open(&settings.database_url).await?;
    migrate::up(&db).await?;
    user_roles::grant(&db, username, role).await?;
    db.close().await;
    println!("{username} has the role {role}");
    Ok(())
}
