//! A page by itself: no network, no script, readable in black and white. What is told by a shade is also told by a sign.

mod bars;
mod charts;
mod errors;
mod style;

use std::fmt::{Result as Written, Write as _};

use super::Evaluation;
use super::figures::{
    SENTENCES, averages, change, counted, f1_interval, figure, notes, p_value, sentences, signed_interval, whole_set,
};
use crate::evaluate::compare::Comparison;
use crate::evaluate::gate::{Judgement, Verdict};
use crate::output::markup::Escaped;

pub(super) fn render(evaluation: &Evaluation) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    page(&mut out, evaluation)?;
    Ok(out)
}

fn page(out: &mut String, evaluation: &Evaluation) -> Written {
    let report = &evaluation.report;
    let (system, gold) = (Escaped(&report.system), Escaped(&report.gold));
    writeln!(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(out, "<title>Evaluation of {system}</title>\n<style>{}</style>\n</head>\n<body>\n<main>", style::SHEET)?;
    let paragraphs = counted(report.scores.paragraphs, "paragraph");
    let statements = counted(report.scores.statements, "statement");
    writeln!(out, "<h1>Evaluation of {system}</h1>\n<p>On {gold}: {paragraphs} of {statements}.</p>")?;
    if let Some(gate) = &report.gate {
        gate_rules(out, gate)?;
    }
    all_themes(out, evaluation)?;
    labelled_sentences(out, evaluation)?;
    if let Some(comparison) = &report.comparison {
        compared(out, comparison)?;
    }
    parts(out, evaluation)?;
    bars::section(out, evaluation)?;
    charts::reliability(out, evaluation)?;
    charts::curves(out, evaluation)?;
    confusion(out, evaluation)?;
    errors::section(out, evaluation)?;
    let notes = notes(evaluation);
    if !notes.is_empty() {
        writeln!(out, "<h2>Notes</h2>\n<ul>")?;
        notes.iter().try_for_each(|note| writeln!(out, "<li>{}</li>", Escaped(note)))?;
        writeln!(out, "</ul>")?;
    }
    writeln!(out, "</main>\n</body>\n</html>")
}

fn gate_rules(out: &mut String, gate: &Judgement) -> Written {
    let (sign, verdict) = verdict(gate.verdict);
    writeln!(out, "<h2>Gate {}: {sign} {verdict}</h2>\n<ul class=\"rules\">", Escaped(&gate.file))?;
    for outcome in &gate.outcomes {
        let (sign, _) = self::verdict(outcome.verdict);
        writeln!(out, "<li>{sign} {}</li>", Escaped(&outcome.message))?;
    }
    writeln!(out, "</ul>")
}

fn verdict(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Passed => ("✓", "passed"),
        Verdict::Warned => ("!", "passed, with a warning"),
        Verdict::Unjudged => ("?", "could not be judged"),
        Verdict::Failed => ("✗", "failed"),
    }
}

/// A table row: a heading cell and figures.
fn row(out: &mut String, name: &str, cells: &[String]) -> Written {
    write!(out, "<tr><th scope=\"row\">{}</th>", Escaped(name))?;
    cells.iter().try_for_each(|cell| write!(out, "<td>{}</td>", Escaped(cell)))?;
    writeln!(out, "</tr></thead>")
}

/// The opening of a table and its heading row.
fn table(out: &mut String, heading: &[&str]) -> Written {
    write!(out, "<div class=\"wide\"><table>\n<thead><tr>")?;
    heading.iter().try_for_each(|cell| write!(out, "<th scope=\"col\">{cell}</th>"))?;
    writeln!(out, "</tr></thead>")
}

const TABLE_END: &str = "</table></div>";

fn all_themes(out: &mut String, evaluation: &Evaluation) -> Written {
    let beside = evaluation.baseline.as_ref().map(averages);
    writeln!(out, "<h2>All themes together</h2>")?;
    let mut heading = vec!["average", "precision", "recall", "F1", "95 % interval"];
    heading.extend(beside.is_some().then_some("keywords F1"));
    table(out, &heading)?;
    for (n, (name, average)) in averages(&evaluation.report.scores).into_iter().enumerate() {
        let mut cells: Vec<String> = [average.precision, average.recall, average.f1].map(figure).to_vec();
        cells.push(f1_interval(average.intervals));
        cells.extend(beside.as_ref().map(|baseline| figure(baseline[n].1.f1)));
        row(out, name, &cells)?;
    }
    writeln!(out, "{TABLE_END}\n<dl>")?;
    let whole = whole_set(evaluation);
    whole.iter().try_for_each(|(name, value)| writeln!(out, "<div><dt>{name}</dt><dd>{value}</dd></div>"))?;
    writeln!(out, "</dl>")
}

