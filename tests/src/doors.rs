//! Where requests and sockets go: the door of one node, or each time another one of several.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// The addresses of one or more nodes of the same service.
#[derive(Clone)]
pub struct Doors {
    http: reqwest::Client,
    addresses: Arc<[String]>,
}

impl Doors {
    /// The doors at these addresses, such as `127.0.0.1:8080`.
    pub fn new(addresses: impl IntoIterator<Item = String>) -> Self {
        // Shorter than the server keeps an idle connection, so that none is used as it closes.
        let http = reqwest::Client::builder().pool_max_idle_per_host(64).pool_idle_timeout(Duration::from_secs(5));
        let doors = Self { http: http.build().expect("a client can be made"), addresses: addresses.into_iter().collect() };
        assert!(!doors.addresses.is_empty(), "nobody gets in without a door");
        doors
    }

    /// The door of a URL such as `http://127.0.0.1:8080`.
    pub fn of(url: &str) -> Result<Self> {
        let Some(address) = url.trim_end_matches('/').strip_prefix("http://").filter(|address| !address.contains('/')) else {
            bail!("`{url}` is not of the form http://host:port");
        };
        Ok(Self::new([address.to_owned()]))
    }

    /// One of the addresses, by chance.
    pub fn address(&self) -> &str {
        match &self.addresses[..] {
            [only] => only,
            several => &several[StdRng::from_os_rng().random_range(0..several.len())],
        }
    }

    /// What sends requests.
    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }
}
