//! Coming back: no device of a member is kept out in the end, and `resync` is no excuse where the cursor is good.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use crate::facts::{Event, Facts, cursor, text};
use crate::history::{At, Connection};

/// How long events are kept, unless it is set to be longer.
const KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

pub fn find(facts: &Facts) -> Vec<String> {
    [kept_out(facts), excuses(facts)].concat()
}

/// The devices of members that had no stream when all was over.
fn kept_out(facts: &Facts) -> Vec<String> {
    let mut is_there = BTreeMap::<(&str, &str), bool>::new();
    for segment in &facts.segments {
        *is_there.entry((segment.user, segment.device)).or_default() |= segment.is_rested;
    }
    let mut refused = BTreeMap::<(&str, &str), &str>::new();
    for refusal in &facts.history.refusals {
        let device = (refusal.user.as_str(), refusal.device.as_str());
        is_there.entry(device).or_default();
        refused.insert(device, &refusal.why);
    }
    let is_sure = |member: &str| {
        let mut own = facts.members.iter().filter(|((_, user), _)| *user == member);
        own.any(|(_, membership)| membership.is_member_throughout(At::MAX, At::MAX))
    };
    let absent = is_there.into_iter().filter(|((user, _), is_there)| !is_there && is_sure(user));
    absent
        .map(|((user, device), _)| {
            let why = refused.get(&(user, device)).map(|why| format!("; refused, the last time with {why}")).unwrap_or_default();
            format!("{user} is a member and had no stream on {device} in the end{why}")
        })
        .collect()
}

/// Devices that were told to load their state anew, and should have been given what they had missed.
fn excuses(facts: &Facts) -> Vec<String> {
    let given = given(facts);
    facts.history.connections.iter().flat_map(|connection| excuses_on(connection, &given, facts.history.forgets)).collect()
}

fn excuses_on(connection: &Connection, given: &HashMap<&str, At>, forgets: bool) -> Vec<String> {
    let (mut found, mut is_greeted) = (Vec::new(), false);
    for frame in &connection.frames {
        let kind = text(&frame.body, "type");
        let reason = text(&frame.body["data"], "reason");
        let is_forgotten = forgets && reason == "retention";
        if kind == "resync" && !is_forgotten && (is_greeted || !is_due(connection, given, reason)) {
            let came = connection.resumed.as_ref().map_or("without a cursor".to_owned(), |cursor| format!("with the cursor {cursor}"));
            found.push(format!(
                "{} on {} came {came} at {:?}, and was told at {:?} to load everything anew: {reason}",
                connection.user, connection.device, connection.opened, frame.at
            ));
        }
        is_greeted |= matches!(kind, "resync" | "caught_up") || Event::of(&frame.body).is_some();
    }
    found
}

/// Whether a connection may be told so: its cursor is not of this history, or what followed it may be gone.
fn is_due(connection: &Connection, given: &HashMap<&str, At>, reason: &str) -> bool {
    let Some(cursor) = &connection.resumed else { return false };
    given.get(cursor.as_str()).is_none_or(|at| reason == "retention" && connection.opened.saturating_sub(*at) >= KEPT)
}

/// When each cursor was given to somebody the last time.
fn given<'a>(facts: &Facts<'a>) -> HashMap<&'a str, At> {
    let mut given = HashMap::<&str, At>::new();
    for connection in &facts.history.connections {
        for frame in &connection.frames {
            // A greeting gives back the cursor that one came with, whatever it is.
            let is_echo = connection.resumed.is_some() && text(&frame.body, "type") == "hello";
            if let Some(cursor) = cursor(&frame.body).filter(|_| !is_echo) {
                let at = given.entry(cursor).or_default();
                *at = frame.at.max(*at);
            }
        }
    }
    given
}
