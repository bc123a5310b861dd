//! How long answers take: each request is timed on its own, and what all of one kind took is told in a line.

use std::fmt;
use std::time::Duration;

use anyhow::Result;
use hdrhistogram::Histogram;
use reqwest::RequestBuilder;
use serde_json::Value;
use tokio::time::Instant;

/// What requests of one kind took, in microseconds.
pub struct Times(Histogram<u64>);

impl Default for Times {
    fn default() -> Self {
        Self(Histogram::new_with_bounds(1, 600_000_000, 3).expect("the bounds are sound"))
    }
}

impl Times {
    /// Sends a request and notes how long its answer took; gives the answer. It is not held against the specification here:
    /// that would take longer than the answer does.
    pub async fn ask(&mut self, request: RequestBuilder) -> Result<Value> {
        let begun = Instant::now();
        let bytes = request.send().await?.error_for_status()?.bytes().await?;
        self.note(begun.elapsed());
        Ok(serde_json::from_slice(&bytes)?)
    }

    /// Notes a time.
    pub fn note(&mut self, time: Duration) {
        self.0.saturating_record(u64::try_from(time.as_micros()).unwrap_or(u64::MAX));
    }

    /// Adds others.
    pub fn add(&mut self, others: &Self) -> Result<()> {
        Ok(self.0.add(&others.0)?)
    }

    /// How many were noted.
    pub fn count(&self) -> u64 {
        self.0.len()
    }

    /// What the slowest took.
    pub fn most(&self) -> Duration {
        Duration::from_micros(self.0.max())
    }

    /// What so many of them took at most: 0.5 for the median.
    pub fn at(&self, quantile: f64) -> Duration {
        Duration::from_micros(self.0.value_at_quantile(quantile))
    }

    /// What 99 in 100 took at most.
    pub fn p99(&self) -> Duration {
        self.at(0.99)
    }
}

impl fmt::Display for Times {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |quantile| self.0.value_at_quantile(quantile) as f64 / 1000.0;
        write!(out, "p50 {:.2} ms, p95 {:.2} ms, p99 {:.2} ms, most {:.2} ms", at(0.5), at(0.95), at(0.99), at(1.0))
    }
}
