//! Settings: read once at start from the file, the environment and the flags, judged all at once.

mod judge;
mod sample;
mod source;

use std::net::SocketAddr;
use std::path::PathBuf;

use ipnet::IpNet;
use secrecy::SecretString;

pub use sample::sample;
pub use source::{ALL, Raw, Setting};

/// Days that a refresh token lives; events are kept at least as long, so that a signed-in device can resume.
pub const REFRESH_DAYS: i64 = 30;

/// What an operator has decided.
pub struct Settings {
    pub listen: SocketAddr,
    /// Resolved: the file in the data directory when nothing was set.
    pub database_url: String,
    /// Copies of the PostgreSQL database that may be read from.
    pub database_replica_urls: Vec<SecretString>,
    /// Where nodes talk with each other; nowhere when there is but one.
    pub redis_url: Option<SecretString>,
    pub data_dir: PathBuf,
    pub rate_limits: bool,
    /// Where people reach the service, without a slash at the end.
    pub public_url: Option<String>,
    pub allowed_origins: Vec<String>,
    pub trusted_proxies: Vec<IpNet>,
    pub jwt_key: Option<SecretString>,
    pub log: String,
    pub event_retention_days: u32,
    pub max_message_chars: usize,
    pub max_connections: usize,
    /// How long clearing and deleting can be taken back.
    pub undo_secs: i64,
    pub drain_delay_secs: u64,
}

impl Settings {
    /// Judges what was read; every fault in one list.
    pub fn judge(raw: &Raw) -> Result<Self, Vec<String>> {
        judge::judge(raw)
    }

    /// Whether a browser's `Origin` is ours: the public URL's, an allowed one, or the very host that was asked.
    pub fn is_own_origin(&self, origin: &str, host: Option<&str>) -> bool {
        if self.allowed_origins.iter().any(|allowed| allowed == origin) {
            return true;
        }
        match &self.public_url {
            Some(url) => origin_of(url) == Some(origin),
            // Without a public URL, a page that this host served is the only one that can be ours.
            None => host.is_some_and(|host| origin.split_once("://").is_some_and(|(_, authority)| authority == host)),
        }
    }

    /// Whether people reach the service over TLS.
    pub fn is_https(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

/// Scheme, host and port of a URL.
fn origin_of(url: &str) -> Option<&str> {
    let start = url.find("://")? + 3;
    let end = url[start..].find('/').map_or(url.len(), |slash| start + slash);
    Some(&url[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_the_url_up_to_its_path() {
        assert_eq!(origin_of("https://chat.example:8443/base"), Some("https://chat.example:8443"));
        assert_eq!(origin_of("https://chat.example"), Some("https://chat.example"));
        assert_eq!(origin_of("chat.example"), None);
    }
}
