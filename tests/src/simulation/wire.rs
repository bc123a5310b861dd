//! The SDK's way to the server over the simulated network: HTTP over a connection for each request.

use causerie_sdk::{Transport, TransportFuture};
use hyper::client::conn::http1::handshake;
use hyper::header::{HOST, HeaderValue};
use hyper_util::rt::TokioIo;
use reqwest::{Body, Request};
use turmoil::net::TcpStream;

use super::cast::SERVER;

pub struct Wire;

impl Transport for Wire {
    fn exchange(&self, request: Request) -> TransportFuture<'_> {
        Box::pin(async move {
            let mut request: hyper::Request<Body> = request.try_into()?;
            if let Some(path) = request.uri().path_and_query().cloned() {
                *request.uri_mut() = path.into();
            }
            request.headers_mut().insert(HOST, HeaderValue::from_static(SERVER.0));
            let stream = TcpStream::connect(SERVER).await?;
            let (mut sender, connection) = handshake(TokioIo::new(stream)).await?;
            // What breaks it is told to who waits for the answer.
            tokio::spawn(async move { connection.with_upgrades().await.ok() });
            Ok(sender.send_request(request).await?.map(Body::wrap).into())
        })
    }
}
