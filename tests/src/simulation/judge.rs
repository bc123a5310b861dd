//! What must be true in the end: the contract, by the history checker, and that every program shows what its person reads.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use causerie_verify::history::Connection;
use causerie_verify::{History, Settled, Violation, check};

use super::cast::{PEOPLE, ROOMS, room, user};
use super::device::{Device, View};
use super::held;
use super::model::{Store, cursor, to_value};
use super::notes::Notes;

/// What a person reads now.
pub fn read(store: &Store, person: usize) -> View {
    let rooms = (0..ROOMS.len()).filter(|number| ROOMS[*number].contains(&person));
    let messages = |number| store.history(person, number).iter().map(|message| (message.seq, to_value(message))).collect();
    rooms.map(|number| (room(number), messages(number))).filter(|(_, messages): &(_, BTreeMap<_, _>)| !messages.is_empty()).collect()
}

/// Whether a program has come to the end of the log on its stream. What it shows may be ahead of that, when it was loaded.
pub fn is_at_the_end(device: &Device, store: &Store) -> bool {
    *held(&device.reached) == Some(cursor(store.head()))
}

/// Whether a program shows what its person reads.
pub fn is_current(device: &Device, store: &Store) -> bool {
    let mut view = device.view();
    view.retain(|_, messages| !messages.is_empty());
    view == read(store, device.person())
}

fn told(violation: Violation) -> (String, String) {
    (violation.rule.to_owned(), violation.to_string())
}

/// Takes the streams of who has blocked somebody out of a history. The checker knows of no blocks and would miss events there, so
/// it says only what holds with gaps as well; that nothing is missing is seen by what the programs show.
fn of_who_blocks(history: &mut History) -> Vec<(String, String)> {
    let has_blocked: Vec<String> =
        (0..PEOPLE.len()).filter(|person| PEOPLE[*person].blocks.is_some()).map(|person| user(person).to_string()).collect();
    let (mut apart, others): (Vec<Connection>, _) =
        std::mem::take(&mut history.connections).into_iter().partition(|stream| has_blocked.contains(&stream.user));
    history.connections = others;
    // What comes by the repair of a gap overtakes frames such as `pong`, which then tell of an earlier place.
    apart.iter_mut().for_each(|stream| stream.frames.retain(|frame| frame.body.get("event_id").is_some()));
    let apart = History { connections: apart, operations: history.operations.clone(), ..History::default() };
    check(&apart).into_iter().filter(|violation| matches!(violation.rule, "doubled" | "order" | "phantom")).map(told).collect()
}

/// Each violation with its rule.
pub fn judge(devices: &[Arc<Device>], store: &Store, notes: &Notes, at: Duration) -> Vec<(String, String)> {
    let last: Vec<Option<usize>> = devices.iter().map(|device| *held(&device.stream)).collect();
    let mut history = notes.take(&last, at);
    let mut found = of_who_blocks(&mut history);
    for person in (0..PEOPLE.len()).filter(|person| PEOPLE[*person].blocks.is_none()) {
        history.settled.extend(read(store, person).into_iter().map(|(room, messages)| {
            let messages = Some(messages.into_values().collect());
            Settled { who: user(person).to_string(), room: room.to_string(), invoked: at, messages, unread: None }
        }));
    }
    found.extend(check(&history).into_iter().map(told));
    for device in devices.iter().filter(|device| !is_current(device, store)) {
        let count = |view: &View| view.values().map(BTreeMap::len).sum::<usize>();
        let (shown, there) = (count(&device.view()), count(&read(store, device.person())));
        found.push(("convergence".to_owned(), format!("{} shows {shown} messages, and its person reads {there}", device.name())));
    }
    for device in devices.iter().filter(|device| !is_at_the_end(device, store)) {
        found.push(("promise".to_owned(), format!("{} did not come to the end of the log", device.name())));
    }
    for device in devices.iter().filter(|device| !device.is_done()) {
        found.push(("promise".to_owned(), format!("{} could not send what it wrote", device.name())));
    }
    found
}
