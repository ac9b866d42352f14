//! Markdown for the summary of a CI job: what failed first, then the figures, the long tables folded.

use std::fmt::{Result as Written, Write as _};

use super::Evaluation;
use super::figures::{
    SENTENCES, averages, change, counted, f1_interval, figure, notes, p_value, sentences, signed_interval, whole_set,
    why,
};
use crate::evaluate::compare::{Change, Comparison};
use crate::evaluate::gate::{Judgement, Verdict};
use crate::output::harmless;

/// The most paragraphs that a list names, so that a summary stays under the sizes that CI systems allow.
const MOST: usize = 50;

pub(super) fn render(evaluation: &Evaluation) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    write(&mut out, evaluation)?;
    Ok(out)
}

fn write(out: &mut String, evaluation: &Evaluation) -> Written {
    let report = &evaluation.report;
    let (paragraphs, statements) = (report.scores.paragraphs, report.scores.statements);
    writeln!(out, "# Evaluation of {}\n", plain(&report.system))?;
    writeln!(
        out,
        "On {}: {} of {}.\n",
        plain(&report.gold),
        counted(paragraphs, "paragraph"),
        counted(statements, "statement")
    )?;
    if let Some(gate) = &report.gate {
        gate_rules(out, gate)?;
    }
    all_themes(out, evaluation)?;
    labelled_sentences(out, evaluation)?;
    if let Some(comparison) = &report.comparison {
        compared(out, evaluation, comparison)?;
    }
    parts(out, evaluation)?;
    each_theme(out, evaluation)?;
    wrong(out, evaluation)?;
    notes(evaluation).iter().try_for_each(|note| writeln!(out, "> {}\n", plain(note)))
}

fn gate_rules(out: &mut String, gate: &Judgement) -> Written {
    let verdict = match gate.verdict {
        Verdict::Passed => "passed",
        Verdict::Warned => "passed, with a warning",
        Verdict::Unjudged => "could not be judged",
        Verdict::Failed => "failed",
    };
    writeln!(out, "## Gate {}: {verdict}\n", plain(&gate.file))?;
    for outcome in &gate.outcomes {
        let mark = match outcome.verdict {
            Verdict::Passed => "✓",
            Verdict::Warned => "!",
            Verdict::Unjudged => "?",
            Verdict::Failed => "✗",
        };
        writeln!(out, "- {mark} {}", plain(&outcome.message))?;
    }
    writeln!(out)
}

fn all_themes(out: &mut String, evaluation: &Evaluation) -> Written {
    let scores = &evaluation.report.scores;
    let beside = evaluation.baseline.as_ref().map(averages);
    writeln!(out, "## All themes together\n")?;
    let (heading, rule) = if beside.is_some() { (" keywords F1 |", "---:|") } else { ("", "") };
    writeln!(out, "| average | precision | recall | F1 | 95 % interval |{heading}")?;
    writeln!(out, "|---|---:|---:|---:|---|{rule}")?;
    for (n, (name, average)) in averages(scores).into_iter().enumerate() {
        let [precision, recall, f1] = [average.precision, average.recall, average.f1].map(figure);
        write!(out, "| {name} | {precision} | {recall} | **{f1}** | {} |", f1_interval(average.intervals))?;
        if let Some(baseline) = &beside {
            write!(out, " {} |", figure(baseline[n].1.f1))?;
        }
        writeln!(out)?;
    }
    let whole: Vec<String> = whole_set(evaluation).iter().map(|(name, value)| format!("{name} {value}")).collect();
    writeln!(out, "\n{}.\n", whole.join(", "))
}

fn labelled_sentences(out: &mut String, evaluation: &Evaluation) -> Written {
    let Some((number, rows)) = sentences(&evaluation.report.scores) else { return Ok(()) };
    writeln!(out, "## {SENTENCES}\n\n{number}.\n")?;
    writeln!(out, "| | precision | recall | F1 | 95 % interval |\n|---|---:|---:|---:|---|")?;
    for (name, average) in rows {
        let [precision, recall, f1] = [average.precision, average.recall, average.f1].map(figure);
        writeln!(out, "| {name} | {precision} | {recall} | **{f1}** | {} |", f1_interval(average.intervals))?;
    }
    writeln!(out)
}

fn compared(out: &mut String, evaluation: &Evaluation, comparison: &Comparison) -> Written {
    writeln!(out, "## Against {}\n", plain(&comparison.against))?;
    writeln!(out, "| | before | now | difference | 95 % interval | p |\n|---|---:|---:|---:|---|---|")?;
    for (name, d) in [("micro F1", &comparison.micro_f1), ("macro F1", &comparison.macro_f1)] {
        let [before, now] = [d.baseline, d.candidate].map(figure);
        let (by, interval, p) = (change(d.difference), signed_interval(d.interval), p_value(d.p_value));
        writeln!(out, "| {name} | {before} | {now} | {by} | {interval} | {p} |")?;
    }
    writeln!(out)?;
    changed_themes(out, comparison)?;
    changed_paragraphs(out, evaluation, &comparison.changed)
}

