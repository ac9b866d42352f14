//! Sentences for the terminal.

use std::fmt::Write as _;

use super::table::Terminal;
use crate::output::columns::{opening, plain};

/// Columns where it is no terminal.
const WIDTH: usize = 100;

/// The least columns that a sentence gets.
const LEAST: usize = 20;

/// Sentences as a list and an empty line; nothing for none.
#[must_use]
pub fn list(sentences: &[String], terminal: Terminal) -> String {
    let mut out = String::new();
    for sentence in sentences {
        for (i, line) in lines(sentence, terminal, 2).iter().enumerate() {
            let _ = writeln!(out, "{} {line}", if i == 0 { "•" } else { " " });
        }
    }
    if out.is_empty() { out } else { out + "\n" }
}

/// A sentence broken into lines.
#[must_use]
pub fn broken(sentence: &str, terminal: Terminal) -> String {
    lines(sentence, terminal, 0).join("\n") + "\n"
}

fn lines(sentence: &str, terminal: Terminal, indent: usize) -> Vec<String> {
    let width = terminal.width.map_or(WIDTH, usize::from).saturating_sub(indent).max(LEAST);
    opening(&plain(sentence), width, usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sentence_is_broken_between_words_and_hangs() {
        let terminal = Terminal { width: Some(30), colour: false };
        let told = list(&["Most room in cn-ru-2025: International organisations (12 %).".to_owned()], terminal);
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines[..3], ["• Most room in cn-ru-2025:", "  International organisations", "  (12 %)."]);
        assert_eq!(list(&[], terminal), "");
    }
}
