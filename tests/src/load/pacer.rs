//! When messages are due in an open loop: at absolute times that do not wait for the server, so that one that falls behind is
//! charged for all that it delays.

use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// Arrivals at a constant rate.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    pub per_sec: f64,
    pub span: Duration,
}

impl Schedule {
    /// How many arrive.
    pub fn count(self) -> usize {
        (self.per_sec * self.span.as_secs_f64()) as usize
    }

    /// How long it is from one to the next.
    pub fn interval(self) -> Duration {
        self.due(1)
    }

    /// When one arrives, from the beginning; computed from its number, so that no error adds up.
    pub fn due(self, number: usize) -> Duration {
        Duration::from_secs_f64(number as f64 / self.per_sec)
    }
}

/// Gives each arrival's time, from `epoch`, when it has come. A thread of its own sleeps up to each: what the generator is busy
/// with delays none.
pub fn start(schedule: Schedule, epoch: Instant) -> UnboundedReceiver<Duration> {
    let (sender, receiver) = unbounded_channel();
    let first = epoch.elapsed() + Duration::from_millis(20);
    std::thread::spawn(move || {
        for number in 0..schedule.count() {
            let due = first + schedule.due(number);
            while let Some(left) = due.checked_sub(epoch.elapsed()).filter(|left| !left.is_zero()) {
                std::thread::sleep(left);
            }
            if sender.send(due).is_err() {
                return;
            }
        }
    });
    receiver
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_is_even_and_does_not_drift() {
        let schedule = Schedule { per_sec: 3_000.0, span: Duration::from_secs(10) };
        assert_eq!(schedule.count(), 30_000);
        let end = schedule.due(schedule.count() - 1) + schedule.interval();
        assert!(end.abs_diff(schedule.span) < Duration::from_micros(1), "{end:?}");
        assert_eq!(schedule.due(0), Duration::ZERO);
        for sec in 1..10 {
            assert_eq!(schedule.due(sec * 3_000), Duration::from_secs(sec as u64));
        }
        let gaps = (1..30_000).map(|number| schedule.due(number) - schedule.due(number - 1));
        assert!(gaps.into_iter().all(|gap| gap.as_micros().abs_diff(333) <= 1));
    }

    #[tokio::test]
    async fn every_arrival_comes_once_in_order_and_never_early_even_to_who_looks_late() {
        let epoch = Instant::now();
        let schedule = Schedule { per_sec: 1_000.0, span: Duration::from_millis(100) };
        let mut arrivals = start(schedule, epoch);
        // Nobody looks for a while: the times do not wait for that.
        tokio::time::sleep(Duration::from_millis(60)).await;
        let mut dues = Vec::new();
        while let Some(due) = arrivals.recv().await {
            assert!(due <= epoch.elapsed(), "it came before its time");
            dues.push(due);
        }
        assert_eq!(dues.len(), schedule.count());
        assert!(dues.iter().enumerate().all(|(number, due)| *due == dues[0] + schedule.due(number)));
    }
}
