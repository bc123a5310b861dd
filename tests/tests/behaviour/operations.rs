//! The edges: health, metrics, pages, headers, logs, bare connections, draining, and the command line.

use reqwest::Response;
use tests::Server;

// Named paths, so that they are found both by a target of this file alone and by one that gathers several.
mod command;
mod descriptors;
mod drain;
mod headers;
mod health;
mod log;
mod origins;
mod pages;
mod proxies;
mod routes;
mod slow;
mod wire;

/// An answer to a method that the contract does not speak of, such as HEAD and OPTIONS.
async fn answer(server: &Server, method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
    let request = server.client().request(method, path);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    request.send().await.unwrap_or_else(|error| panic!("{method} {path}: {error:?}"))
}

/// The value of a header; empty when there is none.
fn value<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
