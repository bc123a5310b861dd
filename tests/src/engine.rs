//! A fresh database on either engine.

use std::path::PathBuf;

use tempfile::TempDir;

use crate::postgres;

/// The engine that a server stores on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded file.
    Sqlite,
    /// A database of this process's PostgreSQL cluster.
    Postgres,
}

/// The engine of this name, as it stands in commands.
pub fn named(name: &str) -> Result<Engine, String> {
    match name {
        "sqlite" => Ok(Engine::Sqlite),
        "postgres" => Ok(Engine::Postgres),
        _ => Err("it is sqlite or postgres".to_owned()),
    }
}

/// A database, and the folder of its server's own files; both are swept away at the end.
pub struct Database {
    folder: TempDir,
    url: Option<String>,
}

impl Database {
    /// An empty database.
    pub fn new(engine: Engine) -> Self {
        let folder = tempfile::Builder::new().prefix("causerie-test-").tempdir().expect("a temporary folder can be made");
        let url = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(postgres::shared().create_database()),
        };
        Self { folder, url }
    }

    /// A database that somebody else keeps.
    pub fn at(url: String) -> Self {
        let folder = tempfile::Builder::new().prefix("causerie-test-").tempdir().expect("a temporary folder can be made");
        Self { folder, url: Some(url) }
    }

    /// The server's data directory.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_path_buf()
    }

    /// What the setting `database_url` must be; `None` for the file in the data directory.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }
}
