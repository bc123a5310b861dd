//! The accounts of a day: each person of the transcript, signed in on several devices, each with an open event stream.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail, ensure};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde_json::{Value, json};

use super::book::Book;
use super::ear::Ear;
use crate::Doors;
use crate::client::{Answer, Client};
use crate::person::PASSWORD;

/// How many accounts are made side by side: each costs the server a password hash.
const AT_ONCE: usize = 8;

/// Of the devices of each person three in five are away for half of the day.
const AWAY: (usize, usize) = (3, 5);

/// A person of the channel on the server.
pub struct Account {
    pub name: String,
    pub id: String,
    pub devices: Vec<Device>,
}

/// A signed-in device.
pub struct Device {
    pub client: Client,
    pub ear: Ear,
    /// From which step of the day until before which it has no connection.
    pub away: Range<usize>,
    pub is_away: bool,
}

impl Account {
    /// A device that is connected: another one in each turn.
    pub fn device(&self, turn: usize) -> &Device {
        let present: Vec<&Device> = self.devices.iter().filter(|device| !device.is_away).collect();
        present[turn % present.len()]
    }
}

/// Who is to be signed in.
pub struct Cast<'a> {
    pub names: &'a [String],
    /// What their usernames end with.
    pub run: &'a str,
    /// How many devices each has.
    pub devices: usize,
    /// How many steps the day has.
    pub steps: usize,
}

impl Cast<'_> {
    /// When each device of an account is away: half of the day, which begins at another step for each.
    fn absences(&self, account: usize) -> Vec<Range<usize>> {
        let (of_each, half) = (self.devices * AWAY.0 / AWAY.1, self.steps / 2);
        let last = (of_each * self.names.len()).saturating_sub(1).max(1);
        let absence = |number: usize| {
            let begin = (number * self.names.len() + account) * (self.steps - half) / last;
            begin..begin + half
        };
        let present = std::iter::repeat_n(0..0, self.devices - of_each);
        present.chain((0..of_each).map(absence)).collect()
    }
}

/// Makes an account for each name, in this order, and opens the event streams of its devices.
pub async fn open_all(doors: &Doors, cast: &Cast<'_>, book: &Arc<Book>) -> Result<Vec<Account>> {
    let made = cast.names.iter().enumerate().map(|(at, name)| {
        let username = username(name, cast.run, at);
        open(doors, name, username, cast.absences(at), book.clone())
    });
    // Collected first: a closure that borrows the names inside the stream would not be `Send`.
    let made: Vec<_> = made.collect();
    stream::iter(made).buffered(AT_ONCE).try_collect().await
}

async fn open(doors: &Doors, name: &str, username: String, absences: Vec<Range<usize>>, book: Arc<Book>) -> Result<Account> {
    let client = Client::new(doors.clone());
    let mut account = Account { name: name.to_owned(), id: String::new(), devices: Vec::new() };
    for away in absences {
        let given = if account.devices.is_empty() {
            sign_in(&client, "/auth/register", 201, json!({ "username": username, "password": PASSWORD, "display_name": name })).await?
        } else {
            sign_in(&client, "/auth/login", 200, json!({ "username": username, "password": PASSWORD })).await?
        };
        ensure!(given["user"]["display_name"] == name, "{name} is called {} by the server", given["user"]["display_name"]);
        given["user"]["id"].as_str().unwrap_or_default().clone_into(&mut account.id);
        let token = given["access_token"].as_str().unwrap_or_default();
        let ear = Ear::open(doors.clone(), token.to_owned(), book.clone()).await?;
        account.devices.push(Device { client: client.with_token(token), ear, away, is_away: false });
    }
    Ok(account)
}

async fn sign_in(client: &Client, path: &str, status: u16, body: Value) -> Result<Value> {
    loop {
        let answer: Answer = client.post(path, body.clone()).await;
        match answer.status {
            given if given == status => return Ok(answer.body),
            503 => tokio::time::sleep(Duration::from_secs(answer.header("retry-after").parse().unwrap_or(1))).await,
            429 => bail!("the server limits how often one may sign in; start it with CAUSERIE_RATE_LIMITS=off"),
            _ => bail!("{path} answered {}: {}", answer.status, answer.body),
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
    fn three_devices_in_five_are_away_for_half_of_the_day() {
        let names = ["ada".to_owned(), "bob".to_owned()];
        let cast = Cast { names: &names, run: "r", devices: 5, steps: 100 };
        assert_eq!(cast.absences(0), [0..0, 0..0, 0..50, 20..70, 40..90]);
        assert_eq!(cast.absences(1), [0..0, 0..0, 10..60, 30..80, 50..100]);
        assert!(Cast { devices: 1, ..cast }.absences(0).iter().all(Range::is_empty));
    }

    #[test]
    fn names_of_irc_become_usernames() {
        assert_eq!(username("|trey|", "k3f9", 7), "trey.k3f9-7");
        assert!(username("a-very-long-name-that-goes-on-and-on", "abcdefgh", 1999).len() <= 32);
    }
}
