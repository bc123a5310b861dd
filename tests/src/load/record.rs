//! What was measured, as it is kept in a file: runs with their figures, what they cost and what went wrong, and about what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::about::About;
use super::account::Wrong;
use super::crowd::Phase;
use super::meter::Cost;
use super::plan::{Plan, Work};
use super::profile::Profile;
use crate::times::Times;

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    Server,
    Floor,
}

/// One run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Run {
    pub of: Of,
    pub work: Work,
    pub name: String,
    pub figures: BTreeMap<String, f64>,
    pub wrong: Wrong,
    pub cost: Option<Cost>,
    /// The first answer that was an error.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub refusal: Option<String>,
}

/// Everything that one call of the command measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    pub about: About,
    pub plan: Plan,
    pub runs: Vec<Run>,
    /// Where the servers' time went, if that was asked.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub profiles: Vec<Profile>,
}

impl Record {
    /// Whether it tells of this tree's server, and of nothing but its figures.
    pub fn is_plain(&self) -> bool {
        !self.about.is_other && self.profiles.is_empty()
    }

    /// A figure of a run.
    pub fn figure(&self, of: Of, work: Work, name: &str, figure: &str) -> Option<f64> {
        self.run(of, work, name)?.figures.get(figure).copied()
    }

    pub fn run(&self, of: Of, work: Work, name: &str) -> Option<&Run> {
        self.runs.iter().find(|run| run.of == of && run.work == work && run.name == name)
    }

    /// The first refusal of a run in which there should be none: where the senders wait, nothing overloads the server, and even
    /// one that is overloaded accepts something.
    pub fn refusal(&self) -> Option<&str> {
        let is_refused = |run: &&Run| {
            let of = |figure: &str| run.figures.get(figure).copied();
            let is_open = of("offered_per_s").is_some();
            of("accepted") == Some(0.0) || (!is_open && of("refused").is_some_and(|count| count > 0.0))
        };
        let run = self.runs.iter().find(is_refused)?;
        Some(run.refusal.as_deref().unwrap_or("nothing was accepted"))
    }

    /// What went wrong in all runs together.
    pub fn wrong(&self) -> Wrong {
        let mut sum = Wrong::default();
        self.runs.iter().for_each(|run| sum.add(run.wrong));
        sum
    }
}

impl Run {
    pub fn new(of: Of, work: Work, name: impl Into<String>) -> Self {
        Self { of, work, name: name.into(), figures: BTreeMap::new(), wrong: Wrong::default(), cost: None, refusal: None }
    }

    /// The figures of a crowd's phase.
    pub fn with_phase(mut self, phase: Phase) -> Self {
        let Phase { tally, cost, window, accepted_within, delivered_within, late } = phase;
        let (secs, thousands) = (window.as_secs_f64(), tally.delivered.max(1) as f64 / 1_000.0);
        self = self.with("accepted_per_s", accepted_within as f64 / secs).with("deliveries_per_s", delivered_within as f64 / secs);
        self = self.with("offered", tally.announced as f64).with("accepted", tally.accepted as f64);
        self = self.with("delivered", tally.delivered as f64).with("refused", tally.refused as f64);
        self = self.with_times("accept", &tally.accept).with_times("delivery", &tally.delivery).with_times("to_all", &tally.to_all);
        self = self.with("cpu_s_per_1000_deliveries", cost.server_cpu_secs / thousands);
        if cost.database_pss_kib > 0 {
            self = self.with("database_cpu_s_per_1000_deliveries", cost.database_cpu_secs / thousands);
        }
        self = self.with("pss_mib", cost.server_pss_kib as f64 / 1024.0).with("resident_mib", cost.server_resident_kib as f64 / 1024.0);
        self = self.with("generator_late_ms", late.as_secs_f64() * 1_000.0);
        self.wrong.add(tally.wrong);
        Self { cost: Some(cost), refusal: tally.first_refusal, ..self }
    }

    pub fn with(mut self, figure: &str, value: f64) -> Self {
        self.figures.insert(figure.to_owned(), value);
        self
    }

    /// The percentiles of times, in milliseconds.
    pub fn with_times(mut self, name: &str, times: &Times) -> Self {
        if times.count() > 0 {
            for (quantile, part) in [(0.5, "p50"), (0.95, "p95"), (0.99, "p99"), (1.0, "most")] {
                self = self.with(&format!("{name}_{part}_ms"), times.at(quantile).as_secs_f64() * 1_000.0);
            }
        }
        self
    }

    pub fn with_cost(self, cost: Cost) -> Self {
        Self { cost: Some(cost), ..self }
    }

    pub fn with_wrong(mut self, wrong: Wrong) -> Self {
        self.wrong.add(wrong);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::super::work::names;
    use super::*;

    fn empty() -> Record {
        Record { about: About::default(), plan: Plan::new(false, None), runs: Vec::new(), profiles: Vec::new() }
    }

    #[test]
    fn a_refusal_where_senders_wait_is_found_and_one_of_an_overloaded_server_is_not() {
        let mut record = empty();
        let refused = |name: String, accepted: f64| Run::new(Of::Server, Work::W1, name).with("accepted", accepted).with("refused", 3.0);
        record.runs.push(refused(names::open(200), 7.0).with("offered_per_s", 200.0));
        assert_eq!(record.refusal(), None);
        record.runs.push(refused(names::closed(1), 7.0));
        record.runs.last_mut().expect("it is there").refusal = Some("503".to_owned());
        assert_eq!(record.refusal(), Some("503"));
        record.runs.pop();
        record.runs.push(refused(names::open(1_000), 0.0).with("offered_per_s", 1_000.0));
        assert_eq!(record.refusal(), Some("nothing was accepted"));
    }

    #[test]
    fn a_record_is_the_same_when_it_is_read_again() {
        let mut record = empty();
        record.runs.push(Run::new(Of::Floor, Work::W2, "a run").with("accepted", 1.5));
        let text = serde_json::to_string(&record).expect("it can be written");
        let again: Record = serde_json::from_str(&text).expect("it can be read");
        assert_eq!(serde_json::to_string(&again).expect("it can be written"), text);
    }
}
