//! The judge, judged: a good history, and for each rule what turns it, and no other, red.

mod broken;
mod model;

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::Value;

use crate::history::{Connection, Frame, History, Operation, Outcome, Refusal, What};
use crate::{RULES, check, summary};
use model::Model;

/// Ada and Bob talk, Cleo comes and goes, Dora only listens elsewhere; something of each kind happens.
fn story() -> History {
    let mut model = Model::default();
    for device in ["ada/phone", "bob/phone", "bob/laptop", "cleo/phone", "dora/phone"] {
        model.connect(device);
    }
    model.create("ada", &["bob"]);
    let one = model.send("ada", "one");
    model.send("bob", "two");
    model.edit("ada", &one, "one, mended");
    model.read_page("bob");
    model.cut("bob/phone");
    let three = model.send("ada", "three");
    model.send("bob", "four");
    model.delete("ada", &three);
    model.read_message("bob", &three);
    model.resume("bob/phone");
    model.join("ada", "cleo");
    model.send("cleo", "five");
    model.mark("bob", 5);
    model.read_unread("bob");
    model.send("ada", "six");
    model.leave("cleo");
    model.wait(3_000);
    model.send("bob", "seven");
    model.read_page("ada");
    model.read_message("ada", &one);
    model.read_unread("ada");
    model.refused("ada", "refused");
    model.unknown("bob", "eight", true);
    model.unknown("bob", "never", false);
    model.send("bob", "last");
    model.wait(3_000);
    model.settle()
}

/// The rules that a history breaks.
fn red(history: &History) -> BTreeSet<&'static str> {
    check(history).iter().map(|violation| violation.rule).collect()
}

#[track_caller]
fn assert_good(history: &History) {
    let violations = check(history);
    assert!(violations.is_empty(), "{violations:#?}");
}

#[test]
fn a_good_history_breaks_no_rule() {
    let history = story();
    assert!(history.operations.len() > 20 && history.connections.len() == 6, "the story has happened");
    assert_good(&history);
    assert_good(&History::default());
}

