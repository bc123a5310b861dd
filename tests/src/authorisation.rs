//! Who may what: every operation and every frame that clients send, asked by everybody for every thing that it can name, held
//! against a table that people have judged.

mod ask;
mod cast;
mod cells;
mod rows;
mod subjects;
mod table;
mod things;

use futures_util::StreamExt;

use self::ask::{Asker, Outcome};
use self::cast::Cast;
use self::cells::{Actor, Cell};
use self::rows::Rows;
use self::things::Things;
use crate::Server;

pub use self::table::{Table, path};

/// How many cells that change something are asked at a time.
const AT_ONCE: usize = 4;

/// Asks every cell of the table, on a server without anybody yet.
///
/// # Panics
/// When an answer is not the table's, or something was changed that must not be. All such cells are named.
pub async fn hold(server: &Server, table: &Table) {
    let cast = Cast::gather(server).await;
    let (changing, still): (Vec<Cell>, Vec<Cell>) = table.cells().partition(Cell::changes);
    let mut faults = ask_still(&cast, &still).await;
    let asked = futures_util::stream::iter(&changing).map(|cell| ask_changing(&cast, cell)).buffer_unordered(AT_ONCE);
    faults.extend(asked.collect::<Vec<_>>().await.into_iter().flatten());
    println!("{} cells asked, {} of them with things of their own", still.len() + changing.len(), changing.len());
    assert!(faults.is_empty(), "{} cells are not as the table says:\n{}", faults.len(), faults.join("\n"));
}

/// Cells that change nothing share what they ask for, so whatever changes is found out at once.
async fn ask_still(cast: &Cast<'_>, cells: &[Cell]) -> Vec<String> {
    let mut askers = Vec::new();
    for actor in Actor::ALL {
        askers.push((actor, Asker::new(cast, actor, Things::make(cast, actor, true).await).await));
    }
    let mut rows = Rows::connect(cast.server).await;
    let mut faults = Vec::new();
    let mut before = rows.count().await;
    for cell in cells {
        let (_, asker) = askers.iter_mut().find(|(actor, _)| *actor == cell.actor).expect("everybody is there");
        let outcome = asker.ask(cell).await;
        faults.extend(differs(cell, &outcome));
        let after = rows.count().await;
        if after != before {
            faults.push(format!("{cell}: answered {}, and rows have changed: {before:?} became {after:?}", outcome.word));
            before = after;
        }
    }
    faults
}

/// A cell that may change something gets its own person and things.
async fn ask_changing(cast: &Cast<'_>, cell: &Cell) -> Option<String> {
    let things = Things::make(cast, cell.actor, cell.needs_sessions()).await;
    let mut asker = Asker::new(cast, cell.actor, things).await;
    asker.prepare(cell).await;
    differs(cell, &asker.ask(cell).await)
}

fn differs(cell: &Cell, outcome: &Outcome) -> Option<String> {
    (cell.wanted != outcome.word)
        .then(|| format!("{cell}: the table says {}, the answer is {}: {}", cell.wanted, outcome.word, outcome.answer))
}
