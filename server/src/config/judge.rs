//! From texts to settings: what is allowed, and what is refused before it can do harm.

use std::fmt::Display;
use std::path::PathBuf;
use std::str::FromStr;

use secrecy::SecretString;

use super::source::Raw;
use super::{REFRESH_DAYS, Settings, origin_of};

/// The fewest characters of a signing key.
const KEY_CHARS: usize = 32;
/// Words that only a sample has.
const SAMPLES: &[&str] = &["changeme", "change-me", "change_me", "example", "sample", "secret", "password", "your-"];

struct Judge<'r> {
    raw: &'r Raw,
    faults: Vec<String>,
}

pub(super) fn judge(raw: &Raw) -> Result<Settings, Vec<String>> {
    let mut judge = Judge { raw, faults: raw.faults.clone() };
    let settings = judge.settings();
    match settings {
        Some(settings) if judge.faults.is_empty() => Ok(settings),
        _ => Err(judge.faults),
    }
}

impl Judge<'_> {
    /// Every setting is looked at, so that all faults come in one list.
    fn settings(&mut self) -> Option<Settings> {
        let listen = self.parse("listen", "an address and a port, such as 127.0.0.1:8080");
        let rate_limits = self.switch("rate_limits");
        let data_dir = PathBuf::from(self.raw.get("data_dir"));
        let public_url = self.public_url();
        let allowed_origins = self.allowed_origins();
        let trusted_proxies = self.list("trusted_proxies", "a network, such as 10.0.0.0/8");
        let jwt_key = self.jwt_key();
        let database_url = self.database_url(&data_dir);
        let database_replica_urls = self.database_replica_urls(&database_url);
        let redis_url = self.redis_url();
        let event_retention_days = self.number("event_retention_days", REFRESH_DAYS, 36_500);
        let max_message_chars = self.number("max_message_chars", 1, 4_000);
        let max_connections = self.number("max_connections", 1, 1_000_000);
        let undo_secs = self.number("undo_secs", 1, 86_400);
        let drain_delay_secs = self.number("drain_delay_secs", 0, 600);
        Some(Settings {
            listen: listen?,
            database_url,
            database_replica_urls,
            redis_url,
            data_dir,
            rate_limits: rate_limits?,
            public_url,
            allowed_origins,
            trusted_proxies,
            jwt_key,
            log: self.raw.get("log").to_owned(),
            event_retention_days: u32::try_from(event_retention_days?).ok()?,
            max_message_chars: usize::try_from(max_message_chars?).ok()?,
            max_connections: usize::try_from(max_connections?).ok()?,
            undo_secs: undo_secs?,
            drain_delay_secs: drain_delay_secs?.unsigned_abs(),
        })
    }

    fn refuse(&mut self, key: &str, why: impl Display) {
        self.faults.push(format!("{key}: {why}"));
    }

    fn parse<T: FromStr>(&mut self, key: &str, wanted: &str) -> Option<T> {
        let parsed = self.raw.get(key).trim().parse().ok();
        if parsed.is_none() {
            self.refuse(key, format_args!("must be {wanted}"));
        }
        parsed
    }

    fn number(&mut self, key: &str, least: i64, most: i64) -> Option<i64> {
        let number = self.raw.get(key).trim().parse().ok().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.refuse(key, format_args!("must be a whole number from {least} to {most}"));
        }
        number
    }

    fn switch(&mut self, key: &str) -> Option<bool> {
        match self.raw.get(key) {
            "on" | "true" | "1" => Some(true),
            "off" | "false" | "0" => Some(false),
            _ => {
                self.refuse(key, "must be on or off");
                None
            }
        }
    }

    fn list<T: FromStr>(&mut self, key: &str, wanted: &str) -> Vec<T> {
        let texts: Vec<_> = self.raw.get(key).split(',').map(str::trim).filter(|text| !text.is_empty()).collect();
        let parsed: Vec<T> = texts.iter().filter_map(|text| text.parse().ok()).collect();
        if parsed.len() != texts.len() {
            self.refuse(key, format_args!("each must be {wanted}"));
        }
        parsed
    }

    fn database_url(&mut self, data_dir: &std::path::Path) -> String {
        let url = self.raw.get("database_url");
        if url.is_empty() {
            return format!("sqlite://{}", data_dir.join("causerie.db").display());
        }
        if !url.starts_with("sqlite:") && !is_postgres(url) {
            self.refuse("database_url", "must begin with sqlite:// or postgres://");
        }
        url.to_owned()
    }

    fn database_replica_urls(&mut self, database_url: &str) -> Vec<SecretString> {
        let urls: Vec<String> = self.list("database_replica_urls", "a URL");
        if !urls.iter().all(|url| is_postgres(url)) {
            self.refuse("database_replica_urls", "each must begin with postgres://");
        }
        if !urls.is_empty() && !is_postgres(database_url) {
            self.refuse("database_replica_urls", "needs a database_url of PostgreSQL: SQLite has no replicas");
        }
        urls.into_iter().map(SecretString::from).collect()
    }

    fn redis_url(&mut self) -> Option<SecretString> {
        let url = self.raw.get("redis_url");
        if !url.is_empty() && !["redis://", "rediss://", "redis+unix://"].iter().any(|scheme| url.starts_with(scheme)) {
            self.refuse("redis_url", "must begin with redis://, rediss:// or redis+unix://");
        }
        (!url.is_empty()).then(|| SecretString::from(url.to_owned()))
    }

    fn public_url(&mut self) -> Option<String> {
        let url = self.raw.get("public_url").trim_end_matches('/').to_owned();
        if url.is_empty() {
            return None;
        }
        if !is_origin_like(&url) {
            self.refuse("public_url", "must begin with http:// or https://");
        }
        Some(url)
    }

    fn allowed_origins(&mut self) -> Vec<String> {
        let origins: Vec<String> = self.list("allowed_origins", "an origin");
        for origin in &origins {
            if origin == "*" {
                self.refuse("allowed_origins", "must not be *: requests carry cookies, so each origin is named");
            } else if !is_origin_like(origin) || origin_of(origin) != Some(origin) {
                self.refuse(
                    "allowed_origins",
                    format_args!("{origin} must be scheme, host and port alone, such as https://chat.example.org"),
                );
            }
        }
        origins
    }

    fn jwt_key(&mut self) -> Option<SecretString> {
        let key = self.raw.get("jwt_key").to_owned();
        if key.is_empty() {
            return None;
        }
        let lower = key.to_lowercase();
        if key.chars().count() < KEY_CHARS {
            self.refuse("jwt_key", format_args!("must have at least {KEY_CHARS} characters"));
        } else if !key.starts_with("-----BEGIN") && SAMPLES.iter().any(|word| lower.contains(word)) {
            self.refuse("jwt_key", "is a sample; make one of your own");
        }
        Some(SecretString::from(key))
    }
}

fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

fn is_origin_like(url: &str) -> bool {
    url.strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .is_some_and(|rest| !rest.is_empty() && !rest.contains([' ', '@', '*']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_fine() {
        let settings = judge(&Raw::default()).unwrap_or_else(|faults| panic!("{faults:?}"));
        assert_eq!(settings.database_url, "sqlite://./data/causerie.db");
        assert!(settings.rate_limits && settings.jwt_key.is_none());
    }

    #[test]
    fn all_faults_come_at_once() {
        let raw = Raw::of(&[
            ("listen", "here"),
            ("rate_limits", "maybe"),
            ("allowed_origins", "*,https://a.example/path"),
            ("jwt_key", "short"),
            ("event_retention_days", "7"),
            ("trusted_proxies", "10.0.0.0/8, nonsense"),
        ]);
        let faults = judge(&raw).err().unwrap_or_default();
        assert_eq!(faults.len(), 7, "{faults:#?}");
        assert!(!faults.iter().any(|fault| fault.contains("short")), "a secret is not repeated");
    }

    #[test]
    fn a_sample_key_is_refused() {
        let raw = Raw::of(&[("jwt_key", "change-me-change-me-change-me-change-me")]);
        assert!(judge(&raw).is_err());
    }
}
