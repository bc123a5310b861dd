//! Plots as SVG: latencies over the rate, and how many times its floor each figure is.

use std::path::Path;

use anyhow::{Result, anyhow};
use plotters::coord::Shift;
use plotters::prelude::*;

use super::super::goals::hold;
use super::super::plan::Work;
use super::super::record::{Of, Record};
use super::table::number;

const SIZE: (u32, u32) = (800, 420);
const LINES: [(Of, &str, RGBColor); 4] = [
    (Of::Server, "p50", RGBColor(31, 119, 180)),
    (Of::Server, "p99", RGBColor(214, 39, 40)),
    (Of::Floor, "p50", RGBColor(158, 202, 225)),
    (Of::Floor, "p99", RGBColor(252, 174, 145)),
];
const BAR: i32 = 18;
const GAP: i32 = 8;
/// What the names of the bars take.
const LEFT: i32 = 330;

/// Draws what can be drawn of a record into a folder; gives the names of the plots.
pub fn draw(record: &Record, folder: &Path, slug: &str) -> Result<Vec<String>> {
    let mut drawn = Vec::new();
    for work in [Work::W1, Work::W2] {
        let name = format!("{slug}-latency-{}", format!("{work:?}").to_lowercase());
        let path = folder.join(format!("{name}.svg"));
        let lines = lines(record, work);
        if !lines.is_empty() {
            let area = SVGBackend::new(&path, SIZE).into_drawing_area();
            latency(work, lines, &area).map_err(|error| anyhow!("{error}"))?;
            drawn.push(name);
        }
    }
    let bars: Vec<(&str, f64)> = hold(record).iter().filter_map(|reached| Some((reached.goal.what, reached.ratio()?))).collect();
    if !bars.is_empty() {
        let name = format!("{slug}-floors");
        let path = folder.join(format!("{name}.svg"));
        let size = (SIZE.0, (bars.len() as i32 * (BAR + GAP) + 60) as u32);
        floors(&bars, &SVGBackend::new(&path, size).into_drawing_area()).map_err(|error| anyhow!("{error}"))?;
        drawn.push(name);
    }
    Ok(drawn)
}

/// Rates, and the milliseconds at each.
type Points = Vec<(f64, f64)>;
/// One line of a plot.
struct Line {
    name: String,
    colour: RGBColor,
    points: Points,
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn<'a, T> = Result<T, DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>>;

/// The points of a line: rates that were tried, and the latency at each.
fn points(record: &Record, work: Work, of: Of, part: &str) -> Points {
    let runs = record.runs.iter().filter(|run| run.of == of && run.work == work);
    let figure = format!("delivery_{part}_ms");
    let mut points: Points = runs.filter_map(|run| Some((*run.figures.get("offered_per_s")?, *run.figures.get(&figure)?))).collect();
    points.sort_by(|one, other| one.0.total_cmp(&other.0));
    points
}

/// The lines that have points.
fn lines(record: &Record, work: Work) -> Vec<Line> {
    let line = |(of, part, colour): &(Of, &str, RGBColor)| {
        let whose = if *of == Of::Server { "server" } else { "floor" };
        Line { name: format!("{whose} {part}"), colour: *colour, points: points(record, work, *of, part) }
    };
    LINES.iter().map(line).filter(|line| !line.points.is_empty()).collect()
}

fn latency<'a>(work: Work, lines: Vec<Line>, area: &Area<'a>) -> Drawn<'a, ()> {
    let all: Points = lines.iter().flat_map(|line| line.points.iter().copied()).collect();
    let span = |values: &mut dyn Iterator<Item = f64>| {
        let (least, most) = values.fold((f64::MAX, f64::MIN), |(least, most), value| (least.min(value), most.max(value)));
        (least.max(0.001) / 1.5)..(most.max(0.001) * 1.5)
    };
    let (rates, times) = (span(&mut all.iter().map(|point| point.0)), span(&mut all.iter().map(|point| point.1)));
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(area)
        .caption(format!("{work:?}: from when a message was due to each delivery"), ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(40)
        .y_label_area_size(60)
        .build_cartesian_2d(rates.log_scale(), times.log_scale())?;
    let label = |value: &f64| number(*value);
    chart.configure_mesh().x_desc("messages a second").y_desc("ms").x_label_formatter(&label).y_label_formatter(&label).draw()?;
    for Line { name, colour, points } in lines {
        chart
            .draw_series(LineSeries::new(points.iter().copied(), colour.stroke_width(2)))?
            .label(name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 20, y)], colour.stroke_width(2)));
        chart.draw_series(points.into_iter().map(|point| Circle::new(point, 3, colour.filled())))?;
    }
    chart.configure_series_labels().position(SeriesLabelPosition::UpperLeft).background_style(WHITE).border_style(BLACK).draw()?;
    area.present()
}

/// A bar for each figure, as long as it is many times its floor.
fn floors<'a>(bars: &[(&str, f64)], area: &Area<'a>) -> Drawn<'a, ()> {
    let most = bars.iter().map(|(_, ratio)| *ratio).fold(1.0, f64::max);
    let text = ("sans-serif", 14).into_font();
    area.fill(&WHITE)?;
    area.draw(&Text::new("How many times its floor each figure is (1 is as good as can be)", (12, 10), ("sans-serif", 18).into_font()))?;
    // Room for the number behind the longest bar.
    let scale = f64::from(SIZE.0 as i32 - LEFT - 70) / most;
    for (at, (name, ratio)) in bars.iter().enumerate() {
        let top = 44 + at as i32 * (BAR + GAP);
        let right = LEFT + (ratio * scale) as i32;
        area.draw(&Text::new((*name).to_owned(), (12, top + 2), text.clone()))?;
        area.draw(&Rectangle::new([(LEFT, top), (right, top + BAR)], RGBColor(31, 119, 180).filled()))?;
        area.draw(&Text::new(number(*ratio), (right + 6, top + 2), text.clone()))?;
    }
    let one = LEFT + scale as i32;
    area.draw(&PathElement::new([(one, 38), (one, 44 + bars.len() as i32 * (BAR + GAP))], BLACK.stroke_width(1)))?;
    area.present()
}
