//! The lines of a text.

use crate::document::Span;

/// One line.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// All of it, with the line break that ends it: the lines' tiles tile the text.
    pub tile: Span,
    /// Without surrounding white space; empty for a blank line.
    pub text: Span,
}

/// What ends a line: the line breaks of every system, Word's manual one and Unicode's.
const BREAKS: [char; 7] = ['\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}'];

/// The lines of a text from a byte offset on.
pub fn of(text: &str, from: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = from;
    while start < text.len() {
        let rest = &text[start..];
        let length = rest.find(BREAKS).map_or(rest.len(), |at| at + break_length(&rest[at..]));
        lines.push(line(rest, start, length));
        start += length;
    }
    lines
}

fn break_length(rest: &str) -> usize {
    if rest.starts_with("\r\n") { 2 } else { rest.chars().next().map_or(0, char::len_utf8) }
}

fn line(rest: &str, start: usize, length: usize) -> Line {
    let whole = &rest[..length];
    let trimmed = whole.trim_start_matches(is_margin);
    let first = start + length - trimmed.len();
    let text = Span::new(first, first + trimmed.trim_end_matches(is_margin).len());
    Line { tile: Span::new(start, start + length), text }
}

/// White space, and the marks without width that copying leaves at the ends of lines.
fn is_margin(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_break_ends_a_line() {
        let text = "　一\r\n二\r三\u{2028}四\n\n\u{FEFF} 五";
        let lines = of(text, 0);
        let trimmed: Vec<_> = lines.iter().map(|line| line.text.of(text)).collect();
        assert_eq!(trimmed, ["一", "二", "三", "四", "", "五"]);
        assert_eq!(lines.iter().map(|line| line.tile.of(text)).collect::<String>(), text);
    }
}
