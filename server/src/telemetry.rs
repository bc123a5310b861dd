//! Logs as JSON lines on stderr, and measurements for Prometheus.

use std::time::Duration;

use anyhow::Context;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing::Level;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::prelude::*;

/// Bounds of durations in seconds, from a lookup in memory to a request that is given up.
const SECONDS: &[f64] = &[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];
/// Bounds of counts.
const COUNTS: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0];
/// How often measurements are gathered; left alone they would pile up in memory.
const UPKEEP: Duration = Duration::from_secs(5);

/// Whether the text is a filter for logs.
pub fn check(filter: &str) -> Result<(), String> {
    EnvFilter::try_new(filter).map(drop).map_err(|error| error.to_string())
}

/// Starts logging and measuring; to be called once, inside the runtime.
pub fn start(filter: &str) -> anyhow::Result<PrometheusHandle> {
    let filter = EnvFilter::try_new(filter).context("the setting `log` cannot be read")?;
    let lines = tracing_subscriber::fmt::layer().json().flatten_event(true).with_current_span(true).with_span_list(false);
    // At TRACE it tells of whole frames, which are nobody's business.
    let discreet = filter_fn(|event| *event.level() != Level::TRACE || !event.target().starts_with("tungstenite"));
    // A second start in one process keeps the first one's log.
    let _ = tracing_subscriber::registry().with(filter).with(lines.with_writer(std::io::stderr).with_filter(discreet)).try_init();
    std::panic::set_hook(Box::new(|panic| {
        let message = panic.payload_as_str().unwrap_or("a panic without a message");
        tracing::error!(event = "panic", message, place = panic.location().map(ToString::to_string));
    }));
    let handle = PrometheusBuilder::new()
        .set_buckets(COUNTS)?
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), SECONDS)?
        .install_recorder()
        .context("measurements are gathered once a process")?;
    metrics::gauge!("causerie_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    let upkeep = handle.clone();
    tokio::spawn(async move {
        let mut turn = tokio::time::interval(UPKEEP);
        loop {
            turn.tick().await;
            upkeep.run_upkeep();
        }
    });
    Ok(handle)
}
