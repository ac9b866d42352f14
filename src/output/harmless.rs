//! Text of others on a terminal: shown, never obeyed.
//!
//! A fetched page, a file or a title may hold escape sequences that clear the screen, rename the window or hide what
//! follows, and marks that turn the direction of writing. Text for people goes through here; data formats keep it as it
//! is.

use std::borrow::Cow;

/// What stands for a character that could steer a terminal, as on the pages.
const SHOWN: char = '\u{FFFD}';

/// What begins a colour code, as `ESC [ 1 ; 31 m` is one.
const INTRODUCER: &str = "\u{1b}[";

/// The text with every character that could steer a terminal replaced by U+FFFD; line breaks and tabs stay.
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    filtered(text, |_| 0)
}

/// The same for text that was laid out with colours: their codes stay, and no other.
#[must_use]
pub fn harmless_with_colours(text: &str) -> Cow<'_, str> {
    filtered(text, colour_code)
}

/// Text of others for one line of a laid out text: what is white space as spaces, the rest as in [`harmless`].
pub(crate) fn plain(text: &str) -> String {
    let shown = |c: char| match c {
        c if c.is_control() && c.is_whitespace() => ' ',
        c if steers(c) => SHOWN,
        c => c,
    };
    text.chars().map(shown).collect()
}

/// Whether a character could steer a terminal: the control characters C0 and C1, and the marks that override or isolate
/// the direction of writing.
pub(crate) fn steers(c: char) -> bool {
    let directs = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    directs || c.is_control() && !matches!(c, '\n' | '\t')
}

/// Replaces what steers, except at the beginnings of a text of which `kept` says how many bytes stay.
fn filtered(text: &str, kept: fn(&str) -> usize) -> Cow<'_, str> {
    let Some(first) = text.find(steers) else { return Cow::Borrowed(text) };
    let (mut out, mut rest) = (text[..first].to_owned(), &text[first..]);
    while let Some(c) = rest.chars().next() {
        let stays = if rest.starts_with("\r\n") { 2 } else { kept(rest) };
        if stays == 0 {
            out.push(SHOWN);
        }
        out.push_str(&rest[..stays]);
        rest = &rest[if stays == 0 { c.len_utf8() } else { stays }..];
        let next = rest.find(steers).unwrap_or(rest.len());
        out.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    Cow::Owned(out)
}

/// How long the colour code is that a text begins with; 0 if it begins with none.
fn colour_code(text: &str) -> usize {
    let Some(numbers) = text.strip_prefix(INTRODUCER) else { return 0 };
    let end = numbers.find(|c: char| !(c.is_ascii_digit() || c == ';')).unwrap_or(numbers.len());
    if numbers[end..].starts_with('m') { INTRODUCER.len() + end + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whatever could steer, one of each kind.
    const STEERING: &str = "甲\u{1b}[2J\u{7}\u{9b}1m\u{7f}\u{202e}\u{2066}\rb";

    #[test]
    fn what_could_steer_is_shown_and_lines_stay() {
        assert_eq!(harmless(STEERING), "甲�[2J��1m����b");
        assert_eq!(harmless("甲\t乙\r\n丙\n"), "甲\t乙\r\n丙\n");
        assert_eq!(plain("甲\t乙\r\n\u{1b}[1m丙"), "甲 乙  �[1m丙");
    }

    #[test]
    fn colours_stay_where_they_are_meant() {
        let text = "\u{1b}[1;31m甲\u{1b}[0m\u{1b}[2K\u{1b}]0;x\u{7}\u{1b}[\u{1b}";
        assert_eq!(harmless_with_colours(text), "\u{1b}[1;31m甲\u{1b}[0m�[2K�]0;x��[�");
        assert_eq!(harmless("\u{1b}[8m乙"), "�[8m乙", "help: a colour code in somebody's text may hide the rest");
    }

    proptest! {
        #[test]
        fn nothing_that_steers_passes(text in "(\\x1b|\\[|[0-9;m]|\\r|\\n|\\t|\u{9b}|\u{202e}|双|a){0,40}") {
            prop_assert!(!harmless(&text).replace("\r\n", "").contains(steers));
            let coloured = harmless_with_colours(&text);
            let bare = anstream::adapter::strip_str(&coloured).to_string();
            prop_assert!(!bare.replace("\r\n", "").contains(steers), "{coloured:?}");
            prop_assert_eq!(text.chars().filter(|c| !steers(*c)).collect::<String>(),
                harmless(&text).chars().filter(|c| !steers(*c) && *c != SHOWN).collect::<String>());
        }
    }
}
