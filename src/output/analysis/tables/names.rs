//! Who is named, and what is opposed and supported.

use super::{Kind, named_link};
use crate::analyse::mentions::{Mentions, Name};
use crate::analyse::series::{Reference, Statement};
use crate::analyse::study::Study;
use crate::document::Span;
use crate::output::analysis::anchor::Anchor;
use crate::output::analysis::table::{Table, Value};

/// Who is named how often.
pub(super) static MENTIONS: Kind =
    Kind { id: "mentions", about: "who is named, how often, where first and last", make: mentions };

/// What is opposed and supported.
pub(super) static STANCES: Kind =
    Kind { id: "stances", about: "what is opposed and what is supported, with the sentences", make: stances };

fn mentions(study: &Study) -> Table {
    let mut table =
        Table::new("mentions", "Who is named", &["Name", "Chinese"]).noted("times, and times per 1,000 characters");
    for statement in &study.series.statements {
        table.columns.push((statement.name.clone(), statement.name.clone()));
        table.columns.push((format!("{}_per_1000", statement.name), "per 1,000".to_owned()));
    }
    table.columns.extend(["Total", "First", "Last"].map(|c| (c.to_lowercase(), c.to_owned())));
    let lengths: Vec<usize> = study.series.statements.iter().map(Statement::characters).collect();
    let counted = study.names.names.iter().zip(study.mentions()).enumerate();
    let mut found: Vec<_> = counted.filter(|(_, (_, m))| m.total() > 0).collect();
    found.sort_by_key(|(_, (_, m))| std::cmp::Reverse(m.total()));
    table.rows = found.into_iter().map(|(index, of)| named(study, index, of, &lengths)).collect();
    table
}

fn named(study: &Study, index: usize, (name, mentions): (&Name, &Mentions), lengths: &[usize]) -> Vec<Value> {
    let mut row = vec![Value::text(name.en.clone()), Value::text(name.zh.clone())];
    for (s, (&count, &length)) in mentions.counts.iter().zip(lengths).enumerate() {
        let anchor = Anchor::behind(mentions.places_in(s), Anchor::Name(index, s));
        row.extend(Value::rated(count, (1000.0 * count as f64 / length.max(1) as f64, 2), anchor));
    }
    row.push(Value::Count(mentions.total()));
    let place = |at: Option<&Reference>| at.map_or(Value::None, |at| Value::Link(named_link(study.series, *at)));
    row.extend([place(mentions.places.first()), place(mentions.places.last())]);
    row
}

fn stances(study: &Study) -> Table {
    let columns = ["Stance", "Paragraph", "Who", "Verb", "Object", "Sentence"];
    let mut table = Table::new("stances", "What is opposed and supported", &columns);
    for one in study.taken() {
        let statement = &study.series.statements[one.at.statement];
        let sentence: Span = statement.sentences(one.at.paragraph)[one.sentence];
        table.rows.push(vec![
            Value::text(study.names.stances[one.stance].en.clone()),
            Value::Link(named_link(study.series, one.at)),
            one.speaker.clone().map_or(Value::None, Value::text),
            Value::text(one.verb.clone()),
            Value::text(one.object.clone()),
            Value::text(sentence.of(&statement.tagged.document.text).trim()),
        ]);
    }
    table
}
