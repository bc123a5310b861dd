//! Access tokens: only the server's own, unchanged and of this time, are worth anything.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use serde_json::{Value, json};
use tests::{Engine, Person, Server, Socket};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64url without padding (RFC 4648, 5).
fn encode(bytes: &[u8]) -> String {
    let letter = |bits: u32, at: u32| char::from(ALPHABET[(bits >> at & 63) as usize]);
    let group = |chunk: &[u8]| -> String {
        let bits = chunk.iter().chain([&0; 2]).take(3).fold(0, |bits, byte| bits << 8 | u32::from(*byte));
        [18, 12, 6, 0].iter().take(chunk.len() + 1).map(|at| letter(bits, *at)).collect()
    };
    bytes.chunks(3).map(group).collect()
}

fn part(value: &Value) -> String {
    encode(value.to_string().as_bytes())
}

/// A token with a good signature, by the key that the server keeps and a program that is not the server's.
struct Forge {
    folder: PathBuf,
}

impl Forge {
    fn of(server: &Server) -> Self {
        let folder = server.folder();
        let text = std::fs::read_to_string(folder.join("jwt.key")).expect("the server keeps its key in its folder");
        let byte = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).expect("the key is hexadecimal");
        let seed: Vec<u8> = (0..32).map(|index| byte(2 * index)).collect();
        // The fixed head of a PKCS#8 document with an Ed25519 key (RFC 8410, 7).
        let head = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
        std::fs::write(folder.join("forge.der"), [&head[..], &seed].concat()).expect("it can be written");
        Self { folder }
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let text = format!("{}.{}", part(header), part(claims));
        std::fs::write(self.folder.join("forge.txt"), &text).expect("it can be written");
        let signed = Command::new("openssl")
            .args(["pkeyutl", "-sign", "-rawin", "-keyform", "DER", "-inkey", "forge.der", "-in", "forge.txt", "-out", "forge.sig"])
            .current_dir(&self.folder)
            .status()
            .expect("openssl is installed (Debian: apt-get install openssl)");
        assert!(signed.success(), "openssl did not sign");
        let signature = std::fs::read(Path::new(&self.folder).join("forge.sig")).expect("openssl has written it");
        format!("{text}.{}", encode(&signature))
    }
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("the clock is past 1970");
    i64::try_from(since.as_secs()).expect("it fits for long")
}

fn header() -> Value {
    json!({ "typ": "at+jwt", "alg": "EdDSA" })
}

fn claims(person: &Person) -> Value {
    json!({
        "iss": "causerie", "aud": "causerie-api", "sub": person.id, "sid": person.session_id, "jti": person.session_id,
        "iat": now(), "nbf": now(), "exp": now() + 900,
    })
}

/// The value with one field changed, or taken away by `null`.
fn with(mut value: Value, field: &str, new: Value) -> Value {
    match new {
        Value::Null => drop(value.as_object_mut().and_then(|fields| fields.remove(field))),
        new => value[field] = new,
    }
    value
}

async fn is_refused(server: &Server, token: &str, why: &str) {
    let answer = server.client().with_token(token).get("/users/me").await;
    assert_eq!(answer.header("www-authenticate"), "Bearer", "{why}");
    assert_eq!((answer.status, &answer.body["code"]), (401, &json!("unauthorized")), "{why}: {}", answer.body);
    assert!(Socket::open(server.address(), token, None).await.is_err(), "{why}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn well_signed_tokens_of_another_kind_or_time_are_refused() {
    let server = Server::start(Engine::Sqlite).await;
    let (ada, bob) = (Person::register(&server, "ada").await, Person::register(&server, "bob").await);
    let forge = Forge::of(&server);
    let good = server.client().with_token(&forge.sign(&header(), &claims(&ada)));
    assert_eq!(good.get("/users/me").await.expect(200)["id"], ada.id.as_str(), "a token of the right form is taken");
    for (field, value, why) in [
        ("exp", json!(now() - 60), "expired"),
        ("exp", Value::Null, "for ever"),
        ("nbf", json!(now() + 600), "of the future"),
        ("iss", json!("someone-else"), "another issuer"),
        ("aud", json!("another-api"), "another audience"),
        ("aud", Value::Null, "no audience"),
        ("sub", json!(bob.id), "another person's session"),
        ("sid", json!(bob.session_id), "another's session"),
        ("sid", Value::Null, "no session"),
        ("sub", Value::Null, "nobody"),
    ] {
        is_refused(&server, &forge.sign(&header(), &with(claims(&ada), field, value)), why).await;
    }
    for (field, value, why) in [
        ("typ", json!("JWT"), "a plain JWT"),
        ("typ", json!("refresh+jwt"), "another kind"),
        ("typ", Value::Null, "of no kind"),
        ("crit", json!(["b64"]), "more to be understood"),
        ("alg", json!("HS256"), "another algorithm"),
    ] {
        is_refused(&server, &forge.sign(&with(header(), field, value), &claims(&ada)), why).await;
    }
    super::is_signed_in(&ada).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_without_a_good_signature_are_refused() {
    let server = Server::start(Engine::Sqlite).await;
    let (ada, bob) = (Person::register(&server, "ada").await, Person::register(&server, "bob").await);
    let pieces: Vec<&str> = ada.access_token.split('.').collect();
    let [head, body, signature] = pieces[..] else { panic!("an access token has three parts") };
    let theirs = bob.access_token.split('.').nth(1).expect("it has three parts");
    let none = part(&json!({ "typ": "at+jwt", "alg": "none" }));
    let turned: String = signature.chars().rev().collect();
    for (token, why) in [
        (format!("{head}.{theirs}.{signature}"), "another's claims"),
        (format!("{none}.{body}."), "no algorithm and no signature"),
        (format!("{none}.{body}.{signature}"), "no algorithm"),
        (format!("{}.{body}.{signature}", part(&json!({ "typ": "at+jwt", "alg": "HS256" }))), "another algorithm"),
        (format!("{head}.{body}."), "no signature"),
        (format!("{head}.{body}"), "no third part"),
        (format!("{head}.{body}.{turned}"), "a wrong signature"),
        (format!("{head}.{body}.{signature}.{signature}"), "a fourth part"),
        ("nonsense".to_owned(), "no token at all"),
        ("ä".to_owned(), "not even ASCII"),
    ] {
        is_refused(&server, &token, why).await;
    }
    server.client().get("/users/me").await.problem(401, "unauthorized");
    let basic = |request: reqwest::RequestBuilder| request.header("authorization", format!("Basic {}", ada.access_token));
    server.client().send("GET", "/users/me", basic).await.problem(401, "unauthorized");
    let small = |request: reqwest::RequestBuilder| request.header("authorization", format!("bearer {}", ada.access_token));
    server.client().send("GET", "/users/me", small).await.expect(200);
}
