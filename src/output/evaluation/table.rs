//! Tables for the terminal. Colours are written as codes; the caller strips them where they are not wanted.

use std::fmt::{Result as Written, Write as _};

use anstyle::{AnsiColor, Style};
use comfy_table::{Cell, Color};

use super::Evaluation;
use super::figures::{
    SENTENCES, averages, change, counted, f1_interval, figure, notes, p_value, sentences, signed_interval, whole_set,
    why,
};
use crate::evaluate::compare::{Change, Comparison};
use crate::evaluate::gate::{Judgement, Verdict};
use crate::output::harmless::plain;
use crate::output::tables::{print, table};

const HEADING: Style = Style::new().bold();
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default().bold();
const DOUBTFUL: Style = AnsiColor::Yellow.on_default();

/// F1 from which a theme is shown in green, and below which in red.
const FINE: f64 = 0.85;
const WEAK: f64 = 0.7;

/// The most paragraphs that a list names.
const MOST: usize = 10;

pub(super) fn render(evaluation: &Evaluation) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    write(&mut out, evaluation)?;
    Ok(out)
}

fn write(out: &mut String, evaluation: &Evaluation) -> Written {
    let report = &evaluation.report;
    let (system, gold) = (plain(&report.system), plain(&report.gold));
    let paragraphs = counted(report.scores.paragraphs, "paragraph");
    let statements = counted(report.scores.statements, "statement");
    writeln!(out, "{HEADING}{system}{HEADING:#} on {gold}: {paragraphs} of {statements}\n")?;
    each_theme(out, evaluation)?;
    all_themes(out, evaluation)?;
    labelled_sentences(out, evaluation)?;
    parts(out, evaluation)?;
    if let Some(comparison) = &report.comparison {
        compared(out, evaluation, comparison)?;
    }
    wrong(out, evaluation)?;
    if let Some(gate) = &report.gate {
        gate_rules(out, gate)?;
    }
    notes(evaluation).iter().try_for_each(|note| writeln!(out, "{DOUBTFUL}note:{DOUBTFUL:#} {}", plain(note)))
}

fn all_themes(out: &mut String, evaluation: &Evaluation) -> Written {
    let beside = evaluation.baseline.as_ref().map(averages);
    let mut heading = vec!["average", "precision", "recall", "F1", "95 % interval"];
    heading.extend(beside.is_some().then_some("keywords F1"));
    let mut table = table(&heading);
    for (n, (name, average)) in averages(&evaluation.report.scores).into_iter().enumerate() {
        let mut row = vec![Cell::new(name)];
        row.extend([average.precision, average.recall, average.f1].map(|value| Cell::new(figure(value))));
        row.push(Cell::new(f1_interval(average.intervals)));
        row.extend(beside.as_ref().map(|baseline| Cell::new(figure(baseline[n].1.f1))));
        table.add_row(row);
    }
    print(out, &table)?;
    whole_set(evaluation).iter().try_for_each(|(name, value)| writeln!(out, "{name} {value}"))?;
    writeln!(out)
}

fn labelled_sentences(out: &mut String, evaluation: &Evaluation) -> Written {
    let Some((number, rows)) = sentences(&evaluation.report.scores) else { return Ok(()) };
    let mut table = table(&["sentences", "precision", "recall", "F1", "95 % interval"]);
    for (name, average) in rows {
        let figures = [average.precision, average.recall, average.f1].map(figure);
        table.add_row([name.to_owned()].into_iter().chain(figures).chain([f1_interval(average.intervals)]));
    }
    writeln!(out, "{SENTENCES}: {number}")?;
    print(out, &table)?;
    writeln!(out)
}

fn each_theme(out: &mut String, evaluation: &Evaluation) -> Written {
    let mut heading = vec!["theme", "precision", "recall", "F1", "95 % interval", "AP", "gold", "pred.", "right"];
    heading.extend(evaluation.baseline.is_some().then_some("keywords F1"));
    let mut table = table(&heading);
    for (id, theme) in &evaluation.report.scores.per_theme {
        let mut row = vec![Cell::new(plain(id)), Cell::new(figure(theme.precision)), Cell::new(figure(theme.recall))];
        row.push(graded(theme.f1));
        row.push(Cell::new(f1_interval(theme.intervals)));
        row.push(Cell::new(figure(theme.average_precision)));
        row.extend([theme.support, theme.predicted, theme.correct].map(Cell::new));
        let baseline = evaluation.baseline.as_ref();
        row.extend(baseline.map(|scores| Cell::new(figure(scores.per_theme.get(id).and_then(|theme| theme.f1)))));
        table.add_row(row);
    }
    print(out, &table)?;
    writeln!(out)
}

