//! F1 of every theme as a bar with its interval, and the figures beside it.

use std::fmt::{Result as Written, Write as _};

use super::super::Evaluation;
use super::super::figures::{f1_interval, figure};
use super::{TABLE_END, table};
use crate::evaluate::scores::ThemeScores;
use crate::output::markup::Escaped;

/// Pixels of a bar for an F1 of 1.
const FULL: f64 = 200.0;

pub(super) fn section(out: &mut String, evaluation: &Evaluation) -> Written {
    writeln!(out, "<section class=\"words\">\n<h2>Each theme</h2>")?;
    writeln!(out, "<p>The bar is F1, the line its 95 % interval{}.</p>", baseline_key(evaluation))?;
    table(out, &["theme", "F1", "95 % interval", "precision", "recall", "AP", "gold", "predicted", "F1 from 0 to 1"])?;
    for (id, theme) in &evaluation.report.scores.per_theme {
        let name = evaluation.names.get(id).map_or("", String::as_str);
        write!(out, "<tr><th scope=\"row\">{} {}</th>", Escaped(id), Escaped(name))?;
        write!(out, "<td>{}</td><td>{}</td>", figure(theme.f1), f1_interval(theme.intervals))?;
        for value in [theme.precision, theme.recall, theme.average_precision] {
            write!(out, "<td>{}</td>", figure(value))?;
        }
        write!(out, "<td>{}</td><td>{}</td><td>", theme.support, theme.predicted)?;
        let baseline = evaluation.baseline.as_ref().and_then(|scores| scores.per_theme.get(id)?.f1);
        bar(out, id, theme, baseline)?;
        writeln!(out, "</td></tr>")?;
    }
    writeln!(out, "{TABLE_END}\n</section>")
}

fn baseline_key(evaluation: &Evaluation) -> &'static str {
    if evaluation.baseline.is_some() { ", the diamond the keyword baseline" } else { "" }
}

fn bar(out: &mut String, id: &str, theme: &ThemeScores, baseline: Option<f64>) -> Written {
    let at = |value: f64| 4.0 + FULL * value.clamp(0.0, 1.0);
    let width = at(1.0) + 4.0;
    let (id, said) = (Escaped(id), figure(theme.f1));
    write!(
        out,
        "<svg width=\"{width}\" height=\"18\" viewBox=\"0 0 {width} 18\" role=\"img\" aria-label=\"{id} F1 {said}\">"
    )?;
    write!(out, "<path d=\"M4 1V17M{0} 1V17\" stroke=\"#999\" stroke-dasharray=\"2 2\"/>", at(1.0))?;
    if let Some(f1) = theme.f1 {
        let length = at(f1) - at(0.0);
        write!(out, "<rect x=\"4\" y=\"4\" width=\"{length:.1}\" height=\"10\" fill=\"#bbb\" stroke=\"#444\"/>")?;
    }
    if let Some(interval) = theme.intervals.and_then(|intervals| intervals.f1) {
        let (low, high) = (at(interval.low), at(interval.high));
        write!(out, "<path d=\"M{low:.1} 9H{high:.1}M{low:.1} 5V13M{high:.1} 5V13\" stroke=\"#000\" fill=\"none\"/>")?;
    }
    if let Some(f1) = baseline {
        write!(out, "<path d=\"M{:.1} 9l4 -4l4 4l-4 4z\" fill=\"#fff\" stroke=\"#000\"/>", at(f1) - 4.0)?;
    }
    write!(out, "</svg>")
}
