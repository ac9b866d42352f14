//! Room over time as SVG lines with the band that the classifier's errors leave. Written by hand: a chart is forty lines
//! of arithmetic, its points are links, and it stays readable in black and white.

use std::fmt::Write as _;

use super::table::escape;
use super::tables::cell_anchor;
use crate::analyse::room::Cell;
use crate::analyse::series::Series;

const WIDTH: f64 = 250.0;
const HEIGHT: f64 = 120.0;
const LEFT: f64 = 22.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 18.0;

/// Points that get a label of their own at most.
const LABELS: usize = 8;

/// One theme's sentences, statement by statement: the number found as a line, the 95 % range of the true number as a
/// grey band behind it.
#[must_use]
pub fn lines(series: &Series, theme: usize, title: &str, cells: &[Cell]) -> String {
    let ranges: Vec<(f64, f64)> = cells.iter().map(|cell| cell.estimate.range()).collect();
    let found = |cell: &Cell| cell.room.sentences as f64;
    let most = ranges.iter().map(|r| r.1).chain(cells.iter().map(found)).fold(2.0, f64::max).ceil();
    let scale = Scale { count: cells.len(), most };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">\n",
        escape(title)
    );
    out.push_str(&axes(&scale));
    out.push_str(&band(&scale, &ranges));
    let points: Vec<String> =
        cells.iter().enumerate().map(|(i, cell)| format!("{:.1},{:.1}", scale.x(i), scale.y(found(cell)))).collect();
    let _ =
        writeln!(out, "<polyline points=\"{}\" fill=\"none\" stroke=\"#111\" stroke-width=\"1.6\"/>", points.join(" "));
    for (i, cell) in cells.iter().enumerate() {
        out.push_str(&point(series, &scale, theme, (i, cell)));
    }
    out + "</svg>"
}

struct Scale {
    count: usize,
    most: f64,
}

impl Scale {
    fn x(&self, i: usize) -> f64 {
        let span = WIDTH - LEFT - RIGHT;
        if self.count < 2 { LEFT + span / 2.0 } else { LEFT + 8.0 + (span - 8.0) * i as f64 / (self.count - 1) as f64 }
    }

    fn y(&self, value: f64) -> f64 {
        TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - value / self.most)
    }

    /// Whether a point is labelled: all of a few, of many the first, the last and some between.
    fn labels(&self, i: usize) -> bool {
        let step = self.count.div_ceil(LABELS);
        i + 1 == self.count || (i.is_multiple_of(step) && i + step < self.count + step / 2)
    }
}

fn axes(scale: &Scale) -> String {
    let (bottom, right) = (scale.y(0.0), WIDTH - RIGHT + 8.0);
    let mut out = String::new();
    for value in [0.0, (scale.most / 2.0).round(), scale.most] {
        let y = scale.y(value);
        let _ = writeln!(out, "<path d=\"M{LEFT} {y:.1}H{right}\" stroke=\"#ccc\" stroke-width=\".6\"/>");
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\" class=\"t\">{value}</text>",
            LEFT - 4.0,
            y + 3.0
        );
    }
    let _ = writeln!(out, "<path d=\"M{LEFT} {bottom:.1}H{right}\" stroke=\"#555\" stroke-width=\".8\"/>");
    out
}

fn band(scale: &Scale, ranges: &[(f64, f64)]) -> String {
    let high = ranges.iter().enumerate().map(|(i, r)| format!("{:.1},{:.1}", scale.x(i), scale.y(r.1)));
    let low = ranges.iter().enumerate().rev().map(|(i, r)| format!("{:.1},{:.1}", scale.x(i), scale.y(r.0)));
    let points: Vec<String> = high.chain(low).collect();
    format!("<polygon points=\"{}\" fill=\"#ddd\" stroke=\"#bbb\" stroke-width=\".5\"/>\n", points.join(" "))
}

fn point(series: &Series, scale: &Scale, theme: usize, (i, cell): (usize, &Cell)) -> String {
    let statement = &series.statements[i];
    let (x, y) = (scale.x(i), scale.y(cell.room.sentences as f64));
    let (low, high) = cell.estimate.range();
    let mut out = format!(
        "<a href=\"#{}\"><circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"#111\"><title>{}: {} sentences, true number \
         between {low:.1} and {high:.1}</title></circle></a>\n",
        cell_anchor(theme, i),
        escape(&statement.name),
        cell.room.sentences,
    );
    if scale.labels(i) {
        let label = statement.date().and_then(|date| date.get(..4)).map_or((i + 1).to_string(), ToOwned::to_owned);
        let _ = writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\" class=\"t\">{label}</text>",
            HEIGHT - 5.0
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::room::{
        Matrix, Unit,
        tests::{GOOD, two_years},
    };

    #[test]
    fn every_statement_is_a_linked_point_inside_the_picture() {
        let series = two_years();
        let matrix = Matrix::new(&series, &[GOOD, GOOD], Unit::Sentence);
        let svg = lines(&series, 1, "Trade & <x>", &matrix.cells[1]);
        assert_eq!(svg.matches("<circle").count(), 2);
        assert!(svg.contains("href=\"#c-1-0\"") && svg.contains(">2022<") && svg.contains("Trade &amp; &lt;x&gt;"));
        assert!(!svg.contains("NaN") && !svg.contains("=\"-"), "{svg}");
    }

    #[test]
    fn of_many_points_only_some_are_labelled() {
        let scale = Scale { count: 200, most: 1.0 };
        let labelled = (0..200).filter(|&i| scale.labels(i)).count();
        assert!((4..=LABELS + 1).contains(&labelled), "{labelled}");
        assert!(scale.labels(0) && scale.labels(199));
        assert!((0..4).all(|i| Scale { count: 4, most: 1.0 }.labels(i)));
    }
}
