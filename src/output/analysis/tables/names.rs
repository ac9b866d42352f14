//! Who is named, and what is opposed and supported.

use super::{name_anchor, named_link};
use crate::analyse::mentions::{Mentions, Names};
use crate::analyse::series::{Reference, Series, Statement};
use crate::analyse::stance::Taken;
use crate::document::Span;
use crate::output::analysis::table::{Table, Value};

/// Who is named how often.
#[must_use]
pub fn mentions(series: &Series, names: &Names, mentions: &[Mentions]) -> Table {
    let mut table =
        Table::new("mentions", "Who is named", &["Name", "Chinese"]).noted("times, and times per 1,000 characters");
    for statement in &series.statements {
        table.columns.push((statement.name.clone(), statement.name.clone()));
        table.columns.push((format!("{}_per_1000", statement.name), "per 1,000".to_owned()));
    }
    table.columns.extend(["Total", "First", "Last"].map(|c| (c.to_lowercase(), c.to_owned())));
    let lengths: Vec<usize> = series.statements.iter().map(Statement::characters).collect();
    let counted = names.names.iter().zip(mentions).enumerate();
    let mut found: Vec<_> = counted.filter(|(_, (_, m))| m.total() > 0).collect();
    found.sort_by_key(|(_, (_, m))| std::cmp::Reverse(m.total()));
    for (index, (name, mentions)) in found {
        let mut row = vec![Value::text(name.en.clone()), Value::text(name.zh.clone())];
        for (s, (&count, &length)) in mentions.counts.iter().zip(&lengths).enumerate() {
            row.push(Value::Counted(count, name_anchor(index, s)));
            row.push(Value::Number(1000.0 * count as f64 / length.max(1) as f64, 2));
        }
        row.push(Value::Count(mentions.total()));
        let place = |at: Option<&Reference>| at.map_or(Value::None, |at| Value::Link(named_link(series, *at)));
        row.push(place(mentions.places.first()));
        row.push(place(mentions.places.last()));
        table.rows.push(row);
    }
    table
}

/// What is opposed and supported.
#[must_use]
pub fn stances(series: &Series, names: &Names, taken: &[Taken]) -> Table {
    let mut table = Table::new(
        "stances",
        "What is opposed and supported",
        &["Stance", "Paragraph", "Who", "Verb", "Object", "Sentence"],
    );
    for one in taken {
        let statement = &series.statements[one.at.statement];
        let sentence: Span = statement.sentences(one.at.paragraph)[one.sentence];
        table.rows.push(vec![
            Value::text(names.stances[one.stance].en.clone()),
            Value::Link(named_link(series, one.at)),
            one.speaker.map_or(Value::None, Value::text),
            Value::text(one.verb.clone()),
            Value::text(one.object.clone()),
            Value::text(sentence.of(&statement.tagged.document.text).trim()),
        ]);
    }
    table
}
