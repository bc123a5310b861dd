//! All that happens in a simulated run, line by line, and the digest of it: two runs with the same digest are the same run.

use std::fmt::Display;
use std::sync::{Arc, Mutex};

use sha2::{Digest, Sha256};

use super::held;

struct Lines {
    digest: Sha256,
    count: usize,
    /// Whether each is printed too.
    is_shown: bool,
}

/// Where all who take part tell what they do.
#[derive(Clone)]
pub struct Trace(Arc<Mutex<Lines>>);

impl Trace {
    pub fn new(is_shown: bool) -> Self {
        Self(Arc::new(Mutex::new(Lines { digest: Sha256::new(), count: 0, is_shown })))
    }

    /// Tells what somebody has done or seen now.
    pub fn tell(&self, who: &str, what: impl Display) {
        self.tell_at(super::now().as_millis(), who, what);
    }

    pub fn tell_at(&self, millis: u128, who: &str, what: impl Display) {
        let line = format!("{millis:>7} {who:<8} {what}\n");
        let mut lines = held(&self.0);
        if lines.is_shown {
            print!("{line}");
        }
        lines.digest.update(line.as_bytes());
        lines.count += 1;
    }

    /// The digest so far, and of how many lines it is.
    pub fn digest(&self) -> (String, usize) {
        let lines = held(&self.0);
        let digest = lines.digest.clone().finalize();
        (digest.iter().map(|byte| format!("{byte:02x}")).collect(), lines.count)
    }
}