/// An F1 in the colour of how good it is.
fn graded(f1: Option<f64>) -> Cell {
    let cell = Cell::new(figure(f1));
    match f1 {
        Some(f1) if f1 >= FINE => cell.fg(Color::Green),
        Some(f1) if f1 < WEAK => cell.fg(Color::Red),
        _ => cell,
    }
}

fn parts(out: &mut String, evaluation: &Evaluation) -> Written {
    if evaluation.parts.is_empty() {
        return Ok(());
    }
    let mut table = table(&["held out", "learned from", "scored", "micro F1", "macro F1"]);
    for part in &evaluation.parts {
        let figures = [part.micro_f1, part.macro_f1].map(figure);
        let counts = [part.learned, part.scored].map(|n| n.to_string());
        table.add_row([plain(&part.name)].into_iter().chain(counts).chain(figures));
    }
    print(out, &table)?;
    writeln!(out)
}

fn compared(out: &mut String, evaluation: &Evaluation, comparison: &Comparison) -> Written {
    writeln!(out, "{HEADING}against {}{HEADING:#}", plain(&comparison.against))?;
    let mut averages = table(&["", "before", "now", "difference", "95 % interval", "p"]);
    for (name, d) in [("micro F1", &comparison.micro_f1), ("macro F1", &comparison.macro_f1)] {
        let [before, now] = [d.baseline, d.candidate].map(figure);
        let rest = [change(d.difference), signed_interval(d.interval), p_value(d.p_value)];
        averages.add_row([name.to_owned(), before, now].into_iter().chain(rest));
    }
    print(out, &averages)?;
    let mut themes = table(&["theme", "F1 before", "now", "put right", "put wrong", "McNemar p", "with Holm"]);
    for (id, theme) in &comparison.per_theme {
        let (right, wrong) = (theme.only_candidate_right, theme.only_baseline_right);
        if right + wrong > 0 {
            let [before, now] = [theme.f1.baseline, theme.f1.candidate].map(figure);
            let [p, holm] = [theme.p_value, theme.p_holm].map(|p| p_value(Some(p)));
            themes.add_row([plain(id), before, now, right.to_string(), wrong.to_string(), p, holm]);
        }
    }
    if !themes.is_empty() {
        writeln!(out)?;
        print(out, &themes)?;
    }
    writeln!(out)?;
    changed(out, evaluation, &comparison.changed)
}

fn changed(out: &mut String, evaluation: &Evaluation, changes: &[Change]) -> Written {
    writeln!(out, "{} changed", counted(changes.len(), "paragraph"))?;
    for change in changes.iter().take(MOST) {
        let gained = change.gained.iter().map(|flip| ('+', flip));
        for (sign, flip) in gained.chain(change.lost.iter().map(|flip| ('−', flip))) {
            let (style, right) = if flip.right { (GOOD, "right") } else { (BAD, "wrong") };
            let (id, theme) = (plain(&change.id), plain(&flip.theme));
            let why = plain(&why(evaluation, &change.id, &flip.theme));
            writeln!(out, "  {id} {style}{sign}{theme} ({right}){style:#}{why}")?;
        }
    }
    more(out, changes.len())?;
    writeln!(out)
}

fn wrong(out: &mut String, evaluation: &Evaluation) -> Written {
    let errors = evaluation.errors();
    if errors.is_empty() {
        return Ok(());
    }
    writeln!(out, "{} with a wrong label (− missed, + given for nothing)", counted(errors.len(), "paragraph"))?;
    for labels in errors.iter().take(MOST) {
        let missed = labels.missed().map(|id| format!("−{id}"));
        let all: Vec<String> = missed.chain(labels.extra().map(|id| format!("+{id}"))).collect();
        writeln!(out, "  {}: {}", plain(&labels.id), plain(&all.join(" ")))?;
    }
    more(out, errors.len())?;
    writeln!(out)
}

fn more(out: &mut String, number: usize) -> Written {
    let left = number.saturating_sub(MOST);
    if left > 0 { writeln!(out, "  and {left} more: see --format html or json") } else { Ok(()) }
}

fn gate_rules(out: &mut String, gate: &Judgement) -> Written {
    let (style, verdict) = match gate.verdict {
        Verdict::Passed => (GOOD, "passed"),
        Verdict::Warned => (DOUBTFUL, "passed, with a warning"),
        Verdict::Unjudged => (DOUBTFUL, "could not be judged"),
        Verdict::Failed => (BAD, "failed"),
    };
    writeln!(out, "{HEADING}gate {}{HEADING:#}: {style}{verdict}{style:#}", plain(&gate.file))?;
    gate.outcomes.iter().try_for_each(|outcome| writeln!(out, "  {}", plain(&outcome.message)))?;
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn tables_for_a_terminal() {
        let text = super::render(&sample::evaluation()).unwrap();
        assert!(text.contains("\u{1b}["));
        insta::assert_snapshot!(anstream::adapter::strip_str(&text).to_string());
    }
}
