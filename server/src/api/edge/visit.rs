//! Opening a visit: the request id, who is at the other end of the line, and the body, read once and bounded.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ipnet::IpNet;
use poem::http::{Method, header};
use poem::{Body, Request};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncRead, AsyncReadExt};

use crate::api::body::LIMIT;
use crate::api::caller::Visit;
use crate::api::limits::Limits;
use crate::api::schema;
use crate::domain::problems;
use crate::services::{self, App, Error, Idempotency};

/// How much of a body that is too large is read and thrown away, and for how long: a connection that is closed over
/// unread bytes is reset, and the answer might not arrive.
const DRAIN: u64 = 8 * 1024 * 1024;
const DRAIN_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a body may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// Notes what is to be known of a request; also why it goes no further, if it does not.
pub(super) async fn open(request: &mut Request, app: &App, limits: &Arc<Limits>) -> (Arc<Visit>, Option<Error>) {
    let operation = schema::spec().find(request.method(), request.uri().path());
    let address = client_address(request, &app.settings.trusted_proxies);
    let wants_key = operation.is_some_and(|operation| operation.keyed);
    let (idempotency, refusal) = match take_body(request, wants_key).await {
        Ok(idempotency) => (idempotency, None),
        Err(error) => (None, Some(error)),
    };
    let visit = Visit {
        id: request_id(request, app),
        operation,
        request: services::Request { idempotency, address, ..Default::default() },
        limits: limits.clone(),
        standing: Mutex::new(None),
    };
    (Arc::new(visit), refusal)
}

/// Reads the body of a changing request, since its hash tells a repeated request from another one under the same key.
async fn take_body(request: &mut Request, wants_key: bool) -> Result<Option<Idempotency>, Error> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(None);
    }
    let announced = request.header(header::CONTENT_LENGTH).and_then(|text| text.parse::<u64>().ok());
    let mut body = request.take_body().into_async_read();
    if announced.is_some_and(|length| length > LIMIT as u64) {
        tokio::spawn(drain(body));
        return Err(Error::new(&problems::PAYLOAD_TOO_LARGE));
    }
    let bytes = match tokio::time::timeout(BODY_TIMEOUT, read_bounded(&mut body)).await {
        Ok(Ok(Some(bytes))) => bytes,
        Ok(Ok(None)) => {
            tokio::spawn(drain(body));
            return Err(Error::new(&problems::PAYLOAD_TOO_LARGE));
        }
        Ok(Err(_)) => return Err(Error::new(&problems::BAD_REQUEST).detail("The body broke off.")),
        Err(_) => return Err(Error::new(&problems::REQUEST_TIMEOUT)),
    };
    let idempotency = if wants_key { idempotency(request, &bytes)? } else { None };
    request.set_body(Body::from_vec(bytes));
    Ok(idempotency)
}

/// Throws the rest of a body away while the answer is on its way.
async fn drain(body: impl AsyncRead + Send + Unpin) {
    // Whatever comes of it, the answer is the same.
    let _ = tokio::time::timeout(DRAIN_TIMEOUT, tokio::io::copy(&mut body.take(DRAIN), &mut tokio::io::sink())).await;
}

/// Reads a body; `None` when it is too large.
async fn read_bounded(body: &mut (impl AsyncRead + Send + Unpin)) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    body.take(LIMIT as u64 + 1).read_to_end(&mut bytes).await?;
    Ok((bytes.len() <= LIMIT).then_some(bytes))
}

fn idempotency(request: &Request, body: &[u8]) -> Result<Option<Idempotency>, Error> {
    let Some(value) = request.headers().get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| (1..=255).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()));
    let Some(key) = key else {
        let rule = "must be 1 to 255 visible ASCII characters";
        return Err(Error::new(&problems::BAD_REQUEST)
            .detail("The Idempotency-Key cannot be used.")
            .fault("/header/Idempotency-Key", rule));
    };
    let mut hash = Sha256::new();
    // A zero byte stands in no method and no path, so two different requests never hash the same text.
    for part in [request.method().as_str(), "\0", request.uri().path_and_query().map_or("", |target| target.as_str()), "\0"] {
        hash.update(part.as_bytes());
    }
    hash.update(body);
    Ok(Some(Idempotency { key: key.to_owned(), request_hash: hash.finalize().into() }))
}

/// The caller's own id of the request when it is fit for a log, else a new one.
fn request_id(request: &Request, app: &App) -> String {
    let fit = |id: &&str| (1..=128).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    request.header("x-request-id").filter(fit).map_or_else(|| app.uuid().to_string(), str::to_owned)
}

/// The address that a request comes from; what proxies say counts only when the proxy is ours.
fn client_address(request: &Request, trusted: &[IpNet]) -> Option<IpAddr> {
    let peer = request.remote_addr().as_socket_addr()?.ip().to_canonical();
    let lines = request.headers().get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    Some(walk(peer, &hops, trusted))
}

/// Goes back from hop to hop for as long as the one that reports is trusted.
fn walk(peer: IpAddr, hops: &[&str], trusted: &[IpNet]) -> IpAddr {
    let mut address = peer;
    for hop in hops.iter().rev() {
        if !trusted.iter().any(|network| network.contains(&address)) {
            break;
        }
        match hop.parse::<IpAddr>() {
            Ok(earlier) => address = earlier.to_canonical(),
            Err(_) => break,
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forwarded_address_counts_only_from_a_trusted_proxy() {
        let ip = |text: &str| text.parse::<IpAddr>().expect("it is an address");
        let trusted = ["10.0.0.0/8".parse().expect("it is a network")];
        assert_eq!(walk(ip("203.0.113.9"), &["1.1.1.1"], &trusted), ip("203.0.113.9"));
        assert_eq!(walk(ip("10.0.0.1"), &["6.6.6.6", "198.51.100.7", "10.0.0.2"], &trusted), ip("198.51.100.7"));
        assert_eq!(walk(ip("10.0.0.1"), &["garbage"], &trusted), ip("10.0.0.1"));
    }

    #[test]
    fn any_header_of_hops_gives_the_peer_or_what_a_trusted_one_reports() {
        let trusted: Vec<IpNet> = vec!["10.0.0.0/8".parse().expect("it is a network")];
        crate::fuzz::run("forwarded", |bytes| {
            let text = String::from_utf8_lossy(bytes);
            let (peer, header) = text.split_once('\n').unwrap_or(("10.0.0.1", &text));
            let peer = peer.trim().parse::<IpAddr>().unwrap_or(IpAddr::from([10, 0, 0, 1])).to_canonical();
            let hops: Vec<&str> = header.split(',').map(str::trim).collect();
            let address = walk(peer, &hops, &trusted);
            let is_reported = hops.iter().any(|hop| hop.parse::<IpAddr>().is_ok_and(|hop| hop.to_canonical() == address));
            assert!(address == peer || (trusted[0].contains(&peer) && is_reported));
        });
    }

    #[test]
    fn any_header_is_a_key_of_visible_characters_or_a_problem() {
        crate::fuzz::run("keys", |bytes| {
            let Ok(value) = poem::http::HeaderValue::from_bytes(bytes) else { return };
            let request = Request::builder().header("idempotency-key", value).finish();
            match idempotency(&request, b"{}") {
                Ok(Some(found)) => assert!((1..=255).contains(&found.key.len()) && found.key.as_bytes() == bytes),
                Ok(None) => panic!("a key that was sent is not left out"),
                Err(error) => assert_eq!(error.problem.status, 400),
            }
        });
    }
}
