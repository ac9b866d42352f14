//! An element's text as lines, broken where a browser breaks them.

use super::container::is_foreign;
use super::{Node, Visitor, walk};
use crate::ingest::lines::break_is_space;

/// Elements that stand on lines of their own; a table's cells do as well.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// The lines of an element, trimmed, without the empty ones and without what is no part of an article.
pub fn of(root: Node<'_>) -> Vec<String> {
    let mut breaker = Breaker { root, lines: Vec::new(), line: String::new(), gap: None, preformatted: 0 };
    walk(root, &mut breaker);
    breaker.end_line();
    breaker.lines
}

/// White space that was met and not yet written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    Space,
    SourceLineBreak,
}

struct Breaker<'a> {
    root: Node<'a>,
    lines: Vec<String>,
    line: String,
    gap: Option<Gap>,
    preformatted: usize,
}

impl<'a> Visitor<'a> for Breaker<'a> {
    fn enter(&mut self, node: Node<'a>) -> bool {
        if let Some(text) = node.value().as_text() {
            text.chars().for_each(|c| self.push(c));
        }
        let Some(element) = node.value().as_element() else { return false };
        if node.id() != self.root.id() && is_foreign(element) {
            return false;
        }
        self.at_edge(element.name());
        self.preformatted += usize::from(element.name() == "pre");
        true
    }

    fn leave(&mut self, node: Node<'a>) {
        let Some(element) = node.value().as_element() else { return };
        self.at_edge(element.name());
        self.preformatted -= usize::from(element.name() == "pre");
    }
}

impl Breaker<'_> {
    fn at_edge(&mut self, name: &str) {
        if name == "br" || BLOCKS.contains(&name) {
            self.end_line();
        }
    }

    /// Adds a character; runs of ASCII white space become one space, or nothing where the source's lines were broken
    /// within Chinese.
    fn push(&mut self, c: char) {
        match c {
            '\n' if self.preformatted > 0 => self.end_line(),
            '\n' | '\r' => self.gap = Some(Gap::SourceLineBreak),
            ' ' | '\t' | '\u{C}' => self.gap = self.gap.or(Some(Gap::Space)),
            c => {
                self.fill_gap(c);
                self.line.push(c);
            }
        }
    }

    fn fill_gap(&mut self, after: char) {
        let Some(gap) = self.gap.take() else { return };
        let Some(before) = self.line.chars().next_back() else { return };
        if gap == Gap::Space || break_is_space(before, after) {
            self.line.push(' ');
        }
    }

    fn end_line(&mut self) {
        self.gap = None;
        let line = self.line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}'));
        if !line.is_empty() {
            self.lines.push(line.to_owned());
        }
        self.line.clear();
    }
}
