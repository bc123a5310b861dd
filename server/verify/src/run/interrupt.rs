//! Ctrl-C, heard from before the first call to after the last one: the first ends the talking, the second one the cleaning.

use std::future::pending;

use anyhow::{Context, Result};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// How often somebody has asked for an end.
#[derive(Clone)]
pub struct Interrupt(watch::Receiver<usize>);

impl Interrupt {
    /// Listens from now on; the process is not ended by it any more.
    pub fn listen() -> Result<Self> {
        let mut signals = signal(SignalKind::interrupt()).context("Ctrl-C cannot be listened to")?;
        let (times, heard) = watch::channel(0);
        tokio::spawn(async move {
            while signals.recv().await.is_some() {
                times.send_modify(|times| *times += 1);
            }
        });
        Ok(Self(heard))
    }

    /// Whether it was heard so often.
    pub fn is_heard(&self, times: usize) -> bool {
        *self.0.borrow() >= times
    }

    /// Waits until it was heard so often.
    pub async fn heard(&self, times: usize) {
        let mut heard = self.0.clone();
        let is_deaf = heard.wait_for(|heard| *heard >= times).await.is_err();
        if is_deaf {
            pending::<()>().await;
        }
    }
}
