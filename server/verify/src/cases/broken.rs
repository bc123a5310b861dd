//! What can be wrong with a service, done to the good story by hand.

use serde_json::json;

use super::*;

type Damage = fn(&mut History);

/// The rule that must turn red, what is wrong, and how it is done.
pub const CASES: &[(&str, &str, Damage)] = &[
    ("lost", "an acknowledged message is in no history", |history| {
        each_history(history, |messages| messages.retain(|message| message["content"] != "seven"));
    }),
    ("lost", "an acknowledged edit is in no history", |history| {
        each_history(history, |messages| {
            messages[0]["content"] = "one".into();
            messages[0]["is_edited"] = false.into();
        });
    }),
    ("lost", "a member is none any more", |history| {
        let of_bob = history.settled.iter_mut().find(|settled| settled.who == "bob").expect("he is there");
        (of_bob.messages, of_bob.unread) = (None, None);
    }),
    ("lost", "an acknowledged message is otherwise", |history| {
        each_history(history, |messages| messages[1]["edited_at"] = "then".into());
        each_frame(history, |frame| {
            if frame["data"]["message"]["content"] == "two" {
                frame["data"]["message"]["edited_at"] = "then".into();
            }
        });
    }),
    ("phantom", "a refused message is there", |history| {
        each_history(history, |messages| messages.push(after(messages, "refused", "ada-refused", "ada")));
    }),
    ("phantom", "a message is told that nobody sent", |history| {
        let last = frame(history, "ada/phone", "last");
        for device in ["ada/phone", "bob/phone", "bob/laptop"] {
            let mut ghost = renamed(&last, 1);
            ghost.body["data"]["message"] = after(&[last.body["data"]["message"].clone()], "boo", "ghost", "bob");
            connection(history, device).frames.push(ghost);
        }
    }),
    ("phantom", "a message has a text that nobody wrote", |history| {
        each_history(history, |messages| messages[1]["content"] = "zwei".into());
    }),
    ("doubled", "a message was stored twice", |history| {
        each_history(history, |messages| messages.push(after(messages, "seven", "bob-7", "bob")));
        assert!(history.settled[0].messages.iter().flatten().filter(|message| message["client_id"] == "bob-7").count() == 2);
    }),
    ("doubled", "a frame came twice", |history| {
        let again = frame(history, "bob/laptop", "four");
        let frames = &mut connection(history, "bob/laptop").frames;
        let at = frames.iter().position(|frame| *frame == again).expect("it is there");
        frames.insert(at + 2, again);
    }),
    ("doubled", "what stands before the cursor came again", |history| {
        let again = frame(history, "bob/phone", "two");
        connection(history, "bob/phone").frames.insert(1, again);
    }),
    ("order", "two frames came the wrong way round", |history| {
        let frames = &mut connection(history, "bob/laptop").frames;
        let at = frames.iter().position(|frame| frame.body["data"]["message"]["content"] == "six").expect("it is there");
        frames.swap(at - 1, at);
    }),
    ("order", "one history has two messages the wrong way round", |history| {
        history.settled[1].messages.as_mut().expect("there is one").swap(4, 5);
    }),
    ("order", "a message has another number for one person", |history| {
        for frame in &mut connection(history, "bob/laptop").frames {
            if frame.body["data"]["message"]["content"] == "six" {
                frame.body["data"]["message"]["seq"] = 60.into();
            }
        }
    }),
    ("order", "an event has another number for one device", |history| {
        for frame in &mut connection(history, "bob/laptop").frames {
            if frame.body["data"]["message"]["content"] == "last" {
                frame.body["seq"] = 60.into();
            }
        }
    }),
    ("hole", "a message's number was never given", |history| {
        each_message(history, |message| {
            if message["seq"].as_i64() >= Some(7) {
                message["seq"] = (message["seq"].as_i64().unwrap_or_default() + 1).into();
            }
        });
    }),
    ("hole", "an event's number was never given", |history| {
        each_frame(history, |frame| {
            if frame["seq"].as_i64() >= Some(8) {
                frame["seq"] = (frame["seq"].as_i64().unwrap_or_default() + 1).into();
            }
        });
    }),
    ("silent gap", "a frame in the middle did not come", |history| {
        connection(history, "bob/laptop").frames.retain(|frame| frame.body["data"]["message"]["content"] != "six");
    }),
    ("silent gap", "the last frame did not come", |history| {
        connection(history, "ada/phone").frames.retain(|frame| frame.body["data"]["message"]["content"] != "last");
    }),
    ("silent gap", "on coming back nothing of what was missed came", |history| {
        connection(history, "bob/phone").frames.drain(1..4);
    }),
    ("silent gap", "nobody was told of a message", |history| {
        for connection in &mut history.connections {
            connection.frames.retain(|frame| frame.body["data"]["message"]["content"] != "last");
        }
    }),
    ("silent gap", "a device does not come back", |history| {
        connection(history, "bob/laptop").is_rested = false;
    }),
    ("silent gap", "a cursor of a moment ago is not taken", |history| {
        let back = connection(history, "bob/phone");
        let told_anew = json!({ "type": "resync", "data": { "reason": "retention", "cursor": back.frames[4].body["data"]["cursor"] } });
        assert_eq!(back.frames[4].body["type"], "caught_up");
        back.frames.drain(1..4);
        back.frames[1].body = told_anew;
    }),
    ("silent gap", "who is live is told to load everything anew", |history| {
        let frames = &mut connection(history, "bob/laptop").frames;
        let at = frames.iter().position(|frame| frame.body["data"]["message"]["content"] == "six").expect("it is there");
        let cursor = frames[at].body["cursor"].clone();
        frames[at].body = json!({ "type": "resync", "data": { "reason": "too_far", "cursor": cursor } });
    }),
    ("unauthorised", "who has left hears on", |history| {
        let unheard = frame(history, "bob/laptop", "seven");
        connection(history, "cleo/phone").frames.push(unheard);
    }),
    ("unauthorised", "who was never there hears something", |history| {
        let unheard = frame(history, "bob/laptop", "two");
        connection(history, "dora/phone").frames.push(unheard);
    }),
    ("unauthorised", "who has left can read", |history| {
        let page = history.operations.iter().rfind(|operation| matches!(operation.what, What::ReadPage { .. })).expect("there is one");
        let page = Operation { who: "cleo".to_owned(), ..page.clone() };
        history.operations.push(page);
    }),
    ("resurrection", "a deleted message is read", |history| {
        let read = |operation: &&mut Operation| matches!(operation.what, What::ReadMessage { .. });
        answer(history.operations.iter_mut().find(read))["content"] = "three".into();
    }),
    ("resurrection", "a deleted message's text comes on coming back", |history| {
        for frame in &mut connection(history, "bob/phone").frames {
            if frame.body["type"] == "message.created" && frame.body["data"]["message"]["id"] == "m3" {
                frame.body["data"]["message"]["content"] = "three".into();
            }
        }
    }),
    ("resurrection", "a deleted message is in every history", |history| {
        each_history(history, |messages| messages[2]["content"] = "three".into());
    }),
    ("stale read", "a page lacks what was acknowledged before", |history| {
        let read = |operation: &&mut Operation| matches!(operation.what, What::ReadPage { .. });
        let page = answer(history.operations.iter_mut().rfind(read));
        page["items"].as_array_mut().expect("it has items").retain(|item| item["content"] != "seven");
    }),
    ("stale read", "a message is read as it was before its edit", |history| {
        let read = |operation: &&mut Operation| matches!(operation.what, What::ReadMessage { .. });
        answer(history.operations.iter_mut().rfind(read))["content"] = "one".into();
    }),
    ("stale read", "a member does not find their room", |history| {
        let read = |operation: &&mut Operation| matches!(operation.what, What::ReadPage { .. });
        let last = history.operations.iter_mut().rfind(read).expect("there is one");
        last.outcome = Outcome::Refused("not_found".to_owned());
    }),
    ("stale read", "a member is not allowed to read", |history| {
        let read = |operation: &&mut Operation| matches!(operation.what, What::ReadUnread { .. });
        let last = history.operations.iter_mut().rfind(read).expect("there is one");
        last.outcome = Outcome::Refused("forbidden".to_owned());
    }),
    ("stale read", "a member is not allowed to send", |history| {
        let refused = |operation: &&mut Operation| matches!(operation.outcome, Outcome::Refused(_));
        let last = history.operations.iter_mut().rfind(refused).expect("there is one");
        last.outcome = Outcome::Refused("forbidden".to_owned());
    }),
    ("unread", "a count is one too high", |history| {
        let read = |operation: &&mut Operation| matches!(operation.what, What::ReadUnread { .. });
        let told = answer(history.operations.iter_mut().rfind(read));
        told["total"] = (told["total"].as_i64().unwrap_or_default() + 1).into();
    }),
    ("unread", "at the end a count is one too low", |history| {
        history.settled[0].unread = history.settled[0].unread.map(|unread| unread - 1);
    }),
    ("convergence", "one history lacks a message that the other has", |history| {
        history.settled[1].messages.as_mut().expect("there is one").retain(|message| message["content"] != "seven");
    }),
    ("convergence", "one history has the text of before the edit", |history| {
        history.settled[1].messages.as_mut().expect("there is one")[0]["content"] = "one".into();
    }),
    ("convergence", "a device was told another text than the history has", |history| {
        for frame in &mut connection(history, "bob/laptop").frames {
            if frame.body["type"] == "message.updated" {
                frame.body["data"]["message"]["content"] = "one".into();
            }
        }
    }),
];

