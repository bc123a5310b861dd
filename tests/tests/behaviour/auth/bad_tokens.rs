//! Every token of the table of bad ones is refused, alike wherever it is shown, and no answer tells why.

use serde_json::{Map, Value, json};
use tests::forge::{Forge, claims, header, part, sign_hs256, with};
use tests::generate::{dress, new_id};
use tests::person::{PASSWORD, text};
use tests::{Answer, Client, Person, Server, contract, on_both_engines};

on_both_engines![every_bad_token_is_refused_alike_wherever_it_is_shown];

const SESSION: &str = "__Host-causerie_session";

/// A row of the table.
struct Bad<'a> {
    name: &'a str,
    header: Map<String, Value>,
    claims: Map<String, Value>,
    signed: &'a str,
    shape: &'a str,
}

fn table(text: &str) -> Vec<Bad<'_>> {
    let rows = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    rows.map(|line| {
        // A bar within a value is written with a backslash.
        let escaped = line.split('|').collect::<Vec<_>>();
        assert!(escaped.len() >= 5, "a row has five cells: {line}");
        let shape = escaped[escaped.len() - 1].trim();
        let signed = escaped[escaped.len() - 2].trim();
        let claims = escaped[escaped.len() - 3];
        let header = escaped[1..escaped.len() - 3].join("|").replace("\\|", "|");
        let object = |text: &str| serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {line}"));
        Bad { name: escaped[0].trim(), header: object(&header), claims: object(claims), signed, shape }
    })
    .collect()
}

/// Whose token is spoiled, and what else there is to be shown in its place.
struct Stage {
    ours: Forge,
    other: Forge,
    ada: Person,
    bob: Person,
    ticket: String,
    csrf: String,
}

impl Stage {
    async fn set(server: &Server) -> Self {
        let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
        let ticket = text(&ada.post_empty("/auth/tickets").await.expect(201)["ticket"]);
        let body = json!({ "username": "ada", "password": PASSWORD, "transport": "cookie" });
        let csrf = text(&server.client().post("/auth/login", body).await.expect(200)["csrf_token"]);
        Self { ours: Forge::of(server), other: Forge::from_seed(&[7; 32]), ada, bob, ticket, csrf }
    }

    fn value(&self, field: &str, value: &Value) -> Value {
        let now = chrono::Utc::now().timestamp();
        let Some(word) = value.as_str() else { return value.clone() };
        match (word, word.strip_prefix("now").and_then(|rest| rest.parse::<i64>().ok())) {
            (_, Some(seconds)) => json!(now + seconds),
            ("other", _) if field == "sub" => self.bob.id.as_str().into(),
            ("other", _) => self.bob.session_id.as_str().into(),
            ("nobody", _) => new_id().into(),
            _ => word.into(),
        }
    }

    fn token(&self, bad: &Bad<'_>) -> String {
        let header = bad.header.iter().fold(header(), |header, (field, value)| with(header, field, value.clone()));
        let claims = bad.claims.iter().fold(claims(&self.ada), |claims, (field, value)| with(claims, field, self.value(field, value)));
        let whole = match bad.signed {
            "ours" => self.ours.sign(&header, &claims),
            "other" => self.other.sign(&header, &claims),
            "hs256-public" => sign_hs256(&header, &claims, self.ours.public_key()),
            "hs256-empty" => sign_hs256(&header, &claims, b""),
            "none" => format!("{}.{}.", part(&header), part(&claims)),
            other => panic!("nothing is signed {other}"),
        };
        self.shape(bad.shape, whole)
    }

