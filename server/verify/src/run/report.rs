//! What a run found, for people and as JSON.

use std::fmt;
use std::time::Duration;

use serde_json::{Value, json};

use super::{Figures, Plan};
use crate::check::{RULES, Violation, summary};

/// How many violations of a rule are told in words.
const SHOWN: usize = 5;

/// What a run found.
pub struct Report {
    pub plan: Plan,
    pub figures: Figures,
    pub violations: Vec<Violation>,
    /// The accounts that could not be deleted.
    pub left: Vec<String>,
}

fn millis(time: Duration) -> f64 {
    (time.as_secs_f64() * 10_000.0).round() / 10.0
}

impl Report {
    /// Whether it says anything: where nothing was done, nothing can be found.
    pub fn is_worth_something(&self) -> bool {
        !self.violations.is_empty() || self.figures.is_anything_done()
    }

    /// As a program reads it.
    pub fn json(&self) -> Value {
        let counts: serde_json::Map<String, Value> =
            self.figures.counts.iter().map(|(name, count)| ((*name).to_owned(), (*count).into())).collect();
        let times: serde_json::Map<String, Value> = self
            .figures
            .times
            .iter()
            .map(|(name, times)| {
                let at = |quantile| millis(Figures::at(times, quantile));
                ((*name).to_owned(), json!({ "count": times.len(), "p50_ms": at(0.5), "p99_ms": at(0.99), "most_ms": at(1.0) }))
            })
            .collect();
        let found = summary(&self.violations);
        let rules: Vec<Value> = RULES
            .iter()
            .zip(found)
            .map(|(rule, (name, count))| {
                let all = self.violations.iter().filter(|violation| violation.rule == name).map(|violation| violation.what.as_str());
                let first: Vec<&str> = all.take(100).collect();
                json!({ "rule": name, "clause": rule.clause, "about": rule.about, "violations": count, "first": first })
            })
            .collect();
        json!({
            "url": self.plan.url, "users": self.plan.users, "rooms": self.plan.rooms, "seconds": self.plan.time.as_secs_f64(),
            "seed": self.plan.seed, "counts": counts, "refused": self.figures.refused, "times": times, "rules": rules,
            "violations": self.violations.len(), "accounts_left": self.left,
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Plan { url, users, rooms, seed, time, .. } = &self.plan;
        writeln!(out, "{url}: {users} people in {rooms} rooms for {:.0} s, seed {seed}\n", time.as_secs_f64())?;
        for (name, count) in &self.figures.counts {
            writeln!(out, "  {name:<36}{count:>9}")?;
        }
        for (at, (call, count)) in self.figures.refused.iter().enumerate() {
            let head = if at == 0 { "\n  refused, by call and problem\n" } else { "" };
            writeln!(out, "{head}  {call:<36}{count:>9}")?;
        }
        writeln!(out, "\n  {:<36}{:>9}{:>12}{:>12}", "took", "times", "p50", "p99")?;
        for (name, times) in &self.figures.times {
            let at = |quantile| millis(Figures::at(times, quantile));
            writeln!(out, "  {name:<36}{:>9}{:>9.1} ms{:>9.1} ms", times.len(), at(0.5), at(0.99))?;
        }
        writeln!(out, "\n  {:<14}{:>7}{:>12}  what must be so", "rule", "clause", "violations")?;
        for (rule, (_, count)) in RULES.iter().zip(summary(&self.violations)) {
            writeln!(out, "  {:<14}{:>7}{count:>12}  {}", rule.name, rule.clause, rule.about)?;
        }
        for rule in &RULES {
            let found: Vec<&Violation> = self.violations.iter().filter(|violation| violation.rule == rule.name).collect();
            if !found.is_empty() {
                writeln!(out, "\n{} ({} violations)", rule.name, found.len())?;
            }
            found.iter().take(SHOWN).try_for_each(|violation| writeln!(out, "  - {}", violation.what))?;
        }
        if !self.left.is_empty() {
            writeln!(out, "\nnot deleted: {}", self.left.join(", "))?;
        }
        match self.violations.len() {
            0 if self.is_worth_something() => write!(out, "\nno violation"),
            0 => write!(out, "\nnothing to be judged"),
            count => write!(out, "\n{count} violations"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::check::Rule;

    fn report(acknowledged: usize, violations: Vec<Violation>) -> Report {
        let plan = Plan {
            url: "http://localhost".to_owned(),
            users: 2,
            rooms: 1,
            time: Duration::from_secs(1),
            seed: 1,
            name: "verify".to_owned(),
            password: String::new(),
        };
        let refused = BTreeMap::from([("send over HTTP: forbidden".to_owned(), 3)]);
        let figures = Figures { counts: vec![("messages acknowledged", acknowledged)], refused, times: BTreeMap::new() };
        Report { plan, figures, violations, left: Vec::new() }
    }

    #[test]
    fn where_nothing_was_acknowledged_nothing_is_judged() {
        let Rule { name, clause, .. } = RULES[0];
        let found = Violation { rule: name, clause, what: "it is gone".to_owned() };
        let (silent, well, ill) = (report(0, Vec::new()), report(1, Vec::new()), report(0, vec![found]));
        assert_eq!([&silent, &well, &ill].map(Report::is_worth_something), [false, true, true]);
        let ends = [(&silent, "\nnothing to be judged"), (&well, "\nno violation"), (&ill, "\n1 violations")];
        assert!(ends.iter().all(|(report, end)| report.to_string().ends_with(*end)), "{silent}{well}{ill}");
    }

    #[test]
    fn what_was_refused_is_named() {
        let report = report(1, Vec::new());
        assert!(report.to_string().contains("refused, by call and problem\n  send over HTTP: forbidden  "), "{report}");
        assert_eq!(report.json()["refused"], json!({ "send over HTTP: forbidden": 3 }));
    }
}
