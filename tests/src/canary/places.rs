//! What a server leaves behind: its log, its metrics, its refusals, its database, and a backup.

use std::process::Stdio;

use anyhow::{Context, Result, ensure};

use crate::{Engine, Server, postgres};

/// Where something can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Log,
    Metrics,
    /// The bodies and headers of answers that refuse.
    Refusals,
    /// The file with its journal, or a dump.
    Database,
    Backup,
    /// What the program prints of its settings.
    Settings,
}

/// Everything, once the server has ended.
pub async fn gather(server: &Server, refusals: Vec<u8>) -> Result<Vec<(Place, Vec<u8>)>> {
    let metrics = server.client().get("//metrics").await.expect(200);
    let backup = server.folder().join("canary.backup");
    let path = backup.display().to_string();
    let made = server.command(&["backup", &path]).output().await?;
    ensure!(made.status.success(), "no backup: {}", String::from_utf8_lossy(&made.stderr));
    let settings = server.command(&["config", "show"]).output().await?;
    // The journal is looked at as it stands, before it is put into the file, and after.
    let mut database = files(server)?;
    server.terminate().await;
    database.extend(files(server)?);
    if server.engine == Engine::Postgres {
        let dump = postgres::shared().dump(&server.database_url()).stdout(Stdio::piped()).output()?;
        ensure!(dump.status.success(), "pg_dump: {}", String::from_utf8_lossy(&dump.stderr));
        database.extend(dump.stdout);
    }
    Ok(vec![
        (Place::Log, server.log().into_bytes()),
        (Place::Metrics, metrics.to_string().into_bytes()),
        (Place::Refusals, refusals),
        (Place::Database, database),
        (Place::Backup, std::fs::read(&backup).context("the backup cannot be read")?),
        (Place::Settings, [settings.stdout, settings.stderr].concat()),
    ])
}

/// The database's own files, and whatever else lies beside them but the log.
fn files(server: &Server) -> Result<Vec<u8>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(server.folder())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_file() && name != "server.log" && name != "canary.backup" {
            all.extend(std::fs::read(path)?);
        }
    }
    Ok(all)
}
