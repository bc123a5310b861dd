//! The file of a backup: a line that says what it is, for each table a line and one a row, and a last line with the counts
//! and the digest of everything before it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::domain::time::Timestamp;

/// The form of these files.
const FORM: u32 = 1;

/// The first line.
#[derive(Serialize, Deserialize)]
pub struct Header {
    /// [`FORM`].
    causerie_backup: u32,
    /// The last migration.
    pub schema: i64,
    /// Where it was written, for people: every engine can load it.
    engine: String,
    pub epoch: i64,
    pub position: i64,
    created_at: String,
}

impl Header {
    pub fn new(schema: i64, engine: &str, (epoch, position): (i64, i64), now: Timestamp) -> Self {
        Self { causerie_backup: FORM, schema, engine: engine.to_owned(), epoch, position, created_at: now.to_string() }
    }
}

#[derive(Serialize, Deserialize)]
struct LastLine {
    rows: BTreeMap<String, u64>,
    sha256: String,
}

#[derive(Deserialize)]
struct TableLine {
    table: String,
}

/// What stands between the first line and the last.
pub enum Entry {
    /// A table's name, and its line.
    Table(String, String),
    Row(Vec<Json>),
}

/// Rows by table, and the digest of the lines so far.
#[derive(Default)]
struct Count {
    rows: BTreeMap<String, u64>,
    table: String,
    digest: Sha256,
}

impl Count {
    fn table(&mut self, name: &str) {
        name.clone_into(&mut self.table);
        self.rows.insert(self.table.clone(), 0);
    }

    fn row(&mut self) {
        *self.rows.entry(self.table.clone()).or_default() += 1;
    }
}

/// A file that is being written, under another name until it is whole.
pub struct Target {
    path: PathBuf,
    out: BufWriter<File>,
    count: Count,
}

impl Drop for Target {
    fn drop(&mut self) {
        // Once it has its own name, this one is not needed; before, it is not whole. Should it be gone, so much the better.
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Target {
    /// Begins a file beside the one that is wanted, which must not be there yet. It holds hashes of passwords.
    pub fn create(wanted: &Path) -> anyhow::Result<Self> {
        ensure!(!wanted.exists(), "{} is there already", wanted.display());
        let name = wanted.file_name().with_context(|| format!("{} is no name of a file", wanted.display()))?;
        let path = wanted.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
        let file = File::options().write(true).create_new(true).mode(0o600).open(&path);
        let out = BufWriter::new(file.with_context(|| path.display().to_string())?);
        Ok(Self { path, out, count: Count::default() })
    }

    pub fn begin(&mut self, header: &Header) -> anyhow::Result<()> {
        let line = serde_json::to_string(header)?;
        self.line(&(line + "\n"))
    }

    pub fn table(&mut self, name: &str, line: &str) -> anyhow::Result<()> {
        self.count.table(name);
        self.line(line)
    }

    pub fn row(&mut self, line: &str) -> anyhow::Result<()> {
        self.count.row();
        self.line(line)
    }

    /// Puts the file on the disk under its name; gives the number of rows and the digest.
    pub fn finish(mut self, wanted: &Path) -> anyhow::Result<(u64, String)> {
        let sha256 = hex::encode(std::mem::take(&mut self.count.digest).finalize());
        let last = LastLine { rows: std::mem::take(&mut self.count.rows), sha256: sha256.clone() };
        self.out.write_all((serde_json::to_string(&last)? + "\n").as_bytes())?;
        self.out.flush()?;
        self.out.get_ref().sync_all()?;
        // A link and not a new name: it fails when somebody else has put a file there.
        match std::fs::hard_link(&self.path, wanted) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => bail!("{} is there already", wanted.display()),
            linked => linked.with_context(|| wanted.display().to_string())?,
        }
        std::fs::remove_file(&self.path)?;
        let folder = wanted.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
        Ok((last.rows.values().sum(), sha256))
    }

    fn line(&mut self, line: &str) -> anyhow::Result<()> {
        self.count.digest.update(line);
        Ok(self.out.write_all(line.as_bytes())?)
    }
}

/// A file that is being read. What it gives is only to be trusted once it has given `None`.
pub struct Source {
    path: PathBuf,
    lines: BufReader<File>,
    /// The line after the one that was given: only the last one has none after it.
    ahead: Vec<u8>,
    count: Count,
}

impl Source {
    pub fn open(path: &Path) -> anyhow::Result<(Self, Header)> {
        let file = File::open(path).with_context(|| path.display().to_string())?;
        let mut source = Self { path: path.to_owned(), lines: BufReader::new(file), ahead: Vec::new(), count: Count::default() };
        source.ahead = source.read_line()?;
        let first = source.line()?;
        let first = first.and_then(|line| serde_json::from_slice::<Header>(&line).ok());
        let first = first.with_context(|| format!("{} is no backup", path.display()))?;
        ensure!(first.causerie_backup == FORM, "{} is of a form that this program does not know", path.display());
        Ok((source, first))
    }

    /// The next entry; `None` at the end, once counts and digest were found right.
    pub fn next(&mut self) -> anyhow::Result<Option<Entry>> {
        let Some(line) = self.line()? else {
            self.judge()?;
            return Ok(None);
        };
        if line.first() == Some(&b'[') {
            let values = serde_json::from_slice(&line).map_err(|_| self.damaged())?;
            self.count.row();
            return Ok(Some(Entry::Row(values)));
        }
        let line = String::from_utf8(line).map_err(|_| self.damaged())?;
        let TableLine { table } = serde_json::from_str(&line).map_err(|_| self.damaged())?;
        self.count.table(&table);
        Ok(Some(Entry::Table(table, line)))
    }

    /// How many rows it gave.
    pub fn rows(&self) -> u64 {
        self.count.rows.values().sum()
    }

    /// The digest of the lines that it gave.
    pub fn sha256(&self) -> String {
        hex::encode(self.count.digest.clone().finalize())
    }

    /// A line that is not the last one.
    fn line(&mut self) -> anyhow::Result<Option<Vec<u8>>> {
        let next = self.read_line()?;
        if next.is_empty() {
            return Ok(None);
        }
        let line = std::mem::replace(&mut self.ahead, next);
        self.count.digest.update(&line);
        Ok(Some(line))
    }

    fn read_line(&mut self) -> anyhow::Result<Vec<u8>> {
        let mut line = Vec::new();
        self.lines.read_until(b'\n', &mut line)?;
        Ok(line)
    }

    fn judge(&self) -> anyhow::Result<()> {
        let last: LastLine = serde_json::from_slice(&self.ahead).map_err(|_| self.damaged())?;
        ensure!(self.ahead.ends_with(b"\n") && last.rows == self.count.rows && last.sha256 == self.sha256(), self.damaged());
        Ok(())
    }

    fn damaged(&self) -> anyhow::Error {
        anyhow::anyhow!("{} is damaged or not whole", self.path.display())
    }
}
