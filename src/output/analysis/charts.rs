//! Room over time as SVG: a line, and behind it the band that the classifier's errors leave. Drawn by `plotters`, which
//! knows no links; the points, which are links, are added where it says that they stand.

mod axis;

use std::error::Error;
use std::fmt::Write as _;

use axis::Axis;
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea as _};
use plotters::element::Polygon;
use plotters::prelude::{Cartesian2d, SVGBackend};
use plotters::series::LineSeries;
use plotters::style::{Color as _, IntoFont as _, RGBColor, TextStyle};

use super::cloud::FONTS;
use super::table::escape;
use super::tables::cell_anchor;
use crate::analyse::room::Cell;
use crate::analyse::series::{Series, Statement};
use crate::output::figures::counted;

/// Size of a chart, in units that the page stretches: many, because `plotters` places everything on whole ones.
const WIDTH: u32 = 1000;
const HEIGHT: u32 = 480;

/// Size of the letters, in units: 11 pixels where a chart is 220 pixels wide.
const LETTERS: f64 = 50.0;

/// `plotters` divides the size it is given by this before it writes it.
const SIZE_DIVISOR: f64 = 1.24;

/// Greys that stay apart in print: the line, the axes, the letters, the mesh, the band.
const LINE: RGBColor = RGBColor(0x11, 0x11, 0x11);
const AXIS: RGBColor = RGBColor(0x55, 0x55, 0x55);
const LETTER: RGBColor = RGBColor(0x33, 0x33, 0x33);
const MESH: RGBColor = RGBColor(0xcc, 0xcc, 0xcc);
const BAND: RGBColor = RGBColor(0xdd, 0xdd, 0xdd);

/// Where on the picture a point stands, in units.
type Place = (i32, i32);

/// One theme's sentences, statement by statement: the number found as a line, the 95 % range of the true number as a
/// grey band behind it.
#[must_use]
pub fn lines(series: &Series, theme: usize, title: &str, cells: &[Cell]) -> String {
    let mut drawn = String::new();
    match draw(&mut drawn, &series.statements, cells) {
        Ok(places) => linked(&drawn, title, &points(series, theme, cells, &places)),
        // Nothing that a text as the target can bring about; a reader would see it.
        Err(fault) => format!("<p class=\"note\">no chart: {}</p>", escape(&fault.to_string())),
    }
}

/// Draws all but the points, and says where those stand.
fn draw(out: &mut String, statements: &[Statement], cells: &[Cell]) -> Result<Vec<Place>, Box<dyn Error>> {
    let area = SVGBackend::with_string(out, (WIDTH, HEIGHT)).into_drawing_area();
    let mut chart = axes(&area, statements, cells)?;
    let at = |of: &dyn Fn(&Cell) -> f64| (0..).zip(cells).map(|(i, cell)| (f64::from(i), of(cell))).collect::<Vec<_>>();
    let (low, high) = (at(&|cell| cell.estimate.range().0), at(&|cell| cell.estimate.range().1));
    let found = at(&found);
    let band: Vec<(f64, f64)> = high.into_iter().chain(low.into_iter().rev()).collect();
    chart.draw_series([Polygon::new(band, BAND.filled())])?;
    chart.draw_series(LineSeries::new(found.iter().copied(), LINE.stroke_width(6)))?;
    let places = found.iter().map(|point| chart.backend_coord(point)).collect();
    drop(chart);
    area.present()?;
    drop(area);
    Ok(places)
}

/// The axes with their labels and the mesh.
fn axes<'a, 'b>(
    area: &'a DrawingArea<SVGBackend<'b>, Shift>,
    statements: &[Statement],
    cells: &[Cell],
) -> Result<ChartContext<'a, SVGBackend<'b>, Cartesian2d<Axis, Axis>>, Box<dyn Error>> {
    let most = cells.iter().map(|cell| found(cell).max(cell.estimate.range().1)).fold(2.0, f64::max);
    let mut chart = ChartBuilder::on(area)
        .margin_top(50)
        .margin_right(30)
        .x_label_area_size(80)
        .y_label_area_size(90)
        .build_cartesian_2d(Axis::of_statements(cells.len()), Axis::of_counts(most))?;
    let letters = TextStyle::from((FONTS, LETTERS * SIZE_DIVISOR).into_font()).color(&LETTER);
    chart
        .configure_mesh()
        .disable_x_mesh()
        .set_all_tick_mark_size(10)
        .bold_line_style(MESH.stroke_width(2))
        .axis_style(AXIS.stroke_width(3))
        .label_style(letters)
        .x_label_formatter(&|i| statements.get(i.round() as usize).map_or_else(String::new, |s| label(s, *i)))
        .y_label_formatter(&|height| height.to_string())
        .draw()?;
    Ok(chart)
}

