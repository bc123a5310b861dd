//! What the server is to reach, as it stands in the design: each figure with its floor of the same record.

use super::floor::GROUP;
use super::plan::Work::{self, W1, W2, W3, W4, W5, W6};
use super::record::Of::{self, Floor, Server};
use super::record::Record;
use super::work::names;

/// On which side of the goal a figure is to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    Least(f64),
    Most(f64),
}

/// A figure with a goal.
pub struct Goal {
    pub what: &'static str,
    pub unit: &'static str,
    pub bound: Bound,
    measured: fn(&Record) -> Option<f64>,
    floor: fn(&Record) -> Option<f64>,
}

/// A goal held against a record.
pub struct Reached {
    pub goal: &'static Goal,
    /// Infinite when a rate was not held.
    pub measured: f64,
    pub floor: Option<f64>,
}

impl Reached {
    pub fn is_met(&self) -> bool {
        match self.goal.bound {
            Bound::Least(least) => self.measured >= least,
            Bound::Most(most) => self.measured <= most,
        }
    }

    /// How many times as much as at its floor; 1 is as good as can be.
    pub fn ratio(&self) -> Option<f64> {
        let floor = self.floor.filter(|floor| *floor > 0.0)?;
        Some(match self.goal.bound {
            Bound::Least(_) => floor / self.measured,
            Bound::Most(_) => self.measured / floor,
        })
        .filter(|ratio| ratio.is_finite())
    }
}

/// Each goal whose figure was measured.
pub fn hold(record: &Record) -> Vec<Reached> {
    let reached = |goal: &'static Goal| Some(Reached { goal, measured: (goal.measured)(record)?, floor: (goal.floor)(record) });
    GOALS.iter().filter_map(reached).collect()
}

const fn goal(
    what: &'static str,
    unit: &'static str,
    bound: Bound,
    measured: fn(&Record) -> Option<f64>,
    floor: fn(&Record) -> Option<f64>,
) -> Goal {
    Goal { what, unit, bound, measured, floor }
}

const GOALS: &[Goal] = &[
    goal("W1 accepted, 64 senders", "1/s", Bound::Least(15_000.0), |it| accepted(it, Server, 64), |it| durable(it, 64, GROUP)),
    goal("W1 accepted, 1 sender", "1/s", Bound::Least(2_500.0), |it| accepted(it, Server, 1), |it| durable(it, 1, 1)),
    goal("W1 at 1,000/s, p50", "ms", Bound::Most(0.8), |it| held(it, W1, 1_000, "p50"), |it| open(it, W1, 1_000, "p50")),
    goal("W1 at 1,000/s, p99", "ms", Bound::Most(3.0), |it| held(it, W1, 1_000, "p99"), |it| open(it, W1, 1_000, "p99")),
    goal("W1 at 5,000/s, p99", "ms", Bound::Most(10.0), |it| held(it, W1, 5_000, "p99"), |it| open(it, W1, 5_000, "p99")),
    goal("W1 at 10,000/s, p99", "ms", Bound::Most(25.0), |it| held(it, W1, 10_000, "p99"), |it| open(it, W1, 10_000, "p99")),
    goal(
        "W1 at 1,000/s, CPU for 1,000 deliveries",
        "s",
        Bound::Most(0.022),
        |it| cpu(it, Server),
        |it| Some(cpu(it, Floor)? + commit_cpu(it)?),
    ),
    goal("W2 deliveries, 1 in flight", "1/s", Bound::Least(100_000.0), |it| deliveries(it, Server, 1), |it| deliveries(it, Floor, 1)),
    goal("W2 deliveries, 8 in flight", "1/s", Bound::Least(400_000.0), |it| deliveries(it, Server, 8), |it| deliveries(it, Floor, 8)),
    goal("W2 at 200/s, p99", "ms", Bound::Most(50.0), |it| held(it, W2, 200, "p99"), |it| open(it, W2, 200, "p99")),
    goal(
        "W3 memory of an idle socket",
        "KiB",
        Bound::Most(8.0),
        |it| idle(it, Server, "kib_per_socket"),
        |it| idle(it, Floor, "kib_per_socket"),
    ),
    goal(
        "W3 connects with authentication",
        "1/s",
        Bound::Least(3_000.0),
        |it| idle(it, Server, "connects_per_s"),
        |it| idle(it, Floor, "connects_per_s"),
    ),
    goal(
        "W4 10,000 missed, all, slowest",
        "ms",
        Bound::Most(1_000.0),
        |it| away(it, "all_most_ms"),
        |it| Some(10_000.0 * 1_000.0 / deliveries(it, Floor, 8)?),
    ),
    goal("W4 10,000 missed, the first, slowest", "ms", Bound::Most(100.0), |it| away(it, "first_most_ms"), |_| None),
    goal("W5 a page of the room list, p99", "ms", Bound::Most(10.0), |it| it.figure(Server, W5, names::LIST, "answer_p99_ms"), asked),
    goal("W6 the newest page, p99", "ms", Bound::Most(5.0), |it| it.figure(Server, W6, names::NEWEST, "answer_p99_ms"), asked),
    goal("W6 400 pages back, p99", "ms", Bound::Most(5.0), |it| it.figure(Server, W6, names::BACK, "answer_p99_ms"), asked),
    goal("W6 the last of them for the first", "×", Bound::Most(1.25), deep, |_| None),
];

fn accepted(record: &Record, of: Of, senders: usize) -> Option<f64> {
    record.figure(of, W1, &names::closed(senders), "accepted_per_s")
}

