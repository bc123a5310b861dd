//! The application: everything that a service needs, made once at start.

use std::sync::Arc;

use super::auth::ended::Ended;
use super::auth::inquiries::Inquiries;
use super::brute_force::BruteForce;
use super::caches::Caches;
use super::hub::{Entrances, Glances, Hub};
use super::log::{Log, Makers};
use super::nodes::{self, Nodes};
use super::passwords::Passwords;
use super::reading;
use super::together::Together;
use super::tokens::Tokens;
use crate::config::Settings;
use crate::domain::time::Timestamp;
#[cfg(feature = "planted")]
use crate::planted::{self, Fault};
use crate::pubsub::{Bus, NodeId};
use crate::storage::{Db, Line, migrate};
use secrecy::ExposeSecret;
use uuid::Uuid;

/// What services work with. Shared as `Arc<App>`; there is no other global state.
pub struct App {
    pub settings: Settings,
    pub db: Db,
    pub log: Log,
    pub hub: Hub,
    pub caches: Caches,
    pub nodes: Nodes,
    pub tokens: Tokens,
    pub passwords: Passwords,
    pub brute_force: BruteForce,
    pub ended: Ended,
    pub inquiries: Together<Inquiries>,
    pub glances: Together<Glances>,
    pub entrances: Together<Entrances>,
    makers: Arc<Makers>,
}

impl App {
    /// Opens the database, brings its schema up to date, and starts the writer and the hub.
    pub async fn start(settings: Settings) -> anyhow::Result<Arc<Self>> {
        let makers = Arc::new(Makers { clock: Default::default(), ids: Default::default() });
        let tokens = Tokens::load(&settings, &makers.ids)?;
        let replica_urls: Vec<&str> = settings.database_replica_urls.iter().map(ExposeSecret::expose_secret).collect();
        let db = Db::open(&settings.database_url).await?.with_replicas(&replica_urls)?;
        migrate::up(&db).await?;
        #[cfg(feature = "planted")]
        if planted::has(Fault::UniqueIndexDropped) {
            crate::storage::messages::drop_client_id_index(&mut db.write().await?).await?;
        }
        let log = Log::start(db.clone(), makers.clone()).await?;
        let hub = Hub::new(log.head());
        let caches = Caches::since(hub.position());
        let (bus, heard) = match &settings.redis_url {
            // The epoch names the deployment, so that two that share a Redis do not hear each other.
            Some(url) => {
                let (bus, heard) = Bus::start(url.expose_secret(), &format!("causerie:{}", hub.epoch()))?;
                (bus, Some(heard))
            }
            None => (Bus::Memory, None),
        };
        let nodes = Nodes::new(NodeId(makers.ids.uuid()), bus);
        let passwords = Passwords::new(&makers.ids)?;
        let (brute_force, ended) = Default::default();
        let inquiries = Together::start(Inquiries(Line::reading(db.clone())));
        let (glances, entrances) = (Together::start(Glances), Together::start(Entrances));
        let app =
            Self { settings, db, log, hub, caches, nodes, tokens, passwords, brute_force, ended, inquiries, glances, entrances, makers };
        let app = Arc::new(app);
        tokio::spawn(super::hub::run(app.clone()));
        tokio::spawn(reading::run(app.clone()));
        if let Some(heard) = heard {
            tokio::spawn(nodes::run(app.clone(), heard));
        }
        Ok(app)
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.makers.clock.now()
    }

    /// A new id.
    pub fn uuid(&self) -> Uuid {
        self.makers.ids.uuid()
    }

    /// Random bytes for a secret.
    pub fn secret<const N: usize>(&self) -> [u8; N] {
        self.makers.ids.secret()
    }

    /// A random number below `bound`, for jitter.
    pub fn below(&self, bound: u64) -> u64 {
        self.makers.ids.below(bound)
    }
}
