//! Probes: requests of each kind, again and again, to see what is answered during a fault and how soon.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Result, ensure};
use futures_util::future::join_all;
use serde_json::json;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::Person;
use crate::times::Times;

/// How many of each kind ask one node side by side.
const SIDE_BY_SIDE: usize = 5;
/// How long one waits before it asks again.
const PAUSE: Duration = Duration::from_millis(100);
/// How long any answer may take, also while the database is away.
const MOST: Duration = Duration::from_millis(2_500);
/// How long an answer is waited for, to tell how late it came.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    Read,
    Write,
    Live,
    Ready,
}

const QUESTIONS: [Question; 4] = [Question::Read, Question::Write, Question::Live, Question::Ready];

/// What came of a question.
struct Asked {
    question: Question,
    begun: Instant,
    ended: Instant,
    /// The status, and whether it says when to come back; none when there was no answer.
    answer: Option<(u16, bool)>,
}

/// Probes at work.
pub struct Probes {
    tasks: Vec<JoinHandle<Vec<Asked>>>,
    is_over: Arc<AtomicBool>,
}

impl Probes {
    /// Begins to ask the nodes of these people, who are in the room.
    pub fn start(people: &[Person], room_id: &str) -> Self {
        let is_over = Arc::<AtomicBool>::default();
        let mut tasks = Vec::new();
        for person in people {
            for question in QUESTIONS.into_iter().cycle().take(QUESTIONS.len() * SIDE_BY_SIDE) {
                let (person, room_id, is_over) = (person.clone(), room_id.to_owned(), is_over.clone());
                tasks.push(tokio::spawn(async move {
                    let mut asked = Vec::new();
                    while !is_over.load(Ordering::Relaxed) {
                        asked.push(question.ask(&person, &room_id).await);
                        tokio::time::sleep(PAUSE).await;
                    }
                    asked
                }));
            }
        }
        Self { tasks, is_over }
    }

    /// Ends them, prints how long the answers took, and holds those of a time without a database against what is promised: 503
    /// that says when to come back, and soon; alive, and not ready.
    pub async fn judge(self, down: (Instant, Instant)) -> Result<()> {
        self.is_over.store(true, Ordering::Relaxed);
        let mut asked = Vec::new();
        for task in join_all(self.tasks).await {
            asked.extend(task?);
        }
        let (mut wrong, mut slow) = (Vec::new(), 0);
        for question in QUESTIONS {
            let mut times = Times::default();
            let of_kind = |one: &&Asked| one.question == question && one.begun >= down.0 && one.ended <= down.1 + PATIENCE;
            for one in asked.iter().filter(of_kind) {
                let took = one.ended - one.begun;
                times.note(took);
                slow += usize::from(took > MOST);
                // An answer of after the end may be any.
                if one.ended <= down.1 && one.answer != Some(question.expected()) {
                    wrong.push(format!("{question:?} was answered {:?} after {took:?}", one.answer));
                }
            }
            println!("  {:<8} {times} ({} answers)", format!("{question:?}"), times.count());
            ensure!(times.count() > 0, "{question:?} was not asked");
        }
        ensure!(wrong.is_empty(), "{} answers are not as promised, the first: {}", wrong.len(), wrong[0]);
        ensure!(slow == 0, "{slow} answers took over {MOST:?}");
        Ok(())
    }
}

/// Waits until every node of these people reads, writes and is ready; gives how long that took.
pub async fn back(people: &[Person], room_id: &str, most: Duration) -> Result<Duration> {
    let begun = Instant::now();
    loop {
        let questions = [Question::Read, Question::Write, Question::Ready];
        let all = people.iter().flat_map(|person| questions.map(|question| question.ask(person, room_id)));
        let refused: Vec<_> =
            join_all(all).await.into_iter().filter(|one| !matches!(one.answer, Some((200 | 201, _)))).map(|one| one.question).collect();
        if refused.is_empty() {
            let took = begun.elapsed();
            ensure!(took <= most, "the service was back after {took:?}, and not within {most:?}");
            return Ok(took);
        }
        ensure!(begun.elapsed() < PATIENCE, "not back after {PATIENCE:?}: {refused:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

impl Question {
    /// What must be answered while the database is away: the status, and whether it says when to come back.
    fn expected(self) -> (u16, bool) {
        match self {
            Self::Read | Self::Write | Self::Ready => (503, true),
            Self::Live => (200, false),
        }
    }

    async fn ask(self, person: &Person, room_id: &str) -> Asked {
        let begun = Instant::now();
        let (method, path) = match self {
            Self::Read => ("GET", format!("/rooms/{room_id}/messages")),
            Self::Write => ("PUT", format!("/rooms/{room_id}/read-status")),
            Self::Live => ("GET", "//health/live".to_owned()),
            Self::Ready => ("GET", "//health/ready".to_owned()),
        };
        let answer = person
            .try_send(method, &path, |request| {
                let request = request.timeout(PATIENCE);
                if self == Self::Write { request.json(&json!({ "status": "read" })) } else { request }
            })
            .await;
        let answer = answer.ok().map(|answer| (answer.status, !answer.header("retry-after").is_empty()));
        Asked { question: self, begun, ended: Instant::now(), answer }
    }
}
