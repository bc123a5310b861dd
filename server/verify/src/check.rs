//! The rules, each with the clause of `docs/contract.md` that it holds, and what they find.

use std::collections::BTreeMap;
use std::fmt;

use crate::facts::Facts;
use crate::history::History;
use crate::rules;

/// How many violations of each rule are told in words.
const SHOWN: usize = 3;

/// A rule.
pub struct Rule {
    pub name: &'static str,
    /// The number of the clause.
    pub clause: u8,
    /// What must be so.
    pub about: &'static str,
    find: fn(&Facts) -> Vec<String>,
}

/// Something that is not as it was promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub rule: &'static str,
    pub clause: u8,
    /// What is wrong, in words, with the ids that show it.
    pub what: String,
}

/// The violations of a history, as an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken(pub Vec<Violation>);

const fn rule(name: &'static str, clause: u8, about: &'static str, find: fn(&Facts) -> Vec<String>) -> Rule {
    Rule { name, clause, about, find }
}

/// Every rule.
pub const RULES: [Rule; 11] = [
    rule("lost", 1, "what was acknowledged is there at the end, as it was acknowledged", rules::lost::find),
    rule("phantom", 1, "what is there somebody wrote, and was not refused", rules::phantom::find),
    rule("doubled", 2, "every message is there once, and every event comes once after a cursor", rules::doubled::find),
    rule("order", 3, "a room has one order, for everybody, in histories and on streams", rules::order::find),
    rule("hole", 3, "the numbers of a room's messages and of its events have no gap", rules::hole::find),
    rule("silent gap", 4, "a device that stays, or comes back with its cursor, gets every event it may see", rules::silent_gap::find),
    rule("unauthorised", 8, "nobody sees what happened while they were no member", rules::unauthorised::find),
    rule("resurrection", 12, "nothing that is asked for after a deletion gives the text back", rules::resurrection::find),
    rule("stale read", 5, "an answer shows everything that was acknowledged before the question", rules::stale_read::find),
    rule("unread", 13, "an unread count is what counting message by message gives", rules::unread::find),
    rule("convergence", 14, "at the end all histories and all devices agree", rules::convergence::find),
];

/// Holds a history against every rule.
pub fn check(history: &History) -> Vec<Violation> {
    let facts = Facts::of(history);
    let found = |rule: &Rule| {
        let (name, clause) = (rule.name, rule.clause);
        (rule.find)(&facts).into_iter().map(move |what| Violation { rule: name, clause, what })
    };
    RULES.iter().flat_map(found).collect()
}

/// Nothing, or what was found.
pub fn verdict(violations: Vec<Violation>) -> Result<(), Broken> {
    if violations.is_empty() { Ok(()) } else { Err(Broken(violations)) }
}

/// How many violations each rule has, in the order of the rules.
pub fn summary(violations: &[Violation]) -> Vec<(&'static str, usize)> {
    let mut counts = BTreeMap::<&str, usize>::new();
    for violation in violations {
        *counts.entry(violation.rule).or_default() += 1;
    }
    RULES.iter().map(|rule| (rule.name, counts.get(rule.name).copied().unwrap_or(0))).collect()
}

impl fmt::Display for Violation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} (clause {}): {}", self.rule, self.clause, self.what)
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} violations", self.0.len())?;
        let mut shown = BTreeMap::<&str, usize>::new();
        for violation in &self.0 {
            let of_rule = shown.entry(violation.rule).or_default();
            *of_rule += 1;
            if *of_rule <= SHOWN {
                write!(out, "\n  {violation}")?;
            }
        }
        let more = shown.into_iter().filter(|(_, count)| *count > SHOWN);
        more.into_iter().try_for_each(|(rule, count)| write!(out, "\n  {rule}: {} more", count - SHOWN))
    }
}

impl std::error::Error for Broken {}
