//! A record for people: tables on the terminal, a page of the documents, and plots.

mod page;
mod plots;
mod table;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::record::Record;

pub use self::table::{goals, lay_out, number, runs};

/// What the terminal shows of a record.
pub fn show(record: &Record) -> String {
    format!("{}\n{}\n{}", page::about(record), runs(record), goals(record))
}

pub fn read(path: &Path) -> Result<Record> {
    let text = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("{} is no record of this command", path.display()))
}

/// Writes a record and its plots into a folder; gives the record's path.
pub fn keep(record: &Record, folder: &Path) -> Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join(format!("{}.json", page::slug(record)));
    std::fs::write(&path, serde_json::to_string_pretty(record)? + "\n")?;
    plots::draw(record, folder, &page::slug(record))?;
    Ok(path)
}

/// Writes the page about these records, and the plots into a folder of its name beside it.
pub fn write_page(records: &[Record], path: &Path) -> Result<()> {
    let folder = path.with_extension("");
    std::fs::create_dir_all(&folder)?;
    let mut plots = Vec::new();
    for record in records {
        plots.push(if record.is_plain() { plots::draw(record, &folder, &page::slug(record))? } else { Vec::new() });
    }
    let name = folder.file_name().context("the page has a name")?.to_string_lossy().into_owned();
    std::fs::write(path, page::page(records, &plots, &name)).with_context(|| format!("cannot write {}", path.display()))
}