fn found(cell: &Cell) -> f64 {
    cell.room.sentences as f64
}

/// A statement's year, or its number where it has no date.
fn label(statement: &Statement, index: f64) -> String {
    statement.date().and_then(|date| date.get(..4)).map_or_else(|| (index + 1.0).to_string(), ToOwned::to_owned)
}

/// The points as links to what is behind them, smaller where many stand close together.
fn points(series: &Series, theme: usize, cells: &[Cell], places: &[Place]) -> String {
    let apart = f64::from(WIDTH) / places.len().max(1) as f64;
    let radius = (0.3 * apart).clamp(4.0, 12.0).round();
    let mut out = String::new();
    for (s, (cell, (x, y))) in cells.iter().zip(places).enumerate() {
        let (low, high) = cell.estimate.range();
        let _ = writeln!(
            out,
            "<a href=\"#{}\"><circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"#111\"><title>{}: {}, true number \
             between {low:.1} and {high:.1}</title></circle></a>",
            cell_anchor(theme, s),
            escape(&series.statements[s].name),
            counted(cell.room.sentences, "sentence"),
        );
    }
    out
}

/// The drawing with its points, without a size of its own: the page gives it one.
fn linked(drawn: &str, title: &str, points: &str) -> String {
    let inner = drawn.split_once('>').map_or("", |(_, rest)| rest).trim_end();
    let inner = inner.strip_suffix("</svg>").unwrap_or(inner);
    let title = escape(title);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"group\" \
         aria-label=\"{title}\">{inner}{points}</svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::room::{
        Matrix, Unit,
        tests::{GOOD, two_years},
    };

    fn chart() -> String {
        let series = two_years();
        let matrix = Matrix::new(&series, &[GOOD, GOOD], Unit::Sentence);
        lines(&series, 1, "Trade & <x>", &matrix.cells[1])
    }

    /// The points of a picture's last `element`, as `plotters` writes them; the axes come first.
    fn corners(svg: &str, element: &str) -> Vec<Place> {
        let found = svg.rsplit(&format!("<{element} ")).next().and_then(|rest| rest.split("points=\"").nth(1));
        let points = found.and_then(|rest| rest.split('"').next()).expect("it has points");
        let number = |text: &str| text.parse().expect("a whole number");
        points.split_whitespace().filter_map(|p| p.split_once(',')).map(|(x, y)| (number(x), number(y))).collect()
    }

    #[test]
    fn every_statement_is_a_linked_point_inside_the_picture() {
        let svg = chart();
        assert_eq!(svg.matches("<circle").count(), 2);
        assert!(svg.contains("href=\"#c-1-0\"") && svg.contains("2022") && svg.contains("Trade &amp; &lt;x&gt;"));
        assert!(svg.ends_with("</svg>") && svg.matches("<svg").count() == 1);
        assert!(!svg.contains("NaN") && !svg.contains("=\"-"), "{svg}");
    }

    #[test]
    fn the_points_stand_on_the_line_and_in_the_band() {
        let svg = chart();
        let line = corners(&svg, "polyline");
        for (x, y) in &line {
            assert!(svg.contains(&format!("cx=\"{x}\" cy=\"{y}\"")), "{line:?}: {svg}");
        }
        let band = corners(&svg, "polygon");
        assert_eq!((line.len(), band.len()), (2, 4));
        // High values first, then the low ones backwards; y grows downwards.
        assert!(band[0].1 < line[0].1 && line[0].1 < band[3].1, "{band:?} {line:?}");
        assert_eq!((band[0].0, band[1].0), (line[0].0, line[1].0));
    }

    #[test]
    fn a_chart_is_the_same_every_time_and_one_statement_has_one_too() {
        assert_eq!(chart(), chart());
        let mut series = two_years();
        series.statements.truncate(1);
        let matrix = Matrix::new(&series, &[GOOD, GOOD], Unit::Sentence);
        let svg = lines(&series, 0, "Arctic", &matrix.cells[0]);
        assert_eq!(svg.matches("<circle").count(), 1);
        assert!(lines(&series, 0, "Arctic", &[]).ends_with("</svg>"));
        assert!(!svg.contains("NaN") && !svg.contains("=\"-"), "{svg}");
    }
}
