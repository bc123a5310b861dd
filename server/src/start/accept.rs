//! The accept loop. Ours, since poem's own waits for ever for a slow header, spins when file descriptors run out,
//! and leaves Nagle's delay on.

mod line;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use poem::http::uri::Scheme;
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Addr, Endpoint, Response};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use self::line::Line;

/// How long a header may take to arrive; also how long an idle connection is kept.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// How many bytes a header may have.
const HEADER_LIMIT: usize = 16 * 1024;
/// How long to wait after a failed accept: out of file descriptors, trying again at once would only spin.
const BACK_OFF: Duration = Duration::from_millis(100);
/// How many descriptors are kept for the database, Redis, files and the process itself.
const RESERVE: usize = 96;

/// Accepts until told to stop, then waits for the requests under way.
pub(super) async fn run<E>(listener: TcpListener, endpoint: E, most: usize, stop: CancellationToken)
where
    E: Endpoint<Output = Response> + 'static,
{
    let endpoint = Arc::new(endpoint);
    let places = Arc::new(Semaphore::new(within_limits(most)));
    let connections = TaskTracker::new();
    let local = listener.local_addr().ok();
    loop {
        let accepted = async {
            // The place is taken first: connections beyond the limit wait in the kernel's queue.
            let place = places.clone().acquire_owned().await.expect("the places are never closed");
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            () = stop.cancelled() => break,
            accepted = accepted => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                // A socket that refuses the option is served all the same.
                let _ = stream.set_nodelay(true);
                connections.spawn(serve(Line::new(stream, place), peer, local, endpoint.clone(), stop.clone()));
            }
            Err(error) => {
                tracing::warn!(event = "server.accept_failed", error = %error);
                tokio::time::sleep(BACK_OFF).await;
            }
        }
    }
    drop(listener);
    connections.close();
    connections.wait().await;
}

/// No more connections than there are descriptors for: without any, not even those who are connected could be served.
fn within_limits(most: usize) -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let Some(descriptors) = line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok()) else { return most };
    let fit = descriptors.saturating_sub(RESERVE).max(1);
    if fit < most {
        tracing::warn!(event = "server.few_descriptors", descriptors, connections = fit);
    }
    fit.min(most)
}

async fn serve<E>(line: Line, peer: SocketAddr, local: Option<SocketAddr>, endpoint: Arc<E>, stop: CancellationToken)
where
    E: Endpoint<Output = Response> + 'static,
{
    let remote = RemoteAddr(Addr::SocketAddr(peer));
    let local = LocalAddr(local.map_or_else(|| Addr::custom("tcp", ""), Addr::SocketAddr));
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let (endpoint, remote, local) = (endpoint.clone(), remote.clone(), local.clone());
        async move {
            let response = endpoint.get_response((request, local, remote, Scheme::HTTP).into()).await;
            Ok::<hyper::Response<_>, Infallible>(response.into())
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .max_buf_size(HEADER_LIMIT)
        .serve_connection(TokioIo::new(line), service)
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let outcome = tokio::select! {
        outcome = connection.as_mut() => outcome,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = outcome {
        tracing::debug!(event = "server.connection_failed", error = %error);
    }
}