fn changed_themes(out: &mut String, comparison: &Comparison) -> Written {
    let differ = |rights: (u64, u64)| rights != (0, 0);
    let themes = comparison.per_theme.iter();
    let mut themes = themes.filter(|(_, t)| differ((t.only_baseline_right, t.only_candidate_right))).peekable();
    if themes.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "| theme | F1 before | now | put right | put wrong | McNemar p | with Holm |")?;
    writeln!(out, "|---|---:|---:|---:|---:|---|---|")?;
    for (id, theme) in themes {
        let [before, now] = [theme.f1.baseline, theme.f1.candidate].map(figure);
        let [p, holm] = [theme.p_value, theme.p_holm].map(|p| p_value(Some(p)));
        let (right, wrong) = (theme.only_candidate_right, theme.only_baseline_right);
        writeln!(out, "| {} | {before} | {now} | {right} | {wrong} | {p} | {holm} |", plain(id))?;
    }
    writeln!(out)
}

fn changed_paragraphs(out: &mut String, evaluation: &Evaluation, changes: &[Change]) -> Written {
    writeln!(out, "<details><summary>{} changed</summary>\n", counted(changes.len(), "paragraph"))?;
    for change in changes.iter().take(MOST) {
        writeln!(out, "- {}", plain(&change.id))?;
        let flips = change.gained.iter().map(|flip| ('+', flip)).chain(change.lost.iter().map(|flip| ('−', flip)));
        for (sign, flip) in flips {
            let right = if flip.right { "right" } else { "wrong" };
            let why = why(evaluation, &change.id, &flip.theme);
            writeln!(out, "  - {sign}{} ({right}){}", plain(&flip.theme), plain(&why))?;
        }
    }
    more(out, changes.len())?;
    writeln!(out, "\n</details>\n")
}

fn parts(out: &mut String, evaluation: &Evaluation) -> Written {
    if evaluation.parts.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Parts\n\n| held out | learned from | scored | micro F1 | macro F1 |\n|---|---:|---:|---:|---:|")?;
    for part in &evaluation.parts {
        let [micro, macro_average] = [part.micro_f1, part.macro_f1].map(figure);
        let (name, learned, scored) = (plain(&part.name), part.learned, part.scored);
        writeln!(out, "| {name} | {learned} | {scored} | {micro} | {macro_average} |")?;
    }
    writeln!(out)
}

fn each_theme(out: &mut String, evaluation: &Evaluation) -> Written {
    writeln!(out, "<details><summary>Each theme</summary>\n")?;
    writeln!(
        out,
        "| theme | precision | recall | F1 | 95 % interval | average precision | gold | predicted | correct |"
    )?;
    writeln!(out, "|---|---:|---:|---:|---|---:|---:|---:|---:|")?;
    for (id, theme) in &evaluation.report.scores.per_theme {
        let [precision, recall, f1, ap] =
            [theme.precision, theme.recall, theme.f1, theme.average_precision].map(figure);
        let (interval, support) = (f1_interval(theme.intervals), theme.support);
        let (predicted, correct) = (theme.predicted, theme.correct);
        let id = plain(id);
        writeln!(
            out,
            "| {id} | {precision} | {recall} | {f1} | {interval} | {ap} | {support} | {predicted} | {correct} |"
        )?;
    }
    writeln!(out, "\n</details>\n")
}

fn wrong(out: &mut String, evaluation: &Evaluation) -> Written {
    let errors = evaluation.errors();
    if errors.is_empty() {
        return Ok(());
    }
    writeln!(out, "<details><summary>{} with a wrong label</summary>\n", counted(errors.len(), "paragraph"))?;
    for labels in errors.iter().take(MOST) {
        let missed: Vec<String> = labels.missed().map(|id| format!("{id} missed")).collect();
        let extra: Vec<String> = labels.extra().map(|id| format!("{id} given for nothing")).collect();
        writeln!(out, "- {}: {}", plain(&labels.id), plain(&[missed, extra].concat().join(", ")))?;
    }
    more(out, errors.len())?;
    writeln!(out, "\n</details>\n")
}

fn more(out: &mut String, number: usize) -> Written {
    if number > MOST { writeln!(out, "- and {} more", number - MOST) } else { Ok(()) }
}

/// A text that no table cell, list or tag can be broken by.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in harmless::plain(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            // A comparison in a message reads as it stands; a lone `>` opens nothing.
            '|' | '`' | '*' | '[' | ']' | '\\' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn a_summary_for_a_job() {
        insta::assert_snapshot!(render(&sample::evaluation()).unwrap());
    }

    #[test]
    fn no_name_breaks_a_table() {
        assert_eq!(plain("a|b\n<i>`c`"), "a\\|b &lt;i>\\`c\\`");
    }
}
