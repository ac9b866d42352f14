//! What no theme explains, and what is strange to the model.

use super::{Kind, link, named_link};
use crate::analyse::series::Reference;
use crate::analyse::study::Study;
use crate::analyse::subjects::UNFAMILIAR;
use crate::output::analysis::table::{Table, Value};

/// Paragraphs that no theme explains.
pub(super) static SUBJECTS: Kind =
    Kind { id: "subjects", about: "new subjects: paragraphs that no theme explains, grouped", make: subjects };

/// How much of each statement the model has never seen.
pub(super) static UNFAMILIAR_TEXT: Kind = Kind {
    id: "unfamiliar",
    about: "how much of each statement's vocabulary the model has never seen",
    make: unfamiliar,
};

fn subjects(study: &Study) -> Table {
    let columns = ["Distinctive words", "Paragraphs", "Which"];
    let mut table = Table::new("subjects", "Not on the list of themes", &columns)
        .noted("paragraphs that carry no theme, by words that they share");
    let series = study.series;
    let alone = series.statements.len() == 1;
    for subject in study.subjects() {
        let words = if subject.words.is_empty() { "(nothing in common)".to_owned() } else { subject.words.join("、") };
        let which = |at: &Reference| if alone { link(series, *at) } else { named_link(series, *at) };
        table.rows.push(vec![
            Value::text(words),
            Value::Count(subject.paragraphs.len()),
            Value::Links(subject.paragraphs.iter().map(which).collect()),
        ]);
    }
    table
}

fn unfamiliar(study: &Study) -> Table {
    let columns = ["Statement", "Unknown words", "Unfamiliar"];
    let mut table = Table::new("unfamiliar", "Unfamiliar text", &columns).noted(format!(
        "unknown: share of the words of two characters or more that the model never saw in training, in per cent; from \
         {:.0} % on its labels are less sure",
        100.0 * UNFAMILIAR
    ));
    for (statement, share) in study.series.statements.iter().zip(study.unfamiliar()) {
        table.rows.push(vec![
            Value::text(statement.name.clone()),
            share.map_or(Value::None, |share| Value::Number(100.0 * share, 1)),
            Value::Is(share.is_some_and(|share| share >= UNFAMILIAR)),
        ]);
    }
    table
}
