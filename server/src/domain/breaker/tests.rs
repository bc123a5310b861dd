//! The breaker against a model that keeps every call and derives all from them.

use proptest::prelude::*;

use super::*;

const RULES: Rules = Rules { failures: 3, window: Duration::from_secs(10), rest: Duration::from_secs(1), probes: 2 };
const PATIENCE: Duration = Duration::from_millis(500);

/// What happens to a breaker.
#[derive(Clone, Copy, Debug)]
enum Step {
    Wait(u64),
    Enter,
    /// One of the calls under way ends, chosen by number.
    Settle(usize, Outcome),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let outcome = prop_oneof![2 => Just(Outcome::Success), 5 => Just(Outcome::Failure), 1 => Just(Outcome::Unknown)];
    let step = prop_oneof![
        1 => (0u64..12_000).prop_map(Step::Wait),
        2 => (0u64..300).prop_map(Step::Wait),
        5 => Just(Step::Enter),
        5 => (any::<usize>(), outcome).prop_map(|(which, outcome)| Step::Settle(which, outcome)),
    ];
    prop::collection::vec(step, 1..150)
}

/// What has been seen since the last change of state; nothing is forgotten, all is counted anew.
struct Model {
    state: State,
    since: Instant,
    entered: usize,
    ended: Vec<(Outcome, Instant)>,
}

impl Model {
    fn become_state(&mut self, state: State, since: Instant) {
        *self = Self { state, since, entered: 0, ended: Vec::new() };
    }

    fn may_enter(&mut self, now: Instant) -> bool {
        if self.state == State::Open && now >= self.since + RULES.rest {
            self.become_state(State::HalfOpen, now);
        }
        let under_way = self.entered - self.ended.len();
        let may = self.state == State::Closed || self.state == State::HalfOpen && under_way < RULES.probes;
        self.entered += usize::from(may);
        may
    }

    fn end(&mut self, outcome: Outcome, now: Instant) {
        self.ended.push((outcome, now));
        let unbroken = self.ended.iter().rev().take_while(|(outcome, _)| *outcome != Outcome::Success);
        let failures = unbroken.filter(|(outcome, at)| *outcome == Outcome::Failure && now - *at < RULES.window).count();
        match (self.state, outcome) {
            (State::Closed, Outcome::Failure) if failures >= RULES.failures => self.become_state(State::Open, now),
            (State::HalfOpen, Outcome::Failure) => self.become_state(State::Open, now),
            (State::HalfOpen, Outcome::Success) => self.become_state(State::Closed, now),
            _ => {}
        }
    }
}

proptest! {
    #[test]
    fn it_does_what_the_model_does(steps in steps()) {
        let mut now = Instant::now();
        let mut circuit = Circuit::new(RULES);
        let mut model = Model { state: State::Closed, since: now, entered: 0, ended: Vec::new() };
        // Each call with the number of the state that it was admitted in.
        let (mut calls, mut changes) = (Vec::new(), 0);
        for step in steps {
            let before = model.state;
            match step {
                Step::Wait(ms) => now += Duration::from_millis(ms),
                Step::Enter => {
                    let admitted = circuit.enter(now);
                    prop_assert_eq!(admitted.is_some(), model.may_enter(now));
                    changes += usize::from(before != model.state);
                    calls.extend(admitted.map(|era| (era, changes)));
                }
                Step::Settle(which, outcome) if !calls.is_empty() => {
                    let (era, admitted_in) = calls.swap_remove(which % calls.len());
                    circuit.settle(era, outcome, now);
                    // What a call of an earlier state says comes too late.
                    if admitted_in == changes {
                        model.end(outcome, now);
                    }
                    changes += usize::from(before != model.state);
                }
                Step::Settle(..) => {}
            }
            prop_assert_eq!(circuit.state(), model.state);
        }
    }
}

#[test]
fn a_call_that_is_given_up_late_has_failed_and_one_given_up_soon_tells_nothing() {
    let breaker = Breaker::new("test", RULES);
    let give_up_after = |wait: Duration| {
        let mut permit = breaker.enter(PATIENCE).expect("it is closed");
        permit.since -= wait;
        drop(permit);
    };
    for _ in 0..10 {
        give_up_after(PATIENCE / 2);
    }
    assert_eq!(breaker.state(), State::Closed);
    for _ in 0..RULES.failures {
        give_up_after(PATIENCE);
    }
    assert_eq!(breaker.state(), State::Open);
    assert!(breaker.enter(PATIENCE).is_none());
}

#[test]
fn success_closes_it_again() {
    let breaker = Breaker::new("test", Rules { rest: Duration::ZERO, ..RULES });
    for _ in 0..RULES.failures {
        breaker.enter(PATIENCE).expect("it is closed").fail();
    }
    let (one, other) = (breaker.enter(PATIENCE).expect("it tries"), breaker.enter(PATIENCE).expect("it tries"));
    assert!(breaker.enter(PATIENCE).is_none(), "no more than {} try at a time", RULES.probes);
    drop(other);
    let third = breaker.enter(PATIENCE).expect("a probe that told nothing makes room for another");
    one.succeed();
    assert_eq!(breaker.state(), State::Closed);
    third.fail();
    assert_eq!(breaker.state(), State::Closed, "it comes too late");
}
