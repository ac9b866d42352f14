//! What every page of analyses has: its head, and the text that its figures lead down to.

use std::collections::BTreeSet;

use super::anchor::Anchor;
use super::passages;
use super::table::{Table, escape};
use crate::analyse::series::Series;
use crate::analyse::study::Study;
use crate::output::analysis::STYLE;

/// The opening of a page up to its contents; `sections` are ids and names.
pub(super) fn head(title: &str, sections: &[(&str, &str)]) -> String {
    let links: Vec<String> =
        sections.iter().map(|(id, name)| format!("<a href=\"#{id}\">{}</a>", escape(name))).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <style>{STYLE}</style></head>\n<body><main>\n<h1>{title}</h1>\n<nav>{}</nav>\n",
        links.join(" "),
        title = escape(title)
    )
}

/// What a set of statements is called.
pub(super) fn title(series: &Series) -> String {
    let names: Vec<&str> = series.statements.iter().map(|s| s.name.as_str()).collect();
    match names.as_slice() {
        [first, .., last] => format!("{} statements: {first} to {last}", names.len()),
        _ => names.concat(),
    }
}

/// A section of sentences.
pub(super) fn sentences(id: &str, heading: &str, sentences: &[String]) -> String {
    let sentences: Vec<String> = sentences.iter().map(|sentence| escape(sentence)).collect();
    let items = sentences.join("</li>\n<li>");
    format!("<section id=\"{id}\"><h2>{heading}</h2>\n<ul><li>{items}</li></ul></section>\n")
}

/// Everything that the figures of tables lead down to, to the end of the page.
pub(super) fn foundation<'a>(study: &Study, tables: impl Iterator<Item = &'a Table>) -> String {
    let wanted: BTreeSet<Anchor> = tables.flat_map(Table::anchors).collect();
    let parts = [passages::cells(study), passages::places(study, &wanted), passages::statements(study)];
    parts.concat() + "</main></body></html>\n"
}