#[test]
fn each_broken_history_breaks_its_own_rule_alone() {
    let mut wrong = Vec::new();
    for (rule, name, damage) in broken::CASES {
        let mut history = story();
        assert_good(&history);
        damage(&mut history);
        let violations = check(&history);
        assert_eq!(summary(&violations).iter().map(|(_, count)| count).sum::<usize>(), violations.len());
        if red(&history) != BTreeSet::from([*rule]) {
            wrong.push((rule, name, violations));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_rule_has_two_broken_histories() {
    for rule in &RULES {
        let count = broken::CASES.iter().filter(|(of, ..)| *of == rule.name).count();
        assert!(count >= 2, "{} has {count}", rule.name);
    }
    assert!(broken::CASES.iter().all(|(of, ..)| RULES.iter().any(|rule| rule.name == *of)));
}

#[test]
fn each_rule_holds_a_clause_of_the_contract() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/contract.md")).expect("the page is there");
    for rule in &RULES {
        assert!(page.contains(&format!("\n{}. **", rule.clause)), "{} names clause {}", rule.name, rule.clause);
    }
}

#[test]
fn who_comes_back_with_an_older_cursor_gets_more_again() {
    let mut model = Model::default();
    model.connect("ada/phone");
    model.create("ada", &["bob"]);
    model.send("bob", "one");
    let cursor = model.cursor("ada/phone");
    model.send("bob", "two");
    model.cut("ada/phone");
    model.resume_at("ada/phone", &cursor);
    model.send("bob", "three");
    assert_good(&model.settle());
}

#[test]
fn after_a_resync_what_was_before_may_be_missing() {
    let mut model = Model::default();
    model.connect("ada/phone");
    model.connect("bob/phone");
    model.create("ada", &["bob"]);
    model.cut("ada/phone");
    model.send("bob", "one");
    model.resync_at("ada/phone", "made up", "cursor_invalid");
    model.send("bob", "two");
    assert_good(&model.settle());
}

#[test]
fn a_good_cursor_is_taken_for_as_long_as_events_are_kept() {
    let told_anew = |days: u64, reason| {
        let mut model = Model::default();
        model.connect("ada/phone");
        model.connect("bob/phone");
        model.create("ada", &["bob"]);
        model.send("bob", "one");
        model.cut("ada/phone");
        model.send("bob", "two");
        let cursor = model.cursor("ada/phone");
        model.wait(days * 24 * 60 * 60 * 1_000);
        model.resync_at("ada/phone", &cursor, reason);
        model.send("bob", "three");
        model.settle()
    };
    for reason in ["retention", "epoch", "restored", "cursor_invalid", "too_far"] {
        assert_eq!(red(&told_anew(29, reason)), BTreeSet::from(["silent gap"]), "{reason}");
        let later = if reason == "retention" { BTreeSet::new() } else { BTreeSet::from(["silent gap"]) };
        assert_eq!(red(&told_anew(31, reason)), later, "{reason}, when what followed the cursor may be gone");
        let forgets = History { forgets: true, ..told_anew(1, reason) };
        assert_eq!(red(&forgets), later, "{reason}, of a log that was made to forget");
    }
}

#[test]
fn what_is_heard_again_is_judged_the_first_time_too() {
    let broken = |damage: fn(&mut Vec<Frame>)| {
        let mut model = Model::default();
        model.connect("ada/phone");
        model.create("ada", &["bob"]);
        model.send("bob", "one");
        let cursor = model.cursor("ada/phone");
        model.send("bob", "two");
        model.send("bob", "three");
        model.cut("ada/phone");
        model.resume_at("ada/phone", &cursor);
        model.send("bob", "four");
        let mut history = model.settle();
        // On the first connection, after the cursor of the second one.
        damage(&mut history.connections[0].frames);
        history
    };
    assert_good(&broken(|_| {}));
    let again = |frames: &mut Vec<Frame>| frames.extend(frames.last().cloned());
    assert_eq!(red(&broken(again)), BTreeSet::from(["doubled"]));
    let wrong_way_round = |frames: &mut Vec<Frame>| frames[4..].reverse();
    assert_eq!(red(&broken(wrong_way_round)), BTreeSet::from(["order"]));
    let skipped = |frames: &mut Vec<Frame>| drop(frames.remove(4));
    assert_eq!(red(&broken(skipped)), BTreeSet::from(["silent gap"]));
}

#[test]
fn no_device_of_a_member_is_kept_out() {
    let mut history = story();
    let refusal = |device: &str| {
        let user = device.split('/').next().unwrap_or_default().to_owned();
        Refusal { user, device: device.to_owned(), asked: Duration::from_secs(20), why: "503 from the gateway".to_owned() }
    };
    // Cleo has left, Dora was never there: nobody waits for them. Who was refused and came back is there.
    history.refusals = ["cleo/laptop", "dora/laptop", "bob/phone"].map(refusal).into();
    assert_good(&history);
    history.refusals.push(refusal("bob/tablet"));
    assert_eq!(red(&history), BTreeSet::from(["silent gap"]));
    let found: Vec<String> = check(&history).into_iter().map(|violation| violation.what).collect();
    assert_eq!(found, ["bob is a member and had no stream on bob/tablet in the end; refused, the last time with 503 from the gateway"]);
}

#[test]
fn what_was_changed_while_one_was_away_is_not_missed() {
    let mut model = Model::default();
    model.connect("ada/phone");
    model.connect("cleo/phone");
    model.create("ada", &["cleo"]);
    let one = model.send("ada", "one");
    model.leave("cleo");
    model.edit("ada", &one, "one, mended");
    model.join("ada", "cleo");
    model.send("ada", "two");
    assert_good(&model.settle());
}

#[test]
fn an_open_stream_has_a_second_to_hear_of_a_removal() {
    let broken = |wait| {
        let mut model = Model::default();
        model.connect("ada/phone");
        model.connect("cleo/phone");
        model.create("ada", &["cleo"]);
        model.leave("cleo");
        model.wait(wait);
        model.send("ada", "unheard");
        let mut history = model.settle();
        let heard = broken::frame(&history, "ada/phone", "unheard");
        let cleo = broken::connection(&mut history, "cleo/phone");
        // She was not told yet.
        cleo.frames.retain(|frame| frame.body["type"] != "member.left");
        cleo.frames.push(heard);
        cleo.is_rested = false;
        history
    };
    assert_eq!(red(&broken(900)), BTreeSet::from(["silent gap"]), "that she was removed she must hear all the same");
    assert_eq!(red(&broken(1_100)), BTreeSet::from(["silent gap", "unauthorised"]));
}
