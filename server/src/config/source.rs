//! Where settings come from: the one list of them, the file, the environment and the flags.

use std::collections::BTreeMap;
use std::path::Path;

use clap::{Arg, ArgMatches};

/// One setting.
pub struct Setting {
    /// Its key in the file; in the environment the key in capitals after `CAUSERIE_`.
    pub key: &'static str,
    /// Its flag: the key with hyphens.
    pub flag: &'static str,
    /// What it is when nobody says.
    pub default: &'static str,
    /// What its number counts; empty where it is none.
    pub unit: &'static str,
    /// A value that it could have, where the default shows none; empty for what nobody is to copy.
    pub example: &'static str,
    /// Whether `config show` hides it.
    pub secret: bool,
    /// What it decides.
    pub about: &'static str,
}

const fn setting(key: &'static str, flag: &'static str, default: &'static str, about: &'static str) -> Setting {
    Setting { key, flag, default, unit: "", example: "", secret: false, about }
}

const fn secret(key: &'static str, flag: &'static str, about: &'static str) -> Setting {
    Setting { secret: true, ..setting(key, flag, "", about) }
}

impl Setting {
    const fn of(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }

    const fn such_as(self, example: &'static str) -> Self {
        Self { example, ..self }
    }
}

/// Every setting.
pub const ALL: &[Setting] = &[
    setting("listen", "listen", "127.0.0.1:8080", "Address and port to listen on; port 0 takes a free one"),
    secret("database_url", "database-url", "sqlite://FILE or postgres://…; a file in the data directory when empty")
        .such_as("postgres://causerie@db.internal/causerie"),
    secret("database_replica_urls", "database-replica-urls", "postgres://… of replicas that may be read from, separated by commas")
        .such_as("postgres://causerie@replica-1.internal/causerie, postgres://causerie@replica-2.internal/causerie"),
    secret("redis_url", "redis-url", "redis://… or rediss://… through which several nodes talk; none for one node alone")
        .such_as("redis://redis.internal:6379"),
    setting("data_dir", "data-dir", "./data", "Directory of the database file and of keys that the server makes"),
    setting("rate_limits", "rate-limits", "on", "Whether requests are limited per user and address: on or off"),
    setting("public_url", "public-url", "", "Where people reach the service, for example https://chat.example.org")
        .such_as("https://chat.example.org"),
    setting(
        "allowed_origins",
        "allowed-origins",
        "",
        "Origins of browser pages that may call from elsewhere, separated by commas; never *",
    )
    .such_as("https://app.example.org, http://localhost:5173"),
    setting("trusted_proxies", "trusted-proxies", "", "Networks whose X-Forwarded-For is believed, separated by commas")
        .such_as("10.0.0.0/8, fd00::/8"),
    secret("jwt_key", "jwt-key", "Key that signs access tokens; made and kept in the data directory when empty"),
    setting("log", "log", "info", "What is logged: error, warn, info, debug or trace, or directives such as causerie=debug"),
    setting("event_retention_days", "event-retention-days", "30", "Days that events are kept for devices that come back; at least 30")
        .of("days"),
    setting("max_message_chars", "max-message-chars", "4000", "The longest message in characters, 1 to 4000").of("characters"),
    setting("undo_secs", "undo-secs", "600", "Seconds in which clearing and deleting can be taken back, 1 to 86400").of("seconds"),
    setting("max_connections", "max-connections", "20000", "Connections held at once; more wait until one ends").of("connections"),
    setting("drain_delay_secs", "drain-delay-secs", "0", "Seconds between saying not ready and taking no more connections").of("seconds"),
];

/// Texts by key, and what was wrong while reading them.
#[derive(Default)]
pub struct Raw {
    values: BTreeMap<&'static str, String>,
    /// Faults met while reading.
    pub faults: Vec<String>,
}

impl Setting {
    /// Its name in the environment.
    pub fn env(&self) -> String {
        format!("CAUSERIE_{}", self.key.to_uppercase())
    }

    /// Its flag.
    pub fn arg(&self) -> Arg {
        Arg::new(self.key).long(self.flag).value_name("VALUE").help(self.about).global(true)
    }
}

impl Raw {
    /// Reads the file, over it the environment, over that the flags.
    pub fn read(file: Option<&Path>, env: impl Fn(&str) -> Option<String>, flags: &ArgMatches) -> Self {
        let mut raw = Self::default();
        if let Some(file) = file {
            raw.read_file(file);
        }
        for setting in ALL {
            let flag = flags.get_one::<String>(setting.key).cloned();
            // An empty variable is one that a compose file left open, so it says nothing.
            let env = env(&setting.env()).filter(|text| !text.is_empty());
            if let Some(text) = flag.or(env) {
                raw.values.insert(setting.key, text);
            }
        }
        raw
    }

    fn read_file(&mut self, file: &Path) {
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) => return self.faults.push(format!("{}: {error}", file.display())),
        };
        match text.parse::<toml::Table>() {
            Ok(table) => table.iter().for_each(|(key, value)| self.read_entry(file, key, value)),
            Err(error) => self.faults.push(format!("{}: {}", file.display(), error.message())),
        }
    }

    fn read_entry(&mut self, file: &Path, key: &str, value: &toml::Value) {
        let Some(setting) = ALL.iter().find(|setting| setting.key == key) else {
            let known = ALL.iter().map(|setting| setting.key).collect::<Vec<_>>().join(", ");
            return self.faults.push(format!("{}: there is no setting `{key}`; there are {known}", file.display()));
        };
        match plain(value) {
            Some(text) => drop(self.values.insert(setting.key, text)),
            None => self.faults.push(format!("{key}: must be a text, a number, true, false or a list of texts")),
        }
    }

    /// The text of a setting, or its default.
    pub fn get(&self, key: &str) -> &str {
        let default = || ALL.iter().find(|setting| setting.key == key).map_or("", |setting| setting.default);
        self.values.get(key).map_or_else(default, String::as_str)
    }

    /// Every setting as it stands, in the form of the file; secrets are hidden.
    pub fn show(&self) -> String {
        let line = |setting: &Setting| {
            let value = self.get(setting.key);
            let shown = if setting.secret && !value.is_empty() { "(hidden)" } else { value };
            format!("# {}\n{} = {}\n", setting.about, setting.key, toml::Value::from(shown))
        };
        ALL.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// A value of the file as the environment would give it.
fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(yes) => Some(if *yes { "on" } else { "off" }.to_owned()),
        toml::Value::Array(items) => items.iter().map(|item| item.as_str()).collect::<Option<Vec<_>>>().map(|items| items.join(",")),
        _ => None,
    }
}

#[cfg(test)]
impl Raw {
    /// Settings as a test wants them.
    pub fn of(values: &[(&'static str, &str)]) -> Self {
        Self { values: values.iter().map(|(key, text)| (*key, (*text).to_owned())).collect(), faults: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_shown() {
        let shown = Raw::of(&[("jwt_key", "very-secret"), ("log", "debug")]).show();
        assert!(!shown.contains("very-secret") && shown.contains("log = \"debug\""));
    }

    #[test]
    fn flags_are_keys_with_hyphens() {
        assert!(ALL.iter().all(|setting| setting.flag == setting.key.replace('_', "-")));
    }

    #[test]
    fn unknown_keys_of_the_file_are_refused() {
        let mut raw = Raw::default();
        raw.read_entry(Path::new("causerie.toml"), "lisen", &toml::Value::from("x"));
        assert!(raw.faults[0].contains("`lisen`"));
    }
}
