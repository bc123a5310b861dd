//! Tables of a record, in Markdown that is also readable as it stands.

use std::fmt::Write;

use super::super::goals::{Bound, hold};
use super::super::plan::Work;
use super::super::record::{Of, Record, Run};

const NONE: &str = "–";

/// Lays cells out; the first column to the left, all others to the right.
pub fn lay_out(heads: &[&str], rows: &[Vec<String>]) -> String {
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).chain([heads[at].chars().count(), 3]).max().unwrap_or(3);
    let widths: Vec<usize> = (0..heads.len()).map(width).collect();
    let line = |cells: &[String]| {
        let cell = |(at, cell): (usize, &String)| {
            let space = " ".repeat(widths[at] - cell.chars().count());
            if at == 0 { format!(" {cell}{space} |") } else { format!(" {space}{cell} |") }
        };
        format!("|{}\n", cells.iter().enumerate().map(cell).collect::<String>())
    };
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
    let rule =
        |(at, width): (usize, &usize)| if at == 0 { format!("{}|", "-".repeat(width + 2)) } else { format!("{}:|", "-".repeat(width + 1)) };
    let rule = format!("|{}\n", widths.iter().enumerate().map(rule).collect::<String>());
    std::iter::once(line(&heads)).chain([rule]).chain(rows.iter().map(|row| line(row))).collect()
}

/// A number with three digits that count, and thousands set apart.
pub fn number(value: f64) -> String {
    if value.is_infinite() {
        return "not held".to_owned();
    }
    let decimals = if value == 0.0 { 0 } else { (2 - value.abs().log10().floor() as i32).clamp(0, 4) as usize };
    let text = format!("{value:.decimals$}");
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && digit.is_ascii_digit() {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}

/// Each figure that has a goal, beside its floor.
pub fn goals(record: &Record) -> String {
    let row = |reached: &super::super::goals::Reached| {
        let bound = match reached.goal.bound {
            Bound::Least(least) => format!("≥ {}", number(least)),
            Bound::Most(most) => format!("≤ {}", number(most)),
        };
        let optional = |value: Option<f64>| value.map_or(NONE.to_owned(), number);
        vec![
            format!("{}, {}", reached.goal.what, reached.goal.unit),
            number(reached.measured),
            optional(reached.floor),
            optional(reached.ratio()),
            bound,
            if reached.is_met() { "yes" } else { "no" }.to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = hold(record).iter().map(row).collect();
    if rows.is_empty() { String::new() } else { lay_out(&["figure", "measured", "floor", "times the floor", "goal", "met"], &rows) }
}

/// Every run, a table for each workload.
pub fn runs(record: &Record) -> String {
    let mut text = String::new();
    for work in Work::ALL {
        let runs: Vec<&Run> = record.runs.iter().filter(|run| run.work == work).collect();
        let columns: Vec<(&str, &str)> =
            COLUMNS.iter().copied().filter(|(name, _)| runs.iter().any(|run| run.figures.contains_key(*name))).collect();
        if runs.is_empty() {
            continue;
        }
        let heads: Vec<&str> =
            std::iter::once("run").chain(columns.iter().map(|(_, head)| *head)).chain(["generator", "others", "wrong"]).collect();
        let rows: Vec<Vec<String>> = runs.iter().map(|run| row(run, &columns)).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "**{work:?}**\n\n{}", lay_out(&heads, &rows));
    }
    text
}

/// The figures that are shown, and the heads of their columns.
const COLUMNS: &[(&str, &str)] = &[
    ("rows_per_s", "rows/s"),
    ("commit_p50_ms", "commit p50"),
    ("answers_per_s", "answers/s"),
    ("accepted_per_s", "accepted/s"),
    ("deliveries_per_s", "deliveries/s"),
    ("accept_p50_ms", "accept p50"),
    ("accept_p99_ms", "accept p99"),
    ("delivery_p50_ms", "delivery p50"),
    ("delivery_p95_ms", "p95"),
    ("delivery_p99_ms", "p99"),
    ("delivery_most_ms", "most"),
    ("cpu_s_per_1000_deliveries", "CPU s/1,000"),
    ("database_cpu_s_per_1000_deliveries", "database CPU s/1,000"),
    ("connects_per_s", "connects/s"),
    ("kib_per_socket", "KiB/socket"),
    ("idle_cpu_percent", "idle CPU %"),
    ("first_p50_ms", "first p50"),
    ("first_most_ms", "first most"),
    ("all_p50_ms", "all p50"),
    ("all_most_ms", "all most"),
    ("answer_p50_ms", "answer p50"),
    ("answer_p99_ms", "p99"),
    ("server_cpu_ms", "CPU ms"),
    ("pss_mib", "PSS MiB"),
    ("refused", "refused"),
];

fn row(run: &Run, columns: &[(&str, &str)]) -> Vec<String> {
    let of = if run.of == Of::Floor { "floor: " } else { "" };
    let mut marks = String::new();
    if run.cost.is_some_and(|cost| cost.is_disturbed()) {
        marks.push_str(" *");
    }
    if run.cost.is_some_and(|cost| cost.is_generator_full()) {
        marks.push_str(" †");
    }
    if run.figures.get("is_held") == Some(&0.0) {
        marks.push_str(" (not held)");
    }
    let figure = |(name, _): &(&str, &str)| run.figures.get(*name).map_or(NONE.to_owned(), |value| number(*value));
    let cost = |tell: fn(&super::super::meter::Cost) -> f64| {
        run.cost.as_ref().map_or(NONE.to_owned(), |cost| format!("{:.0} %", 100.0 * tell(cost)))
    };
    let wrong = run.wrong;
    let wrong = wrong.missing + wrong.doubled + wrong.out_of_order + wrong.stray + wrong.cut;
    std::iter::once(format!("{of}{}{marks}", run.name))
        .chain(columns.iter().map(figure))
        .chain([cost(|cost| cost.generator_cpu_secs / cost.wall_secs), cost(|cost| cost.others_cores), wrong.to_string()])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_three_digits_and_set_thousands_apart() {
        let cases = [(0.0, "0"), (0.01234, "0.0123"), (1.234, "1.23"), (12.34, "12.3"), (999.9, "1,000"), (15_000.4, "15,000")];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
        assert_eq!((number(1_234_567.0), number(f64::INFINITY)), ("1,234,567".to_owned(), "not held".to_owned()));
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [vec!["a".to_owned(), "1,000".to_owned()], vec!["longer".to_owned(), "–".to_owned()]];
        let text = lay_out(&["run", "x"], &rows);
        assert_eq!(text, "| run    |     x |\n|--------|------:|\n| a      | 1,000 |\n| longer |     – |\n");
    }
}
