//! Text in columns of a terminal, where a Han character takes two.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::harmless;

/// How far back a line's break is looked for; further back the line would look broken off.
const LONGEST_WORD: usize = 16;

/// What shows that text was cut off.
const CUT: &str = "…";

/// Text of others for one line, without white space around it.
pub(crate) fn plain(text: &str) -> String {
    harmless::plain(text).trim().to_owned()
}

/// How many columns a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The text cut to a width, with a mark where something is missing.
pub(crate) fn cut(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let kept = prefix(text, most.saturating_sub(width(CUT)));
    format!("{}{CUT}", text[..kept].trim_end())
}

/// The text filled up with spaces to a width.
pub(crate) fn padded(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

/// The opening of a text on at most `most` lines; a mark ends the last where text is missing.
pub(crate) fn opening(text: &str, columns: usize, most: usize) -> Vec<String> {
    let mut rest = text;
    let mut lines = Vec::new();
    while lines.len() + 1 < most && width(rest) > columns {
        let kept = line_end(rest, columns).max(rest.chars().next().map_or(0, char::len_utf8));
        lines.push(rest[..kept].trim_end().to_owned());
        rest = rest[kept..].trim_start();
    }
    lines.push(cut(rest, columns));
    lines
}

/// Where to break a line that must not be wider than `most`: not inside a number or Latin word, and not before a mark
/// that may not open a line.
fn line_end(text: &str, most: usize) -> usize {
    let fits = prefix(text, most);
    let breaks = |&at: &usize| {
        let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
        let next = text[at..].trim_start().chars().next();
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let closes = next.is_some_and(|c| "，。、；：？！》”’）,.;:?!)]%".contains(c));
        let opens = before.is_some_and(|c| "《“（([".contains(c));
        !(closes || opens || joins(before) && joins(after))
    };
    let ends: Vec<usize> = text[..fits].char_indices().map(|(at, _)| at).chain([fits]).collect();
    ends.iter().rev().take(LONGEST_WORD).copied().find(breaks).unwrap_or(fits)
}

/// How many bytes of a text fit a width.
fn prefix(text: &str, most: usize) -> usize {
    let mut taken = 0;
    for (at, c) in text.char_indices() {
        taken += c.width().unwrap_or(0);
        if taken > most {
            return at;
        }
    }
    text.len()
}

/// Items one after the other with a gap between, on as many lines as they need.
pub(crate) fn flowing(items: &[String], gap: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        match lines.last_mut().filter(|line| width(line) + width(gap) + width(item) <= columns) {
            Some(line) => line.extend([gap, item.as_str()]),
            None => lines.push(item.clone()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(cut("双方重申", 8), "双方重申");
        assert_eq!(cut("双方重申", 7), "双方重…");
        assert_eq!(padded("双方", 6), "双方  ");
        assert_eq!(opening("双方重申一个中国原则", 8, 2), ["双方重申", "一个中…"]);
        assert_eq!(opening("双方重", 3, 2), ["双", "方…"]);
    }

    #[test]
    fn lines_break_neither_inside_numbers_nor_before_closing_marks() {
        assert_eq!(opening("双方将于2025年庆祝", 11, 2), ["双方将于", "2025年庆祝"]);
        assert_eq!(opening("双方重申，加强", 8, 2), ["双方重", "申，加强"]);
        assert_eq!(opening("Iran (8 %) and", 9, 2), ["Iran", "(8 %) and"]);
    }

    #[test]
    fn text_cannot_steer_the_terminal() {
        assert_eq!(plain(" \u{1b}[2J甲\t乙\u{202e} "), "�[2J甲 乙�");
    }

    #[test]
    fn items_flow_over_lines() {
        let items = ["北极", "能源", "气候"].map(str::to_owned);
        assert_eq!(flowing(&items, "  ", 10), ["北极  能源", "气候"]);
    }
}