fn labelled_sentences(out: &mut String, evaluation: &Evaluation) -> Written {
    let Some((number, rows)) = sentences(&evaluation.report.scores) else { return Ok(()) };
    writeln!(out, "<h2>{SENTENCES}</h2>\n<p>{number}.</p>")?;
    table(out, &["", "precision", "recall", "F1", "95 % interval"])?;
    for (name, average) in rows {
        let mut cells = [average.precision, average.recall, average.f1].map(figure).to_vec();
        cells.push(f1_interval(average.intervals));
        row(out, name, &cells)?;
    }
    writeln!(out, "{TABLE_END}")
}

fn compared(out: &mut String, comparison: &Comparison) -> Written {
    writeln!(out, "<h2>Against {}</h2>", Escaped(&comparison.against))?;
    table(out, &["", "before", "now", "difference", "95 % interval", "p"])?;
    for (name, d) in [("micro F1", &comparison.micro_f1), ("macro F1", &comparison.macro_f1)] {
        let [before, now] = [d.baseline, d.candidate].map(figure);
        row(out, name, &[before, now, change(d.difference), signed_interval(d.interval), p_value(d.p_value)])?;
    }
    writeln!(out, "{TABLE_END}")?;
    table(out, &["theme", "F1 before", "now", "put right", "put wrong", "McNemar p", "with Holm"])?;
    for (id, theme) in &comparison.per_theme {
        let (right, wrong) = (theme.only_candidate_right, theme.only_baseline_right);
        if right + wrong > 0 {
            let [before, now] = [theme.f1.baseline, theme.f1.candidate].map(figure);
            let [p, holm] = [theme.p_value, theme.p_holm].map(|p| p_value(Some(p)));
            row(out, id, &[before, now, right.to_string(), wrong.to_string(), p, holm])?;
        }
    }
    writeln!(out, "{TABLE_END}")
}

fn parts(out: &mut String, evaluation: &Evaluation) -> Written {
    if evaluation.parts.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h2>Parts</h2>")?;
    table(out, &["held out", "learned from", "scored", "micro F1", "macro F1"])?;
    for part in &evaluation.parts {
        let [micro, macro_average] = [part.micro_f1, part.macro_f1].map(figure);
        row(out, &part.name, &[part.learned.to_string(), part.scored.to_string(), micro, macro_average])?;
    }
    writeln!(out, "{TABLE_END}")
}

fn confusion(out: &mut String, evaluation: &Evaluation) -> Written {
    let confusion = &evaluation.report.confusion;
    if confusion.is_empty() {
        return Ok(());
    }
    writeln!(out, "<section class=\"words\">\n<h2>What was said instead</h2>")?;
    writeln!(out, "<p>For each theme that was missed: what the same paragraphs were given for nothing.</p>")?;
    table(out, &["missed theme", "times", "nothing instead", "themes instead"])?;
    for (id, missed) in confusion {
        let instead: Vec<String> = missed.instead.iter().map(|(id, times)| format!("{id} × {times}")).collect();
        row(out, id, &[missed.missed.to_string(), missed.nothing.to_string(), instead.join(", ")])?;
    }
    writeln!(out, "{TABLE_END}\n</section>")
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn a_page_needs_no_network_and_no_script() {
        let page = render(&sample::evaluation()).unwrap();
        for foreign in ["<script", "http://", "https://", "<link", "@import", "url("] {
            assert!(!page.contains(foreign), "help: {foreign}");
        }
    }

    #[test]
    fn a_page_is_well_formed() {
        // The page is written so that it is XML, but for the doctype and the void <meta>.
        let page = render(&sample::evaluation()).unwrap();
        let opened = |tag: &str| page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        for tag in
            ["table", "tr", "td", "svg", "mark", "p", "ul", "li", "details", "div", "text", "figure", "dl", "section"]
        {
            assert_eq!(opened(tag), page.matches(&format!("</{tag}>")).count(), "help: <{tag}>");
        }
    }

    #[test]
    fn every_chart_is_there_with_its_figures() {
        let page = render(&sample::evaluation()).unwrap();
        for heading in [
            "Which sentences",
            "Each theme",
            "Can probabilities be trusted",
            "Precision and recall",
            "What was said instead",
        ] {
            assert!(page.contains(heading), "help: {heading}");
        }
        assert!(page.contains("<mark>一个中国</mark>原则"));
    }
}
