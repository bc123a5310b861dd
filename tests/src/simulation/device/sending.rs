//! How a device writes: a message waits in its outbox until it is acknowledged, over the stream or by a call, also over a crash.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use causerie_sdk::{Client, Command, ConnectionState, Error, Event, types};
use causerie_verify::Outcome;
use rand::Rng;
use rand::rngs::StdRng;
use serde_json::Value;
use tokio::time::sleep;

use super::{Device, Draft};
use crate::simulation::cast::{ROOMS, room};
use crate::simulation::model::to_value;
use crate::simulation::{held, now};

impl Device {
    /// Writes for as long as there is work, and sends what is left for as long as it takes.
    pub(super) async fn write(self: Arc<Self>, client: Client, chance: Arc<Mutex<StdRng>>) {
        loop {
            let next = held(&self.kept).outbox.front().cloned();
            match next {
                Some(draft) => self.send(&client, &draft, &chance).await,
                None if now() < self.plan.work => {
                    let pause = held(&chance).random_range(0.05..1.0);
                    sleep(self.plan.pause.mul_f64(pause)).await;
                    self.draft(&chance);
                }
                None => sleep(Duration::from_secs(1)).await,
            }
        }
    }

    fn draft(&self, chance: &Mutex<StdRng>) {
        let rooms: Vec<usize> = (0..ROOMS.len()).filter(|number| ROOMS[*number].contains(&self.person())).collect();
        let room = room(rooms[held(chance).random_range(0..rooms.len())]);
        let mut kept = held(&self.kept);
        kept.written += 1;
        let client_id = format!("{}-{}", self.name(), kept.written);
        let content = format!("{client_id} at {}", now().as_millis());
        kept.outbox.push_back(Draft { room, client_id, content });
    }

    /// One try.
    async fn send(&self, client: &Client, draft: &Draft, chance: &Mutex<StdRng>) {
        let (is_over_stream, pause) = {
            let mut chance = held(chance);
            (chance.random_bool(0.6), chance.random_range(100..2_000))
        };
        let place = self.notes.begin(self.person(), draft.room, &draft.client_id, &draft.content);
        let stream = client.stream().filter(|stream| is_over_stream && stream.state() == ConnectionState::Online);
        let sent = match stream {
            Some(stream) => {
                let Draft { room, client_id, content } = draft.clone();
                let data = types::MessageSendData { client_id: Some(client_id), content, room_id: room };
                stream.request(Command::MessageSend(data)).await.map(acknowledged)
            }
            None => client.rooms().of(draft.room).send_as(&*draft.content, &*draft.client_id).await.map(|message| Some(to_value(&message))),
        };
        let how = if is_over_stream { "stream" } else { "call" };
        let said = match &sent {
            Ok(_) => "acknowledged".to_owned(),
            Err(error) => error.code.to_string(),
        };
        self.trace.tell(self.name(), format_args!("sent {} by {how}: {said}", draft.client_id));
        let outcome = outcome(sent);
        let is_acknowledged = matches!(outcome, Outcome::Acknowledged(_));
        self.notes.end(place, outcome);
        if is_acknowledged {
            held(&self.kept).outbox.pop_front();
            *held(&self.acknowledged) += 1;
        } else {
            sleep(Duration::from_millis(pause)).await;
        }
    }
}

/// The message that an answer brings.
fn acknowledged(answer: Event) -> Option<Value> {
    match answer {
        Event::Ack(ack) => ack.message.as_ref().map(to_value),
        _ => None,
    }
}

/// Only what is this side's fault was not done for sure.
fn outcome(sent: Result<Option<Value>, Error>) -> Outcome {
    match sent {
        Ok(Some(message)) => Outcome::Acknowledged(message),
        Ok(None) => Outcome::Unknown,
        Err(error) if (400..500).contains(&error.status) => Outcome::Refused(error.code.to_string()),
        Err(_) => Outcome::Unknown,
    }
}
