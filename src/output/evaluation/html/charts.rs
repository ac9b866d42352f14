//! The reliability diagram and the precision–recall curves.

use std::fmt::{Result as Written, Write as _};

use super::super::Evaluation;
use super::super::figures::figure;
use crate::evaluate::calibration::{Bin, Reliability};
use crate::evaluate::ranking::Point;
use crate::output::markup::Escaped;

/// A square plot of shares: `size` pixels for 0 to 1, with room for the axes.
struct Plot {
    size: f64,
    margin: f64,
}

impl Plot {
    fn x(&self, share: f64) -> f64 {
        self.margin + self.size * share.clamp(0.0, 1.0)
    }

    fn y(&self, share: f64) -> f64 {
        6.0 + self.size * (1.0 - share.clamp(0.0, 1.0))
    }

    fn open(&self, out: &mut String, label: &str) -> Written {
        let (width, height) = (self.size + self.margin + 8.0, self.size + self.margin + 6.0);
        let label = Escaped(label);
        write!(out, "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" ")?;
        writeln!(out, "aria-label=\"{label}\">")?;
        let (left, right, top, bottom) = (self.x(0.0), self.x(1.0), self.y(1.0), self.y(0.0));
        writeln!(out, "<path d=\"M{left} {top}V{bottom}H{right}\" fill=\"none\" stroke=\"#000\"/>")?;
        for share in [0.0, 0.5, 1.0] {
            let (x, y) = (self.x(share), self.y(share));
            write!(out, "<text x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{share}</text>", bottom + 13.0)?;
            writeln!(out, "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{share}</text>", left - 3.0, y + 4.0)?;
        }
        Ok(())
    }
}

pub(super) fn reliability(out: &mut String, evaluation: &Evaluation) -> Written {
    let Some(calibration) = &evaluation.report.calibration else { return Ok(()) };
    writeln!(out, "<h2>Can probabilities be trusted</h2>")?;
    writeln!(
        out,
        "<p>Of the labels given 0.7, seven in ten should be right: the circles should lie on the line. The "
    )?;
    writeln!(
        out,
        "larger a circle, the more labels. Labels with a probability under {} are left ",
        calibration.minimum
    )?;
    writeln!(out, "out.</p>\n<figure>")?;
    let plot = Plot { size: 300.0, margin: 34.0 };
    plot.open(out, "reliability diagram: probability against share that is right")?;
    let (left, right, top, bottom) = (plot.x(0.0), plot.x(1.0), plot.y(1.0), plot.y(0.0));
    writeln!(out, "<path d=\"M{left} {bottom}L{right} {top}\" stroke=\"#999\" stroke-dasharray=\"4 3\"/>")?;
    circles(out, &plot, &calibration.likely)?;
    let (x, y) = (plot.x(0.5), bottom + 28.0);
    writeln!(out, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">probability</text>\n</svg>")?;
    let (ece, pairs) = (figure(calibration.likely.ece), calibration.likely.pairs);
    writeln!(out, "<figcaption>Share that is right by probability; calibration error (ECE) {ece} over {pairs} ")?;
    writeln!(out, "labels.</figcaption></figure>")
}

fn circles(out: &mut String, plot: &Plot, table: &Reliability) -> Written {
    let most = table.bins.iter().map(|bin| bin.count).max().unwrap_or(0).max(1) as f64;
    for Bin { count, predicted, observed, .. } in &table.bins {
        if let (Some(predicted), Some(observed)) = (predicted, observed) {
            let radius = 3.0 + 9.0 * (*count as f64 / most).sqrt();
            let (x, y) = (plot.x(*predicted), plot.y(*observed));
            write!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"#ccc\" stroke=\"#000\">")?;
            writeln!(out, "<title>{predicted:.2}: {observed:.2} right of {count}</title></circle>")?;
        }
    }
    Ok(())
}

pub(super) fn curves(out: &mut String, evaluation: &Evaluation) -> Written {
    let curves = evaluation.report.curves.iter().filter(|(_, points)| !points.is_empty());
    let mut curves = curves.peekable();
    if curves.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "<h2>Precision and recall</h2>")?;
    writeln!(
        out,
        "<p>How precision (upwards) falls as a lower threshold raises recall (to the right). The dot is the "
    )?;
    writeln!(out, "threshold in use.</p>\n<div class=\"grid\">")?;
    for (id, points) in curves {
        writeln!(out, "<figure>")?;
        let plot = Plot { size: 130.0, margin: 24.0 };
        plot.open(out, &format!("precision and recall of {id}"))?;
        curve(out, &plot, points)?;
        let theme = evaluation.report.scores.per_theme.get(id);
        if let Some((precision, recall)) = theme.and_then(|theme| Some((theme.precision?, theme.recall?))) {
            writeln!(out, "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\"/>", plot.x(recall), plot.y(precision))?;
        }
        let average = figure(theme.and_then(|theme| theme.average_precision));
        writeln!(out, "</svg>\n<figcaption>{} ({average})</figcaption></figure>", Escaped(id))?;
    }
    writeln!(out, "</div>")
}

fn curve(out: &mut String, plot: &Plot, points: &[Point]) -> Written {
    write!(out, "<path fill=\"none\" stroke=\"#000\" stroke-width=\"1.5\" d=\"")?;
    for (n, point) in points.iter().enumerate() {
        let draw = if n == 0 { 'M' } else { 'L' };
        write!(out, "{draw}{:.1} {:.1}", plot.x(point.recall), plot.y(point.precision))?;
    }
    writeln!(out, "\"/>")
}
