//! The accounts of a day: each person of the transcript, with a signed-in device and an open event stream.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail, ensure};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde_json::{Value, json};

use super::book::Book;
use super::ear::Ear;
use crate::client::{Answer, Client};
use crate::person::PASSWORD;

/// How many accounts are made side by side: each costs the server a password hash.
const AT_ONCE: usize = 8;

/// Where the server is.
#[derive(Clone)]
pub struct Place {
    /// `127.0.0.1:8080`.
    pub address: String,
    pub client: Client,
}

impl Place {
    /// The server of a URL such as `http://127.0.0.1:8080`.
    pub fn of(url: &str) -> Result<Self> {
        let url = url.trim_end_matches('/');
        let Some(address) = url.strip_prefix("http://").filter(|address| !address.contains('/')) else {
            bail!("`{url}` is not of the form http://host:port");
        };
        // The server closes connections that were idle for 10 s; one that it is just closing must not be used again.
        let http = reqwest::Client::builder().pool_max_idle_per_host(64).pool_idle_timeout(Duration::from_secs(5)).build()?;
        Ok(Self { address: address.to_owned(), client: Client::new(http, url.to_owned()) })
    }
}

/// A person of the channel on the server.
pub struct Account {
    pub name: String,
    pub id: String,
    pub client: Client,
    pub ear: Ear,
}

/// Makes an account for each name, in this order, and opens their event streams.
pub async fn open_all(place: &Place, names: &[String], run: &str, book: &Arc<Book>) -> Result<Vec<Account>> {
    let made = names.iter().enumerate().map(|(at, name)| open(place, name, username(name, run, at), book.clone()));
    // Collected first: a closure that borrows the names inside the stream would not be `Send`.
    let made: Vec<_> = made.collect();
    stream::iter(made).buffered(AT_ONCE).try_collect().await
}

async fn open(place: &Place, name: &str, username: String, book: Arc<Book>) -> Result<Account> {
    let body = json!({ "username": username, "password": PASSWORD, "display_name": name });
    let given = register(place, &body).await?;
    let token = given["access_token"].as_str().unwrap_or_default();
    let ear = Ear::open(place.address.clone(), token.to_owned(), book).await?;
    let id = given["user"]["id"].as_str().unwrap_or_default().to_owned();
    ensure!(given["user"]["display_name"] == name, "{name} is called {} by the server", given["user"]["display_name"]);
    Ok(Account { name: name.to_owned(), id, client: place.client.with_token(token), ear })
}

async fn register(place: &Place, body: &Value) -> Result<Value> {
    loop {
        let answer: Answer = place.client.post("/auth/register", body.clone()).await;
        match answer.status {
            201 => return Ok(answer.body),
            503 => tokio::time::sleep(Duration::from_secs(answer.header("retry-after").parse().unwrap_or(1))).await,
            429 => bail!("the server limits how often one may sign up; start it with CAUSERIE_RATE_LIMITS=off"),
            _ => bail!("an account was not made: {} {}", answer.status, answer.body),
        }
    }
}

/// A username for a name of IRC, which may have `|`, `[` and the like: what is left of it, made unique.
fn username(name: &str, run: &str, at: usize) -> String {
    let fit = name.chars().filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-'));
    format!("{}.{run}-{at}", fit.take(16).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_irc_become_usernames() {
        assert_eq!(username("|trey|", "k3f9", 7), "trey.k3f9-7");
        assert!(username("a-very-long-name-that-goes-on-and-on", "abcdefgh", 1999).len() <= 32);
    }
}
