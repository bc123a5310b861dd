//! Several nodes of one service: servers over the same database, and over one Redis or none.

use futures_util::future::join_all;
use tokio::task::spawn_blocking;

use crate::doors::Doors;
use crate::engine::Database;
use crate::postgres;
use crate::redis::Redis;
use crate::{Engine, Server};

/// Running nodes, each with a data folder of its own.
pub struct Cluster {
    pub nodes: Vec<Server>,
    doors: Doors,
    /// Kept for as long as the nodes run, when it is nobody else's.
    _redis: Option<Redis>,
}

/// What all nodes of a cluster share.
#[derive(Clone, Default)]
pub struct Shared {
    /// A database; without it an empty one of this process's PostgreSQL.
    pub database_url: Option<String>,
    pub redis_url: Option<String>,
    /// Further settings of every node.
    pub settings: Vec<(&'static str, String)>,
}

impl Shared {
    /// The settings of a node.
    pub fn settings(&self) -> Vec<(&str, &str)> {
        let redis = self.redis_url.as_deref().map(|url| ("CAUSERIE_REDIS_URL", url));
        let further = self.settings.iter().map(|(name, value)| (*name, value.as_str()));
        [("CAUSERIE_RATE_LIMITS", "off")].into_iter().chain(redis).chain(further).collect()
    }
}

impl Cluster {
    /// So many nodes on a fresh database, without rate limits; several have a Redis of their own. SQLite serves one node alone.
    pub async fn start(engine: Engine, nodes: usize) -> Self {
        if nodes == 1 {
            return Self::of(vec![Server::start(engine).await]);
        }
        let redis = spawn_blocking(Redis::start).await.expect("Redis starts");
        let shared = Shared { redis_url: Some(redis.url()), ..Shared::default() };
        Self { _redis: Some(redis), ..Self::over(engine, nodes, &shared).await }
    }

    /// So many nodes over what they share, without rate limits.
    pub async fn over(engine: Engine, nodes: usize, shared: &Shared) -> Self {
        assert!(engine == Engine::Postgres, "several nodes need PostgreSQL");
        let url = shared.database_url.clone().unwrap_or_else(|| postgres::shared().create_database());
        let settings = shared.settings();
        // The first makes the tables.
        let mut servers = vec![Server::of(engine, Database::at(url.clone()), &settings, &[]).await];
        servers.extend(join_all((1..nodes).map(|_| Server::of(engine, Database::at(url.clone()), &settings, &[]))).await);
        Self::of(servers)
    }

    /// Servers that serve the same database.
    pub fn of(nodes: Vec<Server>) -> Self {
        let doors = Doors::new(nodes.iter().map(|node| node.address().to_owned()));
        Self { nodes, doors, _redis: None }
    }

    /// Ends every node in good order.
    pub async fn terminate(&self) {
        for node in &self.nodes {
            node.terminate().await;
        }
    }
}

impl From<&Cluster> for Doors {
    fn from(cluster: &Cluster) -> Self {
        cluster.doors.clone()
    }
}
