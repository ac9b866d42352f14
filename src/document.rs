//! A published document as text and spans; no input or output.
//!
//! Every span is a pair of byte offsets into [`Document::text`], the decoded text (for HTML: the article's own text, one
//! paragraph a line). [`Document::blocks`] tile that text: put together in order they are the text, byte for byte. The
//! sentences of a paragraph tile the paragraph.

use serde::{Deserialize, Serialize};

/// A half-open range of byte offsets into the document's text, always on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `start..end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Its length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The part of `text` that it names.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// The same span counted from an origin `by` bytes earlier.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }
}

/// A document: its text, what is known of it, and its structure.
///
/// An input format fills `source`, `text` and whatever metadata the file states; `segment` fills the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The file, address or `standard input` that it came from.
    pub source: String,
    /// What its file calls it, where a file holds several statements.
    pub name: Option<String>,
    /// The decoded text that every span points into.
    pub text: String,
    /// Its title, where one can be read.
    pub title: Option<String>,
    /// The date of signature or publication as `YYYY-MM-DD`, where one can be read; JSON lines may know
    /// the year alone.
    pub date: Option<String>,
    /// Who speaks in it, where the title or header says so.
    pub parties: Vec<String>,
    /// Where `text` starts after a header that belongs to the file and not to the statement (0 without one).
    pub body: usize,
    /// The tiles of the text, in order.
    pub blocks: Vec<Block>,
    /// The numbered sections, in order.
    pub sections: Vec<Section>,
    /// The paragraphs, in order: what is tagged.
    pub paragraphs: Vec<Paragraph>,
}

/// One tile of the text: a line (or run of blank lines) with the line break that ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// What the tile is.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: Span,
}

/// What a tile of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A header of the file (`---` lines with title, date, parties).
    Header,
    /// A line of the title.
    Title,
    /// A line that only dates or places the document, such as 二〇二四年五月十六日于北京.
    Dateline,
    /// A section heading that is not a paragraph itself.
    Heading,
    /// A paragraph.
    Paragraph,
    /// Nothing but white space.
    Blank,
}

/// A section: a numbered heading, or a paragraph that opens with a section's number, and all that follows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// The number as published: 一, （二）, 3.
    pub number: String,
    /// The heading without its number; empty where the number stands alone or opens a paragraph.
    pub heading: String,
    /// 1 for 一、, 2 for （一）, 3 for 1.
    pub level: u8,
    /// From the heading to the next section of the same or a higher level.
    #[serde(flatten)]
    pub span: Span,
}

/// A paragraph: the unit of tagging.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The caller's id, or the paragraph's number from 1.
    pub id: String,
    /// The index of its section in [`Document::sections`].
    pub section: Option<usize>,
    /// Where it stands, without surrounding white space.
    pub span: Span,
    /// Its sentences; they tile `span`.
    pub sentences: Vec<Span>,
}

impl Document {
    /// The text of one of its paragraphs.
    #[must_use]
    pub fn text_of(&self, paragraph: &Paragraph) -> &str {
        paragraph.span.of(&self.text)
    }
}
