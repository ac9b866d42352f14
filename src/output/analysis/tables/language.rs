//! Words and phrases.

use super::Kind;
use crate::analyse::phrases::{KEY, Key, LEAST};
use crate::analyse::study::Study;
use crate::analyse::words::{self, Frequencies};
use crate::output::analysis::anchor::Anchor;
use crate::output::analysis::table::{Table, Value};

/// The most used words.
pub(super) static WORDS: Kind = Kind {
    id: "words",
    about: "the most used words",
    make: |study| frequencies(study, study.words(), words::Kind::Words),
};

/// The most used pairs of words.
pub(super) static PAIRS: Kind = Kind {
    id: "pairs",
    about: "the most used pairs of neighbouring words",
    make: |study| frequencies(study, study.pairs(), words::Kind::Pairs),
};

/// Words and phrases that one statement uses more than the one before.
pub(super) static KEYS: Kind =
    Kind { id: "keys", about: "words and phrases that came and went, by log-likelihood", make: keys };

/// Formulas that one statement has and its neighbour has not.
pub(super) static FORMULAS: Kind =
    Kind { id: "formulas", about: "fixed formulas that are new and that are gone", make: formulas };

fn frequencies(study: &Study, found: &Frequencies, kind: words::Kind) -> Table {
    let (id, title, one) = match kind {
        words::Kind::Words => ("words", "Most used words", "Word"),
        words::Kind::Pairs => ("pairs", "Most used pairs of words", "Pair"),
    };
    let mut table =
        Table::new(id, title, &["Rank", one]).noted("times, and times per 1,000 words; function words are left out");
    for statement in &study.series.statements {
        table.columns.push((statement.name.clone(), statement.name.clone()));
        table.columns.push((format!("{}_per_1000", statement.name), "per 1,000".to_owned()));
    }
    table.columns.extend(["Total", "Paragraphs", "Statements"].map(|c| (c.to_lowercase(), c.to_owned())));
    for (rank, word) in found.words.iter().take(study.settings.words).enumerate() {
        let mut row = vec![Value::Count(rank + 1), Value::text(word.word.clone())];
        for (s, &count) in word.counts.iter().enumerate() {
            let anchor = Anchor::behind(word.places_in(s), Anchor::Word(kind, rank, s));
            row.extend(Value::rated(count, (found.per_thousand(count, s), 2), anchor));
        }
        row.extend([word.total(), word.places.len(), word.statements()].map(Value::Count));
        table.rows.push(row);
    }
    table
}

fn keys(study: &Study) -> Table {
    let columns = ["From", "To", "Kind", "Term", "Before", "After", "Use", "Keyness", "Sure"];
    let mut table = Table::new("keys", "Words and phrases that came and went", &columns).noted(format!(
        "times before and after; keyness: log-likelihood (Dunning 1993; Rayson & Garside 2000); sure: over {KEY}, a \
         chance of less than 1 in 1,000"
    ));
    let name = |s: usize| Value::text(study.series.statements[s].name.clone());
    let row = |(index, key): (usize, &Key)| {
        vec![
            name(key.statement - 1),
            name(key.statement),
            Value::text(if key.phrase { "phrase" } else { "word" }),
            Value::text(key.text.clone()),
            Value::Counted(key.counts.0, Anchor::behind(&key.places.0, Anchor::Key(index, false))),
            Value::Counted(key.counts.1, Anchor::behind(&key.places.1, Anchor::Key(index, true))),
            Value::text(if key.rises { "more" } else { "less" }),
            Value::Number(key.keyness, 1),
            Value::Is(key.keyness >= KEY),
        ]
    };
    table.rows = study.keys().iter().enumerate().map(row).collect();
    table
}

fn formulas(study: &Study) -> Table {
    let columns = ["From", "To", "Formula", "Change", "Times"];
    let mut table = Table::new("formulas", "Formulas that came and went", &columns)
        .noted(format!("runs of two to eight words, used at least {LEAST} times in one and never in the other"));
    let name = |s: usize| Value::text(study.series.statements[s].name.clone());
    for (index, formula) in study.phrases().formulas.iter().enumerate() {
        table.rows.push(vec![
            name(formula.statement - 1),
            name(formula.statement),
            Value::text(formula.text.clone()),
            Value::text(if formula.new { "new" } else { "gone" }),
            Value::Counted(formula.count, Anchor::behind(&formula.places, Anchor::Formula(index))),
        ]);
    }
    table
}