/// The last connection of a device.
pub fn connection<'a>(history: &'a mut History, device: &str) -> &'a mut Connection {
    history.connections.iter_mut().rfind(|connection| connection.device == device).expect("the device was connected")
}

/// The frame by which a device was told of a message.
pub fn frame(history: &History, device: &str, content: &str) -> Frame {
    let frames = history.connections.iter().filter(|connection| connection.device == device).flat_map(|connection| &connection.frames);
    let found = frames.into_iter().find(|frame| frame.body["data"]["message"]["content"] == content);
    found.unwrap_or_else(|| panic!("{device} was not told of {content}")).clone()
}

/// The next event of the room after one.
fn renamed(frame: &Frame, more: i64) -> Frame {
    let mut frame = Frame { at: frame.at + Duration::from_millis(5), ..frame.clone() };
    let number = frame.body["seq"].as_i64().unwrap_or_default() + more;
    frame.body["seq"] = number.into();
    frame.body["event_id"] = format!("e{number}").into();
    frame.body["cursor"] = format!("c{number}").into();
    frame
}

/// A message that stands after these.
fn after(messages: &[Value], content: &str, client_id: &str, sender: &str) -> Value {
    let mut message = messages.last().expect("there are some").clone();
    let number = message["seq"].as_i64().unwrap_or_default() + 1;
    message["seq"] = number.into();
    message["id"] = format!("m{number}").into();
    message["content"] = content.into();
    message["client_id"] = client_id.into();
    message["sender_id"] = sender.into();
    message
}

