//! For each theme the old and the new paragraph beside each other.

use super::{Kind, link};
use crate::analyse::aligned;
use crate::analyse::series::Series;
use crate::analyse::study::{Beside, Study};
use crate::output::analysis::table::{Layout, Link, Side, Table, Value};

/// The paragraphs of each theme in neighbouring statements.
pub(super) static ALIGNED: Kind =
    Kind { id: "aligned", about: "each theme's old and new paragraphs side by side, differences marked", make };

const COLUMNS: [&str; 8] = ["Theme", "From", "To", "Paragraph before", "Paragraph after", "Alike", "Before", "After"];

fn make(study: &Study) -> Table {
    let mut table = Table::new("aligned", "Paragraphs side by side", &COLUMNS);
    let only = study.only_latest().map(|only| format!("; {only}")).unwrap_or_default();
    table.note = format!(
        "what only the earlier statement says is marked as deleted, what only the later one says as inserted; \
         paragraphs without marks share too little to be compared{only}"
    );
    table.layout = Layout::Sides { heads: 3 };
    for beside in study.beside() {
        table.rows.extend(shown(beside).iter().map(|pair| row(study, beside, pair)));
    }
    table
}

/// The pairs, and then those alone as they come, old beside new: an analyst reads both anyway.
fn shown(beside: &Beside) -> Vec<aligned::Pair> {
    let (mut pairs, alone): (Vec<aligned::Pair>, Vec<aligned::Pair>) =
        beside.pairs.iter().cloned().partition(|pair| pair.old.is_some() && pair.new.is_some());
    let (mut old, mut new): (Vec<_>, Vec<_>) = alone.into_iter().partition(|pair| pair.old.is_some());
    let rows = old.len().max(new.len());
    old.resize_with(rows, aligned::Pair::default);
    new.resize_with(rows, aligned::Pair::default);
    pairs.extend(old.into_iter().zip(new).map(|(old, new)| aligned::Pair {
        old: old.old,
        new: new.new,
        likeness: 0.0,
    }));
    pairs
}

fn row(study: &Study, beside: &Beside, pair: &aligned::Pair) -> Vec<Value> {
    let series = study.series;
    let name = |s: usize| Value::text(series.statements[s].name.clone());
    let id = |side: &Option<aligned::Side>| side.as_ref().map_or(Value::None, |s| Value::Link(link(series, s.at)));
    let both = pair.likeness > 0.0;
    vec![
        Value::text(study.model.themes().themes[beside.theme].en.clone()),
        name(beside.statement - 1),
        name(beside.statement),
        id(&pair.old),
        id(&pair.new),
        if both { Value::Number(f64::from(pair.likeness), 2) } else { Value::None },
        side(series, pair.old.as_ref(), false, both),
        side(series, pair.new.as_ref(), true, both),
    ]
}

/// One side; a paragraph that stands alone is not marked throughout.
fn side(series: &Series, side: Option<&aligned::Side>, later: bool, both: bool) -> Value {
    let Some(side) = side else { return Value::None };
    let mut pieces = side.pieces.clone();
    pieces.iter_mut().filter(|_| !both).for_each(|piece| piece.common = true);
    let link = Link { text: format!("¶{}", series.id(side.at)), ..link(series, side.at) };
    Value::Side(Side { link, pieces, later })
}
