//! The replay of whole days of a real channel: every member's received list, the history and the transcript must agree.

mod account;
mod book;
mod ear;
mod figures;
mod script;
mod stage;
mod transcript;

use std::path::PathBuf;

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use self::figures::Figures;
use self::stage::Stage;
use self::transcript::Transcript;
use crate::cluster::Cluster;
use crate::{Doors, Engine};

/// What is to be replayed, and where.
pub struct Replay {
    /// A running server; without one a server is started on a fresh database.
    pub url: Option<String>,
    pub engine: Engine,
    /// How many servers are started on it: each device is at another one each time that it comes.
    pub nodes: usize,
    /// How many sockets are cut off, at random moments.
    pub cuts: usize,
    /// What chooses the moments, and who acknowledges and reads.
    pub seed: u64,
    /// How many devices each person has; three in five are away for half of the day.
    pub devices: usize,
    /// The files of the days.
    pub days: Vec<PathBuf>,
}

impl Replay {
    /// Plays the days one after the other, each in a room of its own.
    pub async fn run(self) -> Result<()> {
        let days = self.days.iter().map(|path| Transcript::read(path)).collect::<Result<Vec<_>>>()?;
        let (doors, cluster) = match &self.url {
            Some(url) => (Doors::of(url)?, None),
            None => {
                let cluster = Cluster::start(self.engine, self.nodes).await;
                (Doors::from(&cluster), Some(cluster))
            }
        };
        println!("seed        {}", self.seed);
        let figures = self.play(&doors, &days).await?;
        println!("{figures}");
        println!("every device's list, the history, what is unread, the receipts and the transcript agree");
        if let Some(cluster) = cluster {
            cluster.terminate().await;
        }
        Ok(())
    }

    async fn play(&self, doors: &Doors, days: &[Transcript]) -> Result<Figures> {
        let mut chance = StdRng::seed_from_u64(self.seed);
        let steps: usize = days.iter().map(|day| day.steps.len()).sum();
        let cuts: Vec<usize> = (0..self.cuts).map(|_| chance.random_range(0..steps)).collect();
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {elapsed}")?;
        // Goes to stderr, and only when that is a terminal.
        let progress = ProgressBar::new(steps as u64).with_style(style);
        // Not of the seed: a second replay on the same server needs other names.
        let run = format!("{:06x}", StdRng::from_os_rng().random::<u32>() >> 8);
        let mut sum = Figures::default();
        let mut first = 0;
        for (at, day) in days.iter().enumerate() {
            progress.set_message(day.day.clone());
            let range = first..first + day.steps.len();
            first = range.end;
            let cuts: Vec<usize> = cuts.iter().filter(|cut| range.contains(cut)).map(|cut| cut - range.start).collect();
            let stage = Stage::set(doors, day, &format!("{run}{at:02}"), self.devices).await;
            let stage = stage.with_context(|| format!("{}, before it begins", day.day))?;
            sum.add(stage.play(&cuts, &mut chance, &progress).await.with_context(|| day.day.clone())?)?;
        }
        progress.finish_and_clear();
        Ok(sum)
    }
}
