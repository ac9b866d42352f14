//! The paragraphs with a wrong or changed label, with the words behind it marked in the text.

use std::fmt::{Result as Written, Write as _};

use super::super::figures::{counted, why, word};
use super::super::{Detail, Evaluation};
use crate::document::Span;
use crate::evaluate::compare::{Change, Flip};
use crate::evaluate::report::Labels;
use crate::output::markup::Escaped;
use crate::system::Words;

/// The most paragraphs of a list: a page of every error of a large gold file would not open.
const MOST: usize = 500;

pub(super) fn section(out: &mut String, evaluation: &Evaluation) -> Written {
    if let Some(comparison) = &evaluation.report.comparison {
        writeln!(out, "<h2>{} changed</h2>", counted(comparison.changed.len(), "paragraph"))?;
        comparison.changed.iter().take(MOST).try_for_each(|change| changed(out, evaluation, change))?;
        more(out, comparison.changed.len())?;
    }
    let errors = evaluation.errors();
    writeln!(out, "<h2>{} with a wrong label</h2>", counted(errors.len(), "paragraph"))?;
    writeln!(out, "<p>− missed, + given for nothing; the marked words speak for what was given or missed.</p>")?;
    errors.iter().take(MOST).try_for_each(|labels| error(out, evaluation, labels))?;
    more(out, errors.len())
}

fn more(out: &mut String, number: usize) -> Written {
    if number > MOST { writeln!(out, "<p>And {} more: see the JSON report.</p>", number - MOST) } else { Ok(()) }
}

fn error(out: &mut String, evaluation: &Evaluation, labels: &Labels) -> Written {
    let missed = labels.missed().map(|theme| ('−', theme));
    let wrong: Vec<(char, &String)> = missed.chain(labels.extra().map(|theme| ('+', theme))).collect();
    writeln!(out, "<div class=\"error\">\n<p><span class=\"id\">{}</span> ", Escaped(&labels.id))?;
    let names: Vec<String> = wrong.iter().map(|(sign, theme)| format!("{sign}{theme}")).collect();
    writeln!(out, "{} · gold: {}</p>", Escaped(&names.join(", ")), Escaped(&listed(&labels.gold)))?;
    if let Some(detail) = evaluation.details.get(&labels.id) {
        let themes: Vec<&str> = wrong.iter().map(|(_, theme)| theme.as_str()).collect();
        text(out, detail, &themes)?;
        for theme in themes {
            reasons(out, theme, &detail.words)?;
        }
    }
    writeln!(out, "</div>")
}

fn listed(themes: &[String]) -> String {
    if themes.is_empty() { "nothing".to_owned() } else { themes.join(", ") }
}

fn changed(out: &mut String, evaluation: &Evaluation, change: &Change) -> Written {
    let flips = |flips: &'_ [Flip], sign| flips.iter().map(move |f| (sign, f.clone())).collect::<Vec<(char, Flip)>>();
    let flips = [flips(&change.gained, '+'), flips(&change.lost, '−')].concat();
    writeln!(out, "<div class=\"error\">\n<p><span class=\"id\">{}</span></p>", Escaped(&change.id))?;
    if let Some(detail) = evaluation.details.get(&change.id) {
        let themes: Vec<&str> = flips.iter().map(|(_, flip)| flip.theme.as_str()).collect();
        text(out, detail, &themes)?;
    }
    for (sign, flip) in &flips {
        let right = if flip.right { "✓ right" } else { "✗ wrong" };
        let why = why(evaluation, &change.id, &flip.theme);
        writeln!(out, "<p class=\"why\">{sign}{} {right}{}</p>", Escaped(&flip.theme), Escaped(&why))?;
    }
    writeln!(out, "</div>")
}

fn reasons(out: &mut String, theme: &str, words: &Words) -> Written {
    let Some(words) = words.get(theme).filter(|words| !words.is_empty()) else { return Ok(()) };
    let words: Vec<String> = words.iter().map(word).collect();
    writeln!(out, "<p class=\"why\">{}: {}</p>", Escaped(theme), Escaped(&words.join(", ")))
}

/// The text with the words that speak for any of the themes marked.
fn text(out: &mut String, detail: &Detail, themes: &[&str]) -> Written {
    if detail.text.is_empty() {
        return Ok(());
    }
    write!(out, "<p lang=\"zh\">")?;
    let mut from = 0;
    for span in merged(detail, themes) {
        let before = detail.text.get(from..span.start).unwrap_or_default();
        let marked = detail.text.get(span.start..span.end).unwrap_or_default();
        write!(out, "{}<mark>{}</mark>", Escaped(before), Escaped(marked))?;
        from = span.end;
    }
    writeln!(out, "{}</p>", Escaped(detail.text.get(from..).unwrap_or_default()))
}

/// The spans of the words that add to any of the themes, in order, overlapping ones as one.
fn merged(detail: &Detail, themes: &[&str]) -> Vec<Span> {
    let words = themes.iter().filter_map(|theme| detail.words.get(*theme)).flatten();
    let speaking = words.filter(|word| word.adds.is_none_or(|adds| adds > 0.0));
    let mut spans: Vec<Span> = speaking.flat_map(|word| word.spans.iter().copied()).collect();
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::Word;

    #[test]
    fn overlapping_words_are_marked_as_one_and_what_speaks_against_is_not() {
        let word =
            |adds, start, end| Word { word: String::new(), adds: Some(adds), spans: vec![Span::new(start, end)] };
        let words = vec![word(1.0, 3, 9), word(0.5, 6, 12), word(-1.0, 15, 18)];
        let detail = Detail {
            text: "在北极航道和<平>".to_owned(),
            words: Words::from_iter([("arctic".to_owned(), words)]),
            against: Words::new(),
        };
        let mut out = String::new();
        text(&mut out, &detail, &["arctic"]).unwrap();
        assert_eq!(out, "<p lang=\"zh\">在<mark>北极航</mark>道和&lt;平&gt;</p>\n");
    }
}
