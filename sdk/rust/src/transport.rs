//! What carries requests to the server, when it is not the HTTP client.

use std::future::Future;
use std::pin::Pin;

use reqwest::{Client, Request, Response};

use crate::core::Core;
use crate::error::{ClientCode, Error};

/// What a transport answers, when it does.
pub type TransportFuture<'a> = Pin<Box<dyn Future<Output = Result<Response, Box<dyn std::error::Error + Send + Sync>>> + Send + 'a>>;

/// Another way to the server than TCP and TLS: a Unix socket, a tunnel, a simulated network. Every request goes through it (but for
/// those of [`Client::request`](crate::Client::request), which the caller sends), also the one that opens the event stream: its
/// answer must be one that [`Response::upgrade`] can be asked of, as those are that hyper gave. Requests come signed and with absolute addresses. Tries, time-outs and what follows are not its concern.
pub trait Transport: Send + Sync {
    fn exchange(&self, request: Request) -> TransportFuture<'_>;
}

impl Core {
    /// Sends a request by the transport, or by the HTTP client where there is none; says what failed.
    pub(crate) async fn carry(&self, http: &Client, request: Request, failed: &str) -> Result<Response, Error> {
        match &self.options.transport {
            Some(transport) => transport.exchange(request).await.map_err(|source| Error::caused(ClientCode::NetworkError, failed, source)),
            None => http.execute(request).await.map_err(|source| broken(source, failed)),
        }
    }
}

/// A failure of the HTTP client. It names no address.
pub(crate) fn broken(source: reqwest::Error, failed: &str) -> Error {
    match source.is_builder() {
        true => Error::caused(ClientCode::InvalidRequest, "The request cannot be made.", source.without_url()),
        false => Error::caused(ClientCode::NetworkError, failed, source.without_url()),
    }
}
