//! Words, phrases and what no theme explains.

use super::{link, named_link};
use crate::analyse::context::Occurrence;
use crate::analyse::phrases::{Formulas, KEY, Key};
use crate::analyse::series::Series;
use crate::analyse::subjects::Subject;
use crate::analyse::words::{Frequencies, Kind};
use crate::output::analysis::table::{Table, Value};
use crate::theme::ThemeSet;

/// The most frequent words or pairs.
#[must_use]
pub fn words(series: &Series, found: &Frequencies, kind: Kind, top: usize) -> Table {
    let (id, title, one) = match kind {
        Kind::Words => ("words", "Most used words", "Word"),
        Kind::Pairs => ("pairs", "Most used pairs of words", "Pair"),
    };
    let mut table =
        Table::new(id, title, &["Rank", one]).noted("times, and times per 1,000 words; function words are left out");
    for statement in &series.statements {
        table.columns.push((statement.name.clone(), statement.name.clone()));
        table.columns.push((format!("{}_per_1000", statement.name), "per 1,000".to_owned()));
    }
    table.columns.extend(["Total", "Paragraphs", "Statements"].map(|c| (c.to_lowercase(), c.to_owned())));
    for (rank, word) in found.words.iter().take(top).enumerate() {
        let mut row = vec![Value::Count(rank + 1), Value::text(word.word.clone())];
        for (s, &count) in word.counts.iter().enumerate() {
            row.extend([Value::Count(count), Value::Number(found.per_thousand(count, s), 2)]);
        }
        row.extend([word.total(), word.paragraphs, word.statements()].map(Value::Count));
        table.rows.push(row);
    }
    table
}

/// A word where it stands.
#[must_use]
pub fn context(series: &Series, found: &[Occurrence], themes: &ThemeSet) -> Table {
    let mut table = Table::new("context", "In context", &["Paragraph", "Before", "Word", "After", "Themes"]);
    for one in found {
        let names: Vec<&str> = one.themes.iter().map(|&theme| themes.themes[theme].en.as_str()).collect();
        table.rows.push(vec![
            Value::Link(named_link(series, one.at)),
            Value::text(one.before.clone()),
            Value::text(one.word.clone()),
            Value::text(one.after.clone()),
            Value::text(names.join(", ")),
        ]);
    }
    table
}

/// Words that one statement uses more than the one before: a list of them for each pair of neighbours.
#[must_use]
pub fn keys(series: &Series, found: &Frequencies, keys: &[Vec<Key>]) -> Table {
    let columns = ["From", "To", "Word", "Before", "After", "Use", "Keyness", "Sure"];
    let mut table = Table::new("keys", "Words that came and went", &columns).noted(format!(
        "keyness: log-likelihood (Dunning 1993; Rayson & Garside 2000); sure: over {KEY}, a chance of less than 1 in 1,000"
    ));
    for (old, keys) in keys.iter().enumerate() {
        for key in keys {
            let rises = key.rises((found.sizes[old], found.sizes[old + 1]));
            table.rows.push(vec![
                Value::text(series.statements[old].name.clone()),
                Value::text(series.statements[old + 1].name.clone()),
                Value::text(key.word.clone()),
                Value::Count(key.counts.0),
                Value::Count(key.counts.1),
                Value::text(if rises { "more" } else { "less" }),
                Value::Number(key.keyness, 1),
                Value::Is(key.keyness >= KEY),
            ]);
        }
    }
    table
}

/// Formulas that one statement has and its neighbour has not; at most `top` a pair and side.
#[must_use]
pub fn formulas(series: &Series, formulas: &Formulas, top: usize) -> Table {
    const LEAST: usize = 2;
    let mut table =
        Table::new("formulas", "Formulas that came and went", &["From", "To", "Formula", "Change", "Times"])
            .noted(format!("runs of two to eight words, used at least {LEAST} times in one and never in the other"));
    for new in 1..series.statements.len() {
        let old = new - 1;
        for (change, here, there) in [("new", new, old), ("gone", old, new)] {
            for formula in formulas.only_in(here, there, LEAST).into_iter().take(top) {
                table.rows.push(vec![
                    Value::text(series.statements[old].name.clone()),
                    Value::text(series.statements[new].name.clone()),
                    Value::text(formula.text),
                    Value::text(change),
                    Value::Count(formula.count),
                ]);
            }
        }
    }
    table
}

/// Paragraphs that no theme explains.
#[must_use]
pub fn subjects(series: &Series, subjects: &[Subject]) -> Table {
    let columns = ["Distinctive words", "Paragraphs", "Which"];
    let mut table = Table::new("subjects", "Not on the list of themes", &columns)
        .noted("paragraphs that carry no theme, by words that they share");
    let alone = series.statements.len() == 1;
    for subject in subjects {
        let words = if subject.words.is_empty() { "(nothing in common)".to_owned() } else { subject.words.join("、") };
        let which = |at: &crate::analyse::series::Reference| {
            if alone { link(series, *at) } else { named_link(series, *at) }
        };
        table.rows.push(vec![
            Value::text(words),
            Value::Count(subject.paragraphs.len()),
            Value::Links(subject.paragraphs.iter().map(which).collect()),
        ]);
    }
    table
}
