//! Secrets that can be recognised, put wherever a secret goes; then everything that a server leaves behind is searched for them.

mod places;
mod story;

use anyhow::{Result, bail};

use self::places::{Place, gather};
use self::story::tell;
use crate::engine::Database;
use crate::{Engine, Server, postgres};

/// A secret, and where it may be found.
pub struct Canary {
    pub name: &'static str,
    pub value: String,
    pub may: &'static [Place],
}

/// What the server is given before it starts.
const JWT_KEY: &str = "canary-jwt-key-5d1c8e7a90b34f62a1d8e9c7b6f50413";
const DATABASE_PASSWORD: &str = "canary-database-password-71c3";

/// Lets a server at its most talkative do good and bad things with secrets, and searches what it leaves behind.
pub async fn run(engine: Engine) -> Result<()> {
    let database = match engine {
        Engine::Sqlite => Database::new(engine),
        Engine::Postgres => {
            let url = postgres::shared().create_database();
            Database::at(url.replacen("postgres@", &format!("postgres:{DATABASE_PASSWORD}@"), 1))
        }
    };
    let settings = [("CAUSERIE_RATE_LIMITS", "off"), ("CAUSERIE_LOG", "trace"), ("CAUSERIE_JWT_KEY", JWT_KEY)];
    let server = Server::of(engine, database, &settings, &[]).await;
    let mut story = tell(&server).await;
    story.canaries.push(Canary { name: "the key that signs", value: JWT_KEY.to_owned(), may: &[] });
    if engine == Engine::Postgres {
        story.canaries.push(Canary { name: "the database's password", value: DATABASE_PASSWORD.to_owned(), may: &[] });
    }
    let texts = gather(&server, story.refusals).await?;
    let mut found = Vec::new();
    for (place, text) in &texts {
        println!("{place:?}: {} bytes", text.len());
        for canary in story.canaries.iter().filter(|canary| !canary.may.contains(place)) {
            let forms = forms(&canary.value);
            found.extend(
                forms.iter().filter(|(_, form)| contains(text, form)).map(|(form, _)| format!("{place:?}: {}, {form}", canary.name)),
            );
        }
    }
    // A search that finds nothing anywhere would find nothing in the wrong places either.
    for (canary, place) in story.canaries.iter().flat_map(|canary| canary.may.iter().map(move |place| (canary, place))) {
        if !texts.iter().any(|(other, text)| other == place && contains(text, canary.value.as_bytes())) {
            bail!("{} is not in {place:?}, where it belongs: the search is blind", canary.name);
        }
    }
    if !found.is_empty() {
        bail!("secrets in the wrong places:\n{}", found.join("\n"));
    }
    println!("{} secrets, in no place but their own", story.canaries.len());
    Ok(())
}

fn contains(text: &[u8], wanted: &[u8]) -> bool {
    memchr::memmem::find(text, wanted).is_some()
}

/// A secret as it is, and as it would look when something has written it down in another way.
fn forms(value: &str) -> Vec<(&'static str, Vec<u8>)> {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
    let mut forms = vec![("as it is", value.as_bytes().to_vec())];
    let hex: String = value.bytes().map(|byte| format!("{byte:02x}")).collect();
    forms.push(("in HEX", hex.to_uppercase().into_bytes()));
    forms.push(("in hex", hex.into_bytes()));
    let encoded: String =
        value
            .bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
            })
            .collect();
    forms.push(("percent-encoded", encoded.into_bytes()));
    // As a list of numbers, as a debug print of bytes is.
    let numbers: Vec<String> = value.bytes().map(|byte| byte.to_string()).collect();
    forms.push(("as numbers", numbers.join(", ").into_bytes()));
    // Within a longer text, its bits begin at one of three places; the letters at its ends depend on its neighbours.
    for shift in 0..3 {
        let padded = [&b"\0\0"[..shift], value.as_bytes()].concat();
        for (name, engine) in [("in base64", &STANDARD_NO_PAD), ("in base64url", &URL_SAFE_NO_PAD)] {
            let text = engine.encode(&padded);
            let from = [0, 2, 3][shift];
            forms.push((name, text.as_bytes()[from..text.len() - 1].to_vec()));
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    #[test]
    fn a_secret_is_found_however_it_is_written() {
        let found = |text: &str| forms("canary?!1").iter().any(|(_, form)| contains(text.as_bytes(), form));
        for text in ["a canary?!1 here", "63616e6172793f2131", "x=canary%3F%211&y", "[99, 97, 110, 97, 114, 121, 63, 33, 49]"] {
            assert!(found(text), "{text}");
        }
        for before in ["", "a", "ab", "abc"] {
            assert!(found(&STANDARD.encode(format!("{before}canary?!1 and more"))), "{before}");
        }
        assert!(!found("a canary?!2 here"));
    }
}