    fn shape(&self, shape: &str, whole: String) -> String {
        let parts: Vec<&str> = whole.split('.').collect();
        let [head, body, signature] = parts[..] else { panic!("a token has three parts") };
        match shape {
            "whole" => whole,
            "truncated" => whole[..whole.len() - 1].to_owned(),
            "headless" => format!(".{body}.{signature}"),
            "two-parts" => format!("{head}.{body}"),
            "four-parts" => format!("{whole}.{signature}"),
            "doubled" => format!("{whole}.{whole}"),
            "doubled-header" => format!("{head}.{whole}"),
            "reversed-signature" => format!("{head}.{body}.{}", signature.chars().rev().collect::<String>()),
            "zero-signature" => format!("{head}.{body}.{}", "A".repeat(signature.len())),
            "others-claims" => format!("{head}.{}.{signature}", self.bob.access_token.split('.').nth(1).expect("it has three parts")),
            "padded" => format!("{whole}=="),
            "huge" => format!("{head}.{}.{signature}", "A".repeat(8_000)),
            "not-ascii" => format!("{head}.{body}é.{signature}"),
            "spaced" => format!("{head}. {body}.{signature}"),
            "json" => json!({ "payload": body, "protected": head, "signature": signature }).to_string(),
            "nonsense" => "nonsense".to_owned(),
            "dots" => "..".to_owned(),
            "refresh-token" => self.ada.refresh_token.clone(),
            "ticket" => self.ticket.clone(),
            "csrf-token" => self.csrf.clone(),
            "session-id" => self.ada.session_id.clone(),
            "password" => PASSWORD.replace(' ', "%20"),
            other => panic!("there is no shape {other}"),
        }
    }
}

/// Where a token can be shown.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Header,
    Cookie,
    StreamHeader,
    StreamCookie,
}

const PLACES: [Place; 4] = [Place::Header, Place::Cookie, Place::StreamHeader, Place::StreamCookie];

async fn show(server: &Server, place: Place, token: Option<&str>) -> Answer {
    let client = match (place, token) {
        (_, None) => server.client(),
        (Place::Header | Place::StreamHeader, Some(token)) => server.client().with_token(token),
        (_, Some(token)) => server.client().with_header("cookie", &format!("{SESSION}={token}")),
    };
    if matches!(place, Place::Header | Place::Cookie) {
        return client.get("/users/me").await;
    }
    // The stream's cookie is worth something on pages of the server's own.
    let own = if token.is_some() { client.with_header("origin", &format!("http://{}", server.address())) } else { client };
    open(&own, "/events").await
}

async fn open(client: &Client, path: &str) -> Answer {
    client.send("GET", path, |request| dress(contract().operation("openEventStream"), request)).await
}

/// What is told of a refusal, but for the ids of its request.
fn told(answer: &Answer) -> (u16, String, Value) {
    let mut body = answer.body.clone();
    body.as_object_mut().map(|fields| fields.remove("instance"));
    (answer.status, answer.header("www-authenticate").to_owned(), body)
}

async fn every_bad_token_is_refused_alike_wherever_it_is_shown(server: &Server) {
    let stage = Stage::set(server).await;
    let good = stage.ours.sign(&header(), &claims(&stage.ada));
    for place in PLACES {
        let answer = show(server, place, Some(&good)).await;
        assert!(matches!(answer.status, 101 | 200), "{place:?}: a good token is taken: {answer:?}");
    }
    let refused = told(&show(server, Place::Header, None).await);
    assert_eq!((refused.0, refused.1.as_str(), &refused.2["code"]), (401, "Bearer", &json!("unauthorized")));
    let text = std::fs::read_to_string(tests::server::root().join("tests/data/bad-tokens.txt")).expect("the table is there");
    let mut faults = Vec::new();
    for bad in table(&text) {
        let token = stage.token(&bad);
        for place in PLACES {
            let answer = show(server, place, Some(&token)).await;
            if told(&answer) != refused {
                faults.push(format!("{} in {place:?}: {answer:?}", bad.name));
            }
        }
    }
    assert!(faults.is_empty(), "{} are not refused like nothing at all:\n{}", faults.len(), faults.join("\n"));
    // None of it has signed anybody out, and the ticket is still good for what it is for.
    super::is_signed_in(&stage.ada).await;
    assert_eq!(open(&server.client(), &format!("/events?ticket={}", stage.ticket)).await.status, 101);
}
