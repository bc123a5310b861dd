//! Wiring: settings become a running server, and SIGTERM a drained one.

mod accept;
mod command;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context;
use metrics_exporter_prometheus::PrometheusHandle;
use poem::{Endpoint, Response, Route, get};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::api::edge::Edge;
use crate::api::operations::{self, Operations, Probe};
use crate::config::Settings;
use crate::domain::problems;
use crate::services::{App, Error};
use crate::{api, jobs, planted, services, socket, telemetry};

pub use command::run;

/// How long requests may take to finish once the server drains.
const FINISH: Duration = Duration::from_secs(10);

/// Serves until a signal ends it.
pub async fn serve(settings: Settings) -> anyhow::Result<()> {
    let metrics = telemetry::start(&settings.log)?;
    let mut signals = Signals::listen()?;
    std::fs::create_dir_all(&settings.data_dir).with_context(|| format!("the data directory {}", settings.data_dir.display()))?;
    if let Some(planted) = planted::check().map_err(anyhow::Error::msg)? {
        tracing::warn!(event = "server.planted", planted);
    }
    let listen = settings.listen;
    let app = App::start(settings).await?;
    if app.db.engine() == "postgresql" && app.settings.redis_url.is_none() {
        tracing::warn!(
            event = "server.alone",
            "without CAUSERIE_REDIS_URL several nodes do not share typing, presence, connection counts and rate limits"
        );
    }
    let listener = TcpListener::bind(listen).await.with_context(|| format!("{listen} cannot be listened on"))?;
    let address = listener.local_addr()?;
    tokio::spawn(jobs::retention::run(app.clone()));
    tokio::spawn(jobs::audit::run(app.clone()));
    tokio::spawn(jobs::clearing::run(app.clone()));
    let ready = Arc::new(AtomicBool::new(true));
    let endpoint = router(app.clone(), operations(&app, &ready, metrics));
    let stop = CancellationToken::new();
    let accepting = tokio::spawn(accept::run(listener, endpoint, app.settings.max_connections, stop.clone()));
    tracing::info!(event = "server.started", address = %address, engine = app.db.engine());
    println!("listening on http://{address}");

    signals.next().await;
    tracing::info!(event = "server.draining");
    tokio::select! {
        () = drain(&app, &ready, &stop, accepting) => tracing::info!(event = "server.stopped"),
        () = signals.next() => tracing::warn!(event = "server.stopped_at_once"),
    }
    Ok(())
}

/// Everything that is served: the API, the event stream and the operations, inside the edge.
pub fn router(app: Arc<App>, operations: Operations) -> impl Endpoint<Output = Response> {
    let route = Route::new().at("/api/v1/events", get(socket::upgrade)).nest("/api/v1", api::service());
    Edge::around(operations::routes(route, operations), app)
}

fn operations(app: &Arc<App>, ready: &Arc<AtomicBool>, metrics: PrometheusHandle) -> Operations {
    let (app, ready) = (app.clone(), ready.clone());
    let probe: Probe = Arc::new(move || {
        let (app, ready) = (app.clone(), ready.clone());
        Box::pin(async move {
            if !ready.load(Ordering::Relaxed) {
                return Err(Error::new(&problems::UNAVAILABLE).detail("The server is going down.").retry_after(1));
            }
            services::readiness::get(&app).await
        })
    });
    Operations { probe, metrics }
}

/// Not ready, no more connections, sockets told to come back elsewhere, requests finished, the log on disk.
async fn drain(app: &App, ready: &AtomicBool, stop: &CancellationToken, accepting: tokio::task::JoinHandle<()>) {
    ready.store(false, Ordering::Relaxed);
    tokio::time::sleep(Duration::from_secs(app.settings.drain_delay_secs)).await;
    stop.cancel();
    let finish = async {
        let (_, _) = tokio::join!(app.hub.drain(), accepting);
    };
    if tokio::time::timeout(FINISH, finish).await.is_err() {
        tracing::warn!(event = "server.drain_timed_out");
        app.hub.stop();
    }
    services::nodes::leave(app).await;
    app.glances.close().await;
    app.entrances.close().await;
    app.inquiries.close().await;
    app.log.close().await;
    if tokio::time::timeout(FINISH, app.db.close()).await.is_err() {
        tracing::warn!(event = "server.database_not_closed");
    }
}

/// SIGTERM and SIGINT, heard from the start on, so that an early one is not lost.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn listen() -> anyhow::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
