//! A small disk: a file system in memory that can be filled and emptied again. Needs root.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::guard::{Guard, search_path};

/// Its arguments: the size in KiB, and whose it is.
const GUARD: &str = r#"
set -eu
folder=$(mktemp -d "${TMPDIR:-/tmp}/causerie-disk-XXXXXX")
mount -t tmpfs -o "size=${1}k,uid=$2,gid=$3,mode=0700" causerie-test "$folder" || { rmdir "$folder"; exit 1; }
trap 'umount --lazy "$folder"; rmdir "$folder"' EXIT
echo "$folder"
cat >/dev/null
"#;

/// A mounted disk, taken away at the end.
pub struct Disk {
    folder: PathBuf,
    /// Keeps it mounted.
    _guard: Guard,
}

impl Disk {
    /// One of this size, which belongs to a user and group.
    ///
    /// # Panics
    /// When it may not be mounted: who cannot is told so, and no test is skipped.
    pub fn mount(kib: usize, (user, group): (u32, u32)) -> Self {
        let guard = Guard::start(GUARD, &[&kib.to_string(), &user.to_string(), &group.to_string()], &search_path(), None);
        Self { folder: guard.said().into(), _guard: guard }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn ballast(&self) -> PathBuf {
        self.folder.join("ballast")
    }

    /// Fills it but for so much.
    pub fn fill(&self, but_kib: usize) -> Result<()> {
        let mut file = std::fs::File::create(self.ballast()).context("the ballast can be made")?;
        let block = [0_u8; 4096];
        let mut written = 0;
        // Until there is no room for more.
        while file.write_all(&block).is_ok() {
            written += block.len();
        }
        Ok(file.set_len(written.saturating_sub(but_kib * 1024) as u64)?)
    }

    /// Makes room again.
    pub fn make_room(&self) -> Result<()> {
        std::fs::remove_file(self.ballast()).context("it was filled")
    }
}