/// On one core: what takes a message in and hands it to ten sockets, and then the commit.
fn durable(record: &Record, senders: usize, group: usize) -> Option<f64> {
    let rows = record.figure(Floor, W1, &names::commits(group), "rows_per_s")?;
    Some(1.0 / (1.0 / accepted(record, Floor, senders)? + 1.0 / rows))
}

fn open(record: &Record, work: Work, rate: u32, part: &str) -> Option<f64> {
    record.figure(Floor, work, &names::open(rate), &format!("delivery_{part}_ms"))
}

/// The latency at a rate that was held; infinite when it, or a lower one, was not.
fn held(record: &Record, work: Work, rate: u32, part: &str) -> Option<f64> {
    let rates = if work == W1 { &record.plan.rates } else { &record.plan.large_rates };
    let lowest = rates.first().filter(|_| rates.contains(&rate))?;
    record.run(Server, work, &names::open(*lowest))?;
    let of = |figure: &str| record.figure(Server, work, &names::open(rate), figure);
    Some(of(&format!("delivery_{part}_ms")).filter(|_| of("is_held") == Some(1.0)).unwrap_or(f64::INFINITY))
}

fn cpu(record: &Record, of: Of) -> Option<f64> {
    record.figure(of, W1, &names::open(1_000), "cpu_s_per_1000_deliveries")
}

/// A message is one row and is delivered to all members.
fn commit_cpu(record: &Record) -> Option<f64> {
    Some(record.figure(Floor, W1, &names::commits(1), "cpu_s_per_1000_rows")? / record.plan.members as f64)
}

fn deliveries(record: &Record, of: Of, width: u64) -> Option<f64> {
    record.figure(of, W2, &names::in_flight(width), "deliveries_per_s")
}

fn idle(record: &Record, of: Of, figure: &str) -> Option<f64> {
    record.figure(of, W3, &names::idle(*record.plan.idle.iter().max()?), figure)
}

fn away(record: &Record, figure: &str) -> Option<f64> {
    record.figure(Server, W4, &names::missed(10_000), figure)
}

fn asked(record: &Record) -> Option<f64> {
    record.figure(Floor, W5, &names::endpoint(1), "answer_p99_ms")
}

fn deep(record: &Record) -> Option<f64> {
    let of = |figure| record.figure(Server, W6, names::BACK, figure);
    Some(of("last_pages_p50_ms")? / of("first_pages_p50_ms")?)
}

#[cfg(test)]
mod tests {
    use super::super::about::About;
    use super::super::plan::Plan;
    use super::super::record::Run;
    use super::*;

    /// A record of all runs of the full plan, in which every figure is 1.
    fn whole() -> Record {
        let plan = Plan::new(false, None);
        let mut runs = Vec::new();
        for of in [Server, Floor] {
            let run = |work, name| {
                let figures = FIGURES.iter().chain(&["is_held"]);
                figures.fold(Run::new(of, work, name), |run, figure| run.with(figure, 1.0))
            };
            runs.extend(plan.senders.iter().map(|senders| run(W1, names::closed(*senders))));
            runs.extend(plan.rates.iter().map(|rate| run(W1, names::open(*rate))));
            runs.extend(plan.widths.iter().map(|width| run(W2, names::in_flight(*width))));
            runs.extend(plan.large_rates.iter().map(|rate| run(W2, names::open(*rate))));
            runs.extend(plan.idle.iter().map(|sockets| run(W3, names::idle(*sockets))));
            runs.extend(plan.missed.iter().map(|missed| run(W4, names::missed(*missed))));
            runs.extend([run(W5, names::LIST.to_owned()), run(W6, names::NEWEST.to_owned()), run(W6, names::BACK.to_owned())]);
            runs.extend([1, GROUP].map(|group| run(W1, names::commits(group))));
            runs.push(run(W5, names::endpoint(1)));
        }
        Record { about: About::default(), plan, runs, profiles: Vec::new() }
    }

    const FIGURES: [&str; 14] = [
        "accepted_per_s",
        "deliveries_per_s",
        "delivery_p50_ms",
        "delivery_p99_ms",
        "cpu_s_per_1000_deliveries",
        "rows_per_s",
        "cpu_s_per_1000_rows",
        "kib_per_socket",
        "connects_per_s",
        "all_most_ms",
        "first_most_ms",
        "answer_p99_ms",
        "first_pages_p50_ms",
        "last_pages_p50_ms",
    ];

    #[test]
    fn the_full_plan_measures_the_figure_of_every_goal_and_its_floor() {
        let record = whole();
        let reached = hold(&record);
        assert_eq!(reached.len(), GOALS.len());
        let without: Vec<&str> = reached.iter().filter(|reached| reached.floor.is_none()).map(|reached| reached.goal.what).collect();
        assert_eq!(without, ["W4 10,000 missed, the first, slowest", "W6 the last of them for the first"]);
        // With 1 for everything, what is to be at most is met, and no rate that is to be reached.
        for reached in reached {
            let is_most = matches!(reached.goal.bound, Bound::Most(most) if most >= 1.0);
            assert_eq!(reached.is_met(), is_most, "{}", reached.goal.what);
        }
    }

    #[test]
    fn a_rate_that_was_not_held_is_no_figure() {
        let mut record = whole();
        let run = record.runs.iter_mut().find(|run| run.of == Server && run.name == names::open(5_000));
        run.expect("it is there").figures.insert("is_held".to_owned(), 0.0);
        let reached = hold(&record);
        let at = reached.iter().find(|reached| reached.goal.what == "W1 at 5,000/s, p99").expect("it is a goal");
        assert!(at.measured.is_infinite() && !at.is_met() && at.ratio().is_none());
    }
}
