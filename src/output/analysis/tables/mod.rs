//! The analyses as tables.

mod language;
mod names;
mod room;
mod study;

pub use language::{context, formulas, keys, subjects, words};
pub use names::{mentions, stances};
pub use room::{changes, matrix, room};
pub use study::findings;

use crate::analyse::series::{Reference, Series};

use super::table::Link;

/// The id of a paragraph on the page.
#[must_use]
pub fn anchor(at: Reference) -> String {
    format!("p-{}-{}", at.statement, at.paragraph)
}

/// The id of a theme on the page.
#[must_use]
pub fn theme_anchor(theme: usize) -> String {
    format!("t-{theme}")
}

/// The id, on the page, of the paragraphs of a statement that name a name.
#[must_use]
pub fn name_anchor(name: usize, statement: usize) -> String {
    format!("n-{name}-{statement}")
}

/// The id of a theme's cell on the page.
#[must_use]
pub fn cell_anchor(theme: usize, statement: usize) -> String {
    format!("c-{theme}-{statement}")
}

/// A link to a paragraph, called by its id.
#[must_use]
pub fn link(series: &Series, at: Reference) -> Link {
    Link::new(series.id(at), anchor(at))
}

/// A link to a paragraph, called by its statement's name and its id.
#[must_use]
pub fn named_link(series: &Series, at: Reference) -> Link {
    Link::new(format!("{}:{}", series.statements[at.statement].name, series.id(at)), anchor(at))
}
