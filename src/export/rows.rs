//! The table of labels: a row for each label of each paragraph, and one without a theme for a paragraph that has none.

use std::borrow::Cow;

use crate::store::{StoredDocument, StoredLabel, StoredParagraph};

/// A row.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The document.
    pub document: &'a StoredDocument,
    /// The paragraph.
    pub paragraph: &'a StoredParagraph,
    /// One of its labels; none if it has none.
    pub label: Option<&'a StoredLabel>,
}

/// A column.
#[derive(Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// The value of a row.
    pub value: for<'a> fn(&Row<'a>) -> Value<'a>,
}

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers, one in every row.
    Whole,
    /// Numbers.
    Real,
    /// Yes or no, one in every row.
    Flag,
    /// Days as `YYYY-MM-DD`.
    Day,
    /// Text.
    Text,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// A whole number.
    Whole(i64),
    /// A number, where there is one.
    Real(Option<f64>),
    /// Yes or no.
    Flag(bool),
    /// Text or a day, where there is one.
    Text(Option<Cow<'a, str>>),
}

/// Every column, in order.
pub static COLUMNS: &[Column] = &[
    column("document", Kind::Whole, |row| Value::Whole(row.document.id)),
    column("version", Kind::Whole, |row| Value::Whole(row.paragraph.version)),
    column("date", Kind::Day, |row| text(row.document.date.as_deref())),
    column("title", Kind::Text, |row| text(row.document.title.as_deref())),
    column("parties", Kind::Text, |row| Value::Text(Some(row.document.parties.join("、").into()))),
    column("source", Kind::Text, |row| text(Some(&row.document.source))),
    column("paragraph", Kind::Whole, |row| Value::Whole(row.paragraph.paragraph)),
    column("section", Kind::Text, |row| text(row.paragraph.section.as_deref())),
    column("theme", Kind::Text, |row| text(row.label.map(|label| label.theme.as_str()))),
    column("probability", Kind::Real, |row| Value::Real(row.label.and_then(|label| label.probability))),
    column("assigned", Kind::Flag, |row| Value::Flag(row.label.is_some_and(|label| label.assigned))),
    column("review", Kind::Flag, |row| Value::Flag(row.label.is_some_and(|label| label.review))),
    column("decided_by", Kind::Text, |row| text(row.label.and_then(|label| label.decided_by.as_deref()))),
    column("decided", Kind::Text, |row| text(row.label.and_then(|label| label.decided.as_deref()))),
    column("note", Kind::Text, |row| text(row.label.and_then(|label| label.note.as_deref()))),
    column("text", Kind::Text, |row| text(Some(&row.paragraph.text))),
];

const fn column(name: &'static str, kind: Kind, value: for<'a> fn(&Row<'a>) -> Value<'a>) -> Column {
    Column { name, kind, value }
}

fn text(value: Option<&str>) -> Value<'_> {
    Value::Text(value.map(Cow::Borrowed))
}

/// The rows of a document.
pub fn rows<'a>(document: &'a StoredDocument, paragraphs: &'a [StoredParagraph]) -> impl Iterator<Item = Row<'a>> {
    paragraphs.iter().flat_map(move |paragraph| {
        let bare = paragraph.labels.is_empty().then_some(None);
        let labels = paragraph.labels.iter().map(Some).chain(bare);
        labels.map(move |label| Row { document, paragraph, label })
    })
}
