//! What changed between two wordings of a document.

use similar::TextDiff;

/// The lines that were taken away (`-`) and added (`+`), each with a line around it; empty if nothing changed.
#[must_use]
pub fn difference(before: &str, after: &str) -> String {
    TextDiff::from_lines(&ended(before), &ended(after)).unified_diff().context_radius(1).to_string()
}

/// A text whose last line ends like the others.
fn ended(text: &str) -> String {
    if text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_lines_are_shown_with_their_neighbours() {
        let shown = difference("甲。\n乙。\n丙。\n丁。", "甲。\n乙。\n丙！\n丁。");
        assert_eq!(shown.lines().skip(1).collect::<Vec<_>>(), [" 乙。", "-丙。", "+丙！", " 丁。"]);
        assert_eq!(difference("甲。", "甲。\n"), "");
    }
}
