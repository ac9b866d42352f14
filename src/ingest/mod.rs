//! Bytes of a published file → [`Document`]: its text, and the title, date and parties that the format itself states.
//!
//! One file per format and one line in [`FORMATS`]. Nothing here opens a file, and nothing here looks into the text:
//! what the lines of a statement are is for [`crate::segment`] to say.

pub mod decode;
pub mod docx;
pub mod gz;
pub mod html;
pub mod jsonl;
pub mod lines;
pub mod markdown;
pub mod mhtml;
pub mod pdf;
pub mod text;

use std::path::Path;

use crate::document::Document;
use crate::error::{Error, Place, Result};

/// What a format reads: a file's bytes and what to call it.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The whole content.
    pub bytes: &'a [u8],
    /// The file, address or `standard input`, for messages.
    pub source: &'a str,
}

/// An input format.
#[derive(Debug)]
pub struct Format {
    /// What the user calls it.
    pub name: &'static str,
    /// The file name extensions that mean it, in lower case and without the dot.
    pub extensions: &'static [&'static str],
    /// A phrase for the help.
    pub description: &'static str,
    /// Whether content without a telling name is of this format.
    pub looks_like: fn(&Input) -> bool,
    /// Reads it.
    pub read: fn(&Input) -> Result<Document>,
}

/// Every input format. Content is tried in this order, so plain text, which anything might be, stands last.
pub static FORMATS: &[&Format] = &[
    &html::FORMAT,
    &mhtml::FORMAT,
    &docx::FORMAT,
    &pdf::FORMAT,
    &gz::FORMAT,
    &jsonl::FORMAT,
    &markdown::FORMAT,
    &text::FORMAT,
];

/// Reads a file's content in the format that is forced, or that the source's extension tells, or else that the content
/// looks like.
///
/// # Errors
/// A forced format that does not exist; whatever makes the content unreadable in its format.
pub fn read(bytes: &[u8], source: &str, forced: Option<&str>) -> Result<Document> {
    (format(bytes, source, forced)?.read)(&Input { bytes, source })
}

/// The same for a file that may hold several statements: JSON lines whose `statement` names them, packed or not. Any other
/// file is one statement.
///
/// # Errors
/// As for [`read`].
pub fn statements(bytes: &[u8], source: &str, forced: Option<&str>) -> Result<Vec<Document>> {
    let format = format(bytes, source, forced)?;
    let input = Input { bytes, source };
    match format.name {
        name if name == jsonl::FORMAT.name => jsonl::statements::read(&input),
        name if name == gz::FORMAT.name => gz::statements(&input),
        _ => Ok(vec![(format.read)(&input)?]),
    }
}

/// The format that [`read`] would take; the first 2,048 bytes of a content are enough to tell.
///
/// # Errors
/// A forced format that does not exist.
pub fn format(bytes: &[u8], source: &str, forced: Option<&str>) -> Result<&'static Format> {
    match forced {
        Some(name) => named(name, source),
        None => Ok(by_extension(source).unwrap_or_else(|| by_content(&Input { bytes, source }))),
    }
}

/// The names of all formats, for messages and help.
pub fn names() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().map(|format| format.name)
}

fn named(name: &str, source: &str) -> Result<&'static Format> {
    FORMATS.iter().copied().find(|format| format.name == name).ok_or_else(|| {
        let known = names().collect::<Vec<_>>().join(", ");
        Error::input(Place::file(source), format!("input format `{name}` is unknown"), format!("name one of: {known}"))
    })
}

fn by_extension(source: &str) -> Option<&'static Format> {
    let extension = Path::new(path_of(source)).extension()?.to_str()?.to_ascii_lowercase();
    FORMATS.iter().copied().find(|format| format.extensions.contains(&extension.as_str()))
}

/// A source without the query and fragment of a web address, and without its host (whose end is no extension).
fn path_of(source: &str) -> &str {
    let Some((_, address)) = source.split_once("://") else { return source };
    let address = address.split(['?', '#']).next().unwrap_or_default();
    address.split_once('/').map_or("", |(_, path)| path)
}

fn by_content(input: &Input) -> &'static Format {
    FORMATS.iter().copied().find(|format| (format.looks_like)(input)).unwrap_or(&text::FORMAT)
}

#[cfg(test)]
mod tests;
