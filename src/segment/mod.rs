//! A document's text → its blocks, sections, paragraphs and sentences, and the title, date and parties that its format
//! did not state.
//!
//! A line is a paragraph, a heading, a line of the title, a dateline or blank. `numbers` reads section numbers, `head`
//! the title and the day, `parties` who speaks; `sentences` cuts paragraphs.

mod head;
mod lines;
mod numbers;
mod parties;
mod sentences;

use crate::document::{Block, BlockKind, Document, Paragraph, Section, Span};
use lines::Line;

/// Fills a document's structure.
///
/// Paragraphs that the input format has filled already (with the callers' ids, in order) are kept: they only get their
/// sentences, and the text its blocks. A document that has blocks is left as it is.
pub fn segment(document: &mut Document) {
    if !document.blocks.is_empty() || document.text.is_empty() {
        return;
    }
    if !document.text.is_char_boundary(document.body) {
        document.body = 0;
    }
    if document.paragraphs.is_empty() {
        by_lines(document);
    } else {
        around_paragraphs(document);
    }
    if document.parties.is_empty() {
        document.parties = document.title.as_deref().map(parties::of).unwrap_or_default();
    }
    let text = &document.text;
    for paragraph in &mut document.paragraphs {
        paragraph.sentences = sentences::of(text, paragraph.span);
    }
}

/// The sentences of a text that is one paragraph, as [`segment`] cuts them; they tile it.
#[must_use]
pub fn sentences(text: &str) -> Vec<Span> {
    sentences::of(text, Span::new(0, text.len()))
}

fn by_lines(document: &mut Document) {
    let lines = lines::of(&document.text, document.body);
    let (written, spoken): (Vec<_>, Vec<_>) =
        lines.iter().filter(|line| !line.text.is_empty()).map(|line| (line.text, line.text.of(&document.text))).unzip();
    let head = head::read(&spoken, document.title.as_deref());
    let outline = outline(&written, &spoken, &head.kinds, document.text.len());
    let blocks = blocks(&lines, &head.kinds, document.body);
    document.date = document.date.take().or(head.date);
    document.title = document.title.take().or(head.title);
    (document.sections, document.paragraphs) = outline;
    document.blocks = blocks;
}

/// The tiles: the header, then a tile a line and a tile a run of blank lines.
fn blocks(lines: &[Line], kinds: &[BlockKind], body: usize) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(lines.len() + 1);
    if body > 0 {
        blocks.push(Block { kind: BlockKind::Header, span: Span::new(0, body) });
    }
    let mut kinds = kinds.iter();
    for line in lines {
        let kind = if line.text.is_empty() { None } else { kinds.next().copied() };
        match (kind, blocks.last_mut()) {
            (None, Some(Block { kind: BlockKind::Blank, span })) => span.end = line.tile.end,
            (kind, _) => blocks.push(Block { kind: kind.unwrap_or(BlockKind::Blank), span: line.tile }),
        }
    }
    blocks
}

/// Sections and paragraphs of the lines that are not blank.
fn outline(spans: &[Span], lines: &[&str], kinds: &[BlockKind], end: usize) -> (Vec<Section>, Vec<Paragraph>) {
    let (mut sections, mut paragraphs) = (Vec::<Section>::new(), Vec::new());
    let mut open: Vec<usize> = Vec::new();
    for ((&span, line), &kind) in spans.iter().zip(lines).zip(kinds) {
        if let Some(section) = section(line, kind, Span::new(span.start, end)) {
            while let Some(&above) = open.last().filter(|&&above| sections[above].level >= section.level) {
                sections[above].span.end = span.start;
                open.pop();
            }
            open.push(sections.len());
            sections.push(section);
        }
        if kind == BlockKind::Paragraph {
            let id = (paragraphs.len() + 1).to_string();
            paragraphs.push(Paragraph { id, section: open.last().copied(), span, sentences: Vec::new() });
        }
    }
    (sections, paragraphs)
}

/// The section that a line opens. A paragraph opens one under 一、 and （一）; under 1. it is one clause of a run.
fn section(line: &str, kind: BlockKind, span: Span) -> Option<Section> {
    let number = numbers::read(line)?;
    let heading = match kind {
        BlockKind::Heading => number.rest.to_owned(),
        BlockKind::Paragraph if number.level < 3 => String::new(),
        _ => return None,
    };
    Some(Section { number: number.label.to_owned(), heading, level: number.level, span })
}

/// Blocks for paragraphs that are there already: cut at the last line break before each of them.
fn around_paragraphs(document: &mut Document) {
    let text = &document.text;
    let cuts = document.paragraphs.windows(2).map(|pair| {
        let (end, next) = (pair[0].span.end, pair[1].span.start);
        text[end..next].rfind('\n').map_or(next, |at| end + at + 1)
    });
    let mut start = document.body;
    let mut blocks = Vec::new();
    if start > 0 {
        blocks.push(Block { kind: BlockKind::Header, span: Span::new(0, start) });
    }
    for cut in cuts.chain([text.len()]) {
        blocks.push(Block { kind: BlockKind::Paragraph, span: Span::new(start, cut) });
        start = cut;
    }
    document.blocks = blocks;
}

#[cfg(test)]
mod tests;