fn answer(operation: Option<&mut Operation>) -> &mut Value {
    match operation.map(|operation| &mut operation.outcome) {
        Some(Outcome::Acknowledged(answer)) => answer,
        other => panic!("no answer: {other:?}"),
    }
}

fn each_history(history: &mut History, change: impl Fn(&mut Vec<Value>)) {
    history.settled.iter_mut().filter_map(|settled| settled.messages.as_mut()).for_each(change);
}

fn each_frame(history: &mut History, change: impl Fn(&mut Value)) {
    history.connections.iter_mut().flat_map(|connection| &mut connection.frames).for_each(|frame| change(&mut frame.body));
}

/// Every record of a message, wherever it stands.
fn each_message(history: &mut History, change: impl Fn(&mut Value)) {
    each_history(history, |messages| messages.iter_mut().for_each(&change));
    each_frame(history, |frame| {
        if frame["data"]["message"].is_object() {
            change(&mut frame["data"]["message"]);
        }
    });
    for operation in &mut history.operations {
        let Outcome::Acknowledged(answer) = &mut operation.outcome else { continue };
        if let Some(items) = answer.get_mut("items").and_then(Value::as_array_mut) {
            items.iter_mut().for_each(&change);
        } else if answer.get("content").is_some() {
            change(answer);
        }
    }
}
