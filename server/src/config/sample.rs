//! A settings file with every setting as a comment: what it decides, its default and its unit.

use super::source::{ALL, Setting};

const BEGIN: &str = "\
# The settings of Causerie, each with its default. Take the # from before a key to set it, and start with
# `causerie --config FILE`; `causerie --config FILE config check` says whether it can be used. The environment goes before
# this file, and a flag before both.
# Printed by `causerie config sample`.
";

/// The whole file.
pub fn sample() -> String {
    let entries: Vec<String> = ALL.iter().map(entry).collect();
    format!("{BEGIN}\n{}", entries.join("\n"))
}

fn entry(setting: &Setting) -> String {
    let default = if setting.default.is_empty() { "none" } else { setting.default };
    let unit = if setting.unit.is_empty() { String::new() } else { format!(" {}", setting.unit) };
    let example = if setting.example.is_empty() { String::new() } else { format!("# For example: {}\n", line(setting, setting.example)) };
    format!(
        "# {}.\n# Default: {default}{unit}; in the environment {}, as a flag --{}\n{example}# {}\n",
        setting.about,
        setting.env(),
        setting.flag,
        line(setting, setting.default)
    )
}

/// The setting as the file has it: numbers without quotes.
fn line(setting: &Setting, text: &str) -> String {
    let number = text.parse::<i64>().ok().filter(|_| !setting.unit.is_empty());
    format!("{} = {}", setting.key, number.map_or_else(|| toml::Value::from(text), toml::Value::from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Raw, Settings};

    fn judge(values: &[(&'static str, &str)]) -> Vec<String> {
        Settings::judge(&Raw::of(values)).err().unwrap_or_default()
    }

    #[test]
    fn every_example_can_be_used() {
        let database = ("database_url", "postgres://causerie@db.internal/causerie");
        for setting in ALL.iter().filter(|setting| !setting.example.is_empty()) {
            let values = if setting.key == database.0 {
                vec![(setting.key, setting.example)]
            } else {
                vec![database, (setting.key, setting.example)]
            };
            assert!(judge(&values).is_empty(), "{}: {:?}", setting.key, judge(&values));
        }
    }

    #[test]
    fn no_key_is_there_to_be_copied() {
        let text = sample();
        assert!(text.contains("\n# jwt_key = \"\"\n") && text.contains("\n# undo_secs = 600\n"), "{text}");
        assert!(text.lines().all(|line| line.is_empty() || line.starts_with("# ")), "{text}");
    }
}
